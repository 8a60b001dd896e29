"""The folded tables beside the log: what changes with what, and that a rebuild changes nothing and hinders nobody."""

from __future__ import annotations

from functools import partial

import pytest

from store.actions import amends, board, contacts, customers, fields, house, opening, stages
from store.clock import HOUR, ManualClock
from store.replica import Replica, queries
from store.row import Row, unpack
from tests.store.conftest import Opener
from tests.store.doing import folded
from tests.store.test_ids import plant


@pytest.fixture
def closed(replica: Replica, clock: ManualClock) -> str:
    """A break that was called about, tried again, promised and closed."""
    id_ = replica.act(lambda tx: opening.open_breaks(tx, ["Acme"], "API", severity=1), "ana").ids[0]
    replica.act(lambda tx: contacts.log_contact(tx, [id_], "mail"), "ana")
    clock.advance(HOUR)
    replica.act(lambda tx: contacts.log_contact(tx, [id_], "call", attempt=True), "ana")
    replica.act(lambda tx: house.mark_public(tx, id_, "a forum"), "ana")
    replica.act(lambda tx: stages.set_stage(tx, id_, "closed"), "ana")
    return id_


def row_of(replica: Replica, id_: str) -> Row:
    """The line of a break."""
    return unpack(replica.db.execute("SELECT row FROM break_rows WHERE id = ?", (id_,)).fetchone()[0])


def check_rebuild(replica: Replica) -> None:
    """What was kept up event by event is what a rebuild makes."""
    replica.catch_up()
    kept = folded(replica)
    replica.catch_up(rebuild=True)
    assert folded(replica) == kept


def test_a_closed_break_follows_its_customers_card(replica: Replica, closed: str) -> None:
    replica.act(lambda tx: customers.edit_customer(tx, "Acme", person="Mary Osei", about_person={"phone": "7"}), "ana")
    assert row_of(replica, closed).phone == "7"
    check_rebuild(replica)


def test_a_closed_break_follows_the_policy(replica: Replica, closed: str) -> None:
    before = row_of(replica, closed)
    replica.act(lambda tx: board.set_policy(tx, ["retry=1h", "resets=none", "unanswered=1d"]), "ana")
    replica.catch_up()
    assert row_of(replica, closed) != before
    check_rebuild(replica)


def test_who_is_on_duty_refolds_no_break(replica: Replica, closed: str) -> None:
    replica.act(lambda tx: board.set_policy(tx, ["retry=1h"]), "ana")
    replica.catch_up()
    changed = replica.db.execute("SELECT id, changed FROM break_rows").fetchall()
    replica.act(lambda tx: board.set_duty(tx, True), "ana")
    replica.act(lambda tx: board.name_board(tx, "ops"), "ana")
    assert replica.db.execute("SELECT id, changed FROM break_rows").fetchall() == changed
    assert replica.behind == 0


def test_a_cause_given_once_reaches_every_customer_of_the_failure(replica: Replica) -> None:
    found = replica.act(lambda tx: opening.open_breaks(tx, ["Acme", "Bluebird"], "API"), "ana")
    replica.act(lambda tx: fields.set_fields(tx, found.ids[0], {"cause": "certificate"}), "ana")
    assert [row_of(replica, id_).cause for id_ in found.ids] == ["certificate", "certificate"]
    check_rebuild(replica)


def test_the_board_can_be_used_while_it_is_rebuilt(replica: Replica, open_replica: Opener) -> None:
    names = [f"Customer {n}" for n in range(450)]
    ids = replica.act(lambda tx: opening.open_breaks(tx, names, "API"), "ana").ids
    other = open_replica("a")
    seen: list[int] = []

    def between(done: int, total: int) -> None:
        if len(seen) < 3:
            other.act(lambda tx: house.note(tx, ids[-1 - len(seen)], "while it was rebuilt"), "ben")
            seen.append(other.db.execute("SELECT count(*) FROM break_rows").fetchone()[0])

    replica.catch_up(between, rebuild=True)
    assert len(seen) >= 2
    assert set(seen) == {450}
    check_rebuild(replica)


def test_tables_of_another_version_are_made_again(replica: Replica, closed: str, open_replica: Opener) -> None:
    kept = folded(replica)
    replica.db.execute("UPDATE meta SET value = '0' WHERE key = 'fold_version'")
    replica.db.execute("UPDATE break_rows SET row = '[]'")
    other = open_replica("a")
    assert other.behind > 0
    told: list[tuple[int, int]] = []
    other.catch_up(lambda done, total: told.append((done, total)))
    assert folded(other) == kept
    assert told[-1][0] == told[-1][1]
    assert other.behind == 0


def test_a_rebuild_mends_tables_that_say_something_else(replica: Replica) -> None:
    found = replica.act(lambda tx: opening.open_breaks(tx, ["Acme", "Bluebird", "Cobalt"], "API"), "ana")
    replica.act(lambda tx: amends.owe(tx, found.ids[0], "credit", "90 EUR"), "ana")
    kept = folded(replica)
    one, other = (replica.db.execute("SELECT sid FROM break_rows WHERE id = ?", (id_,)).fetchone()[0] for id_ in found.ids[:2])
    replica.db.execute("DELETE FROM break_rows WHERE sid = ?", (one,))
    replica.db.execute("INSERT INTO joined_breaks VALUES (?, ?, ?, 1)", (other, found.ids[1], found.ids[2]))
    replica.db.execute("UPDATE failures SET joined_into = 'nowhere'")
    replica.db.execute("DELETE FROM steps")
    plant(replica, 999, "GHOST")
    replica.catch_up(rebuild=True)
    assert folded(replica) == kept


def test_the_pages_of_a_view_are_in_its_order(replica: Replica, clock: ManualClock) -> None:
    for n in range(12):
        replica.act(partial(opening.open_breaks, customers=[f"Customer {n}"], what="API", severity=n % 4 + 1), "ana")
        clock.advance(HOUR // 6)
    everything = queries.order("open", clock.now()).run(replica.db)
    assert queries.first_page("open", clock.now(), 5).run(replica.db) == everything[:5]
    assert [rank for _, rank, _, _ in everything] == sorted(rank for _, rank, _, _ in everything)
    later = clock.now() + 3 * HOUR
    moved = {sid: rank for sid, rank, _, _ in queries.moved("open", clock.now(), later).run(replica.db)}
    now = {sid: rank for sid, rank, _, _ in everything}
    assert {sid: rank for sid, rank, _, _ in queries.order("open", later).run(replica.db)} == {**now, **moved}
    assert moved


def test_closed_breaks_follow_the_policy_last_and_nobody_waits_for_them(replica: Replica, closed: str) -> None:
    opened = replica.act(lambda tx: opening.open_breaks(tx, ["Bluebird"], "No power"), "ana").ids[0]
    replica.act(lambda tx: contacts.log_contact(tx, [opened], "call"), "ana")
    due_at = row_of(replica, opened).contact_due_at
    before = row_of(replica, closed)
    replica.act(lambda tx: board.set_policy(tx, ["cadence.3=5m", "retry=1h", "resets=none", "unanswered=1d"]), "ana")
    replica.catch_up(late=False)
    assert row_of(replica, opened).contact_due_at != due_at
    assert (row_of(replica, closed), replica.late, replica.behind) == (before, 1, 1)
    replica.act(lambda tx: house.note(tx, opened, "seen"), "ana")
    assert replica.late == 1
    assert replica.fold_step() == 0
    assert row_of(replica, closed) != before
    check_rebuild(replica)


def test_a_closed_break_that_something_happens_to_waits_no_longer(replica: Replica, closed: str) -> None:
    replica.act(lambda tx: board.set_policy(tx, ["unanswered=1d"]), "ana")
    replica.act(lambda tx: house.note(tx, closed, "they rang"), "ana")
    assert (replica.late, replica.behind) == (0, 0)
    check_rebuild(replica)


def test_folding_can_stop_after_a_while_and_goes_on_later(replica: Replica) -> None:
    for number in range(3):
        replica.act(lambda tx, number=number: opening.open_breaks(tx, [f"C{number}"], "API"), "ana", fold=False)  # type: ignore[misc]
    behind = replica.behind
    assert behind > 3
    assert (replica.catch_up(seconds=0), replica.behind) == (0, behind)
    assert (replica.catch_up(), replica.behind) == (behind, 0)
    assert replica.catch_up(rebuild=True, seconds=0) == behind, "what nobody can read is made whole"
