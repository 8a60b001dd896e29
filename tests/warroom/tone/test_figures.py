"""Figures in texts: read with their place and their value; what may be anything is left out."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.tone.figures import figures_of, number_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("€250.50", [("250.50", "EUR")]),
        ("EUR 300 and 250 CHF", [("300", "EUR"), ("250", "CHF")]),
        ("$1,240 CAD", [("1240", "CAD")]),
        ("1.2 million pounds", [("1200000", "GBP")]),
        ("1.250,00 EUR", [("1250.00", "EUR")]),
        ("$5k", [("5000", "USD")]),
        ("2 x 300 EUR", [("300", "EUR")]),
        ("300 ABC", []),
        ("version 2.30", []),
    ],
)
def test_amounts(text: str, found: list[tuple[str, str]]) -> None:
    amounts = figures_of(text).amounts
    assert [(amount.value, amount.currencies[0]) for amount in amounts] == [(Decimal(value), code) for value, code in found]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("at 14:05 UTC", [845]),
        ("10:15–11:30", [615, 690]),
        ("2.30pm to 4 pm", [870, 960]),
        ("at 2.30 we stopped", [150]),
        ("we lost 2.30 of them", []),
        ("noon", [720]),
        ("midnight", [0]),
        ("14h30", [870]),
        ("12 am", [0]),
        ("13 pm", []),
        ("http://x.example:8080/12:30", []),
        ("a ratio of 4:3", []),
    ],
)
def test_clock_times(text: str, minutes: list[int]) -> None:
    assert [clock.minute for clock in figures_of(text).clocks] == minutes


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Tuesday 3 March 2026", [(2026, 3, 3, 1)]),
        ("on March 3rd, 2026", [(2026, 3, 3, None)]),
        ("the 3rd of March", [(None, 3, 3, None)]),
        ("2026-03-03", [(2026, 3, 3, None)]),
        ("23/03/2026 and 03/23/2026", [(2026, 3, 23, None), (2026, 3, 23, None)]),
        ("12 may be late", []),
        ("13 May", [(None, 5, 13, None)]),
        ("24/7 support on 9/11", []),
        ("40 March", []),
    ],
)
def test_dates(text: str, days: list[tuple[int | None, int, int, int | None]]) -> None:
    assert [(day.year, day.month, day.day, day.weekday) for day in figures_of(text).days] == days


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("312 of your 4,000 orders (7.8%)", [("312", "of"), ("4000", "orders"), ("7.8", "%")]),
        ("Call +44 20 7946 0018 or 0800 555 0144", []),
        ("K7Q2, v2, #1234, a@b2.example", []),
        ("in 45 minutes", [("45", "minutes")]),
    ],
)
def test_counts(text: str, counts: list[tuple[str, str]]) -> None:
    assert [(count.value, count.unit) for count in figures_of(text).counts] == [(Decimal(value), unit) for value, unit in counts]


def test_numbers_as_people_write_them() -> None:
    assert [number_of(text) for text in ("1,240", "1 240", "12,5", "1.250,75", "7")] == [
        Decimal("1240"), Decimal("1240"), Decimal("12.5"), Decimal("1250.75"), Decimal("7"),
    ]  # fmt: skip


@given(st.text(alphabet="0123456789€$ .,:/-apmMarch TuesdayUTCEUR\n%+(", max_size=80))
def test_no_character_belongs_to_two_figures_and_places_fit(text: str) -> None:
    spans = sorted((figure.start, figure.end) for kind in figures_of(text) for figure in kind)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
