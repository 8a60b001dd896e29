"""A lock file between the processes of one installation, held for a write transaction or a checkpoint only.

SQLite before 3.51.3 has a rare corruption bug when two connections write and checkpoint at once, and a board and a
command do run side by side: so both take this lock first (design §4).
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from store.errors import CannotWrite

PATIENCE = 10.0
"""Seconds to wait for another process before giving up; a step holds the lock for at most 0.2 s."""

if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


class LocalLock:
    """One lock file. Not re-entrant: a step takes it once."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._handle = -1

    @contextmanager
    def held(self, patience: float = PATIENCE) -> Iterator[None]:
        """Holds the lock. Raises CannotWrite when another process keeps it for longer than `patience` seconds."""
        if self._handle < 0:
            try:
                self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
            except OSError as error:
                raise CannotWrite(f"{self._path} can't be opened: {error.strerror}", "check the folder's permissions") from error
        until, pause = time.monotonic() + patience, 0.001
        while not _try_lock(self._handle):
            if time.monotonic() > until:
                raise CannotWrite("another warroom of this installation keeps the replica locked", "end it, then try again")
            time.sleep(pause)
            pause = min(pause * 2, 0.05)
        try:
            yield
        finally:
            _unlock(self._handle)

    def close(self) -> None:
        """Lets go of the file."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
