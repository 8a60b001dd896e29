"""Boards that lay where another one lies by now, with entries of this installation: told until those were brought over."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import suppress

from store.replica import FILE, Replica
from store.replica.connection import connect_reader

_KEY = "replaced"


def wrote_here(folder: str) -> bool:
    """Whether this installation wrote anything in the board whose record lies in `folder`."""
    path = os.path.join(folder, FILE)
    if not os.path.exists(path):
        return False
    with suppress(sqlite3.Error):
        db = connect_reader(path)
        try:
            sql = "SELECT 1 FROM replicas JOIN meta ON key = 'replica' AND value = replica WHERE contiguous > 0"
            return db.execute(sql).fetchone() is not None
        finally:
            db.close()
    return False


def tell_replaced(replica: Replica, path: str, known: str, folder: str) -> None:
    """Says that another board lies at `path` than the known one, whose record lies in `folder`, and notes that one when
    something was written in it here."""
    print(f"warroom: {path} is another board by now than the one that was opened here before", file=sys.stderr)
    if wrote_here(folder):
        print(f"warroom: `warroom import board {known}` brings over what was entered in that one", file=sys.stderr)
        note_replaced(replica, known)


def replaced(replica: Replica) -> list[str]:
    """The ids of the boards that were there before this one."""
    found = replica.db.execute("SELECT value FROM meta WHERE key = ?", (_KEY,)).fetchone()
    return found[0].split() if found else []


def note_replaced(replica: Replica, board_id: str) -> None:
    """Notes one more of them."""
    _write(replica, [*(known for known in replaced(replica) if known != board_id), board_id])


def forget_replaced(replica: Replica, named: str) -> None:
    """Forgets the one with that id."""
    if named in replaced(replica):
        _write(replica, [known for known in replaced(replica) if known != named])


def _write(replica: Replica, ids: list[str]) -> None:
    if not replica.read_only:
        with replica.step():
            replica.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_KEY, " ".join(ids)))
