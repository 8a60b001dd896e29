"""What is asked for: a period and a grouping, and the figures that answer it."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from store.measures.model import Measures
from store.zones import Zone
from warroom.statistics.figure import Figure
from warroom.statistics.summing import TIMES, Seen, Summed, grouped, groups_by, observed, summed, within


class Asked(NamedTuple):
    """A period (ms; None: no border) and what to group by (empty: nothing)."""

    since: int | None = None
    until: int | None = None
    by: str = ""


class Answer(NamedTuple):
    """One figure: over all, by group, and what it rests on."""

    seen: Seen
    made: Summed
    groups: dict[str, Summed]

    @property
    def figure(self) -> Figure:
        """The figure."""
        return self.seen.figure


def answers(seen: Iterable[Seen], asked: Asked, zone: Zone, with_owner: bool) -> tuple[Answer, ...]:
    """The figures that answer what is asked; months and weeks are those of `zone`. Raises BadInput."""
    groups = groups_by(asked.by, zone, with_owner) if asked.by else None
    found = []
    for one in seen:
        some = within(one, asked.since, asked.until)
        by_group = grouped(some, groups, asked.by in TIMES) if groups is not None else {}
        found.append(Answer(some, summed(some.figure, some.observations), by_group))
    return tuple(found)


def asked_of(
    figures: Sequence[Figure], measures: Sequence[Measures], now: int, asked: Asked, zone: Zone, with_owner: bool
) -> tuple[Answer, ...]:
    """As `answers`, out of measures."""
    if asked.by:
        groups_by(asked.by, zone, with_owner)
    return answers(observed(figures, measures, now), asked, zone, with_owner)
