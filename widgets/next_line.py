"""Under the table: what broke for the selected break, and the one thing to do next for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.strip import Strip

from store.text import one_line
from widgets.lines import LineWidget
from widgets.panel_lines import Part, size_of, wrapped
from widgets.shown import fitted


class NextValues(NamedTuple):
    """What stands under the table; empty texts leave their line blank."""

    about: str
    """The selected break in words: what broke, for whom."""
    action: str
    tone: str
    hint: str
    """What a key does, at the right."""
    brief: str = ""
    """What broke in the fewest words, for a screen on which the action takes both lines."""
    time_first: str = ""
    """The action with its time first, for a screen on which not all of it fits."""


NOTHING = NextValues("", "", "plain", "")
_BETWEEN = "  │ "
"""Between the end of an action and what broke: no words of the action."""
_LEAST_BRIEF = 12
"""Fewest cells in which what broke is worth showing."""


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
        return self.strip_of(self._rows(width)[y - 1])

    def _rows(self, width: int) -> tuple[Sequence[Part], Sequence[Part]]:
        """What broke above what is next. An action that is too long for its line first drives the hint to the line above, then
        takes both lines; what broke and the hint follow it there as far as there is room."""
        values, room = self._values, max(1, width - 2)
        action, hint = one_line(values.action), f" {values.hint}" if values.hint else ""
        left = room - cell_len(action)
        if left >= 0:
            above, beside = ("", hint) if left >= cell_len(hint) else (hint, "")
            about = fitted(one_line(values.about), max(0, room - cell_len(above)))
            return (
                ((f" {about}{above}", "dim"),),
                ((" " + fitted(action, room - cell_len(beside)), values.tone), (beside, "dim")),
            )
        rows = wrapped(((action, values.tone),), room, 2)
        if values.time_first and rows[-1][-1][0].endswith("…") and not action.endswith("…"):
            rows = wrapped(((one_line(values.time_first), values.tone),), room, 2)
        first, *rest = rows
        last = rest[0] if rest else ()
        left = room - size_of(last) - len(_BETWEEN)
        brief = one_line(values.brief)
        if not brief or left < min(cell_len(brief), _LEAST_BRIEF):
            return ((" ", "plain"), *first), ((" ", "plain"), *last)
        beside = hint if values.hint not in brief and left >= cell_len(brief) + cell_len(hint) else ""
        about = fitted(brief, min(left - cell_len(beside), cell_len(brief)))
        gap = " " * (left - cell_len(about) - cell_len(beside))
        return ((" ", "plain"), *first), ((" ", "plain"), *last, (gap + _BETWEEN + about + beside, "dim"))
