"""blocker, unblock, dispute, public; note, explain, lesson, debrief, step."""

from __future__ import annotations

import pytest

from tests.warroom.commands.conftest import Desk


def test_red_tape_is_raised_asked_after_and_cleared(desk: Desk) -> None:
    id_ = desk.open()
    assert desk.good("blocker", id_, "--what", "budget", "--who", "Ben").word == "1"
    desk.good("blocker", id_, "1", "asked", "--said", "tomorrow")
    desk.hours(1)
    assert desk.json("unblock", id_, "1", "--said", "signed") == {"id": id_, "n": 1}
    (blocker,) = desk.show(id_)["blockers"]
    assert {key: blocker[key] for key in ("n", "what", "who", "since", "cleared_at", "asked")} == {
        "n": 1,
        "what": "budget",
        "who": "Ben",
        "since": "2026-11-24T12:00:00Z",
        "cleared_at": "2026-11-24T13:00:00Z",
        "asked": 1,
    }
    desk.bad("unblock", id_, "1")
    desk.bad("unblock", id_, "9")
    desk.bad("unblock", id_)
    assert "blocker ID --what" in desk.bad("blocker", id_)
    assert "blocker ID N asked" in desk.bad("blocker", id_, "1", "asked", "--who", "Cem")


def test_a_dispute_is_loud_until_withdrawn(desk: Desk) -> None:
    id_ = desk.open()
    assert desk.json("dispute", id_, "--what", "the amount") == {"id": id_}
    shown = desk.show(id_)
    assert shown["disputed"] is True
    assert shown["disputes"][0]["what"] == "the amount"
    assert "DISPUTED" in desk.good("show", id_).out
    desk.bad("dispute", id_, "withdrawn", "--what", "x")
    desk.bad("dispute", id_, "forgotten")
    desk.bad("dispute", id_, "--what", "x", "--by", "the moon")
    assert "dispute ID withdrawn" in desk.bad("dispute", id_)
    desk.good("dispute", id_, "withdrawn", "--said", "they are right")
    assert desk.show(id_)["disputed"] is False
    assert "nothing" in desk.bad("dispute", id_, "withdrawn")


def test_what_is_public_wants_an_answer(desk: Desk) -> None:
    id_ = desk.open()
    assert desk.json("public", id_, "--where", "a forum", "--link", "https://example.org/1") == {"id": id_, "n": 1}
    (mark,) = desk.show(id_)["public"]
    assert (mark["where"], mark["link"], mark["answered_at"]) == ("a forum", "https://example.org/1", None)
    desk.good("public", id_, "1", "answered", "--said", "we are sorry")
    assert desk.show(id_)["public"][0]["answered_at"] == "2026-11-24T12:00:00Z"
    desk.bad("public", id_, "1", "answered")
    desk.bad("public", id_, "1", "deleted")
    assert "public ID --where" in desk.bad("public", id_)


def test_notes_stay_inside_and_the_rest_belongs_to_the_failure(desk: Desk) -> None:
    made = desk.good("open", "--customers", "-", "--what", "x", "--json", typed="Acme\nElm\n").json
    a, b = made["ids"]
    assert desk.json("note", a, "they were kind") == {"id": a}
    answer = desk.good("explain", a, "a cable was cut")
    assert "for all 2 customers" in answer.err
    desk.good("lesson", a, "two cables")
    desk.good("debrief", a, "--who", "cem", "--said", "no alarm rang")
    shown = desk.show(b)
    assert shown["explanation"] == "a cable was cut"
    assert [lesson["text"] for lesson in shown["lessons"]] == ["two cables"]
    assert shown["debriefs"] == [{"who": "cem", "said": "no alarm rang", "at": "2026-11-24T12:00:00Z"}]
    assert shown["notes"] == []
    assert desk.show(a)["notes"][0]["text"] == "they were kind"


@pytest.mark.parametrize("command", ["note", "explain", "lesson"])
def test_texts_that_are_refused(desk: Desk, command: str) -> None:
    id_ = desk.open()
    desk.bad(command, id_)
    desk.bad(command, id_, "  ")
    desk.bad(command, id_, "two", "words")
    desk.bad(command, "ZZZZ", "x")
    desk.bad(command, id_, "x" * 20_001)


def test_debriefs_and_steps(desk: Desk) -> None:
    id_ = desk.open()
    desk.bad("debrief", id_, "--said", "x")
    assert "counts it as not done" in desk.good("debrief", id_, "--who", "cem").err
    assert desk.good("debrief", id_, "--who", "cem", "--said", "saw it late").err.count("not done") == 0
    assert desk.json("step", id_, "Own-It", "done", "--reason", "by phone") == {"id": id_}
    own, fix, _ = desk.show(id_)["steps"]
    assert own.items() >= {"id": "own-it", "title": "tell them and own it", "done_at": "2026-11-24T12:00:00Z", "by": "ana"}.items()
    assert (own["by_hand"], own["reason"], own["due_at"]) == (True, "by phone", "2026-11-24T14:00:00Z")
    assert (fix["id"], fix["done_at"], fix["by"], fix["closing"]) == ("fix", None, None, True)
    desk.good("step", id_, "own-it", "undone")
    assert desk.show(id_)["steps"][0]["done_at"] is None
    desk.bad("step", id_, "own-it", "undone")
    desk.bad("step", id_, "own-it", "half")
    desk.bad("step", id_, "no-such-step", "done")
    desk.bad("step", id_, "own-it")


def test_an_explanation_is_no_apology_and_an_apology_no_explanation(desk: Desk) -> None:
    id_ = desk.open("Acme", "x", "--fault", "ours")
    desk.good("explain", id_, "A certificate ran out.")
    shown = desk.show(id_)
    assert (shown["explanation"], shown["owned"]["at"], shown["apologies"]["count"]) == ("A certificate ran out.", None, 0)
    desk.good("contact", id_, "--channel", "call", "--kind", "apology", "--said", "The mistake is ours.")
    shown = desk.show(id_)
    assert (shown["explanation"], shown["owned"]["said"]) == ("A certificate ran out.", "The mistake is ours.")
