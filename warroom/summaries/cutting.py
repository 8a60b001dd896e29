"""Texts cut to a number of terminal cells: wide characters take two. Pure."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

from store.text import one_line


def cells(text: str) -> int:
    """How many cells a text takes."""
    return len(text) if text.isascii() else sum(map(_width, text))


def cut(text: str, most: int) -> str:
    """`text` on one line, with an ellipsis where it takes more than `most` cells."""
    line = one_line(text)
    if cells(line) <= most:
        return line
    used, kept = 1, ""
    for char in line:
        used += _width(char)
        if used > most:
            break
        kept += char
    return f"{kept.rstrip()}…"


def _width(char: str) -> int:
    return 0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1
