"""Opening breaks: for one customer, or for a pasted list of those that one failure hit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from store.actions.asking import choice, line, severity_of, time_behind
from store.errors import BadInput
from store.events import Body
from store.money import parse_money
from store.policy import cadence_text, parse_cadence
from store.replica.transaction import Transaction
from store.text import name_key
from store.words import FAULTS, FOUND_BY
from store.zones import iso

MOST_CUSTOMERS = 2_000
"""Most customers that one list opens breaks for."""


class Opened(NamedTuple):
    """What was opened."""

    failure: str
    """Spoken id of the failure."""
    ids: tuple[str, ...]
    """Full ids of the breaks, in the order of the list."""
    customers: tuple[str, ...]
    joined: bool
    """Whether the failure was there before."""
    warnings: tuple[str, ...] = ()


def customer_list(text: str, field: str = "customers") -> list[str]:
    """The customers of a pasted list, one a line; empty lines, bullets and doubles are dropped. Raises BadInput."""
    found: dict[str, str] = {}
    for raw in text.splitlines():
        name = line(raw.strip().lstrip("-*•").strip(), field, required=False)
        if name:
            found.setdefault(name_key(name), name)
    if not found:
        raise BadInput(field, "the list has no customer", "write one customer a line")
    if len(found) > MOST_CUSTOMERS:
        raise BadInput(
            field, f"{len(found):,} customers are too many for one list", f"split it: at most {MOST_CUSTOMERS:,} at once"
        )
    return list(found.values())


def open_breaks(
    tx: Transaction,
    customers: Sequence[str],
    what: str,
    *,
    severity: str | int = 3,
    owner: str = "",
    contact_name: str = "",
    found_by: str = "us",
    found_at: str = "",
    category: str = "",
    cause: str = "",
    fault: str = "",
    value: str = "",
    cadence: str = "",
    failure: str = "",
    trouble: str = "",
    expectation: str = "",
    playbook: str = "",
) -> Opened:
    """Opens a break for each customer, all of one failure: a new one, or `failure` (its id, or that of one of its breaks).

    Raises BadInput with the field that can't be taken.
    """
    names = [line(name, "customer") for name in customers]
    if not names:
        raise BadInput("customer", "there is no customer", "name whom it hurts")
    body: Body = {"severity": severity_of(severity), "found_by": choice(found_by or "us", FOUND_BY, "found_by")}
    known = _failure(tx, failure)
    text = line(what or (tx.cases.failure(known).what if known else ""), "what")
    for key, given in (("owner", owner), ("contact_name", contact_name), ("trouble", trouble), ("expectation", expectation)):
        if found := line(given, key, required=False):
            body[key] = found
    if value:
        body["value"] = parse_money(value, "value", tx.cases.policy().currency).to_json()
    if cadence:
        body["cadence"] = cadence_text(parse_cadence(cadence))
    if playbook.strip():
        from store.actions.playbooks import playbook_name_of

        body["playbook"] = playbook_name_of(tx, playbook)
    if found_at:
        body["found_at"] = iso(time_behind(tx, found_at, "found_at"))
    about = _about(text, category, cause, fault)
    if not known:
        known = tx.create("failure", "failure_opened", about)
    elif len(about) > 1:
        tx.add(f"failure:{known}", "edited", {"set": {key: given for key, given in about.items() if key != "what"}})
    ids = tuple(tx.create("break", "opened", {"customer": name, "what": text, "failure": known, **body}) for name in names)
    return Opened(
        known, ids, tuple(names), joined=bool(failure), warnings=(*_repeats(tx, names, known, about), *_warnings(tx, names))
    )


def _failure(tx: Transaction, typed: str) -> str:
    """The failure that an id names: its own, or that of one of its breaks; empty when nothing was typed."""
    if not typed.strip():
        return ""
    return tx.failure_named(typed)


def _about(what: str, category: str, cause: str, fault: str) -> Body:
    body: Body = {"what": what}
    for key, given in (("category", category), ("cause", cause)):
        if found := line(given, key, required=False):
            body[key] = found
    if fault:
        body["fault"] = choice(fault, FAULTS, "fault")
    return body


def _repeats(tx: Transaction, names: Sequence[str], failure: str, about: Body) -> tuple[str, ...]:
    """That it happened before, loud, with what was learned then: for the first customer whom it hit before, else elsewhere."""
    cause = about.get("cause") or tx.cases.failure(failure).cause
    if not cause:
        return ()
    from store.learned import repeat_warning

    found = [tx.repeats(cause, failure, tx.cases.customer(name).key) for name in names[:20]]
    found.sort(key=lambda repeats: not (repeats and repeats[0].same_customer))
    warning = repeat_warning(found[0])
    return (warning,) if warning else ()


def _warnings(tx: Transaction, names: Sequence[str]) -> tuple[str, ...]:
    """Customers that already have a break open: perhaps it is the same one."""
    found = []
    for name in names:
        others = tx.open_breaks_of(tx.cases.customer(name))
        if others:
            found.append(f"{name} already has {', '.join(tx.spoken(id_) for id_ in others[:3])} open")
    return tuple(found[:5])
