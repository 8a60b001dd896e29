"""Forms for why it happened and how it can't happen again; they belong to the failure, for all its customers."""

from __future__ import annotations

from collections.abc import Sequence

from store.actions.dates import do_prevention, plan_prevention
from store.actions.house import NOTHING_SAID, debrief, explain, learn
from store.actions.receipt import Receipt
from store.afterwards import not_debriefed
from store.entries import Prevention
from store.replica.transaction import Transaction
from warroom.forms.spec import FieldSpec, Form, Option, Subject, Values, Verbs, when_field
from warroom.forms.wording import pick, short, time_text, typed_prose


def _explanation_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    said = typed_prose(subject.one.failure.explanation)
    hint = "honestly, what happened and why; the customer reads this"
    return (FieldSpec("text", "explanation", "prose", presets.get("text", said), hint=hint),)


def _explain(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [explain(tx, subject.id, values["text"])]


def _explanation_notes(subject: Subject, values: Values) -> dict[str, str]:
    return {"text": "in the record already; a new one takes its place"} if subject.one.failure.explanations else {}


def _lesson_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    return (FieldSpec("text", "lesson", "prose", presets.get("text", ""), hint="what we know now; search finds it again"),)


def _learn(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [learn(tx, subject.id, values["text"])]


def _debrief_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    missing = not_debriefed(subject.case.brk, subject.case.failure) if subject.case else ()
    hint = f"not yet: {', '.join(short(name, 20) for name in missing[:5])}" if missing else "who of us took part"
    return (
        FieldSpec("who", "who", value=presets.get("who", ""), hint=hint),
        FieldSpec("said", "said", "prose", presets.get("said", ""), hint="how it came, how to prevent it; without blame"),
        when_field(presets),
    )


def _debrief(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [debrief(tx, subject.id, values["who"], values["said"])]


def _debrief_notes(subject: Subject, values: Values) -> dict[str, str]:
    return {} if values["said"].strip() or not values["who"].strip() else {"said": f"! {NOTHING_SAID}"}


def _prevention_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    return (
        FieldSpec("what", "what", "prose", presets.get("what", ""), hint="what we change so that it can't happen again"),
        FieldSpec("owner", "owner", value=presets.get("owner", ""), hint="who sees to it"),
        FieldSpec("due", "due", "time", presets.get("due", ""), hint="30d, fri 10, 2026-11-27"),
    )


def _prevent(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [plan_prevention(tx, subject.id, values["what"], values["owner"], values["due"])]


def _undone(subject: Subject) -> list[Prevention]:
    return [item for item in subject.one.failure.prevention if item.done_at is None]


def _prevention_label(subject: Subject, item: Prevention) -> str:
    due = f", {time_text(subject, item.due_at)}" if item.due_at is not None else ""
    return f"{item.n} {short(item.what)} ({short(item.owner, 20)}){due}"


def _prevention_done_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    return (
        pick("n", "prevention", ((item.n, _prevention_label(subject, item)) for item in _undone(subject)), presets.get("n", "")),
        FieldSpec("said", "how", "prose", presets.get("said", ""), hint="what was done"),
        when_field(presets),
    )


def _prevented(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [do_prevention(tx, subject.id, values["n"], values["said"])]


def _all_done(subject: Subject, presets: Values) -> str:
    return "" if _undone(subject) else "No prevention of this failure is open: y plans one"


EXPLANATION = Form(
    "explanation", "Why, for", _explanation_fields, _explain, notes=_explanation_notes, shared=True, for_them=("text",)
)
LESSON = Form("lesson", "Lesson from", _lesson_fields, _learn, shared=True)
DEBRIEF = Form("debrief", "Debrief about", _debrief_fields, _debrief, notes=_debrief_notes, shared=True)
PREVENTION = Form("prevention", "Never again, for", _prevention_fields, _prevent, shared=True)
PREVENTION_DONE = Form(
    "prevention-done", "Prevention done, for", _prevention_done_fields, _prevented, refuses=_all_done, shared=True
)


def prevention_options(item: Prevention) -> list[Option]:
    """What can happen to one prevention action."""
    return [Option("d", "done", "prevention-done", {"n": item.n})] if item.done_at is None else []


def _verbs(subject: Subject) -> Sequence[Option]:
    there = _undone(subject)
    about = _prevention_label(subject, there[0]) if len(there) == 1 else f"which of the {len(there)}"
    done = (
        (Option("d", f"prevention done: {about}", "prevention-done", {"n": there[0].n} if len(there) == 1 else {}),)
        if there
        else ()
    )
    return (
        Option("e", "explanation: what happened and why, for the customer", "explanation"),
        Option("l", "lesson: what we know now", "lesson"),
        Option("p", "prevention: what we change", "prevention"),
        *done,
        Option("b", "debrief of one of us", "debrief"),
        Option("o", "outcome: how it ended with the customer", "outcome"),
    )


WHY_VERBS = Verbs("why", "Why, and never again:", _verbs, "explanation")
