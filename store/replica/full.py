"""A full disk: recognised where SQLite only says that something failed, and what is here is read nevertheless."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING

from store.errors import CannotRead, CannotWrite
from store.replica.connection import connect_reader, connect_writer

if TYPE_CHECKING:
    from store.paths import StrPath

NEARLY_NONE = 1024 * 1024
"""Bytes: with less left on a disk, what fails there fails for want of room, most likely."""
_FULL, _UNCLEAR = 13, (10, 14)
"""SQLite's codes: no room; reading or writing failed, the file can't be opened."""


def is_full(folder: StrPath) -> bool:
    """Whether next to nothing is left on the disk of a folder; False where that can't be told."""
    try:
        found = os.statvfs(folder)
    except (OSError, AttributeError):
        return False
    return found.f_blocks > 0 and found.f_bavail * found.f_frsize < NEARLY_NONE


def is_for_want_of_room(error: BaseException | None, folder: StrPath) -> bool:
    """Whether SQLite failed because the disk of its folder is full."""
    if not isinstance(error, sqlite3.Error):
        return False
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code == _FULL or (code in _UNCLEAR and is_full(folder))


def words_of(error: sqlite3.Error, folder: StrPath, next_step: str = "see `warroom doctor`") -> tuple[str, str]:
    """Why SQLite failed in a folder, and what to do."""
    if is_for_want_of_room(error, folder):
        return "the disk is full", f"make room on the disk of {os.fspath(folder)}"
    return str(error), next_step


def cannot_write(folder: StrPath, title: str = "", next_step: str = "make it writable, or set WARROOM_HOME") -> CannotWrite:
    """What is said where a replica can only be read."""
    folder = os.fspath(folder)
    if is_full(folder):
        return CannotWrite(f"the disk of {folder} is full", "make room on it; until then the board can only be read")
    return CannotWrite(title or f"{folder} can't be written", next_step)


def connect(path: str, folder: str, there: bool, writable: bool) -> tuple[sqlite3.Connection, bool]:
    """A connection, and whether it writes: of a full disk, which has no room for what SQLite puts beside the file, what is there
    is read. Raises CannotRead, and CannotWrite where the disk is full and there is nothing to read."""
    if not writable:
        return connect_reader(path), False
    db = None
    try:
        db = connect_writer(path)
        db.execute("PRAGMA user_version").fetchone()
    except (CannotRead, sqlite3.Error) as error:
        if db is not None:
            db.close()
        cause = error.__cause__ if isinstance(error, CannotRead) else error
        if not is_for_want_of_room(cause, folder):
            if isinstance(error, CannotRead):
                raise
            raise damaged(path, error) from error
        if not there:
            raise CannotWrite(f"{path} can't be made: the disk is full", f"make room on the disk of {folder}") from error
        return connect_reader(path), False
    return db, True


def damaged(path: str, error: sqlite3.Error) -> CannotRead:
    """What is said of a file that SQLite can't read."""
    if is_for_want_of_room(error, os.path.dirname(path)):
        return CannotRead(f"{path} can't be used: the disk is full", "make room on it")
    advice = "keep that file, and put a backup in its place; or move it away, and bring the record in from another installation"
    return CannotRead(f"{path} can't be read: {error}", advice)
