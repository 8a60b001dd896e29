"""Findings keep their places while the text around them is edited."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from warroom.preview.places import Marks, line_starts, location, moved, placed
from warroom.tone.model import Finding, Report

WORDS = st.text("ab \n宽é", max_size=40)


def finding(text: str, word: str, rule: str = "hedge.any", level: str = "error") -> Finding:
    """A finding at the first place of a word."""
    row, column = location(line_starts(text), text.index(word))
    end_row, end_column = location(line_starts(text), text.index(word) + len(word))
    return Finding(rule, level, row + 1, column + 1, end_row + 1, end_column + 1, word, "message")


@given(WORDS, WORDS)
def test_places_are_offsets_of_the_words(before: str, after: str) -> None:
    text = f"{before}XYZ\nQ{after}"
    (one,) = placed(Report((finding(text, "XYZ\nQ"),)), text)
    assert text[one.start : one.end] == "XYZ\nQ"


@given(WORDS, WORDS, WORDS, st.booleans())
def test_an_edit_elsewhere_moves_a_finding_along(head: str, tail: str, typed: str, before: bool) -> None:
    old = f"{head}|XYZ|{tail}"
    new = f"{head}{typed}|XYZ|{tail}" if before else f"{head}|XYZ|{typed}{tail}"
    (one,) = moved(placed(Report((finding(old, "XYZ"),)), old), old, new)
    assert new[one.start : one.end] == "XYZ"
    assert not one.touched


@given(WORDS, WORDS, WORDS)
def test_places_stay_inside_whatever_is_typed(old: str, new: str, word: str) -> None:
    text = f"{old}{word or 'x'}"
    found = placed(Report((finding(text, word or "x"),)), text)
    for one in moved(found, text, new):
        assert 0 <= one.start <= one.end <= len(new)
    marks, lines = Marks(moved(found, text, new), new), new.split("\n")
    assert all(0 <= start < end <= len(line) for row, line in enumerate(lines) for start, end, _ in marks(row))
    assert not marks(len(lines))


def test_an_edit_inside_says_so() -> None:
    old = "I am sorry for any inconvenience."
    (one,) = placed(Report((finding(old, "any inconvenience"),)), old)
    (edited,) = moved((one,), old, "I am sorry for the inconvenience.")
    assert edited.touched
    assert Marks((edited,), "I am sorry for the inconvenience.")(0)[0][2] == "touched"


def test_what_is_missing_comes_first_then_gaps_then_the_text() -> None:
    text = "any\n[to fill: fix: what]\nnever"
    report = Report(
        (
            finding(text, "any"),
            Finding("missing.thanks", "warning", 1, 1, 1, 1, "", "no thanks"),
            finding(text, "[to fill: fix: what]", "missing.gap", "warning"),
            Finding("missing.fix", "error", 1, 1, 1, 1, "", "no fix"),
            finding(text, "never", "overpromise.never", "warning"),
        )
    )
    rules = [one.finding.rule for one in placed(report, text)]
    assert rules == ["missing.fix", "missing.thanks", "missing.gap", "hedge.any", "overpromise.never"]
    assert Marks(placed(report, text), text)(0)


def test_the_same_words_twice_are_two_findings() -> None:
    text = "any any"
    again = finding(text, "any")._replace(column=5, end_column=8)
    keys = [one.key for one in placed(Report((finding(text, "any"), again)), text)]
    assert len(set(keys)) == 2


def test_places_outside_the_text_are_brought_inside() -> None:
    (one,) = placed(Report((Finding("hedge.any", "error", 9, 90, 12, 4, "x", "m"),)), "short")
    assert (one.start, one.end) == (5, 5)
