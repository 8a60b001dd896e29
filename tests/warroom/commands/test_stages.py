"""stage, wait, confirm-fix, outcome."""

from __future__ import annotations

from tests.warroom.commands.conftest import Desk


def test_stages_go_forward_and_say_what_they_leave_open(desk: Desk) -> None:
    id_ = desk.open()
    assert desk.json("stage", id_, "owned") == {"id": id_}
    desk.good("promise", id_, "--what", "fix", "--by", "2h")
    answer = desk.good("stage", id_, "FIXED", "--reason", "new parts")
    assert "owned → fixed" in answer.err
    assert "promise 1 is open" in answer.err
    shown = desk.show(id_)
    assert (shown["stage"], shown["fixed_at"]) == ("fixed", "2026-11-24T12:00:00Z")
    desk.good("stage", id_, "made-right")
    desk.good("stage", id_, "reopened")
    assert desk.show(id_)["stage"] == "open"


def test_closing_says_of_no_stage_before_it_that_it_was_reached(desk: Desk) -> None:
    """As the statistics count it: closed without."""
    id_ = desk.open()
    desk.good("stage", id_, "contained")
    desk.hours(1)
    desk.good("stage", id_, "closed", "--reason", "they left")
    shown = desk.show(id_)
    assert (shown["fixed_at"], shown["made_right_at"], shown["closed_at"]) == (None, None, "2026-11-24T13:00:00Z")
    assert shown["contained_at"] == shown["owned"]["at"] == "2026-11-24T12:00:00Z"
    assert "fixed 2" not in desk.good("show", id_).out
    other = desk.open("Birch")
    desk.good("stage", other, "closed", "--reason", "they left")
    assert "owned after" not in desk.good("show", other).out
    shown = desk.show(other)
    assert (shown["contained_at"], shown["owned_at"], shown["owned"]["at"], shown["owned"]["after_s"]) == (None,) * 4


def test_stages_that_are_refused(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("stage", id_, "contained")
    assert "what can: fixed" in desk.bad("stage", id_, "owned")
    assert "already" in desk.bad("stage", id_, "contained")
    desk.bad("stage", id_, "reopened")
    desk.bad("stage", id_, "done")
    desk.bad("stage", id_)


def test_waiting_pauses_nothing_of_the_customers(desk: Desk) -> None:
    id_ = desk.open()
    due_at = desk.show(id_)["contact_due_at"]
    assert desk.json("wait", id_, "--on", "supplier") == {"id": id_}
    shown = desk.show(id_)
    assert (shown["waiting_on"], shown["contact_due_at"]) == ("supplier", due_at)
    assert "already" in desk.bad("wait", id_, "--on", "supplier")
    desk.good("wait", id_, "--on", "none")
    assert desk.show(id_)["waiting_on"] is None
    desk.bad("wait", id_, "--on", "the weather")
    desk.bad("wait", id_)


def test_a_fix_is_confirmed_by_somebody(desk: Desk) -> None:
    id_ = desk.open()
    assert "no fix to confirm" in desk.bad("confirm-fix", id_, "--by", "ben")
    desk.good("stage", id_, "fixed")
    assert "a second person should" in desk.good("confirm-fix", id_).err
    assert desk.show(id_)["fix_confirmed_by"] == "ana"
    assert "second person" not in desk.good("confirm-fix", id_, actor="cem").err
    assert desk.show(id_)["fix_confirmed_by"] == "cem"
    assert desk.json("confirm-fix", id_, "--by", "ben") == {"id": id_}
    assert desk.show(id_)["fix_confirmed_by"] == "ben"


def test_how_it_ended(desk: Desk) -> None:
    id_ = desk.open()
    assert desk.json("outcome", id_, "stronger") == {"id": id_}
    assert desk.show(id_)["outcome"] == "stronger"
    desk.bad("outcome", id_, "happy")
    desk.bad("outcome", id_)
