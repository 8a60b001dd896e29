"""How many customers of a failure are put right, read in the statement that its line on the board is read with."""

from __future__ import annotations

from store.actions import amends
from store.actions.opening import open_breaks
from store.clock import ManualClock
from store.replica import Replica
from store.replica.failure_lines import standings, standings_of
from tests.store.desk import Desk


def test_the_counts_inside_the_customers_of_a_failure_are_added_up(replica: Replica, clock: ManualClock) -> None:
    desk = Desk(replica, clock)
    ids = desk.do(lambda tx: open_breaks(tx, ["Elm", "Quay", "Dune"], "Label API down")).ids
    desk.do(lambda tx: amends.count_affected(tx, ids[0], "65,000", "41,200"))
    desk.do(lambda tx: amends.count_affected(tx, ids[1], "10"))
    failure = desk.replica.db.execute("SELECT failure FROM break_rows WHERE id = ?", (ids[0],)).fetchone()[0]
    found = standings_of(standings("open", [failure]).run(desk.replica.db))[failure]
    assert (found.affected, found.corrected) == (65_010, 41_200)
