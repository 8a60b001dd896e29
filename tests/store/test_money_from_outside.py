"""Money in an event of another program: what is no amount in a currency is no money, whatever it would do to a terminal."""

from __future__ import annotations

import pytest

from store.money import from_json


@pytest.mark.parametrize("currency", ["", "EURO", "eur", "\x1b[31m", "E\x07R", "€€€", "[/]", "ÄÖÜ"])
def test_a_currency_is_three_capital_letters(currency: str) -> None:
    assert from_json({"amount": "5.00", "currency": currency}) is None


def test_a_currency_that_we_do_not_know_yet_is_taken() -> None:
    assert str(from_json({"amount": "5.00", "currency": "XQZ"})) == "5 XQZ"
