"""Keeping a board in step for as long as a process runs: exchange, wait until either side changes, exchange again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING

from store.clock import SECOND
from store.errors import StoreError
from store.late import Late
from warroom.sharing.bell import Bell
from warroom.sharing.keeper import Keeper
from warroom.sharing.standing import UNREACHABLE, Standing, read_standing
from warroom.turns import give_way

if TYPE_CHECKING:
    from store.sync.presence import Presence
    from store.sync.watching import Lookout
    from warroom.sharing.exchanger import Exchanger, Outcome
    from warroom.sharing.where import Place

SHORTEST_WAIT = 0.05
AFTER_TROUBLE = 2.0
BETWEEN = 0.005
"""Seconds that are left to others between two steps of a long reading."""
LEAVING = 1.5
"""Seconds that leaving waits for a last exchange."""
JUMP = 5 * SECOND
"""By how much (ms) the clock must have jumped in a pause to end it: the machine slept, or somebody set it."""
SILENT_AFTER = 30 * SECOND
"""A step that takes longer (ms) hangs: the place does not answer."""


def keep_in_step(
    place: Place,
    bell: Bell,
    tell: Callable[[Outcome], None],
    beat: Callable[[], None] = lambda: None,
    who: Callable[[], str] = str,
    unread: Callable[[int], None] = lambda left: None,
) -> None:
    """Exchanges until `bell` is stopped, and once more then. `tell` hears of every step, `beat` is called whenever nothing hangs,
    `who` says who uses this installation now (empty: as `place` says), `unread` hears during a step how much is left to read.
    Nothing that goes wrong ends it."""
    keeper = Keeper(place.replica_folder)
    exchanger: Exchanger | None = None
    pauses = _Pauses(place, bell, beat)
    try:
        while True:
            leaving = bell.stopped
            beat()
            began = monotonic()
            try:
                if exchanger is not None and who() and who() != place.actor:
                    exchanger.close()
                    exchanger = None
                if exchanger is None:
                    exchanger = _exchanger(place._replace(actor=who() or place.actor), unread)
                    place = exchanger.place
                outcome = exchanger.step(hurry=leaving)
            except Exception as error:  # whatever it is, the board goes on without the exchange
                _close(exchanger)
                exchanger = None
                outcome = _failed(place, error)
            tell(outcome)
            if leaving:
                return
            keeper.take(0)
            pauses.pause(exchanger, outcome, monotonic() - began)
    finally:
        pauses.close()
        _close(exchanger)
        keeper.close()


def _exchanger(place: Place, unread: Callable[[int], None]) -> Exchanger:
    from warroom.sharing.exchanger import Exchanger

    return Exchanger(place, unread)


def _close(exchanger: Exchanger | None) -> None:
    if exchanger is not None:
        exchanger.close()


def _failed(place: Place, error: Exception) -> Outcome:
    """How it stands when the exchange itself could not be begun."""
    from store.sync.report import Report
    from warroom.sharing.exchanger import Outcome

    expected = isinstance(error, (StoreError, OSError, sqlite3.Error))
    why = str(error) if expected else f"{type(error).__name__}: {error}"
    noted = read_standing(place.replica_folder)
    report = Report(place.board_id, trouble=error if isinstance(error, StoreError) else None)
    return Outcome(report, noted._replace(state=UNREACHABLE, trouble=why, looked_at=place.clock.now()))


class _Pauses:
    """The waiting between two exchanges: until there may be something to do."""

    def __init__(self, place: Place, bell: Bell, beat: Callable[[], None]) -> None:
        self._place = place
        self._bell = bell
        self._beat = beat
        self._lookout: Lookout | None = None

    def pause(self, exchanger: Exchanger | None, outcome: Outcome, took: float) -> None:
        """Waits after an exchange that took so many seconds."""
        report = outcome.report
        if exchanger is None or exchanger.carrier is None or outcome.standing.trouble:
            self._bell.wait(AFTER_TROUBLE)
            return
        if report.more:
            self._bell.wait(BETWEEN)
            return
        lookout = self._on(exchanger)
        clock, replica, stamp = self._place.clock, exchanger.replica, exchanger.stamp
        from_, until = clock.now(), report.next_at
        began = monotonic()

        def pause(seconds: float) -> bool:
            self._beat()
            if self._bell.wait(seconds) or replica.stamp() != stamp:
                return True
            now = clock.now()
            jumped = abs(now - from_ - (monotonic() - began) * SECOND) > JUMP
            return jumped or (until is not None and now >= until)

        due = lookout.longest if until is None else (until - from_) / SECOND
        lookout.wait(max(SHORTEST_WAIT, min(lookout.longest, due)), pause, took)
        exchanger.watching = lookout.how, lookout.why

    def _on(self, exchanger: Exchanger) -> Lookout:
        """The lookout on what the exchange reads."""
        from store.sync.watching import Lookout

        carrier, place = exchanger.carrier, exchanger.shared
        assert carrier is not None
        if self._lookout is None or self._lookout.carrier is not carrier:
            self.close()
            self._lookout = Lookout(carrier, place, self._bell.ring)
        return self._lookout

    def close(self) -> None:
        """Ends the watch."""
        if self._lookout is not None:
            self._lookout.close()
            self._lookout = None


class LiveExchange:
    """The exchange of a live board, in a thread of its own. Whoever wants to know how it stands asks `standing`; nobody waits
    for it."""

    def __init__(self, place: Place, who: Callable[[], str] = str) -> None:
        self._place = place
        self._who = who
        self._bell = Bell()
        self._thread: Thread | None = None
        self._noted: Standing | None = None
        self._unread = 0
        self._beat_at = 0
        self.presence: Presence | None = None
        """Who has what, as of the last exchange."""
        self.late = Late()
        """What came in late and was not seen yet."""

    def start(self) -> None:
        """Begins, when it has not yet."""
        if self._thread is None:
            give_way()
            self._beat()
            self._thread = Thread(target=self._run, name="exchange", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        keep_in_step(self._place, self._bell, self._told, self._beat, self._who, self._reads)

    def _reads(self, left: int) -> None:
        self._unread = left

    def _told(self, outcome: Outcome) -> None:
        self._noted, self._unread = outcome.standing, 0
        if outcome.presence is not None:
            self.presence, self.late = outcome.presence, outcome.late

    def _beat(self) -> None:
        self._beat_at = self._place.clock.now()

    @property
    def standing(self) -> Standing | None:
        """How it stands; None before the first exchange has ended."""
        noted, left = self._noted, self._unread
        return noted.still_reading(left) if noted is not None and left else noted

    def hangs(self, now: int) -> bool:
        """Whether the place has not answered for long."""
        return self._thread is not None and now - self._beat_at > SILENT_AFTER

    def stop(self) -> Standing | None:
        """Ends it after a last exchange; one that hangs is left alone. How it stands then."""
        self._bell.stop()
        if self._thread is not None:
            self._thread.join(LEAVING)
        return self._noted
