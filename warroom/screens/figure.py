"""One figure: its definition, what it says, and the cases that it rests on; Enter opens one."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from store.errors import StoreError
from warroom.live import Live
from warroom.statistics.asked import Answer
from warroom.statistics.reading import spoken_ids
from warroom.statistics.rests_on import RestsOn, cases_of
from warroom.stats_view import case_lines, definition_rows
from widgets.foot_line import FootLine
from widgets.line_panel import LinePanel
from widgets.text_block import TextBlock

MOST = 500
"""Most cases that are listed."""


class FigureScreen(Screen[None]):
    """Shows what the figure said when it was opened."""

    CSS = """
    FigureScreen #definition { height: 1; margin: 0 0 1 0; }
    FigureScreen LinePanel { height: 1fr; }
    """
    AUTO_FOCUS = "LinePanel"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", show=False, priority=True),
        Binding("enter,d,right", "look", show=False, priority=True),
    ]

    def __init__(self, live: Live, one: Answer, period: str) -> None:
        super().__init__()
        self.live = live
        self.one = one
        self.period = period
        self._cases: tuple[RestsOn, ...] = ()
        self._total = 0

    def compose(self) -> ComposeResult:
        yield TextBlock(id="definition")
        yield LinePanel("Cases")
        yield FootLine()

    def on_mount(self) -> None:
        self.query_one(LinePanel).activate(True)
        keys = (("Enter", " opens the break  "), ("↑ ↓", " choose  "), ("Esc", " back"))
        self.query_one(FootLine).show(tuple(part for key, does in keys for part in ((key, "key"), (does, "dim"))), ())
        self.run_worker(self._read(), name="cases", group="cases", exit_on_error=False)

    def on_text_block_resized(self, message: TextBlock.Resized) -> None:
        """As high as the definition, half of the screen at most."""
        half = max(4, self.size.height // 2)
        rows = definition_rows(self.one, max(20, self.size.width - 2), max(0, half - 8))[:half]
        block = self.query_one(TextBlock)
        block.styles.height = len(rows)
        block.show(rows)

    async def _read(self) -> None:
        cases = await asyncio.to_thread(cases_of, self.one.seen)
        self._total, self._cases = len(cases), cases[:MOST]
        spoken = await asyncio.to_thread(spoken_ids, self.live.replica.path, [case.id for case in self._cases])
        lines = case_lines(self._cases, spoken, self.live.clock.now(), self.live.zone)
        first = f", the first {MOST:,} of" if self._total > MOST else ","
        summary = ((f"{self.period}{first} {self._total:,}", "dim"),)
        self.query_one(LinePanel).show(lines, summary, (("Nothing counts in this period", "dim"),))

    def action_look(self) -> None:
        """Opens the break of the selected case; Esc there comes back to this list."""
        from warroom.screens.break_ import BreakScreen

        id_ = self.query_one(LinePanel).selected_key.partition(":")[2]
        if id_:
            self.app.push_screen(BreakScreen(self.live, id_))

    def on_line_panel_opened(self, message: LinePanel.Opened) -> None:
        self.action_look()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What the store refuses stays in the last line; any other error is a fault of ours and ends the program."""
        if event.state is WorkerState.ERROR:
            if not isinstance(event.worker.error, StoreError):
                raise event.worker.error or RuntimeError(event.worker.name)
            self.query_one(FootLine).show((("‼ ", "overdue"), (str(event.worker.error), "overdue")), ())
