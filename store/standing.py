"""How the breaks of one failure stand together: what its line on the board says while it is folded in."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from store.owed import Owed


class Standing(NamedTuple):
    """A failure and how its breaks of one view stand together."""

    spoken: str
    what: str
    fixed_by: int | None
    stages: dict[str, int]
    """How many breaks stand at each stage."""
    owners: dict[str, int]
    """How many breaks each owns; the empty name for those that nobody owns."""
    promises: dict[str, int]
    """How many breaks show a promise of each result; the empty one for open promises."""
    promise_due_at: int | None = None
    """The nearest date of an open promise, as it was told."""
    promise_sure: str = ""
    owed: Owed = Owed()
    """What is pending, one sum for each currency."""
    owed_states: Collection[str] = ()
    needs_approval: bool = False
    affected: int = 0
    """How many are hit inside these customers, as far as anybody counted."""
    corrected: int = 0
