"""The form that changes the fields of a break and of its failure, and how many are hit inside one customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from store.actions.amends import count_affected
from store.actions.fields import set_fields
from store.actions.receipt import Receipt
from store.errors import BadInput
from store.replica.transaction import Transaction
from warroom.forms.opening import FAULT_CHOICES, FOUND_CHOICES, SEVERITY_CHOICES
from warroom.forms.spec import FieldSpec, Form, Subject, Values
from warroom.forms.wording import at_field, changed, typed_line, typed_money, typed_prose, typed_time

COUNTS = ("count", "corrected")


def _fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    brk, failure, zone = subject.one.brk, subject.one.failure, subject.zone
    lines: Mapping[str, str] = {
        name: typed_line(text)
        for name, text in (
            ("what", brk.what),
            ("contact_name", brk.contact_name),
            ("fixer", brk.fixer),
            ("must_tell", brk.must_tell),
            ("exposure", brk.exposure),
            ("cadence", brk.cadence),
            ("playbook", brk.playbook),
            ("category", failure.category),
            ("cause", failure.cause),
            ("customer", brk.customer),
        )
    }
    fields = (
        FieldSpec("what", "what broke", value=lines["what"], hint="for this customer"),
        FieldSpec("severity", "severity", "choice", str(brk.severity), SEVERITY_CHOICES),
        FieldSpec("trouble", "trouble", "prose", typed_prose(brk.trouble), hint="what it does to them, in their words"),
        FieldSpec("expectation", "they expect", "prose", typed_prose(brk.expectation), hint="what they expect of us"),
        FieldSpec("contact_name", "contact", value=lines["contact_name"], hint="whom we talk to"),
        FieldSpec("must_tell", "must tell", value=lines["must_tell"], hint="whom they answer to"),
        FieldSpec("must_tell_by", "tell by", "time", typed_time(brk.must_tell_by, zone), hint="by when they must"),
        FieldSpec("count", "affected", "count", _number(brk.affected), hint="how many are hit inside this customer"),
        FieldSpec("corrected", "corrected", "count", _number(brk.corrected), hint="for how many it is put right"),
        FieldSpec("fixer", "fixer", value=lines["fixer"], hint="who mends it"),
        FieldSpec("value", "worth", "money", typed_money(brk.value), hint="what the account is worth, as 50000 EUR"),
        FieldSpec("exposure", "exposure", value=lines["exposure"], hint="whom they may tell, what is public already"),
        FieldSpec("cadence", "cadence", "cadence", lines["cadence"], hint="longest time without a contact; empty: by severity"),
        FieldSpec("playbook", "playbook", value=lines["playbook"], hint="empty: the one for the severity"),
        FieldSpec("found_by", "found by", "choice", brk.found_by, FOUND_CHOICES),
        FieldSpec("found_at", "found", "past", typed_time(brk.found_at, zone), hint="when it was found; empty: when it was opened"),
        FieldSpec("fault", "fault", "choice", failure.fault, FAULT_CHOICES),
        FieldSpec("category", "category", value=lines["category"], hint="what kind of failure; for all its customers"),
        FieldSpec("cause", "cause", value=lines["cause"], hint="what caused it; for all its customers"),
        FieldSpec("fixed_by", "fix by", "time", typed_time(failure.fixed_by, zone), hint="when we expect the fix"),
        FieldSpec("failure", "failure", value=f"F-{failure.id[:8]}" if failure.id else "", hint="the failure that it belongs to"),
        FieldSpec("customer", "customer", value=lines["customer"], hint="whom it hurts"),
    )
    return sorted(fields, key=lambda field: field.name != presets.get("first"))


def _number(count: int | None) -> str:
    return "" if count is None else str(count)


def _save(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    """Writes only what was changed here: what others changed meanwhile stays."""
    changes = changed(_fields(subject, {}), values)
    counts = {name: changes.pop(name) for name in COUNTS if name in changes}
    found = []
    if changes or not counts:
        with at_field(id="failure"):
            found.append(set_fields(tx, subject.id, changes))
    if counts:
        if not values["count"].strip():
            raise BadInput("count", "how many are affected is empty", "write it in digits, as 41200")
        found.append(count_affected(tx, subject.id, values["count"], values["corrected"] if "corrected" in counts else ""))
    return [found[0]._replace(said=tuple(text for receipt in found for text in receipt.said))]


EDIT = Form("edit", "Edit", _fields, _save)


def _affected_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    return tuple(spec for spec in _fields(subject, presets) if spec.name in COUNTS)


def _affected(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [count_affected(tx, subject.id, values["count"], values["corrected"])]


AFFECTED = Form("affected", "Affected at", _affected_fields, _affected)
