"""What the program makes of a typed time, length or amount: shown before it is accepted."""

from __future__ import annotations

from store.errors import BadInput
from store.money import parse_money
from store.policy import Cadence, parse_cadence
from store.spans import length, parse_length, parse_span
from store.text import LINE_LIMIT, one_line
from store.when import parse_when, understood
from store.worktime import DAY_NAMES, Hours, add_span, parse_days, parse_slots, slots_text
from store.zones import Zone, wall, zone_of
from warroom.forms.spec import Subject, Values

_WORKING = ("wh", "wd")


def understand(kind: str, text: str, subject: Subject, now: int) -> tuple[str, bool]:
    """What a typed text means, and whether it can be taken; nothing for an empty one, or a kind that needs no reading.

    A word such as `→ today 16:34 CET, in 2 h (theirs 15:34)`, or what is wrong and what to write.
    """
    text = text.strip()
    if not text:
        return "", True
    try:
        said, fine = _read(kind, text, subject, now)
    except BadInput as error:
        return f"{error.title}: {error.next_step}" if error.next_step else error.title, False
    return (f"→ {said}" if said and fine else said), fine


def time_meant(text: str, subject: Subject, now: int) -> int | None:
    """The instant (ms) that a time which lies ahead means; None when it means none."""
    text = text.strip()
    try:
        working = _working(text, subject, now) if text.lower().endswith(_WORKING) else None
        return working or (parse_when(text, now, subject.zone, theirs=subject.theirs) if text else None)
    except BadInput:
        return None


def back_dated(values: Values, subject: Subject, now: int) -> int | None:
    """When what a form writes happened, by its field `at`; None for now. Raises BadInput."""
    typed = values.get("at", "").strip()
    return parse_when(typed, now, subject.zone, behind=True, theirs=subject.theirs, field="at") if typed else None


def _read(kind: str, text: str, subject: Subject, now: int) -> tuple[str, bool]:
    if kind in ("time", "past", "instant"):
        return _time(kind, text, subject, now)
    if kind == "money":
        return str(parse_money(text, default=subject.policy.currency)), True
    if kind == "cost":
        from store.actions.amends import their_cost

        return str(their_cost(text, subject.policy.currency) or "nothing"), True
    if kind == "length":
        return length(parse_length(text)), True
    if kind == "cadence":
        return _cadence(parse_cadence(text)), True
    if kind == "zone":
        there: Zone = zone_of(text)
        return f"{wall(now, there):%H:%M} there now", True
    if kind == "hours":
        return _hours(text), True
    if kind == "lines":
        return _lines(text), True
    if kind == "line" and len(one_line(text, 1 << 30)) > LINE_LIMIT:
        return f"{len(text):,} characters: this field takes {LINE_LIMIT}, put the rest in a note", False
    return "", True


def _time(kind: str, text: str, subject: Subject, now: int) -> tuple[str, bool]:
    theirs = subject.theirs
    if kind == "time" and text.lower().endswith(_WORKING):
        at = _working(text, subject, now)
        if at is not None:
            return understood(at, now, subject.zone, theirs), True
    if len(subject.ids) > 1 and text.lower().endswith(" theirs"):
        parse_when(text.lower().removesuffix(" theirs"), now, subject.zone, behind=kind == "past")
        return "each customer's own time", True
    at = parse_when(text, now, subject.zone, behind=kind == "past", theirs=theirs)
    said = understood(at, now, subject.zone, theirs)
    if kind == "time" and at <= now:
        return f"{said}: that is past", False
    if kind == "past" and at > now:
        return f"{said}: that has not happened yet", False
    return said, True


def _working(text: str, subject: Subject, now: int) -> int | None:
    try:
        span = parse_span(text)
    except BadInput:
        return None
    return add_span(now, span, subject.policy.hours)


def _cadence(cadence: Cadence) -> str:
    if cadence.first is None:
        return f"a word every {cadence.then}"
    return f"a word every {cadence.first} for {length(cadence.first_for)}, then every {cadence.then}"


def _hours(text: str) -> str:
    days, _, slots = text.rpartition(" ") if text[:1].isalpha() else ("", "", text)
    open_days = parse_days(days, "hours") if days else Hours(days=tuple(range(7))).days
    shown = "every day" if len(open_days) == 7 else ", ".join(DAY_NAMES[day] for day in open_days)
    return f"{shown} {slots_text(parse_slots(slots))}"


def _lines(text: str) -> str:
    from store.actions.opening import customer_list

    count = len(customer_list(text))
    return f"{count:,} customers: one failure, a break for each" if count > 1 else ""
