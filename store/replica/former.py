"""What this installation wrote before it found that it was copied: then it took another id, and both wrote under the old one."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable

IsOwn = Callable[[int, str], bool]
"""Whether the event with that number and hash was written here."""


def former_ids(db: sqlite3.Connection) -> list[str]:
    """The ids that this replica had before it was found to be a copy."""
    found = db.execute("SELECT value FROM meta WHERE key = 'former'").fetchone()
    return found[0].split() if found else []


def note_former(db: sqlite3.Connection, replica: str, last: tuple[int, str]) -> None:
    """Notes an id that is left, and the last event that was written under it here."""
    values = {"former": " ".join((*former_ids(db), replica)), "former_last": json.dumps({**_lasts(db), replica: last})}
    db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())


def is_own(db: sqlite3.Connection, replica: str) -> IsOwn:
    """Which of the events under a former id were written here; of numbers that were used twice, those that the last one
    follows."""
    if replica not in _lasts(db):
        return lambda number, hash_: True
    last, hash_of_last = _lasts(db)[replica]
    rid = db.execute("SELECT rid FROM replicas WHERE replica = ?", (replica,)).fetchone()[0]
    forked = {number for (number,) in db.execute("SELECT number FROM forks WHERE rid = ? AND number <= ?", (rid, last))}
    chain: dict[int, str] = {}
    number, reached = last, hash_of_last
    while forked and number >= min(forked):
        chain[number] = reached
        found = db.execute("SELECT prev FROM events WHERE rid = ? AND number = ? AND hash = ?", (rid, number, reached)).fetchone()
        if found is None:
            break
        number, reached = number - 1, found[0]
    return lambda number, hash_: number <= last and (number not in forked or chain.get(number) == hash_)


def _lasts(db: sqlite3.Connection) -> dict[str, tuple[int, str]]:
    found = db.execute("SELECT value FROM meta WHERE key = 'former_last'").fetchone()
    return {replica: (int(number), str(hash_)) for replica, (number, hash_) in json.loads(found[0]).items()} if found else {}
