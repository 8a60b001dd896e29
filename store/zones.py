"""Time zones and wall clocks: UTC inside, somebody's zone outside.

A zone of None is the machine's own: Python reads it from the system and knows its summer time.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from store.errors import BadInput

Zone = tzinfo | None
"""A zone, or None for the machine's own."""

_LAST = 253_402_214_400_000  # the end of the year 9999, less a day: no zone runs over it
_LONGEST_NAME = 64
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def zone_of(name: str, field: str = "zone") -> ZoneInfo:
    """The zone of an IANA name, any case (`Europe/Berlin`, `UTC`). Raises BadInput for an unknown one."""
    found = find_zone(name)
    if found is None:
        raise BadInput(field, f"“{name}” is no time zone that we know", "use an IANA name, as Europe/London or America/New_York")
    return found


def find_zone(name: str | None) -> ZoneInfo | None:
    """The zone of an IANA name, any case, or None when it is unknown or empty."""
    if not name or len(name) > _LONGEST_NAME or not name.isascii() or ".." in name or name.startswith("/"):
        return None
    return _known_zone(name)


@lru_cache(512)
def _known_zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        pass
    from zoneinfo import available_timezones

    for known in available_timezones():
        if known.casefold() == name.casefold():
            return ZoneInfo(known)
    return None


def wall(at: int, zone: Zone) -> datetime:
    """The wall clock at instant `at` (ms) in `zone`; instants beyond the calendar are clamped."""
    moment = _EPOCH + timedelta(milliseconds=min(max(at, 86_400_000), _LAST))
    return moment.astimezone(zone)


def instant(local: datetime, zone: Zone, not_before: int | None = None) -> int:
    """The instant of a wall-clock time in `zone` (ms). Of a time that comes twice (clocks going back) the first,
    unless that lies before `not_before`. Raises BadInput for a time that the clocks skip."""
    naive = local.replace(tzinfo=None, fold=0)
    first = _resolve(naive, zone)
    if wall(first, zone).replace(tzinfo=None, fold=0) != naive:
        raise BadInput("time", f"{naive:%H:%M} does not exist on {naive:%a %d %b}: the clocks go forward", "choose a later time")
    second = _resolve(naive.replace(fold=1), zone)
    return second if not_before is not None and first < not_before <= second else first


def _resolve(naive: datetime, zone: Zone) -> int:
    aware = naive.replace(tzinfo=zone) if zone is not None else naive.astimezone()
    return round((aware - _EPOCH) / timedelta(milliseconds=1))


@lru_cache(maxsize=256)
def iso(at: int) -> str:
    """ISO 8601 in UTC to the millisecond: `2026-11-22T14:32:07.000Z`; the one form that events hold."""
    moment = _EPOCH + timedelta(milliseconds=min(max(at, 0), _LAST))
    return moment.isoformat(timespec="milliseconds")[:23] + "Z"


def from_iso(text: object) -> int | None:
    """The instant of an ISO 8601 text with a zone, or None when it is none (the fold is total)."""
    if not isinstance(text, str) or not 19 <= len(text) <= 40:
        return None
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            return None
        return int((moment - _EPOCH) // timedelta(milliseconds=1))
    except (ValueError, OverflowError):
        return None


def iso_seconds(at: int | None) -> str | None:
    """ISO 8601 in UTC to the second, for the command line's JSON; None stays None."""
    if at is None:
        return None
    return f"{_EPOCH + timedelta(milliseconds=min(max(at, 0), _LAST)):%Y-%m-%dT%H:%M:%S}Z"
