"""Figures as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from store.money import Money
from store.zones import iso_seconds
from warroom.statistics.figure import WITHOUT, Figure
from warroom.statistics.rests_on import RestsOn
from warroom.statistics.summing import QUANTILES, Summed

Table = Iterable[tuple[Figure, Summed, Mapping[str, Summed]]]
"""(figure, over all, by group)."""

COLUMNS = tuple(
    (
        "figure group part n breaks open without hits of hits_s of_s share p50_s p80_s p90_s mean_s longest_s count amount currency"
    ).split()
)


def figure_json(figure: Figure, made: Summed) -> dict[str, Any]:
    """A figure's numbers: lengths in whole seconds; null is what nothing supports."""
    found: dict[str, Any] = {"n": made.n, "breaks": made.breaks, "open": made.open}
    if figure.is_share:
        if figure.kind == "share":
            found |= {"hits": made.hits, "of": made.weight}
        else:
            found |= {"hits_s": _seconds(made.hits), "of_s": _seconds(made.weight)}
        found["share"] = _share(made)
    elif figure.kind == "time":
        found |= {f"{name}_s": _seconds(at) for (name, _), at in zip(QUANTILES, made.quantiles, strict=True)}
        found |= {"mean_s": _seconds(made.mean), "longest_s": _seconds(made.longest), "without": made.without}
    elif figure.kind == "longest":
        found["longest_s"] = _seconds(made.longest)
    elif figure.kind == "count":
        found["count"] = made.total
    elif figure.kind == "tally":
        found |= {"count": made.total, "parts": {part.name: part.n for part in made.parts}}
    else:
        found["sums"] = [
            {"kind": part.name, "n": part.n, "amount": Money(part.amount, part.currency).to_json()}
            for part in made.parts
            if part.amount is not None
        ]
    return found


def case_json(figure: Figure, case: RestsOn) -> dict[str, Any]:
    """What one case adds to a figure, under the names that the figure has for it; null where it does not count."""
    counts = case.state == ""
    if figure.kind == "share":
        return {"hits": case.value if counts else None, "of": case.weight if counts else None}
    if figure.kind == "time-share":
        return {"hits_s": _seconds(case.value) if counts else None, "of_s": _seconds(case.weight) if counts else None}
    if figure.kind in ("time", "longest"):
        return {"seconds": None if case.state == WITHOUT else _seconds(case.value)}
    if figure.kind == "money":
        return {"kind": case.part, "amount": None if case.amount is None else case.amount.to_json()}
    return {"count": case.value, **({"part": case.part} if figure.kind == "tally" else {})}


def table_json(table: Table, now: int, since: int | None, until: int | None, by: str, breaks: int, zone: str) -> dict[str, Any]:
    """The interface form of `stats --json`."""
    figures = []
    for figure, made, groups in table:
        one = {"name": figure.name, "title": figure.title, "kind": figure.kind, **figure_json(figure, made)}
        if by:
            one["groups"] = [{"group": group, **figure_json(figure, some)} for group, some in groups.items()]
        figures.append(one)
    return {
        "now": iso_seconds(now),
        "since": iso_seconds(since),
        "until": iso_seconds(until),
        "by": by or None,
        "zone": zone,
        "breaks": breaks,
        "figures": figures,
    }


def table_csv(table: Table) -> str:
    """One row for each figure (and group, and part), with a header; lengths in whole seconds."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for figure, made, groups in table:
        for group, some in (("", made), *groups.items()):
            writer.writerows(_rows(figure, group, some))
    return out.getvalue()


def _rows(figure: Figure, group: str, made: Summed) -> Iterable[dict[str, Any]]:
    numbers = figure_json(figure, made)
    row: dict[str, Any] = {"figure": figure.name, "group": _safe(group), "breaks": made.breaks}
    row |= {name: number for name, number in numbers.items() if name in COLUMNS and number is not None}
    yield row
    for part in made.parts:
        money = {} if part.amount is None else Money(part.amount, part.currency).to_json()
        count = {"count": part.n} if part.amount is None else {"n": part.n}
        yield {"figure": figure.name, "group": _safe(group), "part": _safe(part.name), **count, **money}


def _safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _share(made: Summed) -> float | None:
    return None if made.share is None else round(made.share, 6)


def _seconds(milliseconds: int | None) -> int | None:
    """Whole seconds, half a one up."""
    return None if milliseconds is None else (milliseconds + 500) // 1000
