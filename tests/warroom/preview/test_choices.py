"""What `e` offers on a break, and why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warroom.desk import Desk
from tests.warroom.summaries.breaks import Told, full
from warroom.preview.choices import chances
from warroom.summaries.making import why_not
from warroom.summaries.model import TO_CUSTOMER


def told_why(told: Told, summary: str) -> str:
    """Why there is none of a summary; empty where there is."""
    case = told.desk.replica.cases().case(told.id)
    chance = next(one for one in chances(case, told.desk.clock.at, told.desk.live.zone) if one.summary == summary)
    return chance.why_not


@pytest.mark.parametrize(("state", "why"), [("", "no gift card"), ("proposed", "not approved yet"), ("proposed approved", "")])
def test_the_gifts_note_waits_for_the_gift_and_its_approval(tmp_path: Path, state: str, why: str) -> None:
    told = full(Desk(tmp_path))
    if state:
        told = told.owe(50, "gift-card", "5000 EUR", *state.split()[1:], due="3d")
    assert (why in told_why(told, "gift")) if why else not told_why(told, "gift")


def test_what_is_offered_can_be_made(tmp_path: Path) -> None:
    told = full(Desk(tmp_path)).owe(50, "gift-card", "5000 EUR", due="3d")
    case = told.desk.replica.cases().case(told.id)
    for summary in TO_CUSTOMER:
        assert bool(told_why(told, summary)) == (why_not(summary, case, "K7Q2") is not None)
