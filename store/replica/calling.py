"""Who is calling a customer right now. Not part of the record: each installation says it in its head, and it fades by itself."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from store.replica.queries import Query

MOST = 20
"""Most calls that one installation is believed to make at once."""


class Call(NamedTuple):
    """A call that was begun and not ended."""

    id: str
    """Full id of the break."""
    since: int


def begin_calls(db: sqlite3.Connection, actor: str, ids: Iterable[str], now: int) -> None:
    """Notes that somebody here calls the customers of some breaks, inside the caller's step."""
    sql = "INSERT OR REPLACE INTO calling SELECT ?, value, ?, ? FROM meta WHERE key = 'replica'"
    db.executemany(sql, [(id_, actor, now) for id_ in ids])


def end_calls(db: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Takes that back, inside the caller's step."""
    sql = "DELETE FROM calling WHERE id = ? AND replica = (SELECT value FROM meta WHERE key = 'replica')"
    db.executemany(sql, [(id_,) for id_ in ids])


def own_calls(db: sqlite3.Connection, now: int) -> tuple[Call, ...]:
    """The calls that were begun here and still last."""
    from store.attention import CALL_LASTS  # late: a command that logs asks nothing of this

    rows = db.execute(
        "SELECT id, since FROM calling WHERE replica = (SELECT value FROM meta WHERE key = 'replica')"
        " AND since > ? AND since <= ? ORDER BY since DESC, id LIMIT ?",
        (now - CALL_LASTS, now, MOST),
    )
    return tuple(Call(*row) for row in rows)


def callers(id_: str) -> Query:
    """Everybody who is calling the customer of a break, by what their installations say: (who, since when), the latest first."""
    return Query("SELECT actor, since FROM calling WHERE id = ? ORDER BY since DESC, replica", (id_,))


def note_calls(db: sqlite3.Connection, replica: str, actor: str, calls: Iterable[Call], now: int) -> None:
    """Notes what another installation says: that, and nothing else any more. A call can't have begun in the future. What the
    own head says is older than what is known here."""
    if db.execute("SELECT 1 FROM meta WHERE key = 'replica' AND value = ?", (replica,)).fetchone():
        return
    db.execute("DELETE FROM calling WHERE replica = ?", (replica,))
    db.executemany("INSERT INTO calling VALUES (?, ?, ?, ?)", [(call.id, replica, actor, min(call.since, now)) for call in calls])
