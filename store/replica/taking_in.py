"""Events of others entering the log: the hybrid clock follows them, and a copied installation is noticed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence

from store.clock import hlc_merge
from store.events import Line
from store.replica.former import note_former
from store.replica.log import Interned, insert


def take_in(db: sqlite3.Connection, own: str, lines: Sequence[Line], now: int, interned: Interned | None = None) -> tuple[int, str]:
    """Writes events into the log, inside the caller's transaction. How many were new, and the id of this replica after it.

    An event under the own id that is not in the log means that the installation was copied, or restored from a backup: it
    goes on under a new id at once, and keeps all events.
    """
    copied = _written_elsewhere(db, own, lines)
    last = _last_of(db, own) if copied else (0, "")
    new = insert(db, lines, interned or Interned(db), foreign=True)
    known = db.execute("SELECT value FROM meta WHERE key = 'hlc'").fetchone()
    hlc = hlc_merge(int(known[0]) if known else 0, max((line.hlc for line in lines), default=0), now)
    db.execute("INSERT OR REPLACE INTO meta VALUES ('hlc', ?)", (str(hlc),))
    return new, _with_new_id(db, own, last, now) if copied else own


def _written_elsewhere(db: sqlite3.Connection, own: str, lines: Sequence[Line]) -> bool:
    sql = "SELECT 1 FROM events WHERE rid = (SELECT rid FROM replicas WHERE replica = ?) AND number = ? AND hash = ?"
    return any(db.execute(sql, (own, line.number, line.hash)).fetchone() is None for line in lines if line.replica == own)


def _last_of(db: sqlite3.Connection, own: str) -> tuple[int, str]:
    sql = "SELECT number, hash FROM events WHERE rid = (SELECT rid FROM replicas WHERE replica = ?) ORDER BY number DESC LIMIT 1"
    found: tuple[int, str] | None = db.execute(sql, (own,)).fetchone()
    return found or (0, "")


def _with_new_id(db: sqlite3.Connection, own: str, last: tuple[int, str], now: int) -> str:
    from store.replica.happened import COPIED, note

    made = os.urandom(6).hex()
    note(db, now, COPIED, made, what=own)
    note_former(db, own, last)
    db.execute("INSERT OR REPLACE INTO meta VALUES ('replica', ?)", (made,))
    return made
