"""The board's reader: whoever stops waiting for it leaves nothing behind."""

from __future__ import annotations

import asyncio

from store.clock import ManualClock
from store.replica import Replica
from tests.warroom.casting import BOARD, opened
from warroom.reader import BoardReader


async def test_a_reading_that_is_given_up_does_not_hold_the_board_at_what_it_was(replica: Replica, clock: ManualClock) -> None:
    """A statement that stays open would keep the connection's snapshot, and the log from being checkpointed."""
    opened(replica, "Acme", "API down")
    reader = BoardReader(replica.path, BOARD)
    try:
        assert len(await reader.order("open", clock.now())) == 1
        for spins in range(12):
            reading = asyncio.create_task(reader.order("open", clock.now()))
            for _ in range(spins):
                await asyncio.sleep(0)
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
            opened(replica, f"Elm {spins}", "API down")
            assert len(await reader.order("open", clock.now())) == spins + 2
    finally:
        await reader.close()
