"""Pending money as everybody shows it: amends, and apart from them gift cards and corrections, which are none."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from collections.abc import Iterable
from typing import NamedTuple

from store.money import Money, totals


class Owed(NamedTuple):
    """Sums of lines of the ledger, one for each currency."""

    amends: tuple[Money, ...] = ()
    gift_cards: tuple[Money, ...] = ()
    """For them to find out by themselves: told apart, never in the letter."""
    corrections: tuple[Money, ...] = ()
    """Their own money back."""


def owed_apart(lines: Iterable[tuple[str, Money]]) -> Owed:
    """The sums of lines (kind, amount)."""
    found: dict[str, list[Money]] = {"": [], "gift-card": [], "correction": []}
    for kind, money in lines:
        found[kind if kind in found else ""].append(money)
    return Owed(*(totals(amounts) for amounts in found.values()))
