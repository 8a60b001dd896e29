"""Each rule of attention at its boundary: silent or lower a millisecond before, at its level from then on."""

from __future__ import annotations

from typing import Any

import pytest

from store.attention import promise_state
from store.clock import DAY, HOUR, MINUTE
from store.plan import promise_cell
from store.policy import policy_of
from store.rules import RULES
from store.state import Break
from tests.store.attending import ACME, NAMELESS_FAILURE, contact, deadline, level, line, new, promise, row_of, seen, told
from tests.store.attention_cases import FIRINGS, SILENCES, Firing
from tests.store.by_hand import NOW

NAMES = [rule.name for rule in RULES]
TIMES = (-DAY, 0, 1, MINUTE, 20 * MINUTE, HOUR, 2 * HOUR, DAY, 3 * DAY, 30 * DAY)


def name_of(case: Firing) -> str:
    """How a case is called."""
    return f"{case.rule}: {case.about}"


def test_every_rule_is_exercised_firing_and_silent() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert {case.rule for case in FIRINGS} == set(NAMES) == {case.rule for case in SILENCES}


@pytest.mark.parametrize("case", FIRINGS, ids=name_of)
def test_a_rule_turns_at_its_boundary_and_not_before(case: Firing) -> None:
    assert case.turns or case.always
    for turn in case.turns:
        assert level(case.rule, case.row, turn.after - 1) == turn.before
        assert level(case.rule, case.row, turn.after) == turn.then
    for before, after in zip(case.turns, case.turns[1:], strict=False):
        assert before.then == after.before, "the turns follow each other"
    if case.always:
        assert {level(case.rule, case.row, after) for after in TIMES} == {case.always}


@pytest.mark.parametrize("case", SILENCES, ids=name_of)
def test_what_must_not_set_a_rule_off(case: Firing) -> None:
    assert {level(case.rule, case.row, after) for after in TIMES} == {""}


def test_a_closed_break_that_owes_nothing_needs_nothing() -> None:
    closed = told(stage="closed", closed_at=NOW, disputes=(), promises=(promise(NOW),), owner="")
    assert (seen(closed, DAY).needs, seen(closed, DAY).urgency, seen(closed, DAY).next) == ((), 0, None)


def test_states_of_contact() -> None:
    berlin = ACME._replace(hours="14-18")
    silence = ACME._replace(silence_since=NOW, silence_until=NOW + 3 * HOUR)
    assert seen(new(), 0).contact_state == "not-told"
    assert [seen(told(), minutes * MINUTE).contact_state for minutes in (99, 100, 119, 120)] == ["ok", "soon", "soon", "overdue"]
    assert seen(row_of(told(), berlin), HOUR).contact_state == "asleep"
    assert seen(row_of(told(), berlin), HOUR).quiet_until == NOW + 4 * HOUR
    assert seen(row_of(told(), silence), HOUR).contact_state == "silence"
    assert seen(row_of(told(), silence), HOUR).quiet_until == NOW + 3 * HOUR
    assert seen(told(stage="follow-up"), HOUR).contact_state == "none"


def test_the_longer_of_night_and_silence_counts() -> None:
    """Silent until 15:00 and asleep until 14:00: it is quiet until 15:00, and nobody tries again at 14:10."""
    both = ACME._replace(hours="14-18", silence_since=NOW, silence_until=NOW + 5 * HOUR)
    row = row_of(told(contact(NOW + MINUTE, result="attempt")), both)
    for after in (HOUR, 4 * HOUR, 5 * HOUR - 1):
        assert (seen(row, after).contact_state, seen(row, after).quiet_until) == ("silence", NOW + 5 * HOUR)
        assert level("retry", row, after) == ""
    assert seen(row, 5 * HOUR).contact_state == "overdue"


def test_a_night_that_ends_before_the_word_is_due_is_no_reason_for_anything() -> None:
    late = told(contacts=(contact(NOW - HOUR),), cadence="2d")
    assert seen(row_of(late, ACME._replace(hours="14-18")), HOUR).contact_state == "ok"


def test_a_contact_in_the_future_counts_as_just_now_and_marks_the_clock() -> None:
    row = row_of(told(contacts=(contact(NOW + HOUR),)))
    attention = seen(row, 0)
    assert (attention.clock_ahead, attention.contact_due_at, attention.contact_state) == (True, NOW + 2 * HOUR, "ok")
    attention = seen(row, HOUR)
    assert (attention.clock_ahead, attention.contact_due_at) == (False, NOW + 3 * HOUR)


def test_a_call_that_was_begun_is_under_way_for_half_an_hour() -> None:
    row = row_of(told(calling="ana", calling_since=NOW))
    assert [seen(row, after).calling for after in (-1, 0, HOUR // 2 - 1, HOUR // 2)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("changes", "after", "state"),
    [
        ({}, 0, "open"),
        ({}, 75 * MINUTE, "at-risk"),
        ({}, 2 * HOUR, "at-risk"),
        ({}, 2 * HOUR + 1, "late"),
        ({"result": "kept", "settled_at": NOW + 2 * HOUR}, DAY, "kept"),
        ({"result": "kept", "settled_at": NOW + 2 * HOUR + 1}, DAY, "late"),
        ({"result": "broken", "settled_at": NOW}, DAY, "broken"),
        ({"result": "withdrawn", "settled_at": NOW}, DAY, "withdrawn"),
        ({"told_due_at": None, "due_at": None}, DAY, "open"),
    ],
)
def test_states_of_a_promise(changes: dict[str, Any], after: int, state: str) -> None:
    cell = promise_cell(promise(NOW + 2 * HOUR, **changes), told(), NAMELESS_FAILURE, policy_of())
    assert promise_state(cell, NOW + after) == state


def test_no_promise_has_no_state() -> None:
    assert promise_state(None, NOW) == seen(told(), 0).promise_state == ""


@pytest.mark.parametrize(
    ("brk", "threatened"),
    [
        (told(promises=(promise(NOW + HOUR),), deadlines=(deadline(NOW + 2 * HOUR),)), True),
        (told(promises=(promise(NOW + HOUR),), deadlines=(deadline(NOW + HOUR),)), False),
        (told(promises=(promise(NOW + HOUR),), deadlines=(deadline(NOW + 2 * HOUR, state="met"),)), False),
        (told(promises=(promise(NOW + HOUR),), deadlines=(deadline(NOW + 2 * HOUR, "customer"),)), False),
        (told(promises=(promise(NOW + HOUR, "news"),), deadlines=(deadline(NOW + 2 * HOUR),)), False),
        (told(promises=(promise(None),), deadlines=(deadline(NOW + 2 * HOUR),)), False),
    ],
)
def test_a_promise_rests_on_the_suppliers_dates_but_a_word_of_news_rests_on_none(brk: Break, threatened: bool) -> None:
    cell = row_of(brk).promise
    assert cell is not None
    assert cell.threatened is threatened


def test_several_pending_lines_are_each_judged() -> None:
    row = row_of(told(restitution=(line("300 EUR"), line("90 EUR", n="2", key="r2", due_at=NOW))))
    assert {need.rule: need.level for need in seen(row, 0).needs if need.rule in ("approval", "issue")} == {
        "approval": "todo",
        "issue": "overdue",
    }
