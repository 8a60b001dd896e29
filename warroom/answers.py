"""How commands answer: data on stdout, talk on stderr; and the one way in which they write."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from store.errors import BadInput
from store.text import clean, without_controls
from warroom.session import Session

if TYPE_CHECKING:
    from store.actions.receipt import Receipt
    from store.replica.transaction import Transaction

    Action = Callable[[Transaction], Receipt | Sequence[Receipt]]

T = TypeVar("T")


def say(text: str) -> None:
    """Talk, on stderr."""
    print(clean(text), file=sys.stderr)


def put(text: str) -> None:
    """Data, on stdout."""
    print(clean(text, limit=1 << 30))


def put_json(value: Any) -> None:
    """One JSON document on stdout."""
    print(without_controls(json.dumps(value, ensure_ascii=not (sys.stdout.encoding or "").lower().startswith("utf"))))


def can_ask() -> bool:
    """Whether somebody is at the keyboard, who can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def act(session: Session, at: str, action: Action, number: bool = False) -> None:
    """Runs an action, back-dated to `at` when that is given, and answers it. `number` puts the number of what was made on
    stdout, for people. Raises what the action raises: then nothing is written."""
    from store.actions.receipt import Receipt

    happened_at = session.instant(at)
    receipts = write(session, action, happened_at)
    answer(session, (receipts,) if isinstance(receipts, Receipt) else receipts, number)
    if happened_at is not None:
        from store.when import understood

        say(f"  at {understood(happened_at, session.clock.now(), session.zone)}")


def write(session: Session, action: Callable[[Transaction], T], happened_at: int | None) -> T:
    """Writes what an action says, and returns what it returned. Where it refuses, a teammate may have written what it asks
    for a moment ago: what lies in the shared folder is read once, and if anything came it is tried once more. Raises what the
    action raises."""
    try:
        written = session.replica.act(action, session.actor, happened_at)
    except BadInput:
        if not look_again(session):
            raise
        written = session.replica.act(action, session.actor, happened_at)
    session.may_look_again = False
    return written


def look_again(session: Session) -> bool:
    """Reads what lies in the shared folder because something was refused: once in a command, and not after it wrote. Whether
    anything came."""
    may, session.may_look_again = session.may_look_again, False
    return may and session.take_in() > 0


def answer(session: Session, receipts: Sequence[Receipt], number: bool = False) -> None:
    """Answers what was written: JSON or the number on stdout, what was understood on stderr."""
    if session.json:
        made = [receipt.to_json() for receipt in receipts]
        put_json(made[0] if len(made) == 1 else {"ids": [receipt.id for receipt in receipts], "made": made})
    elif number:
        for receipt in receipts:
            put(receipt.n)
    for receipt in receipts:
        about = f" ({receipt.id})" if receipt.id != receipt.customer else ""
        say("; ".join((f"Saved on {receipt.customer}{about}" if receipt.customer else "Saved", *receipt.said)))
        for warning in receipt.warnings:
            say(f"  note: {warning}")
