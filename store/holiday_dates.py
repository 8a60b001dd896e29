"""Days on which somebody does not work, as they are written: dates, and countries or parts of them.

A country stands in the record with its dates behind it, `DE-BY [2026-01-01 2026-01-06 …]`, put there when it was set
(`store.region_holidays`): every installation reads the same days, whatever it has installed.
"""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from store.errors import BadInput
from store.text import quoted

NOTHING = ("", "off", "none", "never", "-", "–")
_PART = re.compile(r"([A-Za-z]{2}(?:-[A-Za-z0-9]{1,4})?)(?:\s*\[([0-9\s-]*)\])?", re.ASCII)
_SHORT = re.compile(r"\s*\[[^\]]*\]?")


class Region(NamedTuple):
    """A country or a part of it, with the holidays that were written down for it (ISO 8601, in order)."""

    name: str
    dates: tuple[str, ...] = ()


@lru_cache(64)
def parse_holidays(text: str, field: str = "value") -> tuple[tuple[str, ...], tuple[Region, ...]]:
    """Single dates and regions in a text such as `2026-12-24, DE-BY`. Raises BadInput."""
    dates: set[str] = set()
    found: dict[str, Region] = {}
    for part in () if text.strip().lower() in NOTHING else text.split(","):
        region = _PART.fullmatch(part.strip())
        try:
            if region is None:
                dates.add(_day(part))
            else:
                name = region[1].upper()
                found[name] = Region(name, tuple(sorted({_day(day) for day in (region[2] or "").split()})))
        except ValueError:
            raise BadInput(
                field,
                f"{quoted(part.strip())} is neither a date nor a country",
                "write them as 2026-12-25, 2027-01-01, or a country and a part of it, as DE-BY",
            ) from None
    return tuple(sorted(dates)), tuple(found.values())


def _day(text: str) -> str:
    return date.fromisoformat(text.strip()).isoformat()


@lru_cache(64)
def closed_days(text: str) -> tuple[str, ...]:
    """Every day that a text names, in order. Raises BadInput."""
    dates, regions = parse_holidays(text)
    return tuple(sorted({*dates, *(day for region in regions for day in region.dates)}))


def readable_days(text: str) -> tuple[str, ...]:
    """As `closed_days`; none when the text can't be read."""
    try:
        return closed_days(text)
    except BadInput:
        return ()


def without_dates(text: str) -> str:
    """The text as people type it: regions without the dates that were written behind them."""
    return _SHORT.sub("", text)


def known_until(text: str) -> str:
    """How far the regions of a text are known, to be said behind it: ` (known until 2031)`; empty without regions."""
    try:
        ends = [region.dates[-1][:4] for region in parse_holidays(text)[1] if region.dates]
    except BadInput:
        return ""
    return f" (known until {min(ends)})" if ends else ""


def run_out(text: str, until: str) -> tuple[Region, ...]:
    """The regions whose dates end before the day `until` (ISO 8601): to be set anew."""
    try:
        return tuple(region for region in parse_holidays(text)[1] if not region.dates or region.dates[-1] < until)
    except BadInput:
        return ()
