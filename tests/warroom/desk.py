"""A replica in a folder of the test's own, on a clock that is moved by hand, and what people do on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from store.actions.opening import open_breaks
from store.clock import MINUTE, ManualClock
from store.replica import Replica
from store.replica.log import events_since
from store.replica.transaction import Transaction
from warroom.detail.content import Detail, read_detail
from warroom.live import Live
from warroom.places import Places

T = TypeVar("T")
NOW = 1_795_358_000_000 - 1_795_358_000_000 % (60 * MINUTE)
"""Sunday, 22 November 2026, 14:00 UTC."""
UTC = ZoneInfo("UTC")
BOARD = "testboard"


class Desk:
    """One installation at NOW; `do` lets somebody do something some minutes ago."""

    def __init__(self, folder: Path, clock: ManualClock | None = None) -> None:
        self.folder = folder
        self.clock = clock or ManualClock(NOW)
        self.replica = Replica.open(folder / "replica", BOARD, self.clock, UTC)
        self.live = Live(self.replica, self.clock, UTC, "ana", Places(folder / "c.toml", folder, folder / "state"), {})

    def do(self, act: Callable[[Transaction], T], minutes_ago: float = 0, who: str = "ana") -> T:
        """What an action answers that was done so long ago."""
        now = self.clock.at
        self.clock.at = now - round(minutes_ago * MINUTE)
        try:
            return self.replica.act(act, who)
        finally:
            self.clock.at = now

    def open(self, customer: str = "Acme Freight", what: str = "Label API down", minutes_ago: float = 120, **details: Any) -> str:
        """Opens a break. Its full id."""
        details.setdefault("severity", 1)
        return self.do(lambda tx: open_breaks(tx, [customer], what, **details), minutes_ago).ids[0]

    def meets(self, other: Desk) -> None:
        """Both take in what the other wrote."""
        mine, theirs = list(events_since(self.replica.db, 0)), list(events_since(other.replica.db, 0))
        for replica, events in ((self.replica, theirs), (other.replica, mine)):
            replica.ingest(events)
            replica.catch_up()

    async def detail(self, id_: str) -> Detail:
        """The break as its screen reads it."""
        found = await read_detail(self.live.reader, id_, self.clock.now(), UTC)
        assert isinstance(found, Detail)
        return found

    async def close(self) -> None:
        """Closes reader and replica."""
        await self.live.reader.close()
        self.replica.close()
