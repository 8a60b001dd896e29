"""Record rules for amounts and counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from store.money import Money
from warroom.tone.against import says
from warroom.tone.figures import Amount, Figures
from warroom.tone.record.hit import Hit
from warroom.tone.record.known import Known

_GIVEN = re.compile(
    r"\b(?:credit\w*|refund\w*|waive\w*|repay\w*|repaid|reimburse\w*|compensat\w*|paid back|pay you|paid you|deduct\w*)\b",
    re.IGNORECASE,
)
_HIT_UNITS = re.compile(
    r"(?:customer|user|account|order|record|guest|passenger|patient|booking|invoice|shipment|parcel|device|line|student|payment|message"
    r"|file|policy|policie|member|subscriber|household|meter|ticket|transaction|row|label|site|store|people|person)s?"
)
_TAKE_OUT = "take it out"
_ROUNDED = 20
"""A sum in thousands or millions may be off by one part in so many."""


def money(index: int, sentence: str, figures: Figures, known: Known, gift: bool = False) -> Iterator[Hit]:
    """Amounts that the record does not have. In the gift's own note (`gift`) the gift's amount is the right one."""
    against = known.against
    right = against.gifts if gift else against.amounts
    for amount in figures.amounts:
        place = (index, amount.start, amount.end)
        if _is_one_of(amount, right) or any(_same(amount, other) for other in known.written.amounts):
            continue
        if _is_one_of(amount, against.worth):
            message = "what the account is worth to us stands in a text for the customer"
            yield Hit("record.worth", "error", *place, message, _TAKE_OUT)
        elif not gift and _is_one_of(amount, against.gifts):
            message = "this is the gift's amount: a gift has a note of its own, apart from the settlement"
            yield Hit("record.gift", "error", *place, message, _TAKE_OUT)
        elif gift or _GIVEN.search(sentence):
            lines = against.facing.gifts if gift else (*against.facing.amends, *against.facing.corrections)
            have = ", ".join(says(line) for line in lines) or "no restitution that may be spoken of"
            suggestion = "say what is owed, or owe it first (`warroom restitution`)"
            yield Hit("record.amount", "error", *place, f"the record has {have}", suggestion)
        else:
            message, suggestion = "this amount is not in the record", "check it, or write down where it comes from"
            yield Hit("record.amount", "warning", *place, message, suggestion)


def _is_one_of(amount: Amount, known: Iterable[Money]) -> bool:
    for one in known:
        if one.currency in amount.currencies:
            off = abs(one.amount - amount.value)
            if off == 0 or (amount.rounded and off <= amount.value / _ROUNDED):
                return True
    return False


def _same(amount: Amount, other: Amount) -> bool:
    return amount.value == other.value and bool(set(amount.currencies) & set(other.currencies))


def counts(index: int, figures: Figures, known: Known) -> Iterator[Hit]:
    """How many were hit, where the record counts otherwise."""
    counted = known.against.counted
    written = {count.value for count in known.written.counts}
    for count in figures.counts if counted else ():
        if count.value > 1 and _HIT_UNITS.fullmatch(count.unit) and count.value not in counted | written:
            have = ", ".join(f"{number:,}" for number in sorted(counted))
            yield Hit("record.count", "warning", index, count.start, count.end, f"the record counts {have}", "check the number")
