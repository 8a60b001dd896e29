"""A text for a customer that was written to a file in spite of errors: how the record says it, and how that is read again."""

from __future__ import annotations

import re
from collections.abc import Iterable

from store.text import one_line

_SAID = re.compile(r"exported the (?P<called>.{1,40}?) to .+ in spite of: (?P<rules>[\w.-]+(?:, [\w.-]+)*)", re.S)
_LONGEST_NAME = 120
"""Characters of a file's name that are kept."""


def exported_words(called: str, file: str, rules: Iterable[str]) -> str:
    """`exported the letter to letter.md in spite of: hedge.any, record.time`. The folder is left out: it is nobody else's."""
    name = one_line(re.split(r"[/\\]", file)[-1], _LONGEST_NAME)
    return f"exported the {called} to {name} in spite of: {', '.join(dict.fromkeys(rules))}"


def read_exported(note: str) -> tuple[str, tuple[str, ...]] | None:
    """What was exported, and the rules that it goes against; None for a note about something else."""
    said = _SAID.fullmatch(note.strip())
    return (said["called"], tuple(said["rules"].split(", "))) if said else None
