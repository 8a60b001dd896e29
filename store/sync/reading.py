"""The reading half of an exchange: what is new in a carrier is checked, and taken in as a union. No bad file stops the rest."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from time import thread_time
from typing import NamedTuple

from store.errors import CannotRead
from store.replica import Replica
from store.replica.connection import room
from store.replica.late import note_late
from store.replica.log import Interned
from store.sync import noting as notes
from store.sync.carriers import Carrier, Entry, Listing
from store.sync.heads import Head, note_head, read_head
from store.sync.ledger import AGAIN, BAD, DONE, OTHER, Known, Ledger
from store.sync.names import HEAD, parsed
from store.sync.packs import LIMITS, is_pack, lies_whole, read_unpacked, unpacked
from store.sync.segments import BadSegment, Segment, read_segment
from store.sync.waits import Waits

MOST_FILES = 2_000
"""Most files that are read in one step."""
MOST_BYTES = 32 * 1024 * 1024
"""Most bytes that are read in one step, but for the last file."""
FEWEST, USUAL, MOST_AT_ONCE = 1_000, 5_000, 10_000
"""Events that are taken in at once, by how fast it goes: the more, the fewer pages are written twice."""
STEP = 0.15
"""Seconds of work that a transaction should be, whatever the disk takes: the replica's lock is never held for long."""
LONG = 4 * 1024 * 1024
"""Bytes above which a reading is given room for the pages that it changes."""
NOTES = 200
"""Notes of files that are written at once."""
Note = Callable[[sqlite3.Connection], None]
Unread = Callable[[int], None]
"""Hears how many events lie there that are not read yet, by the names of their files."""
CHECKED_AT_ONCE = 20
"""Most files that are looked at again in one step, whether they are still whole."""


class Taken(NamedTuple):
    """What a reading brought."""

    events: int
    """New ones."""
    files: int
    """How many were read."""
    more: bool
    """Whether files are left for the next step."""


class Reading:
    """One reading of one listing."""

    def __init__(
        self,
        replica: Replica,
        carrier: Carrier,
        ledger: Ledger,
        waits: Waits,
        looked_at: int | None = None,
        attentive: bool = True,
        unread: Unread = lambda events: None,
    ) -> None:
        """`looked_at` is when all that was there had been read before; None when that is not known. With `attentive` what is new
        came a moment ago."""
        self._attentive = attentive
        self._replica = replica
        self._carrier = carrier
        self._ledger = ledger
        self._waits = waits
        self._now = replica.clock.now()
        self._pending: list[tuple[Entry, Segment]] = []
        self._interned = Interned(replica.db)
        self._notes: list[Note] = []
        self._bytes = 0
        self._at_once = USUAL
        self._tell_unread = unread
        self.heads: list[Head] = []
        """Those that were read."""
        self._late_before = None if looked_at is None else looked_at - waits.late

    def read_new(self, listing: Listing) -> Taken:
        """Reads what is new or changed. Raises CannotWrite where the replica can't take it."""
        known = self._ledger.files()
        there = {entry.name for entry in listing.entries}
        gone = [] if listing.crowded else [name for name in known if name not in there]
        if gone:
            self._write(partial(notes.note_gone, carrier=self._carrier.kind, names=gone, now=self._now))
        new = [entry for entry in listing.entries if self._is_new(entry, known.get(entry.name))]
        new.sort(key=lambda entry: entry.name in known)  # what was bad before holds nothing else up
        with room(self._replica.db) if sum(entry.size for entry in new) > LONG else nullcontext():
            events, files = self._read_files(new)
        return Taken(events, files, files < len(new) or (events > 0 and self._ledger.to_read_again()))

    def _read_files(self, new: list[Entry]) -> tuple[int, int]:
        """Reads files, as many as one step may. How many events were new, how many files were read."""
        events = files = waiting = 0
        unread = self._unread(new)
        if unread:
            self._tell_unread(unread)
        for entry in new:
            if files == MOST_FILES or self._bytes > MOST_BYTES:
                break
            files += 1
            segment = self._read(entry)
            if segment is not None:
                self._pending.append((entry, segment))
                waiting += len(segment.lines)
                if waiting >= self._at_once:
                    events, waiting = events + self._take_in(), 0
                    self._tell_unread(max(1, unread - events))
        events += self._take_in()
        self._write_notes()
        return events, files

    def _unread(self, new: list[Entry]) -> int:
        """How many events the files hold that are not here yet, by their names; a name is no proof, but of no file that is
        small."""
        here = dict(self._replica.db.execute("SELECT replica, contiguous FROM replicas"))
        said = ((entry, parsed(entry.name)) for entry in new)
        left = ((entry.size, name.last - max(name.first - 1, here.get(name.replica, 0))) for entry, name in said if name)
        return sum(max(0, min(size, events)) for size, events in left)

    def _is_new(self, entry: Entry, known: Known | None) -> bool:
        if known is None or known.state == AGAIN or (known.size, known.stamp) != (entry.size, entry.stamp):
            return True
        return known.state == BAD and not known.checked_at <= self._now < retry_at(known, self._waits)

    def _read(self, entry: Entry) -> Segment | None:
        """The segment in a file; None when there is none to take in, which is noted."""
        says = parsed(entry.name)
        board = self._replica.board_id
        try:
            content = self._carrier.get(entry.name)
            self._bytes += len(content)
            if says is None or says.kind != HEAD:
                return self._unpacked(content, board) if is_pack(content) else read_segment(content, board)
            head = read_head(content, board, says.replica)
            self.heads.append(head)
            note = partial(note_head, now=self._now, waits=self._waits, attentive=self._attentive)
            self._note(partial(note, carrier=self._carrier.kind, entry=entry, head=head))
            return None
        except BadSegment as error:
            state = BAD if error.kind == OTHER and says is not None else error.kind
            reason = error.reason
        except CannotRead as error:
            state, reason = BAD if says is not None else OTHER, error.title
        self._note(self._as_bad(entry, state, reason))
        return None

    def _note(self, note: Note) -> None:
        """Has something noted soon: each transaction costs a write to the disk, and there may be thousands of bad files."""
        self._notes.append(note)
        if len(self._notes) >= NOTES:
            self._write_notes()

    def _write_notes(self) -> None:
        noted, self._notes = self._notes, []
        if noted:
            with self._replica.step():
                for note in noted:
                    note(self._replica.db)

    def _unpacked(self, content: bytes, board: str) -> Segment:
        """The segment in a pack; what it unpacks to counts among what is read in a step, all that it may be where it fails."""
        plain = b""
        try:
            plain = unpacked(content)
            return read_unpacked(plain, board)
        finally:
            self._bytes += len(plain) or LIMITS.most_bytes

    def _take_in(self) -> int:
        """Takes in the segments that were read, in transactions of bounded work. How many events were new."""
        lines = [line for _, segment in self._pending for line in segment.lines]
        new = done = 0
        while done < len(lines):
            left = len(lines) - done
            some = lines[done : done + left // max(1, round(left / self._at_once))]  # no small rest
            done += len(some)
            began = thread_time()
            then = partial(self._note_taken, arrived=self._replica.arrivals(), is_last=done == len(lines))
            new += self._replica.take_in(some, then, self._interned)
            self._adapt(len(some), thread_time() - began)
        self._pending = []
        return new

    def _adapt(self, events: int, seconds: float) -> None:
        """Takes more at once where it goes fast, less where it does not."""
        if events >= FEWEST:
            fitting = int(events * STEP / max(seconds, 0.001))
            self._at_once = max(FEWEST, min(MOST_AT_ONCE, 2 * self._at_once, fitting))

    def _note_taken(self, db: sqlite3.Connection, arrived: int, is_last: bool) -> None:
        if self._late_before is not None:
            note_late(db, arrived, self._late_before, self._ledger.own_rids())
        if is_last:
            self._note_done(db)

    def _note_done(self, db: sqlite3.Connection) -> None:
        for entry, segment in self._pending:
            notes.note_done(db, self._carrier.kind, entry, segment, self._now, self._attentive)
        notes.read_forked_again(db)

    def check_again(self, listing: Listing) -> int:
        """Looks at some files that were read long ago, whether they are still whole: a disk or an engine may have damaged
        them without a trace. How many were not. Raises CannotWrite."""
        before = self._now - self._waits.check_again
        entries = {entry.name: entry for entry in listing.entries if not entry.name.endswith(f".{HEAD}")}
        done = [(known.checked_at, name) for name, known in self._ledger.files().items() if known.state == DONE and name in entries]
        chosen = [name for checked_at, name in sorted(done) if not before <= checked_at <= self._now][:CHECKED_AT_ONCE]
        whole = [name for name in chosen if lies_whole(self._carrier, name)]
        broken = [name for name in chosen if name not in whole]
        if whole:
            self._write(partial(notes.note_checked, carrier=self._carrier.kind, names=whole, now=self._now))
        for name in broken:
            self._write(self._as_bad(entries[name], BAD, "it is damaged by now"))
        return len(broken)

    def _as_bad(self, entry: Entry, state: str, reason: str) -> Note:
        return partial(notes.note_bad, carrier=self._carrier.kind, entry=entry, state=state, reason=reason, now=self._now)

    def _write(self, note: Note) -> None:
        with self._replica.step():
            note(self._replica.db)


def retry_at(known: Known, waits: Waits) -> int:
    """When a bad file is read again, if it stays as it is."""
    return known.checked_at + (waits.retry if known.tries < waits.quick_retries else waits.retry_later)
