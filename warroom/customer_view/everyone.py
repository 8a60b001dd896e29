"""All customers as lines: who they are, how many breaks are open, what they are worth, when we last spoke."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from store.money import Money
from store.text import one_line
from store.when import distance
from store.zones import Zone
from warroom.customer_view.content import CustomerLine
from warroom.detail.words import count
from widgets.panel_lines import PanelLine, Part


def having(lines: Iterable[CustomerLine], text: str) -> list[CustomerLine]:
    """Those whose name has all words of `text`; all of them without a word."""
    words = text.casefold().split()
    return [line for line in lines if all(word in line.name.casefold() for word in words)]


def customer_lines(lines: Iterable[CustomerLine], now: int, zone: Zone) -> tuple[PanelLine, ...]:
    """A line for each."""
    return tuple(_line(line, now) for line in lines)


def _line(line: CustomerLine, now: int) -> PanelLine:
    state: list[Part] = [(f" · {line.open} open", "soon")] if line.open else []
    state.append((f" · {count(line.breaks, 'break')}" if line.breaks else " · no break yet", "dim"))
    if line.last_contact_at is not None:
        state.append((f" · last contact {distance(line.last_contact_at, now)}", "dim"))
    worth = (str(Money(Decimal(line.worth), line.worth_currency)), "plain") if line.worth else ("", "plain")
    return PanelLine(line.key, ((one_line(line.name, 80), "strong"), *state), tail=(worth,) if line.worth else (), most=1)
