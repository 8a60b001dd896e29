"""Texts from others can neither end a screen nor reach the terminal as anything but text: every screen, every form."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from tests.warroom.conftest import Desks
from tests.warroom.desk import Desk
from tests.warroom.hostile import FORBIDDEN, HOSTILE, TEXTS, conflicting, hostile_break
from tests.warroom.screens.opened import Opener, press, screen_text, settled
from warroom.detail.panels import NAMES
from warroom.forms.registry import FORMS, VERBS
from warroom.screens.break_ import BreakScreen
from widgets.line_panel import LinePanel
from widgets.panel_lines import PanelLine


def is_clean(pilot: Pilot[None]) -> bool:
    """Whether nothing but text is on the screen."""
    return not FORBIDDEN.search(screen_text(pilot))


async def back_to(pilot: Pilot[None], screen: Screen[Any]) -> None:
    """Leaves whatever is open over a screen."""
    for _ in range(8):
        if pilot.app.screen is screen:
            return
        await press(pilot, "escape")
        if pilot.app.screen is not screen and "Throw away" in screen_text(pilot):
            await press(pilot, "y")
    raise AssertionError(f"{pilot.app.screen} is still open")


SMALL = (80, 24)
CASES = [*((HOSTILE, size) for size in (SMALL, (120, 40), (200, 50), (30, 8))), *((text, SMALL) for text in TEXTS)]


@pytest.mark.parametrize(("text", "size"), CASES, ids=[f"{text[:12]!a} {size[0]}" for text, size in CASES])
async def test_a_break_full_of_hostile_texts_is_shown_clean(desk: Desk, opened: Opener, text: str, size: tuple[int, int]) -> None:
    hostile_break(desk, text)
    async with opened(size) as pilot:
        assert is_clean(pilot)
        await press(pilot, "d")
        assert isinstance(pilot.app.screen, BreakScreen)
        for _ in NAMES:
            await press(pilot, "tab")
            assert is_clean(pilot)
        await press(pilot, "Y")
        assert not FORBIDDEN.search(pilot.app.clipboard.replace("\t", " "))


def one_of_each(panel: LinePanel) -> list[PanelLine]:
    """A line of each kind that a panel has."""
    found: dict[str, PanelLine] = {}
    for line in panel.lines:
        if line.selectable:
            found.setdefault(line.key.partition(":")[0], line)
    return list(found.values())


async def test_every_kind_of_line_of_a_hostile_break_can_be_opened(desk: Desk, desks: Desks, opened: Opener) -> None:
    id_ = hostile_break(desk)
    conflicting(desk, desks("b"), id_)
    async with opened() as pilot:
        await press(pilot, "d")
        screen = pilot.app.screen
        assert isinstance(screen, BreakScreen)
        for name in NAMES:
            panel = screen.query_one(f"#{name}", LinePanel)
            while screen.current != name:
                await press(pilot, "tab")
            for line in one_of_each(panel):
                panel.select(line.key)
                await press(pilot, "enter")
                assert pilot.app.screen is not screen
                assert is_clean(pilot)
                await back_to(pilot, screen)


@pytest.mark.parametrize("where", ["board", "break"])
async def test_every_form_opens_on_a_hostile_break(desk: Desk, opened: Opener, where: str) -> None:
    hostile_break(desk)
    async with opened((80, 24)) as pilot:
        await press(pilot, *(["d"] if where == "break" else []))
        screen = pilot.app.screen
        for action in (*(f"form('{name}')" for name in FORMS), *(f"verbs('{name}')" for name in VERBS)):
            await screen.run_action(action)
            await settled(pilot)
            assert is_clean(pilot), action
            await back_to(pilot, screen)


async def test_the_search_finds_hostile_texts_and_shows_them_clean(desk: Desk, opened: Opener) -> None:
    hostile_break(desk)
    async with opened() as pilot:
        await press(pilot, "g", *"isolate")
        assert "1 break" in screen_text(pilot)
        assert is_clean(pilot)
        pilot.app.screen.query_one("FilterLine").focus()
        await pilot.press("escape")
        for key in ("question_mark", "ctrl+p", "at", "u"):
            await press(pilot, key)
            assert is_clean(pilot)
            await back_to(pilot, pilot.app.screen_stack[0])
