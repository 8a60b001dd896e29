"""Promise versus what became of it, in words; no state is told by colour alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from store.clock import HOUR, MINUTE
from store.state import Failure
from tests.warroom.call_sheet.looking import advice
from tests.warroom.desk import NOW
from tests.warroom.detail.by_hand import UTC, ago, deadline, detail, promise, read, slip, tone_of
from warroom.advisor.advice import Advice
from warroom.detail.promises import asks_history, promise_lines, promise_summary

if TYPE_CHECKING:
    from warroom.advisor.prepared import Prepared

NONE_YET = {"sure": "none", "due_at": None, "told_due_at": None}


@pytest.mark.parametrize(
    ("fields", "expected", "words", "tone"),
    [
        ({}, "1 firm full fix by 15:00 in 1 h", "in 1 h", "plain"),
        ({"told_due_at": NOW + 20 * MINUTE}, "1 firm full fix by 14:20 in 20 m !", "in 20 m", "soon"),
        ({"told_due_at": ago(18)}, "1 firm full fix by 13:42 late 18 m ‼", "late", "overdue"),
        (NONE_YET, "1 full fix no date yet", "no date yet", "soon"),
        ({"sure": "window", "from_at": NOW + 30 * MINUTE}, "1 window full fix 14:30–15:00 in 1 h", "in 1 h", "plain"),
        ({"result": "kept", "settled_at": ago(-46)}, "1 firm full fix by 15:00 kept 14:46, 14 m early", "kept", "fine"),
        ({"result": "kept", "settled_at": ago(-82)}, "1 firm full fix by 15:00 kept 15:22, 22 m late", "kept", "overdue"),
        ({"result": "kept", "settled_at": NOW, **NONE_YET}, "1 full fix kept 14:00", "kept", "fine"),
        (
            {"result": "broken", "settled_at": NOW, "reason": "no parts"},
            "1 firm full fix by 15:00 broken 14:00 | because: no parts",
            "broken",
            "overdue",
        ),
        ({"result": "withdrawn", "settled_at": NOW}, "1 firm full fix by 15:00 withdrawn 14:00", "withdrawn", "dim"),
    ],
)
def test_how_a_promise_stands(fields: dict[str, Any], expected: str, words: str, tone: str) -> None:
    [line] = promise_lines(detail(promises=(promise(**fields),)), NOW, UTC)
    assert read(line) == expected
    assert tone_of(line, words) == tone


def test_a_promise_that_moved_says_whether_they_know_and_why() -> None:
    moved = promise(told_due_at=ago(60), slips=(slip(told_at=None, say="the supplier is late"),))
    [line] = promise_lines(detail(promises=(moved,)), NOW, UTC)
    assert read(line) == (
        "1 firm full fix by 13:00 moved, NOT TOLD ‼"
        " | moved 13:00 → 15:00 · NOT TOLD: parts are late | for them: the supplier is late"
    )
    told = promise(slips=(slip(told_at=ago(20)),))
    [line] = promise_lines(detail(promises=(told,)), NOW, UTC)
    assert read(line) == "1 firm full fix by 15:00 in 1 h | moved 13:00 → 15:00 · told 13:40: parts are late"


def test_a_supplier_s_later_date_threatens_an_open_promise_only() -> None:
    late, early = deadline(NOW + 2 * HOUR), deadline(NOW + HOUR // 2)
    [line] = promise_lines(detail(promises=(promise(),), deadlines=(late, early)), NOW, UTC)
    assert read(line) == "1 firm full fix by 15:00 in 1 h ! | ! PrintCo is due 16:00, after what we promised: patch"
    kept = promise(result="kept", settled_at=NOW)
    [line] = promise_lines(detail(promises=(kept,), deadlines=(late,)), NOW, UTC)
    assert not line.under


def test_the_fix_that_we_expect_later_than_promised_is_said() -> None:
    expected = Failure("F" * 26, fixed_by=NOW + 3 * HOUR)
    [line] = promise_lines(detail(failure=expected, promises=(promise(),)), NOW, UTC)
    assert "we expect the fix 17:00, after what we promised" in read(line)


def test_open_promises_stand_first_by_their_date_then_the_latest_settled() -> None:
    made = (
        promise("1", result="kept", settled_at=ago(50)),
        promise("2", told_due_at=NOW + 2 * HOUR),
        promise("3", told_due_at=None),
        promise("4", told_due_at=NOW + HOUR),
        promise("5", result="broken", settled_at=ago(10)),
    )
    lines = promise_lines(detail(promises=made), NOW, UTC)
    assert [line.key for line in lines] == ["promise:p4", "promise:p2", "promise:p3", "promise:p5", "promise:p1"]


def test_the_summary_counts_what_was_kept_in_time() -> None:
    made = (
        promise("1", result="kept", settled_at=ago(50)),
        promise("2", result="kept", settled_at=NOW + 2 * HOUR),
        promise("3", result="broken", settled_at=NOW),
        promise("4"),
        promise("5", kind="news"),
    )
    assert promise_summary(detail(promises=made), NOW, UTC) == (("1 open, 1 of 3 kept in time", "dim"),)
    assert promise_summary(detail(), NOW, UTC) == ()


class Told:
    """A history that tells the same of everything."""

    def __init__(self, expected: float, sample: int = 41) -> None:
        self.advice = advice(expected, sample)

    def of_minute(self, now: int) -> Advice:
        return self.advice


ODDS: list[tuple[float, dict[str, Any], str, str]] = [
    (3.2, {}, "advisor: 85 % hold", "soon"),
    (9.0, {}, "advisor: 99 % hold", "dim"),
    (3.2, {"sure": "window"}, "advisor: 85 % hold", "dim"),
    (2.0, {"kind": "workaround"}, "", ""),
    (2.0, NONE_YET, "", ""),
    (2.0, {"told_due_at": ago(1)}, "", ""),
    (2.0, {"result": "broken", "settled_at": NOW}, "", ""),
]


@pytest.mark.parametrize(("expected", "fields", "words", "tone"), ODDS)
def test_an_open_promise_of_a_fix_says_how_likely_it_holds(expected: float, fields: dict[str, Any], words: str, tone: str) -> None:
    found = detail(promises=(promise(**fields),))._replace(history=cast("Prepared", Told(expected)))
    [line] = promise_lines(found, NOW, UTC)
    assert ("advisor" in read(line)) == bool(words)
    if words:
        assert words in read(line)
        assert tone_of(line, words) == tone


def test_without_a_history_or_a_sample_and_of_what_is_fixed_it_says_nothing() -> None:
    dated = detail(promises=(promise(),))
    fixed = detail(promises=(promise(),), fixed_at=ago(5), stage="fixed")
    for found in (dated, fixed._replace(history=cast("Prepared", Told(2))), dated._replace(history=cast("Prepared", Told(2, 9)))):
        [line] = promise_lines(found, NOW, UTC)
        assert "advisor" not in read(line)
    assert asks_history(dated)
    assert not asks_history(fixed)
    undated: dict[str, Any] = NONE_YET
    assert not asks_history(detail(promises=(promise(**undated),)))
