"""The rhythm in which a team fixes: by the hour of the week, learned from its own fixes. Ages are measured in it, so that a
night or a weekend in which nobody works counts for the little that it is worth."""

from __future__ import annotations

from bisect import bisect_right

from store.clock import HOUR

WEEK = 168
"""Hours of a week."""
_MONDAY = 4 * 24 * HOUR
"""ms from the epoch, a Thursday, to the first Monday."""
YOUNG = 1.0
"""Hours after the opening that count in full at any time: who opens it is there."""
SETTLED = 4.0
"""Hours after which a fix tells of the rhythm; earlier ones follow when things are opened."""
_USUAL = 5.0
"""Fixes that the assumption about an hour of a kind of day is worth: workdays are alike, and weekends."""
_EACH = 20.0
"""Fixes that the hour of its kind of day is worth for each hour of the week."""
_WEEKEND = 0.5
"""What an hour of a weekend is taken to be worth, of one of a workday, until it is known."""
_REFIT = 50
"""Fixes after which the rhythm is worked out again."""
_MOST = 4000.0
"""Fixes beyond which older ones fade."""
_LEAST = 0.03
"""What the deadest hour is worth, of an average one."""


class Rhythm:
    """How much an hour of the week is worth for a fix; on average 1. Times are ms since 1970 UTC, ages hours."""

    def __init__(self) -> None:
        self._fixes = [0.0] * WEEK
        self._fresh = 0
        self._worth: list[float] = []
        self._sums: list[float] = []
        self._refit()

    def learn(self, opened_at: int, fixed_at: int) -> None:
        """A fix was made."""
        if fixed_at - opened_at < SETTLED * HOUR:
            return
        self._fixes[(fixed_at - _MONDAY) // HOUR % WEEK] += 1
        self._fresh += 1
        if self._fresh >= _REFIT:
            self._fresh = 0
            self._refit()

    def _refit(self) -> None:
        """Each hour of the week leans on the same hour of its kind of day (workday, weekend), and that on what is
        taken for granted."""
        fixes = self._fixes
        total = sum(fixes)
        if total > _MOST:
            fixes[:] = [count * _MOST / total for count in fixes]
            total = _MOST
        mean = total / WEEK
        worth = []
        workday = 7 / (5 + 2 * _WEEKEND)
        for first, days, assumed in ((0, 5, workday), (5, 2, workday * _WEEKEND)):
            usual = [
                (sum(fixes[day * 24 + hour] for day in range(first, first + days)) + _USUAL * assumed) / (days * mean + _USUAL)
                for hour in range(24)
            ]
            worth += [
                _LEAST + (fixes[day * 24 + hour] + _EACH * usual[hour]) / (mean + _EACH)
                for day in range(first, first + days)
                for hour in range(24)
            ]
        scale = WEEK / sum(worth)
        self._worth = [value * scale for value in worth]
        self._sums = [0.0]
        for value in self._worth:
            self._sums.append(self._sums[-1] + value)

    def _until(self, at: float) -> float:
        """Worth of all hours until an instant."""
        weeks, hours = divmod((at - _MONDAY) / HOUR, WEEK)
        hour = min(int(hours), WEEK - 1)
        return weeks * self._sums[-1] + self._sums[hour] + (hours - hour) * self._worth[hour]

    def age(self, opened_at: int, at: int) -> float:
        """How old something is at an instant, in hours of the rhythm."""
        hours = (at - opened_at) / HOUR
        if hours <= YOUNG:
            return max(0.0, hours)
        return YOUNG + self._until(at) - self._until(opened_at + YOUNG * HOUR)

    def when(self, opened_at: int, age: float) -> float:
        """The instant (ms) at which something reaches an age."""
        if age <= YOUNG:
            return opened_at + age * HOUR
        worth = self._until(opened_at + YOUNG * HOUR) + age - YOUNG
        weeks, rest = divmod(worth, self._sums[-1])
        hour = min(bisect_right(self._sums, rest) - 1, WEEK - 1)
        return _MONDAY + HOUR * (weeks * WEEK + hour + (rest - self._sums[hour]) / self._worth[hour])


def time_of_opening(at: int) -> str:
    """When in the week something was opened, roughly: two hours of a workday or of a weekend."""
    hours = (at - _MONDAY) // HOUR % WEEK
    return f"{'weekend' if hours >= 120 else 'workday'} {hours % 24 // 2 * 2}"
