"""The fix clock of one break: from when we knew to the fix, in elapsed or in working time, without the waits that pause it.

The contact clock is another one, and nothing pauses it.
"""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from collections.abc import Iterable
from typing import NamedTuple

from store.policy import Policy
from store.state import Break
from store.words import STAGES
from store.worktime import working_between

_FIXED = frozenset(STAGES[STAGES.index("fixed") :])
Stretch = tuple[int, int]
"""From–until, ms."""


class FixClock(NamedTuple):
    """How long a fix took, or has taken so far."""

    elapsed: int
    """What counts, ms."""
    paused: int
    """What was left out for waits, ms of the same kind of time."""
    state: str
    """`runs`, `paused`, `stopped` (it is fixed)."""
    working: bool
    """Whether working time alone counts."""


def fix_clock(brk: Break, policy: Policy, now: int) -> FixClock:
    """The fix clock at `now`, by the policy for the severity that the break has. A break that was reopened counts on from
    there: the time in which it was held to be fixed does not count."""
    working = policy.fix_hours[brk.severity - 1] == "working"
    runs = [(begin, min(end, now)) for begin, end in runs_of(brk, now) if begin < now]
    waits = [
        (wait.since, now if wait.until is None else min(wait.until, now)) for wait in brk.waits if wait.on in policy.fix_pauses
    ]
    left = _without(runs, waits)
    total, counted = (sum(_length(part, policy, working) for part in parts) for parts in (runs, left))
    waits_now = brk.waiting_on in policy.fix_pauses
    state = "stopped" if brk.fixed_at is not None and brk.fixed_at <= now else "paused" if waits_now else "runs"
    return FixClock(counted, total - counted, state, working)


def runs_of(brk: Break, now: int) -> list[Stretch]:
    """The stretches in which the break was not fixed: from when we knew to the first fix, from each reopening to the next."""
    found: list[Stretch] = []
    begin: int | None = brk.known_at
    for change in brk.stages:
        if begin is not None and change.stage in _FIXED:
            found.append((begin, max(begin, change.at)))
            begin = None
        elif begin is None and change.stage == "reopened":
            begin = max(found[-1][1], change.at)
    if brk.fixed_at is None:
        if begin is None:  # two people moved it at once, and the earlier stage holds
            begin, _ = found.pop()
        found.append((begin, max(begin, now)))
    return found


def _without(runs: Iterable[Stretch], waits: Iterable[Stretch]) -> list[Stretch]:
    """The parts of `runs` that lie in none of `waits`. Runs are in order and apart; waits may overlap."""
    found = []
    ordered = sorted(waits)
    for begin, end in runs:
        for since, until in ordered:
            if since >= end:
                break
            if since > begin:
                found.append((begin, since))
            begin = max(begin, until)
        if begin < end:
            found.append((begin, end))
    return found


def _length(part: Stretch, policy: Policy, working: bool) -> int:
    return working_between(*part, policy.hours) if working else part[1] - part[0]
