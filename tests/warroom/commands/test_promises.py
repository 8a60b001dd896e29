"""promise, settle, repromise, told."""

from __future__ import annotations

import pytest

from tests.warroom.commands.conftest import Desk


def test_a_promise_answers_with_its_number_and_the_time_that_was_understood(desk: Desk) -> None:
    id_ = desk.open()
    answer = desk.good("promise", id_, "--what", "full fix", "--by", "16:30")
    assert answer.word == "1"
    assert "Acme Freight" in answer.err
    assert "today 16:30" in answer.err
    assert desk.json("promise", id_, "--what", "another", "--by", "2h") == {"id": id_, "n": 2}
    first, second = desk.show(id_)["promises"]
    assert (first["kind"], first["sure"], first["what"], first["due_at"]) == ("fix", "firm", "full fix", "2026-11-24T16:30:00Z")
    assert second["due_at"] == "2026-11-24T14:00:00Z"


def test_a_clock_time_that_has_passed_is_tomorrow(desk: Desk) -> None:
    id_ = desk.open()
    answer = desk.good("promise", id_, "--what", "fix", "--by", "11:30")
    assert "tomorrow 11:30" in answer.err
    assert desk.show(id_)["promises"][0]["due_at"] == "2026-11-25T11:30:00Z"


def test_one_promise_to_several_customers(desk: Desk) -> None:
    a, b = desk.open("Acme"), desk.open("Elm")
    answer = desk.json("promise", a, b, "--what", "fix", "--by", "2h")
    assert answer["ids"] == [a, b]
    assert answer["made"] == [{"id": a, "n": 1}, {"id": b, "n": 1}]


def test_a_window_and_no_date_yet(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("promise", id_, "--what", "parts", "--sure", "window", "--from", "1h", "--by", "3h")
    desk.good("promise", id_, "--what", "cause", "--sure", "none", "--next", "1h", "--kind", "other")
    window, none, news = desk.show(id_)["promises"]
    assert (window["sure"], window["from_at"], window["due_at"]) == ("window", "2026-11-24T13:00:00Z", "2026-11-24T15:00:00Z")
    assert (none["sure"], none["due_at"], none["kind"]) == ("none", None, "other")
    assert (news["kind"], news["due_at"]) == ("news", "2026-11-24T13:00:00Z")


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--what", "fix"],
        ["--by", "2h"],
        ["--what", "fix", "--by", "soon"],
        ["--what", "fix", "--by", "2h ago"],
        ["--what", "fix", "--by", "2h", "--kind", "miracle"],
        ["--what", "fix", "--by", "2h", "--sure", "certainly"],
        ["--what", "fix", "--by", "2h", "--sure", "none"],
        ["--what", "fix", "--by", "2h", "--next", "1h"],
        ["--what", "fix", "--by", "2h", "--from", "1h"],
        ["--what", "fix", "--sure", "window", "--from", "3h", "--by", "2h"],
        ["--what", "fix", "--by", "2h", "--bye", "3h"],
        ["--what", "fix", "--by"],
    ],
)
def test_promises_that_are_refused(desk: Desk, words: list[str]) -> None:
    desk.bad("promise", desk.open(), *words)


def test_settling_says_how_early_or_late(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("promise", id_, "--what", "workaround", "--by", "2h")
    desk.hours(1)
    answer = desk.good("settle", id_, "1", "kept")
    assert "1 h early" in answer.err
    (promise,) = desk.show(id_)["promises"]
    assert (promise["state"], promise["settled_at"], promise["late_s"]) == ("kept", "2026-11-24T13:00:00Z", -3600)
    desk.good("promise", id_, "--what", "fix", "--by", "1h")
    desk.hours(3)
    assert desk.json("settle", id_, "2", "kept", "--reason", "parts") == {"id": id_, "n": 2}
    late = desk.show(id_)["promises"][1]
    assert (late["state"], late["late_s"], late["reason"]) == ("late", 2 * 3600, "parts")


def test_settling_that_is_refused(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("promise", id_, "--what", "fix", "--by", "2h")
    assert "there are 1" in desk.bad("settle", id_, "2", "kept")
    assert "kept, broken, withdrawn" in desk.bad("settle", id_, "1", "forgotten")
    desk.bad("settle", id_, "1")
    desk.bad("settle", id_)
    desk.good("settle", id_, "1", "broken")
    assert "broken" in desk.bad("settle", id_, "1", "kept")
    assert desk.show(id_)["promises"][0]["state"] == "broken"


def test_a_move_is_not_told_until_it_is(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("promise", id_, "--what", "fix", "--by", "2h")
    answer = desk.good("repromise", id_, "1", "--by", "4h", "--reason", "parts late", "--say", "one more part", "--not-told")
    assert "does not know yet" in answer.err
    promise = desk.show(id_)["promises"][0]
    assert (promise["state"], promise["told"], promise["due_at"]) == ("at-risk", False, "2026-11-24T16:00:00Z")
    assert promise["slips"] == [
        {
            "from": "2026-11-24T14:00:00Z",
            "to": "2026-11-24T16:00:00Z",
            "reason": "parts late",
            "say": "one more part",
            "told_at": None,
        }
    ]
    assert "moved, not told" in desk.good("list").out
    assert desk.json("told", id_, "1", "--channel", "call") == {"id": id_, "n": 1}
    promise = desk.show(id_)["promises"][0]
    assert (promise["told"], promise["slips"][0]["told_at"]) == (True, "2026-11-24T12:00:00Z")
    desk.bad("told", id_, "1", "--channel", "call")


@pytest.mark.parametrize(
    "words",
    [
        ["--by", "4h", "--reason", "r"],
        ["--by", "4h", "--reason", "r", "--told", "call", "--not-told"],
        ["--by", "4h", "--not-told"],
        ["--reason", "r", "--not-told"],
        ["--by", "2h", "--reason", "r", "--not-told"],
        ["--by", "4h", "--reason", "r", "--told", "smoke"],
    ],
)
def test_moves_that_are_refused(desk: Desk, words: list[str]) -> None:
    id_ = desk.open()
    desk.good("promise", id_, "--what", "fix", "--by", "2h")
    desk.bad("repromise", id_, "1", *words)
    assert desk.show(id_)["promises"][0]["slips"] == []


def test_telling_needs_a_channel_and_a_promise(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("promise", id_, "--what", "fix", "--by", "2h")
    desk.good("repromise", id_, "1", "--by", "4h", "--reason", "r", "--not-told")
    desk.bad("told", id_, "1")
    desk.bad("told", id_, "7", "--channel", "call")


def test_a_broken_promise_stays_on_record_with_every_move(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("promise", id_, "--what", "full fix", "--by", "2h")
    for by, reason in (("3h", "no part"), ("5h", "the wrong part")):
        desk.good("repromise", id_, "1", "--by", by, "--reason", reason, "--told", "call")
    desk.hours(6)
    assert desk.show(id_)["promises"][0]["state"] == "late", "nobody settled it, and time went by"
    desk.good("settle", id_, "1", "broken", "--reason", "the part does not fit")
    desk.good("promise", id_, "--what", "full fix", "--by", "9h")
    desk.good("settle", id_, "2", "kept")
    first, second = desk.show(id_)["promises"]
    assert (first["state"], first["reason"], second["state"]) == ("broken", "the part does not fit", "kept")
    assert [slip["reason"] for slip in first["slips"]] == ["no part", "the wrong part"]
    assert "broken" in desk.bad("settle", id_, "1", "kept")
