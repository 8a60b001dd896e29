"""What a figure is, and what it is made of."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from store.measures.model import Measures

KINDS = ("share", "time-share", "time", "longest", "count", "tally", "money")
"""How a figure is summed: hits among all; the time that is right among all time; how long (percentiles, mean); the longest;
how many; how many of each; sums by currency."""

OPEN = "open"
"""Not over yet: it counts in no share and in no time, and is named beside them."""
WITHOUT = "without"
"""Over, and it never came to that: named beside the figure, too."""


class Observation(NamedTuple):
    """One thing that a figure counts, on one break."""

    id: str
    """The break."""
    at: int
    """Its date (ms): it puts it into a period, a month, a week."""
    value: int = 1
    """Of a share: how much of `weight` is right; of a time: milliseconds; of a count: how many."""
    weight: int = 1
    state: str = ""
    """Empty when it counts, else `OPEN` or `WITHOUT`."""
    part: str = ""
    amount: Decimal | None = None
    currency: str = ""
    once: str = ""
    """Of several with one such key only the latest counts: a date that several breaks share, a customer."""
    n: str = ""
    """Which entry of the break."""
    supplier: str = ""


class Around:
    """What a break can't know by itself: the others before it. Of each cause (in one spelling) it holds only the first ones,
    as more would answer nothing."""

    def __init__(self, measures: Iterable[Measures]) -> None:
        self._of_customer: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        """(cause, customer) → failure → when it first hit them; the first two."""
        self._of_cause: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
        """Cause → (when, customer, failure) of the first two customers of each failure, in order."""
        hit: dict[tuple[str, str], set[str]] = defaultdict(set)
        for one in sorted(measures, key=lambda one: (one.opened_at, one.id)):
            if not one.cause:
                continue
            own = self._of_customer[one.cause, one.customer_key]
            if len(own) < 2:
                own.setdefault(one.failure, one.opened_at)
            customers = hit[one.cause, one.failure]
            if len(customers) < 2 and one.customer_key not in customers:
                customers.add(one.customer_key)
                self._of_cause[one.cause].append((one.opened_at, one.customer_key, one.failure))

    def repeats(self, one: Measures) -> bool:
        """Whether an earlier break of another failure had the same cause at the same customer."""
        own = self._of_customer.get((one.cause, one.customer_key), {})
        return any(at < one.opened_at for failure, at in own.items() if failure != one.failure)

    def repeats_elsewhere(self, one: Measures) -> bool:
        """Whether an earlier break of another failure had the same cause at another customer."""
        for at, customer, failure in self._of_cause.get(one.cause, ()):
            if at >= one.opened_at:
                return False
            if customer != one.customer_key and failure != one.failure:
                return True
        return False


Observe = Callable[[Measures, int, Around], Iterator[Observation]]
"""(measures of a break, now in ms, the others) → what the figure counts there."""


class Figure(NamedTuple):
    """One figure with its definition."""

    name: str
    topic: str
    title: str
    kind: str
    definition: str
    dated: str
    """Which date puts a thing into a period."""
    observe: Observe
    practices: tuple[str, ...] = ()

    @property
    def is_share(self) -> bool:
        """Whether it divides what is right by all."""
        return self.kind in ("share", "time-share")
