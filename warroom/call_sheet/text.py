"""The sheet as plain text: the number first, then all in its order, a label before each line."""

from __future__ import annotations

from collections.abc import Iterator

from warroom.call_sheet.lines import Lines
from warroom.call_sheet.sheet import CallSheet

_LABEL = 11
"""Cells of the labels."""


def sheet_text(sheet: CallSheet) -> list[str]:
    """The lines of a sheet; a loud one begins with `‼`."""
    found = [sheet.ring.text]
    found += [f"‼ {line.text}" for line in sheet.alarms]
    found.append(f"{sheet.spoken}  {sheet.customer} · {sheet.what}" + (" · follow-up call" if sheet.kind == "follow-up" else ""))
    found += _labelled(sheet.facts)
    found += ["", "say", *(f"  {line.text}" for line in sheet.say)]
    if sheet.avoid:
        found += ["", "not here", *(f"  {line.text}" for line in sheet.avoid)]
    return found


def _labelled(lines: Lines) -> Iterator[str]:
    before = ""
    for line in lines:
        label = line.label if line.label != before else ""
        before = line.label
        sign = "‼ " if line.tone == "overdue" else ""
        yield f"{label:<{_LABEL}} {sign}{line.text}".rstrip()
