"""When a customer can be called: their hours, in their zone, without their holidays. A call at their night is flagged or waits."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from functools import lru_cache

from store.clock import MINUTE
from store.errors import BadInput
from store.holiday_dates import readable_days
from store.policy import Policy
from store.row import Row
from store.state import Customer
from store.worktime import Hours, next_open, parse_days, parse_slots, slots_text
from store.zones import Zone, find_zone, iso, wall


def hours_on_card(customer: Customer, policy: Policy) -> str:
    """The hours that hold for a customer, as a card writes them: their own; the policy's where the card names a zone only;
    else none."""
    if customer.hours or not customer.zone or not policy.their_hours:
        return customer.hours
    return slots_text(policy.their_hours)


def customer_hours(customer: Customer, policy: Policy) -> Hours | None:
    """When the customer can be called, in their zone (ours when it is not known); None when nobody said."""
    text = hours_on_card(customer, policy)
    return _hours(text, customer.zone or policy.hours.zone, readable_days(customer.holidays)) if text else None


def days_off_since(customer: Customer, since: int) -> str:
    """The customer's holidays from the day before `since` on (ms), for a row: ISO 8601, with spaces between."""
    if not customer.holidays:
        return ""
    first = iso(since - 24 * 60 * MINUTE)[:10]
    return " ".join(day for day in readable_days(customer.holidays) if day >= first)


@lru_cache(512)
def _hours(text: str, zone: str, days_off: tuple[str, ...]) -> Hours | None:
    days, _, slots = text.rpartition(" ") if text[:1].isalpha() else ("", "", text)
    try:
        return Hours(parse_slots(slots), parse_days(days) if days else tuple(range(7)), zone, days_off)
    except BadInput:
        return None


def night_until(row: Row, now: int) -> int | None:
    """When the customer of a row opens, if they are not to be called by their hours now; else None."""
    return _closed_until(row.hours, row.hours_zone, row.days_off, now // MINUTE) if row.hours else None


@lru_cache(8_192)
def _closed_until(text: str, zone: str, days_off: str, minute: int) -> int | None:
    """Hours begin and end at whole minutes, so a minute is open or closed as a whole."""
    hours = _hours(text, zone, tuple(days_off.split()))
    if hours is None:
        return None
    opens = next_open(minute * MINUTE, hours)
    return opens if opens > minute * MINUTE else None


def their_zone(row: Row) -> Zone:
    """The zone of the customer of a row, ours where their card has hours only; None when neither is known."""
    return find_zone(row.zone or row.hours_zone)


def clock_there(row: Row, now: int) -> str:
    """The time on the customer's wall clock, as 03:12."""
    return f"{wall(now, their_zone(row)):%H:%M}"
