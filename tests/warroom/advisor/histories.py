"""Made-up histories whose law is known."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

from store.actions.opening import open_breaks
from store.actions.stages import set_stage
from store.clock import HOUR, MINUTE
from store.replica import Replica
from store.replica.transaction import Transaction
from warroom.advisor.history import learned
from warroom.advisor.kinds import Case, Kind
from warroom.advisor.learning import Learning

BEGIN = 1_790_000_000_000
DAY = 24 * HOUR

Law = Callable[[Random, int], tuple[Kind, float]]
"""(random, number of the case) → what it is and how many hours its fix takes."""


def history(law: Law, count: int, seed: int, each: float = 0.5, closed: float = 0.0) -> list[Case]:
    """So many cases, one every `each` hours on average. A part `closed` of them ends in another way, without a fix."""
    random, at, found = Random(seed), BEGIN, []
    for number in range(count):
        at += round(random.expovariate(1 / each) * HOUR)
        kind, hours = law(random, number)
        fixed_at = at + max(MINUTE, round(hours * HOUR))
        left_at = at + round(random.expovariate(1 / 20) * HOUR) if random.random() < closed else None
        if left_at is not None and left_at < fixed_at:
            found.append(Case(kind, at, None, left_at))
        else:
            found.append(Case(kind, at, fixed_at))
    return found


def taught(cases: list[Case], now: int | None = None) -> tuple[Learning, int]:
    """What they teach at `now`, else in the moment in which the last was opened; and that moment."""
    now = cases[-1].opened_at if now is None else now
    return learned(dict(enumerate(cases)), now), now


def fixed_before(replica: Replica, now: int, count: int, minutes: int = 100, **details: Any) -> None:
    """Puts so many fixed breaks into a record, one each 3 hours until `now` (ms), which took 1 to so many
    minutes, each as often."""
    for number in range(count):
        opened_at = now - (count - number + 1) * 3 * HOUR
        took = (1 + number * 37 % minutes) * MINUTE
        made = replica.act(partial(_open, number, details), "ben", opened_at)
        replica.act(partial(_fix, made), "ben", opened_at + took)


def _open(number: int, details: dict[str, Any], tx: Transaction) -> str:
    return open_breaks(tx, [f"Customer {number}"], "it broke", **details).ids[0]


def _fix(id_: str, tx: Transaction) -> None:
    set_stage(tx, id_, "fixed")


def memoryless(mean: float) -> Law:
    """Every hour of waiting is as good as the one before."""
    return lambda random, number: (Kind(3), random.expovariate(1 / mean))
