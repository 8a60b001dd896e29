"""The states of a break's screen: loading, error, read-only; and that a drag over it copies no nonsense."""

from __future__ import annotations

import asyncio
from pathlib import Path

from store.actions.house import note
from tests.warroom.desk import BOARD, Desk
from tests.warroom.screens.opened import Opener, break_screen, press, screen_text, settled
from warroom.reader import BoardReader
from warroom.screens.break_ import BreakScreen


class GatedReader(BoardReader):
    """Answers when its gate is opened."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, BOARD)
        self.gate = asyncio.Event()

    async def beside(self, id_: str) -> list[tuple[str, str, str, str, int]]:
        await self.gate.wait()
        return await super().beside(id_)


async def test_a_slow_read_says_that_it_reads_and_then_shows_it(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    async with opened() as pilot:
        plain, gated = desk.live.reader, GatedReader(desk.replica.path)
        desk.live.reader = gated
        screen = BreakScreen(desk.live, id_)
        await pilot.app.push_screen(screen)
        while "Reading it" not in screen_text(pilot):
            await pilot.pause()
        gated.gate.set()
        await settled(pilot)
        assert "Reading it" not in screen_text(pilot)
        assert "Label API down" in screen_text(pilot)
        await gated.close()
        desk.live.reader = plain


async def test_an_error_is_shown_and_stays_until_it_can_be_read(desk: Desk, opened: Opener, tmp_path: Path) -> None:
    id_ = desk.open()
    async with opened() as pilot:
        plain = desk.live.reader
        await press(pilot, "d")
        desk.live.reader = BoardReader(tmp_path / "nowhere.db", BOARD)
        desk.do(lambda tx: note(tx, id_, "came in"))
        screen = break_screen(pilot)
        for _ in range(3):
            screen.reload()
            await settled(pilot)
            assert "nowhere.db can't be read" in screen_text(pilot)
            assert "Label API down" in screen_text(pilot)
        desk.live.reader = plain
        screen.reload()
        await settled(pilot)
        assert "can't be read" not in screen_text(pilot)
        assert "came in" in screen_text(pilot)


async def test_a_break_that_can_never_be_read_says_so(desk: Desk, opened: Opener, tmp_path: Path) -> None:
    async with opened() as pilot:
        plain = desk.live.reader
        desk.live.reader = BoardReader(tmp_path / "nowhere.db", BOARD)
        await pilot.app.push_screen(BreakScreen(desk.live, "K7Q2"))
        await settled(pilot)
        assert "This break can't be read" in screen_text(pilot)
        assert "warroom doctor" in screen_text(pilot)
        await press(pilot, "c", "enter", "Y", "escape")
        desk.live.reader = plain


async def test_a_read_only_board_says_so_and_writes_nothing(desk: Desk, opened: Opener) -> None:
    desk.open()
    desk.replica.read_only = True
    async with opened() as pilot:
        await press(pilot, "d")
        assert "read-only" in screen_text(pilot)
        before = desk.replica.arrivals()
        for keys in (("c",), ("p",), ("enter", "escape"), ("Y",)):
            await press(pilot, *keys)
            break_screen(pilot)
        await press(pilot, "g", *"acme")
        assert desk.replica.arrivals() == before
    desk.replica.read_only = False


async def test_a_drag_copies_no_names_of_widgets(desk: Desk, opened: Opener) -> None:
    desk.open()
    async with opened() as pilot:
        for keys in ((), ("d",)):
            await press(pilot, *keys)
            await pilot.mouse_down(offset=(3, 2))
            await pilot.hover(offset=(40, 6))
            await pilot.mouse_up(offset=(40, 6))
            await press(pilot, "ctrl+c")
            assert not pilot.app.clipboard
