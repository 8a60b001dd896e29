"""The event log in SQLite: events to rows and back, in one place."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from store.events import Event, Line, Seen
from store.replica.vector import note_new

COLUMNS = (
    "number, hash, prev, seen, hlc, happened_at, recorded_at, actor, action, kind, body, salt, body_hash, "
    "origin_source, origin_key, version, extra"
)
_SELECT = f"SELECT replica, subject, {COLUMNS} FROM events JOIN replicas USING (rid) JOIN subjects USING (sid)"
_INSERT = f"INSERT OR IGNORE INTO events(rid, sid, {COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"

OF_SUBJECT = f"{_SELECT} WHERE sid = (SELECT sid FROM subjects WHERE subject = ?)"
OF_SUBJECTS = f"{_SELECT} WHERE sid IN (SELECT sid FROM subjects WHERE subject IN ({{marks}}))"
"""As `OF_SUBJECT`, for several: `marks` is filled with a question mark for each."""
SINCE = f"{_SELECT.replace('SELECT', 'SELECT arrival,', 1)} WHERE arrival > ? ORDER BY arrival"
NEWS = (
    f"{_SELECT.replace('SELECT', 'SELECT arrival,', 1)} WHERE sid IN (SELECT sid FROM subjects"
    " WHERE subject IN (SELECT 'break:' || value FROM json_each(?1) UNION ALL SELECT 'failure:' || failure FROM break_rows"
    " WHERE id IN (SELECT value FROM json_each(?1)))) AND +arrival > ?2 ORDER BY arrival LIMIT 200"
)
"""The events of some breaks (a JSON list) and their failures that came after an arrival: (arrival, event …)."""

_decode = json.JSONDecoder().raw_decode
"""What `json.loads` does to a text without spaces around it, for a third of the time."""
MOST_GAPS = 64
MOST_SEEN = 1_000


def event_of(row: tuple[Any, ...]) -> Event:
    """The event in a row of `OF_SUBJECT`."""
    (
        replica, subject, number, hash_, prev, seen, hlc, happened_at, recorded_at, actor, action, kind, body, salt, body_hash,
        source, key, version, extra,
    ) = row  # fmt: skip
    return Event(
        replica, number, hash_, prev, subject, _decode(seen)[0] if seen != "{}" else {}, hlc, happened_at, recorded_at, actor,
        action, kind, _decode(body)[0] if body is not None else None, salt, body_hash,
        (source, key) if source is not None else None, version, _decode(extra)[0] if extra else {},
    )  # fmt: skip


class Interned:
    """The short numbers of replicas and subjects; what has none is given one when it is looked up."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.replicas = _Numbers(db, "replicas", "replica", "rid")
        self.subjects = _Numbers(db, "subjects", "subject", "sid")


class _Numbers(dict[str, int]):
    """The short numbers in one table, as far as they were looked up."""

    def __init__(self, db: sqlite3.Connection, table: str, column: str, key: str) -> None:
        super().__init__()
        self._db = db
        self._find = f"SELECT {key} FROM {table} WHERE {column} = ?"
        self._make = f"INSERT INTO {table}({column}) VALUES (?) RETURNING {key}"

    def __missing__(self, text: str) -> int:
        row = self._db.execute(self._find, (text,)).fetchone() or self._db.execute(self._make, (text,)).fetchone()
        number = self[text] = int(row[0])
        return number


def insert(db: sqlite3.Connection, lines: Iterable[Line], interned: Interned, foreign: bool = False) -> int:
    """Writes events into the log and marks the subjects of what is new as behind. How many were new. Those that are there
    already change nothing, but for a placeholder, which the full event replaces. What a redaction names is blanked, whichever
    came first.

    `foreign`: they may come twice, or after a redaction that names them.
    """
    rids, sids = interned.replicas, interned.subjects
    rows = [(rids[line[0]], sids[line[1]], *line[2:]) for line in lines]
    before = db.execute("SELECT coalesce(max(arrival), 0) FROM events").fetchone()[0]
    count = db.executemany(_INSERT, rows).rowcount
    if count == len(rows):
        new = [(row[0], row[2], row[3]) for row in rows]
        changed = {row[1] for row in rows}
    else:
        fresh = db.execute("SELECT rid, number, hash, sid FROM events NOT INDEXED WHERE arrival > ?", (before,)).fetchall()
        new = [row[:3] for row in fresh]
        changed = {row[3] for row in fresh}
    note_new(db, new)
    if foreign and count < len(rows):
        changed |= _fill(db, rows)
    if foreign or any(row[11] == "redacted" for row in rows):
        blank_redacted(db, changed)
    db.executemany("INSERT OR REPLACE INTO dirty(sid) VALUES (?)", [(sid,) for sid in changed])
    return count


def _fill(db: sqlite3.Connection, rows: Iterable[tuple[Any, ...]]) -> set[int]:
    """Puts the body into placeholders that no redaction names. The subjects that it changed."""
    blank = set(db.execute("SELECT rid, number FROM events WHERE body IS NULL"))
    changed = set()
    for rid, sid, number, hash_, *_, body, salt, _body_hash, source, key, _version, _extra in rows:
        if body is not None and (rid, number) in blank:
            filled = db.execute(
                "UPDATE events SET body = ?, salt = ? WHERE rid = ? AND number = ? AND hash = ? AND body IS NULL AND NOT EXISTS"
                " (SELECT 1 FROM events r JOIN events t ON t.sid = r.sid AND t.hash = json_extract(r.body, '$.event')"
                "  WHERE r.sid = events.sid AND r.kind = 'redacted' AND r.body IS NOT NULL"
                "  AND (t.hash = events.hash OR t.origin_source = ? AND t.origin_key = ? AND t.kind = events.kind))",
                (body, salt, rid, number, hash_, source, key),
            ).rowcount
            changed |= {sid} if filled > 0 else set()
    return changed


def blank_redacted(db: sqlite3.Connection, sids: Iterable[int]) -> None:
    """Blanks the bodies that redactions name, and those of their twins, wherever they came from and in whatever order."""
    redacted = {sid for (sid,) in db.execute("SELECT sid FROM events WHERE kind = 'redacted'")}
    for sid in redacted.intersection(sids):
        named = db.execute(
            "SELECT json_extract(body, '$.event') FROM events WHERE sid = ? AND kind = 'redacted' AND body IS NOT NULL", (sid,)
        ).fetchall()
        blanked = 0
        for (hash_,) in named:
            blanked += db.execute(
                "UPDATE events SET body = NULL, salt = '' WHERE sid = ?1 AND body IS NOT NULL AND kind <> 'redacted' AND (hash = ?2"
                " OR (origin_source, origin_key, kind) IN (SELECT origin_source, origin_key, kind FROM events"
                " WHERE sid = ?1 AND hash = ?2 AND origin_source IS NOT NULL))",
                (sid, hash_),
            ).rowcount
        if blanked:
            forget_text(db, sid)


def forget_text(db: sqlite3.Connection, sid: int) -> None:
    """Takes a subject's text out of the full-text index, so that its file keeps none of the words; it is indexed again
    before the next search."""
    db.execute("DELETE FROM search WHERE rowid = ?", (sid,))
    db.execute("INSERT INTO search(search) VALUES ('optimize')")
    db.execute("INSERT OR IGNORE INTO search_pending VALUES (?)", (sid,))


def events_of(db: sqlite3.Connection, subject: str) -> list[Event]:
    """Every event of a subject, in no order."""
    return [event_of(row) for row in db.execute(OF_SUBJECT, (subject,))]


def arrivals_since(db: sqlite3.Connection, arrival: int) -> Iterator[tuple[int, Event]]:
    """The events that arrived here after the `arrival`-th, in the order of their arrival, each with its place in it."""
    for row in db.execute(SINCE, (arrival,)):
        yield row[0], event_of(row[1:])


def chain_of(db: sqlite3.Connection, rid: int) -> Iterator[Event]:
    """The events of one replica, by its short number, in the order of their numbers."""
    for row in db.execute(f"{_SELECT} WHERE rid = ? ORDER BY number, hash", (rid,)):
        yield event_of(row)


def lines_of(db: sqlite3.Connection, rid: int, ranges: Iterable[tuple[int, int]]) -> Iterator[Line]:
    """The events of one replica, by its short number, in some ranges of numbers; in the order of (number, hash)."""
    for first, last in ranges:
        for row in db.execute(f"{_SELECT} WHERE rid = ? AND number BETWEEN ? AND ? ORDER BY number, hash", (rid, first, last)):
            yield Line._make(row)


def events_since(db: sqlite3.Connection, arrival: int) -> Iterator[Event]:
    """The events that arrived here after the `arrival`-th, in the order of their arrival."""
    for _, event in arrivals_since(db, arrival):
        yield event


def seen_of(db: sqlite3.Connection, subject: str, own: str) -> Seen:
    """What this replica has of a subject from others: for each the highest number, and the gaps below it if any.

    It says less than it has where all of it would make an event too large for others: more than `MOST_GAPS` gaps of one
    replica, more than `MOST_SEEN` replicas.
    """
    rows = db.execute(
        "SELECT rid, replica, contiguous, max(number) FROM events JOIN replicas USING (rid)"
        " WHERE sid = (SELECT sid FROM subjects WHERE subject = ?) AND replica <> ? GROUP BY rid LIMIT ?",
        (subject, own, MOST_SEEN),
    ).fetchall()
    return {
        replica: highest if highest <= reached else _with_gaps(db, rid, reached, highest) for rid, replica, reached, highest in rows
    }


def _with_gaps(db: sqlite3.Connection, rid: int, reached: int, highest: int) -> list[Any]:
    """`highest`, or the last number before there are too many gaps, and the missing ranges below it."""
    gaps: list[list[int]] = []
    for first, last in db.execute("SELECT first, last FROM beyond WHERE rid = ? AND first <= ? ORDER BY first", (rid, highest)):
        if len(gaps) == MOST_GAPS:
            return [reached, *gaps]
        gaps.append([reached + 1, first - 1])
        reached = last
    return [highest, *gaps]
