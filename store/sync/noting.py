"""What is noted of a carrier while it is read and written: which file holds which events, who was heard of, what was lost.

Each of these writes inside a step of the replica; `ledger.py` reads what they note.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence

from store.clock import HOUR, MINUTE
from store.ids import canonical_text
from store.replica.vector import Range, merged, runs_of, without
from store.sync.carriers import Entry
from store.sync.ledger import AGAIN, DONE
from store.sync.segments import Segment
from store.sync.vector import from_json, joined, to_json

AWAY = HOUR
"""Who is heard of after such a silence (ms) is back."""
SLACK = 2 * MINUTE
"""How far in the future (ms) an instant may lie and count as now: clocks are corrected all the time."""
GONE = "it is gone"


def note_done(db: sqlite3.Connection, carrier: str, entry: Entry, segment: Segment, now: int, attentive: bool = True) -> None:
    """Notes that a file was read and that its events are here; with `attentive` it came a moment ago."""
    _forget_events(db, carrier, entry.name)
    by_replica: dict[str, list[tuple[int, str]]] = {}
    bare = [line for line in segment.lines if line.body is None]
    for line in segment.lines:
        if line.body is not None or not _held_with_body(db, line.replica, line.number, line.hash):
            by_replica.setdefault(line.replica, []).append((line.number, line.hash))
    for replica, events in by_replica.items():
        rid = db.execute("SELECT rid FROM replicas WHERE replica = ?", (replica,)).fetchone()[0]
        runs = list(runs_of(sorted({number for number, _ in events})))
        db.executemany("INSERT INTO carried VALUES (?,?,?,?,?)", [(carrier, entry.name, rid, *run) for run in runs])
        forks = {number for (number,) in db.execute("SELECT number FROM forks WHERE rid = ?", (rid,))}
        shared = [(carrier, entry.name, rid, number, hash_) for number, hash_ in events if number in forks]
        db.executemany("INSERT OR IGNORE INTO carried_forks VALUES (?,?,?,?,?)", shared)
        blank = [(carrier, entry.name, rid, line.number, line.hash) for line in bare if line.replica == replica]
        db.executemany("INSERT OR IGNORE INTO carried_blank VALUES (?,?,?,?,?)", blank)
        sql = "INSERT INTO reached VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET number = max(number, excluded.number)"
        db.execute(sql, (carrier, rid, runs[-1][1]))
    _note(db, carrier, entry, DONE, "", now)
    hear(db, segment, now, attentive)


def _held_with_body(db: sqlite3.Connection, replica: str, number: int, hash_: str) -> bool:
    """Whether more is here of an event than the blank one that a file has: then it is lost there."""
    sql = (
        "SELECT 1 FROM events WHERE rid = (SELECT rid FROM replicas WHERE replica = ?) AND number = ? AND hash = ?"
        " AND body IS NOT NULL"
    )
    return db.execute(sql, (replica, number, hash_)).fetchone() is not None


def hear(db: sqlite3.Connection, segment: Segment, now: int, attentive: bool) -> None:
    """Notes that a segment's writer was heard of, and what it had. It says when it was written by its last own event only."""
    written_at = max((line.recorded_at for line in segment.lines if line.replica == segment.writer), default=0)
    hear_of(db, segment.writer, now, attentive, written_at)
    if segment.vector:
        add_to_vector(db, segment)


def believed(heard_at: int, now: int) -> int:
    """An instant at which somebody was heard of, now at the latest; 0 (never) where it lies in the future."""
    return 0 if heard_at > now + SLACK else min(heard_at, now)


def hear_of(db: sqlite3.Connection, replica: str, now: int, attentive: bool, said_at: int) -> None:
    """Notes that something new of a replica was read. With `attentive` it came a moment ago. Else nobody knows when it came, and
    what the other's clock said when it was written (`said_at`, 0 where it does not say) counts, less what that clock is off."""
    db.execute("INSERT OR IGNORE INTO peers(replica) VALUES (?)", (replica,))
    before, skew, skew_at = db.execute("SELECT heard_at, skew, skew_at FROM peers WHERE replica = ?", (replica,)).fetchone()
    at = now if attentive else believed(said_at - (skew if skew_at else 0), now) if said_at else 0
    if at > before:
        if before and at - before > AWAY:
            from store.replica.happened import note_back

            note_back(db, replica, now, at - before, AWAY)
        db.execute("UPDATE peers SET heard_at = ? WHERE replica = ?", (at, replica))


def add_to_vector(db: sqlite3.Connection, segment: Segment) -> None:
    """Adds what a footer says to what is known of its writer."""
    found = db.execute("SELECT vector FROM peers WHERE replica = ?", (segment.writer,)).fetchone()
    vector = canonical_text(to_json(joined(from_json(json.loads(found[0])), segment.vector)))
    db.execute("UPDATE peers SET vector = ? WHERE replica = ?", (vector, segment.writer))


def note_bad(db: sqlite3.Connection, carrier: str, entry: Entry, state: str, reason: str, now: int) -> None:
    """Notes that a file is set aside, and why. What it held before, it does not hold any more."""
    _lose(db, carrier, [entry.name], reason, now)
    _note(db, carrier, entry, state, reason, now)


def _note(db: sqlite3.Connection, carrier: str, entry: Entry, state: str, reason: str, now: int) -> None:
    db.execute(
        "INSERT INTO carried_files VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, ?7) ON CONFLICT DO UPDATE SET"
        " tries = CASE WHEN state = ?5 AND size = ?3 AND stamp = ?4 THEN tries + 1 ELSE 1 END,"
        " since = CASE WHEN state = ?5 THEN since ELSE ?7 END,"
        " size = ?3, stamp = ?4, state = ?5, reason = ?6, checked_at = ?7",
        (carrier, entry.name, entry.size, entry.stamp, state, reason, now),
    )


def note_gone(db: sqlite3.Connection, carrier: str, names: Sequence[str], now: int) -> None:
    """Forgets files that are not there any more."""
    _lose(db, carrier, names, GONE, now)
    for name in names:
        db.execute("DELETE FROM carried_files WHERE carrier = ? AND name = ?", (carrier, name))


def note_checked(db: sqlite3.Connection, carrier: str, names: Iterable[str], now: int) -> None:
    """Notes that files were found whole again."""
    sql = "UPDATE carried_files SET checked_at = ? WHERE carrier = ? AND name = ?"
    db.executemany(sql, [(now, carrier, name) for name in names])


def note_pace(db: sqlite3.Connection, carrier: str, now: int, window: int, told: str | None = None) -> None:
    """Notes that something was published now: the pace counts it within `window` (ms). `told` is what footers have told of
    the version vector by now; None where nothing new was."""
    db.execute("INSERT OR IGNORE INTO pace(carrier) VALUES (?)", (carrier,))
    db.execute(
        "UPDATE pace SET told = coalesce(?1, told), published_at = ?2, published = iif(?2 BETWEEN window_at AND window_at + ?4,"
        " published + 1, 1), window_at = iif(?2 BETWEEN window_at AND window_at + ?4, window_at, ?2) WHERE carrier = ?3",
        (told, now, carrier, window),
    )


def read_forked_again(db: sqlite3.Connection) -> None:
    """Has those files read again that hold events of which a second with the same number turned up since: of them it must
    be known which of the two they hold."""
    db.execute(
        "UPDATE carried_files SET state = ? WHERE state = ? AND (carrier, name) IN"
        " (SELECT c.carrier, c.name FROM forks f CROSS JOIN carried c ON c.rid = f.rid AND f.number BETWEEN c.first AND c.last"
        "  WHERE NOT EXISTS (SELECT 1 FROM carried_forks k WHERE k.carrier = c.carrier AND k.name = c.name AND k.rid = f.rid"
        "  AND k.number = f.number))",
        (AGAIN, DONE),
    )


def note_lacking(db: sqlite3.Connection, carrier: str, rids: Iterable[int], now: int) -> None:
    """Notes of which replicas the carrier lacks events, since now where it is new."""
    lacking = set(rids)
    known = {rid for (rid,) in db.execute("SELECT rid FROM lacking WHERE carrier = ? AND since <= ?", (carrier, now))}
    there = {rid for (rid,) in db.execute("SELECT rid FROM lacking WHERE carrier = ?", (carrier,))}
    db.executemany("DELETE FROM lacking WHERE carrier = ? AND rid = ?", [(carrier, rid) for rid in there - (lacking & known)])
    db.executemany("INSERT INTO lacking VALUES (?, ?, ?)", [(carrier, rid, now) for rid in lacking - known])


def _lose(db: sqlite3.Connection, carrier: str, names: Sequence[str], reason: str, now: int) -> None:
    """Forgets what some files held; what no other holds is noted as lost."""
    held: dict[int, list[Range]] = {}
    for name in names:
        sql = "SELECT rid, first, last FROM carried WHERE carrier = ? AND name = ?"
        for rid, first, last in db.execute(sql, (carrier, name)).fetchall():
            held.setdefault(rid, []).append((first, last))
        _forget_events(db, carrier, name)
    for rid, ranges in held.items():
        from store.replica.happened import LOST, note

        left = db.execute("SELECT first, last FROM carried WHERE carrier = ? AND rid = ?", (carrier, rid)).fetchall()
        if lost := without(merged(ranges), left):
            (replica,) = db.execute("SELECT replica FROM replicas WHERE rid = ?", (rid,)).fetchone()
            note(db, now, LOST, replica, sum(last - first + 1 for first, last in lost), reason)


def _forget_events(db: sqlite3.Connection, carrier: str, name: str) -> None:
    db.execute("DELETE FROM carried WHERE carrier = ? AND name = ?", (carrier, name))
    db.execute("DELETE FROM carried_forks WHERE carrier = ? AND name = ?", (carrier, name))
    db.execute("DELETE FROM carried_blank WHERE carrier = ? AND name = ?", (carrier, name))
