"""The form that opens a break, for one customer or for a pasted list."""

from __future__ import annotations

from collections.abc import Sequence

from store.actions.opening import customer_list, open_breaks
from store.actions.receipt import Receipt
from store.replica.transaction import Transaction
from store.words import FAULTS, FOUND_BY
from warroom.forms.playbook import playbook_field
from warroom.forms.spec import FieldSpec, Form, Subject, Values, choices, when_field
from warroom.forms.wording import at_field

SEVERITY_CHOICES = (("1", "1 worst"), ("2", "2"), ("3", "3"), ("4", "4"))
FAULT_CHOICES = choices(FAULTS, not_ours="not ours", unknown="not known yet")
FOUND_CHOICES = choices(FOUND_BY, customer="the customer")


def _fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    def given(name: str, default: str = "") -> str:
        return presets.get(name, default)

    another = bool(given("failure"))
    faults = (("", "as the failure says"), *FAULT_CHOICES) if another else (FAULT_CHOICES[-1], *FAULT_CHOICES[:-1])
    return (
        FieldSpec("customer", "customers", "lines", given("customer"), hint="one a line; paste a list for one failure of many"),
        FieldSpec("what", "what broke", value=given("what"), hint="as the failure says" if another else "in a few words"),
        FieldSpec("severity", "severity", "choice", given("severity", "2"), SEVERITY_CHOICES),
        FieldSpec("found_by", "found by", "choice", given("found_by", "us"), FOUND_CHOICES),
        FieldSpec("failure", "failure", value=given("failure"), hint="a new one; or F-…, or a break of the same failure"),
        FieldSpec("owner", "owner", value=given("owner"), hint="who speaks to the customer"),
        FieldSpec("contact_name", "contact", value=given("contact_name"), hint="whom we talk to"),
        FieldSpec("trouble", "trouble", value=given("trouble"), hint="what it does to them, in their words"),
        FieldSpec("expectation", "they expect", value=given("expectation"), hint="what they expect of us"),
        FieldSpec("fault", "fault", "choice", given("fault", faults[0][0]), faults),
        FieldSpec("category", "category", value=given("category"), hint="what kind of failure"),
        FieldSpec("cause", "cause", value=given("cause"), hint="what caused it, as far as known"),
        FieldSpec("value", "worth", "money", given("value"), hint="what the account is worth, as 50000 EUR"),
        FieldSpec("cadence", "cadence", "cadence", given("cadence"), hint="longest time without a contact; empty: by severity"),
        playbook_field(subject, given("playbook")),
        when_field(presets)._replace(label="since"),
    )


def _save(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    with at_field(**({"id": "failure"} if values["failure"].strip() else {})):
        opened = open_breaks(
            tx,
            customer_list(values["customer"], "customer"),
            values["what"],
            severity=values["severity"],
            owner=values["owner"],
            contact_name=values["contact_name"],
            found_by=values["found_by"],
            category=values["category"],
            cause=values["cause"],
            fault=values["fault"],
            value=values["value"],
            cadence=values["cadence"],
            failure=values["failure"],
            trouble=values["trouble"],
            expectation=values["expectation"],
            playbook=values["playbook"],
        )
    return [Receipt(id_, customer, warnings=opened.warnings) for id_, customer in zip(opened.ids, opened.customers, strict=True)]


def _notes(subject: Subject, values: Values) -> dict[str, str]:
    if values["found_by"] == "us":
        return {}
    return {"found_by": "they told us: thank them for it"}


OPEN = Form("open", "Open a break", _fields, _save, notes=_notes, needs_break=False)
