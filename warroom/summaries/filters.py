"""The filters of the templates: thin sheets over `phrasing`, with the fields' zone and time. Loads Jinja: import it late."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeGuard

from jinja2 import Undefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from store.errors import BadInput
from warroom.summaries import escaping, phrasing
from warroom.summaries.meter import MOST_WRITTEN, meter, too_long


class SaidTime(str):
    """A time that a filter wrote: the day in it is the one that was said last."""


@pass_context
def _date(context: Context, at: Any, zone: str | None = None) -> str:
    text = phrasing.date_text(_instant(at), _zone(context, zone), _now(context))
    meter().said_day = text
    return SaidTime(text)


@pass_context
def _time(context: Context, at: Any, zone: str | None = None) -> str:
    meter().said_zone = phrasing.zone_text(_instant(at), _zone(context, zone))
    return phrasing.time_text(_instant(at), _zone(context, zone))


@pass_context
def _when(context: Context, at: Any, zone: str | None = None) -> str:
    return SaidTime(f"{_date(context, at, zone)}, {_time(context, at, zone)}")


@pass_context
def _moment(context: Context, at: Any, zone: str | None = None) -> str:
    counted, place = meter(), (_instant(at), _zone(context, zone))
    day, named = phrasing.date_text(*place, _now(context)), phrasing.zone_text(*place)
    if day != counted.said_day:
        counted.said_day, counted.said_zone = day, named
        return SaidTime(f"{phrasing.time_text(*place)} on {day}")
    same, counted.said_zone = counted.said_zone == named, named
    return phrasing.clock_text(*place) if same else phrasing.time_text(*place)


def _midway(text: Any) -> str:
    return phrasing.midway_text(_text(text))


@pass_context
def _clock(context: Context, at: Any, zone: str | None = None) -> str:
    return phrasing.clock_text(_instant(at), _zone(context, zone))


@pass_context
def _stamp(context: Context, at: Any, zone: str | None = None) -> str:
    return phrasing.stamp_text(_instant(at), _zone(context, zone), _now(context))


@pass_context
def _near(context: Context, at: Any, zone: str | None = None) -> str:
    return phrasing.near_text(_instant(at), _zone(context, zone), _now(context))


def _span(milliseconds: Any, short: bool = False) -> str:
    if not _is_number(milliseconds):
        raise BadInput("template", f"{_said(milliseconds)} is no length of time", "ask {% if %} first where it may be missing")
    return phrasing.short_span_text(int(milliseconds)) if short else phrasing.span_text(int(milliseconds))


def _money(value: Any) -> str:
    return phrasing.money_text(value)


def _number(value: Any) -> str:
    if not _is_number(value):
        raise BadInput("template", f"{_said(value)} is no number", "ask {% if %} first where it may be missing")
    return phrasing.number_text(value)


def _plural(count: Any, one: str, many: str = "") -> str:
    if not _is_number(count):
        raise BadInput("template", f"{_said(count)} is no number to count with", "give plural a number or the length of a list")
    return phrasing.plural_text(int(count), one, many)


def _gap(what: Any, element: Any) -> Markup:
    return Markup(phrasing.gap_text(str(what), str(element)))


def _listed(values: Any, last: str = "and") -> str:
    return meter().write(phrasing.listed_text(list(values), last))


def _paragraphs(text: Any, indent: int = 0) -> Markup:
    return Markup(meter().write(escaping.paragraphs(_text(text), " " * min(max(indent, 0), 12))))


def _quoted(text: Any, indent: int = 0) -> Markup:
    before = f"{' ' * min(max(indent, 0), 12)}> "
    return Markup(meter().write(f"> {escaping.paragraphs(_text(text), before)}"))


def _join(values: Any, between: str = "") -> str:
    counted, joined = meter(), ""
    for place, value in enumerate(counted.stepped(values)):
        joined += counted.write(f"{between if place else ''}{value}")
    return joined


def _replace(text: Any, old: str, new: str) -> str:
    plain = _text(text)
    if not old or len(plain) + plain.count(old) * len(new) > MOST_WRITTEN:
        raise too_long()
    return meter().write(plain.replace(str(old), str(new)))


def _truncate(text: Any, length: int = 80) -> str:
    plain = _text(text)
    return plain if len(plain) <= length else f"{plain[: max(0, length - 1)]}…"


def _sum(values: Any, attribute: str | None = None) -> int | float:
    numbers = [value.get(attribute) if attribute and isinstance(value, dict) else value for value in values]
    counted = [number for number in numbers if _is_number(number)]
    if len(counted) < len(numbers):
        raise BadInput("template", "sum is for numbers", "amounts of money come summed up by currency")
    return sum(counted)


def _instant(at: Any) -> int:
    if not _is_number(at):
        raise BadInput("template", f"{_said(at)} is no time", "ask {% if %} first where it may be missing")
    return int(at)


def _text(text: Any) -> str:
    if not isinstance(text, str):
        raise BadInput("template", f"{_said(text)} is no text", "this filter is for texts")
    return str(text)


def _said(value: Any) -> str:
    if isinstance(value, Undefined):
        str(value)  # says what is missing
    return "nothing" if value is None else "this"


def _is_number(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _zone(context: Context, zone: str | None) -> str:
    return str(context.get("zone", "") if zone is None else zone)


def _now(context: Context) -> int:
    now = context.get("now", 0)
    return int(now) if _is_number(now) else 0


FILTERS: dict[str, Callable[..., Any]] = {
    "date": _date,
    "time": _time,
    "when": _when,
    "moment": _moment,
    "midway": _midway,
    "clock": _clock,
    "stamp": _stamp,
    "near": _near,
    "span": _span,
    "money": _money,
    "number": _number,
    "plural": _plural,
    "gap": _gap,
    "listed": _listed,
    "paragraphs": _paragraphs,
    "quoted": _quoted,
    "join": _join,
    "replace": _replace,
    "truncate": _truncate,
    "sum": _sum,
}
"""Our own filters by name; `docs/templates.md` says what each does."""
