"""Days without a date, as people write them, and whether the register has something due then."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from store.zones import wall
from warroom.tone.figures import MONTHS, WEEKDAYS
from warroom.tone.record.known import Known

_DAYS = "|".join(name for name in WEEKDAYS if name.endswith("day"))
_MONTHS = "|".join(name.title() for name in MONTHS if len(name) > 3 or name == "may")
_NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
} | {"a": 1, "an": 1, "the": 1, "twenty": 20, "thirty": 30, "forty-eight": 48, "twenty-four": 24, "seventy-two": 72}  # fmt: skip
_NUMBER = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_FEASTS = {
    "christmas": ((12, 10), (12, 26)),
    "new year": ((12, 18), (12, 31)),
    "easter": ((3, 8), (4, 26)),
    "thanksgiving": ((11, 10), (11, 28)),
    "black friday": ((11, 10), (11, 30)),
    "spring": ((3, 1), (6, 20)),
    "summer": ((5, 1), (9, 21)),
    "autumn": ((8, 1), (12, 20)),
    "winter": ((11, 1), (12, 31)),
}
"""From which day to which something is due that is promised by, before or for it."""
WHEN = re.compile(
    rf"\b(?:(?:on|by|before|this|(?P<next>next)|coming|(?P<until>until|till))"
    rf" (?:(?P<next2>next )|this |coming )?(?P<weekday>{_DAYS})"
    r"|by (?P<tomorrow>tomorrow)|(?P<tomorrow2>tomorrow)"
    r"|(?P<nextspan>next) (?P<span>week|month)"
    r"|(?:(?:by|at|before) the )?end of (?:the |this )(?P<thisspan>week|month)|this (?P<thisspan2>week)"
    rf"|(?:by|before|in|(?P<until2>until|till))"
    rf" (?:the (?:end|middle|start|beginning) of |early |late |mid-)?(?P<month>(?-i:{_MONTHS}))"
    r"|(?:by|before|until|till|in time for) (?:the )?(?P<feast>Christmas|New Year|Easter|Thanksgiving|Black Friday)"
    r"|(?:by|before|this|next) (?:the )?(?P<season>spring|summer|autumn|winter)"
    rf"|(?P<within>within|in the next) (?P<n>\d{{1,3}}|{_NUMBER})"
    r" (?:(?P<work>working|business|banking) )?(?P<unit>minute|hour|day|week|month)s?"
    r"|(?P<every>(?:every|each) (?:single )?(?:morning|evening|day|night|week|hour)"
    r"|(?:twice|three times|once) (?:an?|each|every) (?:day|week|hour))"
    r")\b(?!['’]s\b|-)",
    re.IGNORECASE,
)
"""One such day, week, month or span; for a weekday only where a word before it makes it one that comes."""
_LENGTHS = {"minute": 60_000, "hour": 3_600_000, "day": 86_400_000, "week": 604_800_000, "month": 2_678_400_000}
_UP_TO = re.compile(r"(?:by|before|until|till) \w+", re.IGNORECASE)
"""`by June`: it may be in May."""
_WEEKEND = 1.7
"""So much longer may a span be that counts working days."""


def fits(when: re.Match[str], known: Known) -> bool:
    """Whether something of the register is due then."""
    if when["every"]:
        soon = known.against.now + 3 * _LENGTHS[unit if (unit := when["every"].split()[-1].lower()) in _LENGTHS else "day"]
        return len({at for at in known.against.dues if known.against.now < at <= soon}) > 1
    if when["within"]:
        number = int(when["n"]) if when["n"].isdigit() else _NUMBERS[when["n"].lower()]
        length = number * _LENGTHS[when["unit"].lower()] * (_WEEKEND if when["work"] else 1)
        slack = 0 if when["unit"].lower() in ("minute", "hour") else _LENGTHS["day"]
        return any(0 <= at - known.against.now <= length + slack for at in known.against.dues)
    return any(_falls(when, day, known.today) for day in _due_days(known))


def _due_days(known: Known) -> Iterator[date]:
    """The days from today on on which something is due, on the clocks of the record's zones."""
    for zone in known.against.zones:
        for at in known.against.dues:
            if (day := wall(at, zone).date()) >= known.today:
                yield day


def _falls(when: re.Match[str], day: date, today: date) -> bool:
    off = (day - today).days
    if when["weekday"]:
        latest = 14 if when["next"] or when["next2"] else 7
        before = 1 if when[0].lower().startswith("before") else 0
        wanted = WEEKDAYS[when["weekday"].lower()]
        return off <= latest and wanted in {day.weekday(), (day + timedelta(days=before)).weekday()}
    if when["tomorrow"] or when["tomorrow2"]:
        return off == 1 or (off == 0 and bool(when["tomorrow"]))
    if span := when["nextspan"] and when["span"]:
        return _span(day, span) == _span(_first_of_next(today, span), span)
    if span := when["thisspan"] or when["thisspan2"]:
        return _span(day, span) == _span(today, span)
    if when["month"]:
        wanted = MONTHS[when["month"].lower()]
        return off < 366 and (day.month == wanted or (_UP_TO.fullmatch(when[0]) is not None and day.month % 12 + 1 == wanted))
    first, last = _FEASTS[(when["feast"] or when["season"]).lower()]
    return off < 366 and first <= (day.month, day.day) <= last


def _span(day: date, span: str) -> tuple[int, int]:
    return day.isocalendar()[:2] if span.lower() == "week" else (day.year, day.month)


def _first_of_next(today: date, span: str) -> date:
    return today + timedelta(days=7) if span.lower() == "week" else today.replace(day=1) + timedelta(days=32)
