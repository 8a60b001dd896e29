"""Under the table: what broke for the selected break, and the one thing to do next for it."""

from __future__ import annotations

from typing import NamedTuple

from textual.strip import Strip

from store.text import one_line
from widgets.lines import LineWidget
from widgets.shown import fitted


class NextValues(NamedTuple):
    """What stands under the table; empty texts leave their line blank."""

    about: str
    """The selected break in words: what broke, for whom."""
    action: str
    tone: str
    hint: str
    """What a key does, at the right."""


NOTHING = NextValues("", "", "plain", "")


class NextLine(LineWidget):
    """A rule and two lines."""

    DEFAULT_CSS = "NextLine { height: 3; }"

    def __init__(self, values: NextValues = NOTHING, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._values = values

    def show(self, values: NextValues) -> None:
        """Shows other values; repaints when they differ."""
        if values != self._values:
            self._values = values
            self.repaint((1, 2))

    def line(self, y: int) -> Strip:
        width = self.size.width
        if y == 0:
            return self.strip_of([("─" * width, "dim")])
        values = self._values
        if y == 1:
            return self.strip_of([(" " + fitted(one_line(values.about), max(0, width - 2)), "dim")])
        hint = f" {values.hint} " if values.hint else ""
        room = max(0, width - len(hint) - 1)
        return self.strip_of([(" ", "plain"), (fitted(one_line(values.action), room), values.tone), (hint, "dim")])
