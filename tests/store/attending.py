"""Breaks in given situations, and what attention says of them: what the tests of attention are written with."""

from __future__ import annotations

from typing import Any

from store.attention import Attention, judge
from store.clock import HOUR
from store.entries import Contact, Deadline, Promise, Restitution
from store.money import parse_money
from store.next_action import NextAction, next_action
from store.plan import plan_row
from store.policy import policy_of
from store.row import Row
from store.state import Break, Customer, Failure
from tests.store.by_hand import NOW
from tests.store.conftest import UTC

NAMELESS_FAILURE = Failure("F")
ACME = Customer("acme", "Acme")


def contact(at: int, channel: str = "call", result: str = "", direction: str = "out", kind: str = "", n: int = 1) -> Contact:
    """One contact; a call that reached them when nothing else is said."""
    reached = "spoke" if channel in ("call", "visit", "chat") else "wrote"
    return Contact(n, f"c{n}", at, channel, direction, result or reached, kind, "", "", "", None, "ana")


def attempt(at: int, n: int = 1) -> Contact:
    """A call that did not reach them."""
    return contact(at, result="attempt", n=n)


def promise(told_due_at: int | None, /, kind: str = "fix", **changes: Any) -> Promise:
    """An open promise, made at NOW."""
    return Promise("1", "p1", kind, "full fix", "firm", NOW, told_due_at, told_due_at, None, "ana", "", None, "")._replace(
        **changes
    )


def line(amount: str, state: str = "proposed", kind: str = "credit", **changes: Any) -> Restitution:
    """A line of the restitution ledger, proposed at NOW."""
    return Restitution("1", "r1", kind, parse_money(amount, "amount", "EUR"), "", NOW, None, state, NOW, "", "ana")._replace(
        **changes
    )


def deadline(due_at: int, /, of: str = "supplier", **changes: Any) -> Deadline:
    """Somebody else's date, entered at NOW."""
    return Deadline("1", "d1", of, "Voltis", "spare part", due_at, "open", 0, NOW, 0)._replace(**changes)


def new(**changes: Any) -> Break:
    """A break of severity 2 that was opened at NOW, has an owner, and of which the customer does not know yet."""
    plain = Break("B", "Acme", "label API down", "F", severity=2, severity_at=NOW, opened_at=NOW, owner="ana", touched_at=NOW)
    return plain._replace(**changes)


def told(*contacts: Contact, **changes: Any) -> Break:
    """A break that was opened at NOW, owned, contained and told by a call at NOW."""
    ours = {"stage": "contained", "owned_at": NOW, "contained_at": NOW, "told_at": NOW}
    return new(**{**ours, "contacts": (contact(NOW), *contacts), **changes})


def row_of(brk: Break, customer: Customer = ACME, failure: Failure = NAMELESS_FAILURE, **settings: str) -> Row:
    """The row of a break. A setting is `cadence` for all severities or `cadence_2` for one."""
    keys = {name[:-2] + f".{name[-1]}" if name[-1].isdigit() else name: text for name, text in settings.items()}
    for name, text in list(keys.items()):
        if "." not in name:
            keys |= {f"{name}.{number}": text for number in (1, 2, 3, 4)}
    return plan_row(brk, failure, customer, policy_of(keys.items()))


def seen(row: Row | Break, after: int) -> Attention:
    """The judgement of a row, or of a break by the default policy, so many ms after NOW."""
    return judge(row_of(row) if isinstance(row, Break) else row, NOW + after)


def level(rule: str, row: Row | Break, after: int) -> str:
    """The level at which a rule fires so many ms after NOW; empty when it is silent."""
    [found] = [need.level for need in seen(row, after).needs if need.rule == rule] or [""]
    return found


def action(row: Row | Break, after: int, off_duty: tuple[str, ...] = ()) -> NextAction:
    """The next action so many ms after NOW."""
    row = row_of(row) if isinstance(row, Break) else row
    found = next_action(row, judge(row, NOW + after), NOW + after, UTC, off_duty)
    assert found is not None
    return found


def clock_time(at: int | None) -> str:
    """An instant as HH:MM (UTC) of the day of NOW, with `+1` behind it on the next day; empty for None. NOW is 10:00."""
    if at is None:
        return ""
    minutes = (at - NOW + 10 * HOUR) // 60_000
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}" + (f"+{minutes // 1440}" if minutes >= 1440 else "")
