"""Choosing one word out of a few, on one line: `● firm  ○ window  ○ no date yet`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from widgets.lines import LineWidget


class Choice(LineWidget, can_focus=True):
    """One of several (value, label) pairs. Left, right and space move; a label's first letter picks it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right,space", "step(1)", show=False),
    ]

    class Changed(Message):
        """Another one was chosen."""

        def __init__(self, choice: Choice, value: str) -> None:
            self.choice = choice
            self.value = value
            super().__init__()

    def __init__(self, choices: Sequence[tuple[str, str]], value: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._choices = tuple(choices)
        self._index = next((index for index, (word, _) in enumerate(choices) if word == value), 0)

    @property
    def value(self) -> str:
        """The chosen value."""
        return self._choices[self._index][0]

    @value.setter
    def value(self, value: str) -> None:
        for index, (word, _) in enumerate(self._choices):
            if word == value:
                self._choose(index)

    def action_step(self, by: int) -> None:
        self._choose((self._index + by) % len(self._choices))

    def on_key(self, event: events.Key) -> None:
        """A first letter picks the next choice that begins with it."""
        if event.character is None or not event.character.isalnum():
            return
        letter, count = event.character.lower(), len(self._choices)
        for offset in range(1, count + 1):
            index = (self._index + offset) % count
            if self._choices[index][1].lower().startswith(letter):
                self._choose(index)
                event.stop()
                return
        event.stop()

    def on_click(self, event: events.Click) -> None:
        x = 0
        for index, (_, label) in enumerate(self._choices):
            size = cell_len(label) + 4
            if x <= event.x < x + size:
                self._choose(index)
                return
            x += size

    def on_focus(self) -> None:
        self.repaint((0,))

    def on_blur(self) -> None:
        self.repaint((0,))

    def _choose(self, index: int) -> None:
        if index != self._index:
            self._index = index
            self.repaint((0,))
            self.post_message(self.Changed(self, self.value))

    def line(self, y: int) -> Strip:
        segments = []
        for index, (_, label) in enumerate(self._choices):
            chosen = index == self._index
            tone = "strong" if chosen else "dim"
            segments.append(Segment(f"{'●' if chosen else '○'} {label}", self.tone(tone, cursor=chosen and self.has_focus)))
            segments.append(Segment("  ", self.tone("plain")))
        return Strip(segments).adjust_cell_length(self.size.width, self.tone("plain"))
