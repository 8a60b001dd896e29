"""Which process of an installation keeps the exchange going: a running board, or `warroom sync --watch`."""

from __future__ import annotations

import os
from contextlib import ExitStack, suppress

from store.errors import CannotWrite
from store.replica.lock import LocalLock

LOCK = "keeper.lock"
PROBE = 0.02
"""Seconds for which a command tries to take the lock: another command that tries has it for a moment only."""
PATIENCE = 1.0


class Keeper:
    """Holds the place of the one who exchanges, if nobody else has it, until it is closed."""

    def __init__(self, folder: str) -> None:
        self._lock = LocalLock(os.path.join(folder, LOCK))
        self._held = ExitStack()
        self.is_keeper = False
        self.take(PATIENCE)

    def take(self, patience: float) -> None:
        """Takes the place, when it is not had yet and becomes free within `patience` seconds."""
        if not self.is_keeper:
            with suppress(CannotWrite):
                self._held.enter_context(self._lock.held(patience))
                self.is_keeper = True

    def close(self) -> None:
        """Leaves the place to the next one."""
        self._held.close()
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
