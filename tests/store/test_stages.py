"""Every pair of stages, through the action that people use: what can follow, what is refused, what it says."""

from __future__ import annotations

from itertools import product

import pytest

from store.actions import stages
from store.clock import ManualClock
from store.replica import Replica
from store.words import SETTABLE_STAGES, STAGES
from tests.store.desk import Desk


def at_stage(replica: Replica, clock: ManualClock, stage: str) -> Desk:
    """A desk whose first break stands at a stage."""
    desk = Desk(replica, clock)
    if stage != "open":
        desk.do(lambda tx: stages.set_stage(tx, desk.acme, stage))
    assert desk.brk().stage == stage
    return desk


@pytest.mark.parametrize(("start", "to"), tuple(product(STAGES, SETTABLE_STAGES)))
def test_every_pair_of_stages(replica: Replica, clock: ManualClock, start: str, to: str) -> None:
    desk = at_stage(replica, clock, start)
    if to == "reopened":
        allowed = start in ("fixed", "made-right", "follow-up", "closed")
    else:
        allowed = STAGES.index(to) > STAGES.index(start)
    if not allowed:
        error = desk.refuses("stage", lambda tx: stages.set_stage(tx, desk.acme, to))
        assert start in error.title
        assert desk.brk().stage == start
        return
    receipt = desk.do(lambda tx: stages.set_stage(tx, desk.acme, to, "so it is"))
    assert receipt.said == (f"{start} → {to}",)
    brk = desk.brk()
    assert brk.stage == ("open" if to == "reopened" else to)
    assert (brk.stages[-1].stage, brk.stages[-1].reason) == (to, "so it is")
    assert brk.reopened == (to == "reopened")
    assert (brk.fixed_at is not None) is (to != "reopened" and STAGES.index(to) >= STAGES.index("fixed"))
    assert (brk.closed_at is not None) is (to == "closed")


@pytest.mark.parametrize("stage", STAGES)
def test_nothing_leads_to_open_but_reopening(replica: Replica, clock: ManualClock, stage: str) -> None:
    desk = at_stage(replica, clock, stage)
    desk.refuses("stage", lambda tx: stages.set_stage(tx, desk.acme, "open"))
