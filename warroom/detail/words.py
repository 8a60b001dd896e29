"""Pieces of text that the parts of a break's screen share."""

from __future__ import annotations

from collections.abc import Sequence

from store.text import clean, one_line
from store.when import day_and_time
from store.zones import Zone, wall
from widgets.panel_lines import Parts


def stamp(at: int, now: int, zone: Zone) -> str:
    """When something happened, short: `13:20`, `Sat 13:20`, `9 Nov 13:20`, `9 Nov 2024`."""
    there, here = wall(at, zone), wall(now, zone)
    apart = (here.date() - there.date()).days
    if apart == 0:
        return f"{there:%H:%M}"
    if 0 < apart < 7:
        return f"{there:%a %H:%M}"
    return f"{there.day} {there:%b %H:%M}" if there.year == here.year else f"{there.day} {there:%b %Y}"


def aligned(stamps: Sequence[str]) -> list[str]:
    """Stamps of one width, their ends under each other."""
    width = max(map(len, stamps), default=0)
    return [text.rjust(width) for text in stamps]


def time(at: int | None, now: int, zone: Zone) -> str:
    """A time for reading, with its day when that is another one; empty for None."""
    return "" if at is None else day_and_time(at, now, zone)


def said(text: str) -> str:
    """A text of several lines on one, cleaned."""
    return one_line(text, 20_000)


def quoted(text: str) -> Parts:
    """Somebody's own words."""
    found = said(text)
    return (("“", "dim"), (found, "plain"), ("”", "dim")) if found else ()


def paragraphs(*texts: str) -> str:
    """Texts as they were written, cleaned, for reading in full; empty ones are left out."""
    return "\n".join(clean(text) for text in texts if text.strip())


def count(number: int, word: str, words: str = "") -> str:
    """`1 promise`, `3 promises`."""
    return f"{number:,} {word if number == 1 else words or word + 's'}"
