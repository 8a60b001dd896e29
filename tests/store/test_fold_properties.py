"""The state is a function of the set of events: arrival order, duplicates, gaps and blanked bodies change nothing."""

from __future__ import annotations

import itertools
import random
import sys
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.attention import judge
from store.events import Event
from store.fold import fold_board, fold_break, fold_customer, fold_failure
from store.order import put_in_order
from store.plan import plan_row
from store.policy import policy_of
from store.ranking import steps_of
from store.replica.tables import state_text
from store.row import pack, unpack
from store.state import Break, Failure
from store.timeline import timeline
from tests.store.by_hand import NOW, Author
from tests.store.conftest import UTC
from tests.store.strategies import FOLDS, ID, histories, json_values, kinds_of

CORRECTIONS = ("retracted", "amended", "moved_out", "moved_in", "redacted", "joined")
FAMILIES = {
    "promises": ("promised", "promise_settled", "promise_moved", "promise_told", "contacted", *CORRECTIONS),
    "amends": ("restitution_proposed", "restitution_moved", "remedy_proposed", "remedy_answered", *CORRECTIONS),
    "corrections": ("opened", "noted", "edited", *CORRECTIONS),
}

every_subject = pytest.mark.parametrize("subject", sorted(FOLDS))
some = settings(max_examples=60, deadline=None)


def blanked(events: list[Event]) -> list[Event]:
    """The events as a replica stores them: without the bodies that redactions name."""
    named = {event.body["event"] for event in events if event.kind == "redacted" and event.body is not None}
    return [event._replace(body=None, salt="") if event.hash in named and event.kind != "redacted" else event for event in events]


@every_subject
@some
@given(st.data())
def test_order_of_arrival_and_duplicates_change_nothing(subject: str, data: st.DataObject) -> None:
    events = data.draw(histories(subject))
    fold = FOLDS[subject]
    shuffled = data.draw(st.permutations([*events, *data.draw(st.lists(st.sampled_from(events), max_size=4))]))
    folded, again = fold(ID[subject], events), fold(ID[subject], shuffled)
    assert again == folded
    if isinstance(folded, (Break, Failure)):
        assert state_text(again) == state_text(folded), "the state digest is over this"


@pytest.mark.parametrize("family", sorted(FAMILIES))
@some
@given(st.data())
def test_closely_related_events_fold_the_same_in_any_order(family: str, data: st.DataObject) -> None:
    events = data.draw(histories("break", kinds=FAMILIES[family]))
    shuffled = data.draw(st.permutations(events))
    folded, again = fold_break(ID["break"], events), fold_break(ID["break"], shuffled)
    assert again == folded
    assert state_text(again) == state_text(folded)


@every_subject
@some
@given(st.data())
def test_any_part_of_a_history_folds(subject: str, data: st.DataObject) -> None:
    events = data.draw(histories(subject))
    part = data.draw(st.lists(st.sampled_from(events), unique_by=lambda event: event.hash))
    fold = FOLDS[subject]
    fold(ID[subject], part)
    rest = [event for event in events if event not in part]
    assert fold(ID[subject], [*rest, *part]) == fold(ID[subject], events)


@every_subject
@some
@given(st.data())
def test_a_blanked_body_folds_as_the_redacted_one(subject: str, data: st.DataObject) -> None:
    events = data.draw(histories(subject))
    fold = FOLDS[subject]
    assert fold(ID[subject], blanked(events)) == fold(ID[subject], events)


@every_subject
@some
@given(st.data())
def test_a_placeholder_gives_way_to_the_full_event(subject: str, data: st.DataObject) -> None:
    events = data.draw(histories(subject))
    placeholders = [event._replace(body=None, salt="") for event in data.draw(st.lists(st.sampled_from(events)))]
    both = data.draw(st.permutations([*events, *placeholders]))
    assert FOLDS[subject](ID[subject], both) == FOLDS[subject](ID[subject], events)


@some
@given(histories("break", twins=False))
def test_each_event_stands_after_all_that_its_author_had_seen(events: list[Event]) -> None:
    placed = {event.hash: index for index, event in enumerate(put_in_order(events).events)}
    for event in events:
        for other in events:
            seen = other.number < event.number if other.replica == event.replica else _names(event, other)
            if seen:
                assert placed[other.hash] < placed[event.hash]


def _names(event: Event, other: Event) -> bool:
    """Whether what `event` says to have seen names `other`, read straight from the format."""
    known = event.seen.get(other.replica, 0)
    highest, gaps = (known, []) if isinstance(known, int) else (known[0], known[1:])
    return other.number <= highest and all(not first <= other.number <= last for first, last in gaps)


@some
@given(histories("break"), histories("failure", most=6), histories("customer", most=6), histories("board", most=6))
def test_whatever_was_written_has_a_row_and_a_judgement(
    about_break: list[Event], about_failure: list[Event], about_customer: list[Event], about_board: list[Event]
) -> None:
    policy = policy_of(fold_board(ID["board"], about_board).settings)
    row = plan_row(
        fold_break(ID["break"], about_break),
        fold_failure(ID["failure"], about_failure),
        fold_customer(ID["customer"], about_customer),
        policy,
    )
    assert unpack(pack(row)) == row
    steps = steps_of(row, policy.currency)
    assert steps[0].from_at == 0
    assert all(before.until_at == after.from_at for before, after in itertools.pairwise(steps))
    assert 0 <= judge(row, NOW).urgency <= 127


@every_subject
@settings(max_examples=120, deadline=None)
@given(st.data())
def test_the_fold_is_total_on_garbage(subject: str, data: st.DataObject) -> None:
    """Whatever stands in the bodies, of whatever type: it folds, has a timeline, and a row."""
    events = data.draw(histories(subject, most=8))
    spoiled = [_spoiled(event, data) for event in events]
    fold = FOLDS[subject]
    state = fold(ID[subject], spoiled)
    assert fold(ID[subject], data.draw(st.permutations(spoiled))) == state
    timeline(spoiled, UTC, NOW)
    brk = state if subject == "break" else Break("B")
    failure = state if subject == "failure" else fold_failure("F", ())
    customer = state if subject == "customer" else fold_customer("c", ())
    policy = policy_of(state.settings if subject == "board" else ())
    row = plan_row(brk, failure, customer, policy)
    steps_of(unpack(pack(row)), policy.currency)


def _spoiled(event: Event, data: st.DataObject) -> Event:
    """The event, perhaps with some fields of its body replaced by anything at all, or with another kind."""
    if event.body is None or data.draw(st.booleans()):
        return event
    body = dict(event.body)
    for name in data.draw(st.lists(st.sampled_from([*body, "set", "event", "body"]), max_size=3)):
        body[name] = data.draw(json_values)
    kind = data.draw(st.sampled_from([event.kind, *kinds_of(event.subject_kind)]))
    return event._replace(body=body, kind=kind)


def test_a_clock_that_runs_backwards_does_not_make_long_histories_slow() -> None:
    """Two replicas answer each other under falling clocks: the order must come from what they had seen, in good time."""

    def history(length: int) -> list[Event]:
        pair = [Author("a"), Author("b")]
        events: list[Event] = []
        for index in range(length):
            events.append(pair[index % 2].write("break:B", "noted", {"text": str(index)}, seen=events[-1:], hlc=length - index))
        return random.Random(7).sample(events, length)

    def lines_run(events: list[Event]) -> int:
        count = 0

        def counted(frame: FrameType, what: str, value: object) -> Any:
            nonlocal count
            count += 1
            return counted

        before = sys.gettrace()
        sys.settrace(counted)
        try:
            notes = fold_break("B", events).notes
        finally:
            sys.settrace(before)
        assert [note.text for note in notes] == [str(index) for index in range(len(events))]
        return count

    assert lines_run(history(2_000)) < 15 * lines_run(history(200)), "ten times the events, about ten times the work"
