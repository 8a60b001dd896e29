"""Attention is pure, and steps from breakpoint to breakpoint: between two of them nothing changes. Whatever was written."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from store.attention import Attention, judge, wakes_at
from store.clock import DAY
from store.fold import fold_board, fold_break, fold_customer, fold_failure
from store.plan import plan_row
from store.policy import policy_of
from store.ranking import breakpoints, flags_of, rank_of, steps_of
from store.row import Row, worth_of
from tests.store.by_hand import NOW
from tests.store.strategies import ID, histories

KINDS = (
    "contacted contacted promised promise_moved promise_settled staged edited restitution_proposed restitution_moved deadline_set "
    "deadline_met followup_planned followup_done outcome_set disputed public_marked remedy_proposed call_begun noted"
).split()
END = NOW + 60 * DAY
many = settings(max_examples=60, deadline=None)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """The row of a break with any history, under any policy, for any customer."""
    return plan_row(
        fold_break(ID["break"], draw(histories("break", kinds=tuple(KINDS)))),
        fold_failure(ID["failure"], draw(histories("failure", most=4))),
        fold_customer(ID["customer"], draw(histories("customer", most=4, kinds=("customer_edited", "silence_agreed")))),
        policy_of(fold_board(ID["board"], draw(histories("board", most=4, kinds=("policy_set",)))).settings),
    )


def lasting(attention: Attention) -> tuple[Any, ...]:
    """What does not move with the clock: all but the due time that is shown after a contact in the future."""
    return tuple(attention._replace(contact_due_at=None) if attention.clock_ahead else attention)


@many
@given(rows(), st.data())
def test_between_two_breakpoints_nothing_changes(row: Row, data: st.DataObject) -> None:
    points = [0, *(at for at in breakpoints(row) if 0 < at < END), END]
    index = data.draw(st.integers(0, len(points) - 2))
    first, until = points[index], points[index + 1]
    at = data.draw(st.integers(first, until - 1))
    assert lasting(judge(row, at)) == lasting(judge(row, first)) == lasting(judge(row, until - 1))
    assert judge(row, at) == judge(row, at), "the same answer each time"


@many
@given(rows(), st.sampled_from(["EUR", "USD"]), st.data())
def test_the_steps_are_what_is_worked_out_on_the_fly(row: Row, currency: str, data: st.DataObject) -> None:
    steps = steps_of(row, currency)
    step = data.draw(st.sampled_from(steps))
    at = data.draw(st.integers(step.from_at, min(step.until_at - 1, max(step.from_at, END))))
    attention = judge(row, at)
    assert step.view == attention.view
    if step.view == "closed":
        assert (len(steps), step.flags) == (1 if wakes_at(row) is None else len(steps), 0)
        return
    assert (step.rank, step.flags) == (rank_of(row, attention, worth_of(row, currency)), flags_of(row, attention, at))


@many
@given(rows(), st.integers(NOW - 4 * DAY, END))
def test_the_first_need_weighs_most_and_makes_the_urgency(row: Row, at: int) -> None:
    attention = judge(row, at)
    assert len({need.rule for need in attention.needs} - {"approval", "issue"}) == sum(
        need.rule not in ("approval", "issue") for need in attention.needs
    ), "no rule says one thing twice"
    assert 0 <= attention.urgency <= 67
    assert (attention.urgency == 0) is (attention.view == "closed" or not attention.needs)
    assert (attention.next is None) is (not attention.needs)
    if row.view == "open":
        assert attention.needs, "none leaves the board unclosed"


@many
@given(rows(), st.integers(NOW - 4 * DAY, END), st.integers(0, 30 * DAY))
def test_with_time_alone_no_customer_gets_less_urgent_unless_it_is_quiet(row: Row, at: int, later: int) -> None:
    """Levels of what the customer feels never fall while nothing is done."""
    if row.quiet or (row.last_contact_at is not None and row.last_contact_at > at):
        return
    order = ["", "later", "todo", "soon", "overdue"]
    before = {need.rule: order.index(need.level) for need in judge(row, at).needs}
    after = {need.rule: order.index(need.level) for need in judge(row, at + later).needs}
    assert all(after.get(rule, 0) >= level for rule, level in before.items() if rule != "must-tell")
