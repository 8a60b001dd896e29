"""What every screen of the key table can do: show its keys in the help and the palette, take clicks on them, search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import SystemCommand
from textual.screen import Screen

from warroom.keys import bar_keys, keys_of, shown_key
from warroom.live import Live
from widgets.key_bar import KeyBar

TOASTS = "ToastRack"
"""The place of the short words that go away by themselves, for queries."""


class KeyedScreen(Screen[None]):
    """A screen that has keys of the key table."""

    DEFAULT_CSS = f"KeyedScreen {TOASTS} {{ margin-bottom: 2; }}"
    """A short word leaves the line of what is next and the key bar free."""

    WHERE: ClassVar[str] = "board"
    """Which of them."""

    def __init__(self, live: Live) -> None:
        super().__init__()
        self.live = live

    def on_screen_suspend(self) -> None:
        """What opens over this screen shows the short words; they are not seen twice."""
        for rack in self.query(TOASTS):
            rack.display = False

    def go_to(self, id_: str) -> None:
        """Shows a break that was searched for."""
        raise NotImplementedError

    @property
    def shown_keys(self) -> dict[str, str]:
        """Key id → the keys that it has now, remapped ones too, as people read them."""
        found: dict[str, str] = {}
        for key, active in self.active_bindings.items():
            if active.node is self and active.binding.id:
                shown = shown_key(key)
                found[active.binding.id] = f"{found[active.binding.id]} {shown}" if active.binding.id in found else shown
        return found

    def show_keys(self) -> None:
        """Shows in the key bar which keys the actions have now."""
        shown = {id_: keys.partition(" ")[0] for id_, keys in self.shown_keys.items()}
        self.query_one(KeyBar).show(bar_keys(self.WHERE, shown))

    def palette_commands(self) -> Iterator[SystemCommand]:
        """The screen's keys, for the palette, which looks through the titles."""
        shown = self.shown_keys
        for key in keys_of(self.WHERE):
            keys = f"key {shown.get(key.id) or shown_key(key.key)}"
            yield SystemCommand(f"{key.label} · {key.about}", keys, lambda action=key.action: self._run(action))

    def _run(self, action: str) -> None:
        self.run_worker(self.run_action(action), name="action", group="action", exclusive=True, exit_on_error=False)

    def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        """A click on a key does what the key does."""
        self._run(message.action)

    def action_help(self) -> None:
        """All keys of this screen, and what the signs mean."""
        from warroom.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.WHERE, self.shown_keys))

    def action_search(self) -> None:
        """Finds any break, closed ones too."""
        from warroom.screens.search import SearchScreen

        def chosen(id_: str | None) -> None:
            if id_:
                self.go_to(id_)

        self.app.push_screen(SearchScreen(self.live), chosen)
