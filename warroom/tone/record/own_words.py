"""What the record itself says is not held against a text: whoever wrote it down was asked for just that. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from warroom.tone.against import Against
from warroom.tone.model import Finding
from warroom.tone.reading import Reading

OUTSIDE = "blame.outsider-did-it"
"""The rule that finds an outsider as the doer: which the explanation of a fault that is not ours has to name."""


def without_own_words(findings: Iterable[Finding], reading: Reading, against: Against) -> list[Finding]:
    """`findings` but for two: the doer that is missing in what broke, which is its name on the board; and the outsider in the
    explanation of a fault that the record holds not to be ours."""
    facing = against.facing
    named = list(_places(reading.text, facing.what))
    outside = [place for text in facing.explanation.split("\n") for place in _places(reading.text, text)]

    def is_own(found: Finding) -> bool:
        at = reading.offset(found.line, found.column)
        spans = named if found.rule.startswith("agentless.") else outside if found.rule == OUTSIDE else []
        return (found.rule != OUTSIDE or facing.fault == "not-ours") and any(start <= at < end for start, end in spans)

    return [found for found in findings if not is_own(found)]


def _places(text: str, part: str) -> Iterator[tuple[int, int]]:
    """Where a text of the record stands in a Markdown text, with the backslashes that Markdown asks for."""
    words = [r"\\?".join(re.escape(sign) for sign in word) for word in part.strip(" .;:,").split()]
    if words:
        yield from (found.span() for found in re.finditer(r"\s+".join(words), text, re.IGNORECASE))
