"""A text went out: the form that asks how, and what stands in the way of noting it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from store.actions.receipt import Receipt
from store.replica.cases import Case
from store.replica.transaction import Transaction
from store.text import LONGEST_WRITTEN, clean
from store.words import CHANNELS, SPOKEN
from warroom.forms.contact import usual_channel
from warroom.forms.spec import FieldSpec, Form, Subject, Values, choices, when_field
from warroom.forms.wording import typed_line
from warroom.summaries.model import TITLES, TO_CUSTOMER, Summary

NAME = "sent"
BY = tuple(channel for channel in CHANNELS if channel not in SPOKEN)
"""Ways on which a text goes out."""
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 3
"""Letters of a word that can tell a name, in an alphabet; one character does elsewhere."""


def sending_form(summary: Summary, text: str, overrides: Sequence[str]) -> Form:
    """The form that notes a text as sent. The text goes along whole."""
    to = typed_line(summary.to_name or summary.to)

    def fields(subject: Subject, presets: Values) -> Sequence[FieldSpec]:
        usual = usual_channel(subject, presets)
        return (
            FieldSpec("channel", "went out by", "choice", usual if usual in BY else "mail", choices(BY)),
            FieldSpec("to", "to", value=to, hint="who got it"),
            when_field(presets),
        )

    def save(tx: Transaction, subject: Subject, values: Values) -> Sequence[Receipt]:
        from store.actions.writing import Went, mark_sent

        went = Went(summary.name, text, values["to"].strip(), values["channel"], None, tuple(overrides))
        return [mark_sent(tx, subject.id, went)]

    return Form(NAME, f"{TITLES[summary.name].capitalize()} went out:", fields, save)


def why_not_sent(summary: Summary, text: str, case: Case | None) -> str:
    """Why a text can't be noted as sent on a break; empty when it can."""
    if summary.name == "handover":
        return "A hand-over is accepted, not sent: h offers it"
    if case is None or not case.brk.customer or case.brk.joined_into:
        return "The break of this text is not there any more: look for it with g on the board"
    if not text.strip():
        return "There is nothing in it: i writes, A makes it anew"
    if long := too_long(text):
        return long
    if not is_theirs(summary, text, case):
        return f"Nothing in it names {typed_line(case.row.customer)} or whom we talk to there: is it theirs? i edits it"
    return ""


def too_long(text: str) -> str:
    """Why a text can't be noted as sent for its length; empty where it can."""
    if len(text) <= LONGEST_WRITTEN:
        return ""
    return f"It has {len(text):,} characters, and at most {LONGEST_WRITTEN:,} can be noted as sent: i shortens it, e saves it"


def is_theirs(summary: Summary, text: str, case: Case) -> bool:
    """Whether a text can have been made for the customer of a break: it has a word of their name or of their person's, as what
    was made for them has. A letter to the wrong customer is the worst that can happen."""
    if summary.name not in TO_CUSTOMER:
        return True
    names = _words(f"{case.row.customer} {case.row.contact_name} {case.row.call_name} {summary.to_name}")
    return not names & _words(summary.markdown) or bool(names & _words(text))


def _words(text: str) -> set[str]:
    found = (word.casefold() for word in _WORD.findall(clean(text, len(text) + 1).replace("\\", "")))
    return {word for word in found if len(word) >= _SHORTEST or not word.isascii()}
