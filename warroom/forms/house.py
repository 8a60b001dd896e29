"""Forms for what goes on around a break: notes, red tape, whom the fix waits for, disputes, what is public."""

from __future__ import annotations

from collections.abc import Sequence

from store.actions.house import (
    answer_public,
    clear_blocker,
    dispute,
    mark_public,
    note,
    nudge_blocker,
    raise_blocker,
    wait_on,
    withdraw_dispute,
)
from store.actions.receipt import Receipt
from store.entries import Blocker, PublicMark
from store.replica.transaction import Transaction
from store.spans import length
from store.when import day_and_time
from store.words import WAITING_ON
from warroom.forms.spec import FieldSpec, Form, Option, Subject, Values, Verbs, choices, when_field
from warroom.forms.wording import pick, short

# -- notes ------------------------------------------------------------------------------------------------------------


def _note_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    return (FieldSpec("text", "note", "prose", presets.get("text", ""), hint="for us, never for the customer"),)


def _note(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [note(tx, id_, values["text"]) for id_ in subject.ids]


NOTE = Form("note", "Note on", _note_fields, _note, several=True)


# -- red tape ---------------------------------------------------------------------------------------------------------


PRIORITY_CASE = ":priority-case"
"""No form: a text that the screen shows."""


def _standing(subject: Subject) -> list[Blocker]:
    return [blocker for blocker in subject.one.brk.blockers if blocker.cleared_at is None]


def _blocker_label(subject: Subject, blocker: Blocker) -> str:
    asked = f", asked {blocker.nudges}×" if blocker.nudges else ""
    who = f" ({short(blocker.who, 24)})" if blocker.who else ""
    return f"{blocker.n} {short(blocker.what)}{who}, {length(subject.now - blocker.since)}{asked}"


def _none_standing(subject: Subject, presets: Values) -> str:
    return "" if _standing(subject) else f"Nothing stands in the way for {subject.customers[0]}: b says that something does"


def _blocker_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    return (
        FieldSpec("what", "in the way", "prose", presets.get("what", ""), hint="what stands in the way, inside our own house"),
        FieldSpec("who", "can clear", value=presets.get("who", ""), hint="who could wave it through"),
        when_field(presets),
    )


def _blocker(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [raise_blocker(tx, subject.id, values["what"], values["who"])]


def _which_blocker(subject: Subject, presets: Values) -> FieldSpec:
    return pick("n", "in the way", ((item.n, _blocker_label(subject, item)) for item in _standing(subject)), presets.get("n", ""))


def _asked_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    said = FieldSpec("said", "said", "prose", presets.get("said", ""), hint="whom we asked, what they said")
    return (_which_blocker(subject, presets), said, when_field(presets))


def _nudge(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [nudge_blocker(tx, subject.id, values["n"], values["said"])]


def _cleared_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    said = FieldSpec("said", "how", "prose", presets.get("said", ""), hint="who cleared it, and how")
    return (_which_blocker(subject, presets), said, when_field(presets))


def _clear(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [clear_blocker(tx, subject.id, values["n"], values["said"])]


BLOCKER = Form("blocker", "In the way for", _blocker_fields, _blocker)
NUDGE = Form("nudge", "Asked again, for", _asked_fields, _nudge, refuses=_none_standing)
CLEAR = Form("clear", "Out of the way for", _cleared_fields, _clear, refuses=_none_standing)


def blocker_options(blocker: Blocker) -> list[Option]:
    """What can happen to one blocker."""
    return [*_blocker_moves({"n": blocker.n}), _case({"n": blocker.n})] if blocker.cleared_at is None else []


def _blocker_moves(presets: Values) -> list[Option]:
    return [Option("c", "cleared", "clear", presets), Option("a", "asked again", "nudge", presets)]


def _case(presets: Values) -> Option:
    return Option("h", "the half-page case for priority: read, copy, write to a file", PRIORITY_CASE, presets)


def _blocker_verbs(subject: Subject) -> Sequence[Option]:
    new, there = Option("n", "something stands in the way", "blocker"), _standing(subject)
    if not there:
        return (new,)
    about = _blocker_label(subject, there[0]) if len(there) == 1 else f"which of the {len(there)}"
    first, *rest = _blocker_moves({"n": there[0].n} if len(there) == 1 else {})
    cases = [_case({"n": there[0].n})] if len(there) == 1 else []
    another = new._replace(label="something else stands in the way")
    return (first._replace(label=f"{first.label}: {about}"), *rest, *cases, another)


BLOCKER_VERBS = Verbs("blocker", "In the way for", _blocker_verbs, "blocker")


# -- whom the fix waits for -------------------------------------------------------------------------------------------


def _waiting_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    now_on = subject.one.brk.waiting_on or "none"
    words = choices(WAITING_ON, none="nobody", customer="the customer", supplier="a supplier")
    others = tuple(choice for choice in words if choice[0] != now_on)
    return (
        FieldSpec("on", "waits on", "choice", presets.get("on", others[0][0]), others),
        when_field(presets),
    )


def _waiting(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [wait_on(tx, subject.id, values["on"])]


def _waiting_notes(subject: Subject, values: Values) -> dict[str, str]:
    brk = subject.one.brk
    since = f" since {day_and_time(brk.waiting_on_since, subject.now, subject.zone)}" if brk.waiting_on_since is not None else ""
    now_on = f"it waits on {brk.waiting_on} now{since}; " if brk.waiting_on and brk.waiting_on != "none" else ""
    return {"on": f"{now_on}this never pauses the contact clock"}


WAITING = Form("waiting", "The fix waits, for", _waiting_fields, _waiting, notes=_waiting_notes)


# -- disputes, and what is public -------------------------------------------------------------------------------------


def _dispute_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    return (
        FieldSpec("what", "disputed", "prose", presets.get("what", ""), hint="which claim, and why"),
        FieldSpec("by", "by", "choice", presets.get("by", "us"), (("us", "us"), ("them", "them"))),
        when_field(presets),
    )


def _dispute(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [dispute(tx, subject.id, values["what"], values["by"])]


def _withdraw_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    since = subject.one.brk.disputed_since
    told = "; ".join(short(item.what, 80) for item in subject.one.brk.disputes if item.withdrawn_at is None)
    when = f", since {day_and_time(since, subject.now, subject.zone)}" if since is not None else ""
    return (
        FieldSpec("dispute", "disputed", "fact", "", hint=f"{told}{when}"),
        FieldSpec("said", "said", "prose", presets.get("said", ""), hint="how we told them that we accept it"),
        when_field(presets),
    )


def _withdraw(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [withdraw_dispute(tx, subject.id, values["said"])]


def _not_disputed(subject: Subject, presets: Values) -> str:
    return "" if subject.one.brk.disputed_since is not None else f"Nothing is disputed with {subject.customers[0]}"


def _public_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    return (
        FieldSpec("where", "where", value=presets.get("where", ""), hint="where it is public: a forum, a newspaper, a network"),
        FieldSpec("link", "link", value=presets.get("link", "")),
        FieldSpec("knows", "knows", value=presets.get("knows", ""), hint="who inside knows of it already"),
        when_field(presets),
    )


def _public(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [mark_public(tx, subject.id, values["where"], values["link"], values["knows"])]


def _unanswered(subject: Subject) -> list[PublicMark]:
    return [mark for mark in subject.one.brk.public if mark.answered_at is None]


def _public_label(subject: Subject, mark: PublicMark) -> str:
    return f"{mark.n} {short(mark.where)}, {length(subject.now - mark.since)}"


def _public_answer_fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    marks = ((mark.n, _public_label(subject, mark)) for mark in _unanswered(subject))
    return (
        pick("n", "public", marks, presets.get("n", "")),
        FieldSpec("said", "answer", "prose", presets.get("said", ""), hint="what we answered there"),
        when_field(presets),
    )


def _public_answer(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    return [answer_public(tx, subject.id, values["n"], values["said"])]


def _all_answered(subject: Subject, presets: Values) -> str:
    return "" if _unanswered(subject) else f"Nothing that is public about {subject.customers[0]} waits for an answer"


DISPUTE = Form("dispute", "Disputed with", _dispute_fields, _dispute)
WITHDRAW = Form("withdraw-dispute", "No longer disputed with", _withdraw_fields, _withdraw, refuses=_not_disputed)
PUBLIC = Form("public", "Public about", _public_fields, _public)
PUBLIC_ANSWER = Form("public-answer", "Answered in public about", _public_answer_fields, _public_answer, refuses=_all_answered)


def _dispute_verbs(subject: Subject) -> Sequence[Option]:
    found: list[Option] = []
    if subject.one.brk.disputed_since is not None:
        found.append(Option("w", "withdrawn: the claim is accepted", "withdraw-dispute"))
    if _unanswered(subject):
        found.append(Option("a", "answered where it is public", "public-answer"))
    return (*found, Option("d", "a claim is disputed", "dispute"), Option("p", "it is public somewhere", "public"))


DISPUTE_VERBS = Verbs("dispute", "Disputed or public, with", _dispute_verbs, "dispute")
