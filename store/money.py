"""Money: a decimal amount with its ISO 4217 code. Amounts of different currencies are never added."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from store.errors import BadInput
from store.text import quoted

_TWO = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP "
    "CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR "
    "JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN "
    "NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP "
    "SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG"
)
DIGITS: dict[str, int] = {
    **dict.fromkeys(_TWO.split(), 2),
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
}
"""Active ISO 4217 codes and how many decimals each has."""

SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₺": "TRY", "₽": "RUB", "₪": "ILS"}
_SHARED = ("USD", "JPY", "GBP")
"""What a sign alone means that other currencies use as well: $250 CAD is no contradiction."""
_SIGNS = {code: sign for sign, code in SYMBOLS.items()}

_GROUPED = r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?"
_COMMA = r"[+-]?\d*,(\d{1,2}|\d{4,})"
_PLAIN = r"[+-]?(\d+\.?\d*|\.\d+)"
_WORDS = r"[^\W\d_]+(?:\s+[^\W\d_]+)*"
"""Letters that stand together: an amount has one such group, its currency."""
_LARGEST = Decimal(10) ** 12
_EXAMPLE = 'write an amount and a currency, as in "250 EUR"'


class Money(NamedTuple):
    """An amount in one currency; `amount` has the currency's number of decimals."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        """As people read it: €1,240 or 250.50 CHF; whole amounts without decimals."""
        whole = self.amount == self.amount.to_integral_value()
        digits = 0 if whole else DIGITS.get(self.currency, 2)
        figure = f"{self.amount:,.{digits}f}"
        sign = _SIGNS.get(self.currency)
        return f"{sign}{figure}" if sign else f"{figure} {self.currency}"

    def to_json(self) -> dict[str, str]:
        """The interface form: {"amount": "250.00", "currency": "EUR"}."""
        return {"amount": f"{self.amount:.{DIGITS.get(self.currency, 2)}f}", "currency": self.currency}


def from_json(value: object) -> Money | None:
    """The money in an event's body, or None when it is none that we can read (the fold is total)."""
    if not isinstance(value, dict):
        return None
    amount, currency = value.get("amount"), value.get("currency")
    if not isinstance(amount, str) or not isinstance(currency, str) or len(amount) > 40:
        return None
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha() and currency.isupper()):
        return None
    try:
        parsed = Decimal(amount)
    except ArithmeticError:
        return None
    if not parsed.is_finite() or abs(parsed) >= _LARGEST:
        return None
    return Money(parsed, currency)


def parse_money(text: str, field: str = "amount", default: str = "") -> Money:
    """Reads "250 EUR", "EUR 1,240.50", "€250", or a bare number in the currency `default`.

    Raises BadInput for nonsense, zero or negative amounts, too many decimals and unknown currencies.
    """
    figure, currency = _split(text.strip(), default)
    if not text.strip():
        raise BadInput(field, f"the {field.replace('_', ' ')} is missing", _EXAMPLE)
    if not figure:
        raise BadInput(field, f"{quoted(text)} has no amount", _EXAMPLE)
    if len(re.findall(_WORDS, text)) > 1:
        raise BadInput(field, f"{quoted(text)} is no amount", _EXAMPLE)
    if not currency:
        raise BadInput(field, f"{quoted(text)} has no currency", _EXAMPLE)
    if currency not in DIGITS:
        about = f"{currency} is no currency" if len(currency) == 3 else f"{quoted(text)} names no currency"
        said = f"{quoted(text)} names two currencies" if " " in currency else f"{about} that we know"
        raise BadInput(field, said, "use its three-letter ISO 4217 code, as EUR or USD")
    amount = _amount(figure, text, field)
    digits = DIGITS[currency]
    if amount <= 0:
        raise BadInput(field, f"{quoted(text)} is not above zero", "write what we owe as a positive amount")
    if amount >= _LARGEST:
        raise BadInput(field, f"{quoted(text)} is too large", "check the figure")
    if (decimals := -int(amount.as_tuple().exponent)) > digits:
        whole = f"{int(amount.scaleb(decimals)):,} {currency} or " if decimals == 3 else ""
        rounded = amount.quantize(Decimal(1).scaleb(-digits))
        raise BadInput(field, f"{currency} has {digits} decimals", f"did you mean {whole}{rounded} {currency}?")
    return Money(amount.quantize(Decimal(1).scaleb(-digits)), currency)


def _split(text: str, default: str) -> tuple[str, str]:
    """The figure and the currency code of a typed amount."""
    figure, letters, sign = [], [], ""
    for char in text:
        if char in SYMBOLS:
            sign = SYMBOLS[char]
        elif char.isalpha():
            letters.append(char)
        elif not char.isspace():
            figure.append(char)
    word = "".join(letters).upper()
    if sign and word and word != sign:
        return "".join(figure), word if sign in _SHARED else f"{sign} {word}"
    return "".join(figure), sign or word or default


def _amount(figure: str, text: str, field: str) -> Decimal:
    """The figure as a decimal; commas may group thousands (1,240.50) or stand for the point (12,50)."""
    plain = figure
    if re.fullmatch(_GROUPED, figure, re.ASCII):
        plain = figure.replace(",", "")
    elif re.fullmatch(_COMMA, figure, re.ASCII):
        plain = figure.replace(",", ".")
    if not re.fullmatch(_PLAIN, plain, re.ASCII):
        raise BadInput(field, f"{quoted(text)} is no amount", _EXAMPLE)
    return Decimal(plain)


def totals(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """One sum for each currency, in the order of the codes."""
    sums: dict[str, Decimal] = {}
    for money in amounts:
        sums[money.currency] = sums.get(money.currency, Decimal(0)) + money.amount
    return tuple(Money(sums[code], code) for code in sorted(sums))
