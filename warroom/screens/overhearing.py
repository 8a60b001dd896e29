"""A screen that says when a teammate changes what somebody looks at."""

from __future__ import annotations

from collections.abc import Sequence

from store.errors import StoreError
from warroom.live import Live
from warroom.overheard import SHOWN_SECONDS, Overheard
from warroom.screens.visiting import VisitingScreen


class OverhearingScreen(VisitingScreen):
    """Listens once a second, for what it is told to."""

    def __init__(self, live: Live) -> None:
        super().__init__(live)
        self._overheard = Overheard(live.reader)

    def _form_breaks(self) -> tuple[str, ...]:
        """The breaks of the form that is open over this screen; none without one."""
        if self.app.screen is self:
            return ()
        from warroom.screens.form import FormScreen

        found = (screen.subject.ids for screen in reversed(self.app.screen_stack) if isinstance(screen, FormScreen))
        return next(found, ())

    def _overhear(self, ids: Sequence[str], now: int) -> None:
        """Says what teammates changed in those breaks, where the board is shared."""
        stamp = self.live.replica.stamp()
        if self.live.exchange is not None and self._overheard.has_to_listen(ids, stamp):
            self._work(self._listen_to(ids, stamp, now), "overheard")

    async def _listen_to(self, ids: Sequence[str], stamp: object, now: int) -> None:
        try:
            said = await self._overheard.listen(ids, stamp, self.live.actor, now, self.live.zone)
        except StoreError:  # what can't be read is said by the screen itself
            return
        if said:
            self.app.notify(said, severity="warning", timeout=SHOWN_SECONDS, markup=False)
