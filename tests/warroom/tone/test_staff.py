"""The record rule for people of ours: however they are written, and no plain word for a name."""

from __future__ import annotations

import pytest

from store.actions import house
from tests.warroom.desk import NOW, UTC, Desk
from tests.warroom.summaries.breaks import NAMES, Told
from tests.warroom.tone.facts import against
from warroom.tone.from_case import against_case
from warroom.tone.record import record_hits
from warroom.tone.record.staff import people_in

STAFF = ("dora", "will", "mark", "support", "Łukasz Nowak", "Nowak", "ana.k", "bo")
FOUND = (
    ("We stopped when dora pushed the wrong build.", "dora"),
    ("We stopped when DORA pushed the wrong build.", "DORA"),
    ("Yesterday Will and I looked at it.", "Will"),
    ("I asked Mark to check it.", "Mark"),
    ("Mark pushed the wrong build.", "Mark"),
    ("It was Łukasz Nowak who saw it.", "Łukasz Nowak"),
    ("It was Nowak who saw it.", "Nowak"),
    ("ana.k restarted it.", "ana.k"),
)
LET_BE = (
    "We will mark it, and support you.",
    "Will you tell me?",
    "Mark the ones that are wrong.",
    "Support is there day and night.",
    "The doran gate is shut; bo.",
    "Mary was on leave.",
    "Ana Sousa was on call.",
    "We had nobody on call, and Everyone was away.",
    "The night desk in Berlin was closed.",
)


@pytest.mark.parametrize(("sentence", "name"), FOUND)
def test_one_of_us_is_found_however_they_are_written(sentence: str, name: str) -> None:
    hits = record_hits([sentence], against(staff=STAFF), "text")
    assert [(hit.rule, hit.level, sentence[hit.start : hit.end]) for hit in hits] == [("record.staff", "error", name)]


@pytest.mark.parametrize("sentence", LET_BE)
def test_a_plain_word_is_nobody(sentence: str) -> None:
    assert not [hit for hit in record_hits([sentence], against(staff=STAFF), "text") if hit.rule == "record.staff"]


def test_somebody_who_was_away_looks_like_one_of_us() -> None:
    (hit,) = record_hits(["We pushed it because Marco was on leave."], against(), "text")
    assert (hit.rule, hit.level) == ("record.staff", "warning")
    assert hit.message.startswith("Marco looks like one of us")


@pytest.mark.parametrize(
    ("note", "names"),
    [
        ("Marco says the build was his", {"Marco"}),
        ("then Marco Rossi pushed it again", {"Marco", "Rossi"}),
        ("Yesterday Marco was on leave", {"Marco"}),
        ("ask Jürgen about the key; DHL says Tuesday", {"Jürgen"}),
        ("Nobody thought of it. Support will call. The driver said no.", set()),
    ],
)
def test_notes_name_people(note: str, names: set[str]) -> None:
    assert people_in([note]) == names


def test_who_is_named_in_our_notes_is_found_in_the_letter(desk: Desk) -> None:
    told = Told(desk).person().call(290, with_="Mary Osei").why(60, "dora pushed the wrong build, and Marco had not looked at it.")
    desk.do(lambda tx: house.note(tx, told.id, "Marco thinks it is the certificate; ask Petra; Mary says it is urgent"), 100)
    desk.do(lambda tx: house.note(tx, told.id, "looked at it"), 90, who="dora")
    case = desk.replica.cases().case(told.id)
    beside = against_case(case, NOW, UTC, ("Ana Kovač",), NAMES)
    assert "dora" in beside.staff
    assert beside.mentioned == ("Marco", "Petra")
    made = told.summary("letter")
    from warroom.tone.checking import check

    found = {(one.rule, one.level, one.text) for one in check(made.markdown, "letter", beside, None, "letter").findings}
    assert {("record.staff", "error", "dora"), ("record.staff", "warning", "Marco")} <= found
