"""What a form is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from store.actions.receipt import Receipt
from store.replica.cases import Case
from store.replica.transaction import Transaction

Values = Mapping[str, str]
"""What was typed, by field; of a choice the chosen word, of several choices the words joined by commas."""


class FieldSpec(NamedTuple):
    """One field of a form. `name` is the field that a BadInput of the action names."""

    name: str
    label: str
    kind: str = "line"
    """`line`, `prose` (several lines), `time` (ahead), `past`, `money`, `length`, `choice`, `several`."""
    value: str = ""
    """What stands in it at first."""
    choices: tuple[tuple[str, str], ...] = ()
    """(value, label) of a choice."""
    hint: str = ""
    """What an empty field shows."""
    shown_if: tuple[str, tuple[str, ...]] | None = None
    """The field is there only while another field has one of these values."""


class Subject(NamedTuple):
    """What a form is about: one break, several marked ones, or the board (no case)."""

    case: Case | None
    ids: tuple[str, ...]
    """Full ids of the breaks."""
    customers: tuple[str, ...]
    spoken: tuple[str, ...]


class Form(NamedTuple):
    """A form: its fields for a subject, and what saving does."""

    name: str
    title: str
    """The beginning of the title, before the customer: `Promise to`."""
    fields: Callable[[Subject, Values], Sequence[FieldSpec]]
    """Fields for a subject; the values are presets."""
    save: Callable[[Transaction, Subject, Values], Sequence[Receipt]]
    refuses: Callable[[Case], str] = lambda case: ""
    """Why the form does not apply to a break; empty when it does."""
    several: bool = False
    """Whether it works on several marked breaks at once."""
    needs_break: bool = True


class Option(NamedTuple):
    """One verb: the key that chooses it, what it says, the form that it opens, with presets."""

    key: str
    label: str
    form: str
    presets: Values = {}  # noqa: RUF012 (never written to)


class Verbs(NamedTuple):
    """A key that offers several forms where there is a choice; with one option only it opens that one."""

    name: str
    title: str
    options: Callable[[Case], Sequence[Option]]
    default: str
    """The form for several marked breaks."""


def choices(words: Sequence[str], **labels: str) -> tuple[tuple[str, str], ...]:
    """A choice of words; a label may say more than the word (dashes of a word are underscores in its label's name)."""
    return tuple((word, labels.get(word.replace("-", "_"), word)) for word in words)
