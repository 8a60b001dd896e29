"""Rows of a log, gathered by the incident that they are about, holding no more of the file than is scattered.

The file is read twice: once to count the rows of each incident, once to hand an incident over as soon as its last row
was met. A log that is sorted by incident never holds more than one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from store.text import one_line
from warroom.importers.report import Progress, Tally
from warroom.importers.table import Table

LONGEST_ID = 120
_POOL = 200_000
"""Most different texts that are held once for all rows."""


class Held(NamedTuple):
    """One row: the line on which it begins and the cells that were asked for."""

    line: int
    cells: tuple[str, ...]


class Incidents:
    """The incidents of a table. Iterating gives (id, rows in the order of the file)."""

    def __init__(
        self, table: Table, id_column: int, columns: Sequence[int], tally: Tally, progress: Progress | None = None
    ) -> None:
        self._table = table
        self._id_column = id_column
        self._columns = tuple(columns)
        self._tally = tally
        self._counts: dict[str, int] = {}
        for _, cells in table.rows(Tally(), progress):
            id_ = incident_id(cells[id_column])
            if id_:
                self._counts[id_] = self._counts.get(id_, 0) + 1
        self.total = len(self._counts)

    def __iter__(self) -> Iterator[tuple[str, list[Held]]]:
        missing = dict(self._counts)
        waiting: dict[str, list[Held]] = {}
        pool: dict[str, str] = {}
        for line, cells in self._table.rows(self._tally):
            id_ = incident_id(cells[self._id_column])
            if not id_:
                self._tally.leave(f"no id, or one of more than {LONGEST_ID} characters", line)
                continue
            if len(pool) > _POOL:
                pool.clear()
            row = Held(line, tuple(pool.setdefault(cells[index], cells[index]) for index in self._columns))
            rows = waiting.setdefault(id_, [])
            rows.append(row)
            missing[id_] = missing.get(id_, 0) - 1
            if missing[id_] <= 0:
                yield id_, waiting.pop(id_)
        yield from waiting.items()


def incident_id(cell: str) -> str:
    """The id in a cell, empty when there is none that can be used."""
    id_ = one_line(cell, limit=1 << 30)
    return "" if id_ in ("", "?") or len(id_) > LONGEST_ID else id_
