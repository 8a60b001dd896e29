"""The form for a contact with the customer, or an attempt at one."""

from __future__ import annotations

from collections.abc import Sequence

from store.actions.amends import tell_remedy
from store.actions.contacts import log_contact
from store.actions.promises import tell_promise
from store.actions.receipt import Receipt
from store.replica.transaction import Transaction
from store.their_hours import customer_hours
from store.when import day_and_time
from store.words import CHANNELS, CONTACT_KINDS, MOODS, SPOKEN
from store.worktime import next_open
from store.zones import wall
from warroom.forms.spec import FieldSpec, Form, Subject, Values, choices, when_field
from warroom.forms.wording import promise_label, short, typed_line

REACHED, ATTEMPT, INCOMING, WAITING = "reached", "attempt", "incoming", "waiting"
REMEDY = "remedy-"
"""Before the number of a remedy among what they are told of."""
RESULTS = ((REACHED, "reached"), (ATTEMPT, "no answer"), (INCOMING, "they came to us"), (WAITING, "they left word"))


def usual_channel(subject: Subject, presets: Values) -> str:
    """The channel that a contact form begins with: as asked for, else as the card says, else a call."""
    known = subject.case.customer.channel if subject.case else ""
    channel = presets.get("channel") or known
    return channel if channel in CHANNELS else "call"


def usual_kind(subject: Subject) -> str:
    """A contact with a customer whose closed break is watched is a check-in, unless another kind is chosen."""
    return "check-in" if subject.case is not None and subject.case.row.check_in is not None else ""


def person_field(subject: Subject, presets: Values) -> FieldSpec:
    """Whom we talk to."""
    person = typed_line(subject.case.row.contact_name) if subject.case else ""
    return FieldSpec(
        "with",
        "with",
        value=presets.get("with", person),
        hint="whom we talked to" if subject.case else "each customer's own contact",
    )


def _fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    return (
        FieldSpec("channel", "channel", "choice", usual_channel(subject, presets), choices(CHANNELS)),
        FieldSpec("result", "result", "choice", presets.get("result", REACHED), RESULTS),
        person_field(subject, presets),
        FieldSpec("said", "said", "prose", presets.get("said", ""), hint="what was said, in their words where it matters"),
        *(field._replace(shown_if=("result", (REACHED, INCOMING))) for field in tells_fields(subject, presets.get("tells", ""))),
        FieldSpec("kind", "kind", "choice", presets.get("kind", usual_kind(subject)), kinds_for(subject)),
        FieldSpec("mood", "mood", "choice", presets.get("mood", ""), (("", "?"), *choices(MOODS))),
        FieldSpec(
            "next",
            "next word",
            "time",
            presets.get("next", ""),
            hint="when we said that the next news comes, as 45m",
            shown_if=("result", (REACHED, INCOMING)),
        ),
        FieldSpec(
            "conflict",
            "argued",
            "choice",
            presets.get("conflict", ""),
            (("", "no"), ("yes", "yes: let them talk to somebody else")),
        ),
        when_field(presets),
    )


def kinds_for(subject: Subject) -> tuple[tuple[str, str], ...]:
    """What a contact may be for. While the fault is not ours an apology comes last, and only for their trouble."""
    fault = subject.case.failure.fault if subject.case is not None else "ours"
    rest = tuple(word for word in CONTACT_KINDS[1:] if word != "apology")
    if fault == "not-ours":
        return (("", "update"), *choices(rest), ("apology", "apology for their trouble"))
    return (("", "update"), *choices(CONTACT_KINDS[1:]))


def apology_note(subject: Subject) -> str:
    """What to mind before one more apology: whose fault it is, and how many they had."""
    if subject.case is None:
        return ""
    fault = subject.case.failure.fault
    found = {
        "not-ours": "the fault is not ours: say sorry for their trouble, not for a fault",
        "unknown": "the fault is not known yet: own what is ours, not more",
    }.get(fault, "")
    apologies = subject.around.apologies if subject.around is not None else None
    if apologies is not None and apologies.is_flood:
        others = f" ({apologies.elsewhere} on other breaks)" if apologies.elsewhere else ""
        said = f"! apology {apologies.total + 1} to them{others}, and nothing moved since the last: bring a step forward first"
        found = "; ".join(part for part in (said, found) if part)
    return found


def _save(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    result, channel = values["result"], values["channel"]
    found = log_contact(
        tx,
        subject.ids,
        channel,
        incoming=result in (INCOMING, WAITING),
        attempt=result == ATTEMPT or (result == WAITING and channel in SPOKEN),
        with_=values["with"],
        kind=values["kind"],
        said=values["said"],
        next_=values["next"],
        mood=values["mood"],
        conflict=values["conflict"] == "yes",
    )
    return and_told(tx, subject, values, found)


def tells_fields(subject: Subject, ticked: str = "") -> Sequence[FieldSpec]:
    """Which moved promises and new remedies they hear of with it; no field where they know all of it."""
    if subject.case is None:
        return ()
    brk = subject.case.brk
    promises = tuple((one.n, promise_label(subject, one)) for one in brk.promises if one.is_open and not one.told)
    remedies = tuple((f"{REMEDY}{one.n}", f"remedy {one.n} {short(one.what)}") for one in brk.remedies if one.untold)
    if not promises and not remedies:
        return ()
    return (FieldSpec("tells", "told of", "several", ticked, (*promises, *remedies)),)


def and_told(tx: Transaction, subject: Subject, values: Values, receipts: Sequence[Receipt]) -> Sequence[Receipt]:
    """Notes the moved promises and the remedies that were ticked as told, in the same action."""
    found = list(receipts)
    for n in filter(None, values.get("tells", "").split(",")):
        if n.startswith(REMEDY):
            told = tell_remedy(tx, subject.id, n.removeprefix(REMEDY), values["channel"])
        else:
            told = tell_promise(tx, subject.id, n, values["channel"])
        found[0] = found[0]._replace(said=(*found[0].said, *told.said))
    return found


def reach_notes(subject: Subject, values: Values) -> dict[str, str]:
    """What speaks against reaching them now, in this way."""
    case = subject.case
    if case is None or values.get("result", REACHED) in (INCOMING, WAITING):
        return {}
    customer, now = case.customer, subject.now
    if customer.do_not_contact:
        return {"channel": f"do not contact them: {customer.do_not_contact}"}
    if customer.silence_until is not None and customer.silence_until > now:
        why = f" ({customer.silence_why})" if customer.silence_why else ""
        return {"channel": f"they asked for silence until {day_and_time(customer.silence_until, now, subject.zone)}{why}"}
    if customer.voice_only and values["channel"] not in SPOKEN:
        return {"channel": "they count calls only: this does not reset the contact clock"}
    hours = customer_hours(customer, case.policy)
    if hours is not None and values["channel"] in SPOKEN and (opens := next_open(now, hours)) > now:
        line = f"; the night line is {case.row.night_line}" if case.row.night_line else ""
        if subject.theirs is None:
            return {"channel": f"outside their hours until {day_and_time(opens, now, subject.zone)}{line}"}
        clock, until = f"{wall(now, subject.theirs):%H:%M}", day_and_time(opens, now, subject.theirs)
        return {"channel": f"it is {clock} there, outside their hours until {until} their time{line}"}
    return {}


def _notes(subject: Subject, values: Values) -> dict[str, str]:
    found = reach_notes(subject, values)
    if subject.calling is not None and subject.calling[0].casefold() != subject.actor.casefold():
        who, since = subject.calling
        found[""] = f"{who} is calling them since {day_and_time(since, subject.now, subject.zone)}: speak to {who} first"
    if values["kind"] == "apology" and values["result"] == REACHED and (note := apology_note(subject)):
        found["kind"] = note
    if values["result"] == ATTEMPT:
        found["result"] = "an attempt is logged; it does not count as a contact"
    elif values["result"] == WAITING:
        found["result"] = "their word waits for an answer from now on"
    return found


CONTACT = Form("contact", "Contact with", _fields, _save, notes=_notes, several=True, asks_around=True)
