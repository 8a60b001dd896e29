"""The live board: who needs us next, line by line, with the one next action of the selected break."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from store.attention import judge
from warroom.alarms import Alarms, audible, window_title
from warroom.board_content import BoardContent, Line
from warroom.keys import KEYS, bar_keys
from warroom.listing import LineKey
from warroom.live import Live
from warroom.next_values import ACTION_OF, next_values
from warroom.screens.going import GoingScreen
from warroom.ticker import Ticker
from widgets.board_header import BoardHeader
from widgets.board_table import BoardTable
from widgets.cells import BoardLine, GroupLine
from widgets.filter_line import FilterLine
from widgets.key_bar import KeyBar
from widgets.next_line import NextLine, NextValues
from widgets.paint import set_window_title

if TYPE_CHECKING:
    from warroom.forms import Subject
    from warroom.forms.spec import Values

EMPTY = (
    ("Nothing is open.  ", "strong"),
    ("n", "key"),
    (" opens the first break; ", "dim"),
    ("warroom demo", "key"),
    (" shows a living board.", "dim"),
)


class BoardScreen(GoingScreen):
    """Holds the content of one view and gives it to its widgets."""

    AUTO_FOCUS = "BoardTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key.key, key.action, key.label, show=False, id=key.id, tooltip=key.about, priority=True)
        for key in KEYS
        if "board" in key.where
    ]

    def __init__(self, live: Live, first_page: dict[LineKey, Line] | None = None) -> None:
        super().__init__(live)
        self.content = BoardContent(live.reader)
        self._wanted: LineKey | None = None
        """What is to be selected next, where it is another line than before."""
        self.marked: set[str] = set()
        self._first_page = first_page or {}
        self._ticker = Ticker(live.clock, self._tick)
        self._stamp = live.replica.stamp()
        self._loaded = False
        self._alarms = Alarms()
        self._held = ""
        """What the header says while a form is open and the order is kept."""

    def compose(self) -> ComposeResult:
        now = self.live.clock.now()
        yield BoardHeader(self.content.header(self.live.actor, self._sync(), self._held), now, self.live.zone)
        yield BoardTable(self.live.zone)
        yield FilterLine()
        yield NextLine()
        yield KeyBar(bar_keys("board"))

    def on_mount(self) -> None:
        keys = list(self._first_page)
        self.query_one(BoardTable).show(keys, self._first_page, 0, self.live.clock.now())
        self._show_next()
        self._ticker.start()
        self.reload()

    @property
    def selected(self) -> LineKey | None:
        """The selected break (its row number) or failure (its id): what the table shows as such, with no message on the way."""
        return self.query_one(BoardTable).selected if self._wanted is None else self._wanted

    @selected.setter
    def selected(self, key: LineKey | None) -> None:
        """Selects another line, the next time that the board is shown."""
        self._wanted = key

    def on_unmount(self) -> None:
        self._ticker.stop()

    def on_screen_suspend(self) -> None:
        if not self.app.screen.is_modal:
            self._ticker.stop()

    def on_screen_resume(self) -> None:
        self._ticker.start()
        if self._loaded:
            self.reload()

    # -- content --------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Reads everything again and keeps the selection on its break."""
        self.run_worker(self._reload(), name="reload", group="board", exclusive=True, exit_on_error=False)

    async def _reload(self) -> None:
        now = self.live.clock.now()
        self._stamp = self.live.replica.stamp()
        await self.content.load(now)
        self._loaded, self._held = True, ""
        await self._show(fresh=True)
        await self._ring(None)

    async def _show(self, fresh: bool = False) -> None:
        """Gives the table the order and the lines around the selection, which stays on its break; not under an open form."""
        top = self._place()[1]
        await self.content.fill(top, top + max(1, self.query_one(BoardTable).height), fresh)
        if self.app.screen is self:
            self._show_order(*self._place())

    def _place(self) -> tuple[int, int]:
        """The line of what is selected now, and the line to show first so that it stays where it was on the screen."""
        table, content = self.query_one(BoardTable), self.content
        index = content.index_of(self.selected)
        if index is None:
            index = min(table.cursor, max(0, len(content.listing.lines) - 1))
        return index, max(0, index - (table.cursor - table.top))

    def _show_order(self, index: int, top: int) -> None:
        table, content = self.query_one(BoardTable), self.content
        self._wanted = None
        table.off_duty = content.board.off_duty if content.board else ()
        table.empty_text = EMPTY if content.view == "open" and not content.filter_text else (("Nothing here.", "dim"),)
        table.show(content.listing.lines, content.lines, index, self.live.clock.now(), self.marked, keep_top=top)
        self._show_header()
        self._show_next()

    def on_board_table_window_wanted(self, message: BoardTable.WindowWanted) -> None:
        if self._loaded:
            self._work(self._load_window(message.first, message.last), "window")

    async def _load_window(self, first: int, last: int) -> None:
        await self.content.fill(first, last)
        table = self.query_one(BoardTable)
        table.show(table.order, self.content.lines, table.cursor, self.live.clock.now(), self.marked)
        self._show_next()

    def _tick(self, now: int) -> None:
        """A second has passed."""
        self.query_one(BoardHeader).tick(now)
        self.query_one(BoardTable).tick(now)
        changed = self.live.replica.stamp() != self._stamp
        if self.app.screen is not self:
            if changed:
                self._work(self._hold(now), "reload")
        elif changed:
            self.reload()
        elif self._loaded:
            self._show_next()
            self._work(self._advance(now), "advance")

    async def _hold(self, now: int) -> None:
        """Under an open form nothing moves: the lines show what changed, the header says how many breaks wait."""
        self._stamp = self.live.replica.stamp()
        table = self.query_one(BoardTable)
        self._held = f"order held, {await self.content.waiting(now)} new"
        await self.content.fill(table.top, table.top + table.height, fresh=True)
        table.show(table.order, self.content.lines, table.cursor, now, self.marked)
        self._show_header()

    async def _advance(self, now: int) -> None:
        """Follows the time: what became due moves up; what the window shows is repainted only where it differs."""
        moved = await self.content.advance(now)
        if moved is None or moved:
            self._show_order(*self._place())
            await self._ring(moved)

    async def _ring(self, moved: set[int] | None) -> None:
        """Rings for what became overdue (among the breaks that moved, or all), and says it in the window's title."""
        content, config = self.content, self.live.config
        if content.view != "open":
            return
        if config.get("title", True) is not False:
            board = content.board.name if content.board else ""
            set_window_title(self.app, window_title(board, content.listing.loud_count(content.bell)))
        loud = content.listing.loud(moved)
        new = self._alarms.all(loud) if moved is None else self._alarms.some(moved, loud)
        loaded = (await self.live.reader.rows(new)).values() if new else ()
        rows = audible([one.row for one in loaded], content.bell, self.live.clock.now())
        if rows:
            if config.get("bell", True) is not False:
                self.app.bell()
            names = ", ".join(row.customer for row in rows[:3]) + (f" and {len(rows) - 3} more" if len(rows) > 3 else "")
            self.app.notify(f"Overdue: {names}", severity="warning", timeout=20, markup=False)

    # -- what stands around the table -----------------------------------------------------------------------------

    def _sync(self) -> tuple[str, str]:
        """How the exchange stands, with its tone."""
        return ("read-only", "soon") if self.live.replica.read_only else ("local", "dim")

    def _show_header(self) -> None:
        self.query_one(BoardHeader).show(self.content.header(self.live.actor, self._sync(), self._held))

    def _show_next(self) -> None:
        self.query_one(NextLine).show(self._next_values(self.query_one(BoardTable).selected_line))

    def _next_values(self, line: Line | None) -> NextValues:
        off_duty = self.content.board.off_duty if self.content.board else ()
        return next_values(line, self.live.clock.now(), self.live.zone, off_duty)

    def on_board_table_highlighted(self, message: BoardTable.Highlighted) -> None:
        self._show_next()

    # -- acting ---------------------------------------------------------------------------------------------------

    async def subject(self) -> Subject | None:
        """The marked breaks, else the selected one; on a failure's line all of its breaks."""
        from warroom.subjects import subject_of

        reader, listing, selected = self.live.reader, self.content.listing, self.selected
        if self.marked:
            return await subject_of(reader, listing.in_order(await reader.sids_of(self.marked)))
        if isinstance(selected, str):
            return await subject_of(reader, listing.members(selected))
        return await subject_of(reader, [selected] if selected is not None else [])

    def presets_for(self, name: str) -> Values:
        """A break that is opened from a failure's line is another customer's of the same failure."""
        line = self.query_one(BoardTable).selected_line
        return {"failure": line.spoken} if name == "open" and isinstance(line, GroupLine) else {}

    def covered(self, line: int | None) -> None:
        """The selected line stays visible above what opened."""
        table = self.query_one(BoardTable)
        table.cover(0 if line is None else table.region.bottom - line)

    def changed(self) -> None:
        self.marked.clear()
        self.reload()

    def action_mark(self) -> None:
        """Marks the selected break (or all of a failure's), or takes the mark away."""
        table = self.query_one(BoardTable)
        line = table.selected_line
        if isinstance(line, BoardLine):
            self.marked ^= {line.key}
            table.mark(self.marked)
            table.action_move(1)
        else:
            self.say("Fold the failure out first; an action on its line means all of its customers")

    def action_detail(self) -> None:
        """Everything about the selected break; a failure folds out."""
        if isinstance(self.selected, str):
            self._fold(self.selected, out=True)
        elif self.selected is not None:
            self._open_detail()

    def action_fold(self) -> None:
        """Folds the failure of the selected line in."""
        key = self.selected
        failure = key if isinstance(key, str) else self.content.listing.group_of(key) if key is not None else ""
        if failure:
            self.selected = failure
            self._fold(failure, out=False)

    def _fold(self, failure: str, out: bool) -> None:
        self.content.fold(failure, out)
        self._work(self._show(), "reload")

    async def action_next(self) -> None:
        """Starts what is next: the form that the next action asks for."""
        line = self.query_one(BoardTable).selected_line
        if isinstance(line, BoardLine):
            need = judge(line.row, self.live.clock.now()).next
            await self.run_action(ACTION_OF.get(need.rule if need else "", "detail"))
        elif line is not None:
            self._fold(line.key, out=line.key not in self.content.listing.folded_out)

    def action_view(self, view: str) -> None:
        """Another view: open, follow-up, closed."""
        self._work(self._change_view(view), "reload")

    async def _change_view(self, view: str) -> None:
        await self.content.load(self.live.clock.now(), view)
        self.selected = self.content.key_at(0)
        await self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the filter is typed its letters are no commands."""
        return not isinstance(self.focused, FilterLine)

    # -- filter ---------------------------------------------------------------------------------------------------

    def action_filter(self) -> None:
        line = self.query_one(FilterLine)
        line.add_class("-shown")
        self.set_focus(line)

    async def on_filter_line_changed(self, message: FilterLine.Changed) -> None:
        left = await self.content.filter(message.text)
        self.query_one(FilterLine).found(f"{left:,} of {len(self.content.listing):,}")
        await self._show()

    async def on_filter_line_closed(self, message: FilterLine.Closed) -> None:
        line = self.query_one(FilterLine)
        if not message.kept or not line.text.strip():
            await self._clear_filter()
        self.set_focus(self.query_one(BoardTable))

    async def _clear_filter(self) -> None:
        line = self.query_one(FilterLine)
        line.remove_class("-shown")
        line.set_text("")
        await self.content.filter("")
        await self._show()

    async def action_back(self) -> None:
        """Clears the marks, then the filter."""
        if self.marked:
            self.marked.clear()
            self.query_one(BoardTable).mark(self.marked)
        elif self.content.filter_text:
            await self._clear_filter()

    def action_copy_line(self) -> None:
        line = self.query_one(BoardTable).selected_line
        if line is not None:
            values = self._next_values(line)
            self.app.copy_to_clipboard(f"{line.spoken} {values.about}\n{values.action}")
            self.say("Copied")

    def action_quit(self) -> None:
        self.app.exit()
