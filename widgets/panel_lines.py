"""The lines of a panel as values, and how they fall into rows of a given width. Knows no Textual."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len, chop_cells, set_cell_size

from widgets.shown import flat

Part = tuple[str, str]
"""A text and its tone."""
Parts = tuple[Part, ...]

_WORD = re.compile(r"\S+\s*|\s+")
_LEAST_ROOM = 16
"""Fewest cells beside a lead; a wider lead is cut."""


class PanelLine(NamedTuple):
    """One line of a panel: an entry that can be selected, on one row or several."""

    key: str
    """What it is, the same after every reload: the selection belongs to it."""
    body: Parts
    lead: Parts = ()
    """Stands before the body; what does not fit on the first row goes on under the body."""
    tail: Parts = ()
    """Stands at the right end: how it stands."""
    under: tuple[Parts, ...] = ()
    """More rows below the body, each wrapped."""
    most: int = 3
    """Most rows of the body, and of each part below it; the rest is cut with an ellipsis."""
    full: str = ""
    """The whole text, for reading and copying; the rows' own text when it is empty."""
    selectable: bool = True

    @property
    def text(self) -> str:
        """The whole of it as plain text."""
        if self.full:
            return self.full
        first = " ".join("".join(text for text, _ in parts).strip() for parts in (self.lead, self.body, self.tail) if parts)
        return "\n".join([first, *("".join(text for text, _ in parts) for parts in self.under)])


def rows_of(line: PanelLine, width: int) -> tuple[Parts, ...]:
    """The rows of a line in `width` cells; none is wider."""
    lead_size = max(0, min(size_of(line.lead), width - _LEAST_ROOM))
    room = max(1, width - lead_size)
    rows = wrapped(line.body, room, line.most)
    tail_size = size_of(line.tail)
    if line.tail:
        left = room - size_of(rows[-1]) - tail_size
        if left >= 2:
            rows[-1] = (*rows[-1], (" " * left, "plain"), *line.tail)
        else:
            for row in wrapped(line.tail, room, line.most):
                rows.append(((" " * max(0, room - size_of(row)), "plain"), *row))
    for parts in line.under:
        rows += wrapped(parts, room, line.most)
    indent = ((" " * lead_size, "plain"),) if lead_size else ()
    first = _cut(line.lead, lead_size)
    return tuple((*(indent if number else first), *row) for number, row in enumerate(rows))


def size_of(parts: Iterable[Part]) -> int:
    """Cells that parts take."""
    return sum(cell_len(text) for text, _ in parts)


def wrapped(parts: Sequence[Part], width: int, most: int) -> list[Parts]:
    """Parts on rows of at most `width` cells, broken between words; of more than `most` rows the rest is cut."""
    rows: list[list[Part]] = [[]]
    used = 0
    for text, tone in parts:
        text = flat(text[: (most + 1) * width])
        for word in _WORD.findall(text):
            for piece in _pieces(word, width):
                size = cell_len(piece.rstrip())
                if used and used + size > width:
                    if len(rows) == most:
                        rows[-1] = _with_ellipsis(rows[-1], width)
                        return [_joined(row) for row in rows]
                    rows.append([])
                    used = 0
                    piece = piece.lstrip()
                rows[-1].append((piece, tone))
                used += cell_len(piece)
    return [_joined(row) for row in rows]


def _pieces(word: str, width: int) -> list[str]:
    """A word, in pieces when it is wider than a row."""
    return [word] if cell_len(word.rstrip()) <= width else chop_cells(word, max(1, width))


def _with_ellipsis(row: list[Part], width: int) -> list[Part]:
    cut = list(_cut(row, width - 1))
    tone = cut[-1][1] if cut else "dim"
    if cut:
        cut[-1] = (cut[-1][0].rstrip().removesuffix("…"), tone)
    return [*cut, ("…", tone)]


def _cut(parts: Iterable[Part], width: int) -> Parts:
    """The beginning of parts, in at most `width` cells."""
    found: list[Part] = []
    for text, tone in parts:
        if width <= 0:
            break
        text = flat(text)
        size = cell_len(text)
        found.append((text if size <= width else set_cell_size(text, width), tone))
        width -= size
    return tuple(found)


def _joined(row: list[Part]) -> Parts:
    """A row without the blanks at its end, neighbours of one tone together."""
    found: list[Part] = []
    for text, tone in row:
        if found and found[-1][1] == tone:
            found[-1] = (found[-1][0] + text, tone)
        else:
            found.append((text, tone))
    if found:
        found[-1] = (found[-1][0].rstrip(), found[-1][1])
    return tuple(found)


def flowed(left: Sequence[Parts], right: Sequence[Parts], width: int, most: int = 4) -> list[Parts]:
    """Pieces joined by dots: those of `right` at the right end when all fit on one row, else all of them one after
    another on as many rows as they need, `most` at most. A piece is broken only when it is wider than a row."""
    one, other = _dotted(left), _dotted(right)
    gap = width - size_of(one) - size_of(other)
    if gap >= (3 if one and other else 0):
        return [(*one, (" " * gap, "plain"), *other)] if other else ([one] if one else [])
    rows: list[Parts] = []
    for piece in (*left, *right):
        row = (*rows[-1], *_DOT, *piece) if rows else piece
        if rows and size_of(row) <= width:
            rows[-1] = row
        else:
            rows.append(piece)
    return [row if size_of(row) <= width else wrapped(row, width, 1)[0] for row in rows[:most]]


_DOT: Parts = ((" · ", "dim"),)


def _dotted(pieces: Sequence[Parts]) -> Parts:
    found: list[Part] = []
    for piece in pieces:
        found += [*(_DOT if found else ()), *piece]
    return tuple(found)
