"""All keys of a screen as they are set, what the signs mean, and how to select text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from warroom.help_view import help_sections
from widgets.help_text import HelpText


class HelpScreen(ModalScreen[None]):
    """Over any screen; `?`, Esc or Enter closes it."""

    CSS = """
    HelpScreen { align: center middle; background: $background 60%; }
    HelpScreen > #help { width: 96%; max-width: 150; height: auto; max-height: 92%; background: $panel; padding: 0 1; }
    HelpScreen > #help { border: heavy $accent; }
    HelpScreen #help-text { height: auto; }
    """
    AUTO_FOCUS = "#help-text"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,enter,q", "dismiss(None)", show=False, priority=True),
    ]

    def __init__(self, where: str, keys: Mapping[str, str]) -> None:
        super().__init__()
        self._sections = help_sections(where, keys)

    def action_help(self) -> None:
        """The help of the help: none; the same key closes it."""
        self.dismiss(None)

    def compose(self) -> ComposeResult:
        with Vertical(id="help") as frame:
            frame.border_title = "Keys and signs"
            frame.border_subtitle = "Esc closes · ↑ ↓ scroll"
            with VerticalScroll(id="help-text"):
                yield HelpText(self._sections)
