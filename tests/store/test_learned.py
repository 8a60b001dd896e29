"""What was learned from a failure is kept beside it, and stands at every repeat of its cause."""

from __future__ import annotations

import pytest

from store.actions import dates, fields, house, opening
from store.clock import DAY, ManualClock
from store.learned import (
    all_learned,
    find_repeats,
    learned_failures,
    learned_words,
    overdue_prevention,
    repeat_warning,
    unpack_learned,
)
from store.replica import Replica, queries
from tests.store.desk import Desk
from tests.store.doing import folded


@pytest.fixture
def desk(replica: Replica, clock: ManualClock) -> Desk:
    """A desk whose first break has a cause, a lesson and a prevention action."""
    made = Desk(replica, clock)
    made.do(lambda tx: fields.set_fields(tx, made.acme, {"cause": "Certificate expired"}))
    made.do(lambda tx: house.learn(tx, made.acme, "Renew a month early."))
    made.do(lambda tx: dates.plan_prevention(tx, made.acme, "an alarm on dates", "cem", "10d"))
    return made


def again(desk: Desk, customer: str, cause: str = "certificate  EXPIRED") -> opening.Opened:
    """Another break of the same cause, spelled as people do."""
    return desk.do(lambda tx: opening.open_breaks(tx, [customer], "API down", cause=cause))


def repeat_of(desk: Desk, id_: str) -> int:
    """What the board says of a break."""
    [loaded] = queries.loaded(queries.of_break(id_).run(desk.replica.db)).values()
    return loaded.repeat


def test_opening_a_repeat_says_so_at_once_with_what_was_learned_then(desk: Desk) -> None:
    opened = again(desk, "Acme")
    assert opened.warnings[0].startswith("↻ repeat of ")
    assert opened.warnings[0].endswith(
        ", same cause, the same customer: learned: Renew a month early.; NOT done: an alarm on dates (cem)"
    )
    elsewhere = again(desk, "Elm").warnings[0]
    assert " and 1 more, same cause, at Acme: " in elsewhere
    assert (repeat_of(desk, opened.ids[0]), repeat_of(desk, desk.acme), repeat_of(desk, desk.blue)) == (2, 0, 0)


def test_the_same_cause_elsewhere_is_a_repeat_too(desk: Desk) -> None:
    assert repeat_of(desk, again(desk, "Elm").ids[0]) == 1


def test_other_customers_of_the_same_failure_are_no_repeats(desk: Desk) -> None:
    other = desk.do(lambda tx: opening.open_breaks(tx, ["Elm"], "", failure=desk.acme))
    assert other.warnings == ()
    assert repeat_of(desk, other.ids[0]) == 0


def test_a_cause_that_is_known_later_says_so_too(desk: Desk) -> None:
    receipt = desk.do(lambda tx: fields.set_fields(tx, desk.blue, {"cause": "certificate expired"}))
    assert "at Acme" in receipt.warnings[0]
    assert desk.do(lambda tx: fields.set_fields(tx, desk.blue, {"cause": "another one"})).warnings == ()
    failure = "F-" + desk.case(desk.blue).failure.id
    receipt = desk.do(lambda tx: fields.set_failure_fields(tx, failure, {"cause": "Certificate expired"}))
    assert "repeat of" in receipt.warnings[0]


def test_links_lead_both_ways(desk: Desk) -> None:
    later = again(desk, "Acme").ids[0]
    db, first, second = desk.replica.db, desk.case(), desk.case(later)
    [there] = find_repeats(db, first.failure.cause, first.failure.id, "acme", first.brk.opened_at)
    [back] = find_repeats(db, second.failure.cause, second.failure.id, "acme", second.brk.opened_at)
    assert (there.id, there.later, back.id, back.later) == (later, True, desk.acme, False)
    assert repeat_warning([there]) == ""
    assert back.learned.lessons[0].text == "Renew a month early."


def test_prevention_that_was_done_is_said_as_done(desk: Desk) -> None:
    desk.do(lambda tx: dates.do_prevention(tx, desk.acme, "1"))
    assert "done: an alarm on dates" in again(desk, "Acme").warnings[0]
    assert overdue_prevention(desk.clock.now() + 99 * DAY).run(desk.replica.db)[0][0] == 0


def test_open_prevention_is_found_without_folding_and_its_date_passes(desk: Desk) -> None:
    desk.do(lambda tx: dates.plan_prevention(tx, desk.blue, "no date yet", "ben"))
    db = desk.replica.db
    found = learned_failures(all_learned(only_open=True).run(db))
    assert [(item.customer, item.learned.open[0].what) for item in found] == [
        ("Acme", "an alarm on dates"),
        ("Bluebird", "no date yet"),
    ]
    assert overdue_prevention(desk.clock.now() + 9 * DAY).run(db)[0][0] == 0
    count, _, learned, due_at = overdue_prevention(desk.clock.now() + 11 * DAY).run(db)[0]
    assert (count, unpack_learned(learned).open[0].owner, due_at) == (1, "cem", found[0].learned.open[0].due_at)


def test_what_is_kept_is_what_a_rebuild_makes(desk: Desk) -> None:
    again(desk, "Acme")
    kept = folded(desk.replica)
    desk.replica.catch_up(rebuild=True)
    assert folded(desk.replica) == kept


def test_nothing_learned_is_said(desk: Desk) -> None:
    desk.do(lambda tx: fields.set_fields(tx, desk.blue, {"cause": "disk"}))
    assert again(desk, "Elm", "disk").warnings[0].endswith("nothing was learned from it")
    assert learned_words(unpack_learned("")) == ""
