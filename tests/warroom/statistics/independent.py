"""Statistics of a ServiceNow log worked out from its CSV with the csv module alone: nothing of the program is imported here.

python tests/warroom/statistics/independent.py LOG.csv[.gz]      # prints them as JSON, lengths in milliseconds
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import Counter, defaultdict
from datetime import UTC, datetime
from fractions import Fraction
from functools import cache
from itertools import groupby
from math import ceil, floor
from pathlib import Path
from typing import Any, NamedTuple, TextIO

EMPTY = ("", "?")
OWNED = frozenset(
    ("active", "in progress", "on hold", "awaiting user info", "awaiting caller", "awaiting evidence", "awaiting vendor")
    + ("awaiting problem",)
)
OURS = ("direct opening", "event", "monitoring", "alert")


@cache
def instant(text: str) -> int:
    """Milliseconds since 1970 of a time in the log, read as UTC."""
    return round(datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=UTC).timestamp() * 1000)


def times_of(values: list[int]) -> dict[str, int]:
    """Percentiles by nearest rank, the mean to the nearest millisecond, the longest."""
    values = sorted(values)
    found = {"n": len(values)}
    if values:
        for name, part in (("p50", 50), ("p80", 80), ("p90", 90)):
            found[name] = values[ceil(Fraction(part * len(values), 100)) - 1]
        found["mean"] = floor(Fraction(sum(values), len(values)) + Fraction(1, 2))
        found["longest"] = values[-1]
    return found


def opened(path: Path) -> TextIO:
    """The log as text, gzipped or not."""
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")


def statistics(path: Path) -> dict[str, Any]:
    """What the log says: incidents by severity, category and month, times to the fix by severity and category, reopenings,
    how long they waited for a problem record, which we found ourselves, when somebody took them, how long nothing was said."""
    severities: Counter[str] = Counter()
    categories: Counter[str] = Counter()
    months: Counter[str] = Counter()
    fixes: dict[tuple[str, str], list[int]] = defaultdict(list)
    waits: list[int] = []
    owns: list[int] = []
    silences: list[int] = []
    incidents = reopenings = reopened = never_fixed = ours = 0
    with opened(path) as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["number"])
    for _, group in groupby(rows, key=lambda row: row["number"]):
        log = sorted(group, key=lambda row: (instant(row["sys_updated_at"]), int(row["sys_mod_count"])))
        first, last = log[0], log[-1]
        severity = last["priority"][0]
        category = next((row["category"] for row in reversed(log) if row["category"] not in EMPTY), "not said")
        opened_at = instant(first["opened_at"])
        incidents += 1
        severities[severity] += 1
        categories[category] += 1
        months[f"{datetime.fromtimestamp(opened_at / 1000, UTC):%Y-%m}"] += 1
        ours += first["contact_type"].lower() in OURS
        most = max(int(row["reopen_count"]) for row in log)
        reopenings, reopened = reopenings + most, reopened + bool(most)
        fixed_at = resolved(log)
        if fixed_at is None:
            never_fixed += 1
        else:
            for key in (("", ""), ("severity", severity), ("category", category)):
                fixes[key].append(fixed_at - opened_at)
        waits += problem_waits(log)
        parts = eras(log, opened_at)
        owned_at = min((at for part in parts for at in (part.owned_at, part.fixed_at) if at is not None), default=None)
        if owned_at is not None:
            owns.append(owned_at - opened_at)
        silences += silent(parts)
    return {
        "incidents": incidents,
        "severity": dict(severities),
        "category": dict(categories),
        "month": dict(months),
        "fix": times_of(fixes["", ""]),
        "fix_by_severity": {name: times_of(some) for (by, name), some in fixes.items() if by == "severity"},
        "fix_by_category": {name: times_of(some) for (by, name), some in fixes.items() if by == "category"},
        "never_fixed": never_fixed,
        "reopenings": reopenings,
        "reopened": reopened,
        "problem": times_of(waits),
        "found_by_us": ours,
        "own": times_of(owns),
        "never_owned": incidents - len(owns),
        "silences": {"n": len(silences), "longest": max(silences, default=None), "all": sum(silences)},
    }


class Era(NamedTuple):
    """The time from the opening, or from a reopening, to the next one."""

    begin: int
    owned_at: int | None
    fixed_at: int | None
    closed_at: int | None


def eras(log: list[dict[str, str]], opened_at: int) -> list[Era]:
    """The log of an incident, parted where its count of reopenings rises. A time of resolution or closing that lies in
    another part is not that of this one: its row says when. Nothing is before the opening."""
    parts: list[list[dict[str, str]]] = []
    most = -1
    for row in log:
        if int(row["reopen_count"]) > most:
            most = int(row["reopen_count"])
            parts.append([])
        parts[-1].append(row)
    begins = [opened_at, *(instant(part[0]["sys_updated_at"]) for part in parts[1:])]
    return [
        Era(
            begin,
            next((max(instant(row["sys_updated_at"]), begin) for row in part if row["incident_state"].lower() in OWNED), None),
            reached(part, "Resolved", "resolved_at", begin, end),
            reached(part, "Closed", "closed_at", begin, end),
        )
        for part, begin, end in zip(parts, begins, [*begins[1:], None], strict=True)
    ]


def reached(part: list[dict[str, str]], state: str, column: str, begin: int, end: int | None) -> int | None:
    """When a state was first reached in a part of the log."""
    row = next((row for row in part if row["incident_state"] == state), None)
    if row is None:
        return None
    said = instant(row[column]) if row[column] not in EMPTY else None
    if said is not None and begin <= said and (end is None or said <= end):
        return said
    return max(instant(row["sys_updated_at"]), begin)


def silent(parts: list[Era]) -> list[int]:
    """How long nothing was told: from the opening, or a reopening after a closing, to the closing. The log knows no word after
    the first."""
    found = []
    since: int | None = None
    for part in parts:
        since = part.begin if since is None else since
        if part.closed_at is not None:
            found.append(part.closed_at - since)
            since = None
    return [length for length in found if length > 0]


def resolved(log: list[dict[str, str]]) -> int | None:
    """When it was resolved: as the log says, else by the row that resolved it last; None when nothing says so."""
    if log[-1]["resolved_at"] not in EMPTY:
        return instant(log[-1]["resolved_at"])
    states = [None, *(row["incident_state"] for row in log)]
    found = [row for before, row in zip(states, log, strict=False) if row["incident_state"] == "Resolved" != before]
    return instant(found[-1]["sys_updated_at"]) if found else None


def problem_waits(log: list[dict[str, str]]) -> list[int]:
    """How long it stood in “Awaiting Problem”, each time: until the row that says another state."""
    found = []
    since = None
    for row in log:
        waits = row["incident_state"] == "Awaiting Problem"
        if waits and since is None:
            since = instant(row["sys_updated_at"])
        elif not waits and since is not None:
            found.append(instant(row["sys_updated_at"]) - since)
            since = None
    return found


if __name__ == "__main__":
    print(json.dumps(statistics(Path(sys.argv[1])), indent=1))
