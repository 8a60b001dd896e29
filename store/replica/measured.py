"""The measures of all breaks: kept beside the log, and made again for what changed when somebody asks for statistics.

Writing pays nothing for them. A break's line of the board notes the last event that it was made of; measures that were made
of another state of that line are behind.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from store.ids import digest
from store.measures.histories import (
    BreakHistory,
    CustomerHistory,
    History,
    break_history,
    customer_history,
    pace_of,
    policy_history,
)
from store.measures.measuring import measures_of
from store.measures.model import MEASURES_VERSION, Measures, pack, unpack
from store.policy import Policy
from store.replica.cases import Cases
from store.replica.log import events_of
from store.row import FOLD_VERSION

if TYPE_CHECKING:
    from store.replica import Replica

BATCH = 100
"""Breaks measured in one transaction, so that the lock is never held for long."""

Progress = Callable[[int, int], None]
"""Told (done, total)."""

_STAMP = "(b.changed || ?)"
_BEHIND = f"FROM break_rows b LEFT JOIN measures m USING (sid) WHERE m.stamp IS NOT {_STAMP}"


class Measuring:
    """Measures breaks out of one connection. It is made for one step or one command and thrown away."""

    def __init__(self, db: sqlite3.Connection, board_id: str) -> None:
        self._db = db
        self._cases = Cases(db, board_id)
        self._policies: History[Policy] = policy_history(self._cases.events(f"board:{board_id}"))
        self._customers: dict[str, CustomerHistory] = {}
        self._suffix = f"/{FOLD_VERSION}.{MEASURES_VERSION}/{digest(pace_of(self._policies))[:8]}"

    def behind(self) -> int:
        """How many breaks have no measures that are up to date."""
        return int(self._db.execute(f"SELECT count(*) {_BEHIND}", (self._suffix,)).fetchone()[0])

    def fill(self, limit: int = BATCH) -> int:
        """Measures up to `limit` breaks, inside the caller's transaction. How many it measured."""
        self._db.execute("DELETE FROM measures WHERE sid NOT IN (SELECT sid FROM break_rows)")
        rows = self._db.execute(f"SELECT b.sid, b.id, {_STAMP} {_BEHIND} LIMIT ?", (self._suffix, self._suffix, limit)).fetchall()
        made = [(sid, stamp, pack(self.measure(id_))) for sid, id_, stamp in rows]
        self._db.executemany("INSERT OR REPLACE INTO measures VALUES (?,?,?)", made)
        return len(made)

    def all(self) -> Iterator[Measures]:
        """The measures of every break, in the order of their ids: those that are kept, the others worked out now."""
        sql = f"SELECT b.id, m.measures, m.stamp IS {_STAMP} FROM break_rows b LEFT JOIN measures m USING (sid) ORDER BY b.id"
        for id_, text, is_fresh in self._db.execute(sql, (self._suffix,)).fetchall():
            yield unpack(text) if is_fresh else self.measure(id_)

    def measure(self, id_: str) -> Measures:
        """The measures of one break, worked out now."""
        case = self._cases.case(id_)
        history = self._history(id_)
        return measures_of(case.brk, case.failure, case.customer, history, self._card(case.customer.key), self._policies)

    def _history(self, id_: str) -> BreakHistory:
        return break_history(events_of(self._db, f"break:{id_}"))

    def _card(self, key: str) -> CustomerHistory:
        found = self._customers.get(key)
        if found is None:
            found = self._customers[key] = customer_history(events_of(self._db, f"customer:{key}"))
        return found


def keep_up(replica: Replica, progress: Progress | None = None) -> int:
    """Measures every break that is behind, in steps that let others write between them; in a read-only replica none, as
    `Measuring.all` does without. How many it measured. Raises CannotWrite."""
    if replica.read_only:
        return 0
    done, total = 0, Measuring(replica.db, replica.board_id).behind()
    while done < total:
        with replica.step():
            made = Measuring(replica.db, replica.board_id).fill()
        if not made:
            break
        done += made
        if progress is not None:
            progress(min(done, total), total)
    return done


def kept_up_step(replica: Replica) -> int:
    """Measures some of what is behind. How many are left; 0 in a read-only replica. Raises CannotWrite."""
    if replica.read_only:
        return 0
    with replica.step():
        measuring = Measuring(replica.db, replica.board_id)
        return measuring.behind() if measuring.fill() else 0
