"""Choosing one word out of a few: `● firm  ○ window  ○ no date yet`, on as many lines as they need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from store.text import one_line
from widgets.lines import LineWidget
from widgets.shown import fitted

GAP = 2


class _Place(NamedTuple):
    """Where a choice stands."""

    y: int
    x: int
    width: int


class Choice(LineWidget, can_focus=True):
    """One of several (value, label) pairs. Left, right and space move; typing the beginning of a label picks it."""

    DEFAULT_CSS = "Choice { height: auto; }"

    class Changed(Message):
        """Another one was chosen."""

        def __init__(self, choice: Choice, value: str) -> None:
            self.choice = choice
            self.value = value
            super().__init__()

    def __init__(self, choices: Sequence[tuple[str, str]], value: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._choices = tuple((word, one_line(label)) for word, label in choices) or (("", "none"),)
        self._index = next((index for index, (word, _) in enumerate(self._choices) if word == value), 0)
        self._typed = ""
        self._places: tuple[int, tuple[_Place, ...]] = (0, ())

    @property
    def value(self) -> str:
        """The chosen value."""
        return self._choices[self._index][0]

    @value.setter
    def value(self, value: str) -> None:
        for index, (word, _) in enumerate(self._choices):
            if word == value:
                self._choose(index)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self._placed(width)[-1].y + 1

    def _placed(self, width: int) -> tuple[_Place, ...]:
        """Where each choice stands in a widget of that width."""
        if self._places[0] != width or not self._places[1]:
            places: list[_Place] = []
            x = y = 0
            for _, label in self._choices:
                size = min(cell_len(label) + 2, max(1, width))
                if x and x + size > width:
                    x, y = 0, y + 1
                places.append(_Place(y, x, size))
                x += size + GAP
            self._places = (width, tuple(places))
        return self._places[1]

    def on_key(self, event: events.Key) -> None:
        """Moves and picks at once, in the order in which the keys came."""
        by = {"left": -1, "right": 1, "space": 1}.get(event.key, 0)
        if by:
            self._typed = ""
            self._choose((self._index + by) % len(self._choices))
        elif event.character is not None and event.is_printable:
            self._type(event.character.lower())
        else:
            return
        event.stop()

    def _type(self, letter: str) -> None:
        """What is typed on picks the label that begins so; a letter that no label goes on with begins again."""
        for typed, first in ((self._typed + letter, 0), (letter, 1)):
            for offset in range(first, len(self._choices) + first):
                index = (self._index + offset) % len(self._choices)
                if self._choices[index][1].lower().startswith(typed):
                    self._typed = typed
                    self._choose(index)
                    return
        self._typed = ""

    def on_click(self, event: events.Click) -> None:
        for index, place in enumerate(self._placed(self.size.width)):
            if event.y == place.y and place.x <= event.x < place.x + place.width:
                self._choose(index)
                return

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self._typed = ""
        self.refresh()

    def _choose(self, index: int) -> None:
        if index != self._index:
            self._index = index
            self.refresh()
            self.post_message(self.Changed(self, self.value))

    def line(self, y: int) -> Strip:
        plain, segments, end = self.tone("plain"), [], 0
        for index, place in enumerate(self._placed(self.size.width)):
            if place.y != y:
                continue
            chosen = index == self._index
            mark = "●" if chosen else "○"
            tone = self.tone("strong" if chosen else "dim", cursor=chosen and self.has_focus)
            segments += [
                Segment(" " * (place.x - end), plain),
                Segment(fitted(f"{mark} {self._choices[index][1]}", place.width), tone),
            ]
            end = place.x + place.width
        return Strip(segments).adjust_cell_length(self.size.width, plain)
