"""The line of the board that says which prevention actions are overdue, of closed breaks too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.errors import StoreError
from warroom.keys import KEYS, shown_key
from warroom.screens.team import TeamScreen
from widgets.foot_line import FootLine

if TYPE_CHECKING:
    from store.learned import LearnedFailure


class NeverAgainScreen(TeamScreen):
    """Reads the open prevention actions when something was written, and says what is overdue as time goes on."""

    _open_prevention: list[LearnedFailure] = []  # noqa: RUF012 (replaced, never changed)
    _prevention_stamp: object = None

    def on_mount(self) -> None:
        line = FootLine(id="never")
        line.display = False
        self.mount(line, after="#late")

    def tick(self, now: int) -> None:
        """A second has passed."""
        super().tick(now)
        if not self._loaded:
            return
        stamp = self.live.replica.stamp()
        if stamp != self._prevention_stamp:
            self._prevention_stamp = stamp
            self._work(self._read_prevention(), "prevention")
        elif self._open_prevention:
            self._show_prevention(now)

    async def _read_prevention(self) -> None:
        try:
            self._open_prevention = await self.live.reader.learned(only_open=True)
        except StoreError:
            return
        self._show_prevention(self.live.clock.now())

    def _show_prevention(self, now: int) -> None:
        from warroom.learned_view import Overdue

        own = next(shown_key(key.key) for key in KEYS if key.id == "learned")
        parts = Overdue(self._open_prevention, now).parts(self.shown_keys.get("learned", own), now)
        for line in self.query("#never").results(FootLine):
            line.display = bool(parts)
            line.show(parts, ())
