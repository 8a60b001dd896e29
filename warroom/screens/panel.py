"""What opens over the lower part of a screen: it tells the screen below how much it covers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from textual import on
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen

Result = TypeVar("Result")


class Panel(Vertical):
    """The lower part itself. Posts `Grown` when its size is another one."""

    DEFAULT_CSS = "Panel { height: auto; background: $panel; border-top: heavy $accent; padding: 0 1; }"

    class Grown(Message):
        """It covers another part of the screen."""

    def on_resize(self) -> None:
        self.post_message(self.Grown())


class PanelScreen(ModalScreen[Result], Generic[Result]):
    """A screen with a `Panel` at the bottom; the screen below stays in sight, and alive."""

    DEFAULT_CSS = """
    PanelScreen { align: center bottom; background: transparent; }
    PanelScreen ToastRack { dock: top; align: right top; margin: 2 0 0 0; }
    """

    def __init__(self, covers: Callable[[int], None] | None = None) -> None:
        super().__init__()
        self._covers = covers

    @on(Panel.Grown)
    def _tell(self, event: Panel.Grown) -> None:
        """Says which line of the terminal is the first that is covered."""
        event.stop()
        if self._covers is not None:
            self._covers(self.size.height - self.query_one(Panel).outer_size.height)
