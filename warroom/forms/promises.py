"""Forms for promises: made, kept, broken, moved, told, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence

from store.actions.promises import make_promise, move_promise, settle_promise, tell_promise
from store.actions.receipt import Receipt
from store.clock import MINUTE
from store.entries import Promise
from store.plan import later_dates
from store.replica.around import record_text
from store.replica.cases import Case
from store.replica.transaction import Transaction
from store.spans import length
from store.text import same_name
from store.when import day_and_time
from store.words import CHANNELS, PROMISE_KINDS, SETTLEMENTS
from warroom.forms.contact import usual_channel
from warroom.forms.spec import FieldSpec, Form, Option, Subject, Values, Verbs, choices, when_field
from warroom.forms.understanding import time_meant
from warroom.forms.wording import pick, promise_label, time_text, typed_time

SURE = (("firm", "firm"), ("window", "window"), ("none", "no date yet"))


def open_promises(subject: Subject, untold: bool = False) -> list[Promise]:
    """The promises that are not settled (of which they don't know the date, with `untold`); news last."""
    found = [promise for promise in subject.one.brk.promises if promise.is_open and not (untold and promise.told)]
    return sorted(found, key=lambda promise: promise.kind == "news")


def _which(subject: Subject, presets: Values, untold: bool = False) -> FieldSpec:
    entries = [(promise.n, promise_label(subject, promise)) for promise in open_promises(subject, untold)]
    return pick("n", "promise", entries, presets.get("n", ""))


def _nothing_open(subject: Subject, presets: Values) -> str:
    return "" if open_promises(subject) else f"No promise to {subject.customers[0]} is open: p makes one"


def _nothing_untold(subject: Subject, presets: Values) -> str:
    return "" if open_promises(subject, untold=True) else f"{subject.customers[0]} knows every date that we promised"


# -- a new one --------------------------------------------------------------------------------------------------------


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
        when_field(presets),
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


def _promise_notes(subject: Subject, values: Values) -> dict[str, str]:
    """What else binds us: somebody else's date that lies ahead, which a promise may rest on; and what our history says."""
    if subject.case is None or values["kind"] != "fix" or values["sure"] == "none":
        return {}
    notes = [_history_note(subject, values["by"], values["sure"]), _supplier_note(subject, subject.case, values["by"])]
    return {"": "\n".join(filter(None, notes))}


def _supplier_note(subject: Subject, case: Case, by: str) -> str:
    """The latest of the suppliers' dates, how that supplier kept others, and whether it lies after what is being typed."""
    supplier = [deadline for deadline in (*case.brk.deadlines, *case.failure.deadlines) if deadline.of == "supplier"]
    last = max((deadline for deadline in supplier if deadline.state != "met"), key=lambda deadline: deadline.due_at, default=None)
    if last is None:
        return ""
    record = next(
        (record_text(one) for one in (subject.around.suppliers if subject.around else ()) if same_name(one.who, last.who)), ""
    )
    kept = f" ({record})" if record else ""
    due_at = time_meant(by, subject, subject.now)
    later = "! That is before it: " if due_at is not None and last.due_at > due_at else ""
    return f"{later}It may rest on {last.who or 'a supplier'}: {last.what}, due {time_text(subject, last.due_at)}{kept}"


def _history_note(subject: Subject, by: str, sure: str) -> str:
    """What the history says as the time is typed; nothing until it is read, and of a failure that is fixed."""
    advice = subject.history.of_failure(subject.now) if subject.history is not None else None
    if subject.history is None or advice is None:
        return ""
    from warroom.advisor.doubts import wanted_chance
    from warroom.advisor.wording import history_text

    due_at = time_meant(by, subject, subject.now)
    return history_text(advice, due_at, wanted_chance(subject.policy, subject.history.severity, sure), subject.zone)


PROMISE = Form(
    "promise", "Promise to", _promise_fields, _promise, notes=_promise_notes, several=True, asks_history=True, asks_around=True
)


# -- an open one ------------------------------------------------------------------------------------------------------


def _settle_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    which = _which(subject, presets)
    kept_at = _kept_at(subject, which.value) if which.kind == "fact" and presets.get("result") == "kept" else ""
    return (
        which,
        FieldSpec("result", "result", "choice", presets.get("result", "kept"), choices(SETTLEMENTS)),
        FieldSpec("reason", "reason", "prose", presets.get("reason", ""), hint="how it came, for us"),
        when_field({"at": kept_at, **presets}),
    )


def _kept_at(subject: Subject, n: str) -> str:
    """When a promise of a fix was kept, as it is typed: at the fix, where that came in time and settling it now would not."""
    fixed_at = subject.one.brk.fixed_at
    promise = next(promise for promise in subject.one.brk.promises if promise.n == n)
    if promise.kind != "fix" or fixed_at is None or promise.told_due_at is None:
        return ""
    at = fixed_at // MINUTE * MINUTE
    since = max((promise.made_at, *(slip.moved_at for slip in promise.slips)))
    return typed_time(at, subject.zone) if since <= at and fixed_at <= promise.told_due_at < subject.now else ""


def _settle(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [settle_promise(tx, subject.id, values["n"], values["result"], values["reason"])]


def _settle_notes(subject: Subject, values: Values) -> dict[str, str]:
    promise = _chosen(subject, values)
    if promise is None or values["result"] != "kept" or values["at"].strip() or promise.told_due_at is None:
        return {}
    late = subject.now - promise.told_due_at
    return {"result": f"{length(late)} {'late: it counts as kept late' if late > 0 else 'early'}"}


def _chosen(subject: Subject, values: Values) -> Promise | None:
    return next((promise for promise in subject.one.brk.promises if promise.n == values["n"]), None)


SETTLE = Form("settle", "Promise to", _settle_fields, _settle, refuses=_nothing_open, notes=_settle_notes)


def _move_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    which = _which(subject, presets)
    rests_on = _rests_on(subject, which.value) if which.kind == "fact" else ""
    return (
        which,
        FieldSpec("by", "new date", "time", presets.get("by", rests_on), hint="in 2h, 16:30, tomorrow 9, 9 theirs"),
        FieldSpec("reason", "why, for us", value=presets.get("reason", ""), hint="what held it up"),
        FieldSpec("told", "they know", "choice", presets.get("told", ""), (("", "not yet"), *choices(CHANNELS))),
        FieldSpec("say", "for them", value=presets.get("say", ""), hint="the reason as the customer hears it"),
        when_field(presets),
    )


def _rests_on(subject: Subject, n: str) -> str:
    """The date of others that an open promise rests on, as it is typed, where that lies after it and ahead; else empty. It is
    rounded up to the minute: a promise for a moment before that date would rest on a later one again."""
    case = subject.one
    promise = next(promise for promise in case.brk.promises if promise.n == n)
    others = later_dates(promise, case.brk, case.failure)
    at = max(others, default=0)
    return typed_time(-(-at // MINUTE) * MINUTE, subject.zone) if at > subject.now else ""


def _move(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [
        move_promise(tx, subject.id, values["n"], values["by"], values["reason"], say=values["say"], told_by=values["told"]),
    ]


def _move_notes(subject: Subject, values: Values) -> dict[str, str]:
    promise = _chosen(subject, values)
    if promise is None:
        return {}
    history = {"": note} if promise.kind == "fix" and (note := _history_note(subject, values["by"], promise.sure)) else {}
    if values["told"]:
        return history
    known = f": {day_and_time(promise.told_due_at, subject.now, subject.zone)}" if promise.told_due_at is not None else ""
    return {**history, "told": f"until they know, the date that they were told counts{known}"}


REPROMISE = Form(
    "repromise", "Move a promise to", _move_fields, _move,
    refuses=_nothing_open, notes=_move_notes, asks_history=True, for_them=("say",),
)  # fmt: skip


def _told_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    return (
        _which(subject, presets, untold=True),
        FieldSpec("channel", "told by", "choice", usual_channel(subject, presets), choices(CHANNELS)),
        when_field(presets),
    )


def _told(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [tell_promise(tx, subject.id, values["n"], values["channel"])]


TOLD = Form("told", "They know the new date:", _told_fields, _told, refuses=_nothing_untold)


# -- which of them ----------------------------------------------------------------------------------------------------


def promise_options(promise: Promise) -> list[Option]:
    """What can happen to one open promise."""
    return _options({"n": promise.n}, untold=not promise.told) if promise.is_open else []


def _options(presets: Values, untold: bool) -> list[Option]:
    told = [Option("t", "told: they know the new date", "told", presets)] if untold else []
    return [
        *told,
        Option("k", "kept", "settle", {**presets, "result": "kept"}),
        Option("m", "moved to another date", "repromise", presets),
        Option("b", "broken", "settle", {**presets, "result": "broken"}),
        Option("w", "withdrawn", "settle", {**presets, "result": "withdrawn"}),
    ]


def _verbs(subject: Subject) -> Sequence[Option]:
    new = Option("n", "a new promise", "promise")
    there = open_promises(subject)
    if not there:
        return (new,)
    presets = {"n": there[0].n} if len(there) == 1 else {}
    untold = [promise for promise in there if not promise.told]
    meant = untold or there
    about = f": {promise_label(subject, meant[0])}" if len(meant) == 1 else f", which of the {len(meant)}"
    first, *rest = _options(presets, untold=bool(untold))
    if untold and len(untold) == 1:
        first = first._replace(presets={"n": untold[0].n})
    return (first._replace(label=first.label + about), *rest, new)


PROMISE_VERBS = Verbs("promise", "Promises to", _verbs, "promise")
