"""A history that is read and learned once, and asked often: by a command, or as a time is typed."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from store.clock import MINUTE
from warroom.advisor.history import case_of_failure, cases_of, learned
from warroom.advisor.kinds import FEWEST, Case, Kind
from warroom.advisor.learning import Learning

if TYPE_CHECKING:
    from warroom.advisor.advice import Advice

_SEVERAL = f"SELECT count(*) FROM (SELECT 1 FROM break_rows WHERE view IN ('open', 'follow-up', 'closed') LIMIT {FEWEST + 1})"


class Prepared:
    """What a history taught, and the failure that it is asked about, if it is asked about one."""

    def __init__(self, learning: Learning, case: Case | None = None) -> None:
        self._learning = learning
        self._case = case
        self._minute: tuple[int, Advice | None] | None = None

    @property
    def severity(self) -> int:
        """The severity of the failure: that of the worst hit."""
        return self._case.kind.severity if self._case is not None else 3

    def of_kind(self, kind: Kind, now: int) -> Advice:
        """What it says of a failure that is opened at `now` (ms)."""
        return self._learning.ask(kind, now, now)

    def of_failure(self, now: int) -> Advice | None:
        """What it says at `now` (ms) of the failure; None when that is fixed or over, or not here."""
        case = self._case
        if case is None or case.fixed_at is not None or case.left_at is not None:
            return None
        return self._learning.ask(case.kind, case.opened_at, max(now, case.opened_at), is_known=True)

    def of_minute(self, now: int) -> Advice | None:
        """As `of_failure`, worked out once a minute: for a screen that asks every second."""
        minute = now // MINUTE
        if self._minute is None or self._minute[0] != minute:
            self._minute = (minute, self.of_failure(now))
        return self._minute[1]


def prepared(db: sqlite3.Connection, now: int, failure: str = "") -> Prepared:
    """Reads the history on an open connection, as it was known at `now` (ms), and a failure by its full id."""
    return Prepared(learned(cases_of(db), now), case_of_failure(db, failure) if failure else None)


def may_tell(db: sqlite3.Connection) -> bool:
    """Whether there are enough breaks for the history to tell anything: asked before it is read in vain."""
    return bool(db.execute(_SEVERAL).fetchone()[0] > FEWEST)
