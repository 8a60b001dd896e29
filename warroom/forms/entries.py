"""Forms about one entry of the record: correct it, move it to the break where it belongs, take it back.

They are opened with the presets {"event": "<replica>-<number>"}, the name that the timeline gives an entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from store.actions.corrections import amend, correctable_fields, movable, move_entry, retract
from store.actions.receipt import Receipt
from store.bodies import allowed_words
from store.events import Event
from store.fold.reading import as_money
from store.order import Fact, put_in_order
from store.replica.transaction import Transaction
from store.timeline import describe
from store.zones import from_iso, wall
from warroom.forms.spec import FieldSpec, Form, Option, Subject, Values
from warroom.forms.wording import at_field, changed, short, typed_line, typed_money, typed_prose, typed_time

_LABELS = {
    "due_at": "by",
    "from_at": "from",
    "next_at": "next word",
    "with": "with",
    "contact_name": "contact",
    "found_by": "found by",
}
_TIMES = ("due_at", "from_at", "next_at", "until", "found_at")
_MONEY = ("amount", "cost", "value")
_PROSE = ("said", "text", "reason", "why", "say", "trouble", "expectation")
_FLAGS = ("done", "on", "conflict")


def named_event(subject: Subject, typed: str) -> Event | None:
    """The event that a name means, None when it is none of this break or its failure."""
    replica, _, number = typed.strip().lower().rpartition("-")
    found = [event for event in subject.events if str(event.number) == number and event.replica.startswith(replica)]
    return found[0] if len(found) == 1 else None


def _entry_field(subject: Subject, event: Event | None, typed: str) -> FieldSpec:
    """The line that shows which entry it is about; its value is the entry's name."""
    if event is None:
        return FieldSpec("event", "entry", "fact", typed, hint=typed or "none")
    fact = _fact(subject, event)
    at, actor = (event.happened_at, event.actor) if fact is None else (fact.at, fact.actor)
    shown = event if fact is None else event._replace(kind=fact.kind, body=fact.body)
    said = describe(shown, subject.zone, subject.now, {other.hash: other for other in subject.events})
    return FieldSpec(
        "event", "entry", "fact", typed, hint=f"{wall(at, subject.zone):%Y-%m-%d %H:%M} {short(actor, 30)}: {short(said, 300)}"
    )


def _fact(subject: Subject, event: Event) -> Fact | None:
    """An entry as it stands now, after corrections; None when it is not in force."""
    facts = put_in_order(other for other in subject.events if other.subject == event.subject).facts
    return next((fact for fact in facts if event in fact.twins), None)


def _refuses(subject: Subject, presets: Values) -> str:
    event = named_event(subject, presets.get("event", ""))
    if event is None:
        return "Select an entry first: this is about one of the timeline"
    return "That entry was taken back or moved away already" if _fact(subject, event) is None else ""


# -- correcting -------------------------------------------------------------------------------------------------------


def _amend_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    typed = presets.get("event", "")
    event = named_event(subject, typed)
    first = _entry_field(subject, event, typed)
    if event is None:
        return (first,)
    fact = _fact(subject, event)
    if fact is None:
        return (first,)
    fields = (_amend_field(subject, fact.kind, name, fact.body.get(name)) for name in correctable_fields(event) or ())
    return (first, *fields, FieldSpec("happened_at", "when", "past", typed_time(fact.at, subject.zone)))


def _amend_field(subject: Subject, kind: str, name: str, value: Any) -> FieldSpec:
    """The field of one value of a body, with what stands in it."""
    label = _LABELS.get(name, name.removesuffix("_at").replace("_", " "))[:11]
    if name in _TIMES:
        return FieldSpec(name, label, "instant", typed_time(from_iso(value), subject.zone))
    if name in _MONEY:
        return FieldSpec(name, label, "money", typed_money(as_money(value)))
    if name in _FLAGS and (isinstance(value, bool) or kind == "contacted"):
        return FieldSpec(name, label, "choice", "yes" if value is True else "no", (("no", "no"), ("yes", "yes")))
    if words := allowed_words(kind, name):
        known = str(value) if value in words else ""
        options = tuple((str(word), str(word)) for word in words)
        return FieldSpec(name, label, "choice", known, options if known else (("", "—"), *options))
    text = "" if value is None else str(value)
    if name in ("count", "corrected", "severity"):
        return FieldSpec(name, label, "count", typed_line(text))
    return (
        FieldSpec(name, label, "prose", typed_prose(text)) if name in _PROSE else FieldSpec(name, label, "line", typed_line(text))
    )


def _amend(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    """Writes only the fields that were changed here."""
    changes = changed(_amend_fields(subject, {"event": values["event"]}), values)
    with at_field(at="happened_at"):
        return [amend(tx, values["event"], changes)]


def _not_correctable(subject: Subject, presets: Values) -> str:
    event = named_event(subject, presets.get("event", ""))
    if event is not None and correctable_fields(event) is None:
        return "That entry can't be corrected: take it back instead"
    return _refuses(subject, presets)


AMEND = Form("amend-entry", "Correct an entry of", _amend_fields, _amend, refuses=_not_correctable)


# -- moving -----------------------------------------------------------------------------------------------------------


def _move_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    typed = presets.get("event", "")
    return (
        _entry_field(subject, named_event(subject, typed), typed),
        FieldSpec("id", "belongs to", "break", presets.get("id", ""), hint="the right customer's name, or the id of their break"),
    )


def _move(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [move_entry(tx, values["event"], tx.find_named(values["id"]))]


def _not_movable(subject: Subject, presets: Values) -> str:
    event = named_event(subject, presets.get("event", ""))
    if event is not None and not movable(event):
        return "That entry can't be moved: take it back, and log it on the right break"
    return _refuses(subject, presets)


MOVE_ENTRY = Form("move-entry", "Wrong customer: not", _move_fields, _move, refuses=_not_movable)


# -- taking back ------------------------------------------------------------------------------------------------------


def _take_back_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    typed = presets.get("event", "")
    return (
        _entry_field(subject, named_event(subject, typed), typed),
        FieldSpec("reason", "reason", value=presets.get("reason", ""), hint="why it is taken back; the record keeps both"),
    )


def _take_back(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [retract(tx, values["event"], values["reason"])]


def _not_in_force(subject: Subject, presets: Values) -> str:
    """A retraction can be taken back too: that brings back what it took."""
    event = named_event(subject, presets.get("event", ""))
    if event is not None and event.kind in ("retracted", "amended", "moved_out"):
        gone = put_in_order(other for other in subject.events if other.subject == event.subject).retracted
        return "That was taken back already" if event.hash in gone else ""
    return _refuses(subject, presets)


TAKE_BACK = Form("take-back", "Take back an entry of", _take_back_fields, _take_back, refuses=_not_in_force)


def entry_options(subject: Subject, typed: str) -> list[Option]:
    """What can be done with any entry: `typed` is its name, `<replica>-<number>`."""
    event = named_event(subject, typed)
    if event is None or _fact(subject, event) is None:
        return []
    presets = {"event": typed}
    correct = [Option("i", "correct it", "amend-entry", presets)] if correctable_fields(event) is not None else []
    move = [Option(">", "move it to another customer", "move-entry", presets)] if movable(event) else []
    return [*correct, *move, Option("-", "take it back", "take-back", presets)]
