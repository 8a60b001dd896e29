"""The cases that a figure rests on, worst first."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from decimal import Decimal
from typing import NamedTuple

from store.money import Money
from store.spans import length
from warroom.statistics.figure import OPEN, WITHOUT, Figure, Observation
from warroom.statistics.summing import Seen, counted
from warroom.statistics.wording import signed


class RestsOn(NamedTuple):
    """One case."""

    id: str
    customer: str
    severity: int
    at: int
    entry: str
    """The number of the entry that counts, empty when it is the break itself."""
    says: str
    """What it adds to the figure, in words."""
    state: str
    value: int
    weight: int
    part: str
    amount: Money | None


def cases_of(seen: Seen, most: int | None = None) -> tuple[RestsOn, ...]:
    """What a figure rests on: what still runs first, then the misses, the longest or the largest, as they are shown; of equals
    the latest first. `most` cuts the list."""
    of_break = {one.id: one for _, one in seen.observations}
    rank = {OPEN: 0, "": 1, WITHOUT: 2}

    def order(one: Observation) -> tuple[int, str, Decimal, int, str, str]:
        size: int | Decimal = one.value - one.weight if seen.figure.is_share else -one.value
        if one.amount is not None:
            size = -one.amount
        return rank[one.state], one.currency, Decimal(size), -one.at, one.id, one.n

    found = sorted(counted(seen.observations), key=order)
    return tuple(
        RestsOn(
            one.id,
            of_break[one.id].customer,
            of_break[one.id].severity,
            one.at,
            one.n,
            _says(seen.figure, one),
            one.state,
            one.value,
            one.weight,
            one.part,
            None if one.amount is None else Money(one.amount, one.currency),
        )
        for one in (found if most is None else found[:most])
    )


def _says(figure: Figure, one: Observation) -> str:
    if one.amount is not None:
        return f"{one.part} {Money(one.amount, one.currency)}"
    if figure.kind == "time":
        how = signed(one.value) if figure.name == "promise-delay" else length(one.value)
        return "closed without" if one.state == WITHOUT else f"{how} so far" if one.state == OPEN else how
    if figure.kind == "longest":
        return length(one.value)
    if figure.is_share:
        if one.state == OPEN:
            return "still open"
        return (
            f"{length(one.weight - one.value)} over"
            if figure.kind == "time-share" and one.value < one.weight
            else "yes"
            if one.value
            else "no"
        )
    return one.part or f"{one.value:,}"
