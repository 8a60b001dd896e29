"""The app on a desk: its screens, and waiting until it has nothing left to do."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from textual.pilot import Pilot

from warroom.screens.board import BoardScreen
from warroom.screens.break_ import BreakScreen

Opener = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


async def settled(pilot: Pilot[None]) -> None:
    """Waits until all workers are done and all messages are handled."""
    app = pilot.app
    while True:
        await pilot.pause()
        if all(worker.is_finished for screen in (app, *app.screen_stack) for worker in screen.workers):
            await pilot.pause()
            if all(worker.is_finished for worker in app.workers):
                return


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Presses keys one by one, and waits after each until it has led to something."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def screen_text(pilot: Pilot[None]) -> str:
    """The screen as text, a line each."""
    return "\n".join(strip.text.rstrip() for strip in pilot.app.screen._compositor.render_strips())


def break_screen(pilot: Pilot[None]) -> BreakScreen:
    """The screen of a break, which must be shown."""
    screen = pilot.app.screen
    assert isinstance(screen, BreakScreen)
    return screen


def board_screen(pilot: Pilot[None]) -> BoardScreen:
    """The board, which must be shown."""
    screen = pilot.app.screen
    assert isinstance(screen, BoardScreen)
    return screen
