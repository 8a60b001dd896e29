"""File names that are made from customers: safe on every system, and never one for two customers."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import category, normalize

from warroom.summaries.model import Summary

MOST_BYTES = 120
"""Longest name without its ending, in UTF-8; file systems take 255, sync services and archives less."""


def file_name(summary: Summary, format: str) -> str:
    """The name of a summary's file: what it is, for whom, of which break, as `letter-Acme-Freight-K7Q2.pdf`."""
    return f"{stem_of(summary)}.{format}"


def file_names(summaries: Iterable[Summary], format: str) -> list[str]:
    """A name for each of several summaries. Those that some system would take for one are numbered."""
    taken: set[str] = set()
    names = []
    for summary in summaries:
        stem = stem_of(summary)
        numbered = (f"{stem}-{count}" if count > 1 else stem for count in range(1, 1_000_000))
        name = next(one for one in numbered if _key(one) not in taken)
        taken.add(_key(name))
        names.append(f"{name}.{format}")
    return names


def stem_of(summary: Summary) -> str:
    """A summary's file name without its ending. It begins with what it is, so that no customer makes it hidden, an option or
    the name of a device; the id stays whole however long the customer's name is."""
    end = f"-{spoken}" if (spoken := safe_part(summary.spoken)) else ""
    start = safe_part(summary.name) or "summary"
    customer = _cut(safe_part(summary.customer), MOST_BYTES - len(f"{start}-{end}".encode()))
    return start + (f"-{customer}" if customer else "") + end


def safe_part(text: str) -> str:
    """`text` as a part of a file name: letters, marks and digits of any script; all else is a dash, at most one in a row and none
    at an end. Spellings that look the same are the same."""
    kept = "".join(char if category(char)[0] in "LMN" else " " for char in normalize("NFC", text))
    return "-".join(kept.split())


def _cut(text: str, most_bytes: int) -> str:
    """The beginning of `text`, no longer than that in UTF-8, no half character at its end."""
    return text.encode()[: max(0, most_bytes)].decode(errors="ignore").rstrip("-")


def _key(name: str) -> str:
    """The same for names that some file system takes for one: by case, width or composition."""
    return normalize("NFKC", normalize("NFKC", name).casefold())
