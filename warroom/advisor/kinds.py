"""What an answer can depend on, and the case that is learned from."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from typing import NamedTuple

FEWEST = 20
"""Cases under which no number is given, and under which a group is not looked at apart."""


class Kind(NamedTuple):
    """What is known of a failure when it is opened. Empty text: nobody said, and nothing is made of it."""

    severity: int
    category: str = ""
    fixer: str = ""
    """Who was first named to mend it."""


class Case(NamedTuple):
    """One failure of the history: several customers of it share one fix, so they are one case."""

    kind: Kind
    opened_at: int
    fixed_at: int | None
    """When it was fixed; None while it is open, and when it ended without a fix that we know of."""
    left_at: int | None = None
    """When it was closed without a fix that we know of: until then it was open, and more is not known."""
