"""What a customer's breaks come to: promises kept, amends given, apologies, how they sounded. Amounts of different currencies
are never added, and a correction, their own money back, is no amends."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from store.entries import Promise, Restitution
from store.money import Money, totals
from warroom.amends_words import GIVEN, PENDING
from warroom.customer_view.content import CustomerView


class Kept(NamedTuple):
    """Promises that are over: settled, or past their date. Withdrawn ones count for nothing."""

    of: int
    by_last: int
    """Kept by the last date that the customer knew."""
    by_first: int
    """Kept by the date that we named first."""
    open: int
    """Not over yet."""


class Amends(NamedTuple):
    """One kind of restitution."""

    kind: str
    given: tuple[Money, ...]
    """Issued or confirmed, a sum for each currency."""
    pending: tuple[Money, ...]


class Mood(NamedTuple):
    """How they sounded once."""

    at: int
    mood: str
    said: str
    spoken: str
    """The break."""
    key: str


class Apology(NamedTuple):
    """One apology that reached them."""

    at: int
    actor: str
    spoken: str


def first_due(promise: Promise) -> int | None:
    """The date that we named first."""
    return promise.slips[0].from_at if promise.slips else promise.due_at


def kept(view: CustomerView, now: int, news: bool = False) -> Kept:
    """How promises to them were kept; `news` counts those to be in touch by a time, else all others."""
    of = by_last = by_first = still = 0
    for one in view.breaks:
        for promise in one.brk.promises:
            if (promise.kind == "news") is not news or promise.result == "withdrawn":
                continue
            over = bool(promise.result) or (promise.told_due_at is not None and now > promise.told_due_at)
            of, still = of + over, still + (not over)
            by_last += over and _in_time(promise, promise.told_due_at)
            by_first += over and _in_time(promise, first_due(promise))
    return Kept(of, by_last, by_first, still)


def _in_time(promise: Promise, due_at: int | None) -> bool:
    done = promise.result == "kept"
    return done and (due_at is None or promise.settled_at is None or promise.settled_at <= due_at)


def amends(view: CustomerView) -> tuple[Amends, ...]:
    """What they were given for their trouble, by kind; without corrections."""
    lines = [line for line in _ledger(view) if line.kind != "correction"]
    return tuple(
        _amends(kind, [line for line in lines if line.kind == kind]) for kind in dict.fromkeys(line.kind for line in lines)
    )


def corrections(view: CustomerView) -> Amends:
    """Their own money that went back, or is to go back."""
    return _amends("correction", [line for line in _ledger(view) if line.kind == "correction"])


def given(view: CustomerView) -> tuple[Money, ...]:
    """All amends that were given, a sum for each currency."""
    return totals(money for one in amends(view) for money in one.given)


def share_of_worth(view: CustomerView) -> Decimal | None:
    """What amends were given for each 100 of the account's worth, in the currency of the worth; None without a worth."""
    worth = worth_of(view)
    if worth is None or not worth.amount:
        return None
    return sum((money.amount for money in given(view) if money.currency == worth.currency), Decimal(0)) * 100 / worth.amount


def worth_of(view: CustomerView) -> Money | None:
    """What the account is worth: as the card says, else as the latest break does."""
    return view.card.value or next((one.brk.value for one in view.breaks if one.brk.value is not None), None)


def _ledger(view: CustomerView) -> list[Restitution]:
    return [line for one in view.breaks for line in one.brk.restitution]


def _amends(kind: str, lines: Iterable[Restitution]) -> Amends:
    lines = list(lines)
    return Amends(
        kind,
        totals(line.amount for line in lines if line.state in GIVEN),
        totals(line.amount for line in lines if line.state in PENDING),
    )


def apologies(view: CustomerView) -> tuple[Apology, ...]:
    """Every apology that reached them, the latest first."""
    found = [
        Apology(contact.at, contact.actor, one.spoken)
        for one in view.breaks
        for contact in one.brk.contacts
        if contact.kind == "apology" and contact.direction == "out" and contact.reached
    ]
    return tuple(sorted(found, reverse=True))


def moods(view: CustomerView) -> tuple[Mood, ...]:
    """How they sounded, the latest first."""
    found = [
        Mood(contact.at, contact.mood, contact.said, one.spoken, contact.key)
        for one in view.breaks
        for contact in one.brk.contacts
        if contact.mood
    ]
    return tuple(sorted(found, reverse=True))


def last_contact_at(view: CustomerView) -> int | None:
    """When we last really spoke or wrote to them, about whatever break."""
    return max((one.row.last_contact_at for one in view.breaks if one.row.last_contact_at is not None), default=None)


def repeats(view: CustomerView) -> int:
    """How many of their breaks had hit them before, by the same cause."""
    return sum(1 for one in view.breaks if one.repeat)


def exposure(view: CustomerView) -> tuple[str, ...]:
    """Whom they may tell, and where it is public, of breaks that are not closed."""
    live = [one.brk for one in view.breaks if not one.brk.is_closed]
    places = [f"public: {mark.where}" for brk in live for mark in brk.public if mark.answered_at is None]
    return tuple(dict.fromkeys([*(brk.exposure for brk in live if brk.exposure), *places]))
