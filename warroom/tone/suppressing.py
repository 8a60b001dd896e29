"""Suppressions: `<!-- tone: allow RULE: reason -->` takes a finding out of the report; one that does nothing is reported."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from warroom.tone.letter_rules import LETTER_RULES
from warroom.tone.model import GAP, Finding, Suppressed
from warroom.tone.placing import finding
from warroom.tone.reading import Allowance, Reading

WHY = "what is allowed is allowed for a reason that the next reader can judge"
SUPPRESSION_RULES = (
    (
        "suppression.no-reason",
        "warning",
        "This allows nothing: it gives no reason.",
        "Write the reason after the rule: `RULE: reason`.",
    ),
    ("suppression.unknown", "warning", "There is no such rule.", "`warroom tone --rules` lists them."),
    ("suppression.unused", "note", "Nothing is found that this would allow.", "Take it out."),
)
"""Id, level, message, suggestion."""


class Left(NamedTuple):
    """What is left of the findings, and what was taken out."""

    findings: list[Finding]
    suppressed: tuple[Suppressed, ...]


def suppress(reading: Reading, findings: Iterable[Finding], known: frozenset[str], run: frozenset[str]) -> Left:
    """Takes out what is allowed with a reason. `known` are all rules that there are, `run` those that looked at this text:
    what allows another is not unused."""
    left = list(findings)
    suppressed: list[Suppressed] = []
    for allowance in reading.allowances:
        line = reading.place(allowance.start)[0]
        rule, is_record = allowance.rule, allowance.rule.startswith("record.")
        if rule not in known and not is_record:
            left.append(_told(reading, allowance, "suppression.unknown"))
        elif not allowance.reason:
            left.append(_told(reading, allowance, "suppression.no-reason"))
        else:
            hidden = [one for one in left if one.rule == rule and _covers(reading, allowance, one)]
            if hidden:
                suppressed.append(Suppressed(rule, allowance.reason, line))
                left = [one for one in left if one not in hidden]
            elif rule in run and not any(one.rule == rule and one.line == line for one in suppressed):
                left.append(_told(reading, allowance, "suppression.unused"))
    return Left(left, tuple(suppressed))


def _covers(reading: Reading, allowance: Allowance, found: Finding) -> bool:
    """One for a letter rule counts wherever it stands."""
    if found.rule in LETTER_RULES and found.rule not in (GAP, "gift.in-letter"):
        return True
    at = reading.offset(found.line, found.column)
    return allowance.covers[0] <= at <= allowance.covers[1]


def _told(reading: Reading, allowance: Allowance, rule: str) -> Finding:
    of = next(one for one in SUPPRESSION_RULES if one[0] == rule)
    return finding(reading, allowance.start, allowance.end, *of, WHY)
