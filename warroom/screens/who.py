"""Who you are: one login on a shared desk is common; and who else takes part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from store.text import one_line
from widgets.shown import shown

MOST_SHOWN = 12
"""Most teammates that are named."""


class WhoScreen(ModalScreen[str]):
    """Ends with a name, or None."""

    CSS = """
    WhoScreen { align: center bottom; background: transparent; }
    WhoScreen > #who { height: auto; background: $panel; border-top: heavy $accent; padding: 0 1; }
    WhoScreen .who--person { color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, actor: str, team: Sequence[str] = ()) -> None:
        super().__init__()
        self._actor = actor
        self._team = team
        """A line for each teammate."""

    def compose(self) -> ComposeResult:
        with Vertical(id="who"):
            known = f"(now: {self._actor}) Enter switches, Esc leaves it."
            asked = "Your name stands with everything that you write here. Enter takes it, Esc looks on without one."
            for line in self._team[:MOST_SHOWN]:
                yield Static(shown(one_line(line, 200)), classes="who--person")
            if len(self._team) > MOST_SHOWN:
                yield Static(shown(f"and {len(self._team) - MOST_SHOWN} more: warroom doctor names them"), classes="who--person")
            yield Static(shown(f"Who are you? {known if self._actor else asked}"))
            yield Input(placeholder="your name", compact=True, max_length=80)

    @on(Input.Submitted)
    def _chosen(self, event: Input.Submitted) -> None:
        name = one_line(event.value, 80)
        if name or self._actor:
            self.dismiss(name or None)
