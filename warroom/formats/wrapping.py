"""Lines of a given width, counted in the cells that a terminal or a mail shows: wide characters take two."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import category, east_asian_width

_STAYS_BEFORE = "、。，．！？：；）」』】〉》〕｝’”ー々"
"""Wide signs that begin no line."""
_STAYS_BEHIND = "（「『【〈《〔｛‘“"
"""Wide signs that end none."""


def cells(text: str) -> int:
    """How many cells a line takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(char: str) -> int:
    if char.isascii():
        return 1
    if category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def padded(text: str, width: int, side: str = "") -> str:
    """`text` filled to `width` cells; `side` is where it stands: left (or empty), right or center."""
    space = max(0, width - cells(text))
    before = space if side == "right" else space // 2 if side == "center" else 0
    return " " * before + text + " " * (space - before)


def wrapped(text: str, width: int) -> list[str]:
    """The lines of `text`, each at most `width` cells wide. Line breaks in it stay; a word that is wider stays whole."""
    return [line for part in text.split("\n") for line in _wrapped(part, width)]


def _wrapped(text: str, width: int) -> Iterator[str]:
    line, used = "", 0
    for piece in _pieces(text):
        word = piece.rstrip(" ")
        if line and used + cells(word) > width:
            yield line.rstrip(" ")
            line, used = "", 0
        line += piece
        used += cells(piece)
    yield line.rstrip(" ")


def _pieces(text: str) -> Iterator[str]:
    """What may stand on a line alone: words with the spaces behind them, and wide characters, which need no space."""
    piece = ""
    for char in text:
        wide = not char.isascii() and east_asian_width(char) in "WF"
        ends = piece.endswith(" ") and char != " "
        beside = piece and (wide or _is_wide(piece[-1])) and char != " " and category(char) not in ("Mn", "Me", "Cf")
        beside = beside and char not in _STAYS_BEFORE and piece[-1] not in _STAYS_BEHIND and piece[-1] != "\u200d"
        if piece and (ends or beside):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _is_wide(char: str) -> bool:
    return not char.isascii() and east_asian_width(char) in "WF"
