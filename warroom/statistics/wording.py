"""Figures in words."""

from __future__ import annotations

from store.money import Money
from store.spans import length
from warroom.statistics.figure import Figure
from warroom.statistics.summing import FEWEST, Summed

NONE = "–"
MOST_PARTS = 6
SHORT_PARTS = 2


def value_text(figure: Figure, made: Summed) -> str:
    """The figure itself: `83 %`, `half within 2 h, 80 % within 9 h`, `3 d 4 h`, `kept 4 · lost 1`. A share or a percentile
    of few is not given as one."""
    if figure.is_share:
        if not made.weight:
            return NONE
        few = made.n < FEWEST
        return _of(figure, made) if few else f"{percent(made.hits, made.weight)} %"
    if figure.kind == "time":
        return _time(made)
    if figure.kind == "longest":
        return NONE if made.longest is None else length(made.longest)
    if figure.kind == "count":
        return f"{made.total:,}"
    if not made.parts:
        return NONE
    parts = [
        f"{part.name} {Money(part.amount, part.currency)}" if part.amount is not None else f"{part.name} {part.n:,}"
        for part in made.parts
    ]
    more = len(parts) - MOST_PARTS
    return " · ".join(parts[:MOST_PARTS]) + (f" · and {more:,} more" if more > 0 else "")


def percent(hits: int, weight: int) -> str:
    """A share in whole percent, never rounded to all or nothing: `99.9`, not `100`, where one is missing."""
    whole = (200 * hits + weight) // (2 * weight)
    if whole == 100 and hits < weight:
        return "99.9" if 1000 * (weight - hits) >= weight else ">99.9"
    if whole == 0 and hits > 0:
        return "0.1" if 1000 * hits >= weight else "<0.1"
    return str(whole)


def signed(milliseconds: int) -> str:
    """A length that may lie on either side: `12 m early`, `3 h late`."""
    if not milliseconds:
        return "on time"
    return f"{length(milliseconds)} {'late' if milliseconds > 0 else 'early'}"


def _time(made: Summed) -> str:
    if made.mean is None or made.longest is None:
        return NONE
    said = signed if any(at is not None and at < 0 for at in (*made.quantiles, made.mean)) else length
    if made.n < FEWEST:
        return f"mean {said(made.mean)}, longest {said(made.longest)}"
    p50, p80, _ = made.quantiles
    return f"p50 {said(p50 or 0)} · p80 {said(p80 or 0)} · mean {said(made.mean)}"


def _of(figure: Figure, made: Summed) -> str:
    if figure.kind == "time-share":
        return f"{length(made.hits)} of {length(made.weight)}"
    return f"{made.hits:,} of {made.weight:,}"


def basis_text(figure: Figure, made: Summed) -> str:
    """What it rests on: `412 of 496, 12 open`, `n 33, 2 open, 1 closed without`."""
    if figure.is_share and made.n >= FEWEST:
        parts = [_of(figure, made) if figure.kind == "share" else f"{_of(figure, made)}, n {made.n:,}"]
    elif figure.kind == "money":
        parts = [f"{made.n:,} line{'s' if made.n != 1 else ''}"]
    else:
        parts = [f"n {made.n:,}"]
    parts += [f"{made.open:,} open"] if made.open else []
    parts += [f"{made.without:,} closed without"] if made.without else []
    return ", ".join(parts)


def short_text(figure: Figure, made: Summed) -> str:
    """As `value_text`, for a narrow place: the first parts, and of times two percentiles."""
    if figure.kind == "time" and made.n >= FEWEST:
        return value_text(figure, made).rpartition(" · ")[0]
    if figure.kind == "time" and made.n:
        return value_text(figure, made).partition(", ")[0]
    if len(made.parts) > SHORT_PARTS:
        return f"{value_text(figure, made._replace(parts=made.parts[:SHORT_PARTS]))} · +{len(made.parts) - SHORT_PARTS}"
    return value_text(figure, made)
