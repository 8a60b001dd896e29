"""Choosing several of a few, a line each: `[x] promise 1: full fix by 15:30`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from store.text import one_line
from widgets.lines import LineWidget


class Several(LineWidget, can_focus=True):
    """Any number of (value, label) pairs. Up and down move, space ticks."""

    DEFAULT_CSS = "Several { height: auto; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("space", "tick", show=False),
    ]

    class Changed(Message):
        """Something was ticked or unticked."""

        def __init__(self, several: Several, value: str) -> None:
            self.several = several
            self.value = value
            super().__init__()

    def __init__(self, choices: Sequence[tuple[str, str]], value: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._choices = tuple(choices)
        self._ticked = {word for word in value.split(",") if word}
        self._cursor = 0
        self.styles.height = max(1, len(self._choices))

    @property
    def value(self) -> str:
        """The ticked values, joined by commas."""
        return ",".join(word for word, _ in self._choices if word in self._ticked)

    @value.setter
    def value(self, value: str) -> None:
        self._ticked = {word for word in value.split(",") if word}
        self.refresh()

    def action_move(self, by: int) -> None:
        if self._choices:
            self._cursor = (self._cursor + by) % len(self._choices)
            self.refresh()

    def action_tick(self) -> None:
        self._tick(self._cursor)

    def on_click(self, event: events.Click) -> None:
        self._cursor = min(event.y, max(0, len(self._choices) - 1))
        self._tick(self._cursor)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def _tick(self, index: int) -> None:
        if index < len(self._choices):
            word = self._choices[index][0]
            self._ticked ^= {word}
            self.refresh()
            self.post_message(self.Changed(self, self.value))

    def line(self, y: int) -> Strip:
        if y >= len(self._choices):
            return self.strip_of([("none", "dim")])
        word, label = self._choices[y]
        here = self.has_focus and y == self._cursor
        ticked = word in self._ticked
        return self.strip_of(
            [("[x] " if ticked else "[ ] ", "strong"), (one_line(label), "plain" if ticked else "dim")], cursor=here
        )
