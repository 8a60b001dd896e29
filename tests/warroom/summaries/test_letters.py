"""Letters of many different breaks: whole, true to the record in every number, and clean by our own tone check."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from store.errors import Refused
from store.facing import facing
from store.zones import find_zone, wall
from tests.warroom.desk import Desk
from tests.warroom.summaries.breaks import BREAKS, NAMES, SIGNER, ZONE, Told, full
from warroom.summaries.documented import CUSTOMER_FIELDS
from warroom.summaries.interface import differences
from warroom.summaries.model import TO_CUSTOMER, Summary
from warroom.tone.checking import check, elements_of
from warroom.tone.from_case import against_case
from warroom.tone.loading import load_rules

NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
EVERY = pytest.mark.parametrize("name", BREAKS)


def made(told: Told, which: str = "letter") -> Summary | None:
    """A summary, None where there is none of it."""
    try:
        return told.summary(which)
    except Refused:
        return None


def all_of(told: Told) -> Iterator[Summary]:
    return (summary for which in TO_CUSTOMER if (summary := made(told, which)) is not None)


def plain(markdown: str) -> str:
    """The text as it is read."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown)


def numbers_of_record(told: Told) -> set[str]:
    """Every number that the record has for the customer: of its instants in their zone, its amounts, counts and texts."""
    case = told.desk.replica.cases().case(told.id)
    view = facing(case.brk, case.failure, case.customer, case.policy, told.desk.clock.at, NAMES)
    zone = find_zone(view.zone) or ZONE
    found: set[str] = set(NUMBER.findall(" ".join(SIGNER)))

    def walk(value: Any) -> None:
        if isinstance(value, bool) or value is None:
            return
        if isinstance(value, int):
            found.update((str(value), f"{value:,}"))
            there = wall(value, zone)
            found.update((f"{there:%H:%M}", str(there.day), str(there.year)))
            found.update(NUMBER.findall(there.tzname() or ""))
        elif isinstance(value, str):
            found.update(NUMBER.findall(value))
        elif isinstance(value, tuple):
            if type(value).__name__ == "Money":
                found.update(NUMBER.findall(str(value)))
            for one in value:
                walk(one)

    walk((tuple(view), told.desk.clock.at))
    return found


def test_there_are_more_than_twenty() -> None:
    assert len(BREAKS) >= 25


@EVERY
def test_each_number_is_found_in_the_record(name: str, tmp_path: Path) -> None:
    told = BREAKS[name](Desk(tmp_path))
    known = numbers_of_record(told)
    for summary in all_of(told):
        said = set(NUMBER.findall(plain(summary.markdown)))
        assert said <= known, (summary.name, said - known)


@EVERY
def test_it_passes_its_own_tone_check_without_an_error(name: str, tmp_path: Path) -> None:
    told = BREAKS[name](Desk(tmp_path))
    case = told.desk.replica.cases().case(told.id)
    against = against_case(case, told.desk.clock.at, ZONE, (SIGNER.name,), NAMES)
    for summary in all_of(told):
        report = check(summary.markdown, against=against, summary=summary.name)
        assert report.at_least("error") == (), summary.markdown


OWN_TEXTS_ARE_CLEAN = tuple(name for name in BREAKS if name not in ("cause_unknown_fixed", "hostile"))
"""Breaks in which people typed nothing that the check would flag: what is left is our wording."""


@pytest.mark.parametrize("name", OWN_TEXTS_ARE_CLEAN)
def test_our_own_wording_draws_no_warning(name: str, tmp_path: Path) -> None:
    for summary in all_of(BREAKS[name](Desk(tmp_path))):
        findings = check(summary.markdown, summary=summary.name).findings
        assert [one for one in findings if one.level == "warning" and not one.rule.startswith("missing.")] == [], summary.markdown


SAID = {
    "apology": r"I am sorry",
    "ownership": r"I take responsibility|I answer for|I still answer",
    "explanation": r"Here is why it happened: \S|What we know so far: \S|do not know (?:yet why|the cause yet)",
    "fix": r"[Ww]e fixed it|we had contained it|had it done|We promised you",
    "prevention": r"To keep it from happening again we (?:are changing|have changed)",
    "restitution": r"For your trouble(?: we \S|:\n)",
    "thanks": r"Thank you for",
    "contact": r"my direct line is",
}
"""How a letter gives each element."""


@EVERY
def test_it_has_every_element_or_a_marked_gap(name: str, tmp_path: Path) -> None:
    letter = BREAKS[name](Desk(tmp_path)).summary("letter")
    asked = set(SAID)
    if letter.fields["fault"] != "ours":
        asked -= {"restitution"}
    if not letter.fields["apologise"]:
        asked -= {"apology"}
    gaps = {gap.element for gap in letter.gaps}
    there = {element for element, pattern in SAID.items() if re.search(pattern, letter.markdown)}
    assert asked <= there | gaps, (asked - there - gaps, letter.markdown)
    recognisers = {compiled.rule.element for compiled in load_rules().elements}
    unknown_cause = {"explanation"} if "do not know" in letter.markdown else set()
    recognised = elements_of(letter.markdown) | gaps | unknown_cause
    assert asked & recognisers <= recognised, (asked & recognisers - recognised, letter.markdown)


@EVERY
def test_it_is_as_somebody_would_have_typed_it(name: str, tmp_path: Path) -> None:
    """No double spaces, no empty paragraphs, lists or headings, nothing of the template, nothing said twice."""
    for summary in all_of(BREAKS[name](Desk(tmp_path))):
        text = summary.markdown
        assert not re.search(r"\S  +\S|\n{3}|^ +\S|[ \t]$|\.\.|,\.| ,| \.", text, re.M), text
        if name != "hostile":
            assert not re.search(r"\{[{%#]|[%#}]\}|None|True|False|\[\]", text), text
        blocks = text.strip().split("\n\n")
        for block, after in zip(blocks, [*blocks[1:], ""], strict=True):
            assert not re.fullmatch(r"\*\*[^*]+\*\*", block) or after.startswith("- "), f"an empty part: {block}"
        sentences = [one.strip() for block in blocks for one in re.split(r"(?<=[.!?]) (?=[A-Z])", block)]
        long = [one for one in sentences if len(one) > 25]
        assert len(long) == len(set(long)), [one for one in long if long.count(one) > 1]


@EVERY
def test_what_templates_are_given_is_documented(name: str, tmp_path: Path) -> None:
    for summary in all_of(BREAKS[name](Desk(tmp_path))):
        assert differences(summary.fields, CUSTOMER_FIELDS.fields) == []


@EVERY
def test_a_gift_appears_in_its_own_note_only(name: str, tmp_path: Path) -> None:
    told = BREAKS[name](Desk(tmp_path))
    for summary in all_of(told):
        is_gift = summary.name == "gift"
        assert ("gift" in summary.markdown.lower()) == is_gift
        assert bool(summary.fields["gifts"]) == is_gift
        if is_gift:
            for word in ("credit", "refund", "return", "sorry", "mistake", "propos", "300", "840"):
                assert word not in summary.markdown.lower()


@EVERY
def test_the_brief_names_nobody_of_ours_but_the_signer_and_is_half_a_page(name: str, tmp_path: Path) -> None:
    brief = BREAKS[name](Desk(tmp_path)).summary("brief")
    assert "Ben" not in brief.markdown
    assert not re.search(r"sorry|apolog|responsib", brief.markdown)
    assert len(brief.markdown.split()) < 260


def test_a_full_record_makes_a_whole_letter(tmp_path: Path) -> None:
    letter = full(Desk(tmp_path)).summary("letter")
    assert letter.gaps == ()
    assert 150 <= len(letter.markdown.split()) <= 350
    assert (letter.to, letter.to_name, letter.title) == ("mary.osei@acme.example", "Mary Osei", "Label API down")
    first = " ".join(re.split(r"(?<=\.) ", letter.markdown.split("\n\n")[1])[:2])
    assert re.search(SAID["apology"], first)
    assert re.search(SAID["ownership"], first)
    for part in (
        "Dear Mary,",
        "“Nine trucks stand at the gate.”",
        "We noticed it at 09:00 GMT and told you at 09:10.",
        "We promised you a fix by 10:12, moved that to 11:30 (we told you why: “the certificate is late”) and were late even then."
        " That is a failure of its own",
        "I will see it done by Wednesday 2 December.",
        "For your trouble we will credit you €300 by Tuesday 24 November.",
        "by mail on Tuesday 24 November and by phone on Friday 27 November.",
        "my direct line is +49 30 5550 100.",
    ):
        assert part in letter.markdown
    for inner in ("inner reason", "cem", "ana(?!@)"):
        assert not re.search(rf"\b{inner}\b", letter.markdown)


@pytest.mark.parametrize("name", ["not_ours", "not_ours_open"])
def test_there_is_no_apology_for_a_fault_that_is_not_ours(name: str, tmp_path: Path) -> None:
    for summary in all_of(BREAKS[name](Desk(tmp_path))):
        assert not re.search(r"(?i)our (?:mistake|fault)|mistake was ours|second failure", summary.markdown)


@pytest.mark.parametrize("name", ["second_letter", "after_followup"])
def test_a_second_letter_does_not_apologise_again(name: str, tmp_path: Path) -> None:
    letter = BREAKS[name](Desk(tmp_path)).summary("letter")
    assert not letter.fields["apologise"]
    assert "sorry" not in letter.markdown


def test_the_followup_mail_is_the_one_later_apology(tmp_path: Path) -> None:
    after_a_letter = BREAKS["second_letter"](Desk(tmp_path / "a")).summary("followup")
    assert "I am still sorry" in after_a_letter.markdown
    again = BREAKS["after_followup"](Desk(tmp_path / "b")).summary("followup")
    assert "sorry" not in again.markdown


@pytest.mark.parametrize(
    ("name", "which", "says"),
    [
        ("open_with_promise", "followup", "the follow-up mail comes some days after the fix"),
        ("full", "gift", "has no gift"),
    ],
)
def test_a_summary_that_does_not_apply_says_why(name: str, which: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=says):
        BREAKS[name](Desk(tmp_path)).summary(which)


def test_a_gift_that_waits_for_approval_says_so(tmp_path: Path) -> None:
    told = full(Desk(tmp_path)).owe(50, "gift-card", "5000 EUR")
    with pytest.raises(Refused, match="is not approved yet"):
        told.summary("gift")


def test_another_language_is_said(tmp_path: Path) -> None:
    letter = BREAKS["german"](Desk(tmp_path)).summary("letter")
    assert letter.notes == ("Mary Osei reads German: the letter is in English; have it translated, or make a template of your own",)
    assert full(Desk(tmp_path / "b")).person(language="en-GB").summary("letter").notes == ()


def test_without_a_signer_there_are_gaps(tmp_path: Path) -> None:
    from warroom.summaries.model import Signer

    letter = full(Desk(tmp_path)).summary("letter", Signer())
    assert [gap.element for gap in letter.gaps] == ["contact", "signer"]


@pytest.mark.parametrize("which", TO_CUSTOMER)
def test_it_is_the_same_each_time(which: str, tmp_path: Path) -> None:
    told: Callable[[], Summary | None] = lambda told=BREAKS["with_gift"](Desk(tmp_path)): made(told, which)  # type: ignore[misc]  # noqa: E731
    assert told() == told()


@EVERY
def test_nothing_is_asked_that_the_record_says_is_not_due(name: str, tmp_path: Path) -> None:
    """No text needs a remark in it that allows something: what went before it, and whose fault it is, stand in the record."""
    told = BREAKS[name](Desk(tmp_path))
    against = against_case(told.desk.replica.cases().case(told.id), told.desk.clock.at, ZONE, (SIGNER.name,), NAMES)
    for summary in all_of(told):
        rules = {one.rule for one in check(summary.markdown, against=against, summary=summary.name).findings}
        assert "<!-- tone: allow" not in summary.markdown
        if not summary.fields["apologise"]:
            assert "missing.apology" not in rules
        if summary.fields["fault"] != "ours" and not summary.fields["amends"]:
            assert "missing.restitution" not in rules
