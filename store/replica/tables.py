"""The folded tables beside the log: made again for every subject that changed, and for whatever depends on it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable

from store.fold import FOLD_VERSION, fold_customer
from store.plan import plan_row
from store.ranking import steps_of
from store.replica.cases import Case, Cases, joined
from store.row import Row, pack
from store.state import Break

BATCH = 100
"""Subjects refolded in one transaction, so that the lock is never held for long."""

Progress = Callable[[int, int], None]
"""Told (done, total)."""


def refold_dirty(db: sqlite3.Connection, cases: Cases, first: Iterable[str] = (), limit: int = BATCH) -> int:
    """Refolds subjects that are behind, inside the caller's transaction: those named in `first`, then others until
    `limit` is reached. How many are left."""
    for subject in sorted(first, key=lambda subject: subject.startswith("break:")):
        row = db.execute("SELECT sid FROM subjects WHERE subject = ?", (subject,)).fetchone()
        limit -= _refold(db, cases, row[0], subject) if row else 0
    while limit > 0:
        batch = db.execute("SELECT sid, subject FROM dirty JOIN subjects USING (sid) ORDER BY sid LIMIT ?", (limit,)).fetchall()
        if not batch:
            return 0
        for sid, subject in batch:
            limit -= _refold(db, cases, sid, subject)
    return int(db.execute("SELECT count(*) FROM dirty").fetchone()[0])


def mark_all_dirty(db: sqlite3.Connection) -> int:
    """Empties the folded tables and marks every subject as behind, inside the caller's transaction. How many there are."""
    for table in ("break_rows", "steps", "failures", "customers", "joined_breaks", "search_pending"):
        db.execute(f"DELETE FROM {table}")
    db.execute("DELETE FROM search")
    db.execute("INSERT OR IGNORE INTO dirty(sid) SELECT sid FROM subjects")
    db.execute("INSERT OR REPLACE INTO meta VALUES ('fold_version', ?)", (str(FOLD_VERSION),))
    return int(db.execute("SELECT count(*) FROM dirty").fetchone()[0])


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
        _mark(db, "SELECT sid FROM break_rows WHERE view <> 'closed'")
    db.execute("INSERT OR IGNORE INTO search_pending VALUES (?)", (sid,))
    return 1


def _mark(db: sqlite3.Connection, select: str, *parameters: str) -> None:
    """Marks the breaks that a query finds as behind."""
    db.execute(f"INSERT OR IGNORE INTO dirty(sid) {select}", parameters)


def _refold_break(db: sqlite3.Connection, cases: Cases, sid: int, id_: str) -> None:
    alone = cases.alone(id_)
    was = db.execute("SELECT joined_into FROM joined_breaks WHERE sid = ?", (sid,)).fetchone()
    if alone.joined_into or was:
        db.execute("INSERT OR REPLACE INTO joined_breaks VALUES (?, ?, ?)", (sid, id_, alone.joined_into))
        for target in {alone.joined_into, was[0] if was else ""} - {"", id_}:
            _mark(db, "SELECT sid FROM subjects WHERE subject = ? AND sid NOT IN (SELECT sid FROM dirty)", f"break:{target}")
    if (alone.joined_into and joined(db, "joined_breaks", "id", id_) != id_) or not alone.customer:
        db.execute("DELETE FROM break_rows WHERE sid = ?", (sid,))
        db.execute("DELETE FROM steps WHERE sid = ?", (sid,))
        return
    write_row(db, sid, cases.case(id_))


def write_row(db: sqlite3.Connection, sid: int, case: Case) -> None:
    """Writes a break's line of the board and its steps."""
    row = plan_row(case.brk, case.failure, case.customer, case.policy)
    changed = db.execute("SELECT coalesce(max(arrival), 0) FROM events").fetchone()[0]
    db.execute(
        "INSERT OR REPLACE INTO break_rows VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            sid,
            row.id,
            row.view,
            row.customer_key,
            row.failure,
            row.cause,
            row.opened_at,
            changed,
            haystack(row, case.brk),
            pack(row),
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
    was = db.execute("SELECT joined_into FROM failures WHERE sid = ?", (sid,)).fetchone()
    db.execute("INSERT OR REPLACE INTO failures VALUES (?,?,?,?,?)", (sid, id_, alone.joined_into, alone.what, alone.fixed_by))
    for target in {id_, alone.joined_into, was[0] if was else ""} - {""}:
        _mark(db, "SELECT sid FROM break_rows WHERE failure = ?", target)


def _refold_customer(db: sqlite3.Connection, cases: Cases, sid: int, key: str) -> None:
    alone = fold_customer(key, cases.events(f"customer:{key}"))
    was = db.execute("SELECT joined_into FROM customers WHERE sid = ?", (sid,)).fetchone()
    db.execute("INSERT OR REPLACE INTO customers VALUES (?,?,?,?)", (sid, key, alone.joined_into, alone.name))
    moved = alone.joined_into != (was[0] if was else "")
    only_open = "" if moved else " AND view <> 'closed'"
    for target in {key, alone.joined_into, was[0] if was else ""} - {""}:
        _mark(db, f"SELECT sid FROM break_rows WHERE customer_key = ?{only_open}", target)
