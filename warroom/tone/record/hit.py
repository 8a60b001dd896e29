"""What a record rule finds."""

from __future__ import annotations

from typing import NamedTuple


class Hit(NamedTuple):
    """What a record rule found: in which sentence, from which character to which, and what to say of it."""

    rule: str
    level: str
    sentence: int
    start: int
    end: int
    message: str
    suggestion: str = ""
