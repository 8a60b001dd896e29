"""One group of failures: how much faster or slower it is fixed than what is known without it says."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence

PRIOR = 12.0
"""Fixes that the assumption `as fast as all others` is worth."""
MEMORY = 300.0
"""Fixes, of one band of ages, beyond which older ones fade."""


class Group:
    """Everything of one severity, one category, one fixer or one time of opening; or everything."""

    __slots__ = ("ages", "expected", "fixes", "name", "open", "value")

    def __init__(self, name: str, value: object, bands: int) -> None:
        self.name = name
        """What it is a group by."""
        self.value = value
        self.fixes = [0.0] * bands
        """Fixes in each band of ages."""
        self.expected = [0.0] * bands
        """Fixes that were to be expected there without looking at this group."""
        self.ages: list[float] = []
        """Ages at which its failures were fixed (hours of the rhythm), in order."""
        self.open: dict[Hashable, int] = {}
        """When those that are open were opened (ms)."""

    def ratios(self) -> list[float]:
        """How many times as fast as expected it is fixed, for each band."""
        return [(fixes + PRIOR) / (expected + PRIOR) for fixes, expected in zip(self.fixes, self.expected, strict=True)]

    def fixed_after(self, age: float) -> int:
        """How many of it were still open at an age, and were fixed later."""
        return len(self.ages) - bisect_right(self.ages, age)

    def open_since(self, latest: int) -> int:
        """How many of it are open that were opened at `latest` (ms) or before."""
        return sum(1 for opened_at in self.open.values() if opened_at <= latest)


def lived(groups: Sequence[Group], band: int, expected: float, fixes: float) -> None:
    """A failure of all these groups lived through a while in which so many fixes were to be expected of any, and so many
    (one or none) came. Each group is told what those before it lead to expect."""
    for group in groups:
        fixed = group.fixes[band] + fixes
        due = group.expected[band] + expected
        expected *= (fixed + PRIOR) / (due + PRIOR)
        if due > MEMORY:
            fixed, due = fixed * MEMORY / due, MEMORY
        group.fixes[band], group.expected[band] = fixed, due
