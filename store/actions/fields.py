"""Changing fields of a break or of its failure, and who owns it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from store.actions.asking import choice, line, prose, severity_of, their_zone, time_ahead, time_behind, told
from store.actions.receipt import Receipt
from store.errors import BadInput, Refused
from store.money import parse_money
from store.policy import cadence_text, parse_cadence
from store.replica.cases import Case
from store.replica.transaction import Transaction
from store.text import quoted
from store.words import FAULTS, FOUND_BY
from store.zones import Zone, iso

Parse = Callable[[Transaction, str, Zone], Any]


class Field(NamedTuple):
    """A field that `edit` and `set` change."""

    name: str
    on: str
    """`break` or `failure`: whose field it is."""
    parse: Parse
    about: str
    required: bool = False
    """Whether it can be changed but not cleared."""


def _line(name: str) -> Parse:
    return lambda tx, text, theirs: line(text, name)


def _prose(name: str) -> Parse:
    return lambda tx, text, theirs: prose(text, name)


def _playbook(tx: Transaction, text: str, theirs: Zone) -> Any:
    from store.actions.playbooks import playbook_name_of

    return playbook_name_of(tx, text)


def _money(tx: Transaction, text: str, theirs: Zone) -> Any:
    return parse_money(text, "value", tx.cases.policy().currency).to_json()


FIELDS: tuple[Field, ...] = (
    Field("customer", "break", _line("customer"), "whom it hurts", True),
    Field("what", "break", _line("what"), "what broke, for this customer", True),
    Field("severity", "break", lambda tx, text, theirs: severity_of(text), "1 (worst) to 4", True),
    Field("owner", "break", _line("owner"), "who speaks to the customer; changes when the new one accepts"),
    Field("fixer", "break", _line("fixer"), "who mends it"),
    Field("contact_name", "break", _line("contact_name"), "whom we talk to"),
    Field("found_by", "break", lambda tx, text, theirs: choice(text, FOUND_BY, "found_by"), "us or customer", True),
    Field("found_at", "break", lambda tx, text, theirs: iso(time_behind(tx, text, "found_at", theirs)), "when it was found"),
    Field("value", "break", _money, "what the account is worth"),
    Field("cadence", "break", lambda tx, text, theirs: cadence_text(parse_cadence(text)), "longest time without a contact"),
    Field("trouble", "break", _prose("trouble"), "the trouble that it caused them, in their words"),
    Field("expectation", "break", _prose("expectation"), "what they expect of us"),
    Field("must_tell", "break", _line("must_tell"), "whom they must tell"),
    Field("must_tell_by", "break", lambda tx, text, theirs: iso(time_ahead(tx, text, "must_tell_by", theirs)), "by when they must"),
    Field("exposure", "break", _line("exposure"), "whom they may tell, what is public already"),
    Field("playbook", "break", _playbook, "the playbook that it follows"),
    Field("failure", "break", lambda tx, text, theirs: tx.failure_named(text), "the failure of ours that it belongs to", True),
    Field("category", "failure", _line("category"), "what kind of failure it is"),
    Field("cause", "failure", _line("cause"), "what caused it"),
    Field("fault", "failure", lambda tx, text, theirs: choice(text, FAULTS, "fault"), "ours, not-ours or unknown", True),
    Field("fixed_by", "failure", lambda tx, text, theirs: iso(time_ahead(tx, text, "fixed_by", theirs)), "when we expect the fix"),
)
BY_NAME = {field.name: field for field in FIELDS}


def field_named(name: str) -> Field:
    """The field of that name. Raises BadInput with those that there are."""
    found = BY_NAME.get(name.strip().lower().replace("-", "_"))
    if found is None:
        raise BadInput(
            "field", f"{quoted(name)} is no field", "choose from " + ", ".join(field.name.replace("_", "-") for field in FIELDS)
        )
    return found


def set_fields(tx: Transaction, typed_id: str, changes: Mapping[str, str]) -> Receipt:
    """Sets fields of a break, or of its failure; an empty value clears one. Fields of the failure change for all customers
    that it hit. A new owner is offered it, and owns it when they take it.

    Raises BadInput, NotFound, Ambiguous.
    """
    case = tx.case(typed_id)
    theirs = their_zone(case.customer)
    own, shared = _parsed(tx, changes, theirs)
    said: list[str] = []
    if "owner" in own:
        said += _owner(tx, case, own)
    if own:
        tx.add(f"break:{case.brk.id}", "edited", {"set": own})
    if "what" in own and "failure" not in own and len(tx.breaks_of(case.failure.id)) == 1:
        shared["what"] = own["what"]
    if shared:
        failure = own.get("failure", case.failure.id)
        tx.add(f"failure:{failure}", "edited", {"set": shared})
        hit = {*tx.breaks_of(failure), case.brk.id}
        if len(hit) > 1:
            said.append(f"changed for all {len(hit)} customers of {tx.spoken_failure(failure)}")
    if not tx.added:
        raise BadInput("field", "there is nothing to change", "give at least one field")
    return Receipt(tx.spoken(case.brk.id), case.row.customer, said=tuple(said))


def set_failure_fields(tx: Transaction, typed_id: str, changes: Mapping[str, str]) -> Receipt:
    """Sets fields of a failure. Those of a break (severity, owner …) are set on every break of it that is not closed.

    Raises BadInput, NotFound, Ambiguous.
    """
    failure = tx.cases.failure(tx.failure_named(typed_id))
    own, shared = _parsed(tx, changes, None)
    if "what" in own:
        shared["what"] = own.pop("what")
    for name in ("customer", "failure"):
        if name in own:
            raise BadInput(name, f"{name} belongs to one break", "edit the break itself")
    said: list[str] = []
    if shared:
        tx.add(f"failure:{failure.id}", "edited", {"set": shared})
    for id_ in tx.breaks_of(failure.id):
        case = tx.cases.case(id_)
        changed = dict(own)
        if "what" in shared and case.brk.what == failure.what:
            changed["what"] = shared["what"]
        if "owner" in changed:
            said += _owner(tx, case, changed)
        if changed and not case.brk.is_closed:
            tx.add(f"break:{id_}", "edited", {"set": changed})
    if not tx.added:
        raise BadInput("field", "there is nothing to change", "give at least one field")
    count = len(tx.breaks_of(failure.id))
    hit = "1 customer" if count == 1 else f"{count} customers"
    return Receipt(tx.spoken_failure(failure.id), hit, said=tuple(dict.fromkeys(said)))


def _parsed(tx: Transaction, changes: Mapping[str, str], theirs: Zone) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values for the break and for the failure; None clears a field."""
    own: dict[str, Any] = {}
    shared: dict[str, Any] = {}
    for name, text in changes.items():
        field = field_named(name)
        if field.required and not text.strip():
            raise BadInput(field.name, f"{field.name.replace('_', ' ')} can't be empty", f"say {field.about}")
        value = field.parse(tx, text, theirs) if text.strip() else None
        (own if field.on == "break" else shared)[field.name] = value
    return own, shared


def _owner(tx: Transaction, case: Case, own: dict[str, Any]) -> list[str]:
    """An owner changes when the new one accepts: somebody else is offered it, unless nobody owns it yet."""
    new = own["owner"]
    if not new:
        own["owner_offered"] = None
        return [f"{case.row.customer} has no owner now"]
    if not case.brk.owner or new.casefold() == tx.actor.casefold() or new.casefold() == case.brk.owner.casefold():
        own["owner_offered"] = None
        return []
    del own["owner"]
    own["owner_offered"] = new
    return [f"offered to {new}; {case.brk.owner} owns {case.row.customer} until they take it"]


def take(tx: Transaction, typed_id: str) -> Receipt:
    """The actor becomes the owner: accepts an offer, or takes what nobody owns (or what somebody else does).

    Raises Refused when they own it already.
    """
    case = tx.case(typed_id)
    spoken = tx.spoken(case.brk.id)
    if case.brk.owner.casefold() == tx.actor.casefold() and not case.brk.owner_offered:
        raise Refused("id", f"{tx.actor} owns {spoken} already", "`warroom edit ID --owner NAME` offers it to somebody else")
    tx.add(f"break:{case.brk.id}", "owner_taken", {})
    before = f" from {case.brk.owner}" if case.brk.owner and case.brk.owner.casefold() != tx.actor.casefold() else ""
    return Receipt(spoken, case.row.customer, said=(f"{tx.actor} took {case.row.customer}{before}",))


def acknowledge(tx: Transaction, typed_id: str, until: str = "") -> Receipt:
    """Acknowledges a break's alerts: they stay quiet until `until` (else until something new is due)."""
    case = tx.case(typed_id)
    theirs = their_zone(case.customer)
    at = time_ahead(tx, until, "until", theirs) if until else None
    tx.add(f"break:{case.brk.id}", "acknowledged", {"until": iso(at) if at is not None else iso(tx.now)})
    said = (told(tx, "quiet until", at, theirs),) if at is not None else ()
    return Receipt(tx.spoken(case.brk.id), case.row.customer, said=said)
