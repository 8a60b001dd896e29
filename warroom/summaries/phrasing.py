"""What the filters of the templates write: times with their zone, lengths of time, money, counts, lists, gaps. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from store.clock import DAY, HOUR, MINUTE
from store.errors import BadInput
from store.money import Money
from store.spans import length
from store.when import day_and_time
from store.zones import find_zone, wall
from warroom.summaries.escaping import escaped, on_one_line
from warroom.summaries.model import Gap
from warroom.tone.model import ELEMENTS

GAP_ELEMENTS = (*ELEMENTS, "signer", "time", "trouble")
"""What can be missing in a text."""

_GAP = re.compile(r"(?<!\\)\[to fill: (?P<element>[a-z]+): (?P<text>(?:\\.|[^\]\\\n])*)\]")
_BACKSLASHED = re.compile(r"\\([!-/:-@\[-`{-~])")


def date_text(at: int, zone: str, now: int) -> str:
    """`Tuesday 3 March`, with the year when it is not this one."""
    local, today = wall(at, find_zone(zone)), wall(now, find_zone(zone))
    year = f" {local.year}" if local.year != today.year else ""
    return f"{local:%A} {local.day} {local:%B}{year}"


def time_text(at: int, zone: str) -> str:
    """`14:30 CET`; a zone that has no letters of its own is named by what it is ahead of UTC: `14:30 UTC+03`."""
    return f"{clock_text(at, zone)} {zone_text(at, zone)}"


def zone_text(at: int, zone: str) -> str:
    """The name of a zone at a time: `CET`, `UTC+03`, `UTC+05:45`."""
    name = wall(at, find_zone(zone)).tzname() or "UTC"
    return f"UTC{name[:3]}{f':{name[3:]}' if name[3:] else ''}" if name[0] in "+-" else name


def clock_text(at: int, zone: str) -> str:
    """`14:30`, where the zone is said already."""
    return f"{wall(at, find_zone(zone)):%H:%M}"


def when_text(at: int, zone: str, now: int) -> str:
    """`Tuesday 3 March, 14:30 CET`."""
    return f"{date_text(at, zone, now)}, {time_text(at, zone)}"


def stamp_text(at: int, zone: str, now: int) -> str:
    """`Tue 3 Mar 14:30`, for the rows of a table whose zone is said above it; with the year when it is not this one."""
    local, today = wall(at, find_zone(zone)), wall(now, find_zone(zone))
    year = f" {local.year}" if local.year != today.year else ""
    return f"{local:%a} {local.day} {local:%b}{year} {local:%H:%M}"


def near_text(at: int, zone: str, now: int) -> str:
    """`16:34`, `tomorrow 09:00`, `Fri 17:00`: as the board says it."""
    return day_and_time(at, now, find_zone(zone))


def span_text(milliseconds: int) -> str:
    """A length of time in words, two units at most: `47 minutes`, `2 hours 10 minutes`, `3 days`. The sign is dropped."""
    amount = abs(milliseconds)
    if amount < MINUTE:
        return "less than a minute"
    minutes = amount // MINUTE * MINUTE
    units = ((DAY, "day"), (HOUR, "hour")) if minutes >= DAY else ((HOUR, "hour"), (MINUTE, "minute"))
    parts = []
    for unit, word in units:
        count, minutes = divmod(minutes, unit)
        if count:
            parts.append(plural_text(count, word))
    return " ".join(parts)


def short_span_text(milliseconds: int) -> str:
    """A length of time as the board writes it: `2 h 10`."""
    return length(milliseconds)


def money_text(value: object) -> str:
    """`€250` of {"amount": "250.00", "currency": "EUR"}."""
    if isinstance(value, Mapping):
        try:
            return str(Money(Decimal(str(value["amount"])), str(value["currency"])))
        except (KeyError, InvalidOperation):
            pass
    raise BadInput("template", "money is for amounts only", "give it a field that is an amount")


def number_text(value: int | float) -> str:
    """`41,200`."""
    return f"{value:,}"


def plural_text(count: int, one: str, many: str = "") -> str:
    """`1 call`, `3 calls`, `2 entries` (with `many`)."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


_FIRST_WORDS = frozenset(
    "a an the this that these those we our you your they their it its he she his her there here every each all both no none any"
    " some one two three four five six seven eight nine ten nobody everybody somebody nothing new in on at by from for with without"
    " after before during when while if as until because since to".split()
)


def midway_text(text: str) -> str:
    """A text for the middle of a sentence: a capital that only its beginning gave it is small. Names keep theirs."""
    first = text.split(" ", 1)[0].rstrip(",;:")
    return f"{text[0].lower()}{text[1:]}" if first[:1].isupper() and first.lower() in _FIRST_WORDS else text


_DAY_NAMED = re.compile(
    r"\b(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?|today|tonight|tomorrow|yesterday"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?"
    r"|Oct|Nov|Dec)|\d{4}-\d\d|\d{1,2}[./]\d{1,2})\b"
)


def names_a_day(text: str) -> bool:
    """Whether a text that somebody typed may name a day: a time behind it says its own again."""
    return _DAY_NAMED.search(text) is not None


def listed_text(values: Sequence[object], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    texts = [on_one_line(str(value)).strip() for value in values]
    return f"{', '.join(texts[:-1])} {last} {texts[-1]}" if len(texts) > 1 else "".join(texts)


def gap_text(what: str, element: str) -> str:
    """A part that the record lacks, marked: `[to fill: explanation: what to write here]`."""
    if element not in GAP_ELEMENTS:
        raise BadInput("template", f"a gap for “{element}” is none that the tone check knows", f"use {', '.join(GAP_ELEMENTS)}")
    return f"[to fill: {element}: {escaped(what).strip()}]"


def gaps_in(markdown: str) -> tuple[Gap, ...]:
    """The gaps that are marked in a text, in its order."""
    return tuple(Gap(found["element"], _BACKSLASHED.sub(r"\1", found["text"])) for found in _GAP.finditer(markdown))
