"""Figures in a text: amounts of money, clock times, dates, counts; each with its place and its value.

What can't be read for certain is left out: a telephone number is no count, `9/11` no date without a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple, TypeVar

from store.money import DIGITS, SYMBOLS

MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1)
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tues tue", "wednesday wed", "thursday thurs thu", "friday fri", "saturday sat", "sunday sun")
    )
    for name in names.split()
}


class Amount(NamedTuple):
    """An amount of money. `currencies`: the codes that it can mean; a dollar sign alone means many."""

    start: int
    end: int
    value: Decimal
    currencies: tuple[str, ...]
    rounded: bool
    """Whether it was written as thousands or millions, and so may be rounded."""


class ClockTime(NamedTuple):
    """A time of day, in minutes after midnight. `zone` is what stands behind it (`UTC`, `BST`), empty where nothing does."""

    start: int
    end: int
    minute: int
    zone: str = ""
    twelve: bool = False
    """Whether it may also be the other half of the day: `at 2:30` without a.m. or p.m., below 13."""


class Day(NamedTuple):
    """A date; `year` and `weekday` (0 is Monday) are None where they are not said. `swapped`: day and month may be the other way
    round, as in 03/04/2026."""

    start: int
    end: int
    year: int | None
    month: int
    day: int
    weekday: int | None = None
    swapped: bool = False


class Count(NamedTuple):
    """Any other number. `unit` is the word behind it in small letters, `%` for per cent."""

    start: int
    end: int
    value: Decimal
    unit: str


class Figures(NamedTuple):
    """All figures of a text, each kind in the order of the text; no character belongs to two."""

    amounts: tuple[Amount, ...] = ()
    clocks: tuple[ClockTime, ...] = ()
    days: tuple[Day, ...] = ()
    counts: tuple[Count, ...] = ()


F = TypeVar("F", Amount, ClockTime, Day, Count)

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_SIGNS = "".join(SYMBOLS)
_FIGURE = r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?:\.\d{1,3})?|\d{1,3}(?:\.\d{3})+,\d{2}|\d+(?:[.,]\d{1,3})?"
_TIMES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "mn": 1_000_000, "million": 1_000_000, "bn": 1_000_000_000,
          "billion": 1_000_000_000}  # fmt: skip
_WORDS = {"euro": "EUR", "euros": "EUR", "dollar": "USD", "dollars": "USD", "pound": "GBP", "pounds": "GBP", "yen": "JPY",
          "rupees": "INR", "francs": "CHF", "kronor": "SEK", "kroner": "NOK"}  # fmt: skip
_DOLLARS = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "CLP", "ARS", "COP")
_MEANINGS = {"$": _DOLLARS, "¥": ("JPY", "CNY"), "£": ("GBP", "EGP"), "dollar": _DOLLARS, "dollars": _DOLLARS}

_MONEY = re.compile(
    rf"(?P<sign>[{_SIGNS}])\s?(?P<a>{_FIGURE})(?:\s?(?P<am>k|m|mn|bn|thousand|million|billion)\b)?(?:\s(?P<acode>[A-Z]{{3}})\b)?"
    rf"|\b(?P<bcode>[A-Z]{{3}})\s?(?P<b>{_FIGURE})(?:\s?(?P<bm>k|m|mn|bn|thousand|million|billion)\b)?"
    rf"|(?<![\w.,])(?P<c>{_FIGURE})(?:\s?(?P<cm>k|mn|bn|thousand|million|billion))?\s?(?P<ccode>[A-Z]{{3}}\b|[{_SIGNS}]|(?:{'|'.join(_WORDS)})\b)"
)
_NAMED = (
    r"UTC[+-]\d{2}(?::?\d{2})?|UTC|GMT|BST|IST|CEST|CET|EEST|EET|WEST|WET"
    r"|EST|EDT|CST|CDT|MST|MDT|PST|PDT|AEST|AEDT|JST|SGT|Z"
)
_ZONE = rf"(?:\s?\(?(?P<zone>{_NAMED})\b\)?)?"
_CLOCK = re.compile(
    rf"(?<![\w:.,/-])(?:(?P<h>[01]?\d|2[0-3])(?P<sep>[:.h])(?P<m>[0-5]\d)(?::[0-5]\d)?(?:\s?(?P<half>[ap]\.?m\b\.?))?{_ZONE}(?![\w:/]|[.,]\d)"
    rf"|(?P<h2>1[0-2]|0?[1-9])\s?(?P<half2>[ap]\.?m\b\.?){_ZONE.replace('zone', 'zone2')}"
    rf"|(?P<word>noon|midday|midnight)\b)",
    re.IGNORECASE,
)
_DAY = re.compile(
    rf"\b(?P<y1>\d{{4}})-(?P<m1>\d{{2}})-(?P<d1>\d{{2}})\b"
    rf"|\b(?:(?P<w2>{_WEEKDAY})\.?,?\s+(?:the\s+)?)?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<m2>{_MONTH})\b\.?(?:,?\s+(?P<y2>\d{{4}})\b)?"
    rf"|\b(?:(?P<w3>{_WEEKDAY})\.?,?\s+)?(?P<m3>{_MONTH})\.?\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,?\s+(?P<y3>\d{{4}})\b)?"
    rf"|\b(?P<d4>\d{{1,2}})(?P<s4>[/.])(?P<m4>\d{{1,2}})(?P=s4)(?P<y4>\d{{4}}|\d{{2}})\b",
    re.IGNORECASE,
)
_COUNT = re.compile(rf"(?<![\w.,:/+-])(?P<n>{_FIGURE})(?:\s?(?P<unit>%|[A-Za-z][A-Za-z-]*))?(?![\w:/]|[.,]\d)")
_PHONE = re.compile(r"(?:\+\d|\(\d|\b0\d)[\d\s()./-]{5,}\d")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|#\d+")


def figures_of(text: str) -> Figures:
    """The figures of a text."""
    taken = [match.span() for pattern in (_PHONE, _ADDRESS) for match in pattern.finditer(text)]
    taken = [span for span in taken if not _DAY.search(text, *span) and not _DAY.match(text, span[0])]
    days = tuple(_free(_days(text), taken))
    amounts = tuple(_free(_amounts(text), taken))
    clocks = tuple(_free(_clocks(text), taken))
    counts = tuple(_free(_counts(text), taken))
    return Figures(amounts, clocks, days, counts)


def _free(found: Iterator[F], taken: list[tuple[int, int]]) -> Iterator[F]:
    """Those that touch nothing that was taken before; they are taken then."""
    for figure in found:
        if not any(figure.start < end and start < figure.end for start, end in taken):
            taken.append((figure.start, figure.end))
            yield figure


def number_of(figure: str) -> Decimal:
    """The value of a written figure: commas and spaces group thousands, a comma before one or two digits at the end is a point."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", figure)
    if re.fullmatch(r"\d{1,3}(\.\d{3})+,\d{2}", plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d+,\d{1,2}", plain):
        plain = plain.replace(",", ".")
    try:
        return Decimal(plain.replace(",", ""))
    except InvalidOperation:
        return Decimal(0)


def _amounts(text: str) -> Iterator[Amount]:
    for match in _MONEY.finditer(text):
        figure = match["a"] or match["b"] or match["c"]
        word = match["acode"] or match["sign"] or match["bcode"] or match["ccode"]
        times = (match["am"] or match["bm"] or match["cm"] or "").lower()
        if (currencies := _currencies(word)) and figure:
            yield Amount(match.start(), match.end(), number_of(figure) * _TIMES.get(times, 1), currencies, bool(times))


def _currencies(word: str) -> tuple[str, ...]:
    """The codes that a sign, a word or a code can mean; none where it is no currency."""
    if found := _MEANINGS.get(word.lower()):
        return found
    code = SYMBOLS.get(word) or _WORDS.get(word.lower()) or word
    return (code,) if code in DIGITS else ()


def _clocks(text: str) -> Iterator[ClockTime]:
    for match in _CLOCK.finditer(text):
        if word := match["word"]:
            yield ClockTime(match.start(), match.end(), 0 if word.lower() == "midnight" else 720)
            continue
        half = (match["half"] or match["half2"] or "").lower()[:1]
        hour, minute = int(match["h"] or match["h2"]), int(match["m"] or 0)
        before = text[: match.start()].rstrip().rpartition(" ")[2].lower()
        if match["sep"] == "." and not half and before not in ("at", "by", "until", "from", "since", "after", "before", "to"):
            continue  # 2.30 may be any number
        if half and not 1 <= hour <= 12:
            continue
        hour = hour % 12 + (12 if half == "p" else 0) if half else hour
        zone = match["zone"] or match["zone2"] or ""
        yield ClockTime(
            match.start(), match.end(), hour * 60 + minute, zone.upper(), not half and hour < 13 and len(match["h"]) < 2
        )


def _days(text: str) -> Iterator[Day]:
    for match in _DAY.finditer(text):
        weekday = WEEKDAYS.get((match["w2"] or match["w3"] or "").lower())
        if match["y1"]:
            day = Day(*match.span(), int(match["y1"]), int(match["m1"]), int(match["d1"]))
        elif match["m2"]:
            if match["m2"] == "may":
                continue  # "version 2.30 may": a verb
            day = Day(*match.span(), _year(match["y2"]), MONTHS[match["m2"].lower()], int(match["d2"]), weekday)
        elif match["m3"]:
            if match["m3"].lower() in ("may", "march", "mar") and match["m3"][0].islower():
                continue  # "may 12 of you": a verb
            day = Day(*match.span(), _year(match["y3"]), MONTHS[match["m3"].lower()], int(match["d3"]), weekday)
        else:
            first, second = int(match["d4"]), int(match["m4"])
            swapped = match["s4"] == "/" and first <= 12 and second <= 12 and first != second
            if second > 12 >= first:
                first, second = second, first
            day = Day(*match.span(), _year(match["y4"]), second, first, None, swapped)
        if 1 <= day.month <= 12 and 1 <= day.day <= 31:
            yield day


def _year(written: str | None) -> int | None:
    if not written:
        return None
    return int(written) + (2000 if len(written) == 2 else 0)


def _counts(text: str) -> Iterator[Count]:
    for match in _COUNT.finditer(text):
        yield Count(match.start(), match.end(), number_of(match["n"]), (match["unit"] or "").lower())
