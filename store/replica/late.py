"""What came in late: events that should have been here when this installation last looked, from somebody who was offline.

They are listed until somebody here has seen them. What came while this installation itself was away is not late, nor is
what was written before it joined.
"""

from __future__ import annotations

import sqlite3

from store.late import Late, LateGroup
from store.plan import promise_cell
from store.replica import queries
from store.replica.cases import Case, Cases
from store.replica.finding import spoken_failure
from store.replica.joining import standing
from store.row import PromiseCell

MOST = 200
"""Most groups that are told apart."""
MOST_WITH_PROMISES = 50
"""Most of them of which it is told which promise is open and due."""


def note_joined(db: sqlite3.Connection, now: int) -> bool:
    """Notes that everything that was there has been read for the first time, inside the caller's step. Whether it was new."""
    return db.execute("INSERT OR IGNORE INTO meta VALUES ('joined_at', ?)", (str(now),)).rowcount > 0


def joined_at(db: sqlite3.Connection) -> int | None:
    """When this installation had read everything for the first time; None when it has not yet."""
    found = db.execute("SELECT value FROM meta WHERE key = 'joined_at'").fetchone()
    return int(found[0]) if found else None


def note_late(db: sqlite3.Connection, after: int, before_at: int, own: set[int]) -> None:
    """Notes the events that came after the arrival `after` and were written down by others before `before_at`, when this
    installation looked and they were not there."""
    joined = joined_at(db)
    if joined is not None:
        db.execute(
            "INSERT OR IGNORE INTO late SELECT arrival FROM events WHERE arrival > ? AND recorded_at < ? AND recorded_at >= ?"
            f" AND rid NOT IN ({','.join(map(str, sorted(own)))})",
            (after, before_at, joined),
        )


def mark_seen(db: sqlite3.Connection, upto: int) -> None:
    """Somebody here has seen what came in late so far, inside the caller's step."""
    db.execute("DELETE FROM late WHERE arrival <= ?", (upto,))


def late_stamp(db: sqlite3.Connection) -> tuple[int, int]:
    """How many events are listed, and the last one's arrival; cheap."""
    found = db.execute("SELECT count(*), coalesce(max(arrival), 0) FROM late").fetchone()
    return int(found[0]), int(found[1])


def read_late(db: sqlite3.Connection, board_id: str) -> Late:
    """What came in late, by person and subject; the folded tables tell what it is about."""
    events, upto = late_stamp(db)
    if not events:
        return Late()
    rows = db.execute(
        "SELECT actor, subject, count(*), min(recorded_at), sum(kind IN ('promised', 'promise_moved')) AS promises"
        " FROM late CROSS JOIN events USING (arrival) CROSS JOIN subjects USING (sid) GROUP BY actor, sid"
        " ORDER BY promises > 0 DESC, max(arrival) DESC LIMIT ?",
        (MOST,),
    ).fetchall()
    cases = Cases(db, board_id)
    found = []
    for place, (actor, subject, count, written_at, promises) in enumerate(rows):
        found.append(_group(db, cases, actor, subject, count, written_at, bool(promises) and place < MOST_WITH_PROMISES))
    found.sort(key=lambda group: (group.promise is None, _due(group)))
    return Late(tuple(found), events, upto)


def _due(group: LateGroup) -> int:
    due_at = group.promise.told_due_at if group.promise is not None else None
    return due_at or 0


def _group(db: sqlite3.Connection, cases: Cases, actor: str, subject: str, count: int, at: int, promises: bool) -> LateGroup:
    kind, _, key = subject.partition(":")
    id_ = standing(db, key) if kind == "break" else _break_of(db, kind, key)
    loaded = next(iter(queries.loaded(queries.of_break(id_).run(db)).values()), None) if id_ else None
    if loaded is None:
        return LateGroup(actor, count, at, "", "", "", "the board" if kind == "board" else f"a {kind} that is not here", None)
    row = loaded.row
    if kind == "failure":
        return LateGroup(actor, count, at, row.id, spoken_failure(db, row.failure), "", row.what, None)
    what = "their card" if kind == "customer" else row.what
    promise = _promise(db, cases.case(row.id), actor) if promises else None
    return LateGroup(actor, count, at, row.id, loaded.spoken, row.customer, what, promise)


def _break_of(db: sqlite3.Connection, kind: str, key: str) -> str:
    """The break to look at for a failure or a customer: the latest."""
    column = {"failure": "failure", "customer": "customer_key"}.get(kind)
    if column is None:
        return ""
    found = db.execute(f"SELECT id FROM break_rows WHERE {column} = ? ORDER BY opened_at DESC, sid DESC LIMIT 1", (key,)).fetchone()
    return found[0] if found else ""


def _promise(db: sqlite3.Connection, case: Case, actor: str) -> PromiseCell | None:
    """The nearest open promise that was made or moved by what came from somebody."""
    rows = db.execute(
        "SELECT iif(kind = 'promised', hash, json_extract(body, '$.promise')) FROM late CROSS JOIN events USING (arrival)"
        " CROSS JOIN subjects USING (sid) WHERE kind IN ('promised', 'promise_moved') AND actor = ?1"
        " AND subject IN (SELECT 'break:' || ?2 UNION SELECT 'break:' || id FROM joined_breaks WHERE joined_into = ?2)",
        (actor, case.brk.id),
    )
    keys = {key for (key,) in rows}
    came = [promise for promise in case.brk.promises if promise.is_open and promise.key in keys]
    nearest = min(came, key=lambda promise: (promise.told_due_at is None, promise.told_due_at or 0), default=None)
    return promise_cell(nearest, case.brk, case.failure, case.policy) if nearest is not None else None
