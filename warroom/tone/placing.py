"""Turns offsets into a finding with its place."""

from __future__ import annotations

from warroom.tone.model import Finding
from warroom.tone.reading import Reading


def finding(
    reading: Reading, start: int, end: int, rule: str, level: str, message: str, suggestion: str = "", why: str = ""
) -> Finding:
    """A finding at a piece of the text."""
    line, column = reading.place(start)
    end_line, end_column = reading.place(end)
    return Finding(rule, level, line, column, end_line, end_column, reading.text[start:end], message, suggestion, why)
