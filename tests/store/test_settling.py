"""Two people's values of one field: choosing one writes it again, knowing of both, by the event that the field asks for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from store.actions.amends import answer_remedy, move_restitution, owe, propose_remedy
from store.actions.conflicts import as_written, settle_conflict
from store.actions.contacts import log_contact
from store.actions.corrections import amend
from store.actions.customers import edit_customer
from store.actions.dates import end_deadline, set_deadline
from store.actions.fields import set_fields
from store.actions.opening import open_breaks
from store.actions.promises import make_promise, move_promise, settle_promise
from store.actions.stages import set_stage
from store.clock import ManualClock
from store.errors import Refused
from store.register import Conflict
from store.replica import Replica
from store.replica.cases import Case
from store.replica.log import events_since
from store.replica.transaction import Transaction

START = 1_795_358_000_000


class Two:
    """Two replicas of one board, with one break that both know."""

    def __init__(self, folder: Path) -> None:
        self.clock = ManualClock(START)
        self.one, self.other = (Replica.open(folder / name, "board", self.clock) for name in ("one", "other"))
        self.id = self.do(lambda tx: open_breaks(tx, ["Acme"], "API down", severity=1)).ids[0]

    def do(self, act: Any, here: bool = True) -> Any:
        """What somebody does on one replica, a minute later."""
        self.clock.advance(60_000)
        return (self.one if here else self.other).act(act, "ana" if here else "ben")

    def meet(self) -> None:
        mine, theirs = list(events_since(self.one.db, 0)), list(events_since(self.other.db, 0))
        for replica, events in ((self.one, theirs), (self.other, mine)):
            replica.ingest(events)
            replica.catch_up()

    def at_once(self, first: Any, second: Any) -> Conflict:
        """The conflict that two actions make, done without knowledge of each other."""
        self.meet()
        self.do(first)
        self.do(second, here=False)
        self.meet()
        [conflict] = self.conflicts
        return conflict

    @property
    def case(self) -> Case:
        return self.one.cases().case(self.id)

    @property
    def conflicts(self) -> list[Conflict]:
        case = self.case
        return [*case.brk.conflicts, *case.failure.conflicts, *case.customer.conflicts]

    def settle(self, conflict: Conflict, value: Any) -> None:
        chosen = as_written(conflict, value)
        self.do(lambda tx: settle_conflict(tx, self.id, conflict.field, conflict.entry, chosen))
        self.meet()
        assert self.conflicts == []


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    """Two replicas, closed at the end."""
    made = Two(tmp_path)
    yield made
    made.one.close()
    made.other.close()


@pytest.mark.parametrize("chosen", [0, 1])
@pytest.mark.parametrize(
    ("field", "first", "second"),
    [
        ("fixer", "ben", "cem"),
        ("severity", "2", "3"),
        ("value", "5000 EUR", "6000 EUR"),
        ("must_tell_by", "in 2h", "in 3h"),
        ("found_by", "customer", "us"),
        ("owner", "ana", "ben"),
        ("cause", "certificate", "power"),
        ("fault", "ours", "not-ours"),
        ("fixed_by", "in 2h", "in 3h"),
    ],
)
def test_a_field_is_settled_by_either_value(two: Two, field: str, first: str, second: str, chosen: int) -> None:
    if field == "found_by":
        two.do(lambda tx: set_fields(tx, two.id, {"found_by": "us"}))
    conflict = two.at_once(lambda tx: set_fields(tx, two.id, {field: first}), lambda tx: set_fields(tx, two.id, {field: second}))
    assert conflict.field == field
    value = conflict.values[chosen]
    two.settle(conflict, value)
    case = two.case
    assert getattr(case.failure if field in ("cause", "fault", "fixed_by") else case.brk, field) == value


def test_a_time_that_has_passed_can_still_be_chosen(two: Two) -> None:
    conflict = two.at_once(
        lambda tx: set_fields(tx, two.id, {"must_tell_by": "in 1h"}), lambda tx: set_fields(tx, two.id, {"must_tell_by": "in 2h"})
    )
    two.clock.advance(10 * 3_600_000)
    two.settle(conflict, min(conflict.values))
    assert two.case.brk.must_tell_by == min(conflict.values)


@pytest.mark.parametrize("stage", ["contained", "fixed"])
def test_a_stage_is_settled_by_a_stage(two: Two, stage: str) -> None:
    conflict = two.at_once(lambda tx: set_stage(tx, two.id, "contained"), lambda tx: set_stage(tx, two.id, "fixed"))
    two.settle(conflict, stage)
    assert two.case.brk.stage == stage


@pytest.mark.parametrize("chosen", ["open", "closed"])
def test_reopened_and_closed_at_once(two: Two, chosen: str) -> None:
    two.do(lambda tx: set_stage(tx, two.id, "fixed"))
    conflict = two.at_once(lambda tx: set_stage(tx, two.id, "reopened"), lambda tx: set_stage(tx, two.id, "closed"))
    two.settle(conflict, chosen)
    assert two.case.brk.stage == chosen


@pytest.mark.parametrize("state", ["approved", "declined"])
def test_money_moves_only_when_somebody_chooses(two: Two, state: str) -> None:
    two.do(lambda tx: owe(tx, two.id, "credit", "800 EUR"))
    conflict = two.at_once(
        lambda tx: move_restitution(tx, two.id, "1", "approved"), lambda tx: move_restitution(tx, two.id, "1", "declined")
    )
    assert two.case.brk.restitution[0].state == "proposed"
    two.settle(conflict, state)
    assert two.case.brk.restitution[0].state == state


def test_an_answer_to_a_remedy(two: Two) -> None:
    two.do(lambda tx: propose_remedy(tx, two.id, "new labels"))
    conflict = two.at_once(lambda tx: answer_remedy(tx, two.id, "1", "below"), lambda tx: answer_remedy(tx, two.id, "1", "meets"))
    two.settle(conflict, "below")
    assert two.case.brk.remedies[0].answer == "below"


def test_how_a_promise_ended(two: Two) -> None:
    two.do(lambda tx: make_promise(tx, [two.id], "fix", by="3h"))
    conflict = two.at_once(lambda tx: settle_promise(tx, two.id, "1", "kept"), lambda tx: settle_promise(tx, two.id, "1", "broken"))
    two.settle(conflict, "broken")
    assert two.case.brk.promises[0].result == "broken"


@pytest.mark.parametrize("told", [True, False])
def test_a_promise_that_two_moved_keeps_whether_they_know_the_date(two: Two, told: bool) -> None:
    two.do(lambda tx: make_promise(tx, [two.id], "fix", by="3h"))
    conflict = two.at_once(
        lambda tx: move_promise(tx, two.id, "1", "in 5h", "parts", told_by="call"),
        lambda tx: move_promise(tx, two.id, "1", "in 7h", "people"),
    )
    value = min(conflict.values) if told else max(conflict.values)
    two.settle(conflict, value)
    promise = two.case.brk.promises[0]
    assert (promise.due_at, promise.told) == (value, told)


@pytest.mark.parametrize("state", ["met", "slipped"])
def test_a_date_of_others(two: Two, state: str) -> None:
    two.do(lambda tx: set_deadline(tx, two.id, "supplier", "patch", "3h"))
    conflict = two.at_once(lambda tx: end_deadline(tx, two.id, "1", met=True), lambda tx: end_deadline(tx, two.id, "1", met=False))
    two.settle(conflict, state)
    assert two.case.failure.deadlines[0].state == state


def test_a_card_and_a_person_on_it(two: Two) -> None:
    conflict = two.at_once(
        lambda tx: edit_customer(tx, "Acme", card={"channel": "mail"}),
        lambda tx: edit_customer(tx, "Acme", card={"channel": "call"}),
    )
    two.settle(conflict, "mail")
    assert two.case.customer.channel == "mail"
    two.do(lambda tx: edit_customer(tx, "Acme", person="Mary Osei", about_person={"phone": "1"}))
    conflict = two.at_once(
        lambda tx: edit_customer(tx, "Acme", person="Mary Osei", about_person={"phone": "2"}),
        lambda tx: edit_customer(tx, "Acme", person="Mary Osei", about_person={"phone": "3"}),
    )
    two.settle(conflict, "3")
    assert [(person.name, person.phone) for person in two.case.customer.people] == [("Mary Osei", "3")]


def test_two_corrections_of_one_entry(two: Two) -> None:
    two.do(lambda tx: log_contact(tx, [two.id], "call", said="mumbled"))
    event = two.one.cases().brk(two.id).contacts[0].key

    def correct(words: str) -> Any:
        def act(tx: Transaction) -> None:
            name = next(tx.spoken_event(one) for one in tx.events(f"break:{two.id}") if one.hash == event)
            amend(tx, name, {"said": words})

        return act

    conflict = two.at_once(correct("first words"), correct("second words"))
    two.settle(conflict, "first words")
    assert two.case.brk.contacts[0].said == "first words"


def test_what_is_settled_already_or_was_never_said_is_refused(two: Two) -> None:
    conflict = two.at_once(lambda tx: set_fields(tx, two.id, {"fixer": "ben"}), lambda tx: set_fields(tx, two.id, {"fixer": "cem"}))
    with pytest.raises(Refused, match="any more"):
        two.do(lambda tx: settle_conflict(tx, two.id, "fixer", "", '"dan"'))
    two.settle(conflict, "ben")
    with pytest.raises(Refused, match="any more"):
        two.do(lambda tx: settle_conflict(tx, two.id, "fixer", "", '"ben"'))
