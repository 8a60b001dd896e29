"""What is noted after another board's entries were brought over into this one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from store.sync.ledger import BOARD, OTHER


def note_overdue(db: sqlite3.Connection, replicas: Iterable[str]) -> None:
    """Has the events of others that were brought in here put there at once: nobody else may have them. Their authors come
    first where they are here."""
    rows = [
        (carrier, rid)
        for replica in replicas
        for (rid,) in db.execute("SELECT rid FROM replicas WHERE replica = ?", (replica,)).fetchall()
        for (carrier,) in db.execute("SELECT carrier FROM pace").fetchall()
    ]
    db.executemany("INSERT OR REPLACE INTO lacking VALUES (?, ?, 0)", rows)


def note_brought_over(db: sqlite3.Connection, names: Iterable[str]) -> None:
    """Notes that the events of another board's files were brought over: nothing is to be done about those any more."""
    sql = "UPDATE carried_files SET state = ? WHERE state = ? AND name = ?"
    db.executemany(sql, [(OTHER, BOARD, name) for name in names])
