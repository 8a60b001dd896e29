"""One customer with all that we know of them: the card, and every break that hit them, open or closed."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from store.paths import StrPath
from store.policy import Policy
from store.replica import queries
from store.replica.cases import Case, Cases
from store.row import Row
from store.state import Board, Break, Customer, Failure

_PLACES = {"open": 0, "follow-up": 1, "closed": 2}


class CustomerBreak(NamedTuple):
    """One break of the customer."""

    spoken: str
    row: Row
    repeat: bool
    """Whether the same customer was hit by the same cause before."""
    brk: Break
    failure: Failure


class CustomerView(NamedTuple):
    """A customer as they stand now."""

    name: str
    card: Customer
    breaks: tuple[CustomerBreak, ...]
    """The open ones first, then those in follow-up, then the closed ones; of each the latest first."""
    board: Board
    policy: Policy

    def case(self, found: CustomerBreak | None) -> Case:
        """What a form about the customer, or about one of their breaks, is given."""
        if found is None:
            return Case(Break("", self.name), Failure(""), self.card, self.board, self.policy)
        return Case(found.brk, found.failure, self.card, self.board, self.policy)


class CustomerLine(NamedTuple):
    """A customer as the list of all of them shows them."""

    key: str
    name: str
    breaks: int
    open: int
    worth: str
    """The amount; empty when nobody said."""
    worth_currency: str
    last_contact_at: int | None


def view_of(db: sqlite3.Connection, cases: Cases, name: str) -> CustomerView:
    """The customer of that name or key; without a card and without breaks all of it is empty but the name."""
    card = cases.customer(name)
    found = []
    for loaded in queries.loaded(queries.of_customer(card.key).run(db)).values():
        case = cases.case(loaded.row.id)
        found.append(CustomerBreak(loaded.spoken, loaded.row, loaded.repeat > 0, case.brk, case.failure))
    found.sort(key=lambda one: _PLACES[one.row.view])  # stable: the latest first
    shown = card.name or (found[0].row.customer if found else " ".join(name.split()))
    return CustomerView(shown, card, tuple(found), cases.board(), cases.policy())


def view_from(path: StrPath, board_id: str, name: str) -> CustomerView:
    """As `view_of`, on a connection of its own, for a thread. Raises CannotRead."""
    from store.replica.connection import connect_reader

    db = connect_reader(path)
    try:
        db.execute("BEGIN")
        return view_of(db, Cases(db, board_id), name)
    finally:
        db.close()


def everyone() -> queries.Query:
    """Every customer that has a card or a break, for `lines_of`: one row for each."""
    at = {field: f"json_extract(row, '$[{Row._fields.index(field)}]')" for field in ("customer", "worth", "worth_currency")}
    last = f"json_extract(row, '$[{Row._fields.index('last_contact_at')}]')"
    return queries.Query(
        "WITH hit(key, breaks, open, latest, last) AS (SELECT customer_key, count(*), sum(view = 'open'), max(opened_at),"
        f" max({last}) FROM break_rows GROUP BY customer_key)"
        f" SELECT h.key, {at['customer']}, h.breaks, h.open, {at['worth']}, {at['worth_currency']}, h.last FROM hit h"
        " JOIN break_rows b ON b.sid = (SELECT sid FROM break_rows o WHERE o.customer_key = h.key"
        " ORDER BY o.opened_at DESC, o.sid DESC LIMIT 1)"
        " UNION ALL SELECT key, name, 0, 0, '', '', NULL FROM customers"
        " WHERE joined_into = '' AND name <> '' AND key NOT IN (SELECT key FROM hit)"
    )


def lines_of(rows: list[tuple[object, ...]], currency: str) -> tuple[CustomerLine, ...]:
    """The answer of `everyone`: most open breaks first, then the worth in the board's currency, then by name."""
    from decimal import Decimal

    lines = [CustomerLine(*row) for row in rows]  # type: ignore[arg-type]

    def place(line: CustomerLine) -> tuple[int, Decimal, str]:
        worth = Decimal(line.worth) if line.worth and line.worth_currency == currency else Decimal(0)
        return -line.open, -worth, line.name.casefold()

    return tuple(sorted(lines, key=place))
