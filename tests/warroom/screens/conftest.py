"""The live board on a fresh replica and a clock that stands still, driven through its keyboard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from store.attention import judge
from store.clock import ManualClock
from store.replica import Replica
from store.state import Break
from tests.warroom.casting import ME, ZONE
from tests.warroom.desk import Desk
from tests.warroom.screens.opened import Opener, screen_text, settled
from warroom.app import WarroomApp
from warroom.board_content import Line
from warroom.listing import LineKey
from warroom.live import Live
from warroom.places import Places
from warroom.screens.board import BoardScreen
from warroom.screens.form import FormScreen
from warroom.start import first_page
from widgets.board_table import BoardTable
from widgets.cells import BoardLine
from widgets.form_field import FormField

PATIENCE = 20.0
"""Seconds that a condition may take to come true on a busy machine."""


class HeardApp(WarroomApp):
    """The app, which remembers what it said for a moment, and how often it rang."""

    def __init__(self, live: Live, page: dict[LineKey, Line] | None = None) -> None:
        super().__init__(live, page)
        self.said: list[str] = []
        self.rang = 0

    def bell(self) -> None:
        self.rang += 1
        super().bell()

    def notify(self, message: str, **details: Any) -> None:
        self.said.append(message)
        super().notify(message, **details)


class LiveDesk:
    """Somebody at the live board: what they press, and what they see."""

    def __init__(self, app: HeardApp, pilot: Pilot[None], replica: Replica, clock: ManualClock) -> None:
        self.app = app
        self.pilot = pilot
        self.replica = replica
        self.clock = clock

    async def until(self, holds: Callable[[], bool]) -> None:
        """Lets the program work until something holds. Fails when it never does."""
        end = monotonic() + PATIENCE
        while not holds():
            assert monotonic() < end, "it never came true"
            await self.pilot.pause(0.002)

    async def press(self, *keys: str) -> None:
        """Presses keys, as fast as a terminal can send them, and lets the program work them off."""
        self.send(*keys)
        await self.settle()

    async def settle(self) -> None:
        """Waits until the app, its screen and the widget with the focus have worked off what they were sent so far."""
        for _ in range(2):
            for pump in (self.app, self.screen, self.screen.focused or self.screen):
                done = asyncio.Event()
                if pump.call_later(done.set):
                    await done.wait()

    async def write(self, text: str) -> None:
        """Types a text."""
        await self.press(*text)

    async def worked_off(self) -> None:
        """Waits until nothing is left to do."""
        await settled(self.pilot)

    async def do(self, *keys: str) -> None:
        """Presses keys, and waits after each until it has led to something."""
        for key in keys:
            await self.press(key)
            await settled(self.pilot)

    async def tick(self, milliseconds: int = 0) -> None:
        """Lets time pass: the board follows, as it does every second."""
        self.clock.advance(milliseconds)
        board = self.app.screen_stack[0]
        assert isinstance(board, BoardScreen)
        board.tick(self.clock.now())
        await settled(self.pilot)

    def send(self, *keys: str) -> None:
        """Sends keys; nothing is worked off in between."""
        for key in keys:
            char = key if len(key) == 1 else CHARACTERS.get(key)
            self.app.post_message(events.Key(NAMES.get(key, key), char))

    def paste(self, text: str) -> None:
        """Pastes a text."""
        self.app.post_message(events.Paste(text))

    # -- what is seen ---------------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The screen as text, a line each."""
        return screen_text(self.pilot)

    @property
    def table(self) -> BoardTable:
        """The table of the board, also while a form is open over it."""
        return self.app.screen_stack[0].query_one(BoardTable)

    @property
    def screen(self) -> Screen[Any]:
        """The screen on top."""
        return self.app.screen

    async def on(self, kind: type[Screen[Any]]) -> None:
        """Waits for a kind of screen."""
        await self.until(lambda: isinstance(self.screen, kind) and self.screen.is_mounted)

    async def form(self, name: str = "") -> FormScreen:
        """Waits for a form (of that name) that takes keys. The form."""
        await self.until(
            lambda: isinstance(self.screen, FormScreen) and name in ("", self.screen.form.name) and self.screen.focused is not None
        )
        assert isinstance(self.screen, FormScreen)
        return self.screen

    async def board(self) -> BoardScreen:
        """Waits for the board to be on top and to show what is open. The board."""

        def shows() -> bool:
            board = self.screen
            if not isinstance(board, BoardScreen) or board.content.board is None:
                return False
            return board.query_one(BoardTable).order == board.content.listing.lines

        await self.until(shows)
        assert isinstance(self.screen, BoardScreen)
        return self.screen

    def field(self, name: str) -> FormField:
        """A field of the form on top."""
        return self.screen.query_one(f"#field-{name}", FormField)

    def shown(self, selector: str) -> str:
        """The text of a widget."""
        return str(self.screen.query_one(selector).render())

    def note(self, name: str) -> str:
        """What a field says under its control."""
        return self.shown(f"#field-{name} .field--note")

    @property
    def told(self) -> list[str]:
        """The messages that were shown for a moment, so far."""
        return self.app.said

    async def hears(self, words: str) -> None:
        """Waits for a message that has those words."""
        await self.until(lambda: any(words in text for text in self.told))

    async def select(self, customer: str) -> None:
        """Moves to the line of a customer."""
        await self.board()
        table = self.app.screen.query_one(BoardTable)
        await self.until(lambda: bool(table.order))
        await self.press("home")
        for _ in table.order:
            await self.until(lambda: table.selected_line is not None)
            if isinstance(table.selected_line, BoardLine) and customer in table.selected_line.row.customer:
                return
            await self.press("down")
        raise AssertionError(f"{customer} is not on the board")

    def spoken(self, customer: str) -> str:
        """The spoken id of the break of a customer on the board."""
        board = self.app.screen_stack[0]
        assert isinstance(board, BoardScreen)
        lines = (line for line in board.content.lines.values() if isinstance(line, BoardLine))
        return next(line.spoken for line in lines if customer in line.row.customer)

    def need(self) -> str:
        """The rule by which the selected break needs what it needs next; empty when it needs nothing."""
        line = self.table.selected_line
        assert isinstance(line, BoardLine)
        need = judge(line.row, self.clock.now()).next
        return need.rule if need else ""

    def brk(self, id_: str) -> Break:
        """A break as it stands in the record."""
        return self.replica.cases().brk(id_)


NAMES = {" ": "space", "\t": "tab", "\n": "enter", ".": "full_stop", ",": "comma", "-": "minus", "@": "at", ":": "colon"}
CHARACTERS = {name: char for char, name in NAMES.items()}

OpenDesk = Callable[..., AbstractAsyncContextManager[LiveDesk]]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """An installation of the test's own."""
    return Places(tmp_path / "config.toml", tmp_path / "data", tmp_path / "state")


@pytest.fixture
def open_desk(replica: Replica, clock: ManualClock, places: Places) -> OpenDesk:
    """Opens the live board: `async with open_desk(size=(80, 24)) as desk`, on the test's replica or the `used` one;
    with `page` the first frame shows its lines already, as it does at the start."""

    @asynccontextmanager
    async def opener(
        size: tuple[int, int] = (120, 40),
        actor: str = ME,
        used: Replica | None = None,
        config: dict[str, Any] | None = None,
        page: bool = False,
    ) -> AsyncIterator[LiveDesk]:
        live = Live(used or replica, clock, ZONE, actor, places, config or {})
        app = HeardApp(live, first_page(live.replica, clock.now()) if page else None)
        async with app.run_test(size=size, notifications=True) as pilot:
            desk = LiveDesk(app, pilot, replica, clock)
            await desk.board()
            yield desk

    return opener


@pytest.fixture
def opened(desk: Desk) -> Opener:
    """Opens the app on the desk: `async with opened((120, 40)) as pilot`."""

    @asynccontextmanager
    async def opener(size: tuple[int, int] = (120, 40)) -> AsyncIterator[Pilot[None]]:
        app = WarroomApp(desk.live)
        async with app.run_test(size=size, notifications=True) as pilot:
            await settled(pilot)
            yield pilot

    return opener
