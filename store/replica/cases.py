"""Reading what a subject is now, out of the log: a break with its failure, its customer and the policy.

`Cases` folds each subject at most once; it is made for one transaction or one command and thrown away.
"""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

import sqlite3
from typing import NamedTuple

from store.entries import Contact, Note
from store.events import Event
from store.fold import fold_board, fold_break, fold_customer, fold_failure
from store.plan import NO_PLAYBOOK, plan_row
from store.playbooks.model import Playbook
from store.playbooks.progress import StepState, progress
from store.playbooks.texts import playbook_name
from store.policy import Policy, policy_of
from store.replica import queries
from store.replica.joining import end_of_chain, joined, standing
from store.replica.log import events_of
from store.replica.playbooks import find_playbook
from store.row import Row
from store.state import Board, Break, Customer, Failure
from store.text import name_key


class Case(NamedTuple):
    """One break with all that belongs to it."""

    brk: Break
    failure: Failure
    customer: Customer
    board: Board
    policy: Policy
    playbook: Playbook = NO_PLAYBOOK

    @property
    def row(self) -> Row:
        """The break as the board shows it."""
        return plan_row(self.brk, self.failure, self.customer, self.policy, self.playbook)

    @property
    def steps(self) -> tuple[StepState, ...]:
        """The steps of its playbook, as they stand."""
        return progress(self.playbook, self.brk, self.failure, self.policy)


class Cases:
    """Folds subjects on demand and remembers them. With `until` (ms) they are what was known then: whatever was written
    down later is left out, whenever it happened."""

    def __init__(self, db: sqlite3.Connection, board_id: str, until: int | None = None) -> None:
        self._db = db
        self._board_id = board_id
        self._until = until
        self._alone: dict[str, Break] = {}
        self._breaks: dict[str, Break] = {}
        self._failures: dict[str, Failure] = {}
        self._customers: dict[str, Customer] = {}
        self._board: Board | None = None
        self._policy: Policy | None = None

    def forget(self, subject: str) -> None:
        """Drops what was remembered of a subject, because something was added to it."""
        kind, _, key = subject.partition(":")
        if kind == "break":
            self._alone.pop(key, None)
            self._breaks.clear()
        elif kind == "failure":
            self._failures.pop(key, None)
        elif kind == "customer":
            self._customers.pop(key, None)
        else:
            self._board = self._policy = None

    def events(self, subject: str) -> list[Event]:
        """Every event of a subject, in no order."""
        found = events_of(self._db, subject)
        return found if self._until is None else [event for event in found if event.recorded_at <= self._until]

    def board(self) -> Board:
        """The board itself."""
        if self._board is None:
            self._board = fold_board(self._board_id, self.events(f"board:{self._board_id}"))
        return self._board

    def policy(self) -> Policy:
        """The policy in force."""
        if self._policy is None:
            self._policy = policy_of(self.board().settings)
        return self._policy

    def brk(self, id_: str) -> Break:
        """A break, with the entries of those that were joined into it."""
        found = self._breaks.get(id_)
        if found is None:
            found = self.alone(id_)
            for other in self.joined_into(id_):
                found = with_joined(found, self.alone(other))
            self._breaks[id_] = found
        return found

    def joined_into(self, id_: str) -> list[str]:
        """The breaks that were joined into this one, directly or through others, in the order of their ids."""
        if self._until is None:
            return [other for (other,) in queries.joined_into(id_).run(self._db)]
        ever = self._db.execute("SELECT id FROM joined_breaks WHERE id <> ? ORDER BY id", (id_,)).fetchall()
        return [other for (other,) in ever if self.stands_for(other) == id_]

    def stands_for(self, id_: str) -> str:
        """The break that this one goes on as: itself, unless it was joined into another."""
        if self._until is None:
            return standing(self._db, id_)
        return end_of_chain(id_, self._goes_on_as)

    def _goes_on_as(self, id_: str) -> str:
        into = self.alone(id_).joined_into
        return into if into and self.alone(into).customer else ""

    def subjects_of(self, case: Case) -> list[str]:
        """The subjects whose events make a break's timeline: its own, its failure, and those joined into the two."""
        breaks = (case.brk.id, *self.joined_into(case.brk.id))
        failures = (case.failure.id, *self._failures_joined_into(case.failure.id))
        return [*(f"break:{id_}" for id_ in breaks), *(f"failure:{id_}" for id_ in failures)]

    def home_of(self, case: Case, key: str) -> str:
        """The subject on which an entry of a break stands (`key`: the hash of the event that made it). What happens to
        the entry is written there, also when that break or failure was joined into this one."""
        subjects = self.subjects_of(case)
        sql = "SELECT 1 FROM events WHERE sid = (SELECT sid FROM subjects WHERE subject = ?) AND hash = ?"
        return next((subject for subject in subjects if self._db.execute(sql, (subject, key)).fetchone()), subjects[0])

    def alone(self, id_: str) -> Break:
        """A break without what was joined into it."""
        found = self._alone.get(id_)
        if found is None:
            found = self._alone[id_] = fold_break(id_, self.events(f"break:{id_}"))
        return found

    def failure(self, id_: str) -> Failure:
        """The failure of that id, or the one that it was joined into."""
        if self._until is None:
            id_ = joined(self._db, "failures", "id", id_)
        else:
            id_ = end_of_chain(id_, lambda one: self.failure_alone(one).joined_into)
        found = self.failure_alone(id_)
        for other in self._failures_joined_into(id_):
            found = with_joined_failure(found, self.failure_alone(other))
        return found

    def _failures_joined_into(self, id_: str) -> list[str]:
        if self._until is None:
            return [other for (other,) in queries.failures_joined_into(id_).run(self._db)]
        ever = self._db.execute("SELECT id FROM failures WHERE joined_into <> '' AND id <> ? ORDER BY id", (id_,)).fetchall()
        return [other for (other,) in ever if end_of_chain(other, lambda one: self.failure_alone(one).joined_into) == id_]

    def failure_alone(self, id_: str) -> Failure:
        """A failure without what was joined into it."""
        found = self._failures.get(id_)
        if found is None:
            found = self._failures[id_] = fold_failure(id_, self.events(f"failure:{id_}"))
        return found

    def customer(self, name: str) -> Customer:
        """The card of a customer by name, or of the one that they were joined into."""
        key = name_key(name)
        if self._until is None:
            key = joined(self._db, "customers", "key", key)
        else:
            key = end_of_chain(key, lambda one: self._customer_alone(one).joined_into)
        return self._customer_alone(key)

    def _customer_alone(self, key: str) -> Customer:
        found = self._customers.get(key)
        if found is None:
            found = self._customers[key] = fold_customer(key, self.events(f"customer:{key}"))
        return found

    def case(self, id_: str) -> Case:
        """A break with all that belongs to it."""
        brk = self.brk(id_)
        board, policy = self.board(), self.policy()
        playbook = find_playbook(self._db, board, playbook_name(brk, policy))
        return Case(brk, self.failure(brk.failure), self.customer(brk.customer), board, policy, playbook)


def with_joined(brk: Break, other: Break) -> Break:
    """`brk` with the entries of another break that is the same: what only ever adds up is added, fields stay."""
    contacts = sorted((*brk.contacts, *other.contacts), key=lambda contact: (contact.at, contact.key))
    numbered: tuple[Contact, ...] = tuple(contact._replace(n=n) for n, contact in enumerate(contacts, 1))
    return brk._replace(
        contacts=numbered,
        told_at=min((at for at in (brk.told_at, other.told_at) if at is not None), default=None),
        owned_at=min((at for at in (brk.owned_at, other.owned_at) if at is not None), default=None),
        touched_at=min((at for at in (brk.touched_at, other.touched_at) if at is not None), default=None),
        promises=_together(brk.promises, other.promises, other.id),
        remedies=_together(brk.remedies, other.remedies, other.id),
        restitution=_together(brk.restitution, other.restitution, other.id),
        blockers=_together(brk.blockers, other.blockers, other.id),
        deadlines=_together(brk.deadlines, other.deadlines, other.id),
        followups=_together(brk.followups, other.followups, other.id),
        public=_together(brk.public, other.public, other.id),
        disputes=brk.disputes + other.disputes,
        notes=_in_time(brk.notes, other.notes),
        steps=tuple(sorted((*brk.steps, *other.steps), key=lambda mark: mark.at)),
        written=brk.written + other.written,
        conflicts=brk.conflicts + tuple(conflict for conflict in other.conflicts if conflict.entry),
        problems=brk.problems + other.problems,
    )


def with_joined_failure(failure: Failure, other: Failure) -> Failure:
    """As `with_joined`, for a failure."""
    return failure._replace(
        explanations=_in_time(failure.explanations, other.explanations),
        lessons=_in_time(failure.lessons, other.lessons),
        deadlines=_together(failure.deadlines, other.deadlines, other.id),
        prevention=_together(failure.prevention, other.prevention, other.id),
        debriefs=failure.debriefs + other.debriefs,
        notes=_in_time(failure.notes, other.notes),
        written=failure.written + other.written,
    )


def _in_time(notes: tuple[Note, ...], others: tuple[Note, ...]) -> tuple[Note, ...]:
    return tuple(sorted((*notes, *others), key=lambda note: (note.at, note.key)))


def _together(own: tuple, others: tuple, id_: str) -> tuple:  # type: ignore[type-arg]
    """Numbered entries of two; one of the other's whose number is taken has the beginning of its id behind it."""
    taken = {entry.n for entry in own}
    return own + tuple(entry._replace(n=f"{entry.n}{id_[:4].lower()}") if entry.n in taken else entry for entry in others)
