"""Sections of (key, what it does) rows, in as many columns as fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.geometry import Size
from textual.strip import Strip

from widgets.lines import LineWidget
from widgets.panel_lines import PanelLine, Parts, rows_of, size_of

COLUMN = 52
"""Cells of a column at least."""
_KEY = 14
"""Cells of the longest key."""


class Section(NamedTuple):
    """A title and its rows; a row without a key is a sentence."""

    title: str
    rows: tuple[tuple[str, str], ...]


class HelpText(LineWidget):
    """As high as its text at its width."""

    DEFAULT_CSS = "HelpText { height: auto; }"

    def __init__(self, sections: Sequence[Section]) -> None:
        super().__init__()
        self._sections = tuple(sections)
        self._rows: list[Parts] = []

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._laid_out(width))

    def on_resize(self) -> None:
        self._rows = self._laid_out(self.size.width)

    def line(self, y: int) -> Strip:
        return self.strip_of(self._rows[y] if y < len(self._rows) else ())

    def _laid_out(self, width: int) -> list[Parts]:
        """The sections in columns of about the same height, in order."""
        count = max(1, width // COLUMN)
        wide = (width - 2 * (count - 1)) // count
        blocks = [_rows(section, wide) for section in self._sections]
        total = sum(map(len, blocks))
        columns: list[list[Parts]] = [[]]
        done = 0
        for block in blocks:
            if len(columns) < count and columns[-1] and done + len(block) / 2 > total * len(columns) / count:
                columns.append([])
            columns[-1] += block
            done += len(block)
        return [_beside([column[y] if y < len(column) else () for column in columns], wide) for y in range(max(map(len, columns)))]


def _rows(section: Section, width: int) -> list[Parts]:
    found: list[Parts] = [((section.title, "strong"),)]
    size = min(_KEY, max((len(key) for key, _ in section.rows), default=0))
    for key, about in section.rows:
        lead: Parts = ((f" {key:<{size}}  ", "key"),) if key else ((" ", "plain"),)
        found += rows_of(PanelLine("", ((about, "plain"),), lead=lead, most=8), width)
    return [*found, ()]


def _beside(rows: Sequence[Parts], width: int) -> Parts:
    found: list[tuple[str, str]] = []
    for number, row in enumerate(rows):
        found += row
        if number < len(rows) - 1:
            found.append((" " * (width - size_of(row) + 2), "plain"))
    return tuple(found)
