"""What a customer was given for their trouble and what is still to come, in the same words everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from store.entries import Restitution
from store.money import Money
from store.owed import owed_apart

GIVEN, PENDING = ("issued", "confirmed"), ("proposed", "approved")
"""The states of a line that reached them, or is on its way, and of one that is not yet given."""


def given_words(given: Sequence[Money]) -> str:
    """What reached them, or is on its way."""
    return f"given {joined(given)}" if given else "nothing given yet"


def pending_words(pending: Sequence[Money]) -> str:
    """What is to follow it; empty when nothing is."""
    return f", pending {joined(pending)}" if pending else ""


def amends_so_far(ledger: Iterable[Restitution]) -> str:
    """The amends of a ledger, given and pending, then the gift cards; corrections are neither."""
    lines = list(ledger)
    given = owed_apart((line.kind, line.amount) for line in lines if line.state in GIVEN)
    pending = owed_apart((line.kind, line.amount) for line in lines if line.state in PENDING)
    found = f"amends: {given_words(given.amends)}{pending_words(pending.amends)}"
    if given.gift_cards or pending.gift_cards:
        found += f" · gift cards: {given_words(given.gift_cards)}{pending_words(pending.gift_cards)}"
    return found


def joined(amounts: Sequence[Money]) -> str:
    """Sums of several currencies, side by side."""
    return " · ".join(map(str, amounts))
