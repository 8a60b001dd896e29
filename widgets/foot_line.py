"""One line near the foot of a screen: what is next, or what is wrong; at its right who you are and the time."""

from __future__ import annotations

from textual.strip import Strip

from widgets.lines import LineWidget
from widgets.panel_lines import Parts, size_of, wrapped


class FootLine(LineWidget):
    """Parts at the left, parts at the right; the left ones give way."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._left: Parts = ()
        self._right: Parts = ()

    def show(self, left: Parts, right: Parts) -> None:
        """Shows other parts; repaints when they differ."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.repaint((0,))

    def line(self, y: int) -> Strip:
        room = max(1, self.size.width - size_of(self._right) - 4)
        left = wrapped(self._left, room, 1)[0]
        gap = self.size.width - 2 - size_of(left) - size_of(self._right)
        return self.strip_of([(" ", "plain"), *left, (" " * max(1, gap), "plain"), *self._right])
