"""Fields that several people write: who had seen whom decides, never a clock; a money state never moves by a tie-break."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.events import Event
from store.fold import fold_board, fold_break, fold_customer, fold_failure
from store.state import Break
from tests.store.by_hand import NOW, Author, in_hours
from tests.store.strategies import ID, histories

some = settings(max_examples=80, deadline=None)
clocks = st.integers(0, 1 << 62)
OPENED = {"customer": "Acme", "what": "label API", "failure": "F", "severity": 2}
OWED = {"n": 1, "kind": "credit", "amount": {"amount": "250.00", "currency": "EUR"}}


def saw(event: Event, other: Event) -> bool:
    """Whether the author of `event` had seen `other`, read straight from the format."""
    if event.replica == other.replica:
        return other.number < event.number
    known = event.seen.get(other.replica, 0)
    highest, gaps = (known, []) if isinstance(known, int) else (known[0], known[1:])
    return other.number <= highest and all(not first <= other.number <= last for first, last in gaps)


def expected(events: list[Event], field: str) -> tuple[list[Any], Any]:
    """The values that nobody who wrote the field had seen, and the one that counts: the definition, word for word."""
    writes = [event for event in events if event.body is not None and field in event.body["set"]]
    unseen = [write for write in writes if not any(saw(other, write) for other in writes)]
    values = [write.body["set"][field] for write in unseen if write.body is not None]
    last = max(unseen, key=lambda event: (event.hlc, event.replica, event.hash), default=None)
    return values, last.body["set"][field] if last is not None and last.body is not None else None


@settings(max_examples=150, deadline=None)
@given(histories("failure", kinds=("edited",), twins=False), st.sampled_from(["cause", "category", "what"]))
def test_a_field_holds_the_largest_write_that_no_other_had_seen(events: list[Event], field: str) -> None:
    texts = [_with_texts(event, field) for event in events if event.kind == "edited"]
    state = fold_failure(ID["failure"], texts)
    values, value = expected(texts, field)
    assert getattr(state, field) == (value or "")
    found = [set(conflict.values) for conflict in state.conflicts if conflict.field == field]
    assert found == ([set(values)] if len(set(values)) > 1 else [])


def _with_texts(event: Event, field: str) -> Event:
    """The event, writing one of three texts to the field and nothing else."""
    assert event.body is not None
    if not event.body["set"]:
        return event._replace(body={"set": {}})
    return event._replace(body={"set": {field: "abc"[event.number % 3]}})


@some
@given(st.tuples(clocks, clocks, clocks))
def test_who_had_seen_the_other_wins_under_any_clocks(hlcs: tuple[int, int, int]) -> None:
    ana, ben = Author("a"), Author("b")
    opened = ana.write("break:B", "opened", OPENED, hlc=hlcs[0])
    first = ana.write("break:B", "edited", {"set": {"severity": 1}}, hlc=hlcs[1])
    second = ben.write("break:B", "edited", {"set": {"severity": 4}}, seen=[opened, first], hlc=hlcs[2])
    state = fold_break("B", [second, first, opened])
    assert (state.severity, state.conflicts) == (4, ())


@some
@given(st.tuples(clocks, clocks, clocks))
def test_unseen_writes_show_as_a_conflict_until_one_settles_it(hlcs: tuple[int, int, int]) -> None:
    ana, ben, cem = Author("a"), Author("b", "ben"), Author("c", "cem")
    opened = ana.write("break:B", "opened", OPENED)
    one = ana.write("break:B", "edited", {"set": {"severity": 1}}, hlc=hlcs[0])
    other = ben.write("break:B", "edited", {"set": {"severity": 4}}, seen=[opened], hlc=hlcs[1])
    state = fold_break("B", [opened, one, other])
    [conflict] = state.conflicts
    assert (conflict.field, set(conflict.values), set(conflict.actors)) == ("severity", {1, 4}, {"ana", "ben"})
    settled = cem.write("break:B", "edited", {"set": {"severity": 3}}, seen=[opened, one, other], hlc=hlcs[2])
    state = fold_break("B", [opened, one, other, settled])
    assert (state.severity, state.conflicts) == (3, ())


@some
@given(st.tuples(clocks, clocks))
def test_equal_values_are_no_conflict(hlcs: tuple[int, int]) -> None:
    ana, ben = Author("a"), Author("b", "ben")
    opened = ana.write("break:B", "opened", OPENED)
    twice = [
        ana.write("break:B", "edited", {"set": {"severity": 1, "owner": "cem"}}, hlc=hlcs[0], at=NOW - 60_000),
        ben.write("break:B", "edited", {"set": {"severity": 1, "owner": "cem"}}, seen=[opened], hlc=hlcs[1]),
    ]
    assert fold_break("B", [opened, *twice]).conflicts == ()


def test_one_silence_that_two_people_wrote_down_is_no_conflict() -> None:
    body = {"until": in_hours(8), "why": "asleep"}
    events = [
        Author("a").write("customer:acme", "silence_agreed", body, at=NOW - 60_000),
        Author("b").write("customer:acme", "silence_agreed", body, at=NOW),
    ]
    customer = fold_customer("acme", events)
    assert (customer.conflicts, customer.silence_why) == ((), "asleep")


def test_two_versions_of_one_playbook_are_a_conflict() -> None:
    events = [Author(letter).write("board:B", "playbook_set", {"name": "ours", "text": letter}) for letter in "ab"]
    board = fold_board("B", events)
    assert [set(conflict.values) for conflict in board.conflicts] == [{"a", "b"}]
    assert board.playbooks in ((("ours", "a"),), (("ours", "b"),))


def test_a_gap_in_what_was_seen_counts_as_unseen() -> None:
    ana, ben = Author("a"), Author("b")
    opened = ana.write("break:B", "opened", OPENED)
    missed = ana.write("break:B", "edited", {"set": {"severity": 1}})
    later = ana.write("break:B", "noted", {"text": "…"})
    world = [opened, missed, later]
    other = ben.write("break:B", "edited", {"set": {"severity": 4}}, seen=[opened, later], world=world)
    assert other.seen == {ana.replica: [3, [2, 2]]}
    [conflict] = fold_break("B", [*world, other]).conflicts
    assert set(conflict.values) == {1, 4}


def owed(*moves: Event, also: tuple[Event, ...]) -> str:
    """The state of the one line of the ledger."""
    [line] = fold_break("B", [*also, *moves]).restitution
    return line.state


class Ledger:
    """One line that two people decide on."""

    def __init__(self) -> None:
        self.ana, self.ben, self.cem = Author("a"), Author("b", "ben"), Author("c", "cem")
        opened = self.ana.write("break:B", "opened", OPENED)
        self.line = self.ana.write("break:B", "restitution_proposed", OWED)
        self.before = (opened, self.line)

    def move(self, who: Author, state: str, hlc: int, *seen: Event) -> Event:
        """Somebody's decision, having seen some others."""
        body = {"restitution": self.line.hash, "state": state}
        return who.write("break:B", "restitution_moved", body, seen=[*self.before, *seen], hlc=hlc)


@some
@given(st.tuples(clocks, clocks, clocks))
def test_approved_beside_declined_stays_proposed_until_somebody_who_saw_both_decides(hlcs: tuple[int, int, int]) -> None:
    ledger = Ledger()
    yes = ledger.move(ledger.ana, "approved", hlcs[0])
    no = ledger.move(ledger.ben, "declined", hlcs[1])
    assert owed(yes, no, also=ledger.before) == "proposed"
    assert any(conflict.field == "state" for conflict in fold_break("B", [*ledger.before, yes, no]).conflicts)
    decided = ledger.move(ledger.cem, "declined", hlcs[2], yes, no)
    assert owed(yes, no, decided, also=ledger.before) == "declined"


@some
@given(st.tuples(clocks, clocks, clocks))
def test_issuing_after_one_of_two_decisions_advances_nothing(hlcs: tuple[int, int, int]) -> None:
    ledger = Ledger()
    yes = ledger.move(ledger.ana, "approved", hlcs[0])
    no = ledger.move(ledger.ben, "declined", hlcs[1])
    issued = ledger.move(ledger.ana, "issued", hlcs[2])
    assert owed(yes, no, issued, also=ledger.before) == "proposed"


@some
@given(st.tuples(clocks, clocks, clocks))
def test_both_saw_the_approval_and_then_disagreed(hlcs: tuple[int, int, int]) -> None:
    ledger = Ledger()
    yes = ledger.move(ledger.ana, "approved", hlcs[0])
    issued = ledger.move(ledger.ben, "issued", hlcs[1], yes)
    no = ledger.move(ledger.cem, "declined", hlcs[2], yes)
    assert owed(yes, issued, no, also=ledger.before) == "approved"


@some
@given(st.tuples(clocks, clocks))
def test_two_who_approve_at_once_agree(hlcs: tuple[int, int]) -> None:
    ledger = Ledger()
    moves = ledger.move(ledger.ana, "approved", hlcs[0]), ledger.move(ledger.ben, "approved", hlcs[1])
    assert owed(*moves, also=ledger.before) == "approved"


MONEY = ("restitution_proposed", "restitution_moved", "retracted")


@settings(max_examples=150, deadline=None)
@given(histories("break", kinds=MONEY, twins=False))
def test_a_disputed_line_stands_at_a_state_that_all_sides_had_seen(events: list[Event]) -> None:
    state = fold_break(ID["break"], events)
    by_hash = {event.hash: event for event in events}
    disputed = {conflict.entry: conflict for conflict in state.conflicts if conflict.field == "state"}
    for line in state.restitution:
        if line.key not in disputed:
            continue
        live = [
            event for event in events if event.kind == "restitution_moved" and _about(event, line.key) and _in_force(event, events)
        ]
        sides = [move for move in live if not any(saw(other, move) for other in live)]
        agreed = [by_hash[line.key], *(move for move in live if all(side is not move and saw(side, move) for side in sides))]
        assert line.state in {_state(event) for event in agreed}


def _about(event: Event, key: str) -> bool:
    return event.body is not None and event.body["restitution"] == key


def _state(event: Event) -> str:
    return str((event.body or {}).get("state", "proposed"))


def _in_force(event: Event, events: list[Event]) -> bool:
    by = [other for other in events if other.kind == "retracted" and other.body is not None and other.body["event"] == event.hash]
    return not any(_in_force(other, events) for other in by)


@pytest.mark.parametrize("later", ["severity", "owner"])
def test_taking_back_a_write_brings_back_the_one_before(later: str) -> None:
    ana = Author("a")
    opened = ana.write("break:B", "opened", {**OPENED, "owner": "ben"})
    edited = ana.write("break:B", "edited", {"set": {"severity": 1, "owner": "cem"}})
    back = ana.write("break:B", "retracted", {"event": edited.hash})
    state: Break = fold_break("B", [opened, edited, back])
    assert getattr(state, later) == {"severity": 2, "owner": "ben"}[later]
    again = ana.write("break:B", "retracted", {"event": back.hash})
    state = fold_break("B", [opened, edited, back, again])
    assert getattr(state, later) == {"severity": 1, "owner": "cem"}[later]


def test_a_blanked_card_entry_leaves_no_nameless_person() -> None:
    """What a redaction keeps has no names: nobody is filed under an empty one."""
    ana = Author("a")
    person = ana.write("customer:acme", "person_edited", {"person": "Mary Osei", "set": {"phone": "1"}})
    blank = ana.write("customer:acme", "redacted", {"event": person.hash, "keep": {"set": {}}})
    assert fold_customer("acme", [person, blank]).people == ()
    duty = ana.write("board:B", "duty_changed", {"who": "ben", "on": True})
    blank = ana.write("board:B", "redacted", {"event": duty.hash, "keep": {"on": True}})
    assert fold_board("B", [duty, blank]).on_duty == ()
