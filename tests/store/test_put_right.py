"""How many customers of a failure are put right, read in the statement that its line on the board is read with."""

from __future__ import annotations

from functools import partial

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


def test_what_is_owed_to_the_customers_of_a_failure_is_added_up_kind_by_kind(replica: Replica, clock: ManualClock) -> None:
    desk = Desk(replica, clock)
    ids = desk.do(lambda tx: open_breaks(tx, ["Elm", "Quay"], "Label API down")).ids
    for id_, kind, amount in ((0, "credit", "50"), (1, "credit", "40"), (1, "gift-card", "20"), (0, "correction", "900")):
        desk.do(partial(amends.owe, typed_id=ids[id_], kind=kind, amount=f"{amount} EUR"))
    desk.do(lambda tx: amends.move_restitution(tx, ids[0], "1", "issued"))
    failure = desk.replica.db.execute("SELECT failure FROM break_rows WHERE id = ?", (ids[0],)).fetchone()[0]
    found = standings_of(standings("open", [failure]).run(desk.replica.db))[failure]
    assert [tuple(map(str, sums)) for sums in found.owed] == [("€90",), ("€20",), ("€900",)]
    assert set(found.owed_states) == {"proposed", "issued"}
