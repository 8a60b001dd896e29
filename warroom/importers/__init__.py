"""Bringing real records in: ServiceNow's audit log, any table with a map, the events of another Warroom. No Textual here.

Each importer answers with a `Report`; `progress` is told (done, total, what is being done), fit for a progress bar.
pydantic is loaded by those that need it only when they are called.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from store.replica import Replica
from warroom.importers.report import Places, Progress, Report
from warroom.importers.servicenow import import_servicenow


def import_csv(replica: Replica, path: Path, map_path: Path, actor: str, progress: Progress | None = None) -> Report:
    """Takes in a table, a .csv or .csv.gz, by the map in a TOML file. A second run changes nothing.

    Raises BadInput when the map or the file can't be read or do not fit each other, CannotWrite.
    """
    from warroom.importers import mapped_csv

    return mapped_csv.import_csv(replica, path, map_path, actor, progress)


def import_events(replica: Replica, path: Path, progress: Progress | None = None) -> Report:
    """Takes in what `warroom log --json` prints, plain or gzipped. A second run changes nothing.

    Raises BadInput when the file can't be read, CannotWrite.
    """
    from warroom.importers import event_lines

    return event_lines.import_events(replica, path, progress)


def import_board(replica: Replica, named: str, replica_folder: Callable[[str], str], progress: Progress | None = None) -> Report:
    """Takes in the events of another board, from its folder, its file, or this installation's own record of it. A second run
    changes nothing.

    Raises BadInput where there is none, CannotRead, CannotWrite.
    """
    from warroom.importers import other_board

    return other_board.import_board(replica, named, replica_folder, progress)


__all__ = ["Places", "Progress", "Report", "import_board", "import_csv", "import_events", "import_servicenow"]
