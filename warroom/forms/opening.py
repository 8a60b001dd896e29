"""The form that opens a break, for one customer or for a pasted list."""

from __future__ import annotations

from collections.abc import Sequence

from store.actions.opening import customer_list, open_breaks
from store.actions.receipt import Receipt
from store.replica.transaction import Transaction
from store.words import FAULTS, FOUND_BY
from warroom.forms.spec import FieldSpec, Form, Subject, Values, choices


def _fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    return (
        FieldSpec(
            "customer",
            "customers",
            "prose",
            presets.get("customer", ""),
            hint="one customer a line: paste a list for one failure of many",
        ),
        FieldSpec("what", "what broke", value=presets.get("what", ""), hint="in a few words"),
        FieldSpec(
            "severity", "severity", "choice", presets.get("severity", "2"), (("1", "1 worst"), ("2", "2"), ("3", "3"), ("4", "4"))
        ),
        FieldSpec("found_by", "found by", "choice", presets.get("found_by", "us"), choices(FOUND_BY, customer="the customer")),
        FieldSpec("owner", "owner", value=presets.get("owner", ""), hint="who speaks to the customer"),
        FieldSpec("contact_name", "contact", value=presets.get("contact_name", ""), hint="whom we talk to"),
        FieldSpec(
            "fault",
            "fault",
            "choice",
            presets.get("fault", "unknown"),
            choices(FAULTS, not_ours="not ours", unknown="not known yet"),
        ),
        FieldSpec("category", "category", value=presets.get("category", ""), hint="what kind of failure"),
        FieldSpec("value", "worth", "money", presets.get("value", ""), hint='what the account is worth, as "50000 EUR"'),
        FieldSpec("at", "since", "past", presets.get("at", ""), hint="now"),
    )


def _save(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    opened = open_breaks(
        tx,
        customer_list(values["customer"], "customer"),
        values["what"],
        severity=values["severity"],
        owner=values["owner"],
        contact_name=values["contact_name"],
        found_by=values["found_by"],
        category=values["category"],
        fault=values["fault"],
        value=values["value"],
    )
    return [Receipt(id_, customer, warnings=opened.warnings) for id_, customer in zip(opened.ids, opened.customers, strict=True)]


OPEN = Form("open", "Open a break", _fields, _save, needs_break=False)
