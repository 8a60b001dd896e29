"""Cells that say what is disputed, what is missing, and for how many of a failure's customers it is put right."""

from __future__ import annotations

from store.clock import HOUR, MINUTE
from tests.widgets.test_cells import NOON, cells, failure_cells, row, standing


def test_a_disputed_claim_stands_loudly_with_its_age() -> None:
    shown = row(stage="owned", disputed_since=NOON - 2 * HOUR)
    assert cells(shown)["stage"] == "owned ≠ 2 h"
    assert cells(shown._replace(view="closed"))["stage"] == "owned"


def test_what_is_owned_with_no_remedy_says_so_where_amends_would_stand() -> None:
    assert cells(row(bare_since=NOON - MINUTE))["owed"] == "remedy?"
    assert cells(row())["owed"] == ""


def test_a_failures_line_says_for_how_many_it_is_put_right() -> None:
    how = standing(stages={"open": 8, "fixed": 4, "closed": 2}, affected=65_000, corrected=41_200)
    assert failure_cells(how)["what"].endswith("· 6 of 14 fixed, 41,200 of 65,000 corrected")
    assert "·" not in failure_cells(standing(stages={"open": 14}))["what"]
