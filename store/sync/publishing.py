"""The writing half of an exchange: what a carrier lacks is put there, under new names, and read back."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from heapq import merge
from typing import NamedTuple

from store.errors import CannotRead, CannotWrite, StoreError
from store.events import Line
from store.ids import canonical_text
from store.replica import Replica
from store.replica.happened import ADOPTED, PUT_BACK, note
from store.replica.log import lines_of
from store.sync.carriers import Carrier
from store.sync.ledger import Lack, Ledger
from store.sync.names import adopted_name, segment_name
from store.sync.noting import note_lacking, note_pace
from store.sync.putting import Written, note_written, turn
from store.sync.segments import Segment, cut, write_segment
from store.sync.vector import Reach, from_json, to_json, vector_of
from store.sync.waits import Waits

MOST_BYTES = 8 * 1024 * 1024
"""Most bytes that are published in one step, but for the last segment."""
MOST_TOLD = 6
"""Most replicas that a footer's vector tells of: a segment of one event stays small, however many there are."""


class Due(NamedTuple):
    """What a carrier lacks, and when it is to be put there."""

    own: list[Lack]
    """Events of this replica, under whatever id."""
    at: int | None
    """When the own ones are due; None when there are none."""
    others: list[Lack]
    """Events of others."""
    ready: list[Lack]
    """Those of others that nobody puts back and that have been missing for long."""
    next_ready_at: int | None
    """When more of the others' are due; None when there are no more."""


class Published(NamedTuple):
    """What was put into a carrier."""

    own: int = 0
    """Events of this replica."""
    adopted: int = 0
    """Events of others."""
    more: bool = False
    """Whether some are left for the next step."""


class Publisher:
    """Puts what a carrier lacks there. `reader` sees what is committed only: nothing else may ever be published."""

    def __init__(self, replica: Replica, reader: sqlite3.Connection, carrier: Carrier, ledger: Ledger, waits: Waits) -> None:
        self._replica = replica
        self._reader = reader
        self._carrier = carrier
        self._ledger = ledger
        self._waits = waits
        self._failures = 0
        """Publications that failed, one after the other."""
        self._failed_at = 0
        self._last_failure: StoreError | None = None

    def due(self) -> Due:
        """What is to be published, and when."""
        now = self._replica.clock.now()
        own_rids = self._ledger.own_rids()
        lacks = self._ledger.lacks()
        own = [lack for lack in lacks if lack.rid in own_rids]
        others = [lack for lack in lacks if lack.rid not in own_rids]
        times = self._adoption_times(others, now) if others else {}
        ready = [lack for lack in others if times[lack.rid] <= now]
        later = min((at for at in times.values() if at > now), default=None)
        return Due(own, self._own_due_at(own, now) if own else None, others, ready, later)

    def _adoption_times(self, others: list[Lack], now: int) -> dict[int, int]:
        """When each replica's lost events are published in its place: when they have been missing, and it silent, for long."""
        since = self._ledger.lacking_since()
        patience = self._waits.adopt + self._waits.adopt * (int(self._replica.id[:4], 16) % 1_000) // 2_000
        return {
            lack.rid: max(min(since.get(lack.rid, now), now), min(self._ledger.heard_at(lack.replica), now)) + patience
            for lack in others
        }

    def _own_due_at(self, own: list[Lack], now: int) -> int:
        """When own events may be published: a moment after the first was written, and not too soon after the last time."""
        firsts = [(lack.rid, lack.ranges[0][0] if lack.ranges else lack.forks[0][0]) for lack in own]
        sql = "SELECT min(recorded_at) FROM events WHERE rid = ? AND number = ?"
        written = [self._reader.execute(sql, first).fetchone()[0] for first in firsts]
        due = int(min(now, *written)) + self._waits.settle
        sql = "SELECT published_at, window_at, published FROM pace WHERE carrier = ?"
        pace = self._reader.execute(sql, (self._carrier.kind,)).fetchone()
        if pace is not None and pace[0] <= now:
            busy = pace[2] > self._waits.busy_after and now < pace[1] + self._waits.busy_window
            due = max(due, int(pace[0]) + (self._waits.busy_gap if busy else self._waits.gap))
        return due

    def publish(self, hurry: bool = False) -> Published:
        """Puts what is due into the carrier (with `hurry` the own events at once), unless another process of this
        installation is at it. Raises CannotRead, CannotWrite."""
        due = self.due()
        self._note_lacking(due)
        if not self._is_now(due, hurry):
            return Published()
        if self._last_failure is not None and not hurry and self._is_held_back():
            raise self._last_failure.with_traceback(None)
        with turn(self._replica) as is_ours:
            if not is_ours:
                return Published()
            due = self.due()
            if not self._is_now(due, hurry):
                return Published()
            try:
                published = self._publish(due, hurry)
            except (CannotRead, CannotWrite) as error:
                self._failures, self._last_failure, self._failed_at = self._failures + 1, error, self._replica.clock.now()
                raise
        self._failures, self._last_failure = 0, None
        return published

    def _is_held_back(self) -> bool:
        """Whether the last publication failed so shortly ago that it is not tried again yet."""
        pause = min(self._waits.failing << min(self._failures - 1, 20), self._waits.failing_most)
        return self._failed_at <= self._replica.clock.now() < self._failed_at + pause

    def _is_now(self, due: Due, hurry: bool) -> bool:
        return bool(due.ready) or (due.at is not None and (hurry or due.at <= self._replica.clock.now()))

    def _note_lacking(self, due: Due) -> None:
        now = self._replica.clock.now()
        lacking = {lack.rid for lack in due.others}
        since = self._ledger.lacking_since()
        if lacking != since.keys() or any(at > now for at in since.values()):
            with self._replica.step():
                note_lacking(self._replica.db, self._carrier.kind, lacking, now)

    def _publish(self, due: Due, hurry: bool) -> Published:
        replica, carrier, now = self._replica, self._carrier, self._replica.clock.now()
        own = due.own if due.at is not None and (hurry or due.at <= now) else []
        told, vector = self._to_tell()
        written: Written = {}
        size, more = 0, False
        for lack in (*own, *due.ready):
            adopted = lack.replica != replica.id
            for portion in cut(self._lines(lack), adopted):
                if size > MOST_BYTES:
                    more = True
                    break
                content = write_segment(replica.board_id, replica.id, portion, vector, adopted)
                first, last = portion[0].number, portion[-1].number
                name = adopted_name(replica.id) if adopted else segment_name(replica.id, first, last)
                carrier.put(name, content)
                written[name] = content, Segment(replica.board_id, replica.id, adopted, portion, {})
                size, vector = size + len(content), {}
        carrier.flush()
        self._note_published(written, told, {lack.replica: self._ledger.ever_there(lack.rid) for lack in own})
        own_ids = {lack.replica for lack in own}
        of_own = [line.replica in own_ids for _, segment in written.values() for line in segment.lines]
        return Published(sum(of_own), len(of_own) - sum(of_own), more)

    def _note_published(self, written: Written, told: str, own: dict[str, int]) -> None:
        """Notes what came back as it was written, and when that was; of the `own` ids events up to a number had been there
        before. Raises CannotWrite where something did not come back."""
        now, kind, window = self._replica.clock.now(), self._carrier.kind, self._waits.busy_window

        def also(db: sqlite3.Connection, back: list[Segment]) -> None:
            for (what, who), count in _repaired(back, own).items():
                note(db, now, what, who, count)
            note_pace(db, kind, now, window, told)

        note_written(self._replica, self._carrier, written, also)

    def _lines(self, lack: Lack) -> Iterator[Line]:
        """The events that a carrier lacks of one replica, in the order of (number, hash); read as they are asked for."""
        forks = set(lack.forks)
        numbers = sorted({number for number, _ in forks})
        shared = lines_of(self._reader, lack.rid, [(number, number) for number in numbers])
        lost = (line for line in shared if (line.number, line.hash) in forks)
        return merge(lines_of(self._reader, lack.rid, lack.ranges), lost, key=lambda line: (line.number, line.hash))

    def _to_tell(self) -> tuple[str, dict[str, Reach]]:
        """What changed of the version vector since a footer last told it, of a few replicas only: what has been told with it,
        and what to tell."""
        found = self._reader.execute("SELECT told FROM pace WHERE carrier = ?", (self._carrier.kind,)).fetchone()
        told = from_json(json.loads(found[0])) if found else {}
        own = self._replica.id
        news = {name: reach for name, reach in vector_of(self._reader).items() if name != own and told.get(name) != reach}
        chosen = dict(list(news.items())[:MOST_TOLD])
        short = {name: reach._replace(beyond=reach.beyond[:1]) for name, reach in chosen.items()}
        return canonical_text(to_json({**told, **chosen})), short


def _repaired(segments: list[Segment], own: dict[str, int]) -> Counter[tuple[str, str]]:
    """How many events had been lost and are there again, as (what to note, whose)."""
    found: Counter[tuple[str, str]] = Counter()
    for line in (line for segment in segments for line in segment.lines):
        if line.replica not in own:
            found[ADOPTED, line.replica] += 1
        elif line.number <= own[line.replica]:
            found[PUT_BACK, line.replica] += 1
    return found
