"""Working time: opening hours in a zone, and sums of time inside them across days, zone changes and holidays."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

import re
from collections.abc import Iterator
from datetime import UTC, date, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from store.clock import DAY, MINUTE
from store.errors import BadInput
from store.spans import Span
from store.text import quoted
from store.zones import find_zone, wall

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = {
    **{name: number for names in (DAY_NAMES, _FULL_NAMES) for number, name in enumerate(names)},
    "tues": 1,
    "weds": 2,
    "thur": 3,
    "thurs": 3,
}
_RANGE = r"(\d{1,2})(?::(\d{2}))?\s*[-–]\s*(\d{1,2})(?::(\d{2}))?"
_WEEKDAY_OF_1970, _ORDINAL_OF_1970 = 3, 719_163
_LAST_DAY = date.max.toordinal() - _ORDINAL_OF_1970
_HORIZON = 800
"""Days that a search for working time looks ahead before it gives up (a calendar without any open day)."""


class Hours(NamedTuple):
    """When somebody works or can be called: minutes of the day on some weekdays, in a zone, without the holidays."""

    slots: tuple[tuple[int, int], ...] = ((9 * 60, 17 * 60),)
    """Opening and closing minute of the day, in order, not overlapping; 1440 is midnight at the end."""
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    """Open weekdays, Monday 0."""
    zone: str = "UTC"
    """IANA name."""
    holidays: tuple[str, ...] = ()
    """Closed dates, ISO 8601."""

    @property
    def day_length(self) -> int:
        """Working milliseconds of one open day."""
        return sum(close - opening for opening, close in self.slots) * MINUTE


def parse_slots(text: str, field: str = "hours") -> tuple[tuple[int, int], ...]:
    """Opening hours as typed: `8-18`, `08:30-17:00`, `9-12, 13-17`. Raises BadInput."""
    slots: list[tuple[int, int]] = []
    for part in text.split(","):
        found = re.fullmatch(_RANGE, part.strip(), re.ASCII)
        if found is None:
            raise BadInput(field, f"{quoted(part)} is no range of hours", "write it as 8-18 or 9:00-12:30, 13:30-17:00")
        opening = int(found[1]) * 60 + int(found[2] or 0)
        close = int(found[3]) * 60 + int(found[4] or 0)
        if not (opening < close <= DAY // MINUTE) or int(found[2] or 0) > 59 or int(found[4] or 0) > 59:
            raise BadInput(field, f"{quoted(part)} does not end after it begins", "write it as 8-18, within one day")
        if slots and opening < slots[-1][1]:
            raise BadInput(field, f"{quoted(part)} overlaps the range before it", "write the ranges in order")
        slots.append((opening, close))
    return tuple(slots)


def slots_text(slots: tuple[tuple[int, int], ...]) -> str:
    """Opening hours as `parse_slots` takes them: `08:00-18:00`."""
    return ", ".join(f"{a // 60:02d}:{a % 60:02d}-{b // 60:02d}:{b % 60:02d}" for a, b in slots)


def parse_days(text: str, field: str = "days") -> tuple[int, ...]:
    """Weekdays as typed: `mon-fri`, `mon,wed,sat`. Raises BadInput."""
    found: set[int] = set()
    for part in text.lower().split(","):
        part = part.strip()
        first, dash, last = part.partition("-")
        a, b = day_number(first), day_number(last if dash else first)
        if a is None or b is None:
            raise BadInput(field, f"{quoted(part)} is no weekday", "write them as mon-fri or mon,wed,sat")
        found |= {day % 7 for day in range(a, b + 1 if b >= a else b + 8)}
    return tuple(sorted(found))


def day_number(word: str) -> int | None:
    """The number of a weekday (Monday 0) by its name or a usual abbreviation, lower case; None when it is none."""
    return _DAYS.get(word.strip())


def days_text(days: tuple[int, ...]) -> str:
    """Weekdays as `parse_days` takes them."""
    return ",".join(DAY_NAMES[day] for day in days)


def open_periods(hours: Hours, start: int, days: int = _HORIZON) -> Iterator[tuple[int, int]]:
    """The open periods (ms, from–until) that end after `start`, in order and apart (they may touch), for `days` days.

    What is open is read off the wall clock: a minute that the clocks skip never comes, one that comes twice counts twice.
    """
    zone = find_zone(hours.zone) or UTC
    closed = _day_numbers(hours.holidays) if hours.holidays else ()
    first = start // DAY
    for utc_day in range(first, min(first + days + 2, _LAST_DAY)) if hours.days and hours.slots else ():
        for since, until, offset in _offsets(utc_day, zone):
            for day in range((since + offset) // DAY, (until + offset - 1) // DAY + 1):
                if (day + _WEEKDAY_OF_1970) % 7 not in hours.days or day in closed:
                    continue
                midnight = day * DAY - offset
                for opening, close in hours.slots:
                    begin, end = max(since, midnight + opening * MINUTE), min(until, midnight + close * MINUTE)
                    if end > begin and end > start:
                        yield begin, end


@lru_cache(64)
def _day_numbers(dates: tuple[str, ...]) -> frozenset[int]:
    """The dates as days since 1970."""
    return frozenset(date.fromisoformat(text).toordinal() - _ORDINAL_OF_1970 for text in dates)


@lru_cache(8_192)
def _offsets(utc_day: int, zone: tzinfo) -> tuple[tuple[int, int, int], ...]:
    """The stretches of one day of UTC (days since 1970) in which a zone has one offset: (from, until, offset), ms."""
    since, end = utc_day * DAY, (utc_day + 1) * DAY
    last = _offset(end - 1, zone)
    found = []
    while (offset := _offset(since, zone)) != last:
        low, high = since, end - 1
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if _offset(middle, zone) == offset else (low, middle)
        found.append((since, high, offset))
        since = high
    return (*found, (since, end, last))


def _offset(at: int, zone: tzinfo) -> int:
    """How far the zone's wall clock is ahead of UTC at an instant (ms)."""
    return (wall(at, zone).utcoffset() or timedelta()) // timedelta(milliseconds=1)


def add_span(start: int, span: Span, hours: Hours) -> int:
    """The instant at which `span` has passed since `start`, counting only open time where the span says so.

    Working time that never comes (no open day in all that time) falls back to elapsed days.
    """
    if span.kind == "elapsed":
        return start + span.amount
    left = span.amount * hours.day_length if span.kind == "days" else span.amount
    weeks = left // max(1, hours.day_length * len(hours.days))
    for begin, end in open_periods(hours, start, _HORIZON + weeks * 8 + len(hours.holidays)):
        begin = max(begin, start)
        if end - begin >= left:
            return begin + left
        left -= end - begin
    return start + max(DAY, left)


def working_between(start: int, end: int, hours: Hours) -> int:
    """Open milliseconds between two instants (0 when `end` lies before `start`)."""
    days = max(0, (end - start) // DAY + 2)
    return sum(max(0, min(until, end) - max(begin, start)) for begin, until in open_periods(hours, start, days) if begin < end)


def next_open(at: int, hours: Hours) -> int:
    """`at` itself when it lies in open time, else the next opening."""
    for begin, _ in open_periods(hours, at):
        return max(begin, at)
    return at
