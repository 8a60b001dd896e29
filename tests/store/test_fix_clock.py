"""The fix clock against a count by the minute: working time, zone changes, holidays, waits and reopenings."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.actions.corrections import undo
from store.actions.house import wait_on
from store.actions.stages import set_stage
from store.clock import HOUR, MINUTE, ManualClock
from store.entries import StageChange
from store.fix_clock import FixClock, fix_clock
from store.fold import fold_break
from store.policy import Policy, policy_of
from store.replica import Replica
from store.state import Break
from store.waits import Wait
from tests.store.attending import new, row_of, told
from tests.store.by_hand import NOW, Author
from tests.store.desk import Desk
from tests.store.test_worktime import hours, is_open


def policy(**settings_: str) -> Policy:
    """The default policy with some settings, for all severities."""
    found: dict[str, str] = {}
    for name, text in settings_.items():
        found |= {f"{name}.{number}": text for number in (1, 2, 3, 4)} if name == "fix_hours" else {name: text}
    return policy_of(found.items())


def took(brk: Break, after: int, **settings_: str) -> FixClock:
    """The fix clock so many ms after NOW, Monday 10:00 UTC."""
    return fix_clock(brk, policy(**settings_), NOW + after)


FIXED = (StageChange("fixed", NOW + 3 * HOUR, "ana", ""),)
REOPENED = (*FIXED, StageChange("reopened", NOW + 5 * HOUR, "ana", ""))


def test_it_runs_from_when_we_knew_until_it_is_fixed() -> None:
    assert took(new(), 2 * HOUR) == FixClock(2 * HOUR, 0, "runs", False)
    assert took(new(found_at=NOW - HOUR), 2 * HOUR).elapsed == 3 * HOUR
    fixed = new(stages=FIXED, fixed_at=NOW + 3 * HOUR)
    assert took(fixed, 9 * HOUR) == FixClock(3 * HOUR, 0, "stopped", False)
    assert took(fixed, HOUR) == FixClock(HOUR, 0, "runs", False)


def test_it_counts_working_time_where_the_policy_says_so() -> None:
    """From Monday 10:00 to Tuesday 12:00: seven hours until 17:00, three from 9:00 on."""
    assert [took(new(severity=severity), 26 * HOUR).working for severity in (1, 2, 3, 4)] == [False, False, True, True]
    assert took(new(severity=3), 26 * HOUR) == FixClock(10 * HOUR, 0, "runs", True)
    assert took(new(severity=3), 26 * HOUR, holidays="2026-11-24").elapsed == 7 * HOUR
    assert took(new(severity=3), 26 * HOUR, fix_hours="elapsed").elapsed == 26 * HOUR
    assert took(new(severity=1), 26 * HOUR, fix_hours="working").elapsed == 10 * HOUR


def test_waits_pause_it_by_the_policy() -> None:
    waits = (Wait("supplier", NOW + HOUR, NOW + 2 * HOUR), Wait("customer", NOW + 3 * HOUR))
    waiting = new(waits=waits, waiting_on="customer", waiting_on_since=NOW + 3 * HOUR)
    assert took(waiting, 5 * HOUR) == FixClock(2 * HOUR, 3 * HOUR, "paused", False)
    assert took(waiting, 5 * HOUR, fix_pauses="supplier") == FixClock(4 * HOUR, HOUR, "runs", False)
    assert took(waiting, 5 * HOUR, fix_pauses="none") == FixClock(5 * HOUR, 0, "runs", False)
    assert took(waiting._replace(stages=FIXED, fixed_at=NOW + 3 * HOUR), 9 * HOUR) == FixClock(2 * HOUR, HOUR, "stopped", False)


def test_a_wait_never_pauses_the_contact_clock() -> None:
    waiting = told(waits=(Wait("supplier", NOW),), waiting_on="supplier", waiting_on_since=NOW)
    assert row_of(waiting).contact_due_at == row_of(told()).contact_due_at


def test_a_reopened_break_counts_on() -> None:
    assert took(new(stages=REOPENED, reopened=1), 6 * HOUR) == FixClock(4 * HOUR, 0, "runs", False)
    again = (*REOPENED, StageChange("made-right", NOW + 7 * HOUR, "ana", ""))
    assert took(new(stages=again, fixed_at=NOW + 7 * HOUR), 9 * HOUR) == FixClock(5 * HOUR, 0, "stopped", False)


def test_a_fix_that_does_not_hold_after_a_conflict_is_none() -> None:
    """Two people moved it at once, and the earlier stage holds."""
    assert took(new(stages=FIXED, stage="contained"), 6 * HOUR) == FixClock(6 * HOUR, 0, "runs", False)


instants = st.integers(-1500, 6 * 1440)


@settings(max_examples=80, deadline=None)
@given(
    hours(),
    st.lists(instants, max_size=4).map(sorted),
    st.lists(st.tuples(instants, st.integers(0, 2000), st.sampled_from(["supplier", "customer"])), max_size=3),
    st.integers(0, 6 * 1440),
    st.booleans(),
)
def test_it_is_the_count_of_its_minutes(
    given_hours: tuple[object, int], moves: list[int], waited: list[tuple[int, int, str]], until: int, working: bool
) -> None:
    opening, begin = given_hours
    at = [begin + minute * MINUTE for minute in moves]
    stages = tuple(StageChange(stage, when, "ana", "") for stage, when in zip(itertools.cycle(("fixed", "reopened")), at))
    fixed_at = at[-1] if len(at) % 2 else None
    waits = tuple(Wait(on, begin + since * MINUTE, begin + (since + lasted) * MINUTE) for since, lasted, on in waited)
    brk = new(opened_at=begin, stages=stages, waits=waits, fixed_at=None if fixed_at is None else max(begin, fixed_at))
    rules = policy(fix_hours="working" if working else "elapsed", fix_pauses="supplier")._replace(hours=opening)  # type: ignore[arg-type]
    counted = paused = 0
    for minute in range(until):
        now = begin + minute * MINUTE
        is_broken = sum(change <= now for change in at) % 2 == 0
        if is_broken and (not working or is_open(now, opening)):  # type: ignore[arg-type]
            waits_now = any(wait.on == "supplier" and wait.since <= now < (wait.until or now) for wait in waits)
            counted, paused = counted + (not waits_now), paused + waits_now
    found = fix_clock(brk, rules, begin + until * MINUTE)
    assert (found.elapsed, found.paused) == (counted * MINUTE, paused * MINUTE)


@pytest.mark.parametrize(
    ("writes", "expected"),
    [
        ([("supplier", 0), ("none", 60)], [("supplier", 0, 60)]),
        ([("supplier", 0), ("supplier", 30), ("none", 60)], [("supplier", 0, 60)]),
        ([("supplier", 0), ("customer", 30)], [("supplier", 0, 30), ("customer", 30, None)]),
        ([("none", 0), ("customer", 30)], [("customer", 30, None)]),
        ([("supplier", 0), ("none", 60), ("customer", 20)], [("supplier", 0, 20), ("customer", 20, None)]),
        ([("supplier", 30), ("none", 10)], []),
        ([("supplier", 0), ("none", 20), ("supplier", 20)], [("supplier", 0, 20), ("supplier", 20, None)]),
    ],
)
def test_waits_are_read_from_the_record(writes: list[tuple[str, int]], expected: list[tuple[str, int, int | None]]) -> None:
    """Each word says "from then on"; one that is written later, of an earlier time, beats what was written of later times."""
    author = Author("a")
    events = [author.write("break:B", "opened", {"customer": "Acme", "what": "x"})]
    for on, minute in writes:
        events.append(author.write("break:B", "waiting_set", {"on": on}, seen=events, at=NOW + minute * MINUTE))
    brk = fold_break("B", events)
    assert brk.waits == tuple(
        Wait(on, NOW + since * MINUTE, None if until is None else NOW + until * MINUTE) for on, since, until in expected
    )
    is_waiting = bool(brk.waits) and brk.waits[-1].until is None
    assert (bool(brk.waiting_on), brk.waiting_on_since) == (is_waiting, brk.waits[-1].since if is_waiting else None)


@pytest.fixture
def desk(replica: Replica, clock: ManualClock) -> Desk:
    return Desk(replica, clock)


def test_waiting_and_fixing_through_the_record(desk: Desk) -> None:
    """Four minutes are waited out of nine: each action comes a minute after the last."""
    desk.do(lambda tx: wait_on(tx, desk.acme, "supplier"))
    desk.clock.advance(3 * MINUTE)
    desk.do(lambda tx: wait_on(tx, desk.acme, "none"))
    desk.clock.advance(2 * MINUTE)
    desk.do(lambda tx: set_stage(tx, desk.acme, "fixed"))
    brk = desk.brk()
    assert [(wait.on, (wait.until or 0) - wait.since) for wait in brk.waits] == [("supplier", 4 * MINUTE)]
    found = fix_clock(brk, policy(fix_hours="elapsed"), desk.clock.now() + HOUR)
    assert found == FixClock((brk.fixed_at or 0) - brk.known_at - 4 * MINUTE, 4 * MINUTE, "stopped", False)


def test_a_wait_that_is_taken_back_never_was(desk: Desk) -> None:
    desk.do(lambda tx: wait_on(tx, desk.acme, "supplier"))
    desk.do(lambda tx: undo(tx))
    assert desk.brk().waits == ()
