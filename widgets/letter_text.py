"""A text of several paragraphs, read or edited, with places marked in it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widgets.text_area import Selection

from store.text import clean
from widgets.shown import shown
from widgets.text_input import LONGEST, ProseInput

Mark = tuple[int, int, str]
"""Columns from and to in a line, and the tone."""
TONES = ("error", "warning", "note", "gap", "touched")
Location = tuple[int, int]
"""Line and column, both from 0."""
MOST_DRAWN = 2_000
"""Lines of the screen that are kept as they were drawn."""


def unmarked(row: int) -> Sequence[Mark]:
    """The marks of a text without any."""
    return ()


class LetterText(ProseInput):
    """Shows a text; while it is `editing` it is typed into. Posts `TextArea.Changed`, and `EditWanted` for what is typed or pasted
    while it is only read."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"letter--{tone}" for tone in TONES} | {f"letter--here-{tone}" for tone in TONES}

    DEFAULT_CSS = """
    LetterText {
        height: 1fr; max-height: 100%; padding: 0 1; background: $background; scrollbar-size-vertical: 1;
        &.-editing { background: $surface; }
        & .letter--error { color: $text-error; text-style: underline; }
        & .letter--warning { color: $text-warning; text-style: underline; }
        & .letter--note { text-style: underline; }
        & .letter--gap { color: $text-warning; text-style: bold; }
        & .letter--touched { text-style: dim; }
        & .letter--here-error { background: $error 40%; text-style: bold underline; }
        & .letter--here-warning, & .letter--here-gap { background: $warning 30%; text-style: bold underline; }
        & .letter--here-note, & .letter--here-touched { background: $primary 40%; text-style: bold underline; }
    }
    """

    class EditWanted(Message):
        """Something was pasted while the text is only read."""

    def __init__(self, *, id: str) -> None:
        self._marks: Callable[[int], Sequence[Mark]] = unmarked
        self._mark_styles: dict[str, Style] = {}
        self._drawn: dict[Hashable, Strip] = {}
        """Lines of the screen by all that they show: a key draws the line that it changes, not those around it."""
        self._frame: Hashable = None
        """What all of them depend on."""
        super().__init__("")
        self.id = id
        self.read_only = True
        self.show_cursor = False

    @property
    def editing(self) -> bool:
        """Whether what is typed goes into the text."""
        return not self.read_only

    @editing.setter
    def editing(self, on: bool) -> None:
        self.read_only = not on
        self.show_cursor = on
        self.set_class(on, "-editing")

    def show_text(self, text: str) -> None:
        """Shows another text from its beginning; what was edited before can't be undone after it."""
        self.load_text(clean(text, LONGEST))
        self.scroll_home(animate=False)

    def put_text(self, text: str) -> None:
        """Another text in the place of this one, as one edit that can be undone."""
        self.replace(clean(text, LONGEST), (0, 0), self.document.end)
        self.move_cursor((0, 0))
        self.scroll_home(animate=False)

    def show_empty(self, text: str) -> None:
        """What stands there while the text is empty."""
        self.placeholder = shown(text)

    def mark(self, marks: Callable[[int], Sequence[Mark]]) -> None:
        """Marks other places: asked for a line's columns and tones when that line is drawn."""
        rows = self._rows_shown()
        before, self._marks = [tuple(self._marks(row)) for row in rows], marks
        if before != [tuple(marks(row)) for row in rows]:
            self._line_cache.clear()
            self.refresh()

    def marks_in(self, row: int) -> Sequence[Mark]:
        """What is marked in a line."""
        return self._marks(row)

    def bring(self, location: Location) -> None:
        """Puts the cursor at a place, and scrolls so that it is seen, with what stands around it."""
        self.move_cursor(location)
        row, height = self.wrapped_document.location_to_offset(location).y, self.content_size.height
        if not self.scroll_offset.y < row < self.scroll_offset.y + height - 1:
            self.scroll_to(y=max(0, row - height // 3), animate=False)

    def select(self, start: Location, end: Location) -> None:
        """Selects a piece, so that what is typed replaces it."""
        self.bring(start)
        self.selection = Selection(start, end)

    def _rows_shown(self) -> range:
        """The lines of the text that are on the screen."""
        where, top = getattr(self.wrapped_document, "_offset_to_line_info", ()), self.scroll_offset.y
        shown = where[top : top + max(1, self.size.height)]
        return range(shown[0][0], shown[-1][0] + 1) if shown else range(self.document.line_count)

    # -- drawing --------------------------------------------------------------------------------------------------

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        for start, end, tone in self._marks(line_index):
            line.stylize(self._mark_style(tone), start, end)
        return line

    def render_lines(self, crop: Region) -> list[Strip]:
        draws, brackets = self._draw_cursor, self.matching_bracket_location
        self._frame = (self.size, self.wrap_width, self.rich_style, self.read_only, self.show_cursor, draws, brackets)
        if len(self._drawn) > MOST_DRAWN:
            self._drawn.clear()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        where = getattr(self.wrapped_document, "_offset_to_line_info", ())
        at = self.scroll_offset.y + y
        if at >= len(where) or not (self.document.line_count > 1 or self.document[0]):
            return super().render_line(y)
        key = self._shown_in(*where[at])
        if (drawn := self._drawn.get(key)) is None:
            drawn = self._drawn[key] = super().render_line(y)
        return drawn

    def _shown_in(self, row: int, section: int) -> Hashable:
        """All that a line of the screen shows: its piece of a line of the text, with what is marked and where the cursor stands."""
        line, (start, end) = self.document[row], self.selection
        edges = (0, *self.wrapped_document.get_offsets(row), len(line))
        first, last = edges[section], edges[section + 1]
        is_last, is_here = section == len(edges) - 2, row == end[0]
        cursor = end[1] - first if is_here and first <= end[1] <= last else None
        if start != end or "\t" in line:
            return (line, row, section, tuple(self._marks(row)), start, end, self._frame)
        marks = tuple(
            (max(a, first) - first, min(b, last) - first, tone) for a, b, tone in self._marks(row) if a < last and b > first
        )
        return (line[first:last], is_last, is_here, cursor, marks, self._frame)

    def _mark_style(self, tone: str) -> Style:
        found = self._mark_styles.get(tone)
        if found is None:
            found = self._mark_styles[tone] = self.get_component_rich_style(f"letter--{tone}", partial=True)
        return found

    def notify_style_update(self) -> None:
        """Forgets the styles, as the theme may have changed."""
        super().notify_style_update()
        self._mark_styles.clear()
        self._drawn.clear()

    # -- reading --------------------------------------------------------------------------------------------------

    async def on_key(self, event: events.Key) -> None:
        """While it is read the moving keys scroll; all others are the screen's."""
        if self.editing:
            return
        event.prevent_default()
        scrolls = {"up": self.scroll_up, "down": self.scroll_down, "pageup": self.scroll_page_up}
        scrolls |= {"pagedown": self.scroll_page_down, "home": self.scroll_home, "end": self.scroll_end}
        if (scroll := scrolls.get(event.key)) is not None:
            event.stop()
            scroll(animate=False)

    def on_paste(self, event: events.Paste) -> None:
        if not self.editing:
            event.stop()
            event.prevent_default()
            self.post_message(self.EditWanted())
