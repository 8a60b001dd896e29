"""The head of a break's screen: who and what, how it stands, whom to reach, what is special about it."""

from __future__ import annotations

from typing import NamedTuple

from textual.strip import Strip

from widgets.lines import LineWidget
from widgets.panel_lines import Parts, flowed


class HeaderRow(NamedTuple):
    """Pieces of one row, the right ones at its right end while they fit; on a narrow screen they flow over several."""

    left: tuple[Parts, ...]
    right: tuple[Parts, ...] = ()
    most: int = 3
    """Most rows that it takes."""


class BreakHeader(LineWidget):
    """Rows of pieces."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: tuple[HeaderRow, ...] = ()
        self._shown: list[Parts] = []

    def show(self, rows: tuple[HeaderRow, ...]) -> None:
        """Shows other values; repaints the rows that differ."""
        if rows == self._rows:
            return
        self._rows = rows
        before, self._shown = self._shown, self._flowed(self.size.width)
        self.repaint([y for y, row in enumerate(self._shown) if y >= len(before) or before[y] != row])

    def rows_wanted(self, width: int) -> int:
        """Rows that it takes at a width."""
        return len(self._flowed(width))

    def _flowed(self, width: int) -> list[Parts]:
        return [line for row in self._rows for line in flowed(row.left, row.right, max(1, width - 2), row.most)]

    def on_resize(self) -> None:
        self._shown = self._flowed(self.size.width)

    def line(self, y: int) -> Strip:
        return self.strip_of([(" ", "plain"), *(self._shown[y] if y < len(self._shown) else ())])
