"""Opening the replica's SQLite file: for writing, and for reading alone where no more is possible, as on a full disk."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from store.errors import CannotRead, CannotWrite

if TYPE_CHECKING:
    from store.paths import StrPath

CHECKPOINT_ABOVE = 4 * 1024 * 1024
"""Bytes of write-ahead log above which a writer checkpoints."""

ROOM = 64 * 1024 * 1024
"""Bytes of page cache for a long reading."""

OLDEST_SQLITE = (3, 37, 0)
NEARLY_NONE = 1024 * 1024
"""Bytes: with less left on a disk, what fails there fails for want of room, most likely."""
_FULL, _UNCLEAR = 13, (10, 14)
"""SQLite's codes: no room; reading or writing failed, the file can't be opened."""


def connect_writer(path: StrPath) -> sqlite3.Connection:
    """A connection that writes, in autocommit; transactions are begun by hand. Raises CannotRead."""
    db = None
    try:
        db = sqlite3.connect(path, isolation_level=None, timeout=5.0, check_same_thread=False, cached_statements=200)
        db.execute("PRAGMA synchronous=FULL")
        db.execute("PRAGMA wal_autocheckpoint=0")
        db.execute(f"PRAGMA journal_size_limit={CHECKPOINT_ABOVE}")  # else every step checkpoints once the log was larger
        db.execute("PRAGMA temp_store=MEMORY")
        db.execute("PRAGMA secure_delete=ON")
    except sqlite3.Error as error:
        if db is not None:
            db.close()
        raise CannotRead(f"{path} can't be opened: {error}", "see `warroom doctor`") from error
    return db


@contextmanager
def room(db: sqlite3.Connection) -> Iterator[None]:
    """Gives what is written meanwhile a larger page cache, so that pages which many events change are not written each time;
    its memory is given back afterwards."""
    (usual,) = db.execute("PRAGMA cache_size").fetchone()
    db.execute(f"PRAGMA cache_size=-{ROOM // 1024}")
    try:
        yield
    finally:
        db.execute(f"PRAGMA cache_size={usual}")
        db.execute("PRAGMA shrink_memory")


def reader_uri(path: StrPath, immutable: bool = False) -> str:
    """The address of the file for a connection that can't write (nor checkpoint when it closes)."""
    from urllib.parse import quote

    return f"file:{quote(os.fspath(path))}?mode=ro" + ("&immutable=1" if immutable else "")


def connect_reader(path: StrPath) -> sqlite3.Connection:
    """A connection that only reads. Where even that needs to write (a read-only folder), the file alone is read,
    as it was at the last checkpoint. Raises CannotRead."""
    for immutable in (False, True):
        db = None
        try:
            db = sqlite3.connect(reader_uri(path, immutable), uri=True, isolation_level=None, timeout=5.0, check_same_thread=False)
            db.execute("SELECT count(*) FROM meta").fetchone()
        except sqlite3.Error as error:
            failure = error
            if db is not None:
                db.close()
            continue
        return db
    raise CannotRead(f"{path} can't be read: {failure}", "see `warroom doctor`") from failure


def identity_of(path: StrPath) -> tuple[int, int] | None:
    """Which file stands there now: another one after it was replaced, None after it was moved or deleted."""
    try:
        stat = os.stat(path)
    except OSError:
        return None
    return stat.st_dev, stat.st_ino


def wal_size(path: StrPath) -> int:
    """Bytes in the write-ahead log."""
    try:
        return os.stat(f"{os.fspath(path)}-wal").st_size
    except OSError:
        return 0


def change_stamp(path: StrPath) -> tuple[int, int, int]:
    """Something that differs after any process wrote: from a stat of the write-ahead log and of the file."""
    found = []
    for name in (f"{os.fspath(path)}-wal", path):
        try:
            stat = os.stat(name)
            found += [stat.st_size, stat.st_mtime_ns]
        except OSError:
            found += [0, 0]
    return found[0], found[1], found[3]


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
            from store.replica.preparing import damaged

            raise damaged(path, error) from error
        if not there:
            raise CannotWrite(f"{path} can't be made: the disk is full", f"make room on the disk of {folder}") from error
        return connect_reader(path), False
    return db, True
