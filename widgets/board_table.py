"""The table of the board: breaks in the order that the screen gives them, one of them selected.

The selection belongs to a break: the screen tells which line it is on, and moving it posts `Highlighted`. Only the lines
that are near the window need to be here; for others the table asks with `WindowWanted`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from store.zones import Zone
from widgets.cells import BoardLine, Cell, GroupLine, cells_of, group_cells, next_cell
from widgets.columns import GUTTER, Column, columns_for
from widgets.lines import LineWidget
from widgets.shown import fitted

Line = BoardLine | GroupLine
_NO_CELL = Cell("")


class BoardTable(LineWidget, can_focus=True):
    """Shows `count` lines, of which it holds those near the window."""

    DEFAULT_CSS = "BoardTable { height: 1fr; }"

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

        def __init__(self, index: int, key: str) -> None:
            self.index = index
            self.key = key
            """Full id of the break or failure; empty while the line is not here yet."""
            super().__init__()

    class Chosen(Message):
        """The selected line was clicked a second time."""

        def __init__(self, index: int) -> None:
            self.index = index
            super().__init__()

    class WindowWanted(Message):
        """Lines from `first` to before `last` are wanted."""

        def __init__(self, first: int, last: int) -> None:
            self.first = first
            self.last = last
            super().__init__()

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, BoardTable.WindowWanted)

    def __init__(self, zone: Zone, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.zone = zone
        self.count = 0
        self.cursor = 0
        self.top = 0
        self.now = 0
        self.empty_text: tuple[tuple[str, str], ...] = ()
        """What stands in an empty table, as (text, tone) parts."""
        self.off_duty: Collection[str] = ()
        """People to whom no next action is given."""
        self._lines: Mapping[int, Line] = {}
        self._marked: Collection[str] = ()
        self._columns: tuple[Column, ...] = ()
        self._painted: dict[int, object] = {}

    @property
    def height(self) -> int:
        """Lines for breaks: all but the headings."""
        return max(0, self.size.height - 1)

    def show(
        self,
        count: int,
        lines: Mapping[int, Line],
        cursor: int,
        now: int,
        marked: Collection[str] = (),
        keep_top: int | None = None,
    ) -> None:
        """Shows a new listing. `keep_top` is the first line to show, when the cursor fits under it."""
        self.count, self._lines, self.now, self._marked = count, lines, now, marked
        self.cursor = max(0, min(cursor, count - 1))
        self.top = self._top_for(self.top if keep_top is None else keep_top)
        self._columns = columns_for(self.size.width)
        self._painted.clear()
        self.repaint(range(self.size.height))
        self.want_window()

    def extend(self, lines: Mapping[int, Line]) -> None:
        """Takes the lines of a wider window of the same listing; repaints those that were missing."""
        self._lines = lines
        self.tick(self.now)

    def mark(self, marked: Collection[str]) -> None:
        """Shows other marks."""
        self._marked = marked
        self.tick(self.now)

    def tick(self, now: int) -> None:
        """Repaints the lines whose text differs at `now`."""
        self.now = now
        changed = []
        for y in range(min(self.height, self.count - self.top)):
            index = self.top + y
            if index in self._lines and self._content(index) != self._painted.get(index):
                changed.append(y + 1)
        self.repaint(changed)

    def line_at(self, index: int) -> Line | None:
        """The line of an index, None while it is not here."""
        return self._lines.get(index)

    # -- moving ---------------------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        self.select(self.cursor + by)

    def action_page(self, pages: int) -> None:
        self.top = self._clamped(self.top + pages * self.height)
        self.select(self.cursor + pages * self.height, scrolled=True)

    def action_to_end(self, last: bool) -> None:
        self.select(self.count - 1 if last else 0)

    def select(self, index: int, scrolled: bool = False) -> None:
        """Selects a line and brings it into view."""
        if not self.count:
            return
        before, top = self.cursor, self.top
        self.cursor = max(0, min(index, self.count - 1))
        self.top = self._top_for(self.top)
        if self.top != top or scrolled:
            self._painted.clear()
            self.repaint(range(1, self.size.height))
            self.want_window()
        elif self.cursor != before:
            self.repaint((before - self.top + 1, self.cursor - self.top + 1))
        if self.cursor != before:
            line = self._lines.get(self.cursor)
            self.post_message(self.Highlighted(self.cursor, line.key if line else ""))

    def _top_for(self, top: int) -> int:
        """The first line to show so that the cursor is in view."""
        height = max(1, self.height)
        return self._clamped(min(max(top, self.cursor - height + 1), self.cursor))

    def _clamped(self, top: int) -> int:
        return max(0, min(top, self.count - max(1, self.height)))

    def want_window(self) -> None:
        """Asks for the lines around the window that are not here."""
        height = max(1, self.height)
        ends = (
            max(0, self.top - height),
            self.top,
            min(self.count, self.top + height) - 1,
            min(self.count, self.top + 2 * height) - 1,
        )
        if any(index not in self._lines for index in ends):
            self.post_message(self.WindowWanted(max(0, self.top - 3 * height), min(self.count, self.top + 4 * height)))

    def on_resize(self) -> None:
        self._columns = columns_for(self.size.width)
        self.top = self._top_for(self.top)
        self._painted.clear()
        self.want_window()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll(-3)

    def _scroll(self, by: int) -> None:
        """Scrolls; the selection stays on its line unless that leaves the window."""
        top = self._clamped(self.top + by)
        if top != self.top:
            self.top = top
            self.select(max(top, min(self.cursor, top + self.height - 1)), scrolled=True)

    def on_click(self, event: events.Click) -> None:
        index = self.top + event.y - 1
        if event.y < 1 or index >= self.count:
            return
        if index == self.cursor:
            self.post_message(self.Chosen(index))
        else:
            self.select(index)

    # -- drawing --------------------------------------------------------------------------------------------------

    def _content(self, index: int) -> object:
        """All that decides how a line looks."""
        line = self._lines.get(index)
        if line is None:
            return None
        if isinstance(line, BoardLine):
            cells = cells_of(line, self.now, self.zone)
            if self._columns and self._columns[-1].name == "next":
                cells["next"] = next_cell(line.row, self.now, self.zone, self.off_duty)
        else:
            cells = group_cells(line, self.now, self.zone)
        return cells, index == self.cursor, line.key in self._marked

    def line(self, y: int) -> Strip:
        if not self._columns:
            self._columns = columns_for(self.size.width)
        if y == 0:
            return self._headings()
        index = self.top + y - 1
        if index >= self.count:
            return self._below(y)
        content = self._content(index)
        self._painted[index] = content
        return self._row(content) if isinstance(content, tuple) else self.strip_of([("  …", "dim")], index == self.cursor)

    def _headings(self) -> Strip:
        parts = [(" " * GUTTER, "heading")]
        for column in self._columns:
            parts.append((fitted(column.heading, column.width) + " ", "heading"))
        return self.strip_of(parts)

    def _below(self, y: int) -> Strip:
        """What stands under the last line: nothing, or what an empty board says."""
        if self.count == 0 and self.empty_text and y == max(1, self.height // 2):
            return self.strip_of([("  ", "plain"), *self.empty_text])
        return Strip.blank(self.size.width, self.tone("plain"))

    def _row(self, content: tuple[dict[str, Cell], bool, bool]) -> Strip:
        cells, cursor, marked = content
        segments = [
            Segment("▌" if cursor else " ", self.tone("key", cursor)),
            Segment("●" if marked else " ", self.tone("strong", cursor)),
        ]
        run, run_tone, end = "", "plain", GUTTER
        for column in self._columns:
            cell = cells.get(column.name, _NO_CELL)
            if cell.tone != run_tone and cell.text:
                if run:
                    segments.append(Segment(run, self.tone(run_tone, cursor)))
                run, run_tone = "", cell.tone
            run += fitted(cell.text, column.width) + " "
            end = column.x + column.width + 1
        width = self.size.width
        run = run[: width - end] if end > width else run + " " * (width - end)
        segments.append(Segment(run, self.tone(run_tone, cursor)))
        return Strip(segments, width)
