"""Which events a file holds: what the rules about removing anything are made of."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from store.replica.vector import Range, merged, without
from store.sync.ledger import DONE


class Held(NamedTuple):
    """Which events a file holds, or several together."""

    ranges: dict[int, list[Range]]
    """By the short number of their replica."""
    forks: frozenset[tuple[int, int, str]]
    """(replica, number, hash) of those whose number is used twice."""
    is_clear: bool = True
    """Whether it is known which it holds of every number that is used twice."""

    def covers(self, other: Held) -> bool:
        """Whether every event of the other is here."""
        there = all(not without(ranges, self.ranges.get(rid, ())) for rid, ranges in other.ranges.items())
        return there and other.is_clear and other.forks <= self.forks


def united(several: Iterable[Held]) -> Held:
    """What several files hold together."""
    ranges: dict[int, list[Range]] = {}
    forks: set[tuple[int, int, str]] = set()
    for held in several:
        for rid, runs in held.ranges.items():
            ranges.setdefault(rid, []).extend(runs)
        forks |= held.forks
    return Held({rid: merged(runs) for rid, runs in ranges.items()}, frozenset(forks))


def held_by_files(db: sqlite3.Connection, carrier: str) -> dict[str, Held]:
    """What every file of a carrier holds that was read and is whole."""
    ranges: dict[str, dict[int, list[Range]]] = {}
    for name, rid, first, last in db.execute(
        "SELECT name, rid, first, last FROM carried WHERE carrier = ? ORDER BY rid, first", (carrier,)
    ):
        ranges.setdefault(name, {}).setdefault(rid, []).append((first, last))
    forks: dict[str, set[tuple[int, int, str]]] = {}
    for name, rid, number, hash_ in db.execute("SELECT name, rid, number, hash FROM carried_forks WHERE carrier = ?", (carrier,)):
        forks.setdefault(name, set()).add((rid, number, hash_))
    shared: dict[int, list[int]] = {}
    for rid, number in db.execute("SELECT rid, number FROM forks"):
        shared.setdefault(rid, []).append(number)
    sql = "SELECT name FROM carried_files WHERE carrier = ? AND state = ?"
    found = {}
    for (name,) in db.execute(sql, (carrier, DONE)):
        runs, known = ranges.get(name, {}), frozenset(forks.get(name, ()))
        told = {(rid, number) for rid, number, _ in known}
        clear = all(
            (rid, number) in told
            for rid in runs.keys() & shared.keys()
            for number in shared[rid]
            if any(first <= number <= last for first, last in runs[rid])
        )
        found[name] = Held(runs, known, clear)
    return found
