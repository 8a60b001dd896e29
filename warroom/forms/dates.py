"""Forms for dates to keep in view: deadlines of others, follow-ups."""

from __future__ import annotations

from collections.abc import Sequence

from store.actions.dates import before_date, chase_deadline, do_followup, end_deadline, plan_followup, set_deadline
from store.actions.receipt import Receipt
from store.clock import DAY
from store.entries import Deadline, Followup
from store.errors import BadInput
from store.replica.around import record_text
from store.replica.transaction import Transaction
from store.text import same_name
from store.words import DEADLINES_OF, FOLLOWUP_CHANNELS
from warroom.forms.spec import FieldSpec, Form, Option, Subject, Values, Verbs, choices, when_field
from warroom.forms.understanding import time_meant
from warroom.forms.wording import at_field, deadline_label, pick, promise_label, time_text, typed_time

# -- deadlines of others ----------------------------------------------------------------------------------------------


def _unmet(subject: Subject) -> list[Deadline]:
    case = subject.one
    return [deadline for deadline in (*case.brk.deadlines, *case.failure.deadlines) if deadline.state != "met"]


def _which_deadline(subject: Subject, presets: Values) -> FieldSpec:
    entries = ((item.n, deadline_label(subject, item)) for item in sorted(_unmet(subject), key=lambda item: item.due_at))
    return pick("n", "date", entries, presets.get("n", ""))


def _none_unmet(subject: Subject, presets: Values) -> str:
    return "" if _unmet(subject) else f"{subject.customers[0]} has no date of others that is open: x notes one"


def _deadline_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    of = choices(DEADLINES_OF, customer="the customer", contract="a contract", law="the law", supplier="a supplier")
    return (
        FieldSpec("of", "of", "choice", presets.get("of", "supplier"), of),
        FieldSpec("who", "who", value=presets.get("who", ""), hint="the supplier's name, the authority, the clause"),
        FieldSpec("what", "what", value=presets.get("what", ""), hint="what is due"),
        FieldSpec("by", "by", "time", presets.get("by", ""), hint="in 2h, 16:30, tomorrow 9, 9 theirs"),
        when_field(presets),
    )


def _deadline(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [set_deadline(tx, subject.id, values["of"], values["what"], values["by"], values["who"])]


def _deadline_notes(subject: Subject, values: Values) -> dict[str, str]:
    shared = values["of"] in ("supplier", "law")
    found = {"of": "for all customers of this failure" if shared else "for this customer only"}
    if values["of"] == "supplier":
        if record := _record(subject, values["who"]):
            found["who"] = record
        if later := _later_note(subject, values["by"]):
            found["by"] = later
    return found


def _record(subject: Subject, who: str) -> str:
    """How that supplier kept the dates that were entered here, as the name is typed."""
    suppliers = subject.around.suppliers if subject.around is not None else ()
    return next((f"! {text}" for one in suppliers if same_name(one.who, who) and (text := record_text(one))), "")


def _later_note(subject: Subject, by: str) -> str:
    """Which promises a date that is being typed lies after."""
    due_at = time_meant(by, subject, subject.now)
    late = before_date(subject.one, due_at) if due_at is not None else []
    if not late:
        return ""
    return "! later than we promised: " + "; ".join(promise_label(subject, promise) for promise in late)


def _met_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    return (_which_deadline(subject, presets), when_field(presets))


def _met(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [end_deadline(tx, subject.id, values["n"], met=True)]


def _slipped_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    return (
        _which_deadline(subject, presets),
        FieldSpec("to", "new date", "time", presets.get("to", ""), hint="empty: they name none"),
        FieldSpec("reason", "reason", "prose", presets.get("reason", ""), hint="what they say"),
        when_field(presets),
    )


def _slipped_notes(subject: Subject, values: Values) -> dict[str, str]:
    entry = next((item for item in _unmet(subject) if item.n == values["n"]), None)
    if entry is None or entry.of != "supplier":
        return {}
    found = {"to": later} if (later := _later_note(subject, values["to"])) else {}
    return {**found, **({"n": record} if (record := _record(subject, entry.who)) else {})}


def _slipped(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [end_deadline(tx, subject.id, values["n"], met=False, to=values["to"], reason=values["reason"])]


def _chased_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    said = FieldSpec("said", "said", "prose", presets.get("said", ""), hint="whom we asked, what they said")
    return (_which_deadline(subject, presets), said, when_field(presets))


def _chased(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [chase_deadline(tx, subject.id, values["n"], values["said"])]


DEADLINE = Form(
    "deadline", "A date that binds us, for", _deadline_fields, _deadline, notes=_deadline_notes, shared=True, asks_around=True
)
MET = Form("deadline-met", "Met, for", _met_fields, _met, refuses=_none_unmet, shared=True)
SLIPPED = Form(
    "deadline-slipped",
    "Slipped, for",
    _slipped_fields,
    _slipped,
    refuses=_none_unmet,
    notes=_slipped_notes,
    shared=True,
    asks_around=True,
)
CHASED = Form("deadline-chased", "Asked again, for", _chased_fields, _chased, refuses=_none_unmet, shared=True)


def deadline_options(deadline: Deadline) -> list[Option]:
    """What can happen to one date of others."""
    return _deadline_moves({"n": deadline.n}) if deadline.state != "met" else []


def _deadline_moves(presets: Values) -> list[Option]:
    return [
        Option("c", "asked again", "deadline-chased", presets),
        Option("m", "met", "deadline-met", presets),
        Option("s", "slipped", "deadline-slipped", presets),
    ]


def _deadline_verbs(subject: Subject) -> Sequence[Option]:
    new, there = Option("n", "a date of others", "deadline"), _unmet(subject)
    if not there:
        return (new,)
    about = deadline_label(subject, there[0]) if len(there) == 1 else f"which of the {len(there)}"
    first, *rest = _deadline_moves({"n": there[0].n} if len(there) == 1 else {})
    return (first._replace(label=f"{first.label}: {about}"), *rest, new._replace(label="another date of others"))


DEADLINE_VERBS = Verbs("deadline", "Dates of others, for", _deadline_verbs, "deadline")


# -- follow-ups -------------------------------------------------------------------------------------------------------


def _waiting(subject: Subject) -> list[Followup]:
    return sorted((item for item in subject.one.brk.followups if item.done_at is None), key=lambda item: item.due_at)


def _usual(subject: Subject) -> list[tuple[str, int]]:
    """The follow-ups that the policy asks for after the fix and that are not planned: (channel, when)."""
    case = subject.one
    base = case.brk.fixed_at if case.brk.fixed_at is not None else subject.now
    planned = [item.channel for item in case.brk.followups]
    found = []
    for channel, after in case.policy.followups[case.brk.severity - 1]:
        if channel in planned:
            planned.remove(channel)
        else:
            found.append((channel, base + after if base + after > subject.now else subject.now + DAY))
    return found


def _followup_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    usual = [
        FieldSpec(f"{channel}-{index}", f"{channel} on", "time", typed_time(at, subject.zone), hint="left out")
        for index, (channel, at) in enumerate(_usual(subject))
    ]
    none = (("none", "none besides"),) if usual else ()
    return (
        *usual,
        FieldSpec(
            "channel", "another" if usual else "by", "choice", presets.get("channel", none[0][0] if none else "call"),
            (*none, *choices(FOLLOWUP_CHANNELS)),
        ),
        FieldSpec(
            "due", "on", "time", presets.get("due", ""), hint="3d, fri 10, 2026-11-27", shown_if=("channel", FOLLOWUP_CHANNELS)
        ),
    )  # fmt: skip


def _plan(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    found = []
    for name, due in values.items():
        channel, dash, _ = name.partition("-")
        if dash and due.strip():
            with at_field(due=name):
                found.append(plan_followup(tx, subject.id, channel, due))
    if values["channel"] != "none":
        if not values["due"].strip():
            raise BadInput("due", "a follow-up needs a date", "write it as 3d, fri 10 or 2026-11-27 10:00")
        found.append(plan_followup(tx, subject.id, values["channel"], values["due"]))
    if not found:
        raise BadInput("channel", "no follow-up is planned", "name the date of one, or leave the form")
    return [found[0]._replace(said=tuple(text for receipt in found for text in receipt.said))]


def _done_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    return (
        pick("n", "follow-up", ((item.n, _followup_label(subject, item)) for item in _waiting(subject)), presets.get("n", "")),
        FieldSpec("said", "said", "prose", presets.get("said", ""), hint="how they are, in their words where it matters"),
        when_field(presets),
    )


def _followup_label(subject: Subject, item: Followup) -> str:
    return f"{item.n} {item.channel}, {time_text(subject, item.due_at)}"


def _done(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [do_followup(tx, subject.id, values["n"], values["said"])]


def _none_waiting(subject: Subject, presets: Values) -> str:
    return "" if _waiting(subject) else f"No follow-up with {subject.customers[0]} is open: l plans one"


FOLLOWUP = Form("follow-up", "Follow up with", _followup_fields, _plan)
FOLLOWUP_DONE = Form("follow-up-done", "Followed up with", _done_fields, _done, refuses=_none_waiting)


def followup_options(item: Followup) -> list[Option]:
    """What can happen to one follow-up."""
    return [Option("d", "done", "follow-up-done", {"n": item.n})] if item.done_at is None else []


def _followup_verbs(subject: Subject) -> Sequence[Option]:
    there = _waiting(subject)
    plan = Option("n", "plan another" if there else "plan them", "follow-up")
    if not there:
        return (plan,)
    about = _followup_label(subject, there[0]) if len(there) == 1 else f"which of the {len(there)}"
    return (Option("d", f"done: {about}", "follow-up-done", {"n": there[0].n} if len(there) == 1 else {}), plan)


FOLLOWUP_VERBS = Verbs("follow-up", "Follow-ups with", _followup_verbs, "follow-up")
