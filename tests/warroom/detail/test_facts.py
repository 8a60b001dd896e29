"""The facts: conflicts first with both values, then their words, what we know, the course, links."""

from __future__ import annotations

from typing import Any

import pytest

from store.entries import Note, StageChange
from store.learned import Learned, Lesson
from store.money import parse_money
from store.register import Conflict
from store.state import Customer, Failure, Person
from store.waits import Wait
from tests.warroom.desk import NOW
from tests.warroom.detail.by_hand import UTC, ago, detail, promise, read
from warroom.detail.content import Detail, Link
from warroom.detail.facts import conflict_value, fact_count, fact_lines, fact_summary

FIXED = StageChange("fixed", ago(60), "ana", "")


def facts(shown: Detail) -> dict[str, str]:
    """The lines by the name of their fact."""
    return {line.key.partition(":")[2]: read(line) for line in fact_lines(shown, NOW, UTC)}


def test_what_nobody_asked_yet_is_said_with_the_key_that_writes_it() -> None:
    found = facts(detail())
    assert found["trouble"] == "trouble not asked yet (i)"
    assert found["expectation"] == "they expect not asked yet (i)"
    assert found["explanation"] == "explanation not written yet (y)"
    assert found["cause"] == "cause not known yet (i)"


def test_the_facts_of_a_break_that_is_told_in_full() -> None:
    failure = Failure(
        "F" * 26, category="outage", cause="certificate", fault="ours", explanations=(Note("It ran out.", "ana", ago(9), "e1"),)
    )
    people = (Person("Mary Osei", "Mary", "head of logistics", "+44 20", "m@example.com", "+44 21", "Kofi", "en"),)
    customer = Customer("acme freight", "Acme Freight", channel="mail", voice_only=True, people=people)
    shown = detail(
        failure,
        customer,
        hit=14,
        trouble="Three depots\nstand still.",
        expectation="Labels tonight",
        fixer="cem",
        owner_offered="ben",
        affected=41_200,
        corrected=36_000,
        owned_at=ago(100),
        outcome="kept",
        cadence="2h",
    )
    found = facts(shown)
    assert found["trouble"] == "trouble Three depots stand still."
    assert found["explanation"] == "explanation It ran out."
    assert found["category"] == "category outage · fault ours"
    assert found["owner"] == "owner ana, offered to ben, cem mends it"
    assert found["affected"] == "affected ████████░░ 36,000 of 41,200 put right, 5,200 to go"
    assert found["person mary osei"] == (
        "people Mary Osei (Mary) · head of logistics · +44 20 · night +44 21 · m@example.com · en · deputy Kofi"
    )
    assert found["reach"] == "best reached by mail · calls only count"
    assert found["course"] == "course opened 12:00, told 12:09, owned 12:20"
    assert found["cadence"] == "cadence 2h (set here)"
    assert found["failure"] == "failure F-FFFF hit 13 other customers too"


def test_two_peoples_values_stand_first_and_are_counted() -> None:
    conflicts = (
        Conflict("", "severity", (1, 2), ("ana", "ben")),
        Conflict("p1", "due_at", (ago(-60), ago(-120)), ("ana", "ben")),
    )
    shown = detail(conflicts=conflicts, promises=(promise(),))
    first, second, *_ = fact_lines(shown, NOW, UTC)
    assert read(first) == "⇄ severity: 1 (ana) or 2 (ben)"
    assert read(second) == "⇄ due of promise 1: 15:00 (ana) or 16:00 (ben)"
    assert fact_count(shown) == "⇄2"
    assert fact_summary(shown, NOW, UTC) == (("⇄ 2 fields to settle: Enter", "soon"),)


@pytest.mark.parametrize(
    ("value", "field", "expected"),
    [
        (None, "fixer", "nothing"),
        ("", "fixer", "nothing"),
        ("ben\x1b[2J", "fixer", "ben[2J"),
        (41_200, "affected", "41200"),
        (ago(30), "found_at", "13:30"),
        ("2026-11-22T13:30:00.000Z", "due_at", "13:30"),
        (parse_money("5 EUR"), "value", "€5"),
        ({"amount": "5.00", "currency": "EUR"}, "cost", "€5"),
        ({"amount": []}, "cost", ""),
    ],
)
def test_a_value_in_conflict_in_words(value: Any, field: str, expected: str) -> None:
    assert conflict_value(value, field, NOW, UTC) == expected


LEARNED = Learned(lessons=(Lesson("Renew early.", "ana", 0),))


def test_links_name_the_earlier_breaks_of_the_same_cause() -> None:
    day = 24 * 60
    links = (Link("A" * 26, "AAAA", ago(30 * day), True), Link("B" * 26, "BBBB", ago(5 * day), False, learned=LEARNED))
    shown = [read(line) for line in fact_lines(detail(links=links), NOW, UTC) if line.key.startswith("link:")]
    assert shown == [
        "↻ repeat of AAAA ↗ same customer, same cause, 23 Oct 2026, 30 d ago | then nothing was learned from it",
        "↻ like BBBB ↗ same cause at another customer, 17 Nov 2026, 5 d ago | then learned: Renew early.",
    ]


def test_what_could_not_be_applied_is_said() -> None:
    found = facts(detail(problems=("event 12345678 is about a promise that is not here",)))
    assert found["problems"] == "unread event 12345678 is about a promise that is not here"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "2 h"),
        ({"severity": 3}, "0 s of working time"),  # it is Sunday
        (
            {"waits": (Wait("supplier", ago(30)),), "waiting_on": "supplier", "waiting_on_since": ago(30)},
            "1 h 30, 30 m of waiting left out, paused: it waits on the supplier",
        ),
        (
            {"waits": (Wait("customer", ago(90), ago(80)),), "stages": (FIXED,), "stage": "fixed", "fixed_at": ago(60)},
            "50 m to the fix, 10 m of waiting left out",
        ),
    ],
)
def test_the_fix_clock_says_what_it_counts_and_what_it_left_out(fields: dict[str, Any], expected: str) -> None:
    [line] = [line for line in fact_lines(detail(**fields), NOW, UTC) if line.key == "fact:fix_clock"]
    assert "".join(text for text, _ in line.body) == expected
