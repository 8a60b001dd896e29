"""What happened in the exchange is noted, and only that."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from store.clock import DAY, HOUR, MINUTE, ManualClock
from store.errors import BadInput
from store.replica.happened import (
    ADOPTED,
    AGAIN,
    BACK,
    CLOCK,
    COPIED,
    KEPT,
    LOST,
    PUT_BACK,
    RENAMED,
    STOPPED,
    Happening,
    happenings,
    note,
)  # fmt: skip
from store.sync.presence import Presence
from store.sync.waits import Waits, adjusted
from tests.store.sync.conftest import WAITS, Joiner, Member, segments, wait_for_adoption
from tests.store.sync.test_exchange import copied, damage


def noted(member: Member, kind: str = "") -> list[Happening]:
    """What somebody noted, of one kind if that is named."""
    return [one for one in happenings(member.replica.db) if kind in ("", one.kind)]


def test_nothing_happens_while_all_goes_well(ana: Member, ben: Member, clock: ManualClock) -> None:
    id_ = ana.open_break()
    for _ in range(3):
        ana.sync()
        ben.sync()
        ben.note(id_)
        clock.advance(MINUTE)
    assert noted(ana) == noted(ben) == []


def test_a_deleted_segment_is_lost_and_put_back(ana: Member, ben: Member, shared: Path, clock: ManualClock) -> None:
    ana.open_break()
    ana.sync()
    ben.sync()
    events = len(ana.hashes)
    segments(shared)[0].unlink()
    ben.sync()
    ana.sync()
    ben.sync()
    own, at = ana.replica.id, clock.now()
    assert noted(ana) == [Happening(at, at, LOST, own, events, "it is gone"), Happening(at, at, PUT_BACK, own, events, "")]
    assert noted(ben) == [Happening(at, at, LOST, own, events, "it is gone")]


def test_a_damaged_one_is_told_with_its_reason(ana: Member, ben: Member, shared: Path) -> None:
    ana.open_break()
    ana.sync()
    ben.sync()
    path = segments(shared)[0]
    path.write_bytes(path.read_bytes()[:-40])
    ana.sync()
    assert [(one.kind, one.what) for one in noted(ana)] == [(LOST, "it is cut off or damaged"), (PUT_BACK, "")]


def test_bits_that_rot_are_told(ana: Member, shared: Path, clock: ManualClock) -> None:
    ana.open_break()
    ana.sync()
    damage(segments(shared)[0])
    clock.advance(WAITS.check_again + MINUTE)
    ana.sync()
    assert [one.kind for one in noted(ana)] == [LOST, PUT_BACK]


def test_what_lies_in_another_file_as_well_is_not_lost(ana: Member, ben: Member, shared: Path) -> None:
    ana.open_break()
    ana.sync()
    path = segments(shared)[0]
    shutil.copy(path, shared / "a copy of it.seg")
    ben.sync()
    ana.sync()
    path.unlink()
    ana.sync()
    ben.sync()
    assert noted(ana) == noted(ben) == []


def test_what_goes_on_is_counted_together(ana: Member, shared: Path, clock: ManualClock) -> None:
    id_ = ana.open_break()
    for _ in range(4):
        ana.note(id_)
        ana.sync()
        clock.advance(MINUTE)
    events = len(ana.hashes)
    for path in segments(shared):
        path.unlink()
        ana.sync()
        clock.advance(MINUTE)
    (lost,) = noted(ana, LOST)
    (put_back,) = noted(ana, PUT_BACK)
    assert (lost.amount, put_back.amount) == (events, events)
    assert lost.until - lost.at == 3 * MINUTE
    clock.advance(HOUR)
    segments(shared)[0].unlink()
    ana.sync()
    assert len(noted(ana, LOST)) == 2


def test_who_puts_back_what_another_lost_says_whose_it_was(ana: Member, ben: Member, shared: Path, clock: ManualClock) -> None:
    ana.open_break()
    ana.sync()
    ben.sync()
    events = len(ana.hashes)
    segments(shared)[0].unlink()
    ben.sync()
    wait_for_adoption(clock)
    assert ben.sync().adopted == events
    (adopted,) = noted(ben, ADOPTED)
    assert (adopted.who, adopted.amount) == (ana.replica.id, events)


def test_a_copied_profile_is_noted_by_itself_and_by_others(
    ana: Member, ben: Member, join: Joiner, tmp_path: Path, clock: ManualClock
) -> None:
    id_ = ana.open_break()
    ana.sync()
    ben.sync()
    former = ana.replica.id
    copied(ana, tmp_path / "twin")
    one, twin = join("ana"), join("twin")
    one.note(id_, "mine")
    twin.note(id_, "of the copy")
    one.sync()
    twin.sync()
    (own,) = noted(twin, COPIED)
    assert (own.who, own.what) == (twin.replica.id, former)
    clock.advance(WAITS.head)
    twin.sync()
    ben.sync()
    assert (twin.replica.id, former) in {(each.who, each.what) for each in noted(ben, RENAMED)}


def test_an_exchange_that_stands_still_is_noted_once_and_so_is_its_end(ana: Member, shared: Path, clock: ManualClock) -> None:
    ana.open_break()
    ana.sync()
    away = shared.with_name("away")
    shared.rename(away)
    for _ in range(3):
        assert ana.exchange.step().trouble is not None
        clock.advance(MINUTE)
    away.rename(shared)
    ana.sync()
    ana.sync()
    stopped, again = noted(ana)
    assert (stopped.kind, again.kind) == (STOPPED, AGAIN)
    assert "can't be reached" in stopped.what
    assert again.at - stopped.at == 3 * MINUTE


def test_a_clock_that_was_off_is_noted_and_forgiven_when_it_is_set(ana: Member, ben: Member, clock: ManualClock) -> None:
    ana.open_break()
    ana.sync()
    ben.replica.clock = ManualClock(clock.now() + 5 * 365 * DAY)
    ben.sync()
    ana.sync()
    (off,) = noted(ana, CLOCK)
    assert (off.who, off.amount) == (ben.replica.id, 5 * 365 * DAY)
    ben.replica.clock = clock
    clock.advance(MINUTE)
    ben.sync()
    ana.sync()
    (peer,) = Presence(ana.replica.db, ana.replica.id, "ana", clock.now(), WAITS).peers
    assert peer.skew == 0
    assert len(noted(ana, CLOCK)) == 1


def test_who_was_silent_for_long_is_back(ana: Member, ben: Member, clock: ManualClock) -> None:
    id_ = ana.open_break()
    ana.sync()
    ben.sync()
    ben.note(id_)
    ben.sync()
    ana.sync()
    for _ in range(3):
        clock.advance(40 * MINUTE)
        ana.sync()
    ben.note(id_)
    ben.sync()
    ana.sync()
    (back,) = noted(ana, BACK)
    assert (back.who, back.amount) == (ben.replica.id, 2 * HOUR)
    assert noted(ben, BACK) == [], "it was ben who was away"


def test_the_list_stays_short(ana: Member, clock: ManualClock) -> None:
    with ana.replica.step():
        for number in range(KEPT + 10):
            note(ana.replica.db, clock.now(), STOPPED, what=f"trouble {number}")
    found = noted(ana)
    assert len(found) == KEPT
    assert found[-1].what == f"trouble {KEPT + 9}"


def test_waits_can_be_set_by_name() -> None:
    assert adjusted(Waits(), "") == Waits()
    assert adjusted(Waits(), "adopt=6000, head=10") == Waits(adopt=6000, head=10)


@pytest.mark.parametrize(
    "text", ["adopt", "adopt=", "adopt=-1", "adopt=1s", "patience=3", "count=1", "=5", f"gap={'9' * 21}", "x" * 400]
)
def test_waits_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(BadInput, match="is no wait") as error:
        adjusted(Waits(), text)
    assert len(str(error.value)) < 160


def test_what_goes_on_stands_after_what_it_followed(ana: Member, clock: ManualClock) -> None:
    with ana.replica.step():
        for kind, amount, what in ((LOST, 3, "gone"), (PUT_BACK, 3, ""), (LOST, 4, "damaged"), (PUT_BACK, 4, "")):
            clock.advance(1_000)
            note(ana.replica.db, clock.now(), kind, "a" * 12, amount, what)
    assert [(one.kind, one.amount) for one in noted(ana)][-3:] == [(LOST, 3), (LOST, 4), (PUT_BACK, 7)]
