"""The team on the board: who was not seen for long, what came in late, what a teammate changes under an open form."""

from __future__ import annotations

import asyncio

from store.late import Late
from warroom.keys import KEYS, shown_key
from warroom.late_view import late_alarm, late_line
from warroom.screens.shift import ShiftScreen
from widgets.board_table import BoardTable
from widgets.foot_line import FootLine

SHOWN_SECONDS = 20
"""How long the word of a promise that came in late stays."""


class TeamScreen(ShiftScreen):
    """Follows what the exchange says of the others, once a second."""

    _seen_upto = 0
    """What came in late up to here was seen."""
    _told: frozenset[tuple[str, str]] = frozenset()
    """(who, break) of promises that were told aloud."""

    def tick(self, now: int) -> None:
        """A second has passed."""
        exchange = self.live.exchange
        if exchange is not None:
            from warroom.sharing.words import heard_of

            self.query_one(BoardTable).unseen = heard_of(exchange.standing)
            self._show_late(now)
        super().tick(now)
        self._overhear(self._form_breaks(), now)

    @property
    def late(self) -> Late:
        """What came in late and was not seen yet."""
        found = self.live.exchange.late if self.live.exchange is not None else Late()
        return found if found.upto > self._seen_upto else Late()

    def _show_late(self, now: int) -> None:
        late, line = self.late, self.query_one("#late", FootLine)
        line.display = bool(late.events)
        if not late.events:
            return
        own = next(shown_key(key.key) for key in KEYS if key.id == "late")
        line.show(late_line(late, self.shown_keys.get("late", own), now, self.live.zone), ())
        loud = [group for group in late.groups if group.is_loud(now)]
        new = [group for group in loud if (group.actor, group.break_id) not in self._told]
        if new:
            self._told |= {(group.actor, group.break_id) for group in new}
            if self.live.config.get("bell", True) is not False:
                self.app.bell()
            said = late_alarm(new, now, self.live.zone)
            self.app.notify(said, severity="warning", timeout=SHOWN_SECONDS, markup=False)

    def action_late(self) -> None:
        """Lists what came in late; leaving the list marks it as seen."""
        from warroom.screens.late import LateScreen

        late = self.late
        if not late.events:
            self.say("Nothing came in late")
            return

        def left(seen: bool | None) -> None:
            if seen:
                self._work(self._mark_seen(late.upto), "late")

        self.app.push_screen(LateScreen(self.live, late), left)

    async def _mark_seen(self, upto: int) -> None:
        from store.replica.late import mark_seen

        replica = self.live.replica
        self._seen_upto = upto
        self._show_late(self.live.clock.now())

        def mark() -> None:
            with replica.step():
                mark_seen(replica.db, upto)

        await asyncio.to_thread(mark)
