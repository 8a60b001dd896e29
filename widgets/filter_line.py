"""A filter or a search as one types it: a line that takes keys, and says how many lines are left."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from store.text import one_line
from widgets.lines import LineWidget

LONGEST = 80
CLOSING = ("enter", "down", "escape")
"""The keys that end typing; `escape` leaves the filter."""


class FilterLine(LineWidget, can_focus=True):
    """Posts `Changed` with every letter, `Closed` when it is done (kept) or left (cleared)."""

    DEFAULT_CSS = "FilterLine { display: none; background: $panel; } FilterLine.-shown { display: block; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backspace", "cut", show=False),
        Binding("ctrl+u,ctrl+w", "clear", show=False),
        Binding(",".join(CLOSING[:2]), "close(True)", show=False),
        Binding(CLOSING[2], "close(False)", show=False),
    ]

    class Changed(Message):
        """The text is another one."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    class Closed(Message):
        """Typing ended; `kept` says whether the filter stays."""

        def __init__(self, kept: bool) -> None:
            self.kept = kept
            super().__init__()

    def __init__(self, sign: str = "/", longest: int = LONGEST) -> None:
        super().__init__()
        self._sign = sign
        self._longest = longest
        self.text = ""
        self._found = ""

    def found(self, text: str) -> None:
        """Says how many lines are left."""
        if text != self._found:
            self._found = text
            self.repaint((0,))

    def set_text(self, text: str) -> None:
        """Takes another text without a message."""
        self.text = text
        self.repaint((0,))

    def on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character is not None and event.key not in ("enter", "escape"):
            event.stop()
            self._type(event.character)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._type(one_line(event.text))

    def _type(self, text: str) -> None:
        self._change((self.text + text)[: self._longest])

    def _change(self, text: str) -> None:
        if text != self.text:
            self.text = text
            self.repaint((0,))
            self.post_message(self.Changed(text))

    def action_cut(self) -> None:
        self._change(self.text[:-1])

    def action_clear(self) -> None:
        self._change("")

    def action_close(self, kept: bool) -> None:
        self.post_message(self.Closed(kept))

    def line(self, y: int) -> Strip:
        room = max(1, self.size.width - cell_len(self._sign) - cell_len(self._found) - 8)
        shown = self.text if cell_len(self.text) <= room else "…" + set_cell_size(self.text[::-1], room - 1)[::-1]
        return self.strip_of(
            [
                (f" {self._sign} ", "key"),
                (shown, "strong"),
                ("▏" if self.has_focus else "", "key"),
                (f"   {self._found}", "dim"),
            ]
        )
