"""A lock file between the processes of one installation, held for a write transaction or a checkpoint only.

SQLite before 3.51.3 has a rare corruption bug when two connections write and checkpoint at once, and a board and a
command do run side by side: so both take this lock first (design §4).
"""

from __future__ import annotations

import os
import sys
import time
from _thread import allocate_lock  # the module threading costs a command a millisecond
from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENOSPC

from store.errors import CannotWrite

PATIENCE = 10.0
"""Seconds to wait for another process before giving up; a step holds the lock for at most 0.2 s."""

if sys.platform == "win32":
    import msvcrt

    def try_lock(handle: int) -> bool:
        """Whether the open file is ours now: nobody else holds it."""
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def try_lock(handle: int) -> bool:
        """Whether the open file is ours now: nobody else holds it."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


class _File:
    """One file that one process (and one `_File`) holds at a time."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._handle = -1

    def take(self, until: float) -> None:
        """Waits for the file until that moment of the monotonic clock. Raises CannotWrite."""
        if self._handle < 0:
            try:
                self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
            except OSError as error:
                next_step = "make room on its disk" if error.errno == ENOSPC else "check the folder's permissions"
                raise CannotWrite(f"{self._path} can't be opened: {error.strerror}", next_step) from error
        pause = 0.001
        while not try_lock(self._handle):
            if time.monotonic() > until:
                raise CannotWrite("another warroom of this installation keeps the replica locked", "end it, then try again")
            time.sleep(pause)
            pause = min(pause * 2, 0.02)

    def give(self) -> None:
        """Lets others have it."""
        _unlock(self._handle)

    def close(self) -> None:
        """Lets go of the file."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


LOCK = "replica.lock"
"""The name of the lock file in a replica's folder."""


class LocalLock:
    """The lock. Not re-entrant: a step takes it once. Whoever waits for it keeps the turn (a second file), so that one
    who takes step after step lets the others in between."""

    def __init__(self, path: str) -> None:
        self._lock = _File(path)
        self._turn = _File(path + ".turn")
        self._threads = allocate_lock()

    @contextmanager
    def held(self, patience: float = PATIENCE) -> Iterator[None]:
        """Holds the lock. Raises CannotWrite when another process or thread keeps it for longer than `patience` seconds."""
        until = time.monotonic() + patience
        if not self._threads.acquire(timeout=patience):
            raise CannotWrite("this warroom is still writing something else", "try again")
        try:
            self._turn.take(until)
            try:
                self._lock.take(until)
            finally:
                self._turn.give()
            try:
                yield
            finally:
                self._lock.give()
        finally:
            self._threads.release()

    def close(self) -> None:
        """Lets go of the files."""
        self._lock.close()
        self._turn.close()
