"""One replica and one carrier: a step reads what is new there and puts there what it lacks.

A step is safe to run at any time, as often as one likes, in several processes at once, and to be killed in.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress

from store.errors import CannotRead, CannotWrite, StoreError
from store.ids import canonical_text
from store.replica import Replica, happened
from store.replica.calling import Call, own_calls
from store.replica.connection import connect_reader, words_of
from store.replica.former import former_ids
from store.replica.late import joined_at, note_joined
from store.replica.tables import state_digest
from store.row import FOLD_VERSION
from store.sync.carriers import Carrier, Listing
from store.sync.delay import ATTENTIVE, Delay
from store.sync.heads import Head, write_head
from store.sync.healing import heal, must_heal
from store.sync.ledger import BAD, BOARD, DONE, Ledger
from store.sync.names import HEAD, head_name
from store.sync.publishing import Published, Publisher
from store.sync.reading import Reading, Taken, Unread, retry_at
from store.sync.report import MOST_BAD, Fork, Report
from store.sync.rolling import Rolled, Roller
from store.sync.vector import vector_of
from store.sync.waits import Waits


class Exchange:
    """The exchange of one replica over one carrier. Not to be shared between threads; `close` it.

    `actor` is the person whom this installation's head names; without one it writes no head. `looked_at` is when it last
    read all that was there, as far as it is known: what should have been there by then came in late. `unread` hears while a
    step reads how many events are left.
    """

    def __init__(
        self,
        replica: Replica,
        carrier: Carrier,
        waits: Waits = Waits(),
        actor: str = "",
        program: str = "",
        looked_at: int | None = None,
        unread: Unread = lambda events: None,
    ) -> None:
        self._replica = replica
        self._carrier = carrier
        self._waits = waits
        self._actor = actor
        self._program = program
        self._reader = connect_reader(replica.path)
        self._ledger = Ledger(self._reader, carrier.kind)
        self._publisher = Publisher(replica, self._reader, carrier, self._ledger, waits)
        self._looked_at = looked_at
        self._unread = unread
        self._has_joined = joined_at(self._reader) is not None
        self._roller = Roller(replica, self._reader, carrier, self._ledger, waits)
        self._last: Report | None = None
        self._stepped_at = 0
        self._attended_at = 0
        self._delay = Delay()
        self._stood_still = True
        """Whether something may be noted of the exchange that stands still."""
        self._unfinished = False
        """Whether the last step published as much as one step may and more is waiting: no pace is kept in between."""
        self._seen: tuple[Listing, tuple[int, int, int]] | None = None

    def step(self, hurry: bool = False) -> Report:
        """One exchange. With `hurry` own events are put there at once, whatever the pace. Never raises a StoreError: the
        report has it."""
        attentive = self._is_attentive()
        try:
            self._heal()
            listing = self._carrier.list()
            hurry = hurry or self._unfinished
            if not hurry and self._nothing_to_do(listing):
                assert self._last is not None
                self._looked_at = self._replica.clock.now()
                return self._last._replace(taken_in=0, published=0, adopted=0, packed=0, removed=0, new_id="")
            report = self._step(listing, hurry, attentive)
        except StoreError as error:
            report = self._as_it_stands(trouble=error)
        except sqlite3.Error as error:
            why, next_step = words_of(error, self._replica.folder)
            report = self._as_it_stands(trouble=CannotWrite(f"the replica can't be used: {why}", next_step))
        self._note_trouble(report.trouble)
        self._last = report
        return report

    def _is_attentive(self) -> bool:
        """Whether what is new in this step came a moment ago: the place was looked at shortly before, and nothing was left."""
        now, last, before = self._replica.clock.now(), self._last, self._attended_at
        self._attended_at = now
        return last is not None and last.trouble is None and not last.more and 0 <= now - before <= ATTENTIVE

    def _heal(self) -> None:
        """Forgets what was noted by a clock that was ahead and is set right by now."""
        now = self._replica.clock.now()
        if self._looked_at is not None and self._looked_at > now:
            self._looked_at = None
        if (self._last is None or now < self._stepped_at) and must_heal(self._reader, now):
            with self._replica.step():
                heal(self._replica.db, now)

    def _note_trouble(self, trouble: StoreError | None) -> None:
        """Notes when the exchange stops going through, why, and when it does again."""
        why = trouble.title if trouble is not None else None
        if why is None and not self._stood_still:
            return
        with suppress(StoreError, sqlite3.Error):  # it is told in any case
            stands_still = happened.stands_still(self._reader)
            if why != stands_still:
                with self._replica.step():
                    kind = happened.AGAIN if why is None else happened.STOPPED
                    happened.note(self._replica.db, self._replica.clock.now(), kind, what=why or "")
            self._stood_still = why is not None

    def _nothing_to_do(self, listing: Listing) -> bool:
        """Whether neither side changed since the last step, and no wait is over."""
        if self._last is None or self._last.trouble is not None or self._last.more:
            return False
        now = self._replica.clock.now()
        due = now < self._stepped_at or (self._last.next_at is not None and self._last.next_at <= now)
        return not due and self._seen == (listing, self._replica.stamp())

    def _step(self, listing: Listing, hurry: bool, attentive: bool) -> Report:
        before, self._stepped_at = self._replica.id, self._replica.clock.now()
        reading = Reading(self._replica, self._carrier, self._ledger, self._waits, self._looked_at, attentive, self._unread)
        taken, published, rolled, broken = Taken(0, 0, False), Published(), Rolled(), 0
        trouble: StoreError | None = None
        wrote_head = False
        try:
            taken = reading.read_new(listing)
            self._note_heads(reading.heads, attentive)
            if not taken.more:
                self._note_looked()
            broken = reading.check_again(listing)
            published = self._publisher.publish(hurry) if not taken.more else published
            wrote_head = self._write_head()
            if not (taken.more or published.more or listing.crowded):
                rolled = self._roller.step(listing)
        except (CannotRead, CannotWrite) as error:
            trouble = error
        now_there = listing
        if published.own or published.adopted or wrote_head or rolled.packed or rolled.removed:
            now_there = self._carrier.list()
        self._seen = now_there, self._replica.stamp()
        self._unfinished = published.more
        unread = taken.more or broken > 0
        new_id = self._replica.id if self._replica.id != before else ""
        return self._as_it_stands(listing, trouble)._replace(
            taken_in=taken.events,
            published=published.own,
            adopted=published.adopted,
            packed=rolled.packed,
            removed=len(rolled.removed),
            more=unread or published.more,
            unread=unread,
            new_id=new_id,
        )

    def _note_looked(self) -> None:
        """All that was there has been read."""
        self._looked_at = self._stepped_at
        if not self._has_joined:
            with self._replica.step():
                note_joined(self._replica.db, self._stepped_at)
            self._has_joined = True

    def _as_it_stands(self, listing: Listing | None = None, trouble: StoreError | None = None) -> Report:
        """The report without what a step did."""
        due = self._publisher.due()
        bad = sorted(self._ledger.bad())
        times = [due.at, due.next_ready_at, self._next_look(), self._next_head(), self._roller.next_at]
        return Report(
            self._replica.board_id,
            pending=sum(lack.events for lack in due.own),
            lacking=sum(lack.events for lack in due.others),
            bad=tuple(bad[:MOST_BAD]),
            bad_files=len(bad),
            other_board=sum(found.kind == BOARD for found in bad),
            crowded=listing.crowded if listing is not None else False,
            trouble=trouble,
            delay=self._delay.one_way(self._replica.clock.now()),
            next_at=min((at for at in times if at is not None), default=None),
        )

    def _note_heads(self, heads: list[Head], attentive: bool) -> None:
        """Measures the way by the heads that came."""
        own = self._replica.id
        for head in heads:
            if head.replica != own and attentive:
                self._delay.came(head.replica, head.number, head.echo.get(own), self._stepped_at)
            elif head.replica != own:
                self._delay.missed(head.replica)

    def _next_look(self) -> int | None:
        """When some file is to be read again."""
        known = [file for name, file in self._ledger.files().items() if not name.endswith(f".{HEAD}")]
        times = [retry_at(file, self._waits) for file in known if file.state == BAD]
        times += [file.checked_at + self._waits.check_again + 1 for file in known if file.state == DONE]
        return min(times, default=None)

    def _next_head(self) -> int | None:
        if not self._actor:
            return None
        found = self._reader.execute("SELECT head_at, calling FROM pace WHERE carrier = ?", (self._carrier.kind,)).fetchone()
        if found is None:
            return 0
        calls_differ = found[1] != _calls_text(own_calls(self._reader, self._replica.clock.now()))
        return int(found[0]) + (self._waits.urgent if calls_differ else self._waits.head)

    def _write_head(self) -> bool:
        """Says how far this replica is, when it has not for a while, and at once who is calling a customer. Whether it did."""
        now, replica, kind = self._replica.clock.now(), self._replica, self._carrier.kind
        calls = own_calls(self._reader, now)
        found = self._reader.execute("SELECT head_at, calling FROM pace WHERE carrier = ?", (kind,)).fetchone()
        patience = self._waits.head if found is None or found[1] == _calls_text(calls) else self._waits.urgent
        if not self._actor or (found is not None and found[0] <= now < found[0] + patience):
            return False
        vector = vector_of(self._reader)
        with replica.step():
            replica.db.execute("INSERT OR IGNORE INTO pace(carrier) VALUES (?)", (kind,))
            sql = "UPDATE pace SET head_at = ?, heads = heads + 1, calling = ? WHERE carrier = ? RETURNING heads"
            number = replica.db.execute(sql, (now, _calls_text(calls), kind)).fetchone()[0]
        head = Head(
            replica.id,
            self._actor,
            self._program,
            number,
            now,
            vector,
            FOLD_VERSION,
            state_digest(self._reader),
            tuple(former_ids(self._reader)),
            self._delay.echo(now),
            calls,
        )
        self._carrier.put(head_name(replica.id), write_head(replica.board_id, head), replace=True)
        self._carrier.flush()
        self._delay.wrote(number, replica.clock.now())
        return True

    def forks(self) -> list[Fork]:
        """The numbers under which replicas wrote more than one event."""
        rows = self._reader.execute(
            "SELECT replica, number, hash FROM forks CROSS JOIN replicas USING (rid) CROSS JOIN events USING (rid, number)"
            " ORDER BY replica, number, hash"
        )
        found: dict[tuple[str, int], list[str]] = {}
        for replica, number, hash_ in rows:
            found.setdefault((replica, number), []).append(hash_)
        return [Fork(replica, number, tuple(hashes)) for (replica, number), hashes in found.items()]

    def close(self) -> None:
        """Lets go of the replica, which stays open."""
        self._reader.close()


def _calls_text(calls: tuple[Call, ...]) -> str:
    """What a head says of calls, to be compared with what the next one would say."""
    return canonical_text(calls) if calls else ""
