"""What the next action of a break opens: the form, with what is filled in."""

from __future__ import annotations

from typing import Any

import pytest

from store.clock import DAY, HOUR
from store.entries import Followup
from store.row import Row, StepCell
from tests.store.attending import deadline, promise, row_of, told
from tests.store.attention_cases import MOVED, RED_TAPE
from tests.store.by_hand import NOW
from warroom.next_deed import Deed, deed_of

FIXED: dict[str, Any] = {"stage": "fixed", "fixed_at": NOW}
PLANNED = Followup("3", "f3", "mail", NOW + DAY, None, "")
STEP = StepCell("follow-up", "follow up", "ana", None, "follow-up mail")
WRITING = StepCell("in-writing", "put it in writing", "ana", None, "written letter")
LATER = deadline(NOW + 2 * HOUR, n="4")

CASES: dict[str, tuple[str, Row, Deed]] = {
    "nobody planned it": ("follow-up", row_of(told(**FIXED)), Deed("l", "follow-up")),
    "nobody planned the step": ("step", row_of(told(**FIXED))._replace(step=STEP), Deed("l", "follow-up")),
    "it is planned, by mail": ("follow-up", row_of(told(**FIXED, followups=(PLANNED,))), Deed("e", "", writing="followup")),
    "it is planned, by phone": (
        "follow-up",
        row_of(told(**FIXED, followups=(PLANNED._replace(channel="call"),))),
        Deed("l", "follow-up-done", {"n": "3"}),
    ),
    "the letter": ("step", row_of(told(**FIXED))._replace(step=WRITING), Deed("e", "", writing="letter")),
    "any text": (
        "step",
        row_of(told(**FIXED))._replace(step=WRITING._replace(deed="written any")),
        Deed("e", "", writing="letter"),
    ),
    "a blocker": ("blocker", row_of(told(blockers=(RED_TAPE,))), Deed("b", "nudge", {"n": RED_TAPE.n})),
    "a date ahead": ("deadline", row_of(told(deadlines=(LATER,))), Deed("x", "deadline-chased", {"n": "4"})),
    "a date that passed": ("deadline", row_of(told(deadlines=(deadline(NOW),))), Deed("x", "", verbs="deadline")),
    "a promise on a later date": (
        "promise",
        row_of(told(promises=(promise(NOW + HOUR),), deadlines=(LATER,))),
        Deed("p", "repromise", {"n": "1"}),
    ),
    "the same once it is fixed": (
        "promise",
        row_of(told(promises=(promise(NOW + HOUR),), deadlines=(LATER,), **FIXED)),
        Deed("p", "settle", {"n": "1", "result": "kept"}),
    ),
    "a date that they don't know": (
        "moved-not-told",
        row_of(told(promises=(promise(NOW + HOUR, slips=(MOVED,)),))),
        Deed("p", "told", {"n": "1"}),
    ),
    "the same once that is fixed": (
        "moved-not-told",
        row_of(told(promises=(promise(NOW + HOUR, slips=(MOVED,)),), **FIXED)),
        Deed("p", "settle", {"n": "1", "result": "kept"}),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_next_opens_what_it_says(case: str) -> None:
    rule, row, deed = CASES[case]
    assert deed_of(row, rule, NOW + 60_000) == deed
