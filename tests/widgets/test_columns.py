"""The columns of boards of every width."""

from __future__ import annotations

import pytest

from widgets.columns import GUTTER, columns_for

EXPECTED = {
    80: "id sev customer contact promise",
    92: "id sev customer stage contact promise",
    99: "id sev customer stage contact promise owed",
    110: "id sev customer stage who contact promise owed",
    120: "id sev customer what stage who contact promise owed steps",
    200: "id sev customer what stage who contact promise owed steps next",
}


@pytest.mark.parametrize("width", EXPECTED)
def test_columns_return_by_importance_as_the_board_grows(width: int) -> None:
    assert " ".join(column.name for column in columns_for(width)) == EXPECTED[width]


@pytest.mark.parametrize("width", range(400))
def test_columns_never_overlap_nor_leave_the_board(width: int) -> None:
    end = GUTTER
    for column in columns_for(width):
        assert column.x == end
        assert column.width >= 0
        assert column.x + column.width <= max(width, column.x)
        end = column.x + column.width + 1


def test_what_the_board_is_for_fits_at_eighty_columns() -> None:
    widths = {column.name: column.width for column in columns_for(80)}
    assert widths["contact"] >= len("3 d 4 h ‼ 2 d 3 h over")
    assert widths["promise"] >= len("moved, not told ‼ ×2")
