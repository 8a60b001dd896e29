"""Measures are made when somebody asks, and again for what changed; whatever is kept, they are those of the record."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from store.actions.contacts import log_contact
from store.actions.corrections import join
from store.actions.customers import edit_customer
from store.actions.fields import set_fields
from store.clock import MINUTE, ManualClock
from store.replica import Replica
from store.replica.measured import BATCH, Measuring, keep_up, kept_up_step
from tests.store.doing import do_something
from tests.warroom.desk import BOARD, NOW, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.replica.close()


def behind(replica: Replica) -> int:
    return Measuring(replica.db, replica.board_id).behind()


def kept(replica: Replica) -> int:
    return int(replica.db.execute("SELECT count(*) FROM measures").fetchone()[0])


def test_logging_makes_none_and_asking_makes_them_once(desk: Desk) -> None:
    ids = [desk.open(f"Customer {number}") for number in range(3)]
    desk.do(lambda tx: log_contact(tx, ids, "call"))
    assert (kept(desk.replica), behind(desk.replica)) == (0, 3)
    told: list[tuple[int, int]] = []
    assert keep_up(desk.replica, lambda done, total: told.append((done, total))) == 3
    assert told[-1] == (3, 3)
    assert keep_up(desk.replica) == 0


def test_only_what_changed_is_made_again(desk: Desk) -> None:
    first, second = desk.open("Acme"), desk.open("Bluebird")
    keep_up(desk.replica)
    desk.do(lambda tx: log_contact(tx, [first], "call"))
    assert behind(desk.replica) == 1
    desk.do(lambda tx: edit_customer(tx, "Bluebird", card={"value": "5 EUR"}))
    assert keep_up(desk.replica) == 2
    desk.do(lambda tx: set_fields(tx, second, {"cause": "cert"}))
    assert keep_up(desk.replica) == 1
    found = {one.id: one for one in Measuring(desk.replica.db, BOARD).all()}
    assert (found[first].told_at, found[second].value, found[second].cause) == (NOW, "5.00", "cert")


def test_the_policys_pace_makes_all_behind_and_its_other_settings_none(desk: Desk) -> None:
    from store.actions.board import set_policy

    desk.open()
    keep_up(desk.replica)
    stamp = desk.replica.db.execute("SELECT stamp FROM measures").fetchone()[0]
    desk.do(lambda tx: set_policy(tx, ["cadence=5m"]))
    assert keep_up(desk.replica) == 1
    assert desk.replica.db.execute("SELECT stamp FROM measures").fetchone()[0].rpartition("/")[2] != stamp.rpartition("/")[2]
    desk.do(lambda tx: set_policy(tx, ["bell=3"]))
    keep_up(desk.replica)
    assert keep_up(desk.replica) == 0


def test_a_break_that_goes_on_as_another_counts_with_that_one(desk: Desk) -> None:
    first, second = desk.open("Acme", minutes_ago=200), desk.open("Acme", minutes_ago=100)
    desk.do(lambda tx: log_contact(tx, [second], "call"), 50)
    keep_up(desk.replica)
    desk.do(lambda tx: join(tx, second, first))
    keep_up(desk.replica)
    assert kept(desk.replica) == 1
    (one,) = Measuring(desk.replica.db, BOARD).all()
    assert (one.id, one.told_at) == (first, NOW - 50 * MINUTE)


def test_steps_are_short(desk: Desk) -> None:
    for number in range(3):
        desk.open(f"Customer {number}")
    with desk.replica.step():
        assert Measuring(desk.replica.db, BOARD).fill(limit=2) == 2
    assert behind(desk.replica) == 1
    assert kept_up_step(desk.replica) == 0
    assert BATCH <= 100


def test_without_room_to_write_they_are_worked_out(desk: Desk, tmp_path: Path) -> None:
    desk.open()
    desk.replica.read_only = True
    assert (keep_up(desk.replica), kept_up_step(desk.replica)) == (0, 0)
    assert len(list(Measuring(desk.replica.db, BOARD).all())) == 1
    assert kept(desk.replica) == 0


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happened_what_is_kept_is_what_the_record_comes_to(tmp_path: Path, seed: int) -> None:
    dice, clock = Random(seed), ManualClock(NOW)
    replica = Replica.open(tmp_path / "r", BOARD, clock)
    try:
        for number in range(50):
            clock.advance(dice.randint(1, 90) * MINUTE)
            do_something(dice, replica)
            if number % 9 == 0:
                keep_up(replica)
        replica.catch_up()
        keep_up(replica)
        assert behind(replica) == 0
        as_kept = list(Measuring(replica.db, BOARD).all())
        replica.db.execute("DELETE FROM measures")
        assert list(Measuring(replica.db, BOARD).all()) == as_kept
        assert [one.id for one in as_kept] == [id_ for (id_,) in replica.db.execute("SELECT id FROM break_rows ORDER BY id")]
    finally:
        replica.close()
        shutil.rmtree(tmp_path / "r")
