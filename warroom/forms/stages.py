"""Forms for the course of a break: to another stage, fixed with the promises that this keeps, confirmed, how it ended."""

from __future__ import annotations

from collections.abc import Sequence

from store.actions.fields import set_fields
from store.actions.house import confirm_fix, not_a_second_person, set_outcome
from store.actions.receipt import Receipt
from store.actions.stages import following, loose_ends, mark_fixed, set_stage
from store.replica.transaction import Transaction
from store.when import day_and_time
from store.words import OUTCOMES, SETTABLE_STAGES, STAGES
from warroom.forms.promises import open_promises
from warroom.forms.spec import FieldSpec, Form, Option, Subject, Values, Verbs, choices, when_field
from warroom.forms.wording import promise_label, typed_line

_LATE = STAGES.index("fixed")


# -- any stage --------------------------------------------------------------------------------------------------------


def _stage_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    can = following(subject.case.brk.stage) if subject.case else SETTABLE_STAGES
    outcome = subject.case.brk.outcome if subject.case else ""
    closing = ("stage", ("closed",))
    return (
        FieldSpec("stage", "stage", "choice", presets.get("stage", can[0] if can else ""), choices(can)),
        FieldSpec("outcome", "outcome", "choice", outcome, (("", "not known yet"), *choices(OUTCOMES)), shown_if=closing),
        FieldSpec(
            "still_hurts",
            "still hurts",
            value=typed_line(subject.case.brk.still_hurts) if subject.case else "",
            hint="what they are still exposed to; empty: nothing",
            shown_if=("stage", ("contained",)),
        ),
        FieldSpec("reason", "reason", "prose", presets.get("reason", ""), hint="what was done, for us"),
        when_field(presets),
    )


def _stage(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    found = [set_stage(tx, id_, values["stage"], values["reason"]) for id_ in subject.ids]
    hurts = typed_line(subject.case.brk.still_hurts) if subject.case else ""
    if values["stage"] == "contained" and values["still_hurts"].strip() != hurts.strip():
        for id_ in subject.ids:
            set_fields(tx, id_, {"still_hurts": values["still_hurts"]})
    before = subject.case.brk.outcome if subject.case else ""
    if values["outcome"] and values["outcome"] != before:
        for id_ in subject.ids:
            set_outcome(tx, id_, values["outcome"])
    return found


def _stage_notes(subject: Subject, values: Values) -> dict[str, str]:
    if subject.case is None:
        return {}
    if values["stage"] == "fixed":
        return {"stage": "f asks which promises that keeps"} if open_promises(subject) else {}
    ends = [*loose_ends(subject.case, values["stage"]), *(_asked_at_closing(subject) if values["stage"] == "closed" else ())]
    return {"stage": "loose ends: " + "; ".join(ends)} if ends else {}


def _asked_at_closing(subject: Subject) -> list[str]:
    """What the policy asks for before a break is closed, and is not there."""
    case = subject.one
    asked, written = (
        case.policy.closing[case.brk.severity - 1],
        {item.summary for item in (*case.brk.written, *case.failure.written)},
    )
    found = []
    if "letter" in asked and "letter" not in written:
        found.append("no letter went out")
    if "debrief" in asked and not case.failure.debriefs:
        found.append("nobody was debriefed")
    if asked == "mail" and not written and not any(contact.channel == "mail" for contact in case.brk.contacts):
        found.append("no mail went out")
    return found


STAGE = Form("stage", "Stage of", _stage_fields, _stage, notes=_stage_notes, several=True)


# -- fixed ------------------------------------------------------------------------------------------------------------


def _fixed_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    there = [promise for promise in open_promises(subject) if promise.kind != "news"]
    keeps = ",".join(promise.n for promise in there if promise.kind == "fix")
    return (
        FieldSpec("keeps", "it keeps", "several", keeps, tuple((item.n, promise_label(subject, item)) for item in there))
        if there
        else FieldSpec("keeps", "it keeps", "fact", "", hint="no promise is open"),
        FieldSpec("reason", "done", "prose", hint="what was done, for us"),
        FieldSpec("by", "checked by", hint="who checked that it is fixed; may come later"),
        when_field(presets),
    )


def _fixed(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    kept = [n for n in values["keeps"].split(",") if n]
    return [mark_fixed(tx, subject.id, kept=kept, reason=values["reason"], confirmed_by=values["by"])]


def _fixed_notes(subject: Subject, values: Values) -> dict[str, str]:
    kept = set(values["keeps"].split(","))
    left = [promise.n for promise in open_promises(subject) if promise.kind == "fix" and promise.n not in kept]
    found = {"keeps": f"promise {', '.join(left)} stays open: p settles it"} if left else {}
    name = values["by"].strip()
    if name and name.casefold() in (subject.actor.casefold(), subject.one.brk.fixer.casefold()):
        found["by"] = f"! {name} mends it or says so now: a second person should check"
    return found


def _is_fixed(subject: Subject, presets: Values) -> str:
    brk = subject.one.brk
    if STAGES.index(brk.stage) < _LATE:
        return ""
    when = f" since {day_and_time(brk.fixed_at, subject.now, subject.zone)}" if brk.fixed_at is not None else ""
    return f"{subject.customers[0]} is {brk.stage} already, fixed{when}: s moves it on, or opens it again"


FIXED = Form("fixed", "Fixed for", _fixed_fields, _fixed, refuses=_is_fixed, notes=_fixed_notes)


def _confirm_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    return (FieldSpec("by", "checked by", value=presets.get("by", ""), hint="who checked that it is fixed"), when_field(presets))


def _confirm_notes(subject: Subject, values: Values) -> dict[str, str]:
    own = not_a_second_person(subject.one.brk, values["by"].strip()) if values["by"].strip() else ()
    return {"by": f"! {own[0]}"} if own else {}


def _confirm(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [confirm_fix(tx, subject.id, values["by"])]


def _no_fix(subject: Subject, presets: Values) -> str:
    return (
        ""
        if subject.one.brk.fixed_at is not None
        else f"{subject.customers[0]} is {subject.one.brk.stage}: f says that it is fixed"
    )


CONFIRM_FIX = Form("confirm-fix", "The fix holds for", _confirm_fields, _confirm, refuses=_no_fix, notes=_confirm_notes)


def _fixed_verbs(subject: Subject) -> Sequence[Option]:
    brk = subject.one.brk
    if STAGES.index(brk.stage) < _LATE:
        return (Option("f", "it is fixed", "fixed"),)
    again = f" (so far {brk.fix_confirmed_by})" if brk.fix_confirmed_by else ""
    return (
        Option("c", f"the fix is confirmed{again}", "confirm-fix"),
        Option("r", "it is broken again: reopened", "stage", {"stage": "reopened"}),
    )


FIXED_VERBS = Verbs("fixed", "Fixed for", _fixed_verbs, "fixed")


# -- the end ----------------------------------------------------------------------------------------------------------


def _outcome_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    return (
        FieldSpec("outcome", "outcome", "choice", presets.get("outcome", subject.one.brk.outcome or "kept"), choices(OUTCOMES)),
    )


def _outcome(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [set_outcome(tx, subject.id, values["outcome"])]


OUTCOME = Form("outcome", "How it ended with", _outcome_fields, _outcome)
