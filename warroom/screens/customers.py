"""All customers: a line to type in, and those whose name has these words; those with open breaks stand first."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from store.errors import StoreError
from warroom.customer_view.content import CustomerLine
from warroom.customer_view.everyone import customer_lines, having
from warroom.detail.words import count
from warroom.live import Live
from widgets.filter_line import FilterLine
from widgets.foot_line import FootLine
from widgets.line_panel import LinePanel

MOST_SHOWN = 300
"""Most customers that are listed; typing finds the others."""


class CustomersScreen(Screen[str]):
    """Ends with the key of a customer, or None."""

    CSS = """
    CustomersScreen FilterLine { display: block; }
    CustomersScreen LinePanel { height: 1fr; }
    """
    AUTO_FOCUS = "FilterLine"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False, priority=True),
        Binding("enter", "choose", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
    ]

    def __init__(self, live: Live) -> None:
        super().__init__()
        self.live = live
        self._everyone: tuple[CustomerLine, ...] = ()

    def compose(self) -> ComposeResult:
        yield FilterLine("customer")
        yield LinePanel("Customers")
        yield FootLine()

    def on_mount(self) -> None:
        panel = self.query_one(LinePanel)
        panel.activate(True)
        panel.show((), (), (("Reading them …", "dim"),))
        keys = (("Enter", " opens the customer  "), ("↑ ↓", " choose  "), ("Esc", " back"))
        self.query_one(FootLine).show(tuple(part for key, does in keys for part in ((key, "key"), (does, "dim"))), ())
        self.run_worker(self._read(), name="customers", exit_on_error=False)

    async def _read(self) -> None:
        from store.policy import policy_of

        board = await self.live.reader.board()
        self._everyone = await self.live.reader.customers(policy_of(board.settings).currency)
        self._show(anew=True)

    def on_filter_line_changed(self, message: FilterLine.Changed) -> None:
        self._show(anew=True)

    def _show(self, anew: bool) -> None:
        found = having(self._everyone, self.query_one(FilterLine).text)
        panel, empty = self.query_one(LinePanel), "Nobody has these words" if self._everyone else "No customer is known yet"
        more = f", the first {MOST_SHOWN}" if len(found) > MOST_SHOWN else ""
        lines = customer_lines(found[:MOST_SHOWN], self.live.clock.now(), self.live.zone)
        panel.show(lines, ((f"{count(len(found), 'customer')}{more}", "dim"),), ((empty, "dim"),))
        if anew:
            panel.action_to_end(False)

    def action_move(self, by: int) -> None:
        self.query_one(LinePanel).action_move(by)

    def action_page(self, pages: int) -> None:
        self.query_one(LinePanel).action_page(pages)

    def action_choose(self) -> None:
        if key := self.query_one(LinePanel).selected_key:
            self.dismiss(key)

    def on_line_panel_opened(self, message: LinePanel.Opened) -> None:
        self.dismiss(message.key)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What can't be read is said in the last line; any other error is a fault of ours and ends the program."""
        if event.state is WorkerState.ERROR:
            if not isinstance(event.worker.error, StoreError):
                raise event.worker.error or RuntimeError(event.worker.name)
            self.query_one(FootLine).show((("‼ ", "overdue"), (str(event.worker.error), "overdue")), ())
