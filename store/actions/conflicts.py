"""Settling what several people set without having seen each other: one of the values is written again, knowing of all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from store.actions.amends import answer_remedy, move_restitution
from store.actions.receipt import Receipt
from store.errors import Refused
from store.events import Body
from store.ids import canonical_text
from store.money import Money
from store.register import Conflict
from store.replica.cases import Case
from store.replica.transaction import Transaction
from store.text import name_key
from store.zones import iso

_INSTANTS = frozenset(("found_at", "must_tell_by", "fixed_by", "due_at"))


def as_written(conflict: Conflict, value: Any) -> str:
    """The name of one of the values of a conflict, for `settle_conflict`: its JSON, as events hold it."""
    return canonical_text(_json(conflict.field, value))


def _json(field: str, value: Any) -> Any:
    if isinstance(value, Money):
        return value.to_json()
    if field in _INSTANTS and isinstance(value, int):
        return iso(value)
    return value


def settle_conflict(tx: Transaction, typed_id: str, field: str, entry: str, chosen: str) -> Receipt:
    """Settles a field of a break, its failure or its customer: `chosen` is one of the values in conflict (`as_written`).

    Raises NotFound, and Refused when it is settled already, or not between these values any more.
    """
    case = tx.case(typed_id)
    owners: tuple[tuple[str, Sequence[Conflict]], ...] = (
        (f"break:{case.brk.id}", case.brk.conflicts),
        (f"failure:{case.failure.id}", case.failure.conflicts),
        (f"customer:{case.customer.key}", case.customer.conflicts),
    )
    for subject, conflicts in owners:
        for conflict in conflicts:
            if (conflict.field, conflict.entry) != (field, entry):
                continue
            for value in conflict.values:
                if as_written(conflict, value) == chosen:
                    return _settle(tx, case, subject, conflict, value)
    name = field.replace("_", " ")
    raise Refused("field", f"{name} is not in dispute between these values any more", "look at it again")


def _settle(tx: Transaction, case: Case, subject: str, conflict: Conflict, value: Any) -> Receipt:
    spoken, customer = tx.spoken(case.brk.id), case.row.customer
    field, written = conflict.field, _json(conflict.field, value)
    for line in case.brk.restitution:
        if line.key == conflict.entry and field == "state":
            return move_restitution(tx, case.brk.id, line.n, str(value))
    for remedy in case.brk.remedies:
        if remedy.key == conflict.entry and field == "answer":
            return answer_remedy(tx, case.brk.id, remedy.n, str(value))
    kind, body = _event(tx, case, conflict, value, written)
    tx.add(subject, kind, body)
    return Receipt(spoken, customer, said=(f"{field.replace('_', ' ')} is settled",))


def _event(tx: Transaction, case: Case, conflict: Conflict, value: Any, written: Any) -> tuple[str, Body]:
    """The event that writes the chosen value again."""
    field, entry = conflict.field, conflict.entry
    if not entry:
        if field == "stage":
            return "staged", {"stage": "reopened" if value == "open" else value}
        own = any(conflict in subject for subject in (case.brk.conflicts, case.failure.conflicts))
        return "edited" if own else "customer_edited", {"set": {field: written}}
    if entry.startswith("person "):
        person = next((person.name for person in case.customer.people if f"person {name_key(person.name)}" == entry), entry[7:])
        return "person_edited", {"person": person, "set": {field: written}}
    if field == "result" and any(promise.key == entry for promise in case.brk.promises):
        return "promise_settled", {"promise": entry, "result": value}
    if field == "due_at" and isinstance(value, int):
        return _new_date(tx, case, entry, written)
    if field == "state":
        return ("deadline_met" if value == "met" else "deadline_slipped"), {"deadline": entry}
    return "amended", {"event": entry, "set": {field: written}}


def _new_date(tx: Transaction, case: Case, entry: str, written: str) -> tuple[str, Body]:
    """The date of a promise (told, when that move was told) or of a deadline."""
    if not any(promise.key == entry for promise in case.brk.promises):
        return "deadline_slipped", {"deadline": entry, "due_at": written}
    moves = [
        event.body
        for event in tx.events(f"break:{case.brk.id}")
        if event.kind == "promise_moved"
        and event.body
        and event.body.get("promise") == entry
        and event.body.get("due_at") == written
    ]
    told = next((body["told"] for body in moves if body.get("told")), "")
    reason = next((str(body["reason"]) for body in moves if body.get("reason")), "two moved it at once")
    return "promise_moved", {"promise": entry, "due_at": written, "reason": reason, **({"told": told} if told else {})}
