"""Forms for making it right: remedies and the customer's answer, the restitution ledger."""

from __future__ import annotations

from collections.abc import Sequence

from store.actions.amends import (
    NOTHING,
    answer_remedy,
    approval_text,
    following_states,
    limit_text,
    move_restitution,
    owe,
    propose_remedy,
    round_of,
    tell_remedy,
    their_cost,
)
from store.actions.receipt import Receipt
from store.entries import Remedy, Restitution
from store.errors import BadInput
from store.money import parse_money
from store.plan import needs_approval
from store.replica.transaction import Transaction
from store.words import ANSWERS, CHANNELS, RESTITUTION_KINDS
from warroom.forms.contact import usual_channel
from warroom.forms.spec import FieldSpec, Form, Option, Subject, Values, Verbs, choices, when_field
from warroom.forms.wording import pick, restitution_label, short

# -- remedies ---------------------------------------------------------------------------------------------------------


def _remedy_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    return (
        FieldSpec("what", "remedy", "prose", presets.get("what", ""), hint="what we propose to put it right"),
        FieldSpec("effort", "effort", value=presets.get("effort", ""), hint="what it asks of them; empty: nothing"),
        FieldSpec("cost", "cost", "cost", presets.get("cost", ""), hint="what it costs them; empty: nothing"),
        FieldSpec("told", "they know", "choice", presets.get("told", "now"), (("now", "proposed to them"), ("", "not yet"))),
        when_field(presets),
    )


def _remedy(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    inside = not values["told"]
    return [propose_remedy(tx, subject.id, values["what"], effort=values["effort"], cost=values["cost"], inside=inside)]


def _costs(subject: Subject, typed: str) -> bool:
    try:
        return their_cost(typed, subject.policy.currency) is not None
    except BadInput:
        return True


def _remedy_notes(subject: Subject, values: Values) -> dict[str, str]:
    found: dict[str, str] = {}
    if values["effort"].strip() and values["effort"].strip().lower() not in NOTHING:
        found["effort"] = "! it puts effort on them: can we do that ourselves?"
    if _costs(subject, values["cost"]):
        found["cost"] = "! it costs them: can we bear that?"
    if not values["told"]:
        found["told"] = "flagged until they know of it"
    case = subject.one
    below = [remedy for remedy in case.brk.remedies if remedy.answer == "below"]
    if below:
        words = f": “{short(below[-1].said, 80)}”" if below[-1].said else ""
        found["what"] = f"round {round_of(case.brk.remedies)}; remedy {below[-1].n} was below what they expect{words}"
    elif case.brk.expectation:
        found["what"] = f"they expect: {short(case.brk.expectation, 80)}"
    if case.failure.fault == "not-ours":
        found[""] = "The fault is not ours: this helps them, it admits nothing."
    return found


REMEDY = Form("remedy", "Remedy for", _remedy_fields, _remedy, notes=_remedy_notes, for_them=("what",))


def _untold(subject: Subject) -> list[Remedy]:
    return [remedy for remedy in subject.one.brk.remedies if remedy.untold]


def _told_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    remedies = ((item.n, _remedy_label(item)) for item in _untold(subject))
    return (
        pick("n", "remedy", remedies, presets.get("n", "")),
        FieldSpec("channel", "told by", "choice", usual_channel(subject, presets), choices(CHANNELS)),
        when_field(presets),
    )


def _tell(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [tell_remedy(tx, subject.id, values["n"], values["channel"])]


def _none_untold(subject: Subject, presets: Values) -> str:
    return "" if _untold(subject) else f"{subject.customers[0]} knows of every remedy that we proposed"


TELL_REMEDY = Form("remedy-told", "Remedy told to", _told_fields, _tell, refuses=_none_untold)


def _answer_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    remedies = sorted(subject.one.brk.remedies, key=lambda remedy: bool(remedy.answer))
    return (
        pick("n", "remedy", ((item.n, _remedy_label(item)) for item in remedies), presets.get("n", "")),
        FieldSpec("answer", "they say", "choice", presets.get("answer", "meets"), _ANSWERS),
        FieldSpec("said", "their words", "prose", presets.get("said", "")),
        when_field(presets),
    )


_ANSWERS = choices(ANSWERS, below="below what they expect", meets="meets it", exceeds="exceeds it")


def _remedy_label(remedy: Remedy) -> str:
    state = remedy.answer or ("not told" if remedy.untold else "")
    again = f", round {remedy.round}" if remedy.round > 1 else ""
    return f"{remedy.n} {short(remedy.what)}{again}" + (f", {state}" if state else "")


def _answer(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [answer_remedy(tx, subject.id, values["n"], values["answer"], values["said"])]


def _no_remedy(subject: Subject, presets: Values) -> str:
    return "" if subject.one.brk.remedies else f"No remedy was proposed to {subject.customers[0]} yet: m proposes one"


ANSWER = Form("answer", "Answer of", _answer_fields, _answer, refuses=_no_remedy)


def remedy_options(remedy: Remedy) -> list[Option]:
    """What can happen to one remedy: the customer hears of it, and answers."""
    told = [Option("t", "they know of it now", "remedy-told", {"n": remedy.n})] if remedy.untold else []
    return [*told, *_answers(remedy)]


def _answers(remedy: Remedy) -> list[Option]:
    return [Option(word[0], label, "answer", {"n": remedy.n, "answer": word}) for word, label in _ANSWERS]


def _remedy_verbs(subject: Subject) -> Sequence[Option]:
    new = Option("n", "a remedy", "remedy")
    waiting = [remedy for remedy in subject.one.brk.remedies if not remedy.answer]
    if len(waiting) == 1:
        first, *rest = remedy_options(waiting[0])
        return (first._replace(label=f"{first.label}: {_remedy_label(waiting[0])}"), *rest, new)
    if subject.one.brk.remedies:
        return (Option("a", "their answer to a remedy", "answer"), new)
    return (new,)


REMEDY_VERBS = Verbs("remedy", "Remedies for", _remedy_verbs, "remedy")


# -- restitution ------------------------------------------------------------------------------------------------------


def _owe_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    kinds = choices(RESTITUTION_KINDS, waiver="waived charge", gift_card="gift card", correction="correction (their own money)")
    return (
        FieldSpec("amount", "amount", "money", presets.get("amount", ""), hint=f"as 250 {subject.policy.currency}"),
        FieldSpec("kind", "kind", "choice", presets.get("kind", "credit"), kinds),
        FieldSpec("why", "for", value=presets.get("why", ""), hint="what it is for"),
        FieldSpec("due", "due", "time", presets.get("due", ""), hint="when they should have it"),
        when_field(presets),
    )


def _owe(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [owe(tx, subject.id, values["kind"], values["amount"], why=values["why"], due=values["due"])]


def _owe_notes(subject: Subject, values: Values) -> dict[str, str]:
    case = subject.one
    try:
        money = parse_money(values["amount"], default=case.policy.currency)
    except BadInput:
        return {}
    line = Restitution("", "", values["kind"], money, "", subject.now, None, "proposed", subject.now, "", subject.actor)
    noted = limit_text(case, line)
    return {"amount": noted} if noted else {}


OWE = Form("restitution", "Amends for", _owe_fields, _owe, notes=_owe_notes)


def _pending(subject: Subject, state: str = "") -> list[Restitution]:
    """The lines of the ledger that can move on (to a state, if given)."""
    case = subject.one
    return [
        line
        for line in case.brk.restitution
        if following_states(case, line) and (not state or state in following_states(case, line))
    ]


def _move_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    state, case = presets.get("state", ""), subject.one
    lines = _pending(subject, state) or _pending(subject)
    which = pick("n", "line", ((line.n, restitution_label(line)) for line in lines), presets.get("n", ""))
    meant = [line for line in lines if which.kind == "choice" or line.n == which.value]
    can = tuple(dict.fromkeys(word for line in meant for word in following_states(case, line)))
    states = (state,) if state in can else can
    return (
        which,
        FieldSpec("state", "becomes", "choice", state or (states[0] if states else ""), choices(states)),
        FieldSpec("by", "by", value=presets.get("by", ""), hint="who, and how: Dana, by phone"),
        when_field(presets),
    )


def _move(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [move_restitution(tx, subject.id, values["n"], values["state"], values["by"])]


def _move_notes(subject: Subject, values: Values) -> dict[str, str]:
    case = subject.one
    line = next((line for line in case.brk.restitution if line.n == values["n"]), None)
    if line is None or not needs_approval(line, case.brk.severity, case.policy):
        return {}
    own = values["state"] == "approved" and not values["by"].strip() and line.actor.casefold() == subject.actor.casefold()
    return {"state": f"{line.actor} proposed it: over the limit somebody else approves it" if own else approval_text(case, line)}


def _none_pending(subject: Subject, presets: Values) -> str:
    if not _pending(subject):
        return f"Nothing is owed to {subject.customers[0]} that could move on: r owes something"
    return ""


MOVE = Form("restitution-move", "Amends for", _move_fields, _move, refuses=_none_pending, notes=_move_notes)

_STATE_OPTIONS = (
    ("a", "approved", "approved: it may be given"),
    ("i", "issued", "issued: it is on its way to them"),
    ("c", "confirmed", "confirmed: they have it"),
    ("d", "declined", "declined"),
)


def restitution_options(subject: Subject, line: Restitution) -> list[Option]:
    """What can happen to one line of the ledger."""
    can = following_states(subject.one, line)
    return [
        Option(key, label, "restitution-move", {"n": line.n, "state": word}) for key, word, label in _STATE_OPTIONS if word in can
    ]


def _restitution_verbs(subject: Subject) -> Sequence[Option]:
    new = Option("n", "owe something new", "restitution")
    lines = _pending(subject)
    if len(lines) == 1:
        first, *rest = restitution_options(subject, lines[0])
        return (first._replace(label=f"{first.label}: {restitution_label(lines[0])}"), *rest, new)
    can = {word for line in lines for word in following_states(subject.one, line)}
    moves = [Option(key, label, "restitution-move", {"state": word}) for key, word, label in _STATE_OPTIONS if word in can]
    return (*moves, new)


RESTITUTION_VERBS = Verbs("restitution", "Amends for", _restitution_verbs, "restitution")
