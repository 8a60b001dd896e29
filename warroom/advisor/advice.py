"""What the history says of one failure: quantiles, the chance of a time, and what that rests on."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from bisect import bisect_left, bisect_right
from math import exp, log
from typing import NamedTuple

from warroom.advisor.rhythm import Rhythm


class Basis(NamedTuple):
    """The cases that an answer rests on."""

    sample: int
    """Fixed ones like it that were still open at the age that it has now."""
    censored: int
    """Open ones like it that are as old."""
    scope: tuple[tuple[str, str], ...]
    """The groups that were looked at, (`severity`, `category` or `fixer`, which), the widest first; none: all."""
    widened: tuple[str, ...]
    """Groups that were asked for and are too small to be looked at apart."""


class Advice:
    """A curve from now on: how likely it is that something is fixed by when. Empty when the history is too small.

    `ages` are hours of the rhythm, from the age now; `expected` the cumulative hazard from now until each of them.
    """

    __slots__ = ("_ages", "_expected", "_opened_at", "_rhythm", "basis", "now")

    def __init__(
        self, ages: tuple[float, ...], expected: tuple[float, ...], opened_at: int, now: int, rhythm: Rhythm, basis: Basis
    ) -> None:
        self._ages = ages
        self._expected = expected
        self._opened_at = opened_at
        self._rhythm = rhythm
        self.now = now
        self.basis = basis

    @property
    def age(self) -> int:
        """How old it is now, in ms."""
        return max(0, self.now - self._opened_at)

    @property
    def is_empty(self) -> bool:
        """Whether the history is too small to say anything."""
        return len(self._ages) < 2

    def sure_at(self, chance: float) -> int | None:
        """The first instant (ms) by which it is fixed with that chance (between 0 and 1); None when the history does not
        reach so far."""
        wanted = -log(1 - chance)
        place = bisect_left(self._expected, wanted)
        if not 0 < place < len(self._expected):
            return None
        before, after = self._expected[place - 1], self._expected[place]
        part = (wanted - before) / (after - before)
        age = self._ages[place - 1] + part * (self._ages[place] - self._ages[place - 1])
        return max(self.now, round(self._rhythm.when(self._opened_at, age)))

    def chance(self, at: int) -> float | None:
        """The chance that it is fixed by an instant (ms); 0 for one that is past. Where the history does not reach so far, what
        it is at the end of its reach: it is no less. None when the history says nothing."""
        if self.is_empty:
            return None
        if at <= self.now:
            return 0.0
        age = self._rhythm.age(self._opened_at, at)
        place = min(bisect_right(self._ages, age), len(self._ages) - 1)
        before, after = self._ages[place - 1], self._ages[place]
        part = min(1.0, max(0.0, (age - before) / (after - before)))
        return 1 - exp(-(self._expected[place - 1] + part * (self._expected[place] - self._expected[place - 1])))
