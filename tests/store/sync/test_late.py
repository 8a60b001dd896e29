"""What came in late from somebody who was offline: listed until it was seen; joining and coming back make nothing late."""

from __future__ import annotations

from functools import partial

import pytest

from store.actions import promises
from store.clock import DAY, HOUR, MINUTE, ManualClock
from store.late import Late
from store.replica.late import late_stamp, mark_seen, read_late
from store.sync.exchange import Exchange
from tests.store.conftest import BOARD
from tests.store.sync.conftest import WAITS, Joiner, Member


def late(member: Member) -> Late:
    """What a member has not seen yet."""
    return read_late(member.replica.db, BOARD)


def promise(member: Member, id_: str, by: str) -> None:
    """Promises a fix."""
    member.replica.act(partial(promises.make_promise, typed_ids=[id_], what="a fix", by=by), member.name)


def looks_on(member: Member, minutes: int) -> None:
    """Time passes, in which a member's board exchanges every five minutes."""
    for _ in range(minutes // 5):
        member.clock.advance(5 * MINUTE)
        member.sync()


@pytest.fixture
def id_(ana: Member, ben: Member) -> str:
    """A break that both have."""
    made = ana.open_break()
    for member in (ana, ben, ana):
        member.sync()
    return made


def test_what_somebody_wrote_offline_is_listed_until_it_is_seen(ana: Member, ben: Member, id_: str) -> None:
    ben.note(id_)
    ben.note(id_, "again")
    promise(ben, id_, "in 5h")
    looks_on(ana, 60)
    ben.sync()
    ana.sync()
    found = late(ana)
    (group,) = found.groups
    assert (group.actor, group.events, group.customer, group.what, group.break_id) == ("ben", 3, "Acme", "API", id_)
    assert group.promise is not None
    assert not group.is_loud(ana.clock.now())
    assert group.is_loud(ana.clock.now() + 4 * HOUR)
    with ana.replica.step():
        mark_seen(ana.replica.db, found.upto)
    assert late(ana) == Late()
    ana.sync()
    assert late(ana) == Late()
    assert late(ben) == Late()


def test_what_comes_soon_is_not_late(ana: Member, ben: Member, id_: str) -> None:
    ben.note(id_)
    looks_on(ana, 10)
    ben.sync()
    ana.sync()
    assert late(ana) == Late()


def test_what_came_while_one_was_away_is_not_late_but_what_was_missing_before_is(ana: Member, ben: Member, join: Joiner) -> None:
    """After coming back, in a new process: only what was not there when it last looked."""
    cem = join("cem")
    id_ = ana.open_break()
    for member in (ana, ben, cem, ana):
        member.sync()
    cem.note(id_, "written offline")
    looks_on(ana, 30)
    looked_at = ana.clock.now()
    ana.clock.advance(DAY)
    ben.note(id_, "written while ana was away")
    ana.clock.advance(HOUR)
    for member in (ben, cem):
        member.sync()
    ana.exchange = Exchange(ana.replica, ana.carrier, WAITS, "ana", "1.0", looked_at)
    ana.sync()
    assert [(group.actor, group.events) for group in late(ana).groups] == [("cem", 1)]


def test_joining_is_not_late_and_neither_is_history_that_trickles_in(ana: Member, join: Joiner, clock: ManualClock) -> None:
    id_ = ana.open_break()
    ana.sync()
    clock.advance(DAY)
    ben = join("ben")
    ben.sync()
    assert late(ben) == Late()
    dan = join("dan")
    dan.sync()
    looks_on(ben, 60)
    ana.note(id_)
    ana.sync()
    ben.sync()
    assert late(ben) == Late()


def test_a_promise_that_was_settled_since_is_not_told(ana: Member, ben: Member, id_: str) -> None:
    promise(ben, id_, "in 5m")
    looks_on(ana, 60)
    ben.sync()
    ana.sync()
    assert [group.is_loud(ana.clock.now()) for group in late(ana).groups] == [True]
    ana.replica.act(partial(promises.settle_promise, typed_id=id_, n="1", result="kept"), "ana")
    assert [group.promise for group in late(ana).groups] == [None]


def test_promises_come_first_and_everything_is_grouped(ana: Member, ben: Member, id_: str) -> None:
    others = [ben.open_break(f"Customer {number}") for number in range(30)]
    for other in others:
        ben.note(other)
    promise(ben, others[7], "in 9h")
    promise(ben, id_, "in 2h")
    looks_on(ana, 60)
    ben.sync()
    ana.sync()
    found = late(ana)
    assert found.events == late_stamp(ana.replica.db)[0] == 30 * 3 + 2
    assert [group.customer for group in found.groups[:2]] == ["Acme", "Customer 7"]
    assert {group.what for group in found.groups} == {"API"}
    assert sum(group.events for group in found.groups) == found.events


def test_what_is_about_nothing_here_is_told_too(ana: Member, ben: Member, id_: str) -> None:
    other = ben.open_break("Elm")
    looks_on(ana, 60)
    ben.sync()
    ana.sync()
    ana.replica.db.execute("DELETE FROM break_rows WHERE id = ?", (other,))
    assert {group.what for group in late(ana).groups} == {"a break that is not here", "a failure that is not here"}
