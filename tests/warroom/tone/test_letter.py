"""What a letter as a whole must hold, and what comes too late, too often or not at all into it."""

from __future__ import annotations

import pytest

from warroom.tone.checking import check
from warroom.tone.model import Report

SPARSE = "Dear Mary,\n\nWe are sorry.\n"


def rules_of(report: Report) -> list[str]:
    return [finding.rule for finding in report.findings]


def test_missing_elements_are_told_where_they_would_stand() -> None:
    report = check(SPARSE)
    at = {finding.rule: (finding.level, finding.line, finding.column, finding.text) for finding in report.findings}
    assert at["missing.ownership"] == ("error", 3, 1, "")
    assert at["missing.fix"] == ("error", 3, 14, "")
    assert at["missing.thanks"] == ("warning", 3, 14, "")
    assert report.missing == ("ownership", "explanation", "fix", "prevention", "restitution", "thanks", "contact")


def test_a_text_is_only_its_sentences() -> None:
    assert check(SPARSE, "text").findings == ()
    assert check(SPARSE, "text").missing == ()


@pytest.mark.parametrize(
    ("summary", "missing"),
    [
        ("gift", ()),
        ("brief", ("explanation", "fix", "contact")),
        ("status", ("ownership", "fix", "contact")),
    ],
)
def test_each_kind_of_summary_asks_for_its_own(summary: str, missing: tuple[str, ...]) -> None:
    assert check("It is 14:00.", summary=summary).missing == missing


def test_a_gap_stands_for_its_element() -> None:
    report = check(SPARSE + "\n[to fill: fix: what was done]\n")
    assert [(one.line, one.text) for one in report.findings if one.rule == "missing.gap"] == [(5, "[to fill: fix: what was done]")]
    assert "missing.fix" not in rules_of(report)
    assert "fix" in report.missing


def test_the_apology_comes_within_two_sentences() -> None:
    late = "Dear Mary,\n\nOn Monday it broke. It broke again. We are sorry.\n"
    assert "missing.apology-first" in rules_of(check(late))
    assert "missing.apology-first" not in rules_of(check(late.replace("It broke again. ", "")))


def test_many_apologies_are_noted_at_the_third() -> None:
    report = check("We are sorry. We are sorry for it. We apologise. We are sorry, too.")
    assert [(one.rule, one.column) for one in report.findings if one.rule.startswith("drama.")] == [("drama.many-apologies", 36)]


def test_a_letter_without_an_i_is_noted() -> None:
    assert "agentless.we-for-i" in rules_of(check("We broke it."))
    assert "agentless.we-for-i" not in rules_of(check("We broke it. I'll mend it."))


@pytest.mark.parametrize(("words", "is_told"), [(149, True), (150, False), (350, False), (351, True)])
def test_length(words: int, is_told: bool) -> None:
    text = (
        "Dear Mary,\n\n" + "We lost it. " * (words // 3) + "word " * (words % 3) + "\n\nYours sincerely,\n\nAnn Ito\nHead of Ops\n"
    )
    assert ("missing.length" in rules_of(check(text))) == is_told


@pytest.mark.parametrize(
    ("sentence", "is_gift"),
    [
        ("We enclose a $50 gift card.", True),
        ("Please accept the gift voucher with this letter.", True),
        ("Please accept this basket as a small gift.", True),
        ("We have added a voucher as a thank you.", True),
        ("Please take the gift card as well.", True),
        ("The gift card is yours to use.", True),
        ("Use the gift card at any shop.", True),
        ("The gift card that you received is valid until June.", True),
        ("Your gift card order was charged twice.", False),
        ("The gift cards that you ordered did not arrive.", False),
        ("The balance of your gift card was wrong.", False),
        ("We credit $50 to your account.", False),
        ("Presents that you had wrapped were opened.", False),
    ],
)
def test_gifts_stay_out_of_letters(sentence: str, is_gift: bool) -> None:
    assert ("gift.in-letter" in rules_of(check(sentence))) == is_gift
    assert "gift.in-letter" not in rules_of(check(sentence, summary="gift"))


@pytest.mark.parametrize(
    "line",
    [
        "My direct line is +44 20 7946 0018.",
        "Write to me at ann@example.com.",
        "I will call you on Monday.",
        "\n\nYours sincerely,\n\nAnn Ito\n+44 20 7946 0018\n",
    ],
)
def test_contact_is_a_line_or_an_address_or_the_next_word(line: str) -> None:
    assert "contact" not in check("We broke it. " + line).missing
    assert "contact" in check("We broke it. You wrote “call me on +44 20 7946 0018”.").missing


def test_a_gap_in_the_signature_is_told_too() -> None:
    report = check(SPARSE + "\nYours sincerely,\n\n[to fill: signer: your name]\n")
    assert [(one.line, one.text) for one in report.findings if one.rule == "missing.gap"] == [(7, "[to fill: signer: your name]")]
