"""Forms for promises: made, kept, moved, told, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence

from store.actions.promises import make_promise
from store.actions.receipt import Receipt
from store.replica.cases import Case
from store.replica.transaction import Transaction
from store.words import PROMISE_KINDS
from warroom.forms.spec import FieldSpec, Form, Option, Subject, Values, Verbs, choices

SURE = (("firm", "firm"), ("window", "window"), ("none", "no date yet"))


def _promise_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    return (
        FieldSpec("what", "what", value=presets.get("what", ""), hint="what we will do"),
        FieldSpec("sure", "sure", "choice", presets.get("sure", "firm"), SURE),
        FieldSpec("from", "from", "time", presets.get("from", ""), hint="in 2h", shown_if=("sure", ("window",))),
        FieldSpec(
            "by",
            "by",
            "time",
            presets.get("by", ""),
            hint="in 2h, 16:30, tomorrow 9, 9 theirs",
            shown_if=("sure", ("firm", "window")),
        ),
        FieldSpec(
            "next", "next word", "time", presets.get("next", ""), hint="when they hear from us again", shown_if=("sure", ("none",))
        ),
        FieldSpec("kind", "kind", "choice", presets.get("kind", "fix"), choices(PROMISE_KINDS)),
    )


def _promise(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return make_promise(
        tx,
        subject.ids,
        values["what"],
        by=values["by"],
        kind=values["kind"],
        sure=values["sure"],
        from_=values["from"],
        next_=values["next"],
    )


def _verbs(case: Case) -> Sequence[Option]:
    return (Option("n", "a new promise", "promise"),)


PROMISE = Form("promise", "Promise to", _promise_fields, _promise, several=True)
PROMISE_VERBS = Verbs("promise", "Promises to", _verbs, "promise")
