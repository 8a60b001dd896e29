"""The tone of what is typed into a field that a customer will read, said quietly under it; never of notes for ourselves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from store.errors import StoreError
from store.text import one_line

if TYPE_CHECKING:
    from warroom.tone.model import Report

AFTER = 0.3
"""Seconds without a keystroke after which it is looked at."""
MOST = 2
"""Findings that are named; of more it is said how many there are."""
SHORTEST = 8
"""Characters from which on a text is worth looking at."""
_SIGNS = {"error": "‼ ", "warning": "! "}


class FieldTone:
    """What the check finds in the fields of a form; each text is looked at once."""

    def __init__(self, names: Iterable[str], check: Callable[[str], Report]) -> None:
        self._names = tuple(names)
        self._check = check
        self._said: dict[str, str] = {}

    def said(self, name: str, text: str) -> str:
        """What is to be said under a field; empty while it was not looked at."""
        return self._said.get(text.strip(), "") if name in self._names else ""

    def is_behind(self, values: Mapping[str, str]) -> bool:
        """Whether a text was not looked at yet."""
        return bool(self._left(values))

    def _left(self, values: Mapping[str, str]) -> list[str]:
        texts = (values.get(name, "").strip() for name in self._names)
        return [text for text in texts if len(text) >= SHORTEST and text not in self._said]

    async def look(self, values: Mapping[str, str]) -> None:
        """Looks at what was not looked at, in a thread, after a moment without a key. What can't be checked is passed over."""
        await asyncio.sleep(AFTER)
        for text in self._left(values):
            try:
                self._said[text] = tone_words(await asyncio.to_thread(self._check, text))
            except StoreError:
                self._said[text] = ""


def tone_words(report: Report) -> str:
    """The findings of a report, notes left out, in a line each; empty where there are none."""
    found = report.at_least("warning")
    lines = [f"{_SIGNS[one.level]}“{one_line(one.text, 40)}”: {one_line(one.message, 160)}" for one in found[:MOST]]
    if len(found) > MOST:
        lines.append(f"and {len(found) - MOST} more")
    return "\n".join(lines)
