"""Who is here, who has what, whose clock is off: told from others' heads and footers only, never guessed."""

from __future__ import annotations

import json
import sqlite3
from typing import NamedTuple

from store.clock import DAY
from store.replica.tables import state_digest
from store.replica.vector import Range
from store.row import FOLD_VERSION
from store.sync.heads import is_off
from store.sync.noting import believed
from store.sync.vector import Reach, forked, from_json, missing, vector_of
from store.sync.waits import Waits


class Peer(NamedTuple):
    """Another replica, as it was last heard of."""

    replica: str
    actor: str
    """Empty when no head of it was read yet."""
    heard_at: int
    """When it was last heard of, by this machine's clock (`store.sync.noting`); 0 when that is not known."""
    behind: int
    """Events that are here and that it did not have."""
    ahead: int
    """Events that it had and that are not here yet."""
    skew: int
    """Its clock less this one's (ms), as far as the delay of the way lets it be known; 0 when it is within bounds."""
    differs: bool
    """Whether it had the same events, folded by the same version, and shows something else: an alarm."""
    program: str = ""
    """Its version of the program; empty when no head of it was read yet."""
    is_timed: bool = False
    """Whether its clock was compared with this one's lately."""


SKEW_TOLD = DAY
"""How long (ms) it is told that somebody's clock was off who does not write any more."""


class Presence:
    """What is known of the others; read once from a replica's tables."""

    def __init__(self, db: sqlite3.Connection, own: str, own_actor: str, now: int, waits: Waits = Waits()) -> None:
        self._own = own
        self._mine = vector_of(db)
        self._digest = ""
        self._vectors: dict[str, dict[str, Reach]] = {}
        self._actors = {own: own_actor}
        rows = db.execute(
            "SELECT replica, actor, heard_at, vector, skew, skew_at, fold_version, digest, program FROM peers"
            " WHERE replica <> ? AND NOT gone ORDER BY heard_at DESC, replica",
            (own,),
        ).fetchall()
        peers = []
        for replica, actor, noted_at, vector, skew, skew_at, fold_version, digest, program in rows:
            heard_at, is_timed = believed(noted_at, now), skew_at > 0 and 0 <= now - skew_at < SKEW_TOLD
            theirs = self._vectors[replica] = from_json(json.loads(vector))
            if actor and heard_at > now - waits.here:
                self._actors[replica] = actor
            differs = bool(digest) and fold_version == FOLD_VERSION and theirs == self._mine and self._shows_else(db, digest)
            off = skew if is_timed and is_off(skew, waits) else 0
            lacks = {name: runs for name, runs in missing(theirs, self._mine).items() if name != replica}  # it has its own
            behind, ahead = _count(lacks), _count(missing(self._mine, theirs))
            peers.append(Peer(replica, actor, heard_at, behind, ahead, off, differs, program, is_timed))
        self.peers = tuple(peers)
        """The other replicas, the one last heard of first."""

    def _shows_else(self, db: sqlite3.Connection, digest: str) -> bool:
        self._digest = self._digest or state_digest(db)
        return bool(self._digest) and self._digest != digest

    def seen_by(self, replica: str, number: int) -> tuple[int, int]:
        """How many of the people here have an event (its author among them), and how many are here. A person counts once,
        however many installations they use; who is here is who was heard of lately."""
        everyone = set(self._actors.values()) - {""}
        seen = {actor for known, actor in self._actors.items() if known == self._own or self._has(known, replica, number)}
        return len(seen & everyone), len(everyone)

    def _has(self, known: str, replica: str, number: int) -> bool:
        if known == replica:
            return True
        vector = self._vectors.get(known, {})
        reach = vector.get(replica)
        return reach is not None and reach.covers(number) and replica not in forked(self._mine, vector)


def _count(ranges: dict[str, list[Range]]) -> int:
    return sum(last - first + 1 for runs in ranges.values() for first, last in runs)
