"""Statistics: all figures of a period in a list; beside the selected one its groups and how it went."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.worker import Worker, WorkerState

from store.errors import StoreError
from store.when import day_and_time
from warroom.keys import bar_keys, keys_of
from warroom.live import Live
from warroom.screens.keyed import KeyedScreen
from warroom.statistics.asked import Answer, Asked, answers
from warroom.statistics.reading import Statistics, read_statistics
from warroom.statistics.trend import trend_of
from warroom.stats_view import CHOICES, PERIODS, beside, figure_lines, head
from widgets.foot_line import FootLine
from widgets.key_bar import KeyBar
from widgets.line_panel import LinePanel
from widgets.panel_lines import Parts
from widgets.text_block import TextBlock

WIDE = 110
"""Columns from which on the selected figure stands beside the list, not under it."""
FIRST_PERIOD = 1
OWNER_OFF = "By owner is off: it breeds empty contacts. The team turns it on with `warroom policy owner_statistics=on`"


class StatsScreen(KeyedScreen):
    """Reads all that the figures count once, in a thread, and sums it for the period and the groups that are asked for."""

    WHERE = "stats"
    CSS = """
    StatsScreen #stats { height: 1fr; layout: vertical; }
    StatsScreen #stats.-wide { layout: horizontal; }
    StatsScreen #figures { height: 1fr; width: 1fr; }
    StatsScreen #beside { height: 10; width: 1fr; }
    StatsScreen #stats.-wide #beside { height: 1fr; width: 1fr; }
    StatsScreen #stats.-wide #figures { max-width: 84; }
    """
    AUTO_FOCUS = "#figures"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key.key, key.action, key.label, show=False, id=key.id, tooltip=key.about, priority=True) for key in keys_of("stats")
    ]

    def __init__(self, live: Live) -> None:
        super().__init__(live)
        self.statistics: Statistics | None = None
        self.found: tuple[Answer, ...] = ()
        self.period = FIRST_PERIOD
        """The place of the period in `PERIODS`."""
        self.by = ""
        self._stamp = live.replica.stamp()
        self._trouble = ""
        self._told_of_owner = False

    def compose(self) -> ComposeResult:
        yield FootLine(id="head")
        with Container(id="stats"):
            yield LinePanel("Figures", id="figures")
            yield TextBlock(id="beside")
        yield KeyBar(bar_keys("stats"))

    def on_mount(self) -> None:
        self.show_keys()
        self.query_one("#figures", LinePanel).activate(True)
        self._say(("measuring …", "dim"))
        self._load()

    def on_screen_resume(self) -> None:
        if self.live.replica.stamp() != self._stamp:
            self._load()

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#stats").set_class(event.size.width >= WIDE, "-wide")

    # -- content --------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        self.run_worker(self._read(), name="read", group="read", exclusive=True, exit_on_error=False)

    async def _read(self) -> None:
        """Measures what is behind, step by step, then reads all of it."""
        from store.replica.measured import kept_up_step

        live = self.live
        self._stamp = live.replica.stamp()
        while left := await asyncio.to_thread(kept_up_step, live.replica):
            self._say((f"measuring breaks, {left:,} to go", "soon"))
        self._stamp = live.replica.stamp()
        path, board, now = live.replica.path, live.replica.board_id, live.clock.now()
        self.statistics = await asyncio.to_thread(read_statistics, path, board, now)
        self._trouble = ""
        if not self.found and not any(one.seen.observations for one in await self._answers()):
            self.period = len(PERIODS) - 1  # nothing in this period: all that there is
        await self._show()

    def _sum(self) -> None:
        self.run_worker(self._show(), name="sum", group="sum", exclusive=True, exit_on_error=False)

    async def _answers(self) -> tuple[Answer, ...]:
        statistics = self.statistics
        if statistics is None:
            return ()
        return await asyncio.to_thread(answers, statistics.seen, self.asked, statistics.zone, statistics.with_owner)

    @property
    def asked(self) -> Asked:
        """The period and the groups that are asked for."""
        span = PERIODS[self.period][1]
        now = self.statistics.now if self.statistics is not None else self.live.clock.now()
        return Asked(None if span is None else now - span, None, self.by)

    async def _show(self) -> None:
        statistics = self.statistics
        if statistics is None:
            return
        self._say((f"{PERIODS[self.period][0]}{f', by {self.by}' if self.by else ''} …", "dim"))
        self.found = await self._answers()
        empty: Parts = (("No break is on record yet: what is logged on the board shows here", "dim"),)
        lines = figure_lines(self.found) if statistics.breaks else ()
        self.query_one("#figures", LinePanel).show(lines, (), empty)
        self._show_head()
        self._show_beside()

    def _show_head(self) -> None:
        if (statistics := self.statistics) is not None:
            as_of = day_and_time(statistics.now, self.live.clock.now(), self.live.zone)
            self._say(*head(PERIODS[self.period][0], self.by, statistics.breaks, as_of))

    def _say(self, *parts: tuple[str, str]) -> None:
        shown: Parts = (("‼ ", "overdue"), (self._trouble, "overdue")) if self._trouble else parts
        self.query_one("#head", FootLine).show(shown, ())

    def _show_beside(self) -> None:
        block, one, statistics = self.query_one("#beside", TextBlock), self.selected, self.statistics
        if one is None or statistics is None:
            block.show(())
            return
        trend = trend_of(one.seen, self.asked.since, statistics.now + 1, statistics.zone)
        block.show(beside(one, trend, block.size.width, block.size.height))

    @property
    def selected(self) -> Answer | None:
        """The selected figure."""
        key = self.query_one("#figures", LinePanel).selected_key
        return next((one for one in self.found if one.figure.name == key), None)

    def on_line_panel_highlighted(self, message: LinePanel.Highlighted) -> None:
        self._show_beside()

    def on_text_block_resized(self, message: TextBlock.Resized) -> None:
        self._show_beside()

    # -- acting ---------------------------------------------------------------------------------------------------

    def action_period(self, by: int) -> None:
        """A longer or a shorter period."""
        period = max(0, min(len(PERIODS) - 1, self.period + by))
        if period != self.period:
            self.period = period
            self._sum()

    def action_groups(self, by: int) -> None:
        """Groups by the next thing; by owner only where the team turned it on."""
        self.by = CHOICES[(CHOICES.index(self.by) + by) % len(CHOICES)]
        if self.by == "owner" and not (self.statistics is not None and self.statistics.with_owner):
            self.by = CHOICES[(CHOICES.index(self.by) + by) % len(CHOICES)]
            if not self._told_of_owner:
                self._told_of_owner = True
                self.app.notify(OWNER_OFF, timeout=8, markup=False)
        self._sum()

    def action_figure(self) -> None:
        """The definition of the selected figure, and the cases behind it."""
        from warroom.screens.figure import FigureScreen

        if self.selected is not None:
            self.app.push_screen(FigureScreen(self.live, self.selected, PERIODS[self.period][0]))

    def on_line_panel_opened(self, message: LinePanel.Opened) -> None:
        self.action_figure()

    def action_export(self) -> None:
        """The figures in a file, after a question which."""
        from warroom.forms import Option
        from warroom.screens.line import LineScreen

        if self.statistics is None or not self.statistics.breaks:
            self.app.notify("There is nothing to export yet", timeout=4, markup=False)
            return
        options = (Option("c", "CSV: a row for each figure, group and part", "csv"), Option("j", "JSON", "json"))
        text = f"{PERIODS[self.period][0]}{f', by {self.by}' if self.by else ''}. The file lands in {Path.cwd()}"

        def chosen(option: Option | None) -> None:
            if option is not None:
                self.run_worker(self._save(option.form), name="save", group="save", exit_on_error=False)

        self.app.push_screen(LineScreen("Export the figures", text, options), chosen)

    async def _save(self, ending: str) -> None:
        from warroom.statistics.export import table_csv, table_json
        from warroom.statistics.saving import json_text, save

        statistics, asked = self.statistics, self.asked
        if statistics is None:
            return
        table = [(one.figure, one.made, one.groups) for one in self.found]
        if ending == "csv":
            text = table_csv(table)
        else:
            text = json_text(
                table_json(table, statistics.now, asked.since, asked.until, asked.by, statistics.breaks, statistics.zone_name)
            )
        folders = (Path.cwd(), self.live.places.state / "exports")
        path = await asyncio.to_thread(save, text, ending, folders, self.live.clock.now(), self.live.zone)
        self.app.notify(f"Written: {path}", timeout=10, markup=False)

    def action_copy_line(self) -> None:
        """Copies the selected figure."""
        line = self.query_one("#figures", LinePanel).selected
        if line is not None:
            self.app.copy_to_clipboard(line.text)
            self.app.notify("Copied", timeout=2, markup=False)

    def action_back(self) -> None:
        self.dismiss(None)

    def go_to(self, id_: str) -> None:
        """Shows a break that was searched for; Esc there comes back here."""
        from warroom.screens.break_ import BreakScreen

        self.app.push_screen(BreakScreen(self.live, id_))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What the store refuses stays in the first line; any other error is a fault of ours and ends the program."""
        if event.state is WorkerState.ERROR:
            if not isinstance(event.worker.error, StoreError):
                raise event.worker.error or RuntimeError(event.worker.name)
            self._trouble = str(event.worker.error)
            self._say()
