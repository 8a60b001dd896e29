"""Promising and fixing: a second person, reopenings, what still hurts, suppliers, red tape, remedies in rounds, public marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warroom.commands.conftest import Desk


def test_a_second_person_confirms_the_fix(desk: Desk) -> None:
    id_ = desk.open("Acme", "x")
    desk.good("set", id_, "fixer", "cem")
    desk.good("stage", id_, "fixed")
    for name in ("Ana", "CEM"):
        assert "a second person should" in desk.good("confirm-fix", id_, "--by", name).err
        assert desk.show(id_)["fix_second_person"] is False
        assert "(no second person)" in desk.good("show", id_).out
    assert "second person" not in desk.good("confirm-fix", id_, "--by", "Dana").err
    shown = desk.show(id_)
    assert (shown["fix_second_person"], shown["fixed_said_by"], shown["reopened"]) == (True, "ana", 0)


def test_a_reopened_break_is_counted_and_its_fix_is_confirmed_anew(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("stage", id_, "fixed")
    desk.good("confirm-fix", id_, "--by", "dana")
    desk.good("stage", id_, "reopened")
    shown = desk.show(id_)
    assert (shown["reopened"], shown["fix_confirmed_by"], shown["fixed_said_by"]) == (1, None, None)
    desk.good("stage", id_, "fixed", actor="ben")
    assert desk.show(id_)["fixed_said_by"] == "ben"
    assert "reopened 1×" in desk.good("show", id_).out


def test_what_still_hurts_and_how_many_are_hit(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("stage", id_, "contained")
    desk.good("set", id_, "still-hurts", "two depots print by hand")
    desk.good("affected", id_, "--count", "65000", "--corrected", "41200")
    shown = desk.show(id_)
    assert (shown["still_hurts"], shown["contained_at"]) == ("two depots print by hand", "2026-11-24T12:00:00Z")
    page = desk.good("show", id_).out
    assert "still hurts: two depots print by hand" in page
    assert "contained 12:00 · 41,200 of 65,000 corrected" in page


def deadline(desk: Desk, id_: str, who: str = "PostNet", by: str = "4h") -> str:
    return desk.good("deadline", id_, "--of", "supplier", "--who", who, "--what", "spare part", "--by", by).err


def test_a_supplier_is_chased_at_half_time_then_an_hour_and_a_quarter_before(desk: Desk) -> None:
    id_ = desk.open()
    deadline(desk, id_)
    due = []
    for _ in range(4):
        found = desk.show(id_)["deadlines"][0]["chase_at"]
        due.append(found and found[11:16])
        if found:
            desk.clock.advance(1000 * ((int(found[11:13]) * 60 + int(found[14:16])) * 60) - (desk.clock.now() % 86_400_000))
            desk.good("deadline", id_, "1", "chased", "--said", "on its way")
    assert due == ["14:00", "15:00", "15:45", None]
    assert desk.show(id_)["deadlines"][0]["chased"] == 3


def test_slips_are_counted_by_supplier_over_all_failures(desk: Desk) -> None:
    first, second = desk.open("Acme", "labels"), desk.open("Elm", "parcels")
    assert "slipped" not in deadline(desk, first)
    assert "PostNet slipped 1 of 1 here" in desk.good("deadline", first, "1", "slipped", "--to", "6h").err
    assert "PostNet slipped 1 of 1 here" in deadline(desk, second, "postnet "), "as it stood before this one"
    deadline(desk, second, "Voltis")
    shown = desk.show(second)
    assert shown["suppliers"] == [{"who": "PostNet", "slipped": 1, "of": 2}, {"who": "Voltis", "slipped": 0, "of": 1}]
    assert "PostNet slipped 1 of 2 here" in desk.good("show", second).out
    desk.good("undo")
    desk.good("undo")
    assert desk.show(first)["suppliers"] == [{"who": "PostNet", "slipped": 1, "of": 1}]


def test_a_date_that_lies_after_what_we_promised_is_warned_of(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("promise", id_, "--what", "fix", "--by", "3h")
    assert "later than promise 1" in deadline(desk, id_)
    assert "later than promise 1" in desk.good("deadline", id_, "1", "slipped", "--to", "5h").err
    assert "PostNet is due later" in desk.good("promise", id_, "--what", "more", "--by", "1h").err


def test_red_tape_is_asked_about_again(desk: Desk) -> None:
    id_ = desk.open("Acme", "x", "--severity", "2")
    desk.good("blocker", id_, "--what", "a change freeze", "--who", "Dana")
    desk.hours(1)
    desk.good("blocker", id_, "1", "asked", "--said", "she is in a meeting")
    (blocker,) = desk.show(id_)["blockers"]
    assert (blocker["asked"], blocker["asked_at"], blocker["ask_at"], blocker["by"]) == (
        1,
        "2026-11-24T13:00:00Z",
        "2026-11-24T15:00:00Z",
        "ana",
    )
    assert "ask again 15:00" in desk.good("show", id_).out
    desk.good("unblock", id_, "1")
    assert desk.show(id_)["blockers"][0]["ask_at"] is None


@pytest.fixture
def blocked(desk: Desk) -> str:
    """A break with everything that a manager should know."""
    id_ = desk.open("Acme Freight", "Label API down", "--severity", "1", "--value", "420000 EUR", "--contact-name", "Mary")
    desk.good("set", id_, "trouble", "Three depots stand still.")
    desk.good("set", id_, "must-tell", "her COO")
    desk.good("affected", id_, "--count", "65000", "--corrected", "41200")
    desk.good("contact", id_, "--channel", "call", "--mood", "furious")
    desk.good("promise", id_, "--what", "full fix", "--by", "3h")
    desk.good("restitution", id_, "--kind", "credit", "--amount", "300 EUR")
    desk.good("blocker", id_, "--what", "the change freeze", "--who", "Dana")
    desk.hours(1)
    desk.good("blocker", id_, "1", "asked")
    return id_


def test_the_case_for_priority_says_what_a_manager_has_to_know(desk: Desk, blocked: str) -> None:
    before = desk.events()
    text = desk.good("blocker", blocked, "1", "--case").out
    for part in (
        f"Case for priority: Acme Freight, Label API down ({blocked}, severity 1)",
        "Dana: clear it by 15:00, in 2 h (we promised full fix)",
        "the change freeze: for 1 h, asked 2×",
        "worth €420,000",
        "furious when we last spoke",
        "Three depots stand still; 65,000 hit, 41,200 put right",
        "they answer to her COO",
        "full fix by 15:00",
        "owed €300",
    ):
        assert part in " ".join(text.split()), part
    assert len(text.splitlines()) <= 30, "half a page"
    assert desk.events() == before


def test_the_case_is_written_to_a_new_file_only(desk: Desk, blocked: str, tmp_path: Path) -> None:
    path = tmp_path / "case.txt"
    answer = desk.good("blocker", blocked, "1", "--case", "--by", "30m", "-o", str(path))
    assert answer.out == ""
    assert "clear it by 13:30, in 30 m" in path.read_text("utf-8")
    assert "is there already" in desk.bad("blocker", blocked, "1", "--case", "-o", str(path))
    assert desk.run("blocker", blocked, "1", "--case", "-o", str(tmp_path / "no" / "x")).code == 3
    assert desk.json("blocker", blocked, "1", "--case")["text"].startswith("Case for priority")


@pytest.mark.parametrize(
    "words", [["--case"], ["7", "--case"], ["1", "--by", "2h"], ["1", "asked", "--case"], ["1", "--case", "--by", "2h ago"]]
)
def test_cases_that_are_refused(desk: Desk, blocked: str, words: list[str]) -> None:
    desk.bad("blocker", blocked, *words)


def test_a_remedy_that_only_the_house_knows_is_flagged_until_they_know(desk: Desk) -> None:
    id_ = desk.open("Acme", "x", "--owner", "ana")
    desk.good("contact", id_, "--channel", "call", "--kind", "apology")
    assert "does not know of it yet" in desk.good("remedy", id_, "--what", "a courier", "--not-told").err
    assert desk.show(id_)["next"]["what"].endswith("propose remedy 1 to Acme, who does not know of it")
    assert "NOT TOLD" in desk.good("show", id_).out
    desk.hours(0.5)
    desk.good("remedy", id_, "1", "told", "--channel", "mail")
    (remedy,) = desk.show(id_)["remedies"]
    assert (remedy["told"], remedy["proposed_at"], remedy["told_at"]) == (True, "2026-11-24T12:00:00Z", "2026-11-24T12:30:00Z")
    assert desk.show(id_)["next"]["what"] == "Ask Acme whether the remedy is enough"
    assert "knows of remedy 1" in desk.bad("remedy", id_, "1", "told", "--channel", "mail")
    desk.bad("remedy", id_, "1", "told")
    desk.bad("remedy", id_, "1", "told", "--what", "x")


def test_an_answer_tells_that_they_knew(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("remedy", id_, "--what", "a courier", "--not-told")
    desk.good("answer", id_, "1", "meets")
    assert desk.show(id_)["remedies"][0]["told"] is True


def test_below_opens_a_new_round(desk: Desk) -> None:
    id_ = desk.open("Acme", "x")
    desk.good("contact", id_, "--channel", "call", "--kind", "apology")
    desk.good("remedy", id_, "--what", "a coupon")
    desk.hours(0.1)
    desk.good("answer", id_, "1", "below", "--said", "that is nothing")
    assert desk.show(id_)["next"]["what"] == "Remedy was below what Acme expects: propose another one"
    assert "round 2" in desk.good("remedy", id_, "--what", "a free month").err
    assert [remedy["round"] for remedy in desk.show(id_)["remedies"]] == [1, 2]
    assert "(round 2)" in desk.good("show", id_).out
    desk.good("answer", id_, "2", "exceeds")
    assert "below" not in desk.show(id_)["next"]["what"]


def test_what_is_public_has_its_clock_and_who_knows(desk: Desk) -> None:
    id_ = desk.open("Acme", "x", "--severity", "2")
    desk.good("public", id_, "--where", "a forum", "--link", "https://forum.example/1", "--knows", "press desk")
    (mark,) = desk.show(id_)["public"]
    assert (mark["knows"], mark["due_at"]) == ("press desk", "2026-11-24T12:20:00Z")
    assert "known to press desk" in desk.good("show", id_).out
    desk.good("public", id_, "1", "answered")
    assert desk.show(id_)["public"][0]["due_at"] is None
