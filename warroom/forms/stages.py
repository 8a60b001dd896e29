"""Forms for the course of a break: to another stage, fixed with the promises that this keeps, confirmed, how it ended."""

from __future__ import annotations

from collections.abc import Sequence

from store.actions.closing import close
from store.actions.dates import plan_followups
from store.actions.fields import set_fields
from store.actions.house import confirm_fix, not_a_second_person, set_outcome
from store.actions.receipt import Receipt
from store.actions.stages import following, loose_ends, mark_fixed, set_stage
from store.afterwards import left_by_policy
from store.closing import asks_of, in_words
from store.replica.transaction import Transaction
from store.spans import length
from store.when import day_and_time
from store.words import OUTCOMES, SETTABLE_STAGES, STAGES
from warroom.forms.promises import open_promises
from warroom.forms.spec import FieldSpec, Form, Option, Subject, Values, Verbs, choices, when_field
from warroom.forms.wording import promise_label, typed_line

_LATE = STAGES.index("fixed")
PLANNING = ("fixed", "made-right", "follow-up")
"""The stages at which follow-ups are planned."""
_HOW = {"mail": "mail", "call": "phone"}


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
        FieldSpec(
            "note", "ending", "prose", presets.get("note", ""), hint="how it ended, for those who took part", shown_if=closing
        ),
        *planned_fields(subject, ("stage", PLANNING)),
        FieldSpec(
            "reason", "reason", "prose", presets.get("reason", ""), hint="what was done, for us; or why it closes all the same"
        ),
        when_field(presets),
    )


def planned_fields(subject: Subject, shown_if: tuple[str, tuple[str, ...]] | None = None) -> tuple[FieldSpec, ...]:
    """The follow-ups that the policy wants and nobody planned, all chosen; no field where there are none."""
    left = left_by_policy(subject.case.brk, subject.case.policy) if subject.case else ()
    options = tuple((str(n), f"by {_HOW[channel]} after {length(after)}") for n, (channel, after) in enumerate(left))
    chosen = ",".join(value for value, _ in options)
    return (FieldSpec("followups", "follow up", "several", chosen, options, shown_if=shown_if),) if options else ()


def planned_in(subject: Subject, values: Values) -> list[tuple[str, int]]:
    """The follow-ups that were chosen, for the action."""
    left = left_by_policy(subject.case.brk, subject.case.policy) if subject.case else ()
    return [left[int(n)] for n in values.get("followups", "").split(",") if n]


def _stage(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    stage, reason = values["stage"], values["reason"]
    if stage == "closed":
        return [close(tx, id_, reason=reason, note=values["note"], outcome=values["outcome"]) for id_ in subject.ids]
    found = [set_stage(tx, id_, stage, reason) for id_ in subject.ids]
    hurts = typed_line(subject.case.brk.still_hurts) if subject.case else ""
    if stage == "contained" and values["still_hurts"].strip() != hurts.strip():
        for id_ in subject.ids:
            set_fields(tx, id_, {"still_hurts": values["still_hurts"]})
    return [*found, *plan_followups(tx, subject.id, planned_in(subject, values))] if stage in PLANNING and subject.case else found


def _stage_notes(subject: Subject, values: Values) -> dict[str, str]:
    if subject.case is None:
        return {}
    if values["stage"] == "fixed":
        return {"stage": "f asks which promises that keeps"} if open_promises(subject) else {}
    if values["stage"] == "closed":
        missing = asks_of(subject.case, values["note"], values["outcome"])
        writes = " (Ctrl+L writes it now)" if _stage_writes(subject, values) else ""
        return {"reason": f"closing asks for a reason: {in_words(missing)}{writes}"} if missing else {}
    ends = loose_ends(subject.case, values["stage"])
    return {"stage": "loose ends: " + "; ".join(ends)} if ends else {}


def _stage_writes(subject: Subject, values: Values) -> str:
    """What closing asks for in writing, and that did not go out."""
    if subject.case is None or values["stage"] != "closed":
        return ""
    missing = {ask.name for ask in asks_of(subject.case, values["note"], values["outcome"])}
    if "mail" in missing and "letter" not in missing and subject.case.brk.fixed_at is not None:
        return "followup"
    return "letter" if missing & {"letter", "mail"} else ""


STAGE = Form("stage", "Stage of", _stage_fields, _stage, notes=_stage_notes, writes=_stage_writes, several=True)


# -- fixed ------------------------------------------------------------------------------------------------------------


def _fixed_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    there = [promise for promise in open_promises(subject) if promise.kind != "news"]
    keeps = ",".join(promise.n for promise in there if promise.kind == "fix")
    return (
        FieldSpec("keeps", "it keeps", "several", keeps, tuple((item.n, promise_label(subject, item)) for item in there))
        if there
        else FieldSpec("keeps", "it keeps", "fact", "", hint="no promise is open"),
        FieldSpec("reason", "done", "prose", hint="what was done, for us"),
        *planned_fields(subject),
        FieldSpec("by", "checked by", hint="who checked that it is fixed; may come later"),
        when_field(presets),
    )


def _fixed(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    kept = [n for n in values["keeps"].split(",") if n]
    return [
        mark_fixed(
            tx, subject.id, kept=kept, reason=values["reason"], confirmed_by=values["by"], followups=planned_in(subject, values)
        )
    ]


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
    return (
        FieldSpec("by", "checked by", value=presets.get("by", ""), hint="who checked that it is fixed; empty: you"),
        when_field(presets),
    )


def _confirm_notes(subject: Subject, values: Values) -> dict[str, str]:
    own = not_a_second_person(subject.one.brk, values["by"].strip() or subject.actor)
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
    before = subject.case.brk.outcome if subject.case else ""
    return (
        FieldSpec("outcome", "outcome", "choice", presets.get("outcome", before or "kept"), choices(OUTCOMES)),
        when_field(presets),
    )


def _outcome(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [set_outcome(tx, id_, values["outcome"]) for id_ in subject.ids]


OUTCOME = Form("outcome", "How it ended with", _outcome_fields, _outcome, several=True)
