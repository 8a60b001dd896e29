"""A break → its cells, state by state."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from store.attention import judge
from store.clock import DAY, HOUR, MINUTE
from store.money import Money
from store.plan import plan_row
from store.policy import policy_of
from store.row import OwedCell, PromiseCell, Quiet, Row
from store.spans import length
from store.standing import Standing
from store.state import Break, Customer, Failure
from store.when import short_time
from store.zones import find_zone, wall
from widgets.cells import BoardLine, GroupLine, cells_of, contact_cell, owed_cell, promise_cell
from widgets.columns import columns_for
from widgets.group_cells import group_cells

UTC = find_zone("UTC")
NOON = 1_772_712_000_000  # Thu 2026-03-05 12:00 UTC
BASE = plan_row(
    Break(id="K7Q2" + "A" * 22, customer="Acme Freight", what="Label API down", failure="F", severity=2, opened_at=NOON - HOUR),
    Failure("F"),
    Customer("acme freight"),
    policy_of(),
)


def row(**changes: Any) -> Row:
    """A break that was told 22 minutes ago and is due in 37."""
    told = {"told_at": NOON - HOUR, "last_contact_at": NOON - 22 * MINUTE, "contact_due_at": NOON + 37 * MINUTE, "owner": "ana"}
    return BASE._replace(
        **{"untouched_due_at": None, "amends_due_at": None, "contact_warn_at": NOON + 27 * MINUTE, **told, **changes}
    )


def promise(**changes: Any) -> PromiseCell:
    """A firm promise, due in 58 minutes."""
    due = {"due_at": NOON + 58 * MINUTE, "told_due_at": NOON + 58 * MINUTE, "warn_at": NOON + 28 * MINUTE}
    plain = {"n": "1", "kind": "fix", "what": "fix", "sure": "firm", "from_at": None, "result": "", "settled_at": None, "slips": 0}
    return PromiseCell(**{**plain, "told": True, "threatened": False, **due, **changes})


def cells(shown: Row, **line: Any) -> dict[str, str]:
    """The texts of a row's cells at noon."""
    return {name: cell.text for name, cell in cells_of(BoardLine(shown.id, "K7Q2", shown, **line), NOON, UTC).items()}


CONTACTS: list[tuple[str, dict[str, Any]]] = [
    ("tried 1× ‼ 3 m over", {"attempts": 1, "retry_at": NOON - 3 * MINUTE}),
    (
        "1 h 12 ‼ 12 m over, tried 1×",
        {
            "attempts": 1,
            "retry_at": NOON - 3 * MINUTE,
            "last_contact_at": NOON - 72 * MINUTE,
            "contact_due_at": NOON - 12 * MINUTE,
        },
    ),
    ("22 m · next in 37 m", {}),
    ("22 m ! next in 8 m", {"contact_due_at": NOON + 8 * MINUTE, "contact_warn_at": NOON - 2 * MINUTE}),
    ("1 h 12 ‼ 12 m over", {"last_contact_at": NOON - 72 * MINUTE, "contact_due_at": NOON - 12 * MINUTE}),
    ("NOT TOLD 1 h", {"told_at": None, "last_contact_at": None}),
    ("NOT TOLD 1 h ‼", {"told_at": None, "last_contact_at": None, "contact_due_at": NOON - MINUTE}),
    ("waits 41 m", {"waiting_since": NOON - 41 * MINUTE, "waiting_due_at": NOON + MINUTE}),
    ("waits 41 m ‼", {"waiting_since": NOON - 41 * MINUTE, "waiting_due_at": NOON - MINUTE}),
    ("tried 2×, again 12:10", {"attempts": 2, "retry_at": NOON + 10 * MINUTE, "contact_due_at": NOON - HOUR}),
    (
        "tried 2×, again Fri 08:00",
        {
            "attempts": 2,
            "retry_at": NOON + 10 * MINUTE,
            "contact_due_at": NOON + 20 * HOUR,
            "quiet": (Quiet(NOON - HOUR, NOON + 20 * HOUR, "asleep"),),
        },
    ),
    ("ana calling 2 m", {"calling": "ana", "calling_since": NOON - 2 * MINUTE, "contact_due_at": NOON - HOUR}),
    ("22 m ‼ 1 h over", {"calling": "ana", "calling_since": NOON - 2 * HOUR, "contact_due_at": NOON - HOUR}),
    ("asleep until Fri 08:00", {"contact_due_at": NOON + 20 * HOUR, "quiet": (Quiet(NOON - HOUR, NOON + 20 * HOUR, "asleep"),)}),
    ("silent to 14:00 (asked)", {"contact_due_at": NOON + 2 * HOUR, "quiet": (Quiet(NOON - HOUR, NOON + 2 * HOUR, "silence"),)}),
    (
        "clock off! · next in 59 m",
        {"last_contact_at": NOON + DAY, "contact_due_at": NOON + DAY + 59 * MINUTE, "contact_warn_at": None},
    ),
    ("22 m", {"view": "follow-up", "stage": "follow-up", "contact_due_at": None}),
    ("—", {"view": "closed", "stage": "closed", "last_contact_at": None, "contact_due_at": None}),
]


@pytest.mark.parametrize(("text", "changes"), CONTACTS, ids=[text for text, _ in CONTACTS])
def test_the_contact_cell_says_since_when_and_until_when(text: str, changes: dict[str, Any]) -> None:
    assert cells(row(**changes))["contact"] == text


NEW_YORK = {"zone": "America/New_York", "hours": "8-18", "hours_zone": "America/New_York"}
"""It is seven in the morning there at noon."""


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("22 m · next in 37 m ☾ 07:00", NEW_YORK),
        ("1 h 12 ‼ 12 m over ☾ 07:00", {**NEW_YORK, "last_contact_at": NOON - 72 * MINUTE, "contact_due_at": NOON - 12 * MINUTE}),
        ("22 m · next in 37 m", {**NEW_YORK, "hours": "6-18"}),
        ("22 m · next in 37 m ☾ 07:00", {**NEW_YORK, "hours": "6-18", "days_off": f"{wall(NOON, UTC):%Y-%m-%d}"}),
        ("22 m · next in 37 m ☾", {"hours": "13-18", "hours_zone": "UTC"}),
        ("22 m", {**NEW_YORK, "view": "closed", "stage": "closed", "contact_due_at": None}),
    ],
)
def test_the_contact_cell_has_a_moon_outside_their_hours(text: str, changes: dict[str, Any]) -> None:
    assert cells(row(**changes))["contact"] == text


@pytest.mark.parametrize(
    ("width", "text"),
    [(30, "22 m · next in 37 m ☾ 07:00"), (22, "22 m · next in 37 m ☾"), (19, "22 m · in 37 m ☾"), (11, "22 m · 37 m")],
)
def test_the_moon_gives_way_first(width: int, text: str) -> None:
    line = BoardLine("B", "K7Q2", row(**NEW_YORK))
    assert cells_of(line, NOON, UTC)["contact"].within(width) == text


PROMISES: list[tuple[str, PromiseCell | None, dict[str, Any]]] = [
    ("—", None, {}),
    ("12:58, 58 m", promise(), {}),
    ("~12:58, 58 m", promise(sure="window"), {}),
    ("! 12:20, 20 m", promise(told_due_at=NOON + 20 * MINUTE, warn_at=NOON - 10 * MINUTE), {}),
    ("! 12:58, 58 m", promise(threatened=True), {}),
    ("late 18 m ‼ ×2", promise(told_due_at=NOON - 18 * MINUTE, slips=2), {}),
    ("moved, not told ‼ ×1", promise(slips=1, told=False), {"untold_n": "1", "untold_since": NOON - MINUTE}),
    ("no date yet", promise(sure="none", due_at=None, told_due_at=None, warn_at=None), {}),
    ("kept, 14 m early", promise(result="kept", settled_at=NOON + 44 * MINUTE), {}),
    ("22 m late", promise(result="kept", settled_at=NOON + 80 * MINUTE), {}),
    ("broken", promise(result="broken", settled_at=NOON), {}),
    ("Sat 12:58, 2 d", promise(told_due_at=NOON + 2 * DAY + 58 * MINUTE, warn_at=None), {}),
]


@pytest.mark.parametrize(("text", "shown", "changes"), PROMISES, ids=[text for text, _, _ in PROMISES])
def test_the_promise_cell_says_what_we_said_and_how_it_stands(
    text: str, shown: PromiseCell | None, changes: dict[str, Any]
) -> None:
    assert cells(row(promise=shown, **changes))["promise"] == text


def owed(state: str, amount: str = "840", currency: str = "EUR") -> OwedCell:
    return OwedCell("1", "credit", amount, currency, state, None, needs_approval=state == "proposed")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ()),
        ("€840 ?", (owed("proposed"),)),
        ("€840 ✓", (owed("approved"),)),
        ("€840 →", (owed("issued"),)),
        ("€1,680 ?", (owed("issued"), owed("proposed"))),
        ("€840 · $300 →", (owed("issued"), owed("issued", "300", "USD"))),
    ],
)
def test_the_owed_cell_adds_one_currency_and_never_two(text: str, lines: tuple[OwedCell, ...]) -> None:
    assert cells(row(owed=lines))["owed"] == text


def test_sums_that_have_no_room_are_counted() -> None:
    cell = owed_cell((owed("issued"), owed("issued", "300", "USD"), owed("issued", "1250", "CHF")))
    assert [cell.within(width) for width in (40, 12, 9, 8)] == [
        "1,250 CHF · €840 · $300 →",
        "1,250 CHF+→",
        "1,250 CHF+→",
        "1,250 CHF+→",
    ]
    two = owed_cell((owed("issued"), owed("issued", "300", "USD")))
    assert [two.within(width) for width in (13, 12, 9, 8, 7)] == ["€840 · $300 →", "€840 +1 →", "€840 +1 →", "€840+1 →", "€840+→"]


TIMES = (MINUTE, 59 * MINUTE, 23 * HOUR + 10 * MINUTE, 3 * DAY + 4 * HOUR, 9 * DAY + 23 * HOUR, 50 * DAY)
COLUMN = {column.name: column.width for column in columns_for(80)}


@pytest.mark.parametrize("ahead", [False, True], ids=["over", "ahead"])
@pytest.mark.parametrize("due", TIMES)
@pytest.mark.parametrize("since", TIMES)
def test_no_time_since_or_until_a_contact_is_cut_at_eighty_columns(since: int, due: int, ahead: bool) -> None:
    at = {"last_contact_at": NOON - since, "contact_due_at": NOON + (due if ahead else -due)}
    for warn_at in (None, NOON - HOUR):
        shown = row(**at, contact_warn_at=warn_at)
        text = contact_cell(shown, judge(shown, NOON), NOON, UTC).within(COLUMN["contact"])
        assert len(text) <= COLUMN["contact"]
        assert text.startswith(f"{length(since)} ")
        assert f" {length(due)}" in text


@pytest.mark.parametrize("at", [HOUR, 20 * HOUR, 2 * DAY, 40 * DAY])
def test_no_time_to_which_a_contact_waits_is_cut_at_eighty_columns(at: int) -> None:
    time = short_time(NOON + at, NOON, UTC)
    waits = [{"quiet": (Quiet(NOON - HOUR, NOON + at, kind),), "contact_due_at": NOON + at} for kind in ("asleep", "silence")]
    tried = {"attempts": 12, "retry_at": NOON + at, "contact_due_at": NOON - HOUR}
    calling = {"calling": "Bartholomew the elder", "calling_since": NOON - 22 * MINUTE}
    for changes, end in ((waits[0], time), (waits[1], time), (tried, time), (calling, "22 m")):
        shown = row(**changes)
        text = contact_cell(shown, judge(shown, NOON), NOON, UTC).within(COLUMN["contact"])
        assert len(text) <= COLUMN["contact"]
        assert end in text


@pytest.mark.parametrize("slips", [0, 2])
@pytest.mark.parametrize("due", TIMES)
def test_no_date_of_a_promise_is_cut_at_eighty_columns(due: int, slips: int) -> None:
    at = {"told_due_at": NOON + due, "warn_at": NOON - HOUR, "slips": slips, "sure": "window"}
    shown = row(promise=promise(**at))
    cell = promise_cell(shown, judge(shown, NOON), NOON, UTC)
    assert cell.text.startswith(f"! ~{short_time(NOON + due, NOON, UTC)}, {length(due)}")
    assert len(cell.within(COLUMN["promise"])) <= COLUMN["promise"]
    assert cell.within(COLUMN["promise"]).startswith(f"! ~{short_time(NOON + due, NOON, UTC)}")
    kept = row(promise=promise(result="kept", settled_at=NOON, **at))
    assert len(promise_cell(kept, judge(kept, NOON), NOON, UTC).within(COLUMN["promise"])) <= COLUMN["promise"]


def test_signs_follow_the_customers_name() -> None:
    shown = row(waiting_since=NOON, disputed_since=NOON, public_since=NOON, conflicts=1, do_not_contact="lawyer")
    assert cells(shown, repeat=True)["customer"] == "Acme Freight ↻☎≠◆⇄✋"
    assert cells(row(), indent=True)["customer"] == "  Acme Freight"


def test_who_says_nobody_and_offers() -> None:
    assert cells(row(owner=""))["who"] == "—"
    assert cells(row(owner_offered="cem"))["who"] == "→cem?"


def test_hostile_text_reaches_no_cell_raw() -> None:
    shown = row(customer="\x1b[2J[/foo]\u202eevil\x9b1m", what="a\nb\tc", owner="\x07x")
    assert cells(shown)["customer"] == "[2J[/foo]evil1m"
    assert cells(shown)["what"] == "a b c"
    assert cells(shown)["who"] == "x"


def standing(**changes: Any) -> Standing:
    """Fourteen breaks that stand alike."""
    return Standing("F-4T00", "Label API down", NOON + 58 * MINUTE, {"contained": 14}, {"ana": 14}, {})._replace(**changes)


def failure_line(how: Standing, **changes: Any) -> GroupLine:
    """The line of fourteen customers to whom nothing is late."""
    counts = {"not_told": 0, "overdue": 0, "late": 0, "at_risk": 0, "untold_moves": 0, "folded_out": False}
    return GroupLine("F" * 26, how, 14, 1, **{**counts, **changes})


def failure_cells(how: Standing, **changes: Any) -> dict[str, str]:
    return {name: cell.text for name, cell in group_cells(failure_line(how, **changes), NOON, UTC).items()}


def test_a_failures_line_counts_its_customers() -> None:
    found = failure_cells(standing(), not_told=3, overdue=2)
    assert (found["id"], found["what"]) == ("F-4T00", "Label API down")
    assert found["customer"] == "▸ 14 customers"
    assert found["contact"] == "3 not told · 2 over"
    assert found["promise"] == "fix 12:58, 58 m"
    told = failure_cells(standing(), late=2, folded_out=True)
    assert (told["customer"], told["contact"], told["promise"]) == ("▾ 14 customers", "all told", "2 late")


@pytest.mark.parametrize(
    ("stages", "text"),
    [
        ({"contained": 14}, "contained"),
        ({"fixed": 2, "open": 12}, "open +2"),
        ({"closed": 1, "made-right": 2, "fixed": 4}, "fixed +3"),
        ({}, ""),
    ],
)
def test_a_failures_line_says_the_stage_of_all_or_the_least_advanced(stages: dict[str, int], text: str) -> None:
    assert failure_cells(standing(stages=stages))["stage"] == text


@pytest.mark.parametrize(
    ("owners", "text", "narrow"),
    [
        ({"ana": 14}, "ana", "ana"),
        ({"ana": 9, "ben": 4, "": 1}, "ana +5", "ana +5"),
        ({"": 14}, "—", "—"),
        ({"bartholomew": 400, "": 100}, "bartholomew +100", "ba…+100"),
    ],
)
def test_a_failures_line_says_who_owns_it(owners: dict[str, int], text: str, narrow: str) -> None:
    cell = group_cells(failure_line(standing(owners=owners)), NOON, UTC)["who"]
    assert (cell.text, cell.within(7)) == (text, narrow)
    assert (cell.tone == "soon") == ("" in owners)


LATER = NOON + 98 * MINUTE


@pytest.mark.parametrize(
    ("text", "how", "counts"),
    [
        ("2 late", {"promise_due_at": NOON - MINUTE, "promises": {"": 14}}, {"late": 2, "untold_moves": 1}),
        ("1 moved, not told", {"promise_due_at": LATER, "promises": {"": 14}}, {"untold_moves": 1}),
        ("fix was due 11:59", {"promise_due_at": LATER, "promises": {"": 14}, "fixed_by": NOON - MINUTE}, {}),
        ("13:38, 1 h 38", {"promise_due_at": LATER, "promises": {"": 14}}, {}),
        ("! ~13:38, 1 h 38", {"promise_due_at": LATER, "promises": {"": 14}, "promise_sure": "window"}, {"at_risk": 1}),
        ("fix 12:58, 58 m", {"promises": {"": 3}}, {}),
        ("no date yet", {"promises": {"": 3}, "fixed_by": None}, {}),
        ("13 kept", {"promises": {"kept": 13, "withdrawn": 1}, "stages": {"fixed": 14}}, {}),
        ("1 broken", {"promises": {"kept": 13, "broken": 1}, "fixed_by": None}, {}),
        ("—", {"stages": {"fixed": 14}, "fixed_by": NOON - MINUTE}, {}),
    ],
)
def test_a_failures_line_says_which_promise_presses_most(text: str, how: dict[str, Any], counts: dict[str, int]) -> None:
    assert failure_cells(standing(**how), **counts)["promise"] == text


def test_a_failures_line_never_adds_currencies() -> None:
    sums = (Money(Decimal(1240), "EUR"), Money(Decimal(300), "USD"))
    shown = failure_cells(standing(owed=sums, owed_states={"issued", "proposed"}))
    assert shown["owed"] == "€1,240 · $300 ?"
    assert failure_cells(standing())["owed"] == ""


@pytest.mark.parametrize(
    ("owner", "away", "within"),
    [
        ("bob", HOUR + 3 * MINUTE, {12: "bob ⌁1 h 03", 8: "bob ⌁1 h", 7: "bob⌁1 h"}),
        ("bartholomew", 13 * HOUR + 3 * MINUTE, {7: "b…⌁13 h"}),
        ("bob", 2 * DAY + 5 * HOUR, {7: "bob⌁2 d"}),
    ],
)
def test_how_long_an_owner_was_not_seen_gives_up_the_name_before_the_time(owner: str, away: int, within: dict[int, str]) -> None:
    line = BoardLine("K7Q2" + "A" * 22, "K7Q2", row(owner=owner))
    cell = cells_of(line, NOON, UTC, {owner: NOON - away})["who"]
    assert {width: cell.within(width) for width in within} == within
