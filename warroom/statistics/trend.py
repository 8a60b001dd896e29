"""How a figure went, by days, weeks or months, and a small plot of it in characters."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from collections.abc import Sequence
from typing import NamedTuple

from store.clock import DAY
from store.spans import length
from store.zones import Zone
from warroom.statistics.figure import Figure
from warroom.statistics.summing import FEWEST, Seen, Summed, bucket, grouped

_STEPS = {"day": DAY // 2, "week": 7 * DAY, "month": 28 * DAY}
"""Never longer than one of them, so that none is stepped over."""
MOST_POINTS = 120


_PERCENT = (10.0, 20.0, 50.0, 100.0)
"""Upper edges of the plot of a share."""
_BLANK = "\u2800"


class Point(NamedTuple):
    """One day, week or month."""

    label: str
    value: float | None
    """In the figure's unit: percent, milliseconds, how many; None where there is too little to tell."""
    n: int


class Trend(NamedTuple):
    """A figure over time."""

    by: str
    points: tuple[Point, ...]


def step_for(since: int, until: int) -> str:
    """Days for up to three weeks, weeks for up to half a year, else months."""
    span = until - since
    return "day" if span <= 21 * DAY else "week" if span <= 190 * DAY else "month"


def trend_of(seen: Seen, since: int | None, until: int, zone: Zone) -> Trend:
    """How a figure went from `since` (None: the first thing that it counts) to `until` (ms), without holes."""
    dates = [one.at for one, _ in seen.observations if one.at < until]
    if not dates:
        return Trend("month", ())
    begin = min(dates) if since is None else since
    last = max(dates) if since is None else until - 1
    by = step_for(begin, last)
    found = grouped(seen, lambda observation, _: (bucket(observation.at, by, zone),), in_time=True)
    begin = max(begin, last - MOST_POINTS * _STEPS[by])
    labels = {bucket(at, by, zone) for at in (*range(begin, last, _STEPS[by]), last)}
    return Trend(by, tuple(_point(seen.figure, label, found.get(label)) for label in sorted(labels)))


def _point(figure: Figure, label: str, made: Summed | None) -> Point:
    if made is None:
        return Point(label, None if figure.kind in ("share", "time-share", "time", "longest") else 0.0, 0)
    value: float | None
    if figure.is_share:
        value = 100 * made.share if made.share is not None and made.n >= FEWEST else None
    elif figure.kind == "time":
        p50 = made.quantiles[0]
        value = float(p50) if p50 is not None and made.n >= FEWEST else None
    elif figure.kind == "longest":
        value = None if made.longest is None else float(made.longest)
    else:
        value = float(made.n if figure.kind == "money" else made.total)
    return Point(label, value, made.n)


def unit_of(figure: Figure) -> str:
    """What the plot shows."""
    return {"share": "%", "time-share": "%", "time": "p50", "longest": "longest", "money": "lines"}.get(figure.kind, "how many")


def value_label(figure: Figure, value: float) -> str:
    """A value at the edge of the plot."""
    if figure.is_share:
        return f"{value:.0f} %"
    if figure.kind in ("time", "longest"):
        return ("-" if value < 0 else "") + length(round(value))
    return f"{value:,.0f}"


def plot(figure: Figure, points: Sequence[Point], width: int, height: int) -> tuple[str, ...]:
    """The plot in `height` lines of at most `width` cells, the dates in the last one: dots of Braille, drawn as a line where
    neighbours have values. Empty without two values or without room."""
    values = [point.value for point in points if point.value is not None]
    if len(values) < 2 or height < 3:
        return ()
    high, low = max(*values, 0.0), min(*values, 0.0)
    if figure.is_share:
        high = next(edge for edge in _PERCENT if high <= edge)
    elif high == low:
        high = low + 1.0
    edges = (value_label(figure, high), value_label(figure, low))
    margin = max(map(len, edges)) + 1
    room = width - margin - 1
    if room < 10:
        return ()
    rows = _drawn(points, room, height - 1, low, high)
    labels = [edges[0], *[""] * (len(rows) - 2), edges[1]]
    first, last = points[0].label, points[-1].label
    gap = room - len(first) - len(last)
    dates = first + " " * gap + last if gap > 0 else last
    return (*(f"{label:>{margin - 1}} │{row}" for label, row in zip(labels, rows, strict=True)), " " * (margin + 1) + dates)


def _drawn(points: Sequence[Point], width: int, height: int, low: float, high: float) -> list[str]:
    from plotille import Canvas

    last = max(1, len(points) - 1)
    canvas = Canvas(width, height, xmin=0, ymin=low, xmax=last * (1 + 1e-9), ymax=high + (high - low) * 1e-9)
    before: tuple[int, float] | None = None
    for place, point in enumerate(points):
        if point.value is None:
            before = None
            continue
        if before is not None:
            canvas.line(*before, place, point.value)
        canvas.point(place, point.value)
        before = place, point.value
    return [row.replace(_BLANK, " ") for row in str(canvas.plot("\n")).split("\n")]
