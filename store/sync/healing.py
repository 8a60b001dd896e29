"""Mending what was noted while this machine's clock was ahead: who was heard of, whose clock is off, since when what waits."""

from __future__ import annotations

import sqlite3

from store.sync.noting import SLACK

_NOTED = (
    "SELECT EXISTS (SELECT 1 FROM peers WHERE max(heard_at, skew_at) > ?1) OR EXISTS (SELECT 1 FROM lacking WHERE since > ?1)"
    " OR EXISTS (SELECT 1 FROM pace WHERE max(published_at, window_at, head_at) > ?1)"
    " OR EXISTS (SELECT 1 FROM meta WHERE key = 'joined_at' AND CAST(value AS INTEGER) > ?1)"
)


def heal(db: sqlite3.Connection, now: int) -> None:
    """Mends instants that were noted while this machine's clock was ahead, inside the caller's step: who was heard of in the
    future was so when they last wrote a head, by their clock; whose clock is off is measured anew; waits begin now."""
    db.execute(
        "UPDATE peers SET heard_at = CASE WHEN heard_at <= ?1 THEN heard_at WHEN heard_at <= ?2 THEN ?1"
        " WHEN at <= ?1 THEN at ELSE 0 END, skew = iif(max(heard_at, skew_at) > ?2, 0, skew),"
        " skew_at = iif(max(heard_at, skew_at) > ?2, 0, min(skew_at, ?1)) WHERE max(heard_at, skew_at) > ?1",
        (now, now + SLACK),
    )
    db.execute("UPDATE OR REPLACE lacking SET since = ?1 WHERE since > ?1", (now,))
    db.execute(
        "UPDATE pace SET published_at = iif(published_at > ?1, 0, published_at), window_at = min(window_at, ?1),"
        " head_at = iif(head_at > ?1, 0, head_at), removed_at = min(removed_at, ?1)",
        (now,),
    )
    db.execute(
        "UPDATE carried_files SET since = min(since, ?1), checked_at = min(checked_at, ?1) WHERE max(since, checked_at) > ?1",
        (now,),
    )
    db.execute("UPDATE meta SET value = ?1 WHERE key = 'joined_at' AND CAST(value AS INTEGER) > ?1", (now,))


def must_heal(db: sqlite3.Connection, now: int) -> bool:
    """Whether something is noted for an instant that is still to come."""
    return bool(db.execute(_NOTED, (now,)).fetchone()[0])
