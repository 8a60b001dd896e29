"""Checks that all actions share: texts that must be there, words from a list, times that lie where they should."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from store.errors import BadInput, NotFound
from store.events import Event
from store.replica.cases import Case
from store.replica.transaction import Transaction
from store.spans import parse_span
from store.state import Customer, Person
from store.text import LINE_LIMIT, clean, one_line, quoted
from store.worktime import add_span
from store.zones import Zone, find_zone

_YES, _NO = ("yes", "true", "on", "done", "1"), ("no", "false", "off", "undone", "0")
_NOUNS = {
    "of": "source of a deadline",
    "on": "party that a fix waits for",
    "by": "party to a dispute",
    "told": "channel",
    "found_by": "finder of a failure",
    "sure": "degree of sureness",
}
"""Field → what its words are, where its name does not say it."""
MOST_ENTRIES = 1_000_000
"""A number of an entry that is not below was made up: counting goes on without it."""


def line(text: str | None, field: str, required: bool = True) -> str:
    """A one-line text, cleaned. Raises BadInput when it is empty and required, or too long."""
    found = one_line(text or "", limit=1 << 30)
    if not found and required:
        raise BadInput(field, f"{field.replace('_', ' ')} is missing", "say it in a few words")
    if len(found) > LINE_LIMIT:
        raise BadInput(
            field,
            f"{field.replace('_', ' ')} is {len(found):,} characters long",
            f"keep it under {LINE_LIMIT}, put the rest in a note",
        )
    return found


def prose(text: str | None, field: str, required: bool = True) -> str:
    """A free text, cleaned; line breaks stay. Raises BadInput when it is empty and required, or over 20,000 characters."""
    found = clean((text or "").strip(), limit=1 << 30)
    if not found and required:
        raise BadInput(field, f"{field.replace('_', ' ')} is missing", "say it in a few words")
    if len(found) > 20_000:
        raise BadInput(field, f"{field.replace('_', ' ')} is {len(found):,} characters long", "keep it under 20,000")
    return found


def choice(value: str, allowed: Sequence[str], field: str) -> str:
    """A word of a closed list, any case. Raises BadInput with the list."""
    found = value.strip().lower().replace("_", "-").replace(" ", "-")
    if found not in allowed:
        noun = _NOUNS.get(field, field.replace("_", " "))
        title = f"{quoted(value)} is no {noun}" if found else f"the {noun} is missing"
        raise BadInput(field, title, "choose from " + ", ".join(allowed))
    return found


def yes_or_no(text: str, field: str) -> bool:
    """Yes or no, as people type them. Raises BadInput."""
    word = text.strip().lower()
    if word not in (*_YES, *_NO):
        raise BadInput(field, f"{quoted(text)} is neither yes nor no", "write yes or no")
    return word in _YES


def whole_number(text: str, field: str) -> int:
    """A count, with or without commas between thousands. Raises BadInput."""
    plain = text.strip().replace(",", "")
    if not plain.isascii() or not plain.isdigit() or len(plain) > 11:
        title = f"{quoted(text)} is no count" if plain else f"{field.replace('_', ' ')} is missing"
        raise BadInput(field, title, "write it in digits, as 41200")
    return int(plain)


def severity_of(value: str | int, field: str = "severity") -> int:
    """A severity from 1 to 4. Raises BadInput."""
    text = str(value).strip()
    if text not in ("1", "2", "3", "4"):
        raise BadInput(field, f"{quoted(text)} is no severity", "choose 1 (worst), 2, 3 or 4")
    return int(text)


def their_zone(customer: Customer) -> Zone:
    """The customer's zone, None when their card names none."""
    return find_zone(customer.zone)


def time_ahead(tx: Transaction, text: str, field: str, theirs: Zone = None) -> int:
    """A time after the one at which it happens (now, unless that is back-dated). Raises BadInput."""
    if (working := _working(tx, text)) is not None:
        return working
    from store.when import parse_when, understood  # late: most actions name no time

    at = parse_when(text, tx.now, tx.zone, theirs=theirs, field=field)
    if at <= tx.at:
        raise BadInput(field, f"{understood(at, tx.now, tx.zone, theirs)}: that is past", "name a time ahead, as 45m or tomorrow 9")
    return at


def _working(tx: Transaction, text: str) -> int | None:
    """The end of a working span (`8wh`, `2wd`), None when the text is none."""
    if not text.strip().lower().endswith(("wh", "wd")):
        return None
    try:
        return add_span(tx.at, parse_span(text), tx.cases.policy().hours)
    except BadInput:
        return None


def time_behind(tx: Transaction, text: str, field: str, theirs: Zone = None) -> int:
    """A time that has passed. Raises BadInput."""
    from store.when import parse_when, understood

    at = parse_when(text, tx.now, tx.zone, behind=True, theirs=theirs, field=field)
    if at > tx.now:
        raise BadInput(
            field, f"{understood(at, tx.now, tx.zone, theirs)}: that has not happened yet", "name a time in the past, as 20m"
        )
    return at


def told(tx: Transaction, label: str, at: int, theirs: Zone = None) -> str:
    """The line that says which time was understood."""
    from store.when import distance, understood

    return f"{label} {understood(at, tx.now, tx.zone, theirs)}" if abs(at - tx.now) >= 1000 else f"{label} {distance(at, tx.now)}"


def next_number(events: Sequence[Event], kind: str) -> int:
    """The number of the next entry of a kind: one after the highest that was ever used, taken back or not."""
    bodies: list[object] = [event.body for event in events if event.kind == kind]
    bodies += [
        event.body.get("body") for event in events if event.kind == "moved_in" and event.body and event.body.get("kind") == kind
    ]
    used = [body.get("n") for body in bodies if isinstance(body, dict)]
    return max((n for n in used if isinstance(n, int) and n < MOST_ENTRIES), default=0) + 1


class _HasNumber(Protocol):
    @property
    def n(self) -> str: ...


Entry = TypeVar("Entry", bound=_HasNumber)


def numbered(entries: Sequence[Entry], n: str, what: str, spoken: str) -> Entry:
    """The entry with that number. Raises NotFound with the numbers that there are."""
    wanted = str(n).strip().lower().lstrip("#")
    for entry in entries:
        if entry.n == wanted:
            return entry
    there = ", ".join(entry.n for entry in entries)
    hint = f"there are {there}" if there else f"it has no {what} yet"
    raise NotFound("n", f"{spoken} has no {what} {one_line(str(n), 20)}", hint)


def person_of(case: Case, name: str) -> Person | None:
    """The contact person that a name means, None when nothing was typed and the break has none."""
    if name:
        return case.customer.person(name) or Person(name)
    if case.brk.contact_name:
        return case.customer.person(case.brk.contact_name) or Person(case.brk.contact_name)
    return case.customer.people[0] if case.customer.people else None
