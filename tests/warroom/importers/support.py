"""What the importers' tests share: replicas, small logs written by hand, states without what differs by chance."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from store.clock import ManualClock
from store.events import Event
from store.ids import entity_id
from store.replica import Replica
from store.replica.log import events_since
from store.state import Break
from store.zones import from_iso

BOARD = "B0ARD000000000000000000000"
NOW = from_iso("2026-11-22T14:32:00Z") or 0
ROOT = Path(__file__).parents[3]

COLUMNS = (
    "number incident_state reopen_count sys_mod_count caller_id opened_by opened_at sys_created_at sys_updated_at contact_type "
    "location category subcategory u_symptom priority assignment_group assigned_to caused_by closed_code resolved_by resolved_at "
    "closed_at"
).split()
DEFAULTS = {
    "number": "INC0000001",
    "incident_state": "New",
    "reopen_count": "0",
    "sys_mod_count": "0",
    "caller_id": "Caller 7",
    "opened_at": "1/3/2016 09:00",
    "sys_updated_at": "1/3/2016 09:05",
    "contact_type": "Phone",
    "category": "Category 1",
    "priority": "3 - Moderate",
}


def data_file() -> Path | None:
    """The real audit log, None where it is not at hand."""
    folder = os.environ.get("WARROOM_DATA")
    path = (Path(folder) if folder else ROOT.parent / "shared" / "data") / "servicenow-incident-log.csv.gz"
    return path if path.exists() else None


def fresh(folder: Path, now: int = NOW) -> Replica:
    """A new replica of the board."""
    return Replica.open(folder, BOARD, ManualClock(now))


def row(**cells: str) -> dict[str, str]:
    """A row of a ServiceNow log; what is not said is a plain phone incident, or `?`."""
    return {**dict.fromkeys(COLUMNS, "?"), **DEFAULTS, **cells}


def write_log(path: Path, rows: Iterable[Mapping[str, str]], columns: Iterable[str] = COLUMNS) -> Path:
    """Writes rows as ServiceNow exports them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def slice_of(source: Path, target: Path, incidents: int, keep: float = 1.0) -> Path:
    """The first incidents of the real log, of each the first part of its rows (one at least)."""
    import gzip

    with gzip.open(source, "rt", encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        groups: dict[str, list[list[str]]] = {}
        for cells in reader:
            if cells[0] not in groups and len(groups) == incidents:
                break
            groups.setdefault(cells[0], []).append(cells)
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(header)
        for rows in groups.values():
            writer.writerows(rows[: max(1, round(len(rows) * keep))])
    return target


def break_id(incident: str, source: str = "servicenow") -> str:
    """The id of the break that an incident becomes."""
    return entity_id("opened", source, incident)


def brk(replica: Replica, incident: str = "INC0000001", source: str = "servicenow") -> Break:
    """The break of an incident."""
    return replica.cases().brk(break_id(incident, source))


def all_events(replica: Replica) -> list[Event]:
    """Every event of a replica."""
    return list(events_since(replica.db, 0))


def all_breaks(replica: Replica) -> dict[str, Break]:
    """Every break, folded from the log."""
    cases = replica.cases()
    subjects = replica.db.execute("SELECT subject FROM subjects WHERE subject LIKE 'break:%'").fetchall()
    return {subject[6:]: cases.alone(subject[6:]) for (subject,) in subjects}


def board_rows(replica: Replica) -> dict[str, str]:
    """The folded lines of the board."""
    return dict(replica.db.execute("SELECT id, row FROM break_rows").fetchall())


def exchange(a: Replica, b: Replica) -> None:
    """Each gets all that the other has."""
    for source, target in ((a, b), (b, a)):
        target.ingest(all_events(source))
    for replica in (a, b):
        replica.catch_up()


def plain(value: Any) -> Any:
    """A state without the hashes of its events, which differ from one import to the next by their salt."""
    if isinstance(value, tuple):
        names = getattr(value, "_fields", None)
        if names is None:
            return tuple(plain(inner) for inner in value)
        return {name: plain(inner) for name, inner in zip(names, value, strict=True) if name != "key" and not name.endswith("_key")}
    return value


def plain_breaks(replica: Replica) -> dict[str, Any]:
    """Every break without hashes."""
    return {id_: plain(found) for id_, found in all_breaks(replica).items()}


def at(text: str) -> int:
    """The instant of `2016-03-01 09:00`, UTC."""
    found = from_iso(text.replace(" ", "T") + ":00Z")
    assert found is not None
    return found
