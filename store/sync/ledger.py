"""What the local replica notes of a carrier: which files it has read, which events they hold, what it lacks.

Reads go over a connection of the exchange's own, so that they only see what is committed; `noting.py` writes, inside a step of
the replica.
"""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from store.clock import MINUTE
from store.replica.former import former_ids
from store.replica.vector import Range, merged, without
from store.sync.names import HEAD, parsed

if TYPE_CHECKING:
    from store.sync.held import Held

BUSY_WINDOW = 5 * MINUTE
"""Within which publications are counted, to keep the pace (ms)."""
DONE, AGAIN, BAD, BOARD, NEWER, OTHER = "done", "again", "bad", "board", "newer", "other"


class Known(NamedTuple):
    """What is noted of a file."""

    size: int
    stamp: int
    state: str
    reason: str
    since: int
    tries: int
    checked_at: int


class BadFile(NamedTuple):
    """A file that is set aside."""

    name: str
    kind: str
    """`bad`, `board` (of another board), `newer` (of a newer version)."""
    reason: str
    since: int


class Lack(NamedTuple):
    """What is here of one replica and in no file of the carrier."""

    rid: int
    replica: str
    ranges: tuple[Range, ...]
    forks: tuple[tuple[int, str], ...]
    """(number, hash) of events that share their number with another."""

    @property
    def events(self) -> int:
        """How many events."""
        return sum(last - first + 1 for first, last in self.ranges) + len(self.forks)


class Ledger:
    """The notes of one carrier."""

    def __init__(self, reader: sqlite3.Connection, carrier: str) -> None:
        self._db = reader
        self.carrier = carrier

    def files(self) -> dict[str, Known]:
        """Every file that is noted."""
        sql = "SELECT name, size, stamp, state, reason, since, tries, checked_at FROM carried_files WHERE carrier = ?"
        return {row[0]: Known(*row[1:]) for row in self._db.execute(sql, (self.carrier,))}

    def to_read_again(self) -> bool:
        """Whether some file must be read again before it is known what is lost."""
        sql = "SELECT 1 FROM carried_files WHERE carrier = ? AND state = ? LIMIT 1"
        return self._db.execute(sql, (self.carrier, AGAIN)).fetchone() is not None

    def lacks(self) -> list[Lack]:
        """What is here and in no file, by replica; in the order in which they became known."""
        covered: dict[int, list[Range]] = {}
        for rid, first, last in self._db.execute("SELECT rid, first, last FROM carried WHERE carrier = ?", (self.carrier,)):
            covered.setdefault(rid, []).append((first, last))
        forks = self._forks()
        held: dict[int, list[Range]] = {}
        for rid, first, last in self._db.execute("SELECT rid, first, last FROM beyond"):
            held.setdefault(rid, []).append((first, last))
        found = []
        for rid, replica, number in self._db.execute("SELECT rid, replica, contiguous FROM replicas ORDER BY rid").fetchall():
            forked = forks.get(rid, {})
            have = [*([(1, number)] if number else []), *held.get(rid, ())]
            ranges = without(have, [*covered.get(rid, ()), *((shared, shared) for shared in forked)])
            lost = tuple((shared, hash_) for shared, hashes in sorted(forked.items()) for hash_ in sorted(hashes))
            if ranges or lost:
                found.append(Lack(rid, replica, tuple(ranges), lost))
        return found

    def _forks(self) -> dict[int, dict[int, set[str]]]:
        """Numbers with more than one event: replica → number → the hashes that no file has."""
        found: dict[int, dict[int, set[str]]] = {}
        rows = self._db.execute(
            "SELECT f.rid, f.number, hash, EXISTS (SELECT 1 FROM carried_forks c WHERE carrier = ? AND c.rid = f.rid"
            " AND c.number = f.number AND c.hash = e.hash)"
            " FROM forks f CROSS JOIN events e ON e.rid = f.rid AND e.number = f.number",
            (self.carrier,),
        )
        for rid, number, hash_, there in rows:
            missing = found.setdefault(rid, {}).setdefault(number, set())
            if not there:
                missing.add(hash_)
        return found

    def held(self) -> "dict[str, Held]":
        """What every file holds that was read and is whole."""
        from store.sync.held import held_by_files

        return held_by_files(self._db, self.carrier)

    def unblanked(self) -> list[str]:
        """The files that hold the body of an event which is blank here."""
        rows = self._db.execute(
            "SELECT DISTINCT c.name FROM events e INDEXED BY events_blank CROSS JOIN carried c ON c.carrier = ?1 AND c.rid = e.rid"
            " AND e.number BETWEEN c.first AND c.last WHERE e.body IS NULL AND NOT EXISTS (SELECT 1 FROM carried_blank b"
            " WHERE b.carrier = ?1 AND b.name = c.name AND b.rid = e.rid AND b.number = e.number AND b.hash = e.hash)"
            " AND (NOT EXISTS (SELECT 1 FROM forks f WHERE f.rid = e.rid AND f.number = e.number) OR EXISTS (SELECT 1"
            " FROM carried_forks k WHERE k.carrier = ?1 AND k.name = c.name AND k.rid = e.rid AND k.number = e.number"
            " AND k.hash = e.hash)) ORDER BY c.name",
            (self.carrier,),
        )
        return [name for (name,) in rows]

    def own_names(self) -> list[str]:
        """The id of this replica, and what it was called before, the latest first."""
        own = str(self._db.execute("SELECT value FROM meta WHERE key = 'replica'").fetchone()[0])
        return [own, *reversed(former_ids(self._db))]

    def own_rids(self) -> set[int]:
        """The short numbers of this replica and of what it was called before."""
        names = self.own_names()
        marks = ",".join("?" * len(names))
        return {rid for (rid,) in self._db.execute(f"SELECT rid FROM replicas WHERE replica IN ({marks})", names)}

    def bad(self) -> Iterator[BadFile]:
        """The files that are set aside, but for those whose events all lie in others by now."""
        covered: dict[str, list[Range]] = {}
        for name, known in self.files().items():
            if known.state not in (BAD, BOARD, NEWER):
                continue
            says = parsed(name)
            if known.state == BOARD and says is not None and says.kind == HEAD:
                continue
            if known.state in (BAD, BOARD) and says is not None and says.last:
                if says.replica not in covered:
                    covered[says.replica] = self._covered(says.replica)
                if not without([(says.first, says.last)], covered[says.replica]):
                    continue
            yield BadFile(name, known.state, known.reason, known.since)

    def _covered(self, replica: str) -> list[Range]:
        sql = "SELECT first, last FROM carried JOIN replicas USING (rid) WHERE carrier = ? AND replica = ?"
        return merged(self._db.execute(sql, (self.carrier, replica)))

    def ever_there(self, rid: int) -> int:
        """The highest number of a replica's events that ever lay in the carrier; 0 when none did."""
        found = self._db.execute("SELECT number FROM reached WHERE carrier = ? AND rid = ?", (self.carrier, rid)).fetchone()
        return int(found[0]) if found else 0

    def lacking_since(self) -> dict[int, int]:
        """Since when the carrier lacks events, by the short number of their replica."""
        return dict(self._db.execute("SELECT rid, since FROM lacking WHERE carrier = ?", (self.carrier,)).fetchall())

    def silent_since(self, at: int) -> set[str]:
        """The replicas that were heard of once, and not since that instant."""
        return {name for (name,) in self._db.execute("SELECT replica FROM peers WHERE 0 < heard_at AND heard_at < ?", (at,))}

    def heard_at(self, replica: str) -> int:
        """When something new of a replica was last read here; 0 when never."""
        found = self._db.execute("SELECT heard_at FROM peers WHERE replica = ?", (replica,)).fetchone()
        return int(found[0]) if found else 0
