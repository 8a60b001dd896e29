"""Money as people type it, as JSON holds it and as it is shown; nothing is read as less than it says."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import BadInput
from store.money import DIGITS, Money, from_json, parse_money, totals


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("250 EUR", "250.00", "EUR"),
        ("EUR 1,240.50", "1240.50", "EUR"),
        ("€250", "250.00", "EUR"),
        ("250,5 eur", "250.50", "EUR"),
        ("12,50 EUR", "12.50", "EUR"),
        ("1,240 EUR", "1240.00", "EUR"),
        ("1 240.5 EUR", "1240.50", "EUR"),
        ("$ 3", "3.00", "USD"),
        ("$250 CAD", "250.00", "CAD"),
        ("1,000,000 JPY", "1000000", "JPY"),
        ("12.345 KWD", "12.345", "KWD"),
        (".5 EUR", "0.50", "EUR"),
        ("+5 EUR", "5.00", "EUR"),
        ("007 EUR", "7.00", "EUR"),
    ],
)
def test_amounts_as_typed(text: str, amount: str, currency: str) -> None:
    found = parse_money(text)
    assert found.to_json() == {"amount": amount, "currency": currency}
    assert from_json(found.to_json()) == found


def test_a_bare_number_is_of_the_board_s_currency() -> None:
    assert parse_money("90", default="CHF") == Money(Decimal("90.00"), "CHF")
    with pytest.raises(BadInput, match="no currency"):
        parse_money("90")


@pytest.mark.parametrize(
    "text",
    [
        "", "EUR", "much EUR", "0 EUR", "-5 EUR", "0.00 EUR", "1.234 EUR", "1.5 JPY", "5 ABC", "5 EURO", "1,24,000 EUR",
        "1,,000 EUR", "12.5.3 EUR", "+-5 EUR", "--5 EUR", "5- EUR", "1e5 EUR", "٥ EUR", "² EUR", "5 EUR USD", "€5 USD",
        "1" * 13 + " EUR",
        "NaN EUR", "inf EUR", "\x1b[31m5 EUR", "5 EUR" + "!" * 100_000, "9" * 100_000, ".", "5%", "5 EUR?",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_bad_input_at_its_field(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_money(text, "cost", "EUR" if not any(char.isalpha() for char in text) else "")
    assert caught.value.field == "cost"
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 1_100


@pytest.mark.parametrize("text", ["1.240,50 EUR", "1.240,00 EUR", "1.240 EUR", "12.500,00 EUR", "1.000.000 EUR", "250.000 EUR"])
def test_a_point_between_thousands_is_never_read_as_a_thousandth(text: str) -> None:
    """1.240,00 is 1240 in half of Europe: it must not become 1.24 without a word."""
    with pytest.raises(BadInput):
        parse_money(text)


@given(
    st.decimals(min_value=Decimal("0.01"), max_value=Decimal("999999999999"), places=2),
    st.sampled_from(["EUR", "USD", "CHF", "GBP"]),
)
def test_what_is_shown_is_read_back(amount: Decimal, currency: str) -> None:
    money = Money(amount, currency)
    assert parse_money(str(money)) == money
    assert from_json(money.to_json()) == money


@given(st.text(max_size=30), st.sampled_from(["", "EUR"]))
def test_any_text_is_money_or_bad_input(text: str, default: str) -> None:
    try:
        found = parse_money(text, default=default)
    except BadInput:
        return
    assert found.amount > 0
    assert found.currency in DIGITS


@pytest.mark.parametrize(
    "value",
    [None, 5, "5 EUR", [], {}, {"amount": 5, "currency": "EUR"}, {"amount": "5"}, {"amount": "x", "currency": "EUR"},
     {"amount": "NaN", "currency": "EUR"}, {"amount": "sNaN", "currency": "EUR"}, {"amount": "Infinity", "currency": "EUR"},
     {"amount": "1e12", "currency": "EUR"}, {"amount": "9" * 50, "currency": "EUR"}, {"amount": "5", "currency": "EURO"},
     {"amount": "5", "currency": ""}, {"amount": "5", "currency": "E\u202eR"}],
)  # fmt: skip
def test_what_is_no_money_in_a_body_is_none(value: object) -> None:
    assert from_json(value) is None


@pytest.mark.parametrize("amount", ["1E-30", "1E+11", "-5", "0", "0.1", "1E-99999"])
def test_odd_but_finite_amounts_have_a_text_and_a_json_form(amount: str) -> None:
    money = from_json({"amount": amount, "currency": "EUR"})
    assert money is not None
    assert str(money)
    assert money.to_json()["currency"] == "EUR"


def test_different_currencies_are_never_added() -> None:
    found = totals([Money(Decimal("1.10"), "USD"), Money(Decimal("2"), "EUR"), Money(Decimal("0.20"), "USD")])
    assert found == (Money(Decimal("2"), "EUR"), Money(Decimal("1.30"), "USD"))
    assert totals([]) == ()


@given(
    st.lists(st.sampled_from(["0.10", "999999999999.99", "0.0000000001", "123456789.123456789", "1E-30"]), max_size=12),
    st.randoms(),
)
def test_a_total_does_not_depend_on_the_order(amounts: list[str], dice: object) -> None:
    money = [found for amount in amounts if (found := from_json({"amount": amount, "currency": "EUR"})) is not None]
    shuffled = list(money)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert totals(shuffled) == totals(money)


@pytest.mark.parametrize(
    ("amount", "currency", "shown"), [("1240", "EUR", "€1,240"), ("250.5", "CHF", "250.50 CHF"), ("12.5", "KWD", "12.500 KWD")]
)
def test_money_as_people_read_it(amount: str, currency: str, shown: str) -> None:
    assert str(Money(Decimal(amount), currency)) == shown
