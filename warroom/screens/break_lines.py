"""What can be done with a line of a break's screen: read it in full, its own verbs, settle it, copy it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from store.errors import StoreError
from store.replica.cases import Case
from warroom.detail.content import Detail
from warroom.live import Live
from warroom.screens.overhearing import OverhearingScreen
from widgets.line_panel import LinePanel
from widgets.panel_lines import PanelLine

if TYPE_CHECKING:
    from warroom.advisor.prepared import Prepared
    from warroom.forms import Option


class LinesScreen(OverhearingScreen):
    """A screen on one break with a selected line."""

    def __init__(self, live: Live, break_id: str) -> None:
        super().__init__(live)
        self.break_id = break_id
        """Full id of the break that is shown."""
        self.detail: Detail | None = None
        self._followed: Detail | None = None
        """The detail, once it has what the exchange knew of the others, which was `_presence`."""
        self._presence: object = None
        self._asked_for: Case | None = None
        """The case for which the history was asked last."""
        self._answer: tuple[str, Prepared] | None = None
        """What it said last, and of which failure."""

    def _follow_team(self) -> bool:
        """Takes what the exchange knows of the others by now. Whether another number of people has seen something."""
        self._follow_history()
        exchange, before = self.live.exchange, self.detail
        if exchange is None or before is None or (before is self._followed and exchange.presence is self._presence):
            return False
        from warroom.detail.team import with_team

        self._presence = exchange.presence
        self._followed = self.detail = with_team(before, exchange.presence, exchange.standing)
        return self._followed.seen_by != before.seen_by

    def tick(self, now: int) -> None:
        """Shows what is there at a time."""
        raise NotImplementedError

    def _follow_history(self) -> None:
        """Asks what the history says of a promised fix, after what is there is shown; until it answers, its last answer stands."""
        from warroom.detail.promises import asks_history

        detail = self.detail
        if detail is None or detail.case is self._asked_for:
            return
        self._asked_for = detail.case
        if asks_history(detail):
            if self._answer is not None and self._answer[0] == detail.case.failure.id:
                self.detail = detail._replace(history=self._answer[1])
            self.call_after_refresh(self._ask_history, detail.case)

    def _ask_history(self, case: Case) -> None:
        self.run_worker(self._learn(case), name="history", group="history", exclusive=True, exit_on_error=False)

    async def _learn(self, case: Case) -> None:
        with suppress(StoreError):
            now = self.live.clock.now()
            self._answer = case.failure.id, await self.live.reader.history(case.failure.id, now)
            if self.detail is not None and self.detail.case is case:
                self.detail = self.detail._replace(history=self._answer[1])
                self.tick(self.live.clock.now())

    @property
    def selected(self) -> PanelLine | None:
        """The selected line; None where there is none."""
        raise NotImplementedError

    def on_line_panel_opened(self, message: LinePanel.Opened) -> None:
        self.action_open_line()

    def action_open_line(self) -> None:
        """Reads the selected line in full, with its own verbs."""
        from warroom.detail.verbs import line_verbs
        from warroom.screens.line import LineScreen

        line, detail = self.selected, self.detail
        if line is None or detail is None:
            self.say("There is no line here to open")
            return
        options = line_verbs(detail, line.key, self.live.clock.now(), self.live.zone)

        def chosen(option: Option | None) -> None:
            if option is not None:
                self._do(option, line)

        title = f"{detail.row.customer} {detail.spoken}"
        self.app.push_screen(LineScreen(title, line.text, options), chosen)

    def _do(self, option: Option, line: PanelLine) -> None:
        """Does what was chosen for a line."""
        from warroom.detail.verbs import COPY, GO, SETTLE
        from warroom.forms.house import PRIORITY_CASE
        from warroom.preview.choices import WRITE

        if option.form == COPY:
            self._copy(line)
        elif option.form == GO:
            self.go_to(option.presets["id"])
        elif option.form == PRIORITY_CASE:
            self._ahead(self._show_case(option.presets["n"]))
        elif option.form == WRITE:
            self.write(option.presets["summary"])
        elif self.live.replica.read_only:
            self.say("This board is read-only here: nothing can be written", wrong=True)
        elif option.form == SETTLE:
            self._work(self._settle(option), "settle")
        else:
            self._last_form = (option.form, option.presets)
            self._ahead(self._open_named(option.form, option.presets))

    async def _show_case(self, n: str) -> None:
        """The case for priority, of a blocker."""
        from warroom.screens.case import show_case

        subject = await self._seen(await self.subject())
        if subject is not None:
            show_case(self.app, subject, n, self.say)

    async def _settle(self, option: Option) -> None:
        from store.actions.conflicts import settle_conflict

        field, entry, value = (option.presets[name] for name in ("field", "entry", "value"))
        id_ = self.break_id
        receipt = await asyncio.to_thread(
            self.live.replica.act, lambda tx: settle_conflict(tx, id_, field, entry, value), self.live.actor
        )
        self._saved([receipt])

    def action_copy_line(self) -> None:
        if line := self.selected:
            self._copy(line)

    def _copy(self, line: PanelLine) -> None:
        self.app.copy_to_clipboard(line.text)
        self.say("Copied")
