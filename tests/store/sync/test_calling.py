"""Who is calling a customer: said at once, taken back, and gone by itself; no part of the record."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from store.attention import CALL_LASTS, judge
from store.clock import DAY, HOUR, MINUTE, ManualClock
from store.replica import queries
from store.replica.calling import Call, begin_calls, end_calls
from store.row import Row
from store.sync.heads import read_head, write_head
from store.sync.names import head_name
from tests.store.conftest import BOARD
from tests.store.sync.conftest import WAITS, Joiner, Member
from tests.store.sync.test_presence import rounds


def begin(member: Member, *ids: str) -> None:
    """A member takes up the telephone."""
    with member.replica.step():
        begin_calls(member.replica.db, member.name, ids, member.clock.now())


def end(member: Member, *ids: str) -> None:
    """A member hangs up."""
    with member.replica.step():
        end_calls(member.replica.db, ids)


def row(member: Member, id_: str) -> Row:
    """The break as a member's board shows it."""
    return next(iter(queries.loaded(queries.of_break(id_).run(member.replica.db)).values())).row


def calling(member: Member, id_: str) -> str:
    """Who calls, as a member's board shows it; empty when nobody does."""
    found = row(member, id_)
    return found.calling if judge(found, member.clock.now()).calling else ""


@pytest.fixture
def id_(ana: Member, ben: Member) -> str:
    """A break that both have; all heads are fresh."""
    made = ana.open_break()
    rounds(ana, ben)
    return made


def test_others_see_it_at_once_and_when_it_ends(ana: Member, ben: Member, id_: str, clock: ManualClock) -> None:
    before = ana.hashes
    clock.advance(WAITS.urgent)
    begin(ana, id_)
    ana.exchange.step()
    ben.exchange.step()
    assert calling(ben, id_) == calling(ana, id_) == "ana"
    assert row(ben, id_).calling_since == clock.now()
    clock.advance(WAITS.urgent)
    end(ana, id_)
    ana.exchange.step()
    ben.exchange.step()
    assert calling(ben, id_) == calling(ana, id_) == ""
    assert ana.hashes == ben.hashes == before


def test_it_keeps_its_own_pace(ana: Member, ben: Member, id_: str, clock: ManualClock) -> None:
    clock.advance(WAITS.urgent)
    begin(ana, id_)
    ana.exchange.step()
    end(ana, id_)
    report = ana.exchange.step()
    ben.exchange.step()
    assert calling(ben, id_) == "ana"
    assert report.next_at == clock.now() + WAITS.urgent
    clock.advance(WAITS.urgent)
    ana.exchange.step()
    ben.exchange.step()
    assert calling(ben, id_) == ""


def test_it_ends_by_itself_when_nobody_ended_it(ana: Member, ben: Member, id_: str, clock: ManualClock) -> None:
    clock.advance(WAITS.urgent)
    begin(ana, id_)
    ana.exchange.step()
    ben.exchange.step()
    clock.advance(CALL_LASTS - MINUTE)
    assert calling(ben, id_) == "ana"
    clock.advance(MINUTE)
    assert calling(ben, id_) == calling(ana, id_) == ""
    ana.exchange.step()
    assert b"calling" not in ana.carrier.get(head_name(ana.replica.id))


def test_a_call_in_the_future_began_when_it_was_heard_of(ana: Member, join: Joiner, id_: str, clock: ManualClock) -> None:
    cem = join("cem")
    cem.sync()
    cem.replica.clock = cem.clock = ManualClock(clock.now() + 5 * 365 * DAY)
    begin(cem, id_)
    cem.exchange.step()
    ana.exchange.step()
    assert row(ana, id_).calling_since == clock.now()
    assert calling(ana, id_) == "cem"


def test_who_calls_now_is_shown_before_a_call_of_the_record(ana: Member, ben: Member, id_: str, clock: ManualClock) -> None:
    from store.actions.contacts import begin_call

    ben.replica.act(lambda tx: begin_call(tx, id_), "ben")
    assert calling(ben, id_) == "ben"
    clock.advance(MINUTE)
    begin(ana, id_)
    ana.exchange.step()
    ben.exchange.step()
    assert calling(ben, id_) == "ana"


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ([["ABC", 5]], [("ABC", 5)]),
        ([["ABC", 5, 6], "x", None, ["abc", 5], ["ABC", "5"], ["ABC", True], ["ABC", -1], ["A" * 41, 1]], []),
        ({"ABC": 5}, []),
        ([["ABC", number] for number in range(100)], [("ABC", number) for number in range(20)]),
    ],
)
def test_what_is_no_call_is_left_out(ana: Member, id_: str, said: object, read: Iterable[tuple[str, int]]) -> None:
    ours = read_head(ana.carrier.get(head_name(ana.replica.id)), BOARD, ana.replica.id)
    forged = write_head(BOARD, ours._replace(calling=said))  # type: ignore[arg-type]
    assert read_head(forged, BOARD, ana.replica.id).calling == tuple(Call(*each) for each in read)


def test_a_head_without_calls_is_as_it_was_before_there_were_any(ana: Member, id_: str) -> None:
    assert b"calling" not in ana.carrier.get(head_name(ana.replica.id))


def test_a_single_file_is_not_replaced_for_each_call(tmp_path: Path) -> None:
    from store.sync.waits import SINGLE

    assert SINGLE.urgent >= SINGLE.gap >= 15_000
    assert WAITS.urgent < WAITS.gap < HOUR
