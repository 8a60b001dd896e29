"""Which columns a board of a given width has, and how wide they are."""

from __future__ import annotations

from typing import NamedTuple


class Column(NamedTuple):
    """A column in its place."""

    name: str
    heading: str
    x: int
    """First cell, counted from the left of the table."""
    width: int
    """Cells, without the space after it."""


GUTTER = 2
"""Cells before the first column: the bar of the selected line, the mark."""

_ORDER = ("id", "sev", "customer", "what", "stage", "who", "contact", "promise", "owed", "steps", "next")
_HEADINGS = {
    "id": "ID",
    "sev": "SEV",
    "customer": "CUSTOMER",
    "what": "WHAT BROKE",
    "stage": "STAGE",
    "who": "WHO",
    "contact": "LAST CONTACT",
    "promise": "PROMISED",
    "owed": "OWED",
    "steps": "STEPS",
    "next": "NEXT",
}
_LEAST = {
    "id": 6,
    "sev": 3,
    "customer": 16,
    "what": 12,
    "stage": 10,
    "who": 7,
    "contact": 22,
    "promise": 20,
    "owed": 8,
    "steps": 5,
    "next": 40,
}
_ALWAYS = ("id", "sev", "customer", "contact", "promise")
_RETURN = ("stage", "owed", "who", "what", "steps", "next")
"""What comes back as the width grows, in this order."""
_GROW = (
    ("who", 8),
    ("contact", 25),
    ("customer", 26),
    ("what", 34),
    ("promise", 24),
    ("who", 12),
    ("owed", 12),
    ("next", 90),
    ("what", 70),
)
"""Who takes what is left over, up to which width."""


def columns_for(width: int) -> tuple[Column, ...]:
    """The columns of a board that is `width` cells wide. Below 80 they shrink from the right."""
    widths = {name: _LEAST[name] for name in _ALWAYS}
    room = width - GUTTER - sum(widths.values()) - len(widths) + 1
    for name in _RETURN:
        if room < _LEAST[name] + 1:
            break
        widths[name] = _LEAST[name]
        room -= _LEAST[name] + 1
    for name, most in _GROW:
        if room > 0 and name in widths:
            more = min(room, most - widths[name])
            widths[name] += max(0, more)
            room -= max(0, more)
    x, found = GUTTER, []
    for name in _ORDER:
        if name in widths:
            shown = min(widths[name], max(0, width - x))
            found.append(Column(name, _HEADINGS[name], x, shown))
            x += shown + 1
    return tuple(found)
