"""Closing on the command line: it refuses with a list, takes a reason, says in the record what it went without."""

from __future__ import annotations

import pytest

from tests.warroom.commands.conftest import Desk

ACME = ("Acme Freight", "Label API down")


def test_closing_asks_with_the_list_until_there_is_a_reason(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = desk.open(*ACME, "--severity", "1")
    monkeypatch.setattr("warroom.commands.stages.can_ask", lambda: True)
    left = desk.run("stage", id_, "closed", typed="\n")
    said = left.err
    assert left.code == 2
    for part in ("never told", "no letter went out", "nobody was debriefed", "no note says how it ended", "no outcome", "reason"):
        assert part in said
    assert desk.show(id_)["stage"] == "open"
    desk.good("stage", id_, "closed", typed="a double\n")
    assert "closed without told" in str(desk.show(id_)["timeline"])
    desk.good("undo", id_)
    monkeypatch.undo()
    done = desk.good("stage", id_, "closed", "--reason", "a double", "--note", "One of two.", "--outcome", "kept")
    assert "closed without: the customer was never told; no letter went out; nobody was debriefed" in done.err
    shown = desk.show(id_)
    assert (shown["stage"], shown["outcome"]) == ("closed", "kept")
    [text] = [entry["text"] for entry in shown["timeline"] if entry["kind"] == "staged" and not entry["taken_back_by"]]
    assert (
        text
        == "closed without told, letter, debrief, step own it, step put right, step follow up: a double, how it ended: One of two."
    )


def test_a_script_can_not_be_asked_and_is_told(desk: Desk) -> None:
    id_ = desk.open(*ACME, "--severity", "1")
    done = desk.good("stage", id_, "closed")
    assert "closed without: the customer was never told; no letter went out" in done.err
    assert f"nobody said why: `warroom stage {id_} closed --reason TEXT` says it" in done.err
    assert "letter" in desk.show(id_)["closed_without"]


def test_who_closed_by_a_script_says_why_later(desk: Desk) -> None:
    id_ = desk.open(*ACME, "--severity", "4")
    desk.good("stage", id_, "closed")
    assert "closed already" in desk.bad("stage", id_, "closed")
    assert "it says why now" in desk.good("stage", id_, "closed", "--reason", "a double", "--outcome", "kept").err
    shown = desk.show(id_)
    [closing] = [entry for entry in shown["timeline"] if entry["kind"] == "staged"]
    assert closing["text"].endswith(": a double")
    assert closing["corrected"], "it is shown as corrected"
    assert (shown["stage"], shown["outcome"]) == ("closed", "kept")
    assert "closed already" in desk.bad("stage", id_, "closed", "--reason", "another one")
    desk.good("undo", id_)
    assert "a double" not in next(entry for entry in desk.show(id_)["timeline"] if entry["kind"] == "staged")["text"]
    assert desk.show(id_)["stage"] == "closed"


def test_what_went_without_nothing_takes_no_reason_later(desk: Desk) -> None:
    id_ = desk.open(*ACME, "--severity", "4")
    desk.good("stage", id_, "closed", "--reason", "a double")
    assert "closed already" in desk.bad("stage", id_, "closed", "--reason", "another one")


def test_a_note_and_an_outcome_go_with_closing_only(desk: Desk) -> None:
    id_ = desk.open()
    assert "go with closed" in desk.bad("stage", id_, "owned", "--note", "x")
    assert "go with closed" in desk.bad("stage", id_, "fixed", "--outcome", "kept")


def test_the_policys_follow_ups_are_planned_with_the_fix(desk: Desk) -> None:
    id_ = desk.open(*ACME, "--severity", "1")
    desk.good("stage", id_, "fixed", "--followups", "policy")
    assert [(item["channel"], item["due_at"]) for item in desk.show(id_)["followups"]] == [
        ("mail", "2026-11-26T12:00:00Z"),
        ("call", "2026-11-29T12:00:00Z"),
    ]
    desk.good("stage", id_, "made-right", "--followups", "policy")
    assert len(desk.show(id_)["followups"]) == 2, "they are there already"


def test_follow_ups_of_ones_own_choice(desk: Desk) -> None:
    id_ = desk.open()
    assert "once it is fixed" in desk.bad("stage", id_, "contained", "--followups", "policy")
    assert "no follow-up" in desk.bad("stage", id_, "fixed", "--followups", "letter 2d")
    desk.good("stage", id_, "follow-up", "--followups", "call 1d")
    assert [item["due_at"] for item in desk.show(id_)["followups"]] == ["2026-11-25T12:00:00Z"]


def test_nobody_plans_and_the_board_asks_all_the_same(desk: Desk) -> None:
    """The follow-ups of the policy are due whether somebody planned them or not."""
    id_ = desk.open(*ACME, "--severity", "1", "--owner", "ana")
    desk.good("contact", id_, "--channel", "call", "--kind", "apology")
    desk.good("remedy", id_, "--what", "a courier")
    desk.good("answer", id_, "1", "meets")
    desk.good("stage", id_, "follow-up")
    assert desk.show(id_)["next"]["what"] == "Plan the follow-up by mail"
    assert desk.show(id_)["next"]["due_at"] == "2026-11-26T12:00:00Z"


def test_a_letter_that_was_written_elsewhere_is_not_asked_for(desk: Desk) -> None:
    """Who ticked the step by hand said so: closing and the checklist agree."""
    id_ = desk.open(*ACME, "--severity", "1")
    desk.good("step", id_, "in-writing", "done")
    done = desk.good("stage", id_, "closed", "--reason", "a double")
    assert "letter" not in done.err
    assert "in writing" not in done.err


def test_a_closed_break_is_not_called_open_though_something_is_left(desk: Desk) -> None:
    id_ = desk.open(*ACME)
    desk.good("restitution", id_, "--kind", "credit", "--amount", "5 EUR")
    desk.good("stage", id_, "closed", "--reason", "a trial")
    answer = desk.good("open", "--customer", ACME[0], "--what", "again")
    assert "already has" not in answer.err
    sheet = desk.good("call", answer.word).out
    assert f"closed      {id_} Label API down: not all is done" in sheet
    assert "also open" not in sheet


def test_a_step_is_left_out_only_where_another_ask_says_the_same(desk: Desk) -> None:
    """A debrief that is missing says nothing of a lesson that is."""
    text = """name = "ours"
title = "Ours"
[[step]]
id = "learn"
title = "write down what we learned"
why = "Who forgets it meets it again."
proof = { entry = "lesson" }
closing = true
[[step]]
id = "talk"
title = "talk to our people"
why = "They were in it."
proof = { entry = "debrief" }
closing = true
"""
    path = desk.home / "ours.toml"
    path.write_text(text, "utf-8")
    desk.good("playbooks", "use", str(path), "--add")
    id_ = desk.open(*ACME, "--severity", "1")
    desk.good("edit", id_, "--playbook", "ours")
    done = desk.good("stage", id_, "closed")
    assert "nobody was debriefed" in done.err
    assert "write down what we learned is not done" in done.err
    assert "talk to our people" not in done.err
