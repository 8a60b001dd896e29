"""The live board of a board file, let live for a number of seconds that pass at once; prints its memory as JSON."""

from __future__ import annotations

import asyncio
import gc
import json
import sys
from datetime import UTC
from pathlib import Path

from store.clock import ManualClock, SystemClock
from store.replica import Replica
from store.sync.board_file import read_board_file
from warroom.app import WarroomApp
from warroom.live import Live
from warroom.places import find_places
from warroom.screens.board import BoardScreen

WARM = 10_000
"""Ticks before the first look: caches fill."""


def rss_mib() -> float:
    """The process's resident memory."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


async def run(board: Path, count: int) -> dict[str, float]:
    """Memory before and after `count` ticks."""
    places, made, clock = find_places(), read_board_file(board), ManualClock(SystemClock().now())
    replica = Replica.open(places.replica(made.id), made.id, clock, UTC, board)
    app = WarroomApp(Live(replica, clock, UTC, "bench", places, {"bell": False}))
    async with app.run_test(size=(120, 50)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, BoardScreen)
        before = 0.0
        for number in range(WARM + count):
            if number == WARM:
                before = rss_mib()
            clock.advance(1000)
            screen.tick(clock.now())
            await pilot.pause(0)
        found = {"before": before, "after": rss_mib()}
    replica.close()
    return found


if __name__ == "__main__":
    print(json.dumps(asyncio.run(run(Path(sys.argv[1]), int(sys.argv[2])))))
