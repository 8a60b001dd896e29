"""A moved promise in what a customer may read: the reason is theirs once they were told."""

from __future__ import annotations

from store.facing import facing
from tests.warroom.desk import Desk
from tests.warroom.summaries.breaks import NAMES, Told


def test_a_reason_is_theirs_only_when_it_was_given_to_them(desk: Desk) -> None:
    told = Told(desk).person().sorry(290).promise(280, "the fix", by="9h")
    told.move(200, "1", "12h", say="a part comes by air", told_by="call").move(100, "1", "20h", say="zq the plane is late")
    case = desk.replica.cases().case(told.id)
    (promise,) = facing(case.brk, case.failure, case.customer, case.policy, desk.clock.at, NAMES).promises
    assert [slip.reason for slip in promise.slips] == ["a part comes by air", ""]
    for name in ("letter", "brief"):
        made = told.summary(name)
        assert "zq" not in f"{made.markdown}{made.fields}"
