"""What the record says, for the check of a text against it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from warroom.tone.model import Finding

if TYPE_CHECKING:
    from warroom.tone.reading import Reading


class Against(NamedTuple):
    """What a text is held against."""

    fault: str = "unknown"
    """`ours`, `not-ours` or `unknown`: whether an apology for fault is asked for."""


def record_findings(reading: Reading, against: Against) -> Sequence[Finding]:
    """Where the text differs from the record."""
    return ()
