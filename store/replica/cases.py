"""Reading what a subject is now, out of the log: a break with its failure, its customer and the policy.

`Cases` folds each subject at most once; it is made for one transaction or one command and thrown away.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from store.entries import Contact
from store.events import Event
from store.fold import fold_board, fold_break, fold_customer, fold_failure
from store.plan import plan_row
from store.policy import Policy, policy_of
from store.replica import queries
from store.replica.log import events_of
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

    @property
    def row(self) -> Row:
        """The break as the board shows it."""
        return plan_row(self.brk, self.failure, self.customer, self.policy)


class Cases:
    """Folds subjects on demand and remembers them."""

    def __init__(self, db: sqlite3.Connection, board_id: str) -> None:
        self._db = db
        self._board_id = board_id
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
        return events_of(self._db, subject)

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
            for (other,) in queries.joined_into(id_).run(self._db):
                found = with_joined(found, self.alone(other))
            self._breaks[id_] = found
        return found

    def alone(self, id_: str) -> Break:
        """A break without what was joined into it."""
        found = self._alone.get(id_)
        if found is None:
            found = self._alone[id_] = fold_break(id_, self.events(f"break:{id_}"))
        return found

    def failure(self, id_: str) -> Failure:
        """The failure of that id, or the one that it was joined into."""
        return self.failure_alone(joined(self._db, "failures", "id", id_))

    def failure_alone(self, id_: str) -> Failure:
        """A failure without looking at what it was joined into."""
        found = self._failures.get(id_)
        if found is None:
            found = self._failures[id_] = fold_failure(id_, self.events(f"failure:{id_}"))
        return found

    def customer(self, name: str) -> Customer:
        """The card of a customer by name, or of the one that they were joined into."""
        key = joined(self._db, "customers", "key", name_key(name))
        found = self._customers.get(key)
        if found is None:
            found = self._customers[key] = fold_customer(key, self.events(f"customer:{key}"))
        return found

    def case(self, id_: str) -> Case:
        """A break with all that belongs to it."""
        brk = self.brk(id_)
        return Case(brk, self.failure(brk.failure), self.customer(brk.customer), self.board(), self.policy())


def joined(db: sqlite3.Connection, table: str, column: str, key: str) -> str:
    """What `key` stands for after all joinings. Of several that were joined in a circle the smallest stands for all."""
    path = [key]
    while True:
        row = db.execute(f"SELECT joined_into FROM {table} WHERE {column} = ?", (path[-1],)).fetchone()
        if row is None or not row[0]:
            return path[-1]
        if row[0] in path:
            return min(path[path.index(row[0]) :])
        path.append(row[0])


def with_joined(brk: Break, other: Break) -> Break:
    """`brk` with the entries of another break that is the same: what only ever adds up is added, fields stay."""
    contacts = sorted((*brk.contacts, *other.contacts), key=lambda contact: (contact.at, contact.key))
    numbered: tuple[Contact, ...] = tuple(contact._replace(n=n) for n, contact in enumerate(contacts, 1))

    def renamed(suffixed: str, taken: set[str]) -> str:
        return suffixed if suffixed not in taken else f"{suffixed}{other.id[:4].lower()}"

    def together(own: tuple, others: tuple) -> tuple:  # type: ignore[type-arg]
        taken = {entry.n for entry in own}
        return own + tuple(entry._replace(n=renamed(entry.n, taken)) for entry in others)

    return brk._replace(
        contacts=numbered,
        told_at=min((at for at in (brk.told_at, other.told_at) if at is not None), default=None),
        promises=together(brk.promises, other.promises),
        remedies=together(brk.remedies, other.remedies),
        restitution=together(brk.restitution, other.restitution),
        blockers=together(brk.blockers, other.blockers),
        deadlines=together(brk.deadlines, other.deadlines),
        followups=together(brk.followups, other.followups),
        public=together(brk.public, other.public),
        disputes=brk.disputes + other.disputes,
        notes=tuple(sorted((*brk.notes, *other.notes), key=lambda note: (note.at, note.key))),
        written=brk.written + other.written,
    )
