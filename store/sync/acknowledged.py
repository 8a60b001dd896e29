"""Which events everybody who is here is known to have: by what they say of themselves, never guessed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection

from store.replica.vector import Range, merged, without
from store.sync.held import Held
from store.sync.vector import from_json


class Acknowledged:
    """What all those say that they have who were heard of since an instant (ms)."""

    def __init__(self, db: sqlite3.Connection, own: Collection[str], since: int) -> None:
        rows = db.execute("SELECT replica, vector FROM peers WHERE heard_at > ? AND NOT gone", (since,)).fetchall()
        self._vectors = [from_json(json.loads(vector)) for replica, vector in rows if replica not in own]
        self._names: dict[int, str] = dict(db.execute("SELECT rid, replica FROM replicas").fetchall())
        self._by_all: dict[int, list[Range]] = {}

    def has(self, held: Held) -> bool:
        """Whether all of them have all that a file holds."""
        return all(not without(ranges, self._of(rid)) for rid, ranges in held.ranges.items()) if self._vectors else True

    def _of(self, rid: int) -> list[Range]:
        if rid not in self._by_all:
            self._by_all[rid] = self._common(self._names[rid])
        return self._by_all[rid]

    def _common(self, replica: str) -> list[Range]:
        """What all have of one replica's events."""
        found: list[Range] | None = None
        for vector in self._vectors:
            theirs = merged(vector[replica].ranges) if replica in vector else []
            found = theirs if found is None else without(found, without(found, theirs))
        return found or []
