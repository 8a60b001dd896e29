"""The cases of a ServiceNow audit log, as the promise advisor learns from them: only what the first row of an incident
says of it, and when it was resolved."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, TextIO

from warroom.advisor.kinds import Case, Kind

_OVER = frozenset(("resolved", "closed", "canceled", "cancelled"))
"""States in which an incident is no longer open, any case."""


class Log(NamedTuple):
    """What a log holds."""

    cases: tuple[Case, ...]
    """In the order of their opening."""
    came_fixed: int
    """Incidents that were resolved in the minute in which they were opened: nobody could be promised anything."""


def read_log(path: Path) -> Log:
    """Reads a log, plain or gzipped. Raises KeyError for a file that is no such log, ValueError for a time that can't be read."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") if path.suffix == ".gz" else path.open(newline="") as lines:
        incidents = _incidents(lines)
    found, came_fixed = [], 0
    for rows in incidents.values():
        case = _case(sorted(rows, key=lambda row: int(row["sys_mod_count"])))
        if case is None:
            came_fixed += 1
        else:
            found.append(case)
    return Log(tuple(sorted(found, key=lambda case: case.opened_at)), came_fixed)


def _incidents(lines: TextIO) -> dict[str, list[Mapping[str, str]]]:
    found: dict[str, list[Mapping[str, str]]] = {}
    for row in csv.DictReader(lines):
        found.setdefault(row["number"], []).append(row)
    return found


def _case(rows: list[Mapping[str, str]]) -> Case | None:
    """The case of an incident's rows, in their order; None for one that was never open."""
    first, last = rows[0], rows[-1]
    severity = first["priority"][:1]
    kind = Kind(min(int(severity), 4) if severity.isdigit() else 3, _text(first["category"]), _text(first["assignment_group"]))
    opened_at, fixed_at, left_at = _time(first["opened_at"]), _time(last["resolved_at"]), None
    if opened_at is None:
        return None
    if fixed_at is None:
        over = (_time(row["sys_updated_at"]) for row in rows if row["incident_state"].casefold() in _OVER)
        left_at = next((at for at in over if at is not None), None)
    end = left_at if fixed_at is None else fixed_at
    return None if end is not None and end <= opened_at else Case(kind, opened_at, fixed_at, left_at)


def _text(cell: str) -> str:
    return "" if cell == "?" else cell


def _time(cell: str) -> int | None:
    """Minutes of the log, as ms since 1970."""
    if cell in ("", "?"):
        return None
    return int(datetime.strptime(cell, "%d/%m/%Y %H:%M").replace(tzinfo=UTC).timestamp()) * 1000
