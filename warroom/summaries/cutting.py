"""Texts cut to a number of terminal cells: wide characters take two. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
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


_WHOLE = re.compile(r"\([^()]*\)|\+?\d[\d ()/.-]{5,}\d")
"""What is never cut through: something in brackets, a telephone number."""
_THEIR_TIME = re.compile(r" \([^()]* there\b[^()]*\)")
_FEWEST = 3
"""The part of the room that a text cut after a whole part fills at least, else it is cut after a word."""


def cut_parts(text: str, most: int) -> str:
    """What is to be done, on one line of `most` cells: their local time goes first, then whole parts from its end, so that no
    telephone number is left half. An ellipsis stands for what is left out."""
    line = one_line(text)
    if cells(line) <= most:
        return line
    line = _THEIR_TIME.sub("", line)
    if cells(line) <= most:
        return line
    parts, words = (list(_ends(line, pattern, most)) for pattern in (r"[,;:] | (?=\(|\+?\d[\d ()/.-]{5,}\d)|(?<=\d{4}) ", r" "))
    kept = max(parts, key=len, default="")
    if cells(kept) * _FEWEST < most:
        kept = max(words, key=len, default=kept)
    return f"{kept}…" if kept else cut(line, most)


def _ends(line: str, pattern: str, most: int) -> Iterator[str]:
    """The beginnings of a line, up to each place of a pattern, that leave room for an ellipsis and cut through nothing."""
    whole = [match.span() for match in _WHOLE.finditer(line)]
    for match in re.finditer(pattern, line):
        place = match.start()
        kept = line[:place].rstrip(" ,;:")
        if kept and cells(kept) < most and not any(start < place < end for start, end in whole):
            yield kept


def _width(char: str) -> int:
    return 0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1
