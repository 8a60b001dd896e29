"""Corrections, which are events too: undo, retraction, amendment, moving an entry, blanking a secret, joining two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from store.actions.asking import next_number, prose, their_zone
from store.actions.receipt import Receipt
from store.errors import BadInput, Refused
from store.events import Body, Event, without_text
from store.ids import is_failure_id
from store.order import put_in_order
from store.replica.transaction import Transaction
from store.text import one_line
from store.timeline import describe
from store.words import KINDS, REFERENCES

_CORRECTIONS = frozenset(("retracted", "amended", "redacted", "moved_out"))
_UNMOVED = _CORRECTIONS | {"opened", "staged", "joined"}


class Undoable(NamedTuple):
    """What an undo would take back, named so that it can be asked about."""

    events: tuple[Event, ...]
    customer: str
    lines: tuple[str, ...]


def what_undo_takes_back(tx: Transaction, typed_id: str = "") -> Undoable:
    """The last action of this actor that is in force (on a break, if one is named). Raises NotFound."""
    subject = f"break:{tx.find_break(typed_id)}" if typed_id else None
    return _named(tx, tx.last_action(subject))


def _named(tx: Transaction, events: list[Event]) -> Undoable:
    customers: dict[str, None] = {}
    for event in events:
        if event.subject_kind == "break":
            brk = tx.cases.brk(event.subject.partition(":")[2])
            customers[tx.cases.customer(brk.customer).name or brk.customer] = None
    names = list(customers)
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return Undoable(tuple(events), shown, tuple(dict.fromkeys(describe(event, tx.zone, tx.now) for event in events)))


def undo(tx: Transaction, typed_id: str = "") -> Receipt:
    """Takes back the last action of this actor, whole. Raises NotFound, and Refused with what depends on it."""
    found = what_undo_takes_back(tx, typed_id)
    _take_back(tx, found.events, "")
    return Receipt(_first_id(tx, found.events), found.customer, said=tuple(f"took back: {text}" for text in found.lines))


def undo_as_named(tx: Transaction, typed_id: str, asked: Undoable) -> Receipt:
    """As `undo`, but only for what was asked about. Raises Refused when something else was written (or taken back) since."""
    found = what_undo_takes_back(tx, typed_id)
    if [event.hash for event in found.events] != [event.hash for event in asked.events]:
        raise Refused("event", f"{tx.actor} did something else since: {'; '.join(found.lines[:2])}", "undo once more to see it")
    return undo(tx, typed_id)


def retract(tx: Transaction, typed_event: str, reason: str = "") -> Receipt:
    """Takes back one event. Raises NotFound, Refused."""
    event = tx.event(typed_event)
    if event.hash in tx.retracted_among([event]):
        raise Refused("event", f"{typed_event} is taken back already", "nothing to take back")
    if event.kind == "redacted":
        raise Refused("event", "what was blanked stays blank", "nothing to take back")
    found = _named(tx, [event])
    _take_back(tx, found.events, prose(reason, "reason", required=False))
    return Receipt(_first_id(tx, [event]), found.customer, said=tuple(f"took back: {text}" for text in found.lines))


def _take_back(tx: Transaction, events: Iterable[Event], reason: str) -> None:
    events = list(events)
    if dependants := _dependants(tx, events):
        texts = [f"{tx.spoken_event(event)} {one_line(describe(event, tx.zone, tx.now), 80)}" for event in dependants[:4]]
        more = f" and {len(dependants) - 4} more" if len(dependants) > 4 else ""
        raise Refused("event", "other entries rest on it: " + "; ".join(texts) + more, "take those back first")
    for event in reversed(events):
        tx.add(event.subject, "retracted", {"event": event.hash, **({"reason": reason} if reason else {})})


def _dependants(tx: Transaction, events: list[Event]) -> list[Event]:
    """The live events of other actions that would hang in the air."""
    taken = {event.hash for event in events}
    found: list[Event] = []
    for subject in dict.fromkeys(event.subject for event in events):
        ordered = put_in_order(tx.events(subject))
        own = {hash_ for event in events for hash_ in ordered.twins_of(event.hash)}
        opening = any(event.kind in ("opened", "failure_opened") and event.subject == subject for event in events)
        for fact in ordered.facts:
            if fact.hash not in own and (opening or any(str(fact.body.get(name)) in own for name in REFERENCES)):
                found.append(fact.event)
        if opening and subject.startswith("break:"):
            found += _joinings(tx, subject.partition(":")[2], taken)
        if opening and subject.startswith("failure:"):
            others = tx.breaks_of(subject.partition(":")[2])
            undone = {event.subject for event in events if event.kind == "opened"}
            for id_ in others:
                if f"break:{id_}" not in undone:
                    found += [event for event in tx.events(f"break:{id_}") if event.kind == "opened"]
    return found


def _joinings(tx: Transaction, id_: str, taken: set[str]) -> list[Event]:
    """The events by which others go on as this break."""
    found = []
    for other in tx.cases.joined_into(id_):
        facts = put_in_order(tx.events(f"break:{other}")).facts
        found += [fact.event for fact in facts if fact.kind == "joined" and fact.hash not in taken]
    return found


def _first_id(tx: Transaction, events: Iterable[Event]) -> str:
    for event in events:
        kind, _, key = event.subject.partition(":")
        if kind == "break":
            return tx.spoken(key)
        if kind == "failure":
            return tx.spoken_failure(key)
        return key
    return ""


def amend(tx: Transaction, typed_event: str, changes: Mapping[str, str]) -> Receipt:
    """Corrects fields of an entry (`at` corrects when it happened); an empty value clears an optional one.

    Raises NotFound, BadInput for a field that it has not and for a due time that lies before the entry was made, Refused for
    an entry that was taken back.
    """
    event = tx.event(typed_event)
    if event.body is None or event.kind in _CORRECTIONS:
        raise Refused("event", f"{typed_event} can't be corrected", "take it back instead")
    if event.hash in tx.retracted_among([event]):
        raise Refused("event", f"{typed_event} is taken back", "log it again instead")
    kind = _kind_of(event)
    if kind not in KINDS:
        raise Refused("event", f"{typed_event} is from a newer version", "update this one, or take it back instead")
    from store.actions.amended import amended_value, check_ledger, check_times

    theirs = None
    if event.subject_kind == "break":
        theirs = their_zone(tx.cases.customer(tx.cases.brk(event.subject.partition(":")[2]).customer))
    values: Body = {}
    for name, text in changes.items():
        key, value = amended_value(tx, kind, name, text, theirs)
        if key in values:
            raise BadInput(name, f"{name} is corrected twice", "name each field once")
        values[key] = value
    if not values:
        raise BadInput("field", "there is nothing to correct", 'write FIELD=VALUE, as said="…"')
    entry = next((fact for fact in put_in_order(tx.events(event.subject)).facts if event in fact.twins), None)
    if entry is None:
        raise Refused("event", f"{typed_event} counts for nothing here", "take it back instead")
    check_times(tx, entry.at, entry.body, values, theirs)
    check_ledger(tx, entry, values)
    tx.add(event.subject, "amended", {"event": event.hash, "set": values})
    found = _named(tx, [event])
    return Receipt(_first_id(tx, [event]), found.customer, said=(f"corrected {', '.join(values)}",))


def _kind_of(event: Event) -> str:
    return str(event.body.get("kind")) if event.kind == "moved_in" and event.body is not None else event.kind


def correctable_fields(event: Event) -> tuple[str, ...] | None:
    """The fields of an entry that `amend` takes, besides the time at which it happened; None when it can't be corrected."""
    from store.actions.amended import FIXED
    from store.bodies import BODIES

    kind = _kind_of(event)
    if event.body is None or event.kind in _CORRECTIONS or kind not in KINDS:
        return None
    return tuple(name for name in BODIES[kind][0].__annotations__ if name not in FIXED and name != "failure")


def movable(event: Event) -> bool:
    """Whether an entry can be moved to another break: its kind says so; what rests on it may still refuse."""
    if event.subject_kind != "break" or event.body is None or event.kind in _UNMOVED or event.kind not in KINDS:
        return False
    body = event.body.get("body") if event.kind == "moved_in" else event.body
    return isinstance(body, dict) and not any(body.get(name) for name in REFERENCES)


def move_entry(tx: Transaction, typed_event: str, typed_id: str) -> Receipt:
    """Moves an entry that stands on the wrong break to the right one, with its corrections. Raises NotFound, Refused with
    what rests on it."""
    event = tx.event(typed_event)
    if event.subject_kind != "break" or event.body is None or event.kind in _UNMOVED or event.kind not in KINDS:
        raise Refused("event", f"{typed_event} can't be moved", "take it back, and log it on the right break")
    if event.hash in tx.retracted_among([event]):
        raise Refused("event", f"{typed_event} is taken back", "log it on the right break")
    target = tx.case(typed_id)
    subject = f"break:{target.brk.id}"
    if subject == event.subject:
        raise BadInput("id", f"it stands on {tx.spoken(target.brk.id)} already", "name the right break")
    if dependants := _dependants(tx, [event]):
        raise Refused("event", f"{len(dependants)} other entries rest on it", "move or take back those first")
    entry = next(fact for fact in put_in_order(tx.events(event.subject)).facts if event in fact.twins)
    body = dict(entry.body)
    if any(body.get(name) for name in REFERENCES):
        raise Refused("event", "it is about another entry of that break", "move that entry instead")
    if "n" in body:
        body["n"] = next_number(tx.events_of(target), entry.kind)
    tx.add(event.subject, "moved_out", {"event": event.hash, "to": subject})
    moved: Body = {"event": event.hash, "was_on": event.subject, "kind": entry.kind, "body": body, "actor": entry.actor}
    tx.add(subject, "moved_in", moved, at=entry.at)
    said = describe(event._replace(kind=entry.kind, body=body), tx.zone, tx.now)
    return Receipt(tx.spoken(target.brk.id), target.row.customer, said=(f"moved: {said}",))


def redact(tx: Transaction, typed_event: str) -> Receipt:
    """Blanks the free text of an entry, for good, wherever it lies: where it was moved from and to, too. Corrections of it
    keep their text, which may be what was put in its place. Raises NotFound, Refused."""
    event = tx.event(typed_event)
    if event.body is None or event.kind == "redacted":
        raise Refused("event", f"{typed_event} is blank already", "nothing to blank")
    for copy in _copies(tx, event):
        if copy.body is not None:
            tx.add(copy.subject, "redacted", {"event": copy.hash, "keep": without_text(copy.body)})
    amended = [other for other in tx.events(event.subject) if other.kind == "amended" and other.body is not None]
    kept = [tx.spoken_event(other) for other in amended if (other.body or {}).get("event") == event.hash]
    warnings = (f"its corrections keep their text: {', '.join(kept)}",) if kept else ()
    said = (f"blanked {typed_event}; copies that left this board keep it",)
    return Receipt(_first_id(tx, [event]), _named(tx, [event]).customer, said=said, warnings=warnings)


def _copies(tx: Transaction, event: Event) -> list[Event]:
    """The event, and those that say the same because an entry was moved: what it was moved from, and what to."""
    found, ahead = {event.hash: event}, [event]
    while ahead:
        one = ahead.pop()
        near = []
        if one.kind == "moved_in" and one.body is not None:
            near += [other for other in tx.events(str(one.body.get("was_on"))) if other.hash == one.body.get("event")]
        moves = [other.body for other in tx.events(one.subject) if other.kind == "moved_out" and other.body is not None]
        for target in {str(body.get("to")) for body in moves if body.get("event") == one.hash}:
            near += [o for o in tx.events(target) if o.kind == "moved_in" and o.body and o.body.get("event") == one.hash]
        ahead += [other for other in near if other.hash not in found]
        found |= {other.hash: other for other in near}
    return list(found.values())


def join(tx: Transaction, a: str, b: str) -> Receipt:
    """Joins two breaks (or failures) that are one: A goes on as B. Raises BadInput, Refused."""
    if is_failure_id(a) != is_failure_id(b):
        raise BadInput("b", "a break and a failure can't be one", "name two breaks, or two failures (F-…)")
    if is_failure_id(a):
        one, other = tx.find_failure(a), tx.find_failure(b)
        if one == other:
            raise Refused("b", "they are one already", "nothing to join")
        tx.add(f"failure:{one}", "joined", {"into": other})
        return Receipt(tx.spoken_failure(other), tx.cases.failure(other).what)
    first, second = tx.case(a), tx.case(b)
    if first.brk.id == second.brk.id:
        raise Refused("b", "they are one already", "nothing to join")
    warnings: tuple[str, ...] = ()
    if first.customer.key != second.customer.key:
        warnings = (f"they were {first.row.customer} and {second.row.customer}",)
    tx.add(f"break:{first.brk.id}", "joined", {"into": second.brk.id})
    return Receipt(
        tx.spoken(second.brk.id),
        second.row.customer,
        said=(f"{tx.spoken(first.brk.id)} goes on as {tx.spoken(second.brk.id)}",),
        warnings=warnings,
    )
