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
from typing import Any, TextIO

EMPTY = ("", "?")
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
    how long they waited for a problem record, which we found ourselves."""
    severities: Counter[str] = Counter()
    categories: Counter[str] = Counter()
    months: Counter[str] = Counter()
    fixes: dict[tuple[str, str], list[int]] = defaultdict(list)
    waits: list[int] = []
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
    }


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
