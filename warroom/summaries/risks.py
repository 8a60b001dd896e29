"""What may go wrong with a break, and what then: the contingencies of a hand-over. Pure, from the record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from store.attention import Attention
from store.clock import HOUR
from store.replica.cases import Case
from store.row import Row
from store.text import without_stop
from warroom.summaries.cutting import cut

_SHORT = 26


class Risk(NamedTuple):
    """One thing that may go wrong: by when it shows (None: any time), and what to do then."""

    at: int | None
    what: str
    then: str


def risks_of(case: Case, row: Row, attention: Attention, now: int) -> list[Risk]:
    """The risks of a break: what is wrong already first, then by the time at which it shows."""
    return sorted(_risks(case, row, attention, now), key=lambda risk: (risk.at is not None, risk.at or 0))


def _risks(case: Case, row: Row, attention: Attention, now: int) -> Iterator[Risk]:
    brk = case.brk
    for promise in brk.promises:
        if not promise.is_open or promise.kind == "news":
            continue
        what, due_at = _short(promise.what), promise.told_due_at
        if not promise.told:
            yield Risk(None, f"“{what}” moved, and they don't know", "tell them the new date first")
        elif due_at is not None and due_at < now:
            yield Risk(None, f"“{what}” is late", "ring them; name a date that holds")
        elif due_at is not None:
            yield Risk(due_at, f"“{what}” is not done", "tell them before then, and why")
    for deadline in (*brk.deadlines, *case.failure.deadlines):
        if deadline.state == "met" or deadline.of == "customer":
            continue
        who, promised_at = _short(deadline.who or deadline.of), _first_promised(case)
        if promised_at is not None and deadline.of == "supplier" and deadline.due_at > promised_at:
            yield Risk(promised_at, f"{who} comes after what we promised", "press them, or move the promise now")
        else:
            yield Risk(max(deadline.due_at, now), f"{who}: “{_short(deadline.what)}” slips", "chase them, tell the customer")
    for blocker in brk.blockers:
        if blocker.cleared_at is None:
            yield Risk(None, f"{_short(blocker.what)} stands in the way", f"ask {_short(blocker.who) or 'who can clear it'} again")
    if row.waiting_since is not None:
        yield Risk(_ahead(row.waiting_due_at, now), "they wait for our answer", "answer before anything else")
    if row.attempts:
        yield Risk(_ahead(row.retry_at, now), "they are not reached", f"try {_short(row.deputy) or 'another number or a mail'}")
    if brk.must_tell_by is not None and brk.must_tell_by > now:
        yield Risk(
            brk.must_tell_by,
            f"{_short(brk.must_tell) or 'their own'} must hear from them",
            "send them the brief before",
        )
    if brk.disputed_since is not None:
        yield Risk(None, "the claim is disputed", "don't argue; get the dispute withdrawn")
    for mark in brk.public:
        if mark.answered_at is None:
            yield Risk(_ahead(row.public_due_at, now), f"it spreads on {_short(mark.where)}", "answer there; don't argue")
    if brk.still_hurts and brk.fixed_at is None:
        yield Risk(None, f"it still hurts: {_short(brk.still_hurts)}", "contain that first")
    if brk.fixed_at is not None and not brk.fix_confirmed_by and not brk.is_closed:
        yield Risk(None, "nobody confirmed the fix", "let a second person look before closing")
    if brk.reopened:
        yield Risk(None, "it comes back: reopened before", "reopen it, own the second time")
    if attention.quiet_until is not None and attention.quiet_until - now > HOUR:
        yield Risk(attention.quiet_until, "somebody rings them in their quiet time", "wait; write if it can't")


def _ahead(at: int | None, now: int) -> int | None:
    """A time that is to come; None for one that has passed."""
    return at if at is not None and at > now else None


def _first_promised(case: Case) -> int | None:
    return min(
        (one.told_due_at for one in case.brk.promises if one.is_open and one.kind != "news" and one.told_due_at is not None),
        default=None,
    )


def _short(text: Any) -> str:
    return cut(without_stop(str(text)), _SHORT)
