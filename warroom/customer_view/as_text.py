"""A customer as `warroom customer NAME` prints them, under the card: what the screen shows, line by line."""

from __future__ import annotations

from collections.abc import Iterator

from store.zones import Zone
from warroom.customer_view.content import CustomerView
from warroom.customer_view.panels import PARTS
from widgets.panel_lines import PanelLine

ON_THE_CARD = "reach"
"""The part that stands above already."""


def customer_text(view: CustomerView, now: int, zone: Zone) -> Iterator[str]:
    """The parts that have something, each under its title."""
    for part in PARTS:
        lines = part.lines(view, now, zone)
        if part.name == ON_THE_CARD:
            lines = tuple(line for line in lines if line.key.startswith(("card exposure", "card zone")))
        if lines:
            said = "".join(text for text, _ in part.summary(view, now, zone)) if part.name != ON_THE_CARD else ""
            yield f"{part.title}{': ' if said else ''}{said}" if part.name != ON_THE_CARD else "Now"
        for line in lines:
            yield from _rows(line)


def _rows(line: PanelLine) -> Iterator[str]:
    first = " ".join("".join(text for text, _ in parts).strip() for parts in (line.lead, line.body, line.tail) if parts)
    yield f"  {first}"
    for parts in line.under:
        yield f"      {''.join(text for text, _ in parts)}"
