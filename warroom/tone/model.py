"""What the tone check finds: findings with their places, the elements that are missing, and whether it was checked at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

LEVELS = ("note", "warning", "error")
"""How grave a finding is, the lightest first."""
FAMILIES = (
    "hedge",
    "blame",
    "denial",
    "agentless",
    "self-praise",
    "drama",
    "overpromise",
    "missing",
    "record",
    "gift",
    "suppression",
)
"""The first part of a rule's id."""
ELEMENTS = ("apology", "ownership", "explanation", "fix", "prevention", "restitution", "thanks", "contact")
"""What a letter has to hold."""
GAP = "missing.gap"
"""The rule that finds a marked gap."""


class Finding(NamedTuple):
    """One finding. Lines and columns count from 1; the end is the place after its last character."""

    rule: str
    """`family.name`."""
    level: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    message: str
    suggestion: str = ""
    why: str = ""


class Suppressed(NamedTuple):
    """A suppression that took something out of the report."""

    rule: str
    reason: str
    line: int
    """Where it stands."""


class Report(NamedTuple):
    """What was found in one text, in its order. `language` is `en`, or what it was taken for when it was not checked."""

    findings: tuple[Finding, ...] = ()
    missing: tuple[str, ...] = ()
    """Elements that the letter has not, a marked gap among them."""
    language: str = "en"
    checked: bool = True
    """False for a text that is not English, or in large part not; what is English in it was looked at."""
    unread: tuple[tuple[int, int], ...] = ()
    """First and last line of each block that is in another language."""
    suppressed: tuple[Suppressed, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many findings of each level."""
        return {level: sum(1 for finding in self.findings if finding.level == level) for level in LEVELS}

    def at_least(self, level: str) -> tuple[Finding, ...]:
        """The findings of that level and graver."""
        lowest = LEVELS.index(level)
        return tuple(finding for finding in self.findings if LEVELS.index(finding.level) >= lowest)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by their place, the graver first where two share one."""
    return tuple(sorted(findings, key=lambda one: (one.line, one.column, -LEVELS.index(one.level), one.rule)))
