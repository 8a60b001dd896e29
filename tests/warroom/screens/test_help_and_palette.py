"""Help is made from the keys as they are set; the palette starts what a key starts."""

from __future__ import annotations

import pytest

from tests.warroom.desk import Desk
from tests.warroom.screens.opened import Opener, press, screen_text, settled
from warroom.keys import GROUPS, KEYS, keys_of
from warroom.screens.break_ import BreakScreen
from warroom.screens.form import FormScreen
from warroom.screens.help import HelpScreen


def test_every_key_stands_in_one_group_of_the_help() -> None:
    grouped = [id_ for _, ids in GROUPS for id_ in ids]
    assert sorted(grouped) == sorted(key.id for key in KEYS)


@pytest.mark.parametrize("where", ["board", "break"])
async def test_the_help_names_every_key_of_the_screen(desk: Desk, opened: Opener, where: str) -> None:
    desk.open()
    async with opened((150, 70)) as pilot:
        await press(pilot, *(["d"] if where == "break" else []), "question_mark")
        assert isinstance(pilot.app.screen, HelpScreen)
        shown = screen_text(pilot)
        for key in keys_of(where):
            assert key.about[:40] in shown
        assert "Hold Shift and drag" in shown
        assert "a claim is disputed" in shown
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, HelpScreen)


async def test_the_help_shows_remapped_keys(desk: Desk, opened: Opener) -> None:
    desk.open()
    async with opened((150, 70)) as pilot:
        pilot.app.set_keymap({"note": "f8"})
        await press(pilot, "d", "question_mark")
        line = next(line for line in screen_text(pilot).splitlines() if "a note, for us" in line)
        assert "F8" in line


async def test_f1_shows_and_closes_the_help_also_where_letters_are_typed(desk: Desk, opened: Opener) -> None:
    desk.open()
    async with opened() as pilot:
        await press(pilot, "c")
        assert isinstance(pilot.app.screen, FormScreen)
        await press(pilot, "f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "f1")
        assert isinstance(pilot.app.screen, FormScreen)


@pytest.mark.parametrize("where", ["board", "break"])
async def test_an_action_of_the_palette_works(desk: Desk, opened: Opener, where: str) -> None:
    desk.open()
    async with opened() as pilot:
        await press(pilot, *(["d"] if where == "break" else []), "ctrl+p", *"log a contact")
        await settled(pilot)
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, FormScreen)
        assert pilot.app.screen.form.name == "contact"


async def test_the_palette_opens_the_detail(desk: Desk, opened: Opener) -> None:
    desk.open()
    async with opened() as pilot:
        await press(pilot, "ctrl+p", *"everything about")
        await settled(pilot)
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, BreakScreen)
