"""The lines of a call sheet."""

from __future__ import annotations

from typing import NamedTuple


class SheetLine(NamedTuple):
    """One line: which one it is, what it is called, what it says."""

    name: str
    """The same for the same thing on every sheet; scripts find it by that."""
    label: str
    """What stands before it; empty in a list."""
    text: str
    tone: str = "plain"
    """`plain`, `strong`, `soon` (mind it), `overdue` (loud), `fine`, `dim`."""


Lines = tuple[SheetLine, ...]
