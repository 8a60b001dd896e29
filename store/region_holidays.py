"""The holidays of a country or a part of it, for as many years as are worth writing down. Loads a large library: import it late."""

from __future__ import annotations

from datetime import UTC, date

from store.errors import BadInput
from store.holiday_dates import Region, parse_holidays
from store.text import quoted
from store.zones import wall

YEARS_BACK, YEARS_AHEAD = 5, 5
"""Years before and after this one whose holidays are written down."""


def with_dates(text: str, now: int, field: str = "holidays") -> str:
    """The text with the dates of each region behind it, worked out anew. Raises BadInput for an unknown region, and where
    the library is not installed."""
    dates, regions = parse_holidays(text, field)
    this_year = wall(now, UTC).year
    written = (
        f"{region.name} [{' '.join(_dates_of(region, range(this_year - YEARS_BACK, this_year + YEARS_AHEAD + 1), field))}]"
        for region in regions
    )
    return ", ".join((*dates, *written)) or "none"


def _dates_of(region: Region, years: range, field: str) -> list[str]:
    country, _, part = region.name.partition("-")
    try:
        from holidays import country_holidays
    except ImportError:
        raise BadInput(
            field,
            f"the holidays of {region.name} can't be looked up: the package for them is not installed",
            'install it with the extra: pip install "warroom[holidays]"; or write the dates, as 2026-12-25',
        ) from None
    try:
        found = country_holidays(country, subdiv=part or None, years=years)
    except NotImplementedError:
        raise BadInput(
            field,
            f"{quoted(region.name)} is no country or part of one whose holidays we know",
            "use ISO codes, as DE, DE-BY, GB-ENG or US-CA; or write the dates, as 2026-12-25",
        ) from None
    return sorted({day.isoformat() for day in found if isinstance(day, date)})
