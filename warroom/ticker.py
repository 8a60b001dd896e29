"""One tick a second, on the whole second, for a live screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from store.clock import SECOND, Clock


class Ticker:
    """Calls `tick` with the time at every whole second while it runs; it sleeps in between and keeps no count."""

    def __init__(self, clock: Clock, tick: Callable[[int], None]) -> None:
        self._clock = clock
        self._tick = tick
        self._handle: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Starts it, when it does not run."""
        if self._handle is None:
            self._arm()

    def stop(self) -> None:
        """Stops it: for a hidden screen."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _arm(self) -> None:
        wait = (SECOND - self._clock.now() % SECOND) / SECOND + 0.0005
        self._handle = asyncio.get_running_loop().call_later(wait, self._beat)

    def _beat(self) -> None:
        self._arm()
        self._tick(self._clock.now())
