"""Short words that go away by themselves: they never cover what is next, nor the lines around it."""

from __future__ import annotations

import pytest

from store.replica import Replica
from tests.warroom.casting import plain_break
from tests.warroom.screens.conftest import OpenDesk
from warroom.screens.break_ import BreakScreen
from widgets.foot_line import FootLine

SIZES = [(80, 24), (120, 40), (200, 50)]
WORD = "a word that goes away"


def row_of(text: str, words: str) -> int:
    """The last line of the screen that has the words."""
    return max(y for y, line in enumerate(text.splitlines()) if words in line)


@pytest.mark.parametrize("size", SIZES)
async def test_on_the_board_a_toast_stands_above_all_that_is_under_the_table(
    replica: Replica, open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    plain_break(replica)
    async with open_desk(size=size) as desk:
        board = await desk.board()
        await desk.worked_off()
        under = desk.text.splitlines()[desk.table.region.bottom :]
        assert any("next for" in line for line in under)
        board.say(WORD)
        await desk.until(lambda: WORD in desk.text)
        await desk.worked_off()
        assert desk.text.splitlines()[desk.table.region.bottom :] == under
        assert row_of(desk.text, WORD) < desk.table.region.bottom

        before = desk.table.region.bottom
        board.query_one("#late", FootLine).display = True  # one more line under the table: the word moves up with it
        await desk.until(lambda: desk.table.region.bottom == before - 1 and row_of(desk.text, WORD) < before - 1)


async def test_a_toast_moves_to_the_form_that_opens_over_the_board(replica: Replica, open_desk: OpenDesk) -> None:
    plain_break(replica)
    async with open_desk() as desk:
        board = await desk.board()
        await desk.worked_off()
        board.say(WORD)
        await desk.until(lambda: WORD in desk.text)
        below = row_of(desk.text, WORD)
        await desk.press("t")
        await desk.form("note")
        await desk.until(lambda: desk.text.count(WORD) == 1 and row_of(desk.text, WORD) < below)
        await desk.press("escape")
        await desk.board()
        await desk.until(lambda: desk.text.count(WORD) == 1 and row_of(desk.text, WORD) == below)


@pytest.mark.parametrize("size", SIZES)
async def test_on_a_break_a_toast_leaves_the_line_of_what_is_next_free(
    replica: Replica, open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    plain_break(replica)
    async with open_desk(size=size) as desk:
        await desk.do("d")
        screen = desk.screen
        assert isinstance(screen, BreakScreen)
        foot = desk.text.splitlines()[-2:]
        assert foot[0].lstrip().startswith("next")
        screen.say(WORD)
        await desk.until(lambda: WORD in desk.text)
        assert desk.text.splitlines()[-2:] == foot
