"""Where the panels stand: columns by width, rows shared so that the small ones are whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.warroom.detail.by_hand import ago, detail, promise
from warroom.detail.panels import COLUMNS, NAMES, PANELS, Place, columns_of, empty_parts, places, shared_heights, tab_label
from warroom.detail.promises import promise_lines


@pytest.mark.parametrize(
    ("size", "columns"),
    [((80, 24), 0), ((99, 43), 0), ((80, 60), 1), ((100, 24), 2), ((120, 40), 2), ((169, 50), 2), ((200, 50), 3), ((200, 20), 0)],
)
def test_how_many_columns_a_screen_has(size: tuple[int, int], columns: int) -> None:
    assert columns_of(*size) == columns


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_every_panel_stands_in_one_column(columns: int) -> None:
    assert sorted(name for names in COLUMNS[columns] for name in names) == sorted(NAMES)


@pytest.mark.parametrize(
    ("wanted", "room", "expected"),
    [
        ([4, 5, 6], 30, [4, 5, 21]),
        ([4, 20, 30], 30, [4, 13, 13]),
        ([30, 4, 5], 30, [21, 4, 5]),
        ([30, 30, 30], 30, [10, 10, 10]),
        ([5, 5, 5, 5], 14, [3, 3, 4, 4]),
        ([9], 4, [4]),
    ],
)
def test_rows_are_shared_so_that_small_panels_are_whole(wanted: list[int], room: int, expected: list[int]) -> None:
    assert shared_heights(wanted, room) == expected


@given(st.lists(st.integers(2, 60), min_size=1, max_size=7), st.integers(0, 60))
def test_all_rows_are_given_and_no_panel_is_a_title_alone(wanted: list[int], spare: int) -> None:
    room = 3 * len(wanted) + spare
    heights = shared_heights(wanted, room)
    assert sum(heights) == room
    assert all(height >= 2 for height in heights)


@given(st.integers(100, 250), st.integers(10, 80), st.integers(1, 40))
def test_panels_never_overlap_nor_leave_the_area(width: int, height: int, wanted: int) -> None:
    area = Place(0, 3, width, height)
    found = places(area, columns_of(width, height), lambda name, cells: wanted + len(name), "promises")
    cells = [
        (x, y)
        for place in found.values()
        for x in (place.x, place.x + place.width - 1)
        for y in range(place.y, place.y + place.height)
    ]
    assert len(cells) == len(set(cells))
    assert all(0 <= x < width and 3 <= y < 3 + height for x, y in cells)


def test_one_at_a_time_is_the_current_one() -> None:
    area = Place(0, 5, 80, 16)
    assert places(area, 0, lambda name, cells: 5, "owed") == {"owed": area}


def test_a_tab_counts_and_warns() -> None:
    late = detail(promises=(promise(told_due_at=ago(5)), promise("2")))
    spec = PANELS[0]
    assert tab_label(spec, late, promise_lines(late, ago(0), None)) == (("Promises 2", "dim"), ("‼", "overdue"))
    assert tab_label(spec, detail(), ()) == (("Promises", "dim"),)


def test_an_empty_panel_names_the_key_that_fills_it_as_it_is_set() -> None:
    assert empty_parts("Nothing promised yet: |p|", {"p": "F5"}) == (("Nothing promised yet: ", "dim"), ("F5", "key"))
