"""What happened in the exchange, as a short list that stays: what was lost and put back, who was copied, what stood still."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from store.clock import MINUTE

LOST, PUT_BACK, ADOPTED, COPIED, RENAMED = "lost", "put-back", "adopted", "copied", "renamed"
STOPPED, AGAIN, BACK, CLOCK = "stopped", "again", "back", "clock"
KEPT = 200
"""How many are kept."""
TOGETHER = 10 * MINUTE
"""What happens again within this time (ms) is one thing that goes on."""


class Happening(NamedTuple):
    """Something that happened."""

    at: int
    until: int
    """When it began, and when it was last so (ms)."""
    kind: str
    """`lost`: events of `who` lay in the shared place and do no more, for the reason `what`; `put-back`: own ones had been lost
    and were published again; `adopted`: those of `who` had been; `copied`: this installation goes on as `who`, after `what`;
    `renamed`: another does; `stopped`: the exchange did not go through, because of `what`; `again`: it did; `back`: `who`
    had not been heard of for `amount` ms; `clock`: the clock of `who` was `amount` ms ahead."""
    who: str
    """A replica; empty where it is about none."""
    amount: int
    """How many events, or how long."""
    what: str


def note(db: sqlite3.Connection, now: int, kind: str, who: str = "", amount: int = 0, what: str = "") -> None:
    """Notes that something happened, inside the caller's transaction. What goes on is counted together."""
    sql = "SELECT id, until FROM happened WHERE kind = ? AND who = ? AND what = ? ORDER BY id DESC LIMIT 1"
    found = db.execute(sql, (kind, who, what)).fetchone() if kind in (LOST, PUT_BACK, ADOPTED) else None
    if found is not None and 0 <= now - found[1] <= TOGETHER:
        db.execute("UPDATE happened SET until = ?, amount = amount + ? WHERE id = ?", (now, amount, found[0]))
        return
    sql = "INSERT INTO happened(at, until, kind, who, amount, what) VALUES (?1, ?1, ?2, ?3, ?4, ?5) RETURNING id"
    number = db.execute(sql, (now, kind, who, amount, what)).fetchone()[0]
    db.execute("DELETE FROM happened WHERE id <= ?", (number - KEPT,))


def note_back(db: sqlite3.Connection, replica: str, now: int, silent: int, away: int) -> None:
    """Notes that another replica was `silent` for so long (ms), if this one was there to listen: it wrote a head within `away`."""
    (listened_at,) = db.execute("SELECT max(head_at) FROM pace").fetchone()
    if listened_at is not None and 0 <= now - listened_at < away and not is_own(db, replica):
        note(db, now, BACK, replica, silent)


def is_own(db: sqlite3.Connection, replica: str) -> bool:
    """Whether an id is this replica's, or was."""
    rows = db.execute("SELECT value FROM meta WHERE key IN ('replica', 'former')").fetchall()
    return any(replica in value.split() for (value,) in rows)


def happenings(db: sqlite3.Connection) -> list[Happening]:
    """What happened, the newest last: what goes on stands where it was last so, after what came in between."""
    rows = db.execute("SELECT at, until, kind, who, amount, what FROM happened ORDER BY until, id")
    return [Happening(*row) for row in rows]


def stands_still(db: sqlite3.Connection) -> str | None:
    """Why the exchange does not go through, by what was noted last; None when it does."""
    sql = "SELECT kind, what FROM happened WHERE kind IN (?, ?) ORDER BY id DESC LIMIT 1"
    found = db.execute(sql, (STOPPED, AGAIN)).fetchone()
    return str(found[1]) if found is not None and found[0] == STOPPED else None
