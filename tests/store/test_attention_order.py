"""The order of the board: urgency by level, by who feels it and by severity; then never told, the due time, worth."""

from __future__ import annotations

import itertools

import pytest

from store.attention import LATER, OVERDUE, SOON, TODO, Need
from store.clock import DAY, HOUR, MINUTE
from store.entries import Dispute
from store.money import parse_money
from store.ranking import FOREVER, LOUD, OVERDUE_CONTACT, flags_of, rank_of, steps_of
from store.row import Row, worth_of
from store.state import Break
from tests.store.attending import ACME, NAMELESS_FAILURE, attempt, contact, deadline, line, new, promise, row_of, seen, told
from tests.store.attention_cases import CLOSED, FIRINGS, MOVED, Firing
from tests.store.by_hand import NOW

DISPUTE = Dispute("the count", "us", NOW, None)


def urgency(brk: Break, after: int = 0) -> int:
    """The urgency of a break so many ms after NOW."""
    return seen(brk, after).urgency


def rank(brk: Break | Row, after: int = 0) -> int:
    """The rank of a break so many ms after NOW; a smaller one stands higher."""
    row = row_of(brk) if isinstance(brk, Break) else brk
    return rank_of(row, seen(row, after), worth_of(row, "EUR"))


def test_urgency_by_severity_and_level_as_documented() -> None:
    """`new` breaks are not told: todo, soon from the warning on, overdue from the due time on."""
    off = {"amends_within": "off"}
    assert [seen(row_of(told(severity=n), ACME, NAMELESS_FAILURE, **off), 0).urgency for n in (1, 2, 3, 4)] == [26, 18, 10, 2]
    assert [seen(row_of(told(severity=n, owner=""), ACME, NAMELESS_FAILURE, **off), 0).urgency for n in (1, 2, 3, 4)] == [
        32,
        24,
        16,
        8,
    ]
    assert [seen(row_of(new(severity=n), first_word="30m", contact_warning="10m"), 0).urgency for n in (1, 2, 3, 4)] == [
        34,
        26,
        18,
        10,
    ]
    waits = contact(NOW, "mail", direction="in", n=2)
    assert [urgency(told(waits, severity=n)) for n in (1, 2, 3, 4)] == [44, 36, 28, 20]
    assert [urgency(told(severity=n, deadlines=(deadline(NOW + HOUR),))) for n in (1, 2, 3, 4)] == [36, 28, 20, 12]
    assert [urgency(told(severity=n, disputes=(DISPUTE,))) for n in (1, 2, 3, 4)] == [49, 41, 33, 25]
    assert [urgency(new(severity=n, severity_at=0, found_at=NOW - 9 * DAY)) for n in (1, 2, 3, 4)] == [64 + 1, 56 + 1, 48 + 1, 40]


@pytest.mark.parametrize("severity", [1, 2, 3, 4])
def test_what_they_feel_stands_above_what_is_ours_at_every_level(severity: int) -> None:
    scores = {
        (OVERDUE, "customer"): urgency(told(severity=severity, promises=(promise(NOW + DAY, slips=(MOVED,), told_due_at=None),))),
        (OVERDUE, "house"): urgency(told(severity=severity, disputes=(DISPUTE,))),
        (SOON, "customer"): urgency(told(contact(NOW, "mail", direction="in"), severity=severity)),
        (SOON, "house"): urgency(told(severity=severity, deadlines=(deadline(NOW + HOUR),))),
        (TODO, "house"): urgency(told(severity=severity, owner="")),
        (LATER, "customer"): urgency(told(severity=severity)),
    }
    assert list(scores.values()) == sorted(scores.values(), reverse=True)
    assert len(set(scores.values())) == len(scores)


def test_further_overdue_needs_count_one_each_and_three_at_most() -> None:
    over, plain = line("300 EUR", due_at=NOW), line("90 EUR", due_at=NOW)
    disputed = told(disputes=(DISPUTE,))
    both = disputed._replace(deadlines=(deadline(NOW),))
    breaks = [disputed, both, *(both._replace(restitution=lines) for lines in ((plain,), (over, plain), (over,) * 5))]
    assert [urgency(brk) for brk in breaks] == [41, 42, 43, 44, 44]


def test_needs_stand_most_urgent_first_and_equals_by_due_time() -> None:
    brk = told(promises=(promise(NOW + HOUR),), deadlines=(deadline(NOW + 30 * MINUTE),), owner="", cadence="90m")
    needs = seen(brk, 80 * MINUTE).needs
    assert [(need.rule, need.level) for need in needs[:5]] == [
        ("promise", OVERDUE),
        ("deadline", OVERDUE),
        ("contact", SOON),
        ("unowned", TODO),
        ("amends", LATER),
    ]
    assert seen(brk, 80 * MINUTE).next == needs[0] == Need("promise", OVERDUE, NOW + HOUR)
    both = seen(brk, 95 * MINUTE).needs
    assert [need.rule for need in both[:2]] == ["promise", "contact"], "equals: what was due first"


def test_the_order_of_a_board() -> None:
    """From the top: by urgency, then never told, then the nearest due time, then worth."""
    late = promise(NOW - HOUR)
    board = {
        "1 overdue": told(severity=1, promises=(late,)),
        "2 overdue, two needs": told(promises=(late,), disputes=(DISPUTE,)),
        "2 overdue": told(promises=(late,)),
        "1 disputed": told(severity=1, disputes=(DISPUTE,)),
        "3 overdue": told(severity=3, promises=(late,)),
        "1 soon": told(contact(NOW, "mail", direction="in"), severity=1),
        "4 overdue": told(severity=4, promises=(late,)),
        "2 soon, never told": new(),
        "2 soon, told": told(
            contact(NOW - HOUR, "mail", direction="in", n=2), contacts=(contact(NOW - MINUTE, "mail", direction="in"),)
        ),
        "2 later": told(),
        "4 later": told(severity=4),
    }
    ranks = {name: rank(brk) for name, brk in board.items()}
    assert sorted(ranks, key=ranks.__getitem__) == list(ranks)


def test_equal_urgency_by_due_time_then_worth() -> None:
    early, late = told(), told(contact(NOW + MINUTE))
    rich = early._replace(value=parse_money("90000 EUR", "value", "EUR"))
    richer = early._replace(value=parse_money("900000 EUR", "value", "EUR"))
    foreign = early._replace(value=parse_money("9000000 USD", "value", "EUR"))
    assert rank(richer) < rank(rich) < rank(early) == rank(foreign) < rank(late._replace(value=richer.value))


def test_closed_breaks_stand_the_latest_first() -> None:
    ranks = [steps_of(row_of(CLOSED._replace(closed_at=NOW + after)), "EUR") for after in (2, 1, 0)]
    assert all(len(steps) == 1 for steps in ranks)
    assert [steps[0].rank for steps in ranks] == sorted(steps[0].rank for steps in ranks)


@pytest.mark.parametrize("case", FIRINGS, ids=lambda case: f"{case.rule}: {case.about}")
def test_the_stored_steps_are_what_is_worked_out_on_the_fly(case: Firing) -> None:
    row = case.row
    steps = steps_of(row, "EUR")
    assert (steps[0].from_at, steps[-1].until_at) == (0, FOREVER)
    assert all(before.until_at == after.from_at for before, after in itertools.pairwise(steps))
    assert all((before.rank, before.flags) != (after.rank, after.flags) for before, after in itertools.pairwise(steps))
    for step in steps:
        for at in (step.from_at, (step.from_at + min(step.until_at, NOW + 90 * DAY)) // 2, step.until_at - 1):
            if step.from_at <= at:
                attention = seen(row, at - NOW)
                assert (rank_of(row, attention, worth_of(row, "EUR")), flags_of(row, attention, at)) == (step.rank, step.flags)


def test_loud_is_what_they_feel_and_is_overdue() -> None:
    def flags(brk: Break, after: int = 0) -> int:
        row = row_of(brk)
        return flags_of(row, seen(row, after), NOW + after)

    assert not flags(told(disputes=(DISPUTE,))) & LOUD
    assert not flags(told(), 2 * HOUR - 1) & (LOUD | OVERDUE_CONTACT)
    assert flags(told(), 2 * HOUR) & LOUD
    assert flags(new(contacts=(attempt(NOW),)), 20 * MINUTE) & OVERDUE_CONTACT, "also for one who was never told"
    put_off = told()._replace(acknowledged_until=NOW + 3 * HOUR)
    assert flags(put_off, 2 * HOUR) & (LOUD | OVERDUE_CONTACT) == OVERDUE_CONTACT
    assert flags(put_off, 3 * HOUR) & LOUD


def test_equal_breaks_stand_in_the_order_of_their_ids_not_of_their_arrival() -> None:
    """Two installations that took in the same breaks in opposite orders show one board."""
    rows = [row_of(new()._replace(id=id_)) for id_ in ("K7Q2AAAA", "M3XWAAAA", "B00KAAAA", "ZZ11AAAA")]
    ranks = [rank(row) for row in rows]
    assert len(set(ranks)) == len(ranks)
    assert [one >> 17 for one in ranks] == [ranks[0] >> 17] * len(ranks)
    assert [rank(row) for row in rows] == ranks
