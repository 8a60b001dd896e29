"""Forms for contacts with the customer."""

from __future__ import annotations

from collections.abc import Sequence

from store.actions.contacts import log_contact
from store.actions.receipt import Receipt
from store.replica.transaction import Transaction
from store.words import CHANNELS, CONTACT_KINDS, MOODS
from warroom.forms.spec import FieldSpec, Form, Subject, Values, choices

RESULTS = (
    ("reached", "reached"),
    ("attempt", "no answer"),
    ("incoming", "they came to us"),
    ("waiting", "they wrote or left word"),
)


def _fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    customer = subject.case.customer if subject.case else None
    channel = presets.get("channel") or (customer.channel if customer else "") or "call"
    person = subject.case.row.contact_name if subject.case else ""
    return (
        FieldSpec("channel", "channel", "choice", channel, choices(CHANNELS)),
        FieldSpec("result", "result", "choice", presets.get("result", "reached"), RESULTS),
        FieldSpec("with", "with", value=presets.get("with", person), hint="whom we talked to"),
        FieldSpec("said", "said", "prose", presets.get("said", ""), hint="what was said, in their words where it matters"),
        FieldSpec("kind", "kind", "choice", presets.get("kind", ""), (("", "update"), *choices(CONTACT_KINDS[1:]))),
        FieldSpec("mood", "mood", "choice", presets.get("mood", ""), (("", "?"), *choices(MOODS))),
        FieldSpec("next", "next word", "time", presets.get("next", ""), hint="when we said that the next news comes, as 45m"),
        FieldSpec("at", "when", "past", presets.get("at", ""), hint="now"),
    )


def _save(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    result = values["result"]
    return log_contact(
        tx,
        subject.ids,
        values["channel"],
        incoming=result in ("incoming", "waiting"),
        attempt=result == "attempt" or (result == "waiting" and values["channel"] in ("call", "visit", "chat")),
        with_=values["with"],
        kind=values["kind"],
        said=values["said"],
        next_=values["next"],
        mood=values["mood"],
    )


CONTACT = Form("contact", "Contact with", _fields, _save, several=True)
