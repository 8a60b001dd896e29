"""What lies around one break: how often its customer was apologised to, how often a supplier's dates slipped.

Both cross subjects, so they are asked when somebody needs them, and are part of no fold.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from store.contact_clock import progress_of
from store.entries import Contact, Deadline
from store.fold.reading import as_line
from store.paths import StrPath
from store.replica.cases import Case, Cases
from store.text import name_key


class Apologies(NamedTuple):
    """The apologies of ours that reached one customer, over all their breaks."""

    total: int = 0
    elsewhere: int = 0
    """How many of them on other breaks than the one that was asked about."""
    last_at: int | None = None
    moved: bool = True
    """Whether something moved since the last one that the customer could be told of."""

    @property
    def is_flood(self) -> bool:
        """Whether one more would be an apology without a step forward."""
        return self.total > 0 and not self.moved


class SupplierRecord(NamedTuple):
    """How a supplier kept the dates that were entered here."""

    who: str
    slipped: int
    of: int


class Around(NamedTuple):
    """What lies around one break."""

    apologies: Apologies = Apologies()
    suppliers: tuple[SupplierRecord, ...] = ()


_APOLOGISED = """
SELECT DISTINCT b.id FROM break_rows b JOIN subjects s ON s.subject = 'break:' || b.id JOIN events e ON e.sid = s.sid
WHERE b.customer_key = ? AND e.body LIKE '%apology%'
"""
_SUPPLIERS = """
SELECT s.subject, json_extract(e.body, '$.who') FROM events e INDEXED BY events_deadlines JOIN subjects s USING (sid)
WHERE e.kind = 'deadline_set' AND e.body IS NOT NULL
"""


def apologies_to(db: sqlite3.Connection, cases: Cases, case: Case) -> Apologies:
    """The apologies to the customer of a break. Only breaks on which there may be one are folded."""
    own = case.brk.id
    ids = {own, *(id_ for (id_,) in db.execute(_APOLOGISED, (case.row.customer_key,)))}
    breaks = {id_: case.brk if id_ == own else cases.brk(id_) for id_ in sorted(ids)}
    found = {id_: [one for one in brk.contacts if is_apology(one)] for id_, brk in breaks.items()}
    last_at = max((one.at for contacts in found.values() for one in contacts), default=None)
    if last_at is None:
        return Apologies()
    moves = (
        at for id_, brk in breaks.items() for at in progress_of(brk, case.failure if id_ == own else cases.failure(brk.failure))
    )
    total = sum(map(len, found.values()))
    return Apologies(total, total - len(found[own]), last_at, any(at > last_at for at in moves))


def around(db: sqlite3.Connection, board_id: str, id_: str) -> Around:
    """What lies around a break, with every supplier that has a record here."""
    cases = Cases(db, board_id)
    return Around(apologies_to(db, cases, cases.case(id_)), supplier_records(db, cases))


def around_from(path: StrPath, board_id: str, id_: str) -> Around:
    """As `around`, on a connection of its own, for a thread. Raises CannotRead."""
    from store.replica.connection import connect_reader

    db = connect_reader(path)
    try:
        return around(db, board_id, id_)
    finally:
        db.close()


def is_apology(contact: Contact) -> bool:
    """Whether a contact is an apology of ours that reached them."""
    return contact.kind == "apology" and contact.reached and contact.direction == "out"


def supplier_records(db: sqlite3.Connection, cases: Cases, names: Iterable[str] = ()) -> tuple[SupplierRecord, ...]:
    """The records of the suppliers of those names (of all, without any), by how often they slipped."""
    wanted = {name_key(name) for name in names}
    subjects: dict[str, None] = {}
    for subject, who in db.execute(_SUPPLIERS):
        if (key := name_key(as_line(who))) and (not wanted or key in wanted):
            subjects[subject] = None
    tally: dict[str, SupplierRecord] = {}
    for subject in subjects:
        for deadline in _deadlines(cases, subject):
            key = name_key(deadline.who)
            if deadline.of == "supplier" and key and (not wanted or key in wanted):
                before = tally.get(key, SupplierRecord(deadline.who, 0, 0))
                tally[key] = SupplierRecord(before.who, before.slipped + (deadline.slips > 0), before.of + 1)
    return tuple(sorted(tally.values(), key=lambda record: (-record.slipped, -record.of, record.who)))


def _deadlines(cases: Cases, subject: str) -> tuple[Deadline, ...]:
    kind, _, id_ = subject.partition(":")
    if kind == "failure":
        return cases.failure_alone(id_).deadlines
    return cases.alone(id_).deadlines


def suppliers_of(case: Case) -> list[str]:
    """The suppliers whose dates bind a break."""
    return [line.who for line in (*case.brk.deadlines, *case.failure.deadlines) if line.of == "supplier" and line.who]


def record_text(record: SupplierRecord) -> str:
    """A supplier's record in words: `PostNet slipped 3 of 5 here`; empty for one that has no other date here than this one."""
    return f"{record.who} slipped {record.slipped} of {record.of} here" if record.of > 1 or record.slipped else ""
