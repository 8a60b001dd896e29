"""What one row of a log says of one incident, in the design's words; every importer reads its rows into this."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from store.zones import Zone

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Moment(NamedTuple):
    """A time in a log."""

    at: int
    """The instant (ms)."""
    stamp: str
    """Its digits as they stand in the file, `20160229T085300`: they name an entry, whatever zone they are read in."""


def moment(written: datetime, zone: Zone) -> Moment | None:
    """The moment of a date: of a naive one in `zone` (of an hour that comes twice the first; in an hour that the clocks
    skip, as much later). None before 1970 or beyond the calendar."""
    if not 1970 < written.year < 9999:
        return None
    if written.tzinfo is not None:
        aware = written
        written = aware.astimezone(UTC)
    else:
        aware = written.replace(tzinfo=zone) if zone is not None else written.astimezone()
    return Moment((aware - _EPOCH) // timedelta(milliseconds=1), f"{written:%Y%m%dT%H%M%S}")


class Stand(NamedTuple):
    """Where an incident stands."""

    stage: str
    """One of `store.words.STAGES`."""
    waiting_on: str = ""
    """`customer` or `supplier`; empty when on nobody."""
    blocked_by: str = ""
    """What stands in the way inside our own house; empty when nothing does."""


class Talk(NamedTuple):
    """One contact with the customer."""

    channel: str
    direction: str
    result: str
    said: str = ""


class Snapshot(NamedTuple):
    """One row. What it does not say is None, empty or absent."""

    line: int
    """The line of the file on which it begins."""
    incident: str
    """The id of the incident in that log."""
    written: Moment | None
    """When the row was written; None in a log of one row an incident."""
    change: int
    """The log's own number of the change, 0 where it has none: orders rows of one time."""
    own: Mapping[str, Any]
    """Fields of the break, as event bodies hold them; None clears one."""
    shared: Mapping[str, Any]
    """Fields of its failure."""
    stand: Stand | None
    reopenings: int | None
    """How often the log says that it was reopened so far."""
    opened: Moment | None
    reached: Mapping[str, Moment]
    """Stage → when it was reached, where the row says so itself."""
    first_talk: Talk | None = None
    """The contact by which the incident was opened."""
    talk: Talk | None = None
    """A contact that this row tells of."""
    resolution: str = ""
    """How it was resolved, in words for us."""
    first_note: str = ""
    """What the opening says that has no field of its own."""
    note: str = ""
    """A note that this row holds."""

    @property
    def order(self) -> tuple[str, int, int]:
        """Sorts the rows of one incident."""
        return self.written.stamp if self.written else "", self.change, self.line

    @property
    def place(self) -> tuple[str, int] | None:
        """What names the row among those of its incident."""
        return (self.written.stamp, self.change) if self.written else None
