"""A suppression needs a reason, covers the next block, and is told when it does nothing."""

from __future__ import annotations

import pytest

from warroom.tone.checking import check
from warroom.tone.model import Suppressed

ANY = "We apologise for any inconvenience."


def found(text: str, kind: str = "text") -> list[tuple[str, int]]:
    return [(one.rule, one.line) for one in check(text, kind).findings if one.rule.startswith(("hedge", "suppression"))]


def test_it_covers_the_next_block_only() -> None:
    text = f"<!-- tone: allow hedge.any-inconvenience: quoted by the court -->\n{ANY}\n\n{ANY}\n"
    assert found(text) == [("hedge.any-inconvenience", 4)]
    assert check(text, "text").suppressed == (Suppressed("hedge.any-inconvenience", "quoted by the court", 1),)


def test_within_a_block_it_covers_that_block() -> None:
    assert found(f"{ANY} <!-- tone: allow hedge.any-inconvenience: their words --> {ANY.replace('We', 'I')}\n") == []


def test_without_a_reason_it_has_no_effect() -> None:
    for comment in ("<!-- tone: allow hedge.any-inconvenience -->", "<!-- tone: allow hedge.any-inconvenience:  -->"):
        assert found(f"{comment}\n{ANY}") == [("suppression.no-reason", 1), ("hedge.any-inconvenience", 2)]


def test_an_unused_one_is_noted_and_an_unknown_one_warned_of() -> None:
    report = check("<!-- tone: allow hedge.any-inconvenience: x -->\n<!-- tone: allow hedge.nil: x -->\nIt broke.", "text")
    assert [(one.rule, one.level) for one in report.findings] == [
        ("suppression.unused", "note"),
        ("suppression.unknown", "warning"),
    ]


def test_one_for_a_letter_rule_stands_anywhere() -> None:
    text = "We are sorry.\n\nYours sincerely,\n\nAnn\n<!-- tone: allow missing.fix: nothing can be done yet -->\n"
    report = check(text)
    assert "fix" not in report.missing
    assert "missing.fix" not in [one.rule for one in report.findings]
    assert report.suppressed == (Suppressed("missing.fix", "nothing can be done yet", 6),)


def test_what_did_not_look_leaves_none_unused() -> None:
    assert found("<!-- tone: allow missing.fix: x -->\n<!-- tone: allow record.time: x -->\nIt broke.") == []


def test_in_code_and_in_quotes_it_is_none() -> None:
    for text in ("```\n{}\n```\n\n{}", "> {}\n\n{}"):
        assert found(text.format("<!-- tone: allow hedge.any-inconvenience: x -->", ANY))[0][0] == "hedge.any-inconvenience"


@pytest.mark.parametrize("opens", ["<!-- open", "\\<!-- typed by somebody -->", "<!-- closed by another\n\n<!-- this -->"])
def test_what_is_read_as_text_is_checked_as_text(opens: str) -> None:
    """A format shows a comment that is not closed, and one that is escaped: so what stands behind it is read."""
    found = check(f"{opens}\n\nWe apologise for any inconvenience.\n\n<!-- end -->\n", "text").findings
    assert "hedge.any-inconvenience" in {finding.rule for finding in found}
