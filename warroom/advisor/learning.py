"""What the history teaches, kept up as it happens: a life table of the recent past and, on top of it, how much faster or
slower each group is fixed. docs/advisor.md describes the method; the constants were chosen by its backtest."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from bisect import bisect_right, insort
from collections.abc import Hashable, Sequence
from heapq import heappop, heappush, heapreplace
from math import log, prod
from typing import NamedTuple

from warroom.advisor.advice import Advice, Basis
from warroom.advisor.group import Group, lived
from warroom.advisor.kinds import FEWEST, Kind
from warroom.advisor.rhythm import Rhythm, time_of_opening

_FIRST, _GROWTH, _OLDEST = 1 / 30, 1.3, 20_000.0
"""Hours: the first age of the life table; each further one is so many times the one before, at least a minute more."""


def _ages() -> tuple[float, ...]:
    found = [0.0, _FIRST]
    while found[-1] < _OLDEST:
        found.append(max(found[-1] * _GROWTH, found[-1] + 1 / 60))
    return tuple(found)


AGES = _ages()
"""Ages, in hours of the rhythm, between which the life table has one rate each."""
_BANDS = (0.25, 1, 8, 48, 200, 600)
"""Ages between which a group has one rate each, in hours."""
BAND = tuple(bisect_right(_BANDS, age + 1e-9) for age in AGES)
"""The band of each age of the life table."""
_MEMORY = 500
"""Cases of an age after which older ones fade."""
_REACHED = 5
"""Cases that must have reached an age for anything to be said of what comes after it; more where much is open, of which
the few that got so old tell little."""
_COUNT = len(_BANDS) + 1
_HIGHEST = 0.95
"""The largest part that may be fixed between two ages."""


class _Open(NamedTuple):
    """A failure that is open."""

    opened_at: int
    groups: tuple[Group, ...]
    begin: float
    """The age from which on it counts."""


class Learning:
    """Told what happens in the order in which it happens, it answers at any moment out of what was known until then.

    With `since` (ms) nothing counts that happened before: of what was fixed then not all is told.
    """

    def __init__(self, since: int = 0) -> None:
        self._fixed = [0.0] * len(AGES)
        self._reached = [0.0] * len(AGES)
        self._groups: dict[tuple[str, object], Group] = {}
        self._all = Group("all", "", _COUNT)
        self._open: dict[Hashable, _Open] = {}
        self._coming: list[tuple[float, int, Hashable, int]] = []
        self._count = 0
        self._since = since
        self.rhythm = Rhythm()

    # -- what happens ---------------------------------------------------------------------------------------------

    def opened(self, key: Hashable, kind: Kind, at: int) -> None:
        """A failure was opened."""
        groups = self._groups_of(kind, at)
        self._count += 1
        begin = self.rhythm.age(at, self._since) if at < self._since else 0.0
        self._open[key] = _Open(at, groups, begin)
        place = 0
        if begin > 0:
            place = _place(begin) + 1
            self._reached[place - 1] += _part(place - 1, begin, AGES[place])
        heappush(self._coming, (self.rhythm.when(at, AGES[place]), self._count, key, place))
        for group in (self._all, *groups):
            group.open[key] = at

    def fixed(self, key: Hashable, at: int) -> None:
        """It was fixed."""
        self._advance(at)
        case = self._forget(key)
        age = self.rhythm.age(case.opened_at, at)
        place = _place(age)
        lived(case.groups, BAND[place], self._rate(place) * _part(place, case.begin, age), 1.0)
        self._fixed[place] += 1
        for group in (self._all, *case.groups):
            insort(group.ages, age)
        self.rhythm.learn(case.opened_at, at)

    def left(self, key: Hashable, at: int) -> None:
        """It ended without a fix that we know of: what it was until then counts, and nothing more."""
        self._advance(at)
        self._forget(key)

    def _forget(self, key: Hashable) -> _Open:
        """It is open no longer."""
        case = self._open.pop(key)
        for group in (self._all, *case.groups):
            del group.open[key]
        return case

    def _groups_of(self, kind: Kind, opened_at: int) -> tuple[Group, ...]:
        """The groups of a failure, made where they are new."""
        found = []
        for wanted in _groups(kind, opened_at):
            if wanted not in self._groups:
                self._groups[wanted] = Group(*wanted, _COUNT)
            found.append(self._groups[wanted])
        return tuple(found)

    def _advance(self, now: int) -> None:
        """Takes note of everything that grew older, in order."""
        coming, fixed, reached, keep = self._coming, self._fixed, self._reached, 1 - 1 / _MEMORY
        while coming and coming[0][0] <= now:
            _, count, key, place = coming[0]
            case = self._open.get(key)
            if case is None:
                heappop(coming)
                continue
            if place:
                part = 1.0 if case.begin == 0 else _part(place - 1, case.begin, AGES[place])
                lived(case.groups, BAND[place - 1], self._rate(place - 1) * part, 0.0)
            reached[place] = reached[place] * keep + 1
            fixed[place] *= keep
            if place + 1 < len(AGES):
                heapreplace(coming, (self.rhythm.when(case.opened_at, AGES[place + 1]), count, key, place + 1))
            else:
                heappop(coming)

    def _rate(self, place: int) -> float:
        """Fixes to be expected between two ages, for each case: the cumulative hazard."""
        reached = self._reached[place]
        return -log(1 - min(self._fixed[place] / reached, _HIGHEST)) if reached > 0 else 0.0

    # -- what is asked --------------------------------------------------------------------------------------------

    def ask(self, kind: Kind, opened_at: int, now: int, is_known: bool = False) -> Advice:
        """What the history says of a failure that is still open at `now` (ms), which is not before anything that was told.
        `is_known`: it is one of those that were told of, and does not count among those like it."""
        self._advance(now)
        age = self.rhythm.age(opened_at, now)
        groups, small = [], []
        for name, value in _groups(kind, opened_at):
            group = self._groups.get((name, value))
            if group is not None and group.fixed_after(age) >= FEWEST:
                groups.append(group)
            elif name in NAMED:
                small.append(name)
        ages, expected = self._curve(age, groups) if self._all.fixed_after(age) >= FEWEST else ((), ())
        return Advice(ages, expected, opened_at, now, self.rhythm, self._basis(age, opened_at, is_known, groups, small))

    def _curve(self, age: float, groups: Sequence[Group]) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Ages from now on, and the fixes that are to be expected until each; no further than enough cases got."""
        ratios = [prod(each) for each in zip([1.0] * _COUNT, *(group.ratios() for group in groups), strict=True)]
        needed = min(FEWEST, max(_REACHED, len(self._open) // 10))
        ages, expected = [age], [0.0]
        for place in range(_place(age), len(AGES) - 1):
            if self._reached[place] < needed:
                break
            low, high = AGES[place], AGES[place + 1]
            part = (high - ages[-1]) / (high - low)
            ages.append(high)
            expected.append(expected[-1] + self._rate(place) * ratios[BAND[place]] * part)
        return tuple(ages), tuple(expected)

    def _basis(self, age: float, opened_at: int, is_known: bool, groups: Sequence[Group], small: Sequence[str]) -> Basis:
        """What an answer rests on: the smallest of the groups that were looked at."""
        shown = [group for group in groups if group.name in NAMED]
        least = min(shown, key=lambda group: group.fixed_after(age), default=self._all)
        scope = tuple((group.name, str(group.value)) for group in shown)
        return Basis(least.fixed_after(age), least.open_since(opened_at) - is_known, scope, tuple(small))


NAMED = ("severity", "category", "fixer")


def _groups(kind: Kind, opened_at: int) -> tuple[tuple[str, object], ...]:
    """Which groups a failure belongs to, from what says least to what says most; each is compared with what those before
    it lead to expect, so that one about which nothing is asked can be left out."""
    found: list[tuple[str, object]] = [("opening", time_of_opening(opened_at)), ("severity", kind.severity)]
    found += [(name, value.casefold()) for name, value in (("category", kind.category), ("fixer", kind.fixer)) if value]
    return tuple(found)


def _place(age: float) -> int:
    """Between which ages something stands."""
    return min(bisect_right(AGES, age) - 1, len(AGES) - 2)


def _part(place: int, begin: float, end: float) -> float:
    """Which part of the time between two ages lies between two others."""
    low, high = AGES[place], AGES[place + 1]
    return max(0.0, end - max(begin, low)) / (high - low)
