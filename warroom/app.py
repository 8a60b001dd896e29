"""The Textual app: it holds what the screens run on, opens the first one, and closes the reader at the end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Protocol, runtime_checkable

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from warroom.board_content import Line
from warroom.listing import LineKey
from warroom.live import Live
from warroom.theme import THEME


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
        self._held_keys: list[events.Key] | None = None
        self.register_theme(THEME)
        self.theme = THEME.name

    def on_mount(self) -> None:
        """Looks and keys, as the configuration says; what is wrong in it is said and left out."""
        self.call_after_refresh(self._configure)

    def _configure(self) -> None:
        problems: list[str] = []
        if self.live.config:
            from warroom.configure import configure

            problems = configure(self, self.live)
        for problem in problems:
            self.notify(problem, title="Configuration", severity="warning", timeout=30, markup=False)

    def get_default_screen(self) -> Screen[None]:
        from warroom.screens.board import BoardScreen

        return BoardScreen(self.live, self._first_page)

    def action_copy_or_say(self) -> None:
        """Ctrl+C copies what is selected on the screen; else it says how to leave."""
        selected = self.screen.get_selected_text()
        if selected:
            self.copy_to_clipboard(selected)
            self.notify("Copied", timeout=2)
        else:
            self.notify("q leaves (or ctrl+q)", timeout=4, markup=False)

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
        """Keeps the keys that are typed while a screen is on its way, for `release_keys`."""
        self._held_keys = [] if self._held_keys is None else self._held_keys

    def release_keys(self) -> None:
        """Gives the held keys to the screen that is shown now: what was typed ahead is not lost, nor taken for commands."""
        held, self._held_keys = self._held_keys or [], None
        for key in held:
            self.post_message(key)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and self._held_keys is not None:
            self._held_keys.append(event)
        else:
            await super().on_event(event)

    async def on_unmount(self) -> None:
        await self.live.reader.close()
