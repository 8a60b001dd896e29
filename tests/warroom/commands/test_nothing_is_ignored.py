"""Nothing is ignored: what nobody touched is an alarm, and only closing takes a break off the board. A change of face is seen."""

from __future__ import annotations

import pytest

from store.clock import MINUTE
from store.words import SETTABLE_STAGES
from tests.warroom.commands.conftest import Desk


def test_what_nobody_touched_is_an_alarm_and_only_until_somebody_does(desk: Desk) -> None:
    """Nothing else is due for long."""
    desk.good("policy", "untouched=45m", "first_word=9h")
    id_ = desk.open("Acme", "x", "--severity", "3")
    desk.clock.advance(45 * MINUTE - 1)
    assert desk.run("list", "--check").code == 0
    desk.clock.advance(1)
    assert desk.run("list", "--check").code == 1
    assert desk.show(id_)["next"]["what"].startswith("Nobody has touched it")
    desk.good("take", id_)
    assert desk.run("list", "--check").code == 0


@pytest.mark.parametrize("stage", [stage for stage in SETTABLE_STAGES if stage not in ("closed", "reopened")])
def test_no_stage_but_closed_takes_a_break_off_the_board(desk: Desk, stage: str) -> None:
    id_ = desk.open("Acme", "x", "--severity", "4")
    desk.good("stage", id_, stage)
    desk.hours(24 * 365)
    assert [row["id"] for row in desk.json("list")["breaks"]] == [id_]
    desk.good("stage", id_, "closed", "--reason", "a trial")
    assert desk.json("list")["breaks"] == []


def test_a_change_of_face_stands_in_the_timeline(desk: Desk) -> None:
    id_ = desk.open("Acme", "x", "--owner", "ana")
    desk.good("set", id_, "fixer", "cem")
    desk.good("edit", id_, "--owner", "ben")
    desk.good("take", id_, actor="ben")
    shown = desk.show(id_)
    assert (shown["owner"], shown["fixer"]) == ("ben", "cem"), "who speaks to them is not who mends it"
    timeline = [(entry["actor"], entry["text"]) for entry in shown["timeline"]]
    assert timeline[-2:] == [("ana", "owner offered ben"), ("ben", "taken over")]
