"""The one clock (design §3), and the hybrid logical clock that orders events for display.

An instant is a whole number of milliseconds since 1970-01-01 UTC everywhere in the store.
"""

from __future__ import annotations

import time
from typing import Protocol

SECOND = 1_000
MINUTE = 60_000
HOUR = 3_600_000
DAY = 86_400_000

MAX_AHEAD = 5 * MINUTE
"""How far the own hybrid clock may run ahead of local time, whatever others say."""

_COUNTER_BITS = 16


class Clock(Protocol):
    """Anything that knows what time it is."""

    def now(self) -> int:
        """The time now, in milliseconds since 1970 UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> int:
        """The machine's time in milliseconds since 1970 UTC."""
        return time.time_ns() // 1_000_000


class ManualClock:
    """A clock that stands still until it is moved: for tests and for pictures."""

    def __init__(self, at: int) -> None:
        self.at = at

    def now(self) -> int:
        """The instant that it was set to."""
        return self.at

    def advance(self, milliseconds: int) -> None:
        """Moves the clock (backwards, too)."""
        self.at += milliseconds


def hlc_tick(last: int, now: int) -> int:
    """The hybrid clock's next value after `last` at local time `now`: later than both, unless `last` ran too far ahead."""
    return max(last + 1, now << _COUNTER_BITS) if last <= hlc_limit(now) else now << _COUNTER_BITS


def hlc_limit(now: int) -> int:
    """The value that the own hybrid clock does not pass at local time `now`: what is beyond is of a clock that was off."""
    return (now + MAX_AHEAD) << _COUNTER_BITS


def hlc_merge(own: int, foreign: int, now: int) -> int:
    """The own hybrid clock after seeing `foreign`: it follows, but never further than five minutes ahead of `now`."""
    return max(own, min(foreign, hlc_limit(now)))


def hlc_instant(hlc: int) -> int:
    """The wall-clock part of a hybrid clock value, in milliseconds since 1970 UTC."""
    return hlc >> _COUNTER_BITS
