"""Forms for a customer's card: how, when and whom to reach; a silence that they asked for."""

from __future__ import annotations

from collections.abc import Sequence

from store.actions.customers import edit_customer, remove_person
from store.actions.receipt import Receipt
from store.errors import BadInput
from store.holiday_dates import without_dates
from store.replica.transaction import Transaction
from store.state import Person
from store.when import day_and_time
from store.words import CHANNELS
from warroom.forms.spec import FieldSpec, Form, Option, Subject, Values, Verbs, choices
from warroom.forms.wording import at_field, changed, short, typed_line, typed_money, typed_time


def _name(subject: Subject) -> str:
    return subject.one.customer.name or subject.one.brk.customer


# -- the card ---------------------------------------------------------------------------------------------------------


def _card_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    card = subject.one.customer
    return (
        FieldSpec("zone", "time zone", "zone", typed_line(card.zone), hint="Europe/London"),
        FieldSpec("hours", "hours", "hours", typed_line(card.hours), hint="8-18, or mon-fri 8:30-17:00; theirs"),
        FieldSpec(
            "holidays",
            "closed on",
            value=typed_line(without_dates(card.holidays)),
            hint="a country or part of it, as DE-BY; or dates",
        ),
        FieldSpec("channel", "reach by", "choice", card.channel, (("", "any"), *choices(CHANNELS))),
        FieldSpec(
            "voice_only",
            "counts",
            "choice",
            "yes" if card.voice_only else "no",
            (("no", "any real contact"), ("yes", "calls only")),
        ),
        FieldSpec("cadence", "cadence", "cadence", typed_line(card.cadence), hint="longest time without a contact, as 1h"),
        FieldSpec("do_not_contact", "don't call", value=typed_line(card.do_not_contact), hint="why they must not be contacted"),
        FieldSpec("value", "worth", "money", typed_money(card.value), hint="what the account is worth, as 50000 EUR"),
    )


def _card(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    with at_field(days="hours"):
        return [edit_customer(tx, _name(subject), card=changed(_card_fields(subject, {}), values))]


CARD = Form("customer", "Card of", _card_fields, _card)


# -- their people -----------------------------------------------------------------------------------------------------

_DETAILS = (
    ("call_name", "call them", "empty: their first name"),
    ("role", "role", "what they do there"),
    ("phone", "phone", ""),
    ("mail", "mail", ""),
    ("night", "at night", "the number for the night"),
    ("deputy", "deputy", "whom to try when they can't be reached"),
    ("language", "language", ""),
)


def _person_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    known = subject.one.customer.person(presets.get("person", "")) or Person("")
    name = typed_line(known.name)
    first = FieldSpec("person", "name", "fact", name, hint=name) if name else FieldSpec("person", "name", hint="Mary Osei")
    details = (FieldSpec(key, label, value=typed_line(getattr(known, key)), hint=hint) for key, label, hint in _DETAILS)
    return (first, *details)


def _person(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    if not values["person"].strip():
        raise BadInput("person", "name is empty", "name the contact person, as Mary Osei")
    known = subject.one.customer.person(values["person"])
    specs = _person_fields(subject, {"person": known.name} if known is not None and known.name == values["person"] else {})
    about = {name: text for name, text in changed(specs, values).items() if name != "person"}
    if known is not None and not about:
        raise BadInput("call_name", "nothing is changed", "Esc leaves the form")
    return [edit_customer(tx, _name(subject), person=values["person"], about_person=about)]


PERSON = Form("person", "Contact at", _person_fields, _person)


def _remove_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    people = tuple((person.name, short(person.name)) for person in subject.one.customer.people)
    chosen = presets.get("person", "")
    return (FieldSpec("person", "take off", "choice", chosen or (people[0][0] if people else ""), people),)


def _remove(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [remove_person(tx, _name(subject), values["person"])]


def _nobody(subject: Subject, presets: Values) -> str:
    return "" if subject.one.customer.people else f"The card of {subject.customers[0]} names nobody yet"


REMOVE_PERSON = Form("remove-person", "No longer at", _remove_fields, _remove, refuses=_nobody)


# -- silence ----------------------------------------------------------------------------------------------------------


def _silence_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    card = subject.one.customer
    until = card.silence_until if card.silence_until is not None and card.silence_until > subject.now else None
    return (
        FieldSpec("silence_until", "until", "time", typed_time(until, subject.zone), hint="8 theirs, tomorrow 9; empty ends it"),
        FieldSpec("why", "because", value=typed_line(card.silence_why) if until else "", hint="who asked for it, and why"),
    )


def _silence(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    until, running = values["silence_until"].strip(), bool(_silence_fields(subject, {})[0].value)
    if not until and not running:
        raise BadInput("silence_until", "the silence has no end", "say until when, as 8 theirs or tomorrow 9")
    return [edit_customer(tx, _name(subject), silence_until=until or "none", why=values["why"])]


SILENCE = Form("silence", "Silence for", _silence_fields, _silence)


def _verbs(subject: Subject) -> Sequence[Option]:
    card = subject.one.customer
    quiet = card.silence_until if card.silence_until is not None and card.silence_until > subject.now else None
    told = f" (now until {day_and_time(quiet, subject.now, subject.zone)})" if quiet is not None else ""
    people = [
        Option(
            str(number),
            f"{short(person.name)}{', ' + short(person.role, 30) if person.role else ''}",
            "person",
            {"person": person.name},
        )
        for number, person in enumerate(card.people[:9], 1)
    ]
    gone = (Option("x", "somebody is no longer there", "remove-person"),) if card.people else ()
    return (
        Option("c", "card: zone, hours, how to reach them", "customer"),
        *people,
        Option("n", "a new contact person", "person"),
        Option("s", f"silence that they asked for{told}", "silence"),
        *gone,
    )


CUSTOMER_VERBS = Verbs("customer", "Customer", _verbs, "customer")
