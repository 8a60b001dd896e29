"""On a small screen: the names of the panels, of which one is shown."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message
from textual.strip import Strip

from widgets.lines import LineWidget
from widgets.panel_lines import Parts, size_of


class PanelTabs(LineWidget):
    """One line of names; the shown one stands in brackets. A click posts `Chosen`."""

    class Chosen(Message):
        """A name was clicked."""

        def __init__(self, name: str) -> None:
            self.name = name
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._tabs: tuple[tuple[str, Parts], ...] = ()
        self._current = ""
        self._spans: list[tuple[int, int, str]] = []

    def show(self, tabs: Sequence[tuple[str, Parts]], current: str) -> None:
        """Shows (name, parts) pairs, the current one marked; repaints when they differ."""
        if (tuple(tabs), current) != (self._tabs, self._current):
            self._tabs, self._current = tuple(tabs), current
            self.repaint((0,))

    def line(self, y: int) -> Strip:
        parts: list[tuple[str, str]] = []
        self._spans = []
        x = 0
        for name, label in self._tabs:
            here = name == self._current
            size = size_of(label) + 2
            parts += [("[" if here else " ", "key"), *((text, "key" if here and tone == "dim" else tone) for text, tone in label)]
            parts.append(("]" if here else " ", "key"))
            self._spans.append((x, x + size, name))
            x += size
        return self.strip_of(parts)

    def on_click(self, event: events.Click) -> None:
        for begin, end, name in self._spans:
            if begin <= event.x < end:
                self.post_message(self.Chosen(name))
                return
