"""The table of the board: breaks in the order that the screen gives them, one of them selected.

The selection belongs to a break: the screen tells which line it is on, and moving it posts `Highlighted`. Only the lines
that are near the window need to be here; for others the table asks with `WindowWanted`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from store.zones import Zone
from widgets.cells import BoardLine, Cell, GroupLine, cells_of
from widgets.columns import GUTTER, Column, columns_for
from widgets.group_cells import group_cells, lead_action
from widgets.lines import LineWidget
from widgets.next_cell import action_cell, next_cell
from widgets.shown import fitted

Line = BoardLine | GroupLine
_NO_CELL = Cell("")


LineKey = int | str
"""What stands on a line: the row number of a break, or the id of a failure."""


class BoardTable(LineWidget, can_focus=True):
    """Shows an order of keys, of which it holds the lines near the window."""

    DEFAULT_CSS = "BoardTable { height: 1fr; }"

    # Moving is done at once, in order with the keys that act: an action must never meet the line before.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Next line", show=False, id="down", priority=True),
        Binding("up", "move(-1)", "Line before", show=False, id="up", priority=True),
        Binding("pagedown", "page(1)", "Next page", show=False, id="page-down", priority=True),
        Binding("pageup", "page(-1)", "Page before", show=False, id="page-up", priority=True),
        Binding("home", "to_end(False)", "First line", show=False, id="first", priority=True),
        Binding("end", "to_end(True)", "Last line", show=False, id="last", priority=True),
    ]

    class Highlighted(Message):
        """Another line is selected."""

        def __init__(self, key: LineKey) -> None:
            self.key = key
            super().__init__()

    class Chosen(Message):
        """The selected line was clicked."""

        def __init__(self, key: LineKey) -> None:
            self.key = key
            super().__init__()

    class WindowWanted(Message):
        """The lines from `first` to before `last` are wanted."""

        def __init__(self, first: int, last: int) -> None:
            self.first = first
            self.last = last
            super().__init__()

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, BoardTable.WindowWanted)

    def __init__(self, zone: Zone, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.zone = zone
        self.order: Sequence[LineKey] = ()
        self.cursor = 0
        self.selected: LineKey | None = None
        """What stands on the selected line, as it was last shown or moved to; None on an empty board."""
        self.top = 0
        self.now = 0
        self.empty_text: tuple[tuple[str, str], ...] = ()
        """What stands in an empty table, as (text, tone) parts."""
        self.off_duty: Collection[str] = ()
        """People to whom no next action is given."""
        self.unseen: Mapping[str, int] = {}
        """When teammates were last heard of (ms), by the small letters of their names."""
        self._lines: Mapping[LineKey, Line] = {}
        self._marked: Collection[str] = ()
        self._columns: tuple[Column, ...] = ()
        self._painted: dict[int, object] = {}
        """What each line of the widget shows."""
        self._shown_top = 0
        self._covered = 0
        self._cells: dict[LineKey, dict[str, Cell]] = {}
        """The cells of lines at `now`."""

    @property
    def height(self) -> int:
        """Lines for breaks: all but the headings."""
        return max(0, self.size.height - 1)

    @property
    def selected_line(self) -> Line | None:
        """The selected line; None on an empty board, and while it is not loaded."""
        return self._lines.get(self.selected) if self.selected is not None else None

    def show(
        self,
        order: Sequence[LineKey],
        lines: Mapping[LineKey, Line],
        cursor: int,
        now: int,
        marked: Collection[str] = (),
        keep_top: int | None = None,
    ) -> None:
        """Shows an order and what is loaded of it; repaints the lines that differ. `keep_top` is the first line to show,
        when the cursor fits under it."""
        was_empty = not self.order
        self.order, self._lines, self.now, self._marked = order, lines, now, marked
        self._cells.clear()
        self.cursor = max(0, min(cursor, len(order) - 1))
        self.selected = order[self.cursor] if order else None
        self.top = self._top_for(self.top if keep_top is None else keep_top)
        if was_empty or not order:
            self._painted.clear()
        self._repaint_changed()
        self._want_window()

    def mark(self, marked: Collection[str]) -> None:
        """Shows other marks."""
        self._marked = marked
        self._repaint_changed()

    def cover(self, lines: int) -> None:
        """Something hides so many lines at the bottom: the selected line stays above it."""
        self._covered = max(0, min(lines, self.height - 1))
        top = self._top_for(self.top)
        if top != self.top:
            self.top = top
            self._repaint_changed()
            self._want_window()

    def tick(self, now: int) -> None:
        """Repaints the lines whose text differs at `now`."""
        self.now = now
        self._cells.clear()
        self._repaint_changed()

    def _repaint_changed(self) -> None:
        """Repaints the lines that do not show what they should."""
        painted = self._painted
        self._shown_top = self.top
        self.repaint([y for y in range(1, self.size.height) if y not in painted or painted[y] != self._content(y)])

    # -- moving ---------------------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        self.select(self.cursor + by)

    def action_page(self, pages: int) -> None:
        self.top = self._clamped(self.top + pages * self.height)
        self.select(self.cursor + pages * self.height)

    def action_to_end(self, last: bool) -> None:
        self.select(len(self.order) - 1 if last else 0)

    def select(self, index: int) -> None:
        """Selects a line and brings it into view."""
        if not self.order:
            return
        before, top = self.cursor, self._shown_top
        self.cursor = max(0, min(index, len(self.order) - 1))
        self.selected = self.order[self.cursor]
        self.top = self._top_for(self.top)
        if self.top != top:
            self._repaint_changed()
        elif self.cursor != before:
            self.repaint((before - top + 1, self.cursor - top + 1))
        if self.cursor != before:
            self.post_message(self.Highlighted(self.selected))
        self._want_window()

    def _top_for(self, top: int) -> int:
        """The first line to show so that the cursor is in view."""
        height = max(1, self.height - self._covered)
        return self._clamped(min(max(top, self.cursor - height + 1), self.cursor))

    def _clamped(self, top: int) -> int:
        return max(0, min(top, len(self.order) - max(1, self.height - self._covered)))

    def _want_window(self) -> None:
        """Asks for the lines around the window, before they are needed."""
        height, count = max(1, self.height), len(self.order)
        if not count:
            return
        ends = (self.top - height, self.top, self.top + height - 1, self.top + 2 * height - 1)
        if any(self.order[max(0, min(index, count - 1))] not in self._lines for index in ends):
            self.post_message(self.WindowWanted(max(0, self.top - 2 * height), min(count, self.top + 3 * height)))

    def on_resize(self) -> None:
        self._columns = columns_for(self.size.width)
        self.top = self._top_for(self.top)
        self._painted.clear()
        self._want_window()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll(-3)

    def _scroll(self, by: int) -> None:
        """Scrolls; the selection stays on its line unless that leaves the window."""
        self.top = self._clamped(self.top + by)
        self.select(max(self.top, min(self.cursor, self.top + self.height - 1)))

    def on_click(self, event: events.Click) -> None:
        index = self.top + event.y - 1
        if event.y < 1 or index >= len(self.order):
            return
        if index == self.cursor:
            self.post_message(self.Chosen(self.order[index]))
        else:
            self.select(index)

    # -- drawing --------------------------------------------------------------------------------------------------

    def _content(self, y: int) -> object:
        """All that decides how the line `y` of the widget looks."""
        index = self.top + y - 1
        if index >= len(self.order):
            return self.empty_text if not self.order else None
        key = self.order[index]
        line = self._lines.get(key)
        if line is None:
            return index == self.cursor
        cells = self._cells.get(key)
        if cells is None:
            cells = self._cells[key] = self._cells_of(line)
        return cells, index == self.cursor, line.key in self._marked

    def _cells_of(self, line: Line) -> dict[str, Cell]:
        wide = bool(self._columns) and self._columns[-1].name == "next"
        if isinstance(line, BoardLine):
            cells = cells_of(line, self.now, self.zone, self.unseen)
            if wide:
                cells["next"] = next_cell(line.row, self.now, self.zone, self.off_duty)
            return cells
        cells = group_cells(line, self.now, self.zone)
        if wide and (found := lead_action(line, self.now, self.zone, self.off_duty)):
            cells["next"] = action_cell(found[0], self.now, self.zone, found[1])
        return cells

    def line(self, y: int) -> Strip:
        if not self._columns:
            self._columns = columns_for(self.size.width)
        if y == 0:
            return self._headings()
        content = self._content(y)
        self._painted[y] = content
        if self.top + y - 1 >= len(self.order):
            return self._below(y)
        return self._row(content) if isinstance(content, tuple) else self.strip_of([("  …", "dim")], bool(content))

    def _headings(self) -> Strip:
        parts = [(" " * GUTTER, "heading")]
        for column in self._columns:
            parts.append((fitted(column.heading, column.width) + " ", "heading"))
        return self.strip_of(parts)

    def _below(self, y: int) -> Strip:
        """What stands under the last line: nothing, or what an empty board says."""
        if not self.order and self.empty_text and y == max(1, self.height // 2):
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
            run += fitted(cell.within(column.width) if cell.shorter else cell.text, column.width) + " "
            end = column.x + column.width + 1
        width = self.size.width
        run = run[: width - end] if end > width else run + " " * (width - end)
        segments.append(Segment(run, self.tone(run_tone, cursor)))
        return Strip(segments, width)
