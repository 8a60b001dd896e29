"""Playbooks as a write needs them: read from their TOML once, then kept beside the log, as reading TOML costs more than a write."""

from __future__ import annotations

import json
import sqlite3
from functools import lru_cache

from store.ids import digest
from store.playbooks.model import FALLBACK, Playbook, from_json, to_json
from store.playbooks.texts import text_of
from store.state import Board

FORMAT = "2"
"""Changes whenever the same text would be read as another playbook."""


def find_playbook(db: sqlite3.Connection, board: Board, name: str) -> Playbook:
    """The playbook of that name, the board's own before a built-in one; `recovery` where it is not here."""
    text = text_of(name, board.playbooks)
    if text is None:
        name, text = FALLBACK, text_of(FALLBACK) or ""
    known = digest([FORMAT, name, text])
    row = db.execute("SELECT made FROM playbooks WHERE digest = ?", (known,)).fetchone()
    if row is not None:
        return _made(row[0])
    from store.playbooks.reading import parsed

    found = parsed(name, text)
    if db.in_transaction:
        db.execute("INSERT OR IGNORE INTO playbooks VALUES (?, ?)", (known, json.dumps(to_json(found))))
    return found


@lru_cache(64)
def _made(text: str) -> Playbook:
    return from_json(json.loads(text))
