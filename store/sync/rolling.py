"""Keeping a carrier small: own segments are rolled into packs, what is in a pack is removed, what was blanked is replaced.

Nothing is removed but own files all of whose events lie in other own packs, which were read back whole a moment ago.
So two installations that do this at once can't take away what the other relied on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from store.errors import CannotRead, CannotWrite
from store.events import Line
from store.replica import Replica
from store.replica.log import lines_of
from store.sync import packs
from store.sync.acknowledged import Acknowledged
from store.sync.carriers import Carrier, Listing
from store.sync.held import Held, united
from store.sync.ledger import DONE, Known, Ledger
from store.sync.names import HEAD, PACK, SEGMENT, adopted_name, parsed, segment_name
from store.sync.noting import note_gone
from store.sync.putting import Written, put_all, turn
from store.sync.segments import Segment, cut, write_segment
from store.sync.waits import Waits

SHARE = 4
"""A fraction of this of a carrier's files is removed at once at most: some sync programs stop when half of them vanish."""


class Rolled(NamedTuple):
    """What was done."""

    packed: int = 0
    """Files that were rolled into packs."""
    removed: tuple[str, ...] = ()
    """Files that are gone."""
    blanked: int = 0
    """Files that were replaced because they held what was blanked."""


class _File(NamedTuple):
    name: str
    kind: str
    known: Known
    held: Held


class Roller:
    """Sees to the own files of one carrier. `reader` sees what is committed only."""

    def __init__(self, replica: Replica, reader: sqlite3.Connection, carrier: Carrier, ledger: Ledger, waits: Waits) -> None:
        self._replica = replica
        self._reader = reader
        self._carrier = carrier
        self._ledger = ledger
        self._waits = waits
        self._not_before = 0
        """When the own files are looked over again."""
        self.next_at: int | None = None
        """When there is something to do though nothing changes; None when never."""

    def would(self, listing: Listing) -> Rolled:
        """What a `step` with `now_please` would roll up and remove; it does nothing."""
        return self._step(listing, self._replica.clock.now(), now_please=True, dry_run=True)

    def step(self, listing: Listing, now_please: bool = False) -> Rolled:
        """Does what is due (with `now_please` rolls up what there is, and removes what may be, whatever the number of files).
        What can't be done now is left for later: nobody waits for it."""
        now = self._replica.clock.now()
        self.next_at = None
        if not now_please and now < self._not_before <= now + max(self._waits.retry_later, self._waits.look_over):
            self.next_at = self._not_before
            return Rolled()
        self._not_before = now + self._waits.look_over
        try:
            return self._step(listing, now, now_please)
        except (CannotRead, CannotWrite):
            if now_please:
                raise
            self._not_before = self.next_at = now + self._waits.retry_later
            return Rolled()

    def _step(self, listing: Listing, now: int, now_please: bool, dry_run: bool = False) -> Rolled:
        files = self._own_files()
        unblanked = set(self._ledger.unblanked()) & files.keys()
        rolls = [names for names in (self._loose(files, now, now_please), self._small_packs(files)) if names]
        rolls += self._orphaned(now)
        superfluous = self._superfluous(files, listing, now, now_please)
        if not (unblanked or rolls or superfluous):
            return Rolled()
        if dry_run:
            return Rolled(sum(map(len, rolls)), tuple(sorted({*superfluous, *unblanked})), len(unblanked))
        with turn(self._replica) as is_ours:
            if not is_ours:
                return Rolled()
            blanked = self._replace(sorted(unblanked), files, listing, now)
            for names in rolls:
                self._roll([name for name in names if name not in blanked])
            removed = self._remove([name for name in superfluous if name not in blanked], files) if superfluous else set()
        return Rolled(sum(map(len, rolls)), tuple(sorted(removed | blanked)), len(blanked))

    def _own_files(self) -> dict[str, _File]:
        """The whole files that this installation wrote, under whatever id."""
        own = set(self._ledger.own_names())
        return {name: file for name, (writer, file) in self._written().items() if writer in own}

    def _written(self) -> dict[str, tuple[str, _File]]:
        held = self._ledger.held()
        found = {}
        for name, known in self._ledger.files().items():
            says = parsed(name)
            if says is not None and says.kind != HEAD and known.state == DONE and name in held:
                found[name] = says.replica, _File(name, says.kind, known, held[name])
        return found

    # -- rolling up ------------------------------------------------------------------------------------------------

    def _loose(self, files: dict[str, _File], now: int, now_please: bool) -> list[str]:
        """The own segments that are in no pack yet, when there are enough of them."""
        waits = self._waits
        loose = _unpacked(files.values())
        if now_please:
            return loose if len(loose) > 1 else []
        if len(loose) >= waits.roll_at:
            return loose
        if len(loose) <= waits.roll_above:
            return []
        found = self._reader.execute("SELECT published_at FROM pace WHERE carrier = ?", (self._carrier.kind,)).fetchone()
        quiet_at = (int(found[0]) if found else 0) + waits.quiet
        if now < quiet_at <= now + waits.quiet:
            self._note_next(quiet_at)
            return []
        return loose

    def _small_packs(self, files: dict[str, _File]) -> list[str]:
        """The own packs that should be one, when there are enough of them."""
        needed = _needed_packs(file for file in files.values() if file.kind == PACK)
        small = [file.name for file in needed if file.known.size < self._waits.pack_bytes]
        return small if len(small) > self._waits.packs_above else []

    def _orphaned(self, now: int) -> list[list[str]]:
        """The segments of those who are gone for good, when there are enough of one and nobody else has packed them."""
        since = self._waits.orphaned + self._waits.orphaned * (int(self._replica.id[:4], 16) % 1_000) // 2_000
        own = self._ledger.own_names()
        gone = {replica for replica in self._ledger.silent_since(now - since) if replica not in own}
        if not gone:
            return []
        written = self._written()
        by_others = united(file.held for writer, file in written.values() if writer not in gone)
        by_writer: dict[str, list[str]] = {}
        for name, (writer, file) in written.items():
            if writer in gone and file.kind == SEGMENT and not by_others.covers(file.held):
                by_writer.setdefault(writer, []).append(name)
        return [names for names in by_writer.values() if len(names) > self._waits.roll_above]

    def _roll(self, names: list[str]) -> None:
        """Puts the events of some files into packs."""
        held = self._ledger.held()
        self._put(united(held[name] for name in names if name in held), PACK)

    def _put(self, held: Held, kind: str) -> None:
        """Puts events there, in packs or in segments. Raises CannotWrite where they did not come back as they were written."""
        replica = self._replica
        is_run = self._is_own_run(held)
        rids = [rid for rid, _ in self._reader.execute("SELECT rid, replica FROM replicas ORDER BY replica") if rid in held.ranges]
        lines = (line for rid in rids for line in lines_of(self._reader, rid, held.ranges[rid]))
        written: Written = {}
        for portion in packs.portions(lines, not is_run) if kind == PACK else cut(lines, not is_run):
            write = packs.write_pack if kind == PACK else _segment
            content = write(replica.board_id, replica.id, portion, not is_run)
            first, last = portion[0].number, portion[-1].number
            name = segment_name(replica.id, first, last, kind) if is_run else adopted_name(replica.id, kind)
            written[name] = content, Segment(replica.board_id, replica.id, not is_run, portion, {})
        put_all(replica, self._carrier, written)

    def _is_own_run(self, held: Held) -> bool:
        """Whether events are a run of this replica's own, under its present id."""
        sql = "SELECT rid FROM replicas r WHERE replica = ? AND NOT EXISTS (SELECT 1 FROM forks f WHERE f.rid = r.rid)"
        found = self._reader.execute(sql, (self._replica.id,)).fetchone()
        return found is not None and held.ranges.keys() == {found[0]} and len(held.ranges[found[0]]) == 1

    # -- removing --------------------------------------------------------------------------------------------------

    def _superfluous(self, files: dict[str, _File], listing: Listing, now: int, now_please: bool) -> list[str]:
        """The own files that may be removed now, the oldest first: all their events have been in own packs for long, and
        those who are here have them."""
        waits = self._waits
        if len(listing.entries) <= waits.remove_above and not now_please:
            return []
        old = [file for file in files.values() if file.kind == PACK and not now - waits.remove < file.known.since <= now]
        needed = _needed_packs(old)
        cover, keep = united(file.held for file in needed), {file.name for file in needed}
        acknowledged = Acknowledged(self._reader, self._ledger.own_names(), now - waits.lagging) if waits.lagging else None
        found = [
            file
            for file in files.values()
            if file.name not in keep and cover.covers(file.held) and (acknowledged is None or acknowledged.has(file.held))
        ]
        if found and not self._may_remove(now, waits.remove_gap):
            return []
        found.sort(key=lambda file: (file.known.since, file.name))
        return [file.name for file in found][: max_removed(len(files), len(listing.entries))]

    def _may_remove(self, now: int, gap: int) -> bool:
        sql = "SELECT removed_at FROM pace WHERE carrier = ?"
        found = self._reader.execute(sql, (self._carrier.kind,)).fetchone()
        at = int(found[0]) if found else 0
        if at <= now < at + gap:
            self._note_next(at + gap)
            return False
        return True

    def _remove(self, names: list[str], files: dict[str, _File]) -> set[str]:
        """Removes files whose events are in packs, once those were read again."""
        whole = [
            file
            for file in files.values()
            if file.kind == PACK and file.name not in names and packs.lies_whole(self._carrier, file.name)
        ]
        cover = united(file.held for file in whole)
        return self._take_out([name for name in names if cover.covers(files[name].held)])

    def _take_out(self, names: list[str]) -> set[str]:
        """Removes files, and forgets them. Those that are gone."""
        if not names:
            return set()
        gone = self._carrier.remove(names)
        self._carrier.flush()
        kind, now = self._carrier.kind, self._replica.clock.now()
        with self._replica.step():
            db = self._replica.db
            note_gone(db, kind, sorted(gone), now)
            db.execute("INSERT OR IGNORE INTO pace(carrier) VALUES (?)", (kind,))
            db.execute("UPDATE pace SET removed_at = ? WHERE carrier = ?", (now, kind))
        return gone

    # -- blanking --------------------------------------------------------------------------------------------------

    def _replace(self, names: list[str], files: dict[str, _File], listing: Listing, now: int) -> set[str]:
        """Writes own files that hold what was blanked anew, and removes them as soon as that came back. Those that are gone."""
        if not names or not self._may_remove(now, self._waits.blank_gap):
            return set()
        chosen = names[: max_removed(len(files), len(listing.entries))]
        clean = united(file.held for name, file in files.items() if name not in names)
        for name in chosen:
            if not clean.covers(files[name].held):  # else it was replaced before, and could not be removed
                self._put(files[name].held, files[name].kind)
        if len(chosen) < len(names):
            self._note_next(now + self._waits.blank_gap)
        return self._take_out(chosen)

    def _note_next(self, at: int) -> None:
        self.next_at = at if self.next_at is None else min(self.next_at, at)


def max_removed(own: int, everything: int) -> int:
    """How many files may be removed at once: a quarter of all, and of the own ones, so that it stays a quarter when
    everybody does it at once; one in any case."""
    return max(1, min(-(-own // SHARE), everything // SHARE))


def _unpacked(files: Iterable[_File]) -> list[str]:
    """The segments whose events are not all in packs."""
    files = list(files)
    cover = united(file.held for file in files if file.kind == PACK)
    return [file.name for file in files if file.kind == SEGMENT and not cover.covers(file.held)]


def _needed_packs(files: Iterable[_File]) -> list[_File]:
    """The packs but for those all of whose events are in larger ones."""
    needed: list[_File] = []
    for file in sorted(files, key=lambda file: (-file.known.size, file.name)):
        if not united(other.held for other in needed).covers(file.held):
            needed.append(file)
    return needed


def _segment(board: str, writer: str, lines: Sequence[Line], adopted: bool) -> bytes:
    return write_segment(board, writer, lines, {}, adopted)
