"""Breaks, failures and customers that are one: whoever joined what, in whatever circle, everyone shows the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import permutations

import pytest

from store.actions import amends, contacts, corrections, customers, dates, house, opening, promises
from store.actions.opening import Opened
from store.errors import Refused
from store.events import Event, to_json
from store.replica import Replica
from store.replica.finding import find_break
from store.replica.log import events_since
from store.validate import checked_event
from tests.store.conftest import Opener
from tests.store.doing import folded
from tests.store.test_replica_exchange import check_all_show_the_same, send

CUSTOMERS = ("Acme", "Bluebird", "Cobalt")


@pytest.fixture
def trio(replica: Replica) -> Opened:
    """Three breaks of one failure, in the order of their ids."""
    return opened(replica)


def opened(replica: Replica) -> Opened:
    """Opens a break for each of three customers; the ids come in their order."""
    found = replica.act(lambda tx: opening.open_breaks(tx, CUSTOMERS, "API", severity=2), "ana")
    return found._replace(ids=tuple(sorted(found.ids)))


def shown(replica: Replica) -> set[str]:
    """The ids of the lines of the board."""
    return {id_ for (id_,) in replica.db.execute("SELECT id FROM break_rows")}


def join_apart(replicas: list[Replica], pairs: list[tuple[str, str]], join: Callable[[Replica, str, str], object]) -> None:
    """Everyone joins a pair of their own at the same time; then they exchange."""
    everything = list(events_since(replicas[0].db, 0))
    for replica in replicas[1:]:
        replica.ingest(everything)
        replica.catch_up()
    for replica, (a, b) in zip(replicas, pairs, strict=True):
        join(replica, a, b)
    for source in replicas:
        for target in replicas:
            send(source, target)


def join_breaks(replica: Replica, a: str, b: str) -> None:
    replica.act(lambda tx: corrections.join(tx, a, b), "ana")


def test_two_who_join_each_other_at_once_end_as_one_line(open_replica: Opener) -> None:
    replicas = [open_replica(name) for name in "ab"]
    first, second, third = opened(replicas[0]).ids
    replicas[0].act(lambda tx: house.note(tx, second, "kept"), "ana")
    join_apart(replicas, [(first, second), (second, first)], join_breaks)
    assert shown(replicas[0]) == {first, third}
    assert replicas[0].cases().case(first).brk.notes[0].text == "kept"
    for typed in (first, second):
        assert find_break(replicas[0].db, typed) == first
    check_all_show_the_same(replicas)


def test_a_circle_of_three_opens_again(open_replica: Opener) -> None:
    """Whichever of the three joinings is taken back, one line stands for all, and a rebuild agrees."""
    replicas = [open_replica(name) for name in "abc"]
    first, second, third = opened(replicas[0]).ids
    join_apart(replicas, [(first, second), (second, third), (third, first)], join_breaks)
    assert shown(replicas[0]) == {first}
    for index, replica in enumerate(replicas):
        replica.act(lambda tx: corrections.undo(tx), "ana")
        assert shown(replica) == {(first, second, third)[index]}
        check_all_show_the_same([replica])
    for source in replicas:
        send(source, replicas[0])
    assert shown(replicas[0]) == {first, second, third}
    check_all_show_the_same(replicas[:1])


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_failures_and_customers_joined_in_a_circle(order: tuple[int, ...], open_replica: Opener) -> None:
    replicas = [open_replica(name) for name in "abc"]
    ids = [replicas[0].act(partial(opening.open_breaks, customers=[name], what="API"), "ana") for name in CUSTOMERS]
    circle = [(CUSTOMERS[i], CUSTOMERS[(i + 1) % 3]) for i in order]
    join_apart(replicas, circle, lambda replica, a, b: replica.act(lambda tx: customers.join_customers(tx, a, b), "ana"))
    rows = replicas[0].db.execute("SELECT DISTINCT customer_key FROM break_rows").fetchall()
    assert rows == [("acme",)]
    failures = [found.failure for found in ids]
    circle = [(failures[i], failures[(i + 1) % 3]) for i in order]
    join_apart(replicas, circle, lambda replica, a, b: replica.act(lambda tx: corrections.join(tx, f"F-{a}", f"F-{b}"), "ana"))
    assert replicas[0].db.execute("SELECT DISTINCT failure FROM break_rows").fetchall() == [(min(failures),)]
    replicas[0].act(lambda tx: corrections.undo(tx), "ana")
    check_all_show_the_same(replicas[1:])
    check_all_show_the_same(replicas[:1])


def test_a_break_joined_into_one_that_is_not_here_stays_on_the_board(open_replica: Opener) -> None:
    ana, ben = open_replica("a"), open_replica("b")
    first, second, _ = opened(ana).ids
    join_breaks(ana, first, second)
    here, missing = _parts(ana, f"break:{second}")
    ben.ingest(here)
    ben.catch_up()
    assert first in shown(ben)
    ben.ingest(missing)
    ben.catch_up()
    assert first not in shown(ben)
    assert folded(ben) == folded(ana)


def _parts(replica: Replica, subject: str) -> tuple[list[Event], list[Event]]:
    """What is about other subjects, and what is about this one."""
    events = [checked_event(to_json(event)) for event in events_since(replica.db, 0)]
    return [event for event in events if event.subject != subject], [event for event in events if event.subject == subject]


def test_the_opening_of_a_break_that_stands_for_another_cannot_be_undone(replica: Replica, trio: Opened) -> None:
    alone = replica.act(lambda tx: opening.open_breaks(tx, ["Dune"], "API"), "ben").ids[0]
    join_breaks(replica, trio.ids[0], alone)
    with pytest.raises(Refused, match="rest on it"):
        replica.act(lambda tx: corrections.undo(tx, alone), "ben")


def test_a_line_comes_back_when_what_it_was_joined_into_is_undone_elsewhere(open_replica: Opener) -> None:
    ana, ben = open_replica("a"), open_replica("b")
    first, _, _ = opened(ana).ids
    alone = ana.act(lambda tx: opening.open_breaks(tx, ["Dune"], "API"), "ana").ids[0]
    send(ana, ben)
    ana.act(lambda tx: corrections.undo(tx, alone), "ana")
    join_breaks(ben, first, alone)
    send(ana, ben)
    send(ben, ana)
    assert first in shown(ana)
    assert alone not in shown(ana)
    check_all_show_the_same([ana, ben])


Doing = Callable[[Replica, str], object]


def acts() -> Iterator[tuple[str, Doing, Doing, Callable[[object], object]]]:
    """For each kind of entry: how one is made on a break, what is done to it later, and what must have become of it."""
    yield (
        "promise",
        lambda replica, id_: replica.act(lambda tx: promises.make_promise(tx, [id_], "fix", by="2h"), "ana"),
        lambda replica, id_: replica.act(lambda tx: promises.settle_promise(tx, id_, "1", "kept"), "ana"),
        lambda brk: brk.promises[0].result == "kept",  # type: ignore[attr-defined]
    )
    yield (
        "moved promise",
        lambda replica, id_: replica.act(lambda tx: promises.make_promise(tx, [id_], "fix", by="2h"), "ana"),
        lambda replica, id_: (
            replica.act(lambda tx: promises.move_promise(tx, id_, "1", "3h", "parts"), "ana"),
            replica.act(lambda tx: promises.tell_promise(tx, id_, "1", "call"), "ana"),
        ),
        lambda brk: brk.promises[0].slips[0].told_at is not None,  # type: ignore[attr-defined]
    )
    yield (
        "amends",
        lambda replica, id_: replica.act(lambda tx: amends.owe(tx, id_, "credit", "90 EUR"), "ana"),
        lambda replica, id_: replica.act(lambda tx: amends.move_restitution(tx, id_, "1", "approved"), "ben"),
        lambda brk: brk.restitution[0].state == "approved",  # type: ignore[attr-defined]
    )
    yield (
        "remedy",
        lambda replica, id_: replica.act(lambda tx: amends.propose_remedy(tx, id_, "courier"), "ana"),
        lambda replica, id_: replica.act(lambda tx: amends.answer_remedy(tx, id_, "1", "meets"), "ana"),
        lambda brk: brk.remedies[0].answer == "meets",  # type: ignore[attr-defined]
    )
    yield (
        "blocker",
        lambda replica, id_: replica.act(lambda tx: house.raise_blocker(tx, id_, "no budget"), "ana"),
        lambda replica, id_: (
            replica.act(lambda tx: house.nudge_blocker(tx, id_, "1"), "ana"),
            replica.act(lambda tx: house.clear_blocker(tx, id_, "1"), "ana"),
        ),
        lambda brk: (brk.blockers[0].nudges, brk.blockers[0].cleared_at is not None) == (1, True),  # type: ignore[attr-defined]
    )
    yield (
        "deadline",
        lambda replica, id_: replica.act(lambda tx: dates.set_deadline(tx, id_, "contract", "SLA", "2h"), "ana"),
        lambda replica, id_: (
            replica.act(lambda tx: dates.chase_deadline(tx, id_, "1"), "ana"),
            replica.act(lambda tx: dates.end_deadline(tx, id_, "1", met=True), "ana"),
        ),
        lambda brk: (brk.deadlines[0].state, brk.deadlines[0].chased) == ("met", 1),  # type: ignore[attr-defined]
    )
    yield (
        "follow-up",
        lambda replica, id_: replica.act(lambda tx: dates.plan_followup(tx, id_, "call", "2d"), "ana"),
        lambda replica, id_: replica.act(lambda tx: dates.do_followup(tx, id_, "1"), "ana"),
        lambda brk: brk.followups[0].done_at is not None,  # type: ignore[attr-defined]
    )
    yield (
        "public mark",
        lambda replica, id_: replica.act(lambda tx: house.mark_public(tx, id_, "a forum"), "ana"),
        lambda replica, id_: replica.act(lambda tx: house.answer_public(tx, id_, "1"), "ana"),
        lambda brk: brk.public[0].answered_at is not None,  # type: ignore[attr-defined]
    )
    yield (
        "dispute",
        lambda replica, id_: replica.act(lambda tx: house.dispute(tx, id_, "the count"), "ana"),
        lambda replica, id_: replica.act(lambda tx: house.withdraw_dispute(tx, id_), "ana"),
        lambda brk: brk.disputed_since is None,  # type: ignore[attr-defined]
    )
    yield (
        "call",
        lambda replica, id_: replica.act(lambda tx: contacts.log_contact(tx, [id_], "call"), "ana"),
        lambda replica, id_: None,
        lambda brk: len(brk.contacts) == 1,  # type: ignore[attr-defined]
    )


@pytest.mark.parametrize(("make", "later", "done"), [pytest.param(*rest, id=name) for name, *rest in acts()])
def test_what_is_done_to_an_entry_of_a_joined_break_reaches_it(
    make: Doing, later: Doing, done: Callable[[object], object], replica: Replica, trio: Opened
) -> None:
    one, other, _ = trio.ids
    make(replica, one)
    join_breaks(replica, one, other)
    later(replica, one)
    brk = replica.cases().case(other).brk
    assert done(brk)
    assert brk.problems == ()


def test_numbers_of_joined_breaks_do_not_clash(replica: Replica, trio: Opened) -> None:
    one, other, _ = trio.ids
    for id_ in (one, other):
        replica.act(partial(promises.make_promise, typed_ids=[id_], what="full fix", by="2h"), "ana")
    join_breaks(replica, one, other)
    replica.act(lambda tx: promises.make_promise(tx, [other], "third", by="2h"), "ana")
    numbers = [promise.n for promise in replica.cases().case(other).brk.promises]
    assert len(set(numbers)) == 3
    assert numbers[0] == "1"


def test_what_was_done_on_either_break_was_done(open_replica: Opener) -> None:
    """One was opened and left alone, on the other they were called and it was owned: joined, it is touched and owned."""
    replica = open_replica()
    first, second = (replica.act(lambda tx: opening.open_breaks(tx, ["Acme"], "API"), "ana").ids[0] for _ in range(2))
    replica.act(lambda tx: contacts.log_contact(tx, [second], "call", kind="apology"), "ana")
    assert replica.cases().case(first).brk.touched_at is None
    replica.act(lambda tx: corrections.join(tx, second, first), "ana")
    brk = replica.cases().brk(first)
    assert brk.told_at == brk.owned_at == brk.touched_at is not None
