"""The last line: the keys that matter here, and what each does."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.strip import Strip

from widgets.lines import LineWidget


class KeyBar(LineWidget):
    """Shows (key, label, action) triples as far as they fit; a click on one posts `Pressed`."""

    class Pressed(Message):
        """A key was clicked."""

        def __init__(self, action: str) -> None:
            self.action = action
            super().__init__()

    def __init__(self, keys: Sequence[tuple[str, str, str]], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keys = tuple(keys)
        self._spans: list[tuple[int, int, str]] = []

    def show(self, keys: Sequence[tuple[str, str, str]]) -> None:
        """Shows other keys."""
        if tuple(keys) != self._keys:
            self._keys = tuple(keys)
            self.repaint((0,))

    def line(self, y: int) -> Strip:
        parts: list[tuple[str, str]] = [(" ", "plain")]
        x = 1
        self._spans = []
        for key, label, action in self._keys:
            size = cell_len(key) + 1 + cell_len(label)
            if x + size > self.size.width:
                break
            parts += [(key, "key"), (f" {label}  ", "dim")]
            self._spans.append((x, x + size, action))
            x += size + 2
        return self.strip_of(parts)

    def on_click(self, event: events.Click) -> None:
        for begin, end, action in self._spans:
            if begin <= event.x < end:
                self.post_message(self.Pressed(action))
                return
