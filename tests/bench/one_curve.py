"""The peer of the promise advisor: one curve for all failures, the product-limit estimate over everything known so far, open
ones censored."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Hashable

from warroom.advisor.kinds import FEWEST

_STEP = 20
"""Fixes, or a hundredth of them, after which the curve is made again."""


class OneCurve:
    """Told what happens as `Learning` is. Times are ms."""

    def __init__(self) -> None:
        self._fixed: list[int] = []
        self._left: list[int] = []
        self._open: dict[Hashable, int] = {}
        self._made_at = 0
        self._ages: list[int] = []
        self._gone: list[float] = []
        """Share that is fixed by each of the ages."""

    def opened(self, key: Hashable, at: int) -> None:
        """A failure was opened."""
        self._open[key] = at

    def fixed(self, key: Hashable, at: int) -> None:
        """It was fixed."""
        insort(self._fixed, at - self._open.pop(key))

    def left(self, key: Hashable, at: int) -> None:
        """It ended without a fix that we know of."""
        insort(self._left, at - self._open.pop(key))

    def _make(self, now: int) -> None:
        fixed, censored = self._fixed, sorted((*self._left, *(now - at for at in self._open.values())))
        self._ages, self._gone = [], []
        still, past, share = len(fixed) + len(censored), 0, 1.0
        for place, age in enumerate(fixed):
            while past < len(censored) and censored[past] < age:
                past += 1
            share *= 1 - 1 / (still - place - past)
            self._ages.append(age)
            self._gone.append(1 - share)
        self._made_at = len(fixed)

    def ask(self, age: int, now: int, chances: tuple[float, ...]) -> list[int | None]:
        """How much longer (ms) something of that age takes, with each chance; None where the history does not reach."""
        if len(self._fixed) < FEWEST:
            return [None] * len(chances)
        if len(self._fixed) - self._made_at >= max(_STEP, self._made_at / 100) or not self._ages:
            self._make(now)
        place = bisect_left(self._ages, age)
        gone = self._gone[place - 1] if place else 0.0
        found: list[int | None] = []
        for chance in chances:
            place = bisect_left(self._gone, gone + chance * (1 - gone) - 1e-12)
            found.append(max(0, self._ages[place] - age) if place < len(self._ages) else None)
        return found
