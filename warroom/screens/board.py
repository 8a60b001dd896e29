"""The live board: who needs us next, line by line, with the one next action of the selected break."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from store.attention import judge
from store.errors import StoreError
from store.next_action import next_action
from warroom.board_content import BoardContent, Line
from warroom.keys import KEYS, bar_keys, keys_of, shown_key
from warroom.listing import LineKey
from warroom.live import Live
from warroom.ticker import Ticker
from widgets.board_header import BoardHeader
from widgets.board_table import BoardTable
from widgets.cells import BoardLine
from widgets.key_bar import KeyBar
from widgets.next_line import NOTHING, NextLine, NextValues

EMPTY = (
    ("Nothing is open.  ", "strong"),
    ("n", "key"),
    (" opens the first break; ", "dim"),
    ("warroom demo", "key"),
    (" shows a living board.", "dim"),
)


class BoardScreen(Screen[None]):
    """Holds the content of one view and gives it to its widgets."""

    AUTO_FOCUS = "BoardTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key.key, key.action, key.label, show=False, id=key.id, tooltip=key.about) for key in KEYS if "board" in key.where
    ]

    def __init__(self, live: Live, first_page: dict[int, Line] | None = None) -> None:
        super().__init__()
        self.live = live
        self.content = BoardContent(live.reader)
        self.selected: LineKey | None = None
        """The selected break (its row number) or failure (its id)."""
        self.marked: set[str] = set()
        self._first_page = first_page or {}
        self._ticker = Ticker(live.clock, self._tick)
        self._stamp = live.replica.stamp()
        self._loaded = False

    def compose(self) -> ComposeResult:
        now = self.live.clock.now()
        yield BoardHeader(self.content.header(self.live.actor, self._sync(), ""), now, self.live.zone)
        yield BoardTable(self.live.zone)
        yield NextLine()
        yield KeyBar(bar_keys("board"))

    def on_mount(self) -> None:
        table = self.query_one(BoardTable)
        now = self.live.clock.now()
        table.show(len(self._first_page), self._first_page, 0, now)
        self._show_next()
        self._ticker.start()
        self.reload()

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
        self._loaded = True
        await self._show()

    async def _show(self) -> None:
        """Gives the table the lines around the selection, which stays on its break."""
        table = self.query_one(BoardTable)
        index = self.content.index_of(self.selected)
        if index is None:
            index = min(table.cursor, max(0, len(self.content.listing.lines) - 1))
        height = max(1, table.height)
        top = max(0, index - (table.cursor - table.top))
        lines = await self.content.window(top - 2 * height, top + 3 * height)
        self.selected = self.content.key_at(index)
        table.empty_text = EMPTY if self.content.view == "open" and not self.content.filter_text else (("Nothing here.", "dim"),)
        table.show(len(self.content.listing.lines), lines, index, self.live.clock.now(), self.marked, keep_top=top)
        self._show_header()
        self._show_next()

    def on_board_table_window_wanted(self, message: BoardTable.WindowWanted) -> None:
        self.run_worker(
            self._load_window(message.first, message.last), name="window", group="window", exclusive=True, exit_on_error=False
        )

    async def _load_window(self, first: int, last: int) -> None:
        table = self.query_one(BoardTable)
        lines = await self.content.window(first, last)
        table.show(len(self.content.listing.lines), lines, table.cursor, self.live.clock.now(), self.marked)
        self._show_next()

    def _tick(self, now: int) -> None:
        """A second has passed."""
        self.query_one(BoardHeader).tick(now)
        self.query_one(BoardTable).tick(now)
        if self.live.replica.stamp() != self._stamp:
            self.reload()
        elif self._loaded:
            self.run_worker(self._advance(now), name="advance", group="advance", exclusive=True, exit_on_error=False)

    async def _advance(self, now: int) -> None:
        if await self.content.advance(now):
            await self._show()
        self._show_next()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """An error of the store stays on the screen; anything else is a fault of ours and ends the program."""
        if event.state is WorkerState.ERROR:
            error = event.worker.error
            if not isinstance(error, StoreError):
                raise error or RuntimeError(event.worker.name)
            self.notify(str(error), severity="error", timeout=30, markup=False)

    # -- what stands around the table -----------------------------------------------------------------------------

    def _sync(self) -> tuple[str, str]:
        """How the exchange stands, with its tone."""
        return ("read-only", "soon") if self.live.replica.read_only else ("local", "dim")

    def _show_header(self) -> None:
        self.query_one(BoardHeader).show(self.content.header(self.live.actor, self._sync(), ""))

    def _show_next(self) -> None:
        table = self.query_one(BoardTable)
        line = table.line_at(table.cursor) if table.count else None
        self.query_one(NextLine).show(self._next_values(line))

    def _next_values(self, line: Line | None) -> NextValues:
        if line is None:
            return NOTHING
        if not isinstance(line, BoardLine):
            return NextValues(f"{line.what} · {line.customers} customers", "Enter folds it out", "dim", "")
        row, now = line.row, self.live.clock.now()
        attention = judge(row, now)
        off_duty = self.content.board.off_duty if self.content.board else ()
        action = next_action(row, attention, now, self.live.zone, off_duty)
        about = f"{row.customer} · {row.what}" + (f" · {row.trouble}" if row.trouble else "")
        if action is None:
            return NextValues(about, "", "plain", "")
        who = f"{action.who}: " if action.who else ""
        need = attention.next
        tone = {"overdue": "overdue", "soon": "soon"}.get(need.level if need else "", "plain")
        return NextValues(about, f"next for {line.spoken}  {who}{action.what}", tone, "Enter starts it")

    def on_board_table_highlighted(self, message: BoardTable.Highlighted) -> None:
        self.selected = self.content.key_at(message.index)
        self._show_next()

    def palette_commands(self) -> Iterator[SystemCommand]:
        """The screen's keys, for the palette."""
        for key in keys_of("board"):
            yield SystemCommand(
                f"{key.label} ({shown_key(key.key)})",
                key.about,
                lambda action=key.action: self.app.run_worker(self.run_action(action)),
            )

    def action_quit(self) -> None:
        self.app.exit()
