"""Opening the replica's SQLite file: for writing, for reading, and where only reading is possible."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from store.errors import CannotRead

if TYPE_CHECKING:
    from store.paths import StrPath

CHECKPOINT_ABOVE = 4 * 1024 * 1024
"""Bytes of write-ahead log above which a writer checkpoints."""

ROOM = 64 * 1024 * 1024
"""Bytes of page cache for a long reading."""

OLDEST_SQLITE = (3, 37, 0)


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
