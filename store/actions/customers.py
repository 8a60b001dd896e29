"""Customers' cards: how, when and whom to reach; joining two that are one."""

from __future__ import annotations

from collections.abc import Mapping

from store.actions.asking import line, prose, time_ahead, told, yes_or_no
from store.actions.receipt import Receipt
from store.errors import BadInput, NotFound, Refused
from store.events import Body
from store.fold.customer import PERSON_FIELDS
from store.holiday_dates import parse_holidays
from store.money import parse_money
from store.policy import cadence_text, parse_cadence
from store.replica.transaction import Transaction
from store.state import Customer
from store.text import name_key, one_line, quoted
from store.words import CHANNELS
from store.worktime import days_text, parse_days, parse_slots, slots_text
from store.zones import find_zone, iso, zone_name

CARD_FIELDS = ("zone", "hours", "holidays", "cadence", "channel", "do_not_contact", "value", "voice_only")


def edit_customer(
    tx: Transaction,
    name: str,
    *,
    card: Mapping[str, str] | None = None,
    person: str = "",
    about_person: Mapping[str, str] | None = None,
    silence_until: str = "",
    why: str = "",
) -> Receipt:
    """Changes a customer's card, one of their people, and a silence that they asked for (`silence_until` none ends it).

    An empty value clears a field. Raises BadInput.
    """
    shown = line(name, "name")
    customer = tx.cases.customer(shown)
    subject = f"customer:{customer.key}"
    changes: Body = {key: _card_value(tx, key, text) for key, text in (card or {}).items()}
    warnings: tuple[str, ...] = ()
    if not customer.name and customer.key == name_key(shown):
        spelled = tx.name_on_breaks(customer)
        changes["name"] = spelled or shown
        warnings = () if spelled else (f"a new card: no break is of {shown} yet",)
    if changes:
        tx.add(subject, "customer_edited", {"set": changes})
    if person:
        known = customer.person(line(person, "person"))
        details = {key: line(text, key, required=False) for key, text in (about_person or {}).items() if key in PERSON_FIELDS}
        tx.add(subject, "person_edited", {"person": known.name if known else line(person, "person"), "set": details})
    elif about_person and any(about_person.values()):
        raise BadInput("person", "whose details are these?", 'name the contact person: --contact "Mary Osei"')
    lines: list[str] = []
    if silence_until:
        lines.append(_agree_silence(tx, customer, subject, silence_until, why))
    if not tx.added:
        raise BadInput("name", "there is nothing to change", "give at least one field")
    known_as = customer.name or str(changes.get("name", shown))
    return Receipt(known_as, known_as, said=tuple(lines), warnings=warnings)


def _agree_silence(tx: Transaction, customer: Customer, subject: str, until: str, why: str) -> str:
    if until.strip().lower() in ("none", "off", "-"):
        tx.add(subject, "silence_agreed", {"until": None})
        return "the silence ends"
    theirs = find_zone(customer.zone)
    at = time_ahead(tx, until, "silence_until", theirs)
    body: Body = {"until": iso(at)}
    if words := prose(why, "why", required=False):
        body["why"] = words
    tx.add(subject, "silence_agreed", body)
    return told(tx, "silence until", at, theirs)


def _card_value(tx: Transaction, key: str, text: str) -> object:
    if key not in CARD_FIELDS:
        raise BadInput("field", f"{quoted(key)} is no field of a customer's card", "choose from " + ", ".join(CARD_FIELDS))
    if key == "voice_only":
        return bool(text.strip()) and yes_or_no(text, key)
    if not text.strip():
        return None
    if key == "zone":
        return zone_name(text.strip(), "zone")
    if key == "hours":
        days, _, slots = text.strip().rpartition(" ") if text.strip()[:1].isalpha() else ("", "", text)
        return " ".join(part for part in (days_text(parse_days(days)) if days else "", slots_text(parse_slots(slots))) if part)
    if key == "holidays":
        return _days_off(tx, text)
    if key == "cadence":
        return cadence_text(parse_cadence(text))
    if key == "value":
        return parse_money(text, "value", tx.cases.policy().currency).to_json()
    if key == "channel" and text.strip().lower() not in CHANNELS:
        raise BadInput("channel", f"{quoted(text)} is no channel", "choose from " + ", ".join(CHANNELS))
    return line(text.lower() if key == "channel" else text, key)


def _days_off(tx: Transaction, text: str) -> str:
    """Their holidays, with the dates of a country behind its name. Raises BadInput."""
    dates, regions = parse_holidays(text, "holidays")
    if not regions:
        return ", ".join(dates)
    from store.region_holidays import with_dates  # late: it loads a large library

    return with_dates(text, tx.now)


def remove_person(tx: Transaction, name: str, person: str) -> Receipt:
    """Takes a contact person off a customer's card. Raises NotFound."""
    customer = tx.cases.customer(line(name, "name"))
    known = customer.person(person)
    if known is None:
        raise NotFound("person", f"{customer.name or name} has no contact {person}", "the card lists them")
    tx.add(f"customer:{customer.key}", "person_removed", {"person": known.name})
    return Receipt(customer.name or name, customer.name or name)


def join_customers(tx: Transaction, name: str, into: str) -> Receipt:
    """Joins two customers that are one: `name` counts as `into` from now on.

    Raises NotFound for one without a card and without breaks, Refused when they are one already.
    """
    one, other = tx.cases.customer(line(name, "a")), tx.cases.customer(line(into, "b"))
    if one.key == other.key:
        raise Refused("b", f"{name} and {into} are one customer already", "nothing to join")
    known, goes_on = _known_name(tx, one, name, "a"), _known_name(tx, other, into, "b")
    if not other.name:
        tx.add(f"customer:{other.key}", "customer_edited", {"set": {"name": goes_on}})
    tx.add(f"customer:{one.key}", "joined", {"into": other.key})
    return Receipt(goes_on, goes_on, said=(f"{known} counts as {goes_on} from now on",))


def _known_name(tx: Transaction, customer: Customer, typed: str, field: str) -> str:
    """The name of a customer as their card or their breaks have it. Raises NotFound when there is neither."""
    found = customer.name or tx.name_on_breaks(customer) or tx.name_on_joined_breaks(customer)
    if not found:
        raise NotFound(field, f"no customer {one_line(typed, 80)} is here", "`warroom search NAME` finds how they are spelled")
    return found
