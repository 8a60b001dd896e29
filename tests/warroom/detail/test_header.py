"""The head of the screen: who, how it stands, whom to reach and when, and every flag in words."""

from __future__ import annotations

from typing import Any

import pytest

from store.attention import judge
from store.clock import HOUR
from store.entries import Dispute, PublicMark, Remedy
from store.money import parse_money
from store.register import Conflict
from store.state import Customer, Failure, Person
from tests.warroom.desk import NOW
from tests.warroom.detail.by_hand import UTC, ago, contact, detail
from warroom.detail.content import Detail, Link
from warroom.detail.header import header_rows

REMEDY = Remedy("1", "m1", "new labels", "", None, ago(60), "", None, "")
MARY = Person("Mary Osei", "Em", "head of logistics", "+44 20 7946 0018", deputy="Kofi")


def pieces(shown: Detail) -> list[str]:
    """Every piece of every row."""
    rows = header_rows(shown, judge(shown.row, NOW), NOW, UTC)
    return ["".join(text for text, _ in piece) for row in rows for piece in (*row.left, *row.right)]


def test_who_it_is_and_how_it_stands() -> None:
    failure = Failure("F" * 26, fault="ours")
    assert pieces(detail(failure, contacts=(contact(1, 111),), value=parse_money("420000 EUR"))) == [
        "K7Q2  Acme Freight · Label API down",
        "sev 1",
        "open",
        "2 h old",
        "our fault",
        "found by us, told after 9 m",
        "NOT OWNED 2 h",
        "no contact person yet (v)",
        "ana owns it",
        "worth €420,000",
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"told_at": None}, "found by us, NOT TOLD 2 h"),
        ({"found_by": "customer"}, "found by the customer, told after 9 m"),
        ({"owner": ""}, "nobody owns it"),
        ({"owned_at": ago(105)}, "owned after 15 m"),
        ({"owned_at": ago(105)}, "owned, no remedy proposed (m)"),
        ({"remedies": (REMEDY._replace(untold=True),)}, "remedy 1 proposed, they don't know of it (m)"),
        (
            {"remedies": (REMEDY._replace(answer="below", answered_at=ago(9)),)},
            "remedy below what they expect: propose another (m)",
        ),
        ({"stage": "fixed", "reopened": 2, "fixed_at": ago(5)}, "fixed (reopened 2×)"),
        ({"stage": "closed", "closed_at": ago(90)}, "closed 1 h 30 ago"),
        ({"must_tell": "her COO", "must_tell_by": NOW + HOUR}, "must tell her COO by 15:00 (in 1 h)"),
        ({"must_tell_by": ago(10)}, "must tell somebody by 13:50 (10 m ago)"),
        ({"waiting_on": "supplier", "waiting_on_since": ago(8)}, "waits on the supplier for 8 m: the fix clock is paused"),
        ({"owner_offered": "ben"}, "offered to ben, not taken yet"),
        ({"acknowledged_until": NOW + HOUR}, "alerts quiet until 15:00"),
        ({"calling": "ben", "calling_since": ago(2)}, "ben is calling, 2 m"),
        ({"disputes": (Dispute("depot 2", "them", ago(14), None),)}, "≠ disputed by them for 14 m"),
        ({"public": (PublicMark("1", "u", "a forum", "", ago(15), None),)}, "◆ public: a forum, no answer for 15 m"),
        ({"conflicts": (Conflict("", "fixer", ("a", "b"), ("a", "b")),)}, "⇄ 1 conflict to settle"),
        ({"newer": 3}, "3 entries from a newer version: update this one"),
        (
            {"contacts": (contact(1, 41, direction="in", result="attempt"),)},
            "☎ they wait for an answer, 41 m",
        ),
    ],
)
def test_what_is_special_is_said_in_words(fields: dict[str, Any], expected: str) -> None:
    assert expected in pieces(detail(**fields))


def test_whom_to_reach_with_the_name_to_use_and_their_own_time() -> None:
    customer = Customer("acme freight", zone="America/New_York", hours="mon,tue,wed,thu,fri 08:00-18:00", people=(MARY,))
    found = pieces(detail(customer=customer))
    assert "Mary Osei (say Em), head of logistics" in found
    assert "+44 20 7946 0018" in found
    assert "☾ 09:00 there (mon–fri 08–18), outside their hours" in found  # it is Sunday


@pytest.mark.parametrize(
    ("zone", "hours", "expected"),
    [
        ("Asia/Tokyo", "", "☾ 23:00 there, outside their hours"),
        ("Pacific/Auckland", "8-18", "☾ Mon 03:00 there (08–18), outside their hours"),
        ("", "08:30-17:00", "reachable 08:30–17"),
        ("", "15-17", "☾ reachable 15–17, outside their hours"),
        ("Nowhere/Land", "sat 9-12", "☾ reachable sat 09–12, outside their hours"),
        ("UTC", "\x1b[31m", "14:00 there ([31m)"),
    ],
)
def test_their_time_and_hours(zone: str, hours: str, expected: str) -> None:
    assert expected in pieces(detail(customer=Customer("acme freight", zone=zone, hours=hours)))


def test_the_card_s_flags() -> None:
    customer = Customer(
        "acme freight", do_not_contact="lawyers", silence_until=NOW + HOUR, silence_since=ago(30), silence_why="asleep at last"
    )
    found = pieces(detail(customer=customer))
    assert "✋ do not contact: lawyers" in found
    assert "silence until 15:00, they asked: asleep at last" in found


def test_a_repeat_is_loud() -> None:
    links = tuple(Link(name * 26, name * 4, ago(9_000), True) for name in "ABC")
    assert "↻ repeat of AAAA, BBBB and 1 more" in pieces(detail(links=links))


def test_the_deputy_is_named_when_it_is_their_turn() -> None:
    log = (contact(1, 60), *(contact(number, 30 - number, result="attempt") for number in (2, 3, 4)))
    customer = Customer("acme freight", people=(MARY, Person("Kofi", phone="+44 99")))
    assert "try the deputy: Kofi +44 99" in pieces(detail(customer=customer, contacts=log))
    assert not any("deputy" in piece for piece in pieces(detail(customer=customer, contacts=log[:1])))
