"""“Still on it”: a word that we work on their behalf, drafted out of what really happened since the last contact.

It is never one blind key: the draft names what is new, and says plainly when nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from store.actions.contacts import log_contact
from store.actions.receipt import Receipt
from store.contact_clock import progress_of, repeats_without_news
from store.entries import Contact, Promise
from store.plan import call_name, contact_person
from store.replica.cases import Case
from store.replica.transaction import Transaction
from store.text import clean, one_line
from store.when import day_and_time
from store.words import CHANNELS
from warroom.forms.contact import and_told, person_field, reach_notes, tells_fields, usual_channel
from warroom.forms.spec import FieldSpec, Form, Subject, Values, choices, when_field

_STAGES = {
    "owned": "we have taken it on",
    "contained": "it is contained: it gets no worse",
    "fixed": "it is fixed",
    "made-right": "it is put right",
    "reopened": "it is open again, and we are on it again",
}
_QUOTED = 400


def last_word(case: Case) -> Contact | None:
    """The last contact that told the customer something."""
    return next((contact for contact in reversed(case.brk.contacts) if contact.reached and contact.direction == "out"), None)


def news(subject: Subject) -> list[str]:
    """What the customer can be told that they have not heard yet, a sentence each, oldest first."""
    last = last_word(subject.one)
    since = last.at if last is not None else subject.one.brk.known_at - 1
    return [text for at, text in sorted(_facts(subject)) if at > since]


def _facts(subject: Subject) -> Iterator[tuple[int, str]]:
    """Everything that the customer may hear of it, with when it happened: no worth, no names of ours, no inner reasons."""
    brk, failure = subject.one.brk, subject.one.failure
    for change in brk.stages:
        if change.stage in _STAGES:
            yield change.at, _STAGES[change.stage]
    for promise in brk.promises:
        if promise.kind != "news":
            yield from _promise_facts(subject, promise)
    for explanation in failure.explanations:
        yield explanation.at, f"what happened: {one_line(explanation.text, _QUOTED)}"
    for deadline in (*failure.deadlines, *brk.deadlines):
        if deadline.of == "supplier" and deadline.state != "met":
            yield (
                deadline.set_at,
                f"{one_line(deadline.what, _QUOTED)} is due from our supplier {_theirs(subject, deadline.due_at)}",
            )


def _promise_facts(subject: Subject, promise: Promise) -> Iterator[tuple[int, str]]:
    what = one_line(promise.what, _QUOTED)
    if promise.due_at is None:
        yield promise.made_at, f"{what}: we have no time for it yet that we are sure of"
    elif not promise.slips:
        yield promise.made_at, f"{what}: by {_theirs(subject, promise.due_at)}"
    for slip in promise.slips:
        if slip.to_at is not None and slip is promise.slips[-1] and promise.is_open:
            before = f", not {_theirs(subject, slip.from_at)} as we said" if slip.from_at is not None else ""
            why = f": {one_line(slip.say, _QUOTED)}" if slip.say else ""
            # what they do not know yet is new, however long ago we moved it
            yield (
                slip.moved_at if slip.told_at is not None else subject.now,
                f"{what}: by {_theirs(subject, slip.to_at)}{before}{why}",
            )
    if promise.result == "kept" and promise.settled_at is not None:
        yield promise.settled_at, f"{what}: done, {_theirs(subject, promise.settled_at)}"


def _theirs(subject: Subject, at: int) -> str:
    """A time as the customer reads it."""
    if subject.theirs is not None:
        return f"{day_and_time(at, subject.now, subject.theirs)} your time"
    return day_and_time(at, subject.now, subject.zone)


def draft(subject: Subject) -> str:
    """The message: what is new since we last spoke, or plainly that nothing is."""
    case = subject.one
    person, last = contact_person(case.brk, case.customer), last_word(case)
    name = one_line(call_name(person), 80) if person is not None else ""
    what = one_line(case.row.what, _QUOTED)
    greeting = f"Hello {name},".replace(" ,", ",")
    since = f" since {_theirs(subject, last.at)}" if last is not None else ""
    found = news(subject)
    if not found:
        return clean(f"{greeting}\nwe are still working on this for you: {what}. There is nothing new to tell{since}.")
    told = "\n".join(f"- {text}" for text in found)
    return clean(f"{greeting}\nwe are still working on this for you: {what}. What is new{since}:\n{told}")


def run_without_news(subject: Subject) -> int:
    """How many "still on it" in a row this one would be since something last moved."""
    case = subject.one
    entry = Contact(len(case.brk.contacts) + 1, "", subject.now, "mail", "out", "wrote", "still-on-it", "", "", "", None, "")
    return repeats_without_news((*case.brk.contacts, entry), progress_of(case.brk, case.failure)).get(entry.n, 0)


def _fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
    return (
        FieldSpec("said", "message", "prose", draft(subject)),
        FieldSpec("channel", "goes out by", "choice", usual_channel(subject, presets), choices(CHANNELS)),
        person_field(subject, presets),
        *tells_fields(subject, ",".join(one.n for one in subject.one.brk.promises if one.is_open and not one.told)),
        FieldSpec("next", "next word", "time", hint="when they hear from us again, as 45m"),
        when_field(presets),
    )


def _notes(subject: Subject, values: Values) -> dict[str, str]:
    found, run = reach_notes(subject, values), run_without_news(subject)
    last = last_word(subject.one)
    since = f" since {day_and_time(last.at, subject.now, subject.zone)}" if last is not None else ""
    if not news(subject):
        found[""] = f"Nothing new{since} that they could be told: a second “still on it” without news is flagged."
    if run == 2:
        found[""] = f"Nothing new{since}: this is the second “still on it” without news. A third does not reset the contact clock."
    elif run > 2:
        found[""] = f"Nothing new{since}: number {run} in a row without news. It does not reset the contact clock."
    return found


def _save(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
    found = log_contact(
        tx, [subject.id], values["channel"], with_=values["with"], kind="still-on-it", said=values["said"], next_=values["next"]
    )
    return and_told(tx, subject, values, found)


def _refuses(subject: Subject, presets: Values) -> str:
    if subject.case is not None and last_word(subject.case) is None:
        return f"{subject.customers[0]} has not heard of it from us yet: own it first (c)"
    return ""


STILL_ON_IT = Form("still-on-it", "Still on it, to", _fields, _save, refuses=_refuses, notes=_notes, for_them=("said",))
