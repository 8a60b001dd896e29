"""Summing: from measures to figures, for a period and by a grouping. The order of the breaks makes no difference."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from store.clock import MINUTE
from store.errors import BadInput
from store.measures.model import Measures
from store.text import name_key
from store.zones import Zone, wall
from warroom.statistics.figure import OPEN, WITHOUT, Around, Figure, Observation

FEWEST = 5
"""A share or a percentile of fewer is not shown as one: the counts stand in its place."""
QUARTER = 15 * MINUTE
"""All clocks of the world stand apart by whole quarters of an hour."""
QUANTILES = (("p50", 50), ("p80", 80), ("p90", 90))


class Part(NamedTuple):
    """One part of a tally or of a sum of money."""

    name: str
    n: int
    amount: Decimal | None = None
    currency: str = ""


class Summed(NamedTuple):
    """A figure, summed. Lengths are milliseconds."""

    n: int = 0
    """How many things it rests on."""
    breaks: int = 0
    """On how many breaks."""
    open: int = 0
    without: int = 0
    hits: int = 0
    """Of a share: how much of `weight`."""
    weight: int = 0
    total: int = 0
    """Of a count: how many."""
    quantiles: tuple[int | None, ...] = (None, None, None)
    """As `QUANTILES`, by nearest rank: the smallest value that so many of a hundred do not exceed."""
    mean: int | None = None
    longest: int | None = None
    parts: tuple[Part, ...] = ()

    @property
    def share(self) -> float | None:
        """The share, 0 to 1; None without anything to divide by."""
        return self.hits / self.weight if self.weight else None


class Seen(NamedTuple):
    """One figure's observations, with the break of each."""

    figure: Figure
    observations: tuple[tuple[Observation, Measures], ...]


def observed(figures: Iterable[Figure], measures: Sequence[Measures], now: int) -> tuple[Seen, ...]:
    """What each figure counts, up to `now` (ms), in the order of the breaks' ids."""
    names: dict[str, str] = {}
    for one in measures:
        names[one.customer_key] = min(one.customer, names.get(one.customer_key, one.customer))
    causes, categories = spellings(one.cause for one in measures), spellings(one.category for one in measures)
    in_order = [
        one._replace(customer=names[one.customer_key], cause=causes[one.cause], category=categories[one.category])
        for one in sorted(measures, key=lambda one: one.id)
    ]
    around = Around(in_order)
    return tuple(
        Seen(figure, tuple((seen, one) for one in in_order for seen in figure.observe(one, now, around))) for figure in figures
    )


def spellings(texts: Iterable[str]) -> dict[str, str]:
    """Each text → the spelling used most among those that `name_key` takes for the same, as the board does."""
    counts = Counter(texts)
    chosen: dict[str, str] = {"": ""}
    for text in sorted(counts, key=lambda text: (-counts[text], text)):
        chosen.setdefault(name_key(text), text)
    return {text: chosen[name_key(text)] for text in counts}


def within(seen: Seen, since: int | None, until: int | None) -> Seen:
    """Those whose date lies in a period: from `since` on, before `until` (ms)."""
    if since is None and until is None:
        return seen
    low, high = since or 0, until if until is not None else 1 << 62
    return Seen(seen.figure, tuple(pair for pair in seen.observations if low <= pair[0].at < high))


def counted(pairs: Iterable[tuple[Observation, Measures]]) -> list[Observation]:
    """The observations, of those with one `once` only the latest."""
    found: list[Observation] = []
    latest: dict[str, Observation] = {}
    for observation, _ in pairs:
        if not observation.once:
            found.append(observation)
        elif (known := latest.get(observation.once)) is None or (known.at, known.id) < (observation.at, observation.id):
            latest[observation.once] = observation
    return [*found, *latest.values()]


def summed(figure: Figure, pairs: Iterable[tuple[Observation, Measures]]) -> Summed:
    """A figure over some observations."""
    everything = counted(pairs)
    done = [one for one in everything if not one.state]
    values = [one.value for one in done]
    made = Summed(
        n=len(done),
        breaks=len({one.id for one in everything}),
        open=sum(one.state == OPEN for one in everything) if len(done) < len(everything) else 0,
        without=sum(one.state == WITHOUT for one in everything) if len(done) < len(everything) else 0,
    )
    if figure.is_share:
        return made._replace(hits=sum(values), weight=sum(one.weight for one in done))
    if figure.kind in ("time", "longest"):
        values.sort()
        return made._replace(
            quantiles=tuple(nearest_rank(values, percent) for _, percent in QUANTILES),
            mean=_mean(values),
            longest=values[-1] if values else None,
        )
    if figure.kind == "count":
        return made._replace(total=sum(values))
    return made._replace(total=sum(values), parts=_parts(done))


def nearest_rank(values: Sequence[int], percent: int) -> int | None:
    """The smallest of some values, in their order, that `percent` in a hundred of them do not exceed; None of none."""
    return values[max(0, -(-len(values) * percent // 100) - 1)] if values else None


def _mean(values: Sequence[int]) -> int | None:
    """The mean, to the nearest millisecond (half a one up)."""
    return (2 * sum(values) + len(values)) // (2 * len(values)) if values else None


def _parts(done: Iterable[Observation]) -> tuple[Part, ...]:
    """The parts, the largest currency by currency last named first: money in the order of names, a tally by how many."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for one in done:
        key = (one.part, one.currency)
        counts[key] += 1 if one.amount is not None else one.value
        if one.amount is not None:
            sums[key] += one.amount
    order = sorted(counts, key=lambda key: key if sums else (-counts[key], key))
    return tuple(Part(name, counts[name, currency], sums.get((name, currency)), currency) for name, currency in order)


# -- groups -----------------------------------------------------------------------------------------------------------

Groups = Callable[[Observation, Measures], tuple[str, ...]]
NOBODY = "not said"


def _suppliers(seen: Observation, one: Measures) -> tuple[str, ...]:
    if seen.supplier:
        return (seen.supplier,)
    found = tuple(dict.fromkeys(deadline.who for deadline in one.deadlines if deadline.of == "supplier" and deadline.who))
    return found or ("no supplier",)


GROUPINGS: dict[str, Groups] = {
    "severity": lambda seen, one: (str(one.severity),),
    "customer": lambda seen, one: (one.customer,),
    "category": lambda seen, one: (one.category or NOBODY,),
    "cause": lambda seen, one: (one.cause or NOBODY,),
    "supplier": _suppliers,
    "owner": lambda seen, one: (one.owner or "nobody",),
    "found": lambda seen, one: (one.found_by,),
}
"""What figures can be grouped by, besides the periods of time."""
TIMES = ("day", "week", "month")


def groups_by(by: str, zone: Zone, with_owner: bool) -> Groups:
    """The groups that a thing belongs to. Raises BadInput for an unknown word, and for owners where the team did not turn
    their statistics on."""
    if by == "owner" and not with_owner:
        raise BadInput(
            "by",
            "statistics by owner are off: they breed empty contacts",
            "the team turns them on with `warroom policy owner_statistics=on`",
        )
    if by in TIMES:
        return lambda seen, one: (bucket(seen.at, by, zone),)
    if by not in GROUPINGS:
        raise BadInput("by", f"“{by[:40]}” is nothing to group by", f"write one of {', '.join((*GROUPINGS, *TIMES))}")
    return GROUPINGS[by]


def bucket(at: int, by: str, zone: Zone) -> str:
    """The day, week or month of an instant in a zone: `2026-11-22`, `2026-W47`, `2026-11`."""
    return _bucket(at // QUARTER, by, zone)


@lru_cache(16_384)
def _bucket(quarter: int, by: str, zone: Zone) -> str:
    local = wall(quarter * QUARTER, zone)
    if by == "week":
        year, week, _ = local.isocalendar()
        return f"{year}-W{week:02d}"
    return f"{local:%Y-%m-%d}" if by == "day" else f"{local:%Y-%m}"


def grouped(seen: Seen, groups: Groups, in_time: bool = False) -> dict[str, Summed]:
    """A figure for each group: times in their order, others the largest first."""
    pairs: dict[str, list[tuple[Observation, Measures]]] = defaultdict(list)
    for observation, one in seen.observations:
        for group in groups(observation, one):
            pairs[group].append((observation, one))
    found = {group: summed(seen.figure, some) for group, some in pairs.items()}
    by_name = in_time or all(len(group) == 1 for group in found)
    return dict(sorted(found.items(), key=lambda pair: pair[0] if by_name else (-pair[1].n, pair[0])))
