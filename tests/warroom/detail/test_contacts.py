"""The contact log: how it stands, the gaps against the cadence, the customer's own words."""

from __future__ import annotations

from typing import Any

import pytest

from store.state import Customer
from tests.warroom.desk import NOW
from tests.warroom.detail.by_hand import UTC, ago, contact, detail, read, tone_of
from warroom.detail.contacts import contact_lines, contact_now, contact_summary, gap_bar


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "call, reached Mary Osei"),
        ({"with_": ""}, "call, reached them"),
        ({"result": "attempt"}, "call, no answer from Mary Osei"),
        ({"channel": "mail", "result": "wrote"}, "mail to Mary Osei"),
        ({"channel": "mail", "result": "wrote", "direction": "in"}, "mail from Mary Osei"),
        ({"result": "attempt", "direction": "in", "with_": ""}, "missed call from them"),
        (
            {"kind": "apology", "mood": "furious", "conflict": True},
            "call, reached Mary Osei · apology · furious · argument",
        ),
        ({"next_at": ago(-30)}, "call, reached Mary Osei · next word by 14:30"),
    ],
)
def test_a_contact_says_how_it_went(fields: dict[str, Any], expected: str) -> None:
    [line] = contact_lines(detail(contacts=(contact(1, 20, **fields),)), NOW, UTC)
    assert "".join(text for text, _ in line.body) == expected


def test_the_customers_words_are_quoted_in_full_for_reading() -> None:
    words = "This is the third time.\nMy drivers go home at six."
    [line] = contact_lines(detail(contacts=(contact(1, 20, said=words),)), NOW, UTC)
    assert read(line).endswith("| “This is the third time. My drivers go home at six.”")
    assert line.text == f"13:40 by ana: call, reached Mary Osei\n{words}"


def test_each_real_contact_says_how_long_after_the_one_before_it_came() -> None:
    log = (contact(1, 111), contact(2, 100, result="attempt"), contact(3, 95), contact(4, 15))
    lines = contact_lines(detail(contacts=log), NOW, UTC)
    assert [line.key for line in lines] == ["contact:c4", "contact:c3", "contact:c2", "contact:c1"]
    assert [line.tail for line in lines] == [
        (("after 1 h 20, 50 m over", "overdue"),),
        (("after 16 m", "dim"),),
        (),
        (("after 9 m", "dim"),),
    ]


def test_the_bar_has_a_sign_for_each_gap_full_and_loud_where_it_went_over() -> None:
    log = (contact(1, 119), contact(2, 104), contact(3, 15))
    shown = gap_bar(detail(contacts=log), NOW)
    assert [sign for sign, _ in shown] == ["▁", "▄", "█", "▄"]
    assert [tone for _, tone in shown] == ["fine", "fine", "overdue", "fine"]


@pytest.mark.parametrize(
    ("fields", "expected", "tone"),
    [
        ({"told_at": None}, "they have not heard of it from us for 2 h; the next word is 1 h 50 over ‼", "overdue"),
        ({"contacts": (contact(1, 10),)}, "we spoke 10 m ago; the next is due 14:20, in 20 m", "plain"),
        (
            {"contacts": (contact(1, 25, channel="mail", result="wrote"),)},
            "we wrote 25 m ago; the next is due 14:05, in 5 m !",
            "soon",
        ),
        ({"contacts": (contact(1, 42),)}, "we spoke 42 m ago; the next word is 12 m over ‼", "overdue"),
        (
            {"contacts": (contact(1, 10), contact(2, 5, result="attempt"))},
            "we spoke 10 m ago; the next is due 14:20, in 20 m; tried 1× since, again 14:05",
            "soon",
        ),
    ],
)
def test_how_the_contact_stands_now(fields: dict[str, Any], expected: str, tone: str) -> None:
    [line] = contact_now(detail(**fields), NOW, UTC)
    assert read(line) == expected
    assert tone in {part[1] for part in line.body}
    assert not line.selectable


def test_a_night_and_an_agreed_silence_are_said() -> None:
    asleep = Customer("acme freight", "Acme Freight", zone="America/Los_Angeles", hours="8-18")
    shown = detail(customer=asleep, severity=2, contacts=(contact(1, 150),))
    [line] = contact_now(shown, NOW, UTC)
    assert "they sleep until 16:00" in read(line)
    silent = Customer("acme freight", silence_since=ago(60), silence_until=NOW + 3_600_000)
    [line] = contact_now(detail(customer=silent, contacts=(contact(1, 100),)), NOW, UTC)
    assert "they asked for silence until 15:00" in read(line)


def test_a_closed_break_has_no_running_gap() -> None:
    closed = detail(stage="closed", closed_at=ago(5), contacts=(contact(1, 100),))
    assert contact_now(closed, NOW, UTC) == ()
    assert "every" not in "".join(text for text, _ in contact_summary(closed, NOW, UTC))


def test_an_attempt_is_loud_and_a_contact_is_not() -> None:
    missed, reached = contact_lines(detail(contacts=(contact(1, 20), contact(2, 10, result="attempt"))), NOW, UTC)
    assert tone_of(missed, "no answer") == "soon"
    assert tone_of(reached, "reached") == "strong"
