"""Accepting a hand-over: one Enter a break, with a sentence of read-back for the severe ones. What was not accepted stays
offered, and what was typed stays typed."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from store.actions.board import accept_handover
from store.errors import StoreError
from store.replica.queries import Loaded
from store.text import one_line
from store.zones import wall
from warroom.detail.words import count, time
from warroom.drafts import Drafts, FormDraft
from warroom.live import Live
from warroom.shift import Offered, about_lines, needs_read_back, offered_lines, read_offered
from warroom.ticker import Ticker
from widgets.filter_line import FilterLine
from widgets.foot_line import FootLine
from widgets.line_panel import LinePanel
from widgets.panel_lines import PanelLine, Parts

LONGEST = 400
"""Most characters of a read-back."""


class TakeOverScreen(Screen[None]):
    """Lists what is offered to whoever acts. The selection belongs to a break."""

    CSS = """
    TakeOverScreen FilterLine { display: block; }
    TakeOverScreen #offered { height: 1fr; }
    """
    AUTO_FOCUS = "FilterLine"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, priority=True),
        Binding("enter", "accept", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("ctrl+d", "detail", show=False, priority=True),
    ]

    def __init__(self, live: Live) -> None:
        super().__init__()
        self.live = live
        self.offered: Offered | None = None
        self.taken = 0
        """Breaks accepted since the screen was opened."""
        self._word: Parts = ()
        self._saving = False
        self._typed: dict[str, str] = {}
        """What was typed for each break (its id) and not saved."""
        self._here = ""
        self._draft = FormDraft(Drafts(live.places.drafts, live.replica.board_id), "take-over", (live.actor,))
        self._ticker = Ticker(live.clock, self.tick)
        self._stamp = live.replica.stamp()

    def compose(self) -> ComposeResult:
        yield LinePanel("Offered to you", id="offered")
        yield LinePanel("What to know", id="about")
        yield FilterLine("read back", LONGEST)
        yield FootLine(id="word")
        yield FootLine(id="keys")

    def on_mount(self) -> None:
        if (draft := self._draft.find()) is not None:
            self._typed = dict(draft.values)
        self.query_one("#offered", LinePanel).activate(True)
        self._ticker.start()
        self._read()

    def on_unmount(self) -> None:
        self._ticker.stop()
        self._keep()
        self._draft.close()

    def on_screen_suspend(self) -> None:
        self._ticker.stop()

    def on_screen_resume(self) -> None:
        self._ticker.start()
        self._read()

    def tick(self, now: int) -> None:
        """A second has passed: what teammates take or offer meanwhile is followed."""
        self._keep()
        if self.live.replica.stamp() != self._stamp:
            self._read()
        self._show()

    # -- content --------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self.run_worker(self._reading(), name="offered", group="offered", exclusive=True, exit_on_error=False)

    async def _reading(self) -> None:
        self._stamp = self.live.replica.stamp()
        self.offered = await read_offered(self.live.reader, self.live.actor, self.live.clock.now())
        self._show()

    @property
    def selected(self) -> Loaded | None:
        """The break that Enter accepts."""
        key = self.query_one("#offered", LinePanel).selected_key
        return next((one for one in self.offered.breaks if one.row.id == key), None) if self.offered is not None else None

    def _show(self) -> None:
        offered, now, zone = self.offered, self.live.clock.now(), self.live.zone
        if offered is None:
            return
        panel, about = self.query_one("#offered", LinePanel), self.query_one("#about", LinePanel)
        said = tuple(
            PanelLine(
                f"said {offer.key}",
                ((f"“{one_line(offer.said, 400)}”", "plain"),),
                ((f"{one_line(offer.by, 20)}: ", "dim"),),
                selectable=False,
            )
            for offer in offered.words
            if offer.said
        )
        done = f", {self.taken} accepted" if self.taken else ""
        empty = "Nothing is offered to you" + (" any more: all of it is yours" if self.taken else "")
        panel.show(
            (*said, *offered_lines(offered, now, zone)),
            ((f"{count(len(offered.breaks), 'break')} left{done}", "strong"),),
            ((empty, "dim"),),
        )
        one = self.selected
        self._follow(one)
        about.display = one is not None
        if one is not None:
            head = f"{one.spoken} {one_line(one.row.customer, 60)}, offered {time(one.row.offered_at, now, zone)}"
            about.show(about_lines(offered, one, now, zone), ((head, "strong"),))
            about.styles.height = min(about.rows_wanted(self.size.width), max(2, self.size.height // 2))
        self._show_keys(one)

    def _follow(self, one: Loaded | None) -> None:
        """The line to type in holds what was typed for the selected break."""
        here, line = one.row.id if one is not None else "", self.query_one(FilterLine)
        if here != self._here:
            self._here = here
            line.set_text(self._typed.get(here, ""))
        line.found("" if one is None else "asked for, severity 1 and 2" if needs_read_back(one.row) and not line.text else "")

    def _show_keys(self, one: Loaded | None) -> None:
        who: Parts = ((f"{self.live.actor}  ", "strong"), (f"{wall(self.live.clock.now(), self.live.zone):%H:%M:%S}", "plain"))
        waits = bool(self.offered and not self.offered.breaks and self.offered.words)
        does = f" accepts {one.spoken} {one_line(one.row.customer, 30)}  " if one else " accepts the shift  " if waits else ""
        keys = ((("Enter", does),) if does else ()) + (
            ("↑ ↓", " choose  "),
            ("^D", " detail  "),
            ("Esc", " leaves; the rest stays offered"),
        )
        self.query_one("#keys", FootLine).show(tuple(part for key, text in keys for part in ((key, "key"), (text, "dim"))), who)
        self.query_one("#word", FootLine).show(self._word, ())

    # -- typing ---------------------------------------------------------------------------------------------------

    def on_filter_line_changed(self, message: FilterLine.Changed) -> None:
        if self._here:
            self._typed[self._here] = message.text
        self._word = ()
        self._show()

    def _keep(self) -> None:
        """Puts what was typed on disk."""
        with suppress(OSError):
            self._draft.keep({id_: text for id_, text in self._typed.items() if text.strip()}, self.live.clock.now())

    def action_move(self, by: int) -> None:
        self.query_one("#offered", LinePanel).action_move(by)
        self._word = ()
        self._show()

    def on_line_panel_highlighted(self, message: LinePanel.Highlighted) -> None:
        self._show()

    # -- accepting ------------------------------------------------------------------------------------------------

    def action_accept(self) -> None:
        """Accepts the selected break, and goes on to the next one."""
        one, text = self.selected, self.query_one(FilterLine).text.strip()
        if self._saving or self.offered is None:
            return
        if one is None and not self.offered.words:
            self.dismiss(None)
        elif one is not None and needs_read_back(one.row) and not text:
            self._word = (
                ("! ", "soon"),
                (f"Severity {one.row.severity}: say in a sentence what you understood, then Enter", "soon"),
            )
            self._show()
        else:
            self._saving = True
            self.run_worker(self._accept(one, text), name="accept", group="accept", exit_on_error=False)

    async def _accept(self, one: Loaded | None, text: str) -> None:
        live = self.live
        ids = [one.row.id] if one is not None else []
        try:
            receipt = await asyncio.to_thread(live.replica.act, lambda tx: accept_handover(tx, text, ids), live.actor)
        finally:
            self._saving = False
        for id_ in ids:
            self._typed.pop(id_, None)
        self._here = ""
        self.taken += len(ids)
        self._keep()
        mine = f"{one.spoken} {one_line(one.row.customer, 60)} is yours now" if one is not None else "; ".join(receipt.said)
        warned = tuple((f"  {text}", "soon") for text in receipt.warnings)
        self._word = (("✓ ", "fine"), (mine, "fine"), *warned)
        await self._reading()

    def action_detail(self) -> None:
        """Everything about the selected break; Esc there comes back here."""
        from warroom.screens.break_ import BreakScreen

        if (one := self.selected) is not None:
            self.app.push_screen(BreakScreen(self.live, one.row.id))

    def action_leave(self) -> None:
        """What was accepted stays accepted; the rest stays offered."""
        self.dismiss(None)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What the store refuses stands under the line; any other error is a fault of ours and ends the program."""
        if event.state is WorkerState.ERROR:
            if not isinstance(event.worker.error, StoreError):
                raise event.worker.error or RuntimeError(event.worker.name)
            self._word = (("‼ ", "overdue"), (str(event.worker.error), "overdue"))
            self._show_keys(self.selected)
