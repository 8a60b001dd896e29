"""How far each replica's events are here: up to which number without a gap, the ranges beyond gaps, and the forks.

Kept up with every insert, so that reading it costs nothing whatever the history (docs/sync.md: version vector).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

Range = tuple[int, int]
"""The first and the last of consecutive numbers."""
New = tuple[int, int, str]
"""(short number of the replica, number, hash) of an event that was just inserted."""


def note_new(db: sqlite3.Connection, new: Iterable[New]) -> None:
    """Takes events that were just inserted into account."""
    by_replica: dict[int, list[tuple[int, str]]] = {}
    for rid, number, hash_ in new:
        by_replica.setdefault(rid, []).append((number, hash_))
    for rid, events in by_replica.items():
        _note(db, rid, sorted(events))


def _note(db: sqlite3.Connection, rid: int, events: list[tuple[int, str]]) -> None:
    reached: int = db.execute("SELECT contiguous FROM replicas WHERE rid = ?", (rid,)).fetchone()[0]
    first, last = events[0][0], events[-1]
    follows = first == reached + 1 and last[0] - first + 1 == len(events) == len({number for number, _ in events})
    if follows and not db.execute("SELECT 1 FROM beyond WHERE rid = ? LIMIT 1", (rid,)).fetchone():
        db.execute("UPDATE replicas SET contiguous = ?, top = ? WHERE rid = ?", (last[0], last[1], rid))
        return
    before = beyond(db, rid)
    runs = list(runs_of(sorted({number for number, _ in events})))
    forked = _forked(reached, before, [number for number, _ in events])
    db.executemany("INSERT OR IGNORE INTO forks VALUES (?, ?)", [(rid, number) for number in forked])
    first_run, *after = merged([(0, reached), *before, *runs])
    db.executemany("DELETE FROM beyond WHERE rid = ? AND first = ?", [(rid, first) for first, _ in set(before) - set(after)])
    db.executemany("INSERT INTO beyond VALUES (?, ?, ?)", [(rid, *run) for run in set(after) - set(before)])
    db.execute(
        "UPDATE replicas SET contiguous = ?1, top = coalesce((SELECT min(hash) FROM events WHERE rid = ?2 AND number = ?1), '')"
        " WHERE rid = ?2",
        (first_run[1], rid),
    )


def _forked(reached: int, ranges: list[Range], numbers: list[int]) -> set[int]:
    """Those of some newly inserted numbers, in ascending order, that were there already or come twice."""
    found = set()
    place = before = 0
    for number in numbers:
        while place < len(ranges) and ranges[place][1] < number:
            place += 1
        if number <= reached or number == before or (place < len(ranges) and ranges[place][0] <= number):
            found.add(number)
        before = number
    return found


def beyond(db: sqlite3.Connection, rid: int) -> list[Range]:
    """The ranges of a replica's numbers that are here beyond its first gap, in their order."""
    return db.execute("SELECT first, last FROM beyond WHERE rid = ? ORDER BY first", (rid,)).fetchall()


def runs_of(numbers: Iterable[int]) -> Iterator[Range]:
    """The ranges in ascending numbers."""
    first = last = -1
    for number in numbers:
        if number != last + 1 or first < 0:
            if first >= 0:
                yield first, last
            first = number
        last = number
    if first >= 0:
        yield first, last


def merged(ranges: Iterable[Range]) -> list[Range]:
    """The union of ranges: in order, apart from each other by a gap."""
    found: list[Range] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            if last > found[-1][1]:
                found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def without(ranges: Iterable[Range], taken: Iterable[Range]) -> list[Range]:
    """What is in `ranges` and not in `taken`."""
    found: list[Range] = []
    away = merged(taken)
    place = 0
    for first, last in merged(ranges):
        while place < len(away) and away[place][1] < first:
            place += 1
        look = place
        while first <= last and look < len(away) and away[look][0] <= last:
            if away[look][0] > first:
                found.append((first, away[look][0] - 1))
            first = away[look][1] + 1
            look += 1
        if first <= last:
            found.append((first, last))
    return found
