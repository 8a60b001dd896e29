"""Who is here, who has what, whose clock is off."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.clock import DAY, HOUR, MINUTE, SECOND, ManualClock
from store.replica.late import read_late
from store.replica.vector import Range, merged
from store.sync.posting import post
from store.sync.presence import Peer, Presence
from store.sync.vector import Reach, forked, from_json, joined, missing, to_json, vector_of
from tests.store.sync.conftest import WAITS, Joiner, Member, segments
from tests.store.sync.test_exchange import copied

ranges = st.lists(st.tuples(st.integers(1, 30), st.integers(0, 5)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=5)
NAMES = ("a" * 12, "b" * 12)


def reach_of(found: list[Range]) -> Reach:
    """What somebody with those numbers says."""
    first, *rest = merged([(0, 0), *found])
    return Reach(first[1], f"{first[1]:032x}" if first[1] else "", tuple(rest))


vectors = st.dictionaries(st.sampled_from(NAMES), ranges.map(reach_of))


def numbers(vector: dict[str, Reach]) -> set[tuple[str, int]]:
    """Every event that a vector says is there."""
    return {(name, number) for name, reach in vector.items() for first, last in reach.ranges for number in range(first, last + 1)}


@given(vectors, vectors)
def test_vectors_say_what_one_has_and_the_other_lacks(one: dict[str, Reach], other: dict[str, Reach]) -> None:
    lacking = {
        (name, number) for name, runs in missing(one, other).items() for first, last in runs for number in range(first, last + 1)
    }
    assert lacking == numbers(other) - numbers(one)
    assert numbers(joined(one, other)) == numbers(one) | numbers(other) == numbers(joined(other, one))
    assert from_json(to_json(one)) == one
    assert from_json(to_json(joined(one, other))) == joined(one, other)
    assert all(reach.covers(number) for name, reach in one.items() for first, last in reach.ranges for number in (first, last))
    assert forked(one, other) == set()


def test_a_fork_shows_where_both_have_come_equally_far() -> None:
    one = {NAMES[0]: Reach(5, "0" * 32), NAMES[1]: Reach(2, "1" * 32)}
    assert forked(one, {**one, NAMES[0]: Reach(5, "f" * 32)}) == {NAMES[0]}
    assert forked(one, {**one, NAMES[0]: Reach(6, "f" * 32)}) == set()


def presence(member: Member) -> Presence:
    """What a member knows of the others."""
    return Presence(member.replica.db, member.replica.id, member.name, member.clock.now(), WAITS)


def peer(member: Member, of: Member) -> Peer:
    """What a member knows of another."""
    return next(known for known in presence(member).peers if known.replica == of.replica.id)


def rounds(*members: Member, count: int = 2) -> None:
    """Everybody syncs and says so."""
    for _ in range(count):
        for member in members:
            member.clock.advance(WAITS.head)
            member.sync()


def test_what_others_have_is_told_by_them(ana: Member, ben: Member) -> None:
    ana.open_break()
    rounds(ana, ben)
    ana.sync()
    assert presence(ana).seen_by(ana.replica.id, 2) == (2, 2)
    ana.open_break("Bluebird")
    assert presence(ana).seen_by(ana.replica.id, 4) == (1, 2)
    assert peer(ana, ben).behind == 2
    rounds(ana, ben)
    ana.sync()
    assert presence(ana).seen_by(ana.replica.id, 4) == (2, 2)
    known = peer(ana, ben)
    assert (known.actor, known.behind, known.ahead, known.skew, known.differs) == ("ben", 0, 0, 0, False)


def test_a_footer_tells_it_too(ana: Member, ben: Member) -> None:
    """Without a head: it is not due yet."""
    rounds(ana, ben)
    id_ = ana.open_break()
    ana.sync()
    ben.sync()
    ben.note(id_)
    ben.sync()
    ana.sync()
    assert presence(ana).seen_by(ana.replica.id, 2) == (2, 2)


def test_people_count_once_and_only_while_they_are_heard_of(ana: Member, ben: Member, join: Joiner, clock: ManualClock) -> None:
    phone = join("phone")
    phone.exchange._actor = "ben"
    ana.open_break()
    rounds(ana, ben, phone)
    ana.sync()
    assert presence(ana).seen_by(ana.replica.id, 2) == (2, 2)
    clock.advance(8 * DAY)
    assert presence(ana).seen_by(ana.replica.id, 2) == (1, 1)


@pytest.mark.parametrize(
    ("ahead", "told"), [(5 * 365 * DAY, True), (HOUR, True), (30 * SECOND, False), (-2 * DAY, True), (-MINUTE, False)]
)
def test_a_clock_that_is_off_is_told(ahead: int, told: bool, ana: Member, join: Joiner) -> None:
    ben = join("ben")
    ben.replica.clock = ben.clock = ManualClock(ana.clock.now() + ahead)
    ana.sync()
    ben.open_break()
    ben.sync()
    ana.sync()
    assert peer(ana, ben).skew == (ahead if told else 0)
    ana.clock.advance(2 * DAY)
    assert peer(ana, ben).skew == 0  # nothing of them came since


def test_what_was_written_while_nobody_looked_is_neither_here_nor_a_slow_clock(ana: Member, ben: Member, join: Joiner) -> None:
    ana.sync()
    ana.open_break()
    ben.sync()
    ana.sync()
    written_at = ana.clock.now()
    ana.clock.advance(20 * MINUTE)
    ben.sync()
    eve = join("eve")
    eve.sync()
    for member in (ben, eve):
        known = peer(member, ana)
        assert (known.actor, known.heard_at, known.skew) == ("ana", written_at, 0)
    ana.sync()
    eve.sync()
    assert peer(eve, ana).heard_at == eve.clock.now()


def test_a_joiner_does_not_guess_when_one_was_here_whose_clock_is_ahead(ana: Member, join: Joiner) -> None:
    ben = join("ben")
    ben.replica.clock = ben.clock = ManualClock(ana.clock.now() + DAY)
    ben.open_break()
    ben.sync()
    ana.sync()
    assert (peer(ana, ben).heard_at, peer(ana, ben).skew) == (0, DAY)
    ben.clock.advance(WAITS.head)
    ana.clock.advance(WAITS.head)
    ben.sync()
    ana.sync()
    assert peer(ana, ben).heard_at == ana.clock.now()


def test_a_clock_that_was_set_back_is_no_alarm_any_more(ana: Member, ben: Member) -> None:
    """Even where nobody looks while that happens."""
    right = ben.clock.now()
    ben.replica.clock = ben.clock = ManualClock(right + DAY)
    ben.sync()
    ana.sync()
    assert peer(ana, ben).skew == DAY
    ben.clock.advance(30 * MINUTE - DAY)
    ben.sync()
    ana.clock.advance(40 * MINUTE)
    ana.sync()
    assert (peer(ana, ben).skew, peer(ana, ben).heard_at) == (0, right + 30 * MINUTE)


def test_the_own_clock_was_ahead_and_is_set_right(ana: Member, ben: Member, shared: Path) -> None:
    """All that was noted by it heals in one step: who is here, whose clock is off, what came in late, rule 3."""
    right = ben.clock.now()
    own = ManualClock(right + 5 * 365 * DAY)
    ana.replica.clock = ana.clock = own
    ana.sync()
    id_ = ben.open_break()
    ben.sync()
    ana.sync()
    ben.note(id_)
    ben.clock.advance(MINUTE)
    ben.sync()
    own.advance(MINUTE)
    ana.sync()
    for path in segments(shared):
        path.unlink()
    ana.sync()
    own.advance(-5 * 365 * DAY)
    assert peer(ana, ben).heard_at == peer(ana, ben).skew == 0
    report = ana.sync()
    assert (peer(ana, ben).heard_at, peer(ana, ben).skew) == (right + MINUTE, 0)
    assert report.lacking == 3
    own.advance(2 * WAITS.adopt + MINUTE)
    assert ana.sync().adopted == 3
    ben.clock.advance(2 * WAITS.adopt + MINUTE)
    ben.sync()
    ben.note(id_)
    ben.sync()
    ana.sync()
    assert read_late(ana.replica.db, "testboard").events == 0


def test_nobody_lacks_what_they_wrote(ana: Member, ben: Member) -> None:
    """Who works by commands writes no head for each entry."""
    rounds(ana, ben)
    id_ = ben.open_break()
    post(ben.replica, ben.carrier)  # type: ignore[arg-type]
    ben.note(id_)
    post(ben.replica, ben.carrier)  # type: ignore[arg-type]
    ana.sync()
    assert peer(ana, ben).behind == 0


def test_a_slow_way_is_no_slow_clock(ana: Member, ben: Member, clock: ManualClock) -> None:
    """The least delayed sample of an hour counts."""
    ben.sync()
    ana.sync()
    clock.advance(WAITS.head)
    ben.sync()
    clock.advance(30 * MINUTE)
    ana.sync()
    assert peer(ana, ben).skew == 0


def test_two_that_have_the_same_and_show_something_else_raise_an_alarm(ana: Member, ben: Member) -> None:
    ana.open_break()
    rounds(ana, ben)
    ana.sync()
    assert not peer(ana, ben).differs
    ana.replica.db.execute("UPDATE break_rows SET digest = digest + 1")
    assert peer(ana, ben).differs


def test_a_name_that_was_given_up_is_nobody(ana: Member, ben: Member, join: Joiner, tmp_path: Path) -> None:
    id_ = ana.open_break()
    rounds(ana, ben)
    copied(ana, tmp_path / "copy")
    one, other = join("ana"), join("copy")
    for member in (one, other):
        member.note(id_)
    rounds(one, other, ben, count=3)
    assert {known.replica for known in presence(ben).peers} == {one.replica.id, other.replica.id}


@pytest.fixture
def vector(ana: Member, ben: Member) -> dict[str, Reach]:
    """The vector of two who wrote."""
    ana.open_break()
    rounds(ana, ben)
    return vector_of(ben.replica.db)


def test_a_replica_s_vector_names_its_last_events(vector: dict[str, Reach], ana: Member) -> None:
    last = ana.replica.db.execute("SELECT hash FROM events ORDER BY number DESC LIMIT 1").fetchone()[0]
    assert vector == {ana.replica.id: Reach(2, last)}
