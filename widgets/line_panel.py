"""A titled block of lines of which one is selected: the parts of a break, the results of a search.

The selection belongs to a line's key: whatever is added or moved, the same line stays selected, and stays where it is on
the screen as far as that is possible.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from widgets.lines import LineWidget
from widgets.panel_lines import PanelLine, Parts, rows_of, size_of, wrapped

GUTTER = 2
"""Cells before each row: the bar of the selected line."""
MOST_DRAWN = 500
"""Rows that are kept as they were drawn."""
MARGIN = GUTTER + 1
"""Cells that no row takes: the gutter and one at the right end."""


class LinePanel(LineWidget, can_focus=True):
    """Shows lines under a title; posts `Highlighted` and `Opened` with the key of a line."""

    DEFAULT_CSS = "LinePanel { height: auto; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Next line", show=False, id="down"),
        Binding("up", "move(-1)", "Line before", show=False, id="up"),
        Binding("pagedown", "page(1)", "Next page", show=False, id="page-down"),
        Binding("pageup", "page(-1)", "Page before", show=False, id="page-up"),
        Binding("home", "to_end(False)", "First line", show=False, id="first"),
        Binding("end", "to_end(True)", "Last line", show=False, id="last"),
    ]

    class Highlighted(Message):
        """Another line is selected."""

        def __init__(self, panel: LinePanel, key: str) -> None:
            self.panel = panel
            self.key = key
            super().__init__()

    class Opened(Message):
        """The selected line was clicked a second time."""

        def __init__(self, panel: LinePanel, key: str) -> None:
            self.panel = panel
            self.key = key
            super().__init__()

    def __init__(self, title: str, *, id: str | None = None, framed: bool = True) -> None:
        super().__init__(id=id)
        self.heading = title
        self.lines: Sequence[PanelLine] = ()
        self.cursor = 0
        self.top = 0
        """First row that is shown."""
        self.active = False
        """Whether its selection is the one that keys act on."""
        self._framed = framed
        self._summary: Parts = ()
        self._empty: Parts = ()
        self._rows: list[tuple[int, Parts]] = []
        self._starts: list[int] = []
        self._filled_for = 0
        """Cells that the rows were made for."""
        self._wrapped: dict[tuple[int, PanelLine], tuple[Parts, ...]] = {}
        self._drawn: dict[tuple[Parts, bool, int], Strip] = {}
        """Rows as they were drawn: all of them are asked for whenever anything beside the panel is repainted."""

    # -- content --------------------------------------------------------------------------------------------------

    def show(self, lines: Sequence[PanelLine], summary: Parts = (), empty: Parts = ()) -> None:
        """Shows other lines, and repaints the rows that differ."""
        if lines is self.lines and (summary, empty) == (self._summary, self._empty):
            return
        before = self._picture()
        key, offset = self.selected_key, self._row_of(self.cursor) - self.top
        self.lines, self._summary, self._empty = lines, summary, empty
        self._fill()
        found = next((index for index, line in enumerate(lines) if line.key == key), None)
        if found is not None:
            self.cursor = found
            self.top = self._row_of(found) - offset
        self.cursor = self._selectable(max(0, min(self.cursor, len(lines) - 1)), 1)
        self.top = self._top_for(self.top)
        after = self._picture()
        self.repaint([y for y in range(self.size.height) if y >= len(before) or before[y] != after[y]])

    def activate(self, active: bool) -> None:
        """Says whether keys act on its selection."""
        if active != self.active:
            self.active = active
            self.repaint(range(self.size.height))

    def rows_wanted(self, width: int) -> int:
        """Rows that all of it would take at a width, the title among them."""
        inner = max(1, width - MARGIN)
        rows = len(self._rows) if inner == self._filled_for else sum(len(self._rows_of(line, inner)) for line in self.lines)
        return max(1, rows) + self._framed

    @property
    def has_lines(self) -> bool:
        """Whether it is shown and has a line that can be selected."""
        return bool(self.display) and self.has_some

    @property
    def has_some(self) -> bool:
        """Whether it has a line that can be selected, shown or not."""
        return any(line.selectable for line in self.lines)

    @property
    def selected(self) -> PanelLine | None:
        """The selected line; None in an empty panel."""
        return self.lines[self.cursor] if self.cursor < len(self.lines) and self.lines[self.cursor].selectable else None

    @property
    def selected_key(self) -> str:
        """Its key, empty when there is none."""
        line = self.selected
        return line.key if line else ""

    def select(self, key: str) -> bool:
        """Selects the line of that key. Whether it is here."""
        for index, line in enumerate(self.lines):
            if line.key == key and line.selectable:
                self._select(index)
                return True
        return False

    def _fill(self) -> None:
        width = self._filled_for = max(1, self.size.width - MARGIN)
        self._rows, self._starts = [], []
        kept: dict[tuple[int, PanelLine], tuple[Parts, ...]] = {}
        for index, line in enumerate(self.lines):
            rows = kept[width, line] = self._rows_of(line, width)
            self._starts.append(len(self._rows))
            self._rows += [(index, row) for row in rows]
        self._wrapped = kept

    def _rows_of(self, line: PanelLine, width: int) -> tuple[Parts, ...]:
        return self._wrapped.get((width, line)) or rows_of(line, width)

    # -- moving ---------------------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        self._select(self._selectable(self.cursor + by, by))

    def action_page(self, pages: int) -> None:
        """A page on; at an end the last line."""
        row = self._row_of(self.cursor) + pages * self._height
        index = bisect_right(self._starts, max(0, row)) - 1 if self._starts else 0
        if index == self.cursor:
            index += pages
        self._select(self._selectable(index, pages))

    def action_to_end(self, last: bool) -> None:
        self._select(self._selectable(len(self.lines) - 1 if last else 0, -1 if last else 1))

    def _selectable(self, index: int, by: int) -> int:
        """The line at `index`, or the next one in that direction that can be selected; else the selected one."""
        index, end = max(0, min(index, len(self.lines) - 1)), len(self.lines)
        ahead, behind = range(index, end), range(index, -1, -1)
        for candidate in chain(*((ahead, behind) if by > 0 else (behind, ahead))):
            if candidate < end and self.lines[candidate].selectable:
                return candidate
        return self.cursor

    def _select(self, index: int) -> None:
        if not self.lines:
            return
        before = self._picture()
        changed = index != self.cursor
        self.cursor = index
        self.top = self._top_for(self.top)
        after = self._picture()
        self.repaint([y for y, row in enumerate(after) if before[y] != row])
        if changed:
            self.post_message(self.Highlighted(self, self.selected_key))

    @property
    def _height(self) -> int:
        return max(1, self.size.height - self._framed)

    def _row_of(self, index: int) -> int:
        return self._starts[index] if index < len(self._starts) else 0

    def _top_for(self, top: int) -> int:
        """The first row to show so that the selected line is in view, and what stands above the first line with it."""
        first = self._row_of(self.cursor)
        last = (self._starts[self.cursor + 1] if self.cursor + 1 < len(self._starts) else len(self._rows)) - 1
        if all(not line.selectable for line in self.lines[: self.cursor]) and last < self._height:
            first = 0
        return self._clamped(min(max(top, last - self._height + 1), first))

    def _clamped(self, top: int) -> int:
        return max(0, min(top, len(self._rows) - self._height))

    def on_resize(self) -> None:
        self._fill()
        self.top = self._top_for(self.top)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll(-3)

    def _scroll(self, by: int) -> None:
        """Scrolls the rows; the selection stays on its line, also out of sight."""
        top = self._clamped(self.top + by)
        if top != self.top:
            self.top = top
            self.repaint(range(self.size.height))

    def on_click(self, event: events.Click) -> None:
        row = self.top + event.y - self._framed
        if event.y < self._framed or row >= len(self._rows):
            return
        index = self._rows[row][0]
        if not self.lines[index].selectable:
            return
        if index == self.cursor and self.active:
            self.post_message(self.Opened(self, self.lines[index].key))
        else:
            self._select(index)

    # -- drawing --------------------------------------------------------------------------------------------------

    def _picture(self) -> list[tuple[Parts, bool]]:
        """The rows as they are shown: parts and whether they are those of the selected line."""
        return [self._row(y) for y in range(self.size.height)]

    def _row(self, y: int) -> tuple[Parts, bool]:
        if self._framed and y == 0:
            return self._title(), False
        at = self.top + y - self._framed
        if at < len(self._rows):
            index, parts = self._rows[at]
            here = self.active and index == self.cursor and self.lines[index].selectable
            return ((("▌ " if here else "  "), "key"), *parts), here
        if not self.lines and y == self._framed and self._empty:
            return (("  ", "plain"), *wrapped(self._empty, max(1, self.size.width - MARGIN), 1)[0]), False
        return (), False

    def _title(self) -> Parts:
        """`─ Promises ─ 2 open ─────── 4 more ↓ ─`."""
        rule = "key" if self.active else "dim"
        below = len(self._rows) - self.top - self._height
        hidden = [text for text, shown in ((f"↑ {self.top}", self.top > 0), (f"↓ {below}", below > 0)) if shown]
        more: Parts = ((f" {' '.join(hidden)} ", "dim"), ("─", rule)) if hidden else ()
        head: Parts = (("─ ", rule), (self.heading, "key" if self.active else "strong"), (" ", rule))
        if self._summary:
            room = self.size.width - size_of(head) - size_of(more) - 3
            head = (*head, ("─ ", rule), *(wrapped(self._summary, room, 1)[0] if room > 4 else ()), (" ", rule))
        return (*head, ("─" * max(0, self.size.width - size_of(head) - size_of(more)), rule), *more)

    def line(self, y: int) -> Strip:
        parts, here = self._row(y)
        return self.strip_of(parts, cursor=here)

    def filtered_line(self, y: int) -> Strip:
        row = (*self._row(y), self.size.width)
        drawn = self._drawn.get(row)
        if drawn is None:
            if len(self._drawn) > MOST_DRAWN:
                self._drawn.clear()
            drawn = self._drawn[row] = super().filtered_line(y)
        return drawn

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._drawn.clear()
