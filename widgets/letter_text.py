"""A text of several paragraphs, read or edited, with places marked in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets.text_area import Selection

from store.text import clean
from widgets.shown import shown
from widgets.text_input import LONGEST, ProseInput

Mark = tuple[int, int, str]
"""Columns from and to in a line, and the tone."""
TONES = ("error", "warning", "note", "gap", "touched")
Location = tuple[int, int]
"""Line and column, both from 0."""


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
        self._marks: Mapping[int, Sequence[Mark]] = {}
        self._mark_styles: dict[str, Style] = {}
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

    def mark(self, marks: Mapping[int, Sequence[Mark]]) -> None:
        """Marks other places: line → columns and tone."""
        if marks != self._marks:
            self._marks = marks
            super().notify_style_update()
            self.refresh()

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

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        for start, end, tone in self._marks.get(line_index, ()):
            line.stylize(self._mark_style(tone), start, end)
        return line

    def _mark_style(self, tone: str) -> Style:
        found = self._mark_styles.get(tone)
        if found is None:
            found = self._mark_styles[tone] = self.get_component_rich_style(f"letter--{tone}", partial=True)
        return found

    def notify_style_update(self) -> None:
        """Forgets the styles, as the theme may have changed."""
        super().notify_style_update()
        self._mark_styles.clear()

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
