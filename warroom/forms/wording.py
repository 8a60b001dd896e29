"""Words that several forms use: entries as a choice shows them, values as they can be typed back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from store.entries import Deadline, Promise, Restitution
from store.errors import BadInput
from store.money import Money
from store.text import LINE_LIMIT, clean, one_line
from store.when import day_and_time, distance
from store.zones import Zone, wall
from warroom.forms.spec import FieldSpec, Form, Subject, Values

NAME_WIDTH = 60
"""Characters of a customer's name in a title."""
CHOICE_WIDTH = 44
"""Characters of a free text that a choice shows."""


def short(text: str, width: int = CHOICE_WIDTH) -> str:
    """A free text on one line, cut."""
    return one_line(text, width)


def names_of(customers: Sequence[str]) -> str:
    """Whom it is about: three names at most, and how many more."""
    shown = ", ".join(one_line(name, NAME_WIDTH) for name in customers[:3])
    return shown + (f" and {len(customers) - 3} more" if len(customers) > 3 else "")


def title_of(form: Form, subject: Subject) -> str:
    """A form's title, which names the customer: an entry on the wrong one is the worst that can happen."""
    return f"{form.title} {names_of(subject.customers)}".strip()


def typed_line(text: str) -> str:
    """A stored text as a one-line field takes it."""
    return one_line(text, LINE_LIMIT)


def typed_prose(text: str) -> str:
    """A stored text as a field of several lines takes it."""
    return clean(text)


def typed_time(at: int | None, zone: Zone) -> str:
    """An instant as it can be typed: `2026-11-23 16:30`; empty for None."""
    return "" if at is None else f"{wall(at, zone):%Y-%m-%d %H:%M}"


def typed_money(money: Money | None) -> str:
    """An amount as it can be typed: `250 EUR`, `10.50 USD`; empty for None."""
    return "" if money is None else " ".join(money.to_json().values()).replace(".00 ", " ")


def time_text(subject: Subject, at: int) -> str:
    """A time for the viewer, with how far it is off: `16:30, in 58 m`."""
    return f"{day_and_time(at, subject.now, subject.zone)}, {distance(at, subject.now)}"


def promise_label(subject: Subject, promise: Promise) -> str:
    """A promise in a choice: `2 full fix of the label API, 15:47, in 48 m, not told`."""
    due = time_text(subject, promise.due_at) if promise.due_at is not None else "no date yet"
    return f"{promise.n} {short(promise.what)}, {due}" + ("" if promise.told else ", not told")


def deadline_label(subject: Subject, deadline: Deadline) -> str:
    """Somebody else's date in a choice."""
    return f"{deadline.n} {short(deadline.who or deadline.of, 20)}: {short(deadline.what)}, {time_text(subject, deadline.due_at)}"


def restitution_label(line: Restitution) -> str:
    """A line of the ledger in a choice."""
    return f"{line.n} {line.kind} {line.amount}, {line.state}"


def pick(name: str, label: str, entries: Iterable[tuple[str, str]], chosen: str = "") -> FieldSpec:
    """The field that says which entry is meant: a choice, or only a line where there is one."""
    options = tuple(entries)
    if chosen and any(value == chosen for value, _ in options):
        options = tuple(option for option in options if option[0] == chosen)
    if len(options) == 1:
        return FieldSpec(name, label, "fact", options[0][0], hint=options[0][1])
    return FieldSpec(name, label, "choice", options[0][0] if options else "", options)


def changed(specs: Iterable[FieldSpec], values: Values) -> dict[str, str]:
    """The fields that hold something else than what stood in them at first."""
    return {spec.name: values[spec.name] for spec in specs if values.get(spec.name, spec.value).strip() != spec.value.strip()}


@contextmanager
def at_field(**names: str) -> Iterator[None]:
    """Errors of an action's field (left) stand at the form's field (right)."""
    try:
        yield
    except BadInput as error:
        error.field = names.get(error.field, error.field)
        raise
