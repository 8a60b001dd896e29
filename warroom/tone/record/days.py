"""Record rules for dates, and for promises that the register does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from warroom.tone.figures import WEEKDAYS, Day, Figures
from warroom.tone.record.hit import Hit
from warroom.tone.record.known import Known

AHEAD = re.compile(
    r"\b(?:I|we|our [\w ]{2,30}?|you)(?:['’]ll| will| shall| are going to| am going to)\b|\b(?:I|we) (?:promise|commit|undertake)\b"
    r"|\bwill be (?:fixed|done|ready|in place|finished|credited|paid|refunded|restored|with you)\b",
    re.IGNORECASE,
)
"""What makes a date or a time one that we promise."""
_PAYS = re.compile(
    r"\b(?:will|shall|['’]ll) (?:(?:also|then|now|be) )*(?:credit(?:ed)?|refund(?:ed)?|repay|repaid|reimbursed?|waived?)\b",
    re.IGNORECASE,
)
"""What makes it one of restitution."""
_FAR = 60
"""Characters within which it belongs to that."""


def dates(index: int, sentence: str, figures: Figures, known: Known) -> Iterator[Hit]:
    """Dates that fall on another weekday, that the record does not have, or that are promised and not in the register."""
    ahead = bool(AHEAD.search(sentence))
    for day in figures.days:
        place = (index, day.start, day.end)
        pairs = {(day.month, day.day)} | ({(day.day, day.month)} if day.swapped else set())
        if weekday := _other_weekday(day, known.today):
            yield Hit("record.weekday", "error", *place, f"that day is a {weekday}", "check the date")
        elif not pairs & known.days:
            yield unknown("date", place, ahead and not _is_past(day, known.today))
        elif ahead and not pairs & known.due_days and not _is_past(day, known.today):
            yield unknown("date", place, True)
        elif _is_paid(sentence, day) and _owed_otherwise(pairs, known):
            message = "the register has what they get for another date"
            yield Hit("record.promise", "error", *place, message, "say the date of the restitution")


def _is_paid(sentence: str, day: Day) -> bool:
    """Whether a date belongs to restitution that we promise: it is not far behind it, and nothing else begins between."""
    found = _PAYS.search(sentence, 0, day.start)
    if found is None or day.start - found.end() > _FAR:
        return False
    return not re.search(r"[;:]|\b(?:and|but|while|after|since|from|of) ", sentence[found.end() : day.start])


def _owed_otherwise(pairs: set[tuple[int, int]], known: Known) -> bool:
    """Whether everything that they get has a date, and none of these."""
    facing = known.against.facing
    lines = (*facing.amends, *facing.corrections, *facing.gifts)
    owed = known.days_of(line.due_at for line in lines if line.due_at is not None)
    return bool(lines) and all(line.due_at is not None for line in lines) and not pairs & owed


def unknown(what: str, place: tuple[int, int, int], ahead: bool) -> Hit:
    """A date or a time (`what`) that the record does not have; `ahead`: it is promised."""
    if ahead:
        message = f"the register has no promise, amends or change for this {what}"
        suggestion = "promise what the register holds, or write it down first (`warroom promise`)"
        return Hit("record.promise", "error", *place, message, suggestion)
    return Hit(f"record.{what}", "warning", *place, f"this {what} is not in the record", "check it, or write it down")


def _other_weekday(day: Day, today: date) -> str:
    """The weekday that a date really is, where another one is said. A date without a year is one of this year, or the nearest."""
    if day.weekday is None:
        return ""
    years = (day.year,) if day.year is not None else (today.year, today.year - 1, today.year + 1)
    found = [one for year in years if (one := _date(year, day)) is not None]
    nearest = min(found, key=lambda one: abs((one - today).days), default=None)
    if nearest is None or day.weekday in (nearest.weekday(), found[0].weekday()):
        return ""
    return next(name for name, number in WEEKDAYS.items() if number == nearest.weekday()).title()


def _date(year: int, day: Day) -> date | None:
    try:
        return date(year, day.month, day.day)
    except ValueError:
        return None


def _is_past(day: Day, today: date) -> bool:
    found = _date(day.year or today.year, day)
    return found is not None and found < today
