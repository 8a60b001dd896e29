"""Lengths of time: how people type them, how we show them, and spans that count working time only."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

import re
from typing import NamedTuple

from store.clock import DAY, HOUR, MINUTE, SECOND
from store.errors import BadInput
from store.text import quoted

_UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), SECOND),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), MINUTE),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), HOUR),
    **dict.fromkeys(("d", "day", "days"), DAY),
    **dict.fromkeys(("w", "week", "weeks"), 7 * DAY),
}
_PART = r"(\d{1,6})\s*([a-z]*)\s*"
_WORKING = r"(\d{1,4})\s*(?:(wh|working\s+h(?:ours?)?)|(wd|working\s+d(?:ays?)?))"

LONGEST = 3660 * DAY
"""Longest length that anything here takes: ten years."""


class Span(NamedTuple):
    """A length of time: `amount` milliseconds, or that much *working* time (`working`), or working days (`days`)."""

    amount: int
    kind: str = "elapsed"
    """`elapsed` and `working` count milliseconds, `days` counts whole working days."""

    def __str__(self) -> str:
        if self.kind == "days":
            return f"{self.amount} working day{'s' if self.amount != 1 else ''}"
        return length(self.amount) + (" working" if self.kind == "working" else "")


def parse_length(text: str, field: str = "time") -> int:
    """Milliseconds of a typed length: `45m`, `2h`, `1h30`, `1 h 30 min`, `3d`, `2 weeks`. Raises BadInput."""
    found = read_length(text)
    if found is None:
        raise BadInput(field, f"{quoted(text)} is no length of time", "write it as 45m, 2h, 1h30 or 3d")
    return found


def read_length(text: str) -> int | None:
    """As `parse_length`, None when it is no length."""
    text, part_of = text.strip().lower(), re.compile(_PART, re.ASCII)
    total, position, last_unit = 0, 0, 0
    while position < len(text):
        part = part_of.match(text, position)
        if part is None:
            return None
        number, word = int(part[1]), part[2]
        if word:
            unit = _UNITS.get(word, 0)
        else:
            unit = MINUTE if last_unit == HOUR and part.end() == len(text) and number < 60 else 0
        if not unit or (last_unit and unit >= last_unit):
            return None
        total, position, last_unit = total + number * unit, part.end(), unit
    return total if 0 < total <= LONGEST else None


def parse_span(text: str, field: str = "time") -> Span:
    """A span of a policy: a length, or `8wh` / `8 working hours`, `2wd` / `2 working days`. Raises BadInput."""
    lowered = text.strip().lower()
    if working := re.fullmatch(_WORKING, lowered, re.ASCII):
        amount = int(working[1])
        if amount:
            return Span(amount * HOUR, "working") if working[2] else Span(amount, "days")
    found = read_length(lowered)
    if found is None:
        raise BadInput(field, f"{quoted(text)} is no length of time", "write it as 45m, 2h, 8wh (working hours) or 2wd")
    return Span(found)


def span_text(span: Span) -> str:
    """The shortest form of a span that `parse_span` takes back."""
    if span.kind == "days":
        return f"{span.amount}wd"
    if span.kind == "working":
        return f"{span.amount // HOUR}wh"
    for unit, word in ((DAY, "d"), (HOUR, "h"), (MINUTE, "m")):
        if span.amount % unit == 0:
            return f"{span.amount // unit}{word}"
    return f"{span.amount // SECOND}s"


def length(milliseconds: int) -> str:
    """How long, for reading: `45 s`, `22 m`, `1 h 12`, `3 d 4 h`, `12 d`; the sign is dropped."""
    seconds = abs(milliseconds) // SECOND
    if seconds < 60:
        return f"{seconds} s"
    minutes = seconds // 60
    if minutes < 60:
        return f"{minutes} m"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {minutes:02d}" if minutes else f"{hours} h"
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h" if hours and days < 10 else f"{days} d"
