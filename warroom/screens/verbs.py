"""Offers the few things that a key can mean here; one letter, or Enter on a line, chooses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from warroom.forms import Option
from widgets.shown import shown


class VerbsScreen(ModalScreen[Option]):
    """Ends with the option that was chosen, or None."""

    CSS = """
    VerbsScreen { align: center bottom; background: transparent; }
    VerbsScreen > #verbs { height: auto; background: $panel; border-top: heavy $accent; padding: 0 1; }
    VerbsScreen #verbs-title { text-style: bold; }
    VerbsScreen .verbs--option.-here { background: $primary 35%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    def __init__(self, title: str, options: Sequence[Option]) -> None:
        super().__init__()
        self.heading = title
        self.options = tuple(options)
        self._index = 0

    def compose(self) -> ComposeResult:
        with Vertical(id="verbs"):
            yield Static(shown(self.heading), id="verbs-title")
            for option in self.options:
                yield Static(
                    Content.assemble((f" {option.key} ", "bold $accent"), " ", shown(option.label)), classes="verbs--option"
                )

    def on_mount(self) -> None:
        self.action_step(0)

    def action_step(self, by: int) -> None:
        self._index = (self._index + by) % max(1, len(self.options))
        for index, line in enumerate(self.query(".verbs--option")):
            line.set_class(index == self._index, "-here")

    def action_choose(self) -> None:
        if self.options:
            self.dismiss(self.options[self._index])

    def on_key(self, event: events.Key) -> None:
        chosen = next((option for option in self.options if option.key == event.character), None)
        if chosen is not None:
            event.stop()
            self.dismiss(chosen)
