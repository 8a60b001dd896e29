"""Record rules for what a text claims without a figure: who found it, whether a promise was kept, the line to ring us on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from warroom.tone.against import Against
from warroom.tone.record.hit import Hit

_CLAUSE = r"(?:^\W*|[;,:] (?:and |but |so )?)"
_IT = r"(?:it|this|the (?:outage|failure|fault|problem|error|mistake))"
_YOU_FOUND = re.compile(
    rf"{_CLAUSE}(?P<said>you (?:told us (?:of|about) {_IT}|reported {_IT} to us|alerted us to {_IT}"
    r"|were the first to (?:tell|notice)))\b",
    re.IGNORECASE,
)
_WE_FOUND = re.compile(
    rf"{_CLAUSE}(?P<said>we (?:noticed|found|discovered|spotted|detected) {_IT} (?:ourselves|before you|first))\b", re.IGNORECASE
)
_KEPT = re.compile(r"\b(?:we|I) (?:have )?kept (?:that|it|(?:that|this|our|the) (?:promise|date|word))\b", re.IGNORECASE)
_MISSED = re.compile(
    r"\b(?:we|I) (?:have )?(?:(?:missed|broke|broken|did not keep|didn['’]t keep|failed to keep) "
    r"(?:that|it|(?:that|this|our|the) (?:promise|date|word)))\b",
    re.IGNORECASE,
)
_PROMISE = re.compile(r"\bpromise", re.IGNORECASE)


def claims(index: int, sentence: str, against: Against) -> Iterator[Hit]:
    """Who found it, and whether the one promise was kept, where the record says otherwise."""
    by_us = against.facing.found_by == "us"
    if found := (_YOU_FOUND if by_us else _WE_FOUND).search(sentence):
        message = f"the record says that {'we' if by_us else 'they'} found it"
        yield Hit("record.found", "warning", index, *found.span("said"), message, "say who noticed it first")
    if len(against.facing.promises) != 1 or not _PROMISE.search(sentence):
        return
    (promise,) = against.facing.promises
    if promise.state in ("late", "broken") and (kept := _KEPT.search(sentence)):
        message = f"the record says that this promise is {promise.state}"
        yield Hit("record.kept", "error", index, *kept.span(), message, "say when it was done")
    if promise.state == "kept" and not promise.slips and (missed := _MISSED.search(sentence)):
        yield Hit(
            "record.kept", "error", index, *missed.span(), "the record says that this promise was kept", "say that it was kept"
        )
