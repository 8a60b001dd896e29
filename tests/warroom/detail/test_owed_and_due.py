"""The ledger with totals by currency, remedies with the answers; what stands in the way and what is due."""

from __future__ import annotations

from typing import Any

import pytest

from store.clock import DAY, HOUR, MINUTE
from store.entries import Blocker, Dispute, Followup, Prevention, PublicMark, Remedy
from store.money import parse_money
from store.state import Failure
from tests.warroom.desk import NOW
from tests.warroom.detail.by_hand import UTC, ago, deadline, detail, owed, read, tone_of
from warroom.detail.dues import due_count, due_lines
from warroom.detail.owed import owed_count, owed_lines, owed_summary


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "1 credit €300 proposed 13:00"),
        ({"amount": "800 EUR"}, "1 credit €800 waits for approval 1 h"),
        ({"amount": "800 EUR", "kind": "correction"}, "1 correction €800 proposed 13:00"),
        ({"state": "approved", "by": "ben, by phone"}, "1 credit €300 approved 13:00 by ben, by phone"),
        ({"state": "approved", "due_at": ago(5)}, "1 credit €300 approved 13:00 by ana, due 13:55 ‼"),
        ({"state": "issued", "due_at": ago(5)}, "1 credit €300 issued 13:00 by ana, due 13:55"),
        ({"state": "confirmed", "why": "late parcels"}, "1 credit €300 confirmed 13:00 by ana | late parcels"),
        ({"state": "declined"}, "1 credit €300 declined 13:00 by ana"),
    ],
)
def test_a_line_of_the_ledger(fields: dict[str, Any], expected: str) -> None:
    found = [line for line in owed_lines(detail(restitution=(owed(**fields),)), NOW, UTC) if line.selectable]
    assert [read(line) for line in found] == [expected]


def test_totals_stand_by_currency_and_corrections_apart() -> None:
    ledger = (
        owed("1", "300 EUR"),
        owed("2", "40 USD", state="issued"),
        owed("3", "20 EUR", state="approved"),
        owed("4", "840 EUR", state="confirmed"),
        owed("5", "9 EUR", state="declined"),
        owed("6", "1240 EUR", kind="correction"),
    )
    shown = detail(restitution=ledger)
    assert owed_summary(shown, NOW, UTC) == (("owed €320 · $40", "plain"), (", confirmed €840", "dim"))
    lines = owed_lines(shown, NOW, UTC)
    assert [line.key for line in lines] == [
        "restitution:r1",
        "restitution:r3",
        "restitution:r2",
        "restitution:r4",
        "restitution:r5",
        "owed:corrections",
        "restitution:r6",
    ]
    assert read(lines[5]) == "corrections, their own money back: €1,240"
    assert not lines[5].selectable


@pytest.mark.parametrize(
    ("fields", "expected", "tone"),
    [
        ({}, "1 remedy new labels no answer for 1 h", "soon"),
        ({"answer": "below", "said": "Not enough."}, "1 remedy new labels below what they expect ‼ | “Not enough.”", "overdue"),
        ({"untold": True}, "1 remedy new labels not told for 1 h", "soon"),
        ({"round": 2}, "1 remedy new labels · round 2 no answer for 1 h", "soon"),
        ({"answer": "exceeds"}, "1 remedy new labels exceeds what they expect", "fine"),
        (
            {"effort": "a visit", "cost": parse_money("5 EUR")},
            "1 remedy new labels no answer for 1 h | ! asks of them: a visit, costs them €5",
            "soon",
        ),
    ],
)
def test_a_remedy_with_its_answer(fields: dict[str, Any], expected: str, tone: str) -> None:
    given = {"effort": "", "cost": None, "proposed_at": ago(60), "answer": "", "answered_at": None, "said": "", **fields}
    shown = detail(remedies=(Remedy(n="1", key="m1", what="new labels", **given),))
    [line] = owed_lines(shown, NOW, UTC)
    assert read(line) == expected
    assert line.tail[0][1] == tone
    assert owed_count(shown) == ("" if fields.get("answer") else "1")


def test_what_is_due_stands_in_order_with_what_is_done_last() -> None:
    shown = detail(
        failure=Failure("F" * 26, prevention=(Prevention("1", "v1", "watch certificates", "cem", NOW + 9 * DAY, None),)),
        disputes=(Dispute("the second depot", "us", ago(14), None, "q1"),),
        blockers=(
            Blocker("1", "b1", "finance waits", "Dana", ago(50), 1, None),
            Blocker("2", "b2", "key", "", ago(90), 0, ago(80)),
        ),
        public=(PublicMark("1", "u1", "a forum", "https://x.example", ago(15), None),),
        deadlines=(deadline(NOW + 2 * HOUR, slips=2, chased=1),),
        followups=(Followup("1", "f1", "mail", NOW + DAY // 2, None, ""), Followup("2", "f2", "call", ago(20), None, "")),
    )
    assert [read(line) for line in due_lines(shown, NOW, UTC)] == [
        "disputed the second depot by us for 14 m ‼",
        "blocker 1 finance waits · Dana can clear it · asked 2× · ask again now for 50 m",
        "public 1 a forum https://x.example no answer for 15 m ‼",
        "follow-up 2 by phone 13:40, 20 m over ‼",
        "supplier 1 PrintCo: patch · moved 2× · chased 1× · chase 14:15 16:00, in 2 h",
        "follow-up 1 by mail tomorrow 02:00, in 12 h !",
        "prevent 1 watch certificates · cem 1 Dec 14:00, in 9 d",
        "blocker 2 key cleared 12:40",
    ]
    assert due_count(shown) == "7"


@pytest.mark.parametrize(
    ("fields", "expected", "tone"),
    [
        ({"due_at": NOW + 30 * MINUTE}, "14:30, in 30 m !", "soon"),
        ({"due_at": ago(30)}, "13:30, 30 m over ‼", "overdue"),
        ({"due_at": ago(30), "state": "slipped"}, "slipped, was 13:30 ‼", "overdue"),
        ({"due_at": ago(30), "state": "met"}, "met", "fine"),
    ],
)
def test_a_date_of_others(fields: dict[str, Any], expected: str, tone: str) -> None:
    [line] = due_lines(detail(deadlines=(deadline(**fields),)), NOW, UTC)
    assert line.tail == ((expected, tone),)


def test_what_is_done_is_dim() -> None:
    done = Followup("1", "f1", "call", ago(60), ago(10), "all is well")
    [line] = due_lines(detail(followups=(done,)), NOW, UTC)
    assert read(line) == "follow-up 1 by phone: all is well done 13:50"
    assert tone_of(line, "by phone") == "dim"
