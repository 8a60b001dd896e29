"""Times as people type them (design §6): a small, closed grammar of our own.

    45m · in 2h · 90m ago · 16:30 · 9 · 4pm · today 16:30 · tomorrow 9 · yesterday 14:00 · fri 17:00 · 23 nov 9:00
    2026-11-23 16:30 · 2026-11-23T16:30Z · … theirs (the customer's zone) · … utc · now

A bare length lies ahead or behind, as the field asks; a clock time is the next one (or the last one).
A day without a clock time means the end of our day (17:00) ahead, and its beginning behind.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from store.clock import DAY
from store.errors import BadInput
from store.spans import length, read_length
from store.text import quoted
from store.worktime import day_number
from store.zones import Zone, find_zone, instant, wall

EXAMPLES = "write it as 45m, in 2h, 16:30, tomorrow 9, fri 17:00 or 2026-11-23 16:30"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::(\d{2}))?\s*(am|pm)?", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[t ]|$)", re.ASCII)
_NAMED_DAY = re.compile(r"(\d{1,2})\.?\s+([a-z]{3,9})(?:\s+(\d{4}))?(?:\s+|$)", re.ASCII)
END_OF_DAY = 17
"""The hour that a day without a clock time means, ahead."""


def parse_when(text: str, now: int, zone: Zone, *, behind: bool = False, theirs: Zone = None, field: str = "time") -> int:
    """The instant (ms) that `text` means at `now`, for a viewer in `zone`.

    `behind` makes bare lengths and clock times lie in the past (`--at`, `--since`). `theirs` is the customer's
    zone, for times that end in "theirs". Raises BadInput with what to write instead.
    """
    if not text.strip():
        raise BadInput(
            field, f"the time ({field.replace('_', ' ')}) is missing" if field != "time" else "the time is missing", EXAMPLES
        )
    try:
        return _parse(" ".join(text.lower().split()), now, zone, behind, theirs)
    except BadInput as error:
        title = error.title or f"{quoted(text)} is no time that we understand"
        raise BadInput(field, title, error.next_step or EXAMPLES) from None
    except (OverflowError, ValueError):
        raise BadInput(field, f"{quoted(text)} is out of range", EXAMPLES) from None


def _parse(words: str, now: int, zone: Zone, behind: bool, theirs: Zone) -> int:
    if words == "now":
        return now
    if (found := _length(words, now, behind)) is not None:
        return found
    if (found := _iso(words)) is not None:
        return found
    words, zone = _zone_suffix(words, zone, theirs)
    local = wall(now, zone)
    day, rest = _day(words, local, behind)
    clock = _clock(rest) if rest else None
    if (rest and clock is None) or not words:
        raise BadInput("", "")
    if day is None:
        if clock is None:
            raise BadInput("", "")
        return _nearest(local.date(), clock, now, zone, behind, 1)
    if clock is None:
        clock = (0, 0, 0) if behind else (END_OF_DAY, 0, 0)
    if isinstance(day, int):
        return _nearest(local.date() + timedelta(days=(day - local.weekday()) % 7), clock, now, zone, behind, 7)
    return _at(day, clock, zone, now, behind)


def _length(words: str, now: int, behind: bool) -> int | None:
    if words.startswith("in ") and (span := read_length(words[3:])):
        return now + span
    if words.endswith(" ago") and (span := read_length(words[:-4])):
        return now - span
    span = read_length(words)
    return None if span is None else now - span if behind else now + span


def _iso(words: str) -> int | None:
    """An ISO 8601 time that names its own offset."""
    if not _ISO_DAY.match(words) or not re.search(r"(z|[+-]\d{2}:?\d{2})$", words[10:]):
        return None
    try:
        moment = datetime.fromisoformat(words.upper().replace(" ", "T", 1).replace(" ", ""))
    except ValueError:
        raise BadInput("", "") from None
    _year(moment.year)
    return round(moment.timestamp() * 1000)


def _zone_suffix(words: str, zone: Zone, theirs: Zone) -> tuple[str, Zone]:
    head, _, last = words.rpartition(" ")
    if last == "theirs":
        if theirs is None:
            raise BadInput("", "the customer's time zone is not known", "set it on the customer's card, or write our time")
        return head, theirs
    if last == "utc":
        return head, find_zone("UTC")
    return (head, zone) if last == "ours" else (words, zone)


def _day(words: str, local: datetime, behind: bool) -> tuple[date | int | None, str]:
    """The day that a text begins with (a date, or a weekday's number) and what follows it."""
    first, _, rest = words.partition(" ")
    if first in ("today", "tonight"):
        return local.date(), rest
    if first in ("tomorrow", "tmr"):
        if local.hour < 5:
            today, next_day = local.date(), local.date() + timedelta(days=1)
            raise BadInput(
                "", f"it is {local:%H:%M}: “tomorrow” could be {today:%A} or {next_day:%A}",
                f"write {today:%a} or {next_day:%a} before the time".lower(),
            )  # fmt: skip
        return local.date() + timedelta(days=1), rest
    if first == "yesterday":
        return local.date() - timedelta(days=1), rest
    if (number := day_number(first)) is not None:
        return number, rest
    if found := _ISO_DAY.match(words):
        return date(int(found[1]), int(found[2]), int(found[3])), words[found.end() :].strip()
    if (found := _NAMED_DAY.match(words)) and found[2][:3] in _MONTHS:
        month, day = _MONTHS.index(found[2][:3]) + 1, int(found[1])
        if found[3]:
            return date(int(found[3]), month, day), words[found.end() :].strip()
        return _nearest_year(month, day, local.date(), behind), words[found.end() :].strip()
    return None, words


def _nearest_year(month: int, day: int, today: date, behind: bool) -> date:
    """The next (or last) year in which that date lies ahead (or behind); 29 February looks for its leap year."""
    for offset in range(9):
        year = today.year - offset if behind else today.year + offset
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if (found <= today) if behind else (found >= today):
            return found
    raise BadInput("", "")


def _clock(words: str) -> tuple[int, int, int] | None:
    words = words.removeprefix("at ")
    if words in ("noon", "midday"):
        return 12, 0, 0
    found = _CLOCK.fullmatch(words)
    if found is None:
        return None
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[4] == "pm" else 0)
    return (hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _at(day: date, clock: tuple[int, int, int], zone: Zone, now: int, behind: bool) -> int:
    """That clock time on that day; of one that comes twice the next, or the last."""
    local = datetime(_year(day.year), day.month, day.day, *clock)
    first = instant(local, zone)
    second = instant(local, zone, not_before=first + 1)
    return second if (second <= now if behind else first <= now < second) else first


def _year(year: int) -> int:
    """A year that something here can happen in. Raises ValueError."""
    if not 1971 <= year <= 2200:
        raise ValueError(year)
    return year


def _nearest(day: date, clock: tuple[int, int, int], now: int, zone: Zone, behind: bool, every: int) -> int:
    """The first of that clock time, every so many days from `day` on, after `now` (or the last one before it)."""
    for step in range(3):
        candidate = day + timedelta(days=every * (-step if behind else step))
        at = _at(candidate, clock, zone, now, behind)
        if (at <= now) if behind else (at > now):
            return at
    raise BadInput("", "")


def day_and_time(at: int, now: int, zone: Zone) -> str:
    """A clock time with its day when that is not today: `16:34`, `tomorrow 09:00`, `Fri 17:00`, `23 Nov 2027 09:00`."""
    there, here = wall(at, zone), wall(now, zone)
    apart = (there.date() - here.date()).days
    clock = f"{there:%H:%M}"
    if apart == 0:
        return clock
    if apart in (1, -1):
        return f"{'tomorrow' if apart == 1 else 'yesterday'} {clock}"
    if 1 < apart < 7:
        return f"{there:%a} {clock}"
    return f"{there.day} {there:%b} {clock}" if there.year == here.year else f"{there.day} {there:%b %Y} {clock}"


def short_time(at: int, now: int, zone: Zone) -> str:
    """As `day_and_time`, in ten characters or fewer: `16:34`, `Fri 17:00`, `23 Nov`, `Nov 2027`."""
    there, here = wall(at, zone), wall(now, zone)
    apart = (there.date() - here.date()).days
    if apart == 0:
        return f"{there:%H:%M}"
    if 0 < apart < 7:
        return f"{there:%a %H:%M}"
    return f"{there.day} {there:%b}" if abs(apart) < 200 else f"{there:%b %Y}"


def distance(at: int, now: int) -> str:
    """How far off: `in 2 h`, `20 m ago`, `now`."""
    if abs(at - now) < 1000:
        return "now"
    return f"in {length(at - now)}" if at > now else f"{length(now - at)} ago"


def understood(at: int, now: int, zone: Zone, theirs: Zone = None) -> str:
    """What we made of a typed time: `today 16:34 CET, in 2 h (theirs 11:34)`."""
    there = wall(at, zone)
    told = day_and_time(at, now, zone)
    if told[0].isdigit() and abs(at - now) < DAY and there.date() == wall(now, zone).date():
        told = f"today {told}"
    text = f"{told} {there.tzname() or ''}".rstrip() + f", {distance(at, now)}"
    if theirs is not None:
        other = wall(at, theirs)
        if other.utcoffset() != there.utcoffset():
            text += f" (theirs {other:%H:%M}" + (f" {other:%a})" if other.date() != there.date() else ")")
    return text
