"""Keeping a board in step for as long as a process runs: exchange, wait until either side changes, exchange again."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from threading import Event, Thread
from typing import TYPE_CHECKING

from store.clock import SECOND
from store.errors import StoreError
from warroom.sharing.keeper import Keeper
from warroom.sharing.standing import UNREACHABLE, Standing, read_standing

if TYPE_CHECKING:
    from warroom.sharing.exchanger import Exchanger, Outcome
    from warroom.sharing.where import Place

LONGEST_WAIT = 5.0
"""Seconds after which both sides are looked at though nothing seemed to change."""
SHORTEST_WAIT = 0.05
AFTER_TROUBLE = 2.0
BETWEEN = 0.005
"""Seconds that are left to others between two steps of a long reading."""
TURN = 0.0005
"""Seconds after which a thread that computes lets another one go on, when that one asks: a key passes through several threads,
and is not to wait for the exchange at each (Python's own five milliseconds)."""
LEAVING = 1.5
"""Seconds that leaving waits for a last exchange."""
SILENT_AFTER = 30 * SECOND
"""A step that takes longer (ms) hangs: the place does not answer."""


def keep_in_step(
    place: Place,
    stop: Event,
    tell: Callable[[Outcome], None],
    beat: Callable[[], None] = lambda: None,
    who: Callable[[], str] = str,
) -> None:
    """Exchanges until `stop` is set, and once more then. `tell` hears of every step, `beat` is called whenever nothing hangs,
    `who` says who uses this installation now (empty: as `place` says). Nothing that goes wrong ends it."""
    keeper = Keeper(place.replica_folder)
    exchanger: Exchanger | None = None
    try:
        while True:
            leaving = stop.is_set()
            beat()
            try:
                if exchanger is not None and who() and who() != place.actor:
                    exchanger.close()
                    exchanger = None
                if exchanger is None:
                    exchanger = _exchanger(place._replace(actor=who() or place.actor))
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
            _pause(exchanger, outcome, place, stop, beat)
    finally:
        _close(exchanger)
        keeper.close()


def _exchanger(place: Place) -> Exchanger:
    from warroom.sharing.exchanger import Exchanger

    return Exchanger(place)


def _close(exchanger: Exchanger | None) -> None:
    if exchanger is not None:
        exchanger.close()


def _failed(place: Place, error: Exception) -> Outcome:
    """How it stands when the exchange itself could not be begun."""
    from store.sync.exchange import Report
    from warroom.sharing.exchanger import Outcome

    expected = isinstance(error, (StoreError, OSError, sqlite3.Error))
    why = str(error) if expected else f"{type(error).__name__}: {error}"
    noted = read_standing(place.replica_folder)
    report = Report(place.board_id, trouble=error if isinstance(error, StoreError) else None)
    return Outcome(report, noted._replace(state=UNREACHABLE, trouble=why, looked_at=place.clock.now()))


def _pause(exchanger: Exchanger | None, outcome: Outcome, place: Place, stop: Event, beat: Callable[[], None]) -> None:
    """Waits until there may be something to do."""
    from store.sync.carriers import wait

    report, carrier = outcome.report, exchanger.carrier if exchanger is not None else None
    if exchanger is None or carrier is None or outcome.standing.trouble:
        stop.wait(AFTER_TROUBLE)
        return
    if report.more:
        stop.wait(BETWEEN)
        return
    replica, stamp = exchanger.replica, exchanger.stamp
    due = LONGEST_WAIT if report.next_at is None else (report.next_at - place.clock.now()) / SECOND

    def pause(seconds: float) -> bool:
        beat()
        return stop.wait(seconds) or replica.stamp() != stamp

    wait(carrier, max(SHORTEST_WAIT, min(LONGEST_WAIT, due)), pause)


class LiveExchange:
    """The exchange of a live board, in a thread of its own. Whoever wants to know how it stands asks `standing`; nobody waits
    for it."""

    def __init__(self, place: Place, who: Callable[[], str] = str) -> None:
        self._place = place
        self._who = who
        self._stop = Event()
        self._thread: Thread | None = None
        self._noted: Standing | None = None
        self._beat_at = 0

    def start(self) -> None:
        """Begins, when it has not yet."""
        if self._thread is None:
            sys.setswitchinterval(TURN)
            self._beat()
            self._thread = Thread(target=self._run, name="exchange", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        keep_in_step(self._place, self._stop, self._told, self._beat, self._who)

    def _told(self, outcome: Outcome) -> None:
        self._noted = outcome.standing

    def _beat(self) -> None:
        self._beat_at = self._place.clock.now()

    @property
    def standing(self) -> Standing | None:
        """How it stands; None before the first exchange has ended."""
        return self._noted

    def hangs(self, now: int) -> bool:
        """Whether the place has not answered for long."""
        return self._thread is not None and now - self._beat_at > SILENT_AFTER

    def stop(self) -> Standing | None:
        """Ends it after a last exchange; one that hangs is left alone. How it stands then."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(LEAVING)
        return self._noted
