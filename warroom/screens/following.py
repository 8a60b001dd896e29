"""What the board shows and when: read again when something was written, moved on with the time, held under an open form."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from textual.app import ComposeResult

from store.errors import StoreError
from store.zones import wall
from warroom.alarms import SHOWN_SECONDS, Alarms, window_title
from warroom.board_content import BoardContent, Line
from warroom.keys import bar_keys
from warroom.listing import LineKey, loud_among, loud_in
from warroom.live import Live
from warroom.next_values import next_values
from warroom.others import said_of_others
from warroom.screens.going import GoingScreen
from warroom.ticker import Ticker
from warroom.up_to_date import UpToDate
from widgets.board_header import BoardHeader
from widgets.board_table import BoardTable
from widgets.filter_line import FilterLine
from widgets.foot_line import FootLine
from widgets.key_bar import KeyBar
from widgets.next_line import NextLine, NextValues
from widgets.paint import set_window_title


class FollowingScreen(GoingScreen):
    """Holds the content of one view and gives it to its widgets, as the record and the time go on."""

    AUTO_FOCUS = "BoardTable"

    def __init__(self, live: Live, first_page: dict[LineKey, Line] | None = None) -> None:
        super().__init__(live)
        self.content = BoardContent(live.reader)
        self._wanted: LineKey | None = None
        """What is to be selected next, where it is another line than before."""
        self.marked: set[str] = set()
        self._first_page = first_page or {}
        self._ticker = Ticker(live.clock, self.tick)
        self._stamp = live.replica.stamp()
        self._loaded = False
        self._up_to_date = UpToDate(live.replica)
        self._had_changed = False
        self._said: tuple[tuple[str, str], str] = (("", ""), "")
        self._alarms = Alarms()
        self._heard_at = 0
        """Until when the open breaks were listened to, and when they change next."""
        self._heard_next: int | None = None
        self._held = ""
        """What the header says while a form is open and the order is kept."""
        self._trouble_since: int | None = None
        """Since when the board can't be read; what is shown is as old as that."""

    def compose(self) -> ComposeResult:
        now = self.live.clock.now()
        sync, present = self._said = said_of_others(self.live)
        yield BoardHeader(self.content.header(self.live.actor, sync, self._held, present), now, self.live.zone)
        yield BoardTable(self.live.zone)
        trouble = FootLine(id="trouble")
        trouble.display = False
        yield trouble
        late = FootLine(id="late")
        late.display = False
        yield late
        yield FilterLine()
        yield NextLine()
        yield KeyBar(bar_keys("board"))

    def on_mount(self) -> None:
        keys = list(self._first_page)
        self.query_one(BoardTable).show(keys, self._first_page, 0, self.live.clock.now())
        self._show_next()
        self._ticker.start()
        self.reload()
        if not self.live.actor and not self.live.replica.read_only:
            self.call_after_refresh(self.action_who)

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
        async with self._reading(now):
            self.live.replica.check_there()
            upto = self._up_to_date.here()
            await self.content.load(now)
            self._up_to_date.read(upto)
            self._loaded, self._held = True, ""
            await self._show(fresh=True)
            await self._ring_all(now)
            if self.live.replica.behind:
                self._work(self._fold_late(), "fold")

    async def _fold_late(self) -> None:
        """Lets closed breaks follow a change of the policy, in steps between which others write."""
        while await asyncio.to_thread(self.live.replica.fold_step):
            await asyncio.sleep(0.05)

    @asynccontextmanager
    async def _reading(self, now: int) -> AsyncIterator[None]:
        """What can't be read is said in a line that stays until it can be; the lines stay as they were."""
        trouble: StoreError | None = None
        try:
            yield
        except StoreError as error:
            trouble = error
        line = self.query_one("#trouble", FootLine)
        line.display = trouble is not None
        if trouble is None:
            self._trouble_since = None
            return
        self._trouble_since = now if self._trouble_since is None else self._trouble_since
        since = f"{wall(self._trouble_since, self.live.zone):%H:%M}"
        line.show(
            (("‼ ", "overdue"), (f"not read since {since}: {trouble.next_step}", "strong"), (f"  {trouble.title}", "overdue")), ()
        )

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
        table.empty_text = content.empty_text
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

    def tick(self, now: int) -> None:
        """A second has passed."""
        self.query_one(BoardHeader).tick(now)
        self.query_one(BoardTable).tick(now)
        self._say_overdue(())
        changed = self.live.replica.stamp() != self._stamp
        reads, self._had_changed = self._had_changed or not changed, changed  # what changed now may be read within the second
        if self.live.exchange is not None and said_of_others(self.live, reads and self._up_to_date.is_behind) != self._said:
            self._show_header()
        if self.app.screen is not self:
            if changed or self._trouble_since is not None:
                self._work(self._hold(now), "reload")
            elif self._loaded:
                self._work(self._advance(now), "advance")
        elif changed or self._trouble_since is not None:
            self.reload()
        elif self._loaded:
            self._show_next()
            self._work(self._advance(now), "advance")

    async def _hold(self, now: int) -> None:
        """Under an open form nothing moves: the lines show what changed, the header says how many breaks wait."""
        self._stamp = self.live.replica.stamp()
        table = self.query_one(BoardTable)
        async with self._reading(now):
            self.live.replica.check_there()
            upto, new = self._up_to_date.here(), await self.content.hold(now)
            self._up_to_date.read(upto)
            self._held = f"order held, {new} new" if new else "order held"
            await self.content.fill(table.top, table.top + table.height, fresh=True)
            self._show_held(now)
            await self._ring_all(now)

    def _show_held(self, now: int) -> None:
        """Under an open form the lines and the totals show what changed, and stay where they are."""
        table = self.query_one(BoardTable)
        table.show(table.order, self.content.lines, table.cursor, now, self.marked)
        self._show_header()

    async def _advance(self, now: int) -> None:
        """Follows the time: what became due moves up, not under an open form; what is shown is repainted only where it differs."""
        held = self.app.screen is not self
        try:
            moved = await self.content.advance(now, held)
            if moved is None or moved:
                if held:
                    self._show_held(now)
                else:
                    self._show_order(*self._place())
            if moved is None:
                await self._ring_all(now)
        except StoreError:
            self.reload()
        else:
            await self._listen(now)

    # -- alarms ---------------------------------------------------------------------------------------------------

    async def _ring_all(self, now: int) -> None:
        """Rings for what is loud now and was not before, whatever is shown: the open breaks, in every view."""
        content = self.content
        loud = content.loud() if content.view == "open" else loud_in(await self.live.reader.order("open", now))
        self._heard_at, self._heard_next = now, content.next_change
        await self._ring(self._alarms.all(loud))

    async def _listen(self, now: int) -> None:
        """Rings for what time alone made loud, under an open form and in every view too."""
        if self._heard_next is None or now < self._heard_next or now <= self._heard_at:
            return
        try:
            moved = await self.live.reader.moved("open", self._heard_at, now)
            self._heard_at, self._heard_next = now, await self.live.reader.next_change(now)
            await self._ring(self._alarms.some({row[0] for row in moved}, loud_among(moved)))
        except StoreError:
            self.reload()

    async def _ring(self, new: Collection[int]) -> None:
        """Rings for breaks that became loud, and says how many are in the window's title."""
        content, config = self.content, self.live.config
        if config.get("title", True) is not False:
            board = content.board.name if content.board else ""
            set_window_title(self.app, window_title(board, self._alarms.count(content.bell)))
        loaded = (await self.live.reader.rows(new)).values() if new else ()
        rows = [one.row for one in loaded if one.row.severity <= content.bell]
        if rows and config.get("bell", True) is not False:
            self.app.bell()
        self._say_overdue([row.customer for row in rows])

    def _say_overdue(self, customers: Collection[str]) -> None:
        """Names those that became overdue, and those that waited to be named."""
        if names := self._alarms.say(customers, self.live.clock.now()):
            self.app.notify(f"Overdue: {names}", severity="warning", timeout=SHOWN_SECONDS, markup=False)

    # -- what stands around the table -----------------------------------------------------------------------------

    def _show_header(self) -> None:
        sync, present = self._said = said_of_others(self.live, self._up_to_date.is_behind)
        self.query_one(BoardHeader).show(self.content.header(self.live.actor, sync, self._held, present))

    def _show_next(self) -> None:
        self.query_one(NextLine).show(self._next_values(self.query_one(BoardTable).selected_line))

    def _next_values(self, line: Line | None) -> NextValues:
        off_duty = self.content.board.off_duty if self.content.board else ()
        return next_values(line, self.live.clock.now(), self.live.zone, off_duty)

    def on_board_table_highlighted(self, message: BoardTable.Highlighted) -> None:
        self._show_next()
