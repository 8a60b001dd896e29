"""Which way text runs, for formats that have to be told."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from unicodedata import bidirectional

_TURNED = ("R", "AL")


def right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left."""
    return next((side in _TURNED for side in map(bidirectional, text) if side in ("L", *_TURNED)), False)


def by_direction(text: str) -> Iterator[tuple[str, bool]]:
    """`text` in pieces that run one way, and whether that is from right to left. Signs without a direction go with what
    stands before them."""
    if text.isascii():
        if text:
            yield text, False
        return
    turned, marked = False, []
    for char in text:
        side = bidirectional(char)
        turned = True if side in _TURNED else False if side in ("L", "EN") else turned
        marked.append((char, turned))
    for way, piece in groupby(marked, key=lambda one: one[1]):
        yield "".join(char for char, _ in piece), way
