"""The folded tables beside the log: made again for every subject that changed, and for whatever depends on it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable

from store.fold import fold_customer
from store.ids import canonical_text, digest
from store.ranking import steps_of
from store.replica.cases import Case, Cases
from store.replica.joining import relatives, standing
from store.row import FOLD_VERSION, Row, pack
from store.state import Break, Failure

BATCH = 100
"""Subjects refolded in one transaction, so that the lock is never held for long."""

_HALF = (1 << 30) - 1
_encoder = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=str)

Progress = Callable[[int, int], None]
"""Told (done, total)."""


def refold_dirty(db: sqlite3.Connection, cases: Cases, first: Iterable[str] = (), limit: int = BATCH, late: bool = True) -> int:
    """Refolds subjects that are behind, inside the caller's transaction: those named in `first`, then others until
    `limit` is reached; those that may come late at the end, or not at all unless `late`. How many are left."""
    for subject in sorted(first, key=lambda subject: subject.startswith("break:")):
        row = db.execute("SELECT sid FROM subjects WHERE subject = ?", (subject,)).fetchone()
        limit -= _refold(db, cases, row[0], subject) if row else 0
    while limit > 0:
        batch = db.execute(
            "SELECT sid, subject FROM dirty JOIN subjects USING (sid) WHERE late <= ? ORDER BY late, sid LIMIT ?", (late, limit)
        ).fetchall()
        if not batch:
            break
        for sid, subject in batch:
            limit -= _refold(db, cases, sid, subject)
    return int(db.execute("SELECT count(*) FROM dirty").fetchone()[0])


def mark_all_dirty(db: sqlite3.Connection) -> int:
    """Marks every subject as behind, inside the caller's transaction. How many there are. The folded tables stay until each
    subject's turn comes, so that the board can be used meanwhile; those of another version are emptied, as nobody can read them.
    """
    made = db.execute("SELECT value FROM meta WHERE key = 'fold_version'").fetchone()
    lost = "sid NOT IN (SELECT sid FROM subjects)" if made is not None and made[0] == str(FOLD_VERSION) else "1"
    for table in ("break_rows", "steps", "failures", "customers", "joined_breaks"):
        db.execute(f"DELETE FROM {table} WHERE {lost}")
    db.execute("DELETE FROM search_pending")
    db.execute("DELETE FROM search")
    db.execute("INSERT OR REPLACE INTO dirty(sid) SELECT sid FROM subjects")
    db.execute("INSERT OR REPLACE INTO meta VALUES ('fold_version', ?)", (str(FOLD_VERSION),))
    return int(db.execute("SELECT count(*) FROM dirty").fetchone()[0])


def state_digest(db: sqlite3.Connection) -> str:
    """A sum over all breaks, each with all that it and its failure hold: equal wherever the same version folded the same
    events. Empty while some are behind, or when the tables are of another version."""
    made = db.execute("SELECT value FROM meta WHERE key = 'fold_version'").fetchone()
    if made is None or made[0] != str(FOLD_VERSION) or db.execute("SELECT 1 FROM dirty LIMIT 1").fetchone():
        return ""
    low, high = db.execute(
        f"SELECT coalesce(sum(digest & {_HALF}), 0), coalesce(sum(digest >> 30), 0) FROM break_rows NOT INDEXED"
    ).fetchone()
    return f"{(low + (high << 30)) & ((1 << 64) - 1):016x}"


def state_text(state: Break | Failure) -> str:
    """All that a break or a failure is, as text: the same wherever the same events were folded."""
    return _encoder.encode(state)


def _refold(db: sqlite3.Connection, cases: Cases, sid: int, subject: str) -> int:
    cases.forget(subject)
    db.execute("DELETE FROM dirty WHERE sid = ?", (sid,))
    kind, _, key = subject.partition(":")
    if kind == "break":
        _refold_break(db, cases, sid, key)
    elif kind == "failure":
        _refold_failure(db, cases, sid, key)
    elif kind == "customer":
        _refold_customer(db, cases, sid, key)
    elif kind == "board":
        _refold_board(db, cases)
    db.execute("INSERT OR IGNORE INTO search_pending VALUES (?)", (sid,))
    return 1


def _mark(db: sqlite3.Connection, select: str, *parameters: str) -> None:
    """Marks the breaks that a query finds as behind."""
    db.execute(f"INSERT OR REPLACE INTO dirty(sid) {select}", parameters)


def _refold_board(db: sqlite3.Connection, cases: Cases) -> None:
    """Of the board only the policy reaches into the rows: who is on duty and what is handed over change none of them.

    Closed breaks, of which there may be years, follow it late: nobody waits for them.
    """
    board = cases.board()
    policy = canonical_text([board.settings, board.playbooks] if board.playbooks else board.settings)
    was = db.execute("SELECT value FROM meta WHERE key = 'policy'").fetchone()
    if policy != (was[0] if was else canonical_text(())):
        db.execute("INSERT OR REPLACE INTO meta VALUES ('policy', ?)", (policy,))
        db.execute("INSERT OR IGNORE INTO dirty(sid, late) SELECT sid, view = 'closed' FROM break_rows")


def _refold_break(db: sqlite3.Connection, cases: Cases, sid: int, id_: str) -> None:
    alone = cases.alone(id_)
    there = bool(alone.customer)
    known = db.execute("SELECT joined_into, there FROM joined_breaks WHERE sid = ?", (sid,)).fetchone()
    had_row = db.execute("SELECT 1 FROM break_rows WHERE sid = ?", (sid,)).fetchone() is not None
    was = (known[0], bool(known[1])) if known else ("", had_row)
    if was != (alone.joined_into, there):
        _join_break(db, sid, id_, alone.joined_into, there, known is not None)
    end = standing(db, id_)
    if end != id_:
        _mark(db, "SELECT sid FROM subjects WHERE subject = ?", f"break:{end}")
    if end != id_ or not there:
        db.execute("DELETE FROM break_rows WHERE sid = ?", (sid,))
        db.execute("DELETE FROM steps WHERE sid = ?", (sid,))
        return
    write_row(db, sid, cases.case(id_))


def _join_break(db: sqlite3.Connection, sid: int, id_: str, into: str, there: bool, known: bool) -> None:
    """Notes what a break is joined into, and marks all that it was or is joined with: another may stand for them now."""
    touched = relatives(db, "joined_breaks", id_)
    if into or known:
        db.execute("INSERT OR REPLACE INTO joined_breaks VALUES (?, ?, ?, ?)", (sid, id_, into, there))
    for other in (touched | relatives(db, "joined_breaks", id_)) - {id_}:
        _mark(db, "SELECT sid FROM subjects WHERE subject = ?", f"break:{other}")


def write_row(db: sqlite3.Connection, sid: int, case: Case) -> None:
    """Writes a break's line of the board and its steps."""
    row = case.row
    changed = db.execute("SELECT coalesce(max(arrival), 0) FROM events").fetchone()[0]
    hay, packed = haystack(row, case.brk), pack(row)
    db.execute(
        "INSERT OR REPLACE INTO break_rows VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            sid,
            row.id,
            row.view,
            row.customer_key,
            row.failure,
            row.cause,
            row.opened_at,
            changed,
            bool(row.owed),
            hay,
            packed,
            int(digest([hay, packed, state_text(case.brk), state_text(case.failure)])[:15], 16),
        ),
    )
    db.execute("DELETE FROM steps WHERE sid = ?", (sid,))
    db.executemany(
        "INSERT INTO steps VALUES (?,?,?,?,?,?)",
        [(sid, step.from_at, step.until_at, step.rank, step.flags, row.view) for step in steps_of(row, case.policy.currency)],
    )


def haystack(row: Row, brk: Break) -> str:
    """The lowered text that the board's filter looks through."""
    parts = (
        row.id,
        row.customer,
        row.contact_name,
        row.what,
        row.stage,
        row.owner,
        row.category,
        row.cause,
        brk.fixer,
        f"sev{row.severity}",
    )
    return " ".join(part for part in parts if part).lower()


def _refold_failure(db: sqlite3.Connection, cases: Cases, sid: int, id_: str) -> None:
    alone = cases.failure_alone(id_)
    touched = relatives(db, "failures", id_)
    db.execute("INSERT OR REPLACE INTO failures VALUES (?,?,?,?,?)", (sid, id_, alone.joined_into, alone.what, alone.fixed_by))
    for target in touched | relatives(db, "failures", id_):
        _mark(db, "SELECT sid FROM break_rows WHERE failure = ?", target)


def _refold_customer(db: sqlite3.Connection, cases: Cases, sid: int, key: str) -> None:
    alone = fold_customer(key, cases.events(f"customer:{key}"))
    touched = relatives(db, "customers", key)
    db.execute("INSERT OR REPLACE INTO customers VALUES (?,?,?,?)", (sid, key, alone.joined_into, alone.name))
    for target in touched | relatives(db, "customers", key):
        _mark(db, "SELECT sid FROM break_rows WHERE customer_key = ?", target)
