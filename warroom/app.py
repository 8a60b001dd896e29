"""The Textual app: it holds what the screens run on, opens the first one, and closes the reader at the end."""

from __future__ import annotations

import asyncio
import signal
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import ClassVar, Protocol, runtime_checkable

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from warroom.board_content import Line
from warroom.listing import LineKey
from warroom.live import Live
from warroom.theme import THEME
from warroom.typed_ahead import TakesKeys


@runtime_checkable
class HasHelp(Protocol):
    """A screen that can show its keys."""

    def action_help(self) -> None: ...


class WarroomApp(App[None]):
    """The live board. Everything it needs comes in through `live`."""

    TITLE = "warroom"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "copy_or_say", show=False, priority=False),
        Binding("ctrl+q", "quit", "Quit", show=False),
        Binding("f1", "help", "Help", show=False, priority=True),
    ]

    def __init__(self, live: Live, first_page: dict[LineKey, Line] | None = None) -> None:
        super().__init__()
        self.live = live
        self._first_page = first_page or {}
        self._holding = False
        self._held: deque[events.Key | events.Paste] = deque()
        self.register_theme(THEME)
        self.theme = THEME.name

    def on_mount(self) -> None:
        """After the first frame: looks and keys, as the configuration says (what is wrong in it is said and left out), and
        the exchange with the others."""
        self.call_after_refresh(self._configure)
        if not self.is_headless:
            self._end_with_the_terminal()

    def _end_with_the_terminal(self) -> None:
        """A terminal that is closed, or a polite kill, ends the program as `q` does: drafts are kept, files are closed."""
        for name in ("SIGHUP", "SIGTERM"):
            if number := getattr(signal, name, None):
                with suppress(NotImplementedError, RuntimeError, ValueError):
                    asyncio.get_running_loop().add_signal_handler(number, self.exit)

    def _configure(self) -> None:
        problems: list[str] = []
        if self.live.config:
            from warroom.configure import configure

            problems = configure(self, self.live)
        for problem in problems:
            self.notify(problem, title="Configuration", severity="warning", timeout=30, markup=False)
        if self.live.exchange is not None:
            self.live.exchange.start()

    def get_default_screen(self) -> Screen[None]:
        from warroom.screens.board import BoardScreen

        return BoardScreen(self.live, self._first_page)

    def action_copy_or_say(self) -> None:
        """Ctrl+C copies what is selected on the screen; else it says how to leave. It never loses what was typed."""
        selected = self.screen.get_selected_text()
        if selected:
            self.copy_to_clipboard(selected)
            self.notify("Copied", timeout=2)
        else:
            self.notify("Esc leaves this" if self.screen.is_modal else "q leaves (or ctrl+q)", timeout=4, markup=False)

    def action_help(self) -> None:
        """The help of the screen, or of the one under a form, a question or the search."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, HasHelp):
                screen.action_help()
                return

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette holds every key of the screen that is shown."""
        commands = getattr(screen, "palette_commands", None)
        if commands is not None:
            yield from commands()
        yield SystemCommand("Keys and signs", "All keys of this screen and what the signs mean", self.action_help)
        yield SystemCommand("Theme", "Choose another theme", self.action_change_theme)
        yield SystemCommand("Picture", "Save a picture of the screen as SVG", lambda: self.set_timer(0.1, self.deliver_screenshot))
        yield SystemCommand("Quit", "Leave warroom", self.action_quit)

    def hold_keys(self) -> None:
        """Keeps what is typed while a screen is on its way, for `release_keys`."""
        self._holding = True

    def release_keys(self) -> None:
        """Gives what was held to the screen that is shown now, in order: nothing typed ahead is lost, nor taken for commands."""
        self._holding = False
        if self._held:
            self.call_next(self._replay)

    def drop_keys(self) -> None:
        """Forgets what was held: a question must have been seen before it can be answered."""
        self._holding = False
        self._held.clear()

    async def _replay(self) -> None:
        while self._held and not self._holding:
            await self._typed(self._held.popleft())

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, (events.Key, events.Paste)) or event.is_forwarded:
            await super().on_event(event)
        elif (self._holding or self._held) and not (isinstance(event, events.Key) and event.key == "ctrl+q"):
            self._held.append(event)
        else:
            await self._typed(event)

    async def _typed(self, event: events.Key | events.Paste) -> None:
        """A key or a paste that comes from the terminal, on its way to the screen that is shown."""
        screen = self.screen
        if isinstance(event, events.Paste) or not isinstance(screen, TakesKeys) or not screen.take_key(event):
            await super().on_event(event)

    async def on_unmount(self) -> None:
        await self.live.reader.close()
