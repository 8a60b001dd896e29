"""One action being written: it reads what is there, adds events, and all of it is committed or none.

An action is a function that takes a `Transaction` (the functions of `store.actions`). What it raises leaves the replica
as it was.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING

from store.clock import hlc_limit, hlc_tick
from store.errors import BadInput, NotFound, Refused
from store.events import Body, Event, Seen, identity, line_of, sealed
from store.ids import canonical, is_failure_id, salted_digest
from store.order import put_in_order
from store.replica import queries
from store.replica.cases import Case, Cases
from store.replica.finding import find_break, find_event, find_failure, find_named, spoken_break, spoken_event, spoken_failure
from store.replica.log import Interned, events_of, insert, seen_of
from store.state import Customer
from store.text import one_line
from store.zones import Zone

if TYPE_CHECKING:
    from store.learned import Repeat
    from store.replica.around import Apologies

SALT_BYTES = 8
ACTOR_LIMIT = 80
MOST_BODY_BYTES = 192 * 1024
"""Longest body that is written: with its envelope it stays under what everyone takes in (`store.validate.MOST_BYTES`)."""


class Transaction:
    """What an action sees and does. Times are instants (ms)."""

    def __init__(
        self, db: sqlite3.Connection, board_id: str, replica: str, actor: str, now: int, zone: Zone = None, at: int | None = None
    ) -> None:
        self.now = now
        self.zone = zone
        """The viewer's zone, for the messages."""
        self.actor = one_line(actor, ACTOR_LIMIT)
        if not self.actor:
            raise BadInput("as", "nobody is acting", "say who you are: --as NAME, WARROOM_ACTOR, or `me` in the configuration")
        if at is not None and at > now:
            from store.when import understood

            raise BadInput(
                "at", f"{understood(at, now, zone)}: that has not happened yet", "back-date with a time in the past, as 20m"
            )
        self.at = now if at is None else at
        """When it happened: now, unless it is back-dated."""
        self.cases = Cases(db, board_id)
        self.board_id = board_id
        self._db = db
        self._replica = replica
        self._interned = Interned(db)
        self._events: list[Event] = []
        last = db.execute(
            "SELECT number, hash, hlc FROM events WHERE rid = (SELECT rid FROM replicas WHERE replica = ?)"
            " ORDER BY number DESC LIMIT 1",
            (replica,),
        ).fetchone()
        self._number: int = last[0] if last else 0
        self._prev: str = last[1] if last else ""
        known = db.execute("SELECT value FROM meta WHERE key = 'hlc'").fetchone()
        reached = (last[2] if last else 0, int(known[0]) if known else 0)
        self._hlc: int = max((hlc for hlc in reached if hlc <= hlc_limit(now)), default=0)
        self._action = self._number + 1
        self._seen: dict[str, Seen] = {}

    @property
    def added(self) -> tuple[Event, ...]:
        """The events of this action so far."""
        return tuple(self._events)

    def find_break(self, typed: str) -> str:
        """The full id that a typed one means. Raises NotFound, Ambiguous."""
        return find_break(self._db, typed)

    def find_named(self, typed: str) -> str:
        """The full id of the break that an id or a customer's name means. Raises BadInput, NotFound, Ambiguous."""
        return find_named(self._db, typed)

    def find_failure(self, typed: str) -> str:
        """The full id of a failure that a typed one means. Raises NotFound, Ambiguous."""
        return find_failure(self._db, typed)

    def failure_named(self, typed: str) -> str:
        """The failure that a typed id names: its own (`F-…`), or that of one of its breaks. Raises NotFound, Ambiguous."""
        return self.find_failure(typed) if is_failure_id(typed) else self.case(typed).failure.id

    def breaks_hit_by(self, typed: str) -> list[str]:
        """The ids of a failure's breaks that are not closed. Raises NotFound, Ambiguous, and Refused when all are."""
        failure = self.failure_named(typed)
        found = [id_ for id_ in self.breaks_of(failure) if not self.cases.brk(id_).is_closed]
        if not found:
            raise Refused("failure", f"every break of {self.spoken_failure(failure)} is closed", "name breaks in its place")
        return found

    def case(self, typed: str) -> Case:
        """The break of a typed id with all that belongs to it. Raises NotFound, Ambiguous."""
        return self.cases.case(self.find_break(typed))

    def spoken(self, id_: str) -> str:
        """The short form of a break's id."""
        return spoken_break(self._db, id_)

    def spoken_failure(self, id_: str) -> str:
        """The short form of a failure's id."""
        return spoken_failure(self._db, id_)

    def breaks_of(self, failure: str) -> list[str]:
        """The ids of the breaks of a failure, in the order in which they were opened."""
        rows = self._db.execute("SELECT id FROM break_rows WHERE failure = ? ORDER BY opened_at, sid", (failure,))
        return [id_ for (id_,) in rows]

    def owners(self) -> list[tuple[str, str, str]]:
        """Of every break that is not closed: (id, owner, who is offered it)."""
        return [(id_, owner, offered) for id_, owner, offered in queries.owners().run(self._db)]

    def open_breaks_of(self, customer: Customer) -> list[str]:
        """The ids of a customer's breaks that are not closed."""
        rows = self._db.execute("SELECT id FROM break_rows WHERE customer_key = ? AND view <> 'closed'", (customer.key,))
        return [id_ for (id_,) in rows if not self.cases.case(id_).brk.is_closed]

    def repeats(self, cause: str, failure: str, customer_key: str) -> tuple[Repeat, ...]:
        """The breaks of a cause by other failures than this one, a customer's first."""
        from store.learned import find_repeats

        return find_repeats(self._db, cause, failure, customer_key)

    def name_on_breaks(self, customer: Customer) -> str:
        """How a customer's breaks spell their name; empty when they have none."""
        found = queries.loaded(queries.of_customer(customer.key).run(self._db))
        return next((loaded.row.customer for loaded in found.values()), "")

    def name_on_joined_breaks(self, customer: Customer) -> str:
        """As `name_on_breaks`, of breaks that go on as others. It reads all of those."""
        names = [self.cases.alone(id_).customer for (id_,) in self._db.execute("SELECT id FROM joined_breaks ORDER BY id")]
        return next((name for name in names if name and self.cases.customer(name).key == customer.key), "")

    def event(self, typed: str) -> Event:
        """The event that a typed name means. Raises NotFound, Ambiguous."""
        replica, number, subject = find_event(self._db, typed)
        return next(event for event in self.events(subject) if (event.replica, event.number) == (replica, number))

    def spoken_event(self, event: Event) -> str:
        """The short name of an event."""
        return spoken_event(self._db, event.replica, event.number)

    def events(self, subject: str) -> list[Event]:
        """Every event of a subject, those of this action included."""
        return [*events_of(self._db, subject), *(event for event in self._events if event.subject == subject)]

    def events_of(self, case: Case) -> list[Event]:
        """Every event that a break's entries come from: its own, its failure's, and those of what was joined into the two."""
        return [event for subject in self.cases.subjects_of(case) for event in self.events(subject)]

    def apologies(self, case: Case) -> Apologies:
        """The apologies that reached the customer of a break, over all their breaks."""
        from store.replica.around import apologies_to  # late: most actions apologise for nothing

        return apologies_to(self._db, self.cases, case)

    def supplier(self, who: str, slips_now: bool = False) -> str:
        """How a supplier kept the dates entered here before this action (and with one more that slips now), in words; empty
        without a record."""
        from store.replica.around import record_text, supplier_records

        found = supplier_records(self._db, self.cases, [who]) if who else ()
        return next((record_text(one._replace(slipped=one.slipped + slips_now)) for one in found), "")

    def last_action(self, subject: str | None = None) -> list[Event]:
        """The events of the last action that this actor wrote here and that is not taken back (on a subject, if given;
        what was joined into a break counts as the break).

        Raises NotFound when there is none.
        """
        subjects = [] if subject is None else [subject]
        if subject is not None and subject.startswith("break:"):
            subjects += [f"break:{other}" for other in self.cases.joined_into(subject.partition(":")[2])]
        from store.replica.former import former_ids

        for replica in (self._replica, *reversed(former_ids(self._db))):
            if found := self._last_action_as(replica, subjects):
                return found
        raise NotFound("id", f"{self.actor} has nothing to take back here", "`warroom retract EVENT` takes back any entry")

    def _last_action_as(self, replica: str, subjects: list[str]) -> list[Event]:
        """As `last_action`, of what was written here under one id; empty when there is none."""
        sql = (
            "SELECT rid, action, number, hash FROM events WHERE rid = (SELECT rid FROM replicas WHERE replica = ?)"
            " AND actor = ? AND kind NOT IN ('retracted', 'redacted') AND origin_source IS NULL"
            + (f" AND sid IN (SELECT sid FROM subjects WHERE subject IN ({','.join('?' * len(subjects))}))" if subjects else "")
            + " ORDER BY number DESC"
        )
        from store.replica.former import is_own as own_under

        is_own = None if replica == self._replica else own_under(self._db, replica)
        before = 0
        for rid, action, number, hash_ in self._db.execute(sql, (replica, self.actor, *subjects)):
            if action == before or (is_own is not None and not is_own(number, hash_)):
                continue
            before = action
            found = [event for event in self.action_events(rid, action) if is_own is None or is_own(event.number, event.hash)]
            gone = self.retracted_among(found)
            if len(gone) < len(found):
                return [event for event in found if event.hash not in gone]
        return []

    def action_events(self, rid: int, action: int) -> list[Event]:
        """All events of one action, in their order."""
        subjects = self._db.execute(
            "SELECT DISTINCT subject FROM events JOIN subjects USING (sid) WHERE rid = ? AND number >= ? AND action = ?",
            (rid, action, action),
        ).fetchall()
        replica = self._db.execute("SELECT replica FROM replicas WHERE rid = ?", (rid,)).fetchone()[0]
        found = [
            event
            for (subject,) in subjects
            for event in self.events(subject)
            if event.replica == replica and event.action == action
        ]
        return sorted(found, key=lambda event: event.number)

    def retracted_among(self, events: Iterable[Event]) -> set[str]:
        """The hashes of those events that are not in force any more."""
        events = list(events)
        ordered = {subject: put_in_order(self.events(subject)) for subject in {event.subject for event in events}}
        return {event.hash for event in events if ordered[event.subject].took_back(event.hash)}

    def add(self, subject: str, kind: str, body: Body, *, at: int | None = None, origin: tuple[str, str] | None = None) -> Event:
        """Adds an event about a subject that is there."""
        return self._add(subject, kind, body, self.at if at is None else at, origin, os.urandom(SALT_BYTES).hex())

    def create(
        self, subject_kind: str, kind: str, body: Body, *, at: int | None = None, origin: tuple[str, str] | None = None
    ) -> str:
        """Adds the event that brings a break or a failure into being. Returns its id."""
        salt = os.urandom(SALT_BYTES).hex()
        id_ = identity(kind, self._replica, self._number + 1, salted_digest(salt, body), origin)
        self._add(f"{subject_kind}:{id_}", kind, body, self.at if at is None else at, origin, salt)
        return id_

    def _add(self, subject: str, kind: str, body: Body, at: int, origin: tuple[str, str] | None, salt: str) -> Event:
        if not subject.partition(":")[2]:
            raise BadInput("id", f"there is no {subject.partition(':')[0]} to write about", "set it first: `warroom edit`")
        if len(canonical(body)) > MOST_BODY_BYTES:
            raise BadInput("text", "it is too large for one entry", f"keep it under {MOST_BODY_BYTES // 1024} KiB")
        self._number += 1
        self._hlc = hlc_tick(self._hlc, self.now)
        event = sealed(
            Event(
                replica=self._replica,
                number=self._number,
                hash="",
                prev=self._prev,
                subject=subject,
                seen=self._seen_of(subject),
                hlc=self._hlc,
                happened_at=at,
                recorded_at=self.now,
                actor=self.actor,
                action=self._action,
                kind=kind,
                body=body,
                salt=salt,
                body_hash="",
                origin=origin,
            )
        )
        self._prev = event.hash
        self._events.append(event)
        return event

    def _seen_of(self, subject: str) -> Seen:
        """What this replica has of a subject from others: for each the highest number, less the gaps below it."""
        found = self._seen.get(subject)
        if found is None:
            found = self._seen[subject] = seen_of(self._db, subject, self._replica)
        return found

    def imported(self, source: str, root: str) -> dict[str, tuple[str, int]]:
        """What was imported from a source under the key `root` and those below it (`root/…`): key → (hash, happened_at)."""
        rows = self._db.execute(
            "SELECT origin_key, hash, happened_at FROM events WHERE origin_source = ? AND origin_key >= ? AND origin_key < ?",
            (source, root, root + "0"),
        )
        return {key: (hash_, at) for key, hash_, at in rows if key == root or key.startswith(root + "/")}

    def write(self) -> None:
        """Writes the events into the log (the replica commits)."""
        if self._events:
            insert(self._db, [line_of(event) for event in self._events], self._interned)
