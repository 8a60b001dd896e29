"""What is noted during a call: the contact form, with the note first. The call sheet stands above it."""

from __future__ import annotations

from collections.abc import Sequence

from store.actions.dates import do_followup
from store.actions.receipt import Receipt
from store.clock import DAY
from store.entries import Followup
from store.errors import BadInput
from store.plan import contact_person, deputy_of
from store.replica.transaction import Transaction
from store.when import day_and_time
from store.words import SPOKEN
from store.worktime import add_span
from warroom.forms.contact import ATTEMPT, CONTACT, INCOMING, REACHED
from warroom.forms.spec import FieldSpec, Form, Subject, Values, choices
from warroom.forms.wording import typed_line

FIRST = ("said", "result", "tells", "follow-up", "kind", "mood", "next", "conflict", "with", "channel")
"""The fields in the order in which a call fills them; the others after these."""


def _fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    owning = {"kind": "apology"} if _is_owned_now(subject) else {}
    given = {**owning, **_deputy(subject), **presets, "channel": presets.get("channel") or "call"}
    found = {spec.name: spec for spec in CONTACT.fields(subject, given)}
    channel = given["channel"] if given["channel"] in SPOKEN else "call"
    found["channel"] = found["channel"]._replace(value=channel, choices=choices(SPOKEN))
    found["said"] = found["said"]._replace(label="note", hint="type what they say, in their words; Ctrl+S logs the call")
    if (item := due_followup(subject)) is not None:
        found["follow-up"] = FieldSpec(
            "follow-up",
            "follow-up",
            "choice",
            item.n if _is_this_call(subject, item) else "",
            ((item.n, f"{item.n} is done with it"), ("", "still to do")),
            shown_if=("result", (REACHED,)),
        )
    return [found[name] for name in (*FIRST, *(name for name in found if name not in FIRST)) if name in found]


def _deputy(subject: Subject) -> dict[str, str]:
    """Whom the call is with when it is the deputy's turn, as on the sheet."""
    if subject.case is None or not subject.case.row.try_deputy:
        return {}
    deputy = deputy_of(contact_person(subject.case.brk, subject.case.customer), subject.case.customer)
    return {"with": typed_line(deputy.name)} if deputy is not None and (deputy.phone or deputy.night) else {}


def _is_owned_now(subject: Subject) -> bool:
    """Whether this call should own it: our fault, and nobody said so to them yet."""
    case = subject.case
    return case is not None and case.failure.fault == "ours" and case.brk.owned_at is None


def due_followup(subject: Subject) -> Followup | None:
    """The follow-up by phone that this call can be: the first that is not done, once it is fixed."""
    if subject.case is None or subject.case.brk.fixed_at is None:
        return None
    waiting = (item for item in subject.case.brk.followups if item.done_at is None and item.channel == "call")
    return min(waiting, key=lambda item: item.due_at, default=None)


def _is_this_call(subject: Subject, item: Followup) -> bool:
    """Whether a call now is meant as that follow-up: a day before it at the earliest, or once there is nothing else to ring for."""
    return subject.now >= item.due_at - DAY or subject.one.brk.stage in ("follow-up", "closed")


def _save(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    """As the contact form saves it; a follow-up that it was is done in the same action, and an attempt says when to try again."""
    if values["result"] in (REACHED, INCOMING) and not values["said"].strip():
        raise BadInput(
            "said",
            "a call that reached them is logged with a sentence",
            "what they said, in their words; ctrl+n if nobody answered",
        )
    found = list(CONTACT.save(tx, subject, values))
    if values.get("follow-up"):
        do_followup(tx, subject.id, values["follow-up"], values["said"])
        found[0] = found[0]._replace(said=(*found[0].said, f"follow-up {values['follow-up']} is done"))
    if values["result"] == ATTEMPT and (again := again_text(subject, tx.at)):
        found[0] = found[0]._replace(said=(*found[0].said, again))
    return found


def again_text(subject: Subject, at: int) -> str:
    """When to try again after an attempt at that instant (ms), and whom; empty where the policy says nothing."""
    brk, policy = subject.one.brk, subject.one.policy
    row, rank = subject.one.row, brk.severity - 1
    retry = policy.retry[rank]
    if retry is None:
        return ""
    deputy = 0 < policy.deputy_after[rank] <= row.attempts + 1 and row.deputy
    again = f"again {day_and_time(add_span(at, retry, policy.hours), subject.now, subject.zone)}"
    return again + (f", then the deputy: {row.deputy}" if deputy else "")


def _notes(subject: Subject, values: Values) -> dict[str, str]:
    """What the contact form remarks, but for what the sheet itself says above; an attempt says when to try again."""
    found = dict(CONTACT.notes(subject, values))
    found.pop("", None)
    found.pop("channel", None)
    if values["result"] == ATTEMPT:
        found["result"] = "; ".join(filter(None, (again_text(subject, subject.now), "it does not count as a contact")))
    return found


CALL = Form("call", "Call", _fields, _save, notes=_notes, asks_history=True, readable=True)
