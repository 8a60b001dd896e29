"""One question before something that touches several breaks, or can't be taken back by looking away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from widgets.shown import shown


class ConfirmScreen(ModalScreen[bool]):
    """Shows a question with a list; `y` (or Enter) says yes, `n` or Esc says no."""

    CSS = """
    ConfirmScreen { align: center middle; background: $background 60%; }
    ConfirmScreen > #confirm { width: 76; max-width: 95%; height: auto; max-height: 80%; }
    ConfirmScreen > #confirm { background: $panel; border: heavy $accent; padding: 0 1; }
    ConfirmScreen #confirm-question { text-style: bold; height: auto; }
    ConfirmScreen #confirm-lines { height: auto; max-height: 16; }
    ConfirmScreen #confirm-keys { color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "answer(True)", show=False),
        Binding("n,escape", "answer(False)", show=False),
    ]

    def __init__(self, question: str, lines: Sequence[str] = (), yes: str = "yes") -> None:
        super().__init__()
        self.question = question
        self.lines = tuple(lines)
        self._yes = yes

    def compose(self) -> ComposeResult:
        with Vertical(id="confirm"):
            yield Static(shown(self.question), id="confirm-question")
            with VerticalScroll(id="confirm-lines"):
                for line in self.lines:
                    yield Static(shown(line))
            yield Static(shown(f"y {self._yes} · n no"), id="confirm-keys")

    def action_answer(self, yes: bool) -> None:
        self.dismiss(yes)
