"""Which process of an installation keeps the exchange going: a running board, or `warroom sync --watch`."""

from __future__ import annotations

import os

from store.errors import CannotWrite
from store.replica.lock import LocalLock

LOCK = "keeper.lock"
PROBE = 0.02
"""Seconds for which a command tries to take the lock: another command that tries has it for a moment only."""
PATIENCE = 1.0


class Keeper:
    """Holds the place of the one who exchanges, until it is closed."""

    def __init__(self, folder: str) -> None:
        self._lock = LocalLock(os.path.join(folder, LOCK))
        self._held = self._lock.held(PATIENCE)
        try:
            self._held.__enter__()
            self.is_keeper = True
        except CannotWrite:
            self.is_keeper = False
            self._lock.close()

    def close(self) -> None:
        """Leaves the place to the next one."""
        if self.is_keeper:
            self._held.__exit__(None, None, None)
            self._lock.close()
            self.is_keeper = False


def is_kept(folder: str) -> bool:
    """Whether a running process of this installation exchanges: a command leaves it to that one."""
    lock = LocalLock(os.path.join(folder, LOCK))
    try:
        with lock.held(PROBE):
            return False
    except CannotWrite:
        return os.access(folder, os.W_OK)
    finally:
        lock.close()
