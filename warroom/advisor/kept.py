"""The prepared history, kept between two questions: it is read again only when something came that says of fixes."""

from __future__ import annotations

import sqlite3
from threading import Lock
from typing import TYPE_CHECKING

from store.clock import HOUR
from warroom.advisor.history import case_of_failure, cases_of, learned
from warroom.advisor.prepared import Prepared

if TYPE_CHECKING:
    from store.paths import StrPath
    from warroom.advisor.learning import Learning

MOST_AGE = HOUR
"""How long it is kept at most: a fix whose time lay ahead when it was read counts from then on."""
SAY_NOTHING = (
    *("contacted", "call_begun", "call_ended", "noted", "explained", "lesson_learned", "debriefed", "written"),
    *("promised", "promise_settled", "promise_moved", "promise_told", "remedy_proposed", "remedy_answered"),
    *("restitution_proposed", "restitution_moved", "blocker_raised", "blocker_nudged", "blocker_cleared"),
    *("deadline_set", "deadline_met", "deadline_slipped", "deadline_chased", "followup_planned", "followup_done"),
    *("prevention_planned", "prevention_done", "disputed", "dispute_withdrawn", "public_marked", "public_answered"),
    *("acknowledged", "step_set", "duty_changed", "owner_offered", "owner_taken", "waiting_set", "affected_counted"),
    *("person_edited", "person_removed", "silence_agreed", "handover_offered", "handover_accepted"),
)
"""Kinds of event that say nothing of what is broken, since when, and when it was fixed. All others may, a correction too."""
_MARKS = ",".join(f"'{kind}'" for kind in SAY_NOTHING)
_NEWER = f"SELECT 1 FROM events WHERE arrival > ? AND kind NOT IN ({_MARKS}) LIMIT 1"
_NOT_FOLDED = "SELECT 1 FROM dirty LIMIT 1"
"""Whether something lies in the record that the folded tables do not have yet: what is read then is not kept."""
_LAST = "SELECT coalesce(max(arrival), 0) FROM events"


class KeptHistory:
    """The history of one replica. Asked in threads, one at a time."""

    def __init__(self, path: StrPath) -> None:
        self._path = path
        self._learning: Learning | None = None
        self._arrival = self._read_at = 0
        self._turn = Lock()
        self.reads = 0
        """How often it was read so far."""

    def ask(self, now: int, failure: str = "") -> Prepared:
        """What it teaches at `now` (ms), for a failure by its full id. Raises CannotRead."""
        from store.replica.connection import connect_reader

        with self._turn:
            db = connect_reader(self._path)
            try:
                learning = self._learning
                if learning is None or self._is_stale(db, now):
                    self._arrival = db.execute(_LAST).fetchone()[0]
                    learning = self._learning = learned(cases_of(db), now)
                    self._read_at = now
                    self.reads += 1
                    if db.execute(_NOT_FOLDED).fetchone() is not None:
                        self._learning = None
                return Prepared(learning, case_of_failure(db, failure) if failure else None)
            finally:
                db.close()

    def _is_stale(self, db: sqlite3.Connection, now: int) -> bool:
        if not 0 <= now - self._read_at < MOST_AGE:
            return True
        return db.execute(_NEWER, (self._arrival,)).fetchone() is not None
