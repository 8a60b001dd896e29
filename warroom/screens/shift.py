"""The hand-over on the board: a line that stays until it is accepted, loud for both sides when that takes too long."""

from __future__ import annotations

from textual.app import ComposeResult

from store.errors import StoreError
from warroom.keys import KEYS, shown_key
from warroom.screens.following import FollowingScreen
from warroom.shift import Waiting, is_loud, shift_line, waiting_for
from widgets.foot_line import FootLine


class ShiftScreen(FollowingScreen):
    """Judges the hand-overs of the board from the record, once a second; what rang once does not ring again."""

    _waiting: tuple[Waiting, ...] = ()
    _judged: tuple[object, ...] = ()
    _rung: frozenset[tuple[str, str, int]] = frozenset()

    def compose(self) -> ComposeResult:
        for widget in super().compose():
            yield widget
            if widget.id == "late":
                line = FootLine(id="shift")
                line.display = False
                yield line

    def tick(self, now: int) -> None:
        """A second has passed."""
        super().tick(now)
        self.judge_handovers(now)

    def judge_handovers(self, now: int) -> None:
        """Reads who still has to accept what when the record or the person at the desk is another one, and only where something
        is handed over at all; shows it as time goes on."""
        handovers = self.content.board.handovers if self.content.board is not None else ()
        about = (self.live.replica.stamp() if handovers else None, self.live.actor, handovers)
        if about != self._judged:
            self._judged = about
            self._waiting = self._waiting if handovers else ()
            if handovers:
                self._work(self._read_handovers(), "handovers")
        self._show_shift(now)

    async def _read_handovers(self) -> None:
        board = self.content.board
        try:
            owners = await self.live.reader.owners()
        except StoreError:  # what can't be read is said by the board itself
            return
        if board is not None:
            self._waiting = tuple(waiting_for(board, owners, self.live.actor))
            self._show_shift(self.live.clock.now())

    def _show_shift(self, now: int) -> None:
        line = self.query_one("#shift", FootLine)
        line.display = bool(self._waiting)
        own = next(shown_key(key.key) for key in KEYS if key.id == "handover")
        said = (
            shift_line(self._waiting, self.live.actor, self.shown_keys.get("handover", own), now, self.live.zone)
            if self._waiting
            else ()
        )
        line.show(said, ())
        new = {(one.by, one.to, one.since) for one in self._waiting if is_loud(one, now)} - self._rung
        if new:
            self._rung |= new
            if self.live.config.get("bell", True) is not False:
                self.app.bell()
