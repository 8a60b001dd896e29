"""A replica's file, made ready: its schema, and an identity of its own for a new one."""

from __future__ import annotations

import os
import sqlite3

from store.errors import CannotRead
from store.migrations import LATEST, migrate
from store.replica.connection import is_for_want_of_room
from store.replica.lock import LOCK, LocalLock
from store.row import FOLD_VERSION


def prepare(db: sqlite3.Connection, folder: str, board_id: str) -> None:
    """Brings the schema up to date and gives a new replica its identity."""
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    if version > LATEST or (version == LATEST and _has_identity(db)):
        return
    lock = LocalLock(os.path.join(folder, LOCK))
    try:
        with lock.held():
            migrate(db)
            if not _has_identity(db):
                made = {"board": board_id, "replica": os.urandom(6).hex(), "fold_version": str(FOLD_VERSION)}
                db.execute("BEGIN IMMEDIATE")
                db.executemany("INSERT OR IGNORE INTO meta VALUES (?, ?)", made.items())
                db.execute("COMMIT")
    finally:
        lock.close()


def _has_identity(db: sqlite3.Connection) -> bool:
    return db.execute("SELECT 1 FROM meta WHERE key = 'replica'").fetchone() is not None


def damaged(path: str, error: sqlite3.Error) -> CannotRead:
    """What is said of a file that SQLite can't read."""
    if is_for_want_of_room(error, os.path.dirname(path)):
        return CannotRead(f"{path} can't be used: the disk is full", "make room on it")
    advice = "keep that file, and put a backup in its place; or move it away, and bring the record in from another installation"
    return CannotRead(f"{path} can't be read: {error}", advice)


def check(db: sqlite3.Connection, path: str, own_board: str, board_id: str) -> None:
    """Refuses what this program must not touch. Raises CannotRead."""
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    if version < LATEST:
        raise CannotRead(f"{path} was made by an older warroom", "open it once where it can be written")
    if version > LATEST:
        raise CannotRead(f"{path} was written by a newer warroom", "update this one")
    if own_board != board_id:
        raise CannotRead(f"{path} belongs to another board", "see `warroom doctor`")
