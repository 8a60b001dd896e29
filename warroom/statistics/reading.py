"""Reading the statistics of a board for the screen: in a thread, on a connection of its own."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from store.paths import StrPath
from store.zones import Zone, find_zone
from warroom.statistics.figures import FIGURES
from warroom.statistics.summing import Seen, observed


class Statistics(NamedTuple):
    """All that the figures count, as it was at `now` (ms)."""

    now: int
    breaks: int
    zone: Zone
    """The team's."""
    zone_name: str
    with_owner: bool
    seen: tuple[Seen, ...]


def read_statistics(path: StrPath, board_id: str, now: int) -> Statistics:
    """Reads them; what was not measured yet is measured on the way, and not kept. Raises CannotRead."""
    from store.replica.cases import Cases
    from store.replica.connection import connect_reader
    from store.replica.measured import Measuring

    db = connect_reader(path)
    try:
        policy = Cases(db, board_id).policy()
        measures = list(Measuring(db, board_id).all())
    finally:
        db.close()
    zone = find_zone(policy.hours.zone) or find_zone("UTC")
    return Statistics(now, len(measures), zone, policy.hours.zone, policy.owner_statistics, observed(FIGURES, measures, now))


def spoken_ids(path: StrPath, ids: Iterable[str]) -> dict[str, str]:
    """The short form of some breaks' ids. Raises CannotRead."""
    from store.replica.connection import connect_reader
    from store.replica.finding import spoken_break

    db: sqlite3.Connection = connect_reader(path)
    try:
        return {id_: spoken_break(db, id_) for id_ in dict.fromkeys(ids)}
    finally:
        db.close()
