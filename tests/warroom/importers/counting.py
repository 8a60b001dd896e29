"""Counts of the real log made with the csv module alone: what an import of it must come to, worked out another way."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

WAITS = {"Awaiting User Info": "customer", "Awaiting Evidence": "customer", "Awaiting Vendor": "supplier"}


class Counts(NamedTuple):
    """What the log says."""

    rows: int
    incidents: int
    severities: Counter[int]
    """Of the last row of each."""
    first_severities: Counter[int]
    categories: Counter[str]
    channels: Counter[str]
    reopened: int
    reopenings: int
    waits: Counter[str]
    problems: int
    """Periods of waiting for a problem record."""
    caused: Counter[str]
    opened_at: dict[str, int]
    fixed_at: dict[str, int]
    closed_at: dict[str, int]
    stages: Counter[str]
    owners: Counter[str]


@cache
def instant(text: str) -> int:
    """Milliseconds since 1970 of a time in the log, read as UTC."""
    return round(datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=UTC).timestamp() * 1000)


def count(path: Path) -> Counts:
    """Counts a log that is grouped by incident."""
    found = Counts(
        0, 0, Counter(), Counter(), Counter(), Counter(), 0, 0, Counter(), 0, Counter(), {}, {}, {}, Counter(), Counter()
    )
    rows = incidents = reopened = reopenings = problems = 0
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for number, group in groupby(csv.DictReader(file), key=lambda row: row["number"]):
            log = list(group)
            rows, incidents = rows + len(log), incidents + 1
            log.sort(key=lambda row: (instant(row["sys_updated_at"]), int(row["sys_mod_count"])))
            first, last = log[0], log[-1]
            found.severities[int(last["priority"][0])] += 1
            found.first_severities[int(first["priority"][0])] += 1
            found.categories[_last_said(log, "category")] += 1
            found.channels[first["contact_type"]] += 1
            found.caused[_last_said(log, "caused_by")] += 1
            found.owners[last["assigned_to"]] += 1
            count_ = max(int(row["reopen_count"]) for row in log)
            reopened, reopenings = reopened + bool(count_), reopenings + count_
            states = [state for state, _ in groupby(row["incident_state"] for row in log)]
            for on, _ in groupby(WAITS.get(state, "") for state in states):
                found.waits[on] += bool(on)
            problems += states.count("Awaiting Problem")
            found.stages[states[-1]] += 1
            found.opened_at[number] = instant(first["opened_at"])
            found.closed_at[number] = instant(last["closed_at"])
            found.fixed_at[number] = _fixed_at(log)
    return found._replace(rows=rows, incidents=incidents, reopened=reopened, reopenings=reopenings, problems=problems)


def _last_said(log: list[dict[str, str]], column: str) -> str:
    """The last value of a column that is not empty."""
    return next((row[column] for row in reversed(log) if row[column] != "?"), "")


def _fixed_at(log: list[dict[str, str]]) -> int:
    """The time of resolution; where the log gives none that of the row that resolved it last, or of the closing."""
    last = log[-1]
    if last["resolved_at"] != "?":
        return instant(last["resolved_at"])
    resolved = [
        row
        for before, row in zip([None, *log], log, strict=False)
        if row["incident_state"] == "Resolved" and (before is None or before["incident_state"] != "Resolved")
    ]
    return instant(resolved[-1]["sys_updated_at"] if resolved else last["closed_at"])
