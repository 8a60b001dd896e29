"""Which events a file holds: what the rules about removing anything are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from store.replica.vector import Range, merged, without


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
