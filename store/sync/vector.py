"""Version vectors: how far a replica has come with each replica's events. What travels in footers and heads.

JSON: replica → [number, hash there, [first, last] of each range beyond a gap].
"""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

import re
import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

from store.ids import digest
from store.replica.vector import Range, merged, without

MOST_REPLICAS = 5_000
MOST_RANGES = 200
"""Most ranges beyond gaps that are told of one replica: who tells less than it has is only sent too much."""
_REPLICA = r"[0-9a-f]{12}"
_HASH = r"(?:[0-9a-f]{32})?"
_HIGHEST = 1 << 53


class Reach(NamedTuple):
    """How far somebody has come with one replica's events."""

    number: int
    """All of them up to this one."""
    hash: str
    """Hash of the event there; of a forked replica the hash over all of its events that share a number. Empty at 0."""
    beyond: tuple[Range, ...] = ()
    """What is there beyond the first gap."""

    @property
    def ranges(self) -> list[Range]:
        """Every number that is there."""
        return [(1, self.number), *self.beyond] if self.number else list(self.beyond)

    def covers(self, number: int) -> bool:
        """Whether an event of that number is there."""
        return number <= self.number or any(first <= number <= last for first, last in self.beyond)


Vector = Mapping[str, Reach]
"""replica → how far."""
JsonVector = dict[str, list[int | str | list[int]]]


def vector_of(db: sqlite3.Connection) -> dict[str, Reach]:
    """The version vector of a local replica; costs a row for each replica and for each gap, whatever the history."""
    beyond: dict[int, list[Range]] = {}
    for rid, first, last in db.execute("SELECT rid, first, last FROM beyond ORDER BY rid, first"):
        beyond.setdefault(rid, []).append((first, last))
    found = {}
    for rid, replica, number, top in db.execute("SELECT rid, replica, contiguous, top FROM replicas").fetchall():
        if number or rid in beyond:
            found[replica] = Reach(number, top, tuple(beyond.get(rid, ())))
    for rid, replica in db.execute("SELECT DISTINCT rid, replica FROM forks JOIN replicas USING (rid)").fetchall():
        shared = db.execute(
            "SELECT hash FROM forks CROSS JOIN events USING (rid, number) WHERE rid = ?1 ORDER BY number, hash",
            (rid,),
        )
        found[replica] = found[replica]._replace(hash=digest([hash_ for (hash_,) in shared]))
    return found


def to_json(vector: Vector) -> JsonVector:
    """The form that travels."""
    return {
        replica: [reach.number, reach.hash, *(list(run) for run in reach.beyond[:MOST_RANGES])] for replica, reach in vector.items()
    }


def from_json(value: object) -> dict[str, Reach]:
    """A vector that came from outside. Raises ValueError with the reason."""
    if not isinstance(value, dict) or len(value) > MOST_REPLICAS:
        raise ValueError("the version vector is none, or too long")
    return {_replica(replica): _reach(reach) for replica, reach in value.items()}


def _replica(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(_REPLICA, value, re.ASCII):
        raise ValueError("the version vector names no replica")
    return value


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value < _HIGHEST:
        raise ValueError("the version vector holds no number")
    return value


def _reach(value: object) -> Reach:
    if not isinstance(value, list) or not 2 <= len(value) <= MOST_RANGES + 2:
        raise ValueError("the version vector has no number and hash")
    number, hash_, *beyond = value
    if not isinstance(hash_, str) or not re.fullmatch(_HASH, hash_, re.ASCII):
        raise ValueError("the version vector holds no hash")
    ranges = []
    last = _number(number)
    for run in beyond:
        if not isinstance(run, list) or len(run) != 2 or not last + 1 < _number(run[0]) <= _number(run[1]):
            raise ValueError("the version vector holds no ranges in order")
        ranges.append((run[0], run[1]))
        last = run[1]
    return Reach(number, hash_, tuple(ranges))


def missing(mine: Vector, theirs: Vector) -> dict[str, list[Range]]:
    """What is there and not here: replica → ranges. What lies on a fork is not told apart."""
    found = {}
    for replica, reach in theirs.items():
        ranges = without(reach.ranges, mine[replica].ranges if replica in mine else [])
        if ranges:
            found[replica] = ranges
    return found


def forked(mine: Vector, theirs: Vector) -> set[str]:
    """The replicas of which both have come equally far, to different events."""
    return {
        replica
        for replica, reach in theirs.items()
        if replica in mine and reach.number == mine[replica].number and reach.hash != mine[replica].hash
    }


def joined(one: Vector, other: Vector) -> dict[str, Reach]:
    """What somebody has who once told `one` and then `other`, in either order."""
    found = dict(one)
    for replica, reach in other.items():
        known = found.get(replica)
        if known is None or known == reach:
            found[replica] = reach
            continue
        longer = reach if reach.number >= known.number else known
        first, *rest = merged([(0, longer.number), *known.ranges, *reach.ranges])
        found[replica] = Reach(first[1], longer.hash if first[1] == longer.number else "", tuple(rest))
    return found
