"""How the check of a playbook speaks of what it finds, and what is read alike everywhere in it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from store.text import one_line


def known_word(word: Any, allowed: Iterable[str], what: str) -> str:
    """The word, when it is one of those. Raises ValueError with them, and the one that was meant."""
    allowed = tuple(allowed)
    if isinstance(word, str) and word in allowed:
        return word
    near = get_close_matches(word, allowed, 1) if isinstance(word, str) else []
    raise ValueError(f"{what} {shown(word)} is none of {', '.join(allowed)}" + (f"; did you mean {near[0]}?" if near else ""))


def shown(value: Any) -> str:
    """A value as an error quotes it."""
    return f"“{one_line(value, 40)}”" if isinstance(value, str) else one_line(repr(value), 40)


def listed(value: Any) -> Any:
    """One thing as a list of one."""
    return value if isinstance(value, list) else [value]
