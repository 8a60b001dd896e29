"""The questions that the board asks of the replica, as SQL with its parameters: the app awaits them, a command runs them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any, NamedTuple

from store.row import Row, unpack


class Query(NamedTuple):
    """A statement and its parameters."""

    sql: str
    parameters: tuple[Any, ...] = ()

    def run(self, db: sqlite3.Connection) -> list[tuple[Any, ...]]:
        """All rows of the answer."""
        return db.execute(self.sql, self.parameters).fetchall()


def order(view: str, now: int) -> Query:
    """The order of a view at `now`: rows (sid, rank, flags, until), most urgent first."""
    return Query(
        "SELECT sid, rank, flags, until_at FROM steps WHERE view = ? AND until_at > ? AND from_at <= ? ORDER BY rank, sid",
        (view, now, now),
    )


def first_page(view: str, now: int, limit: int) -> Query:
    """As `order`, the first `limit` rows only."""
    found = order(view, now)
    return Query(found.sql + " LIMIT ?", (*found.parameters, limit))


def moved(view: str, after: int, now: int) -> Query:
    """The rows of a view whose rank changed since `after`: as `order`, in no order."""
    return Query(
        "SELECT sid, rank, flags, until_at FROM steps WHERE from_at > ? AND from_at <= ? AND until_at > ? AND view = ?",
        (after, now, now, view),
    )


def rows(sids: Iterable[int]) -> Query:
    """The packed rows of some breaks: (sid, row, repeat)."""
    wanted = ",".join(str(int(sid)) for sid in sids)
    return Query(f"SELECT sid, row, {REPEAT} FROM break_rows b WHERE sid IN ({wanted})")


def of_break(id_: str) -> Query:
    """The packed row of one break: (sid, row, repeat)."""
    return Query(f"SELECT sid, row, {REPEAT} FROM break_rows b WHERE id = ?", (id_,))


def of_failure(id_: str) -> Query:
    """The packed rows of a failure's breaks, as they were opened: (sid, row, repeat)."""
    return Query(f"SELECT sid, row, {REPEAT} FROM break_rows b WHERE failure = ? ORDER BY opened_at, id", (id_,))


def of_customer(key: str) -> Query:
    """The packed rows of a customer's breaks, the latest first: (sid, row, repeat)."""
    return Query(f"SELECT sid, row, {REPEAT} FROM break_rows b WHERE customer_key = ? ORDER BY opened_at DESC, id", (key,))


REPEAT = (
    "(b.cause <> '' AND EXISTS (SELECT 1 FROM break_rows o WHERE o.cause = b.cause AND o.customer_key = b.customer_key"
    " AND o.opened_at < b.opened_at AND o.failure <> b.failure))"
)
"""Whether a break repeats an earlier one: the same customer and the same cause, by another failure."""


def haystacks(view: str) -> Query:
    """What the filter looks through: (sid, lowered text)."""
    return Query("SELECT sid, hay FROM break_rows WHERE view = ?", (view,))


def groups(view: str) -> Query:
    """Failures that hit more than one customer of a view: (sid of the break, failure)."""
    return Query(
        "SELECT sid, failure FROM break_rows WHERE view = ?1 AND failure IN"
        " (SELECT failure FROM break_rows WHERE view = ?1 GROUP BY failure HAVING count(*) > 1)",
        (view,),
    )


def counts() -> Query:
    """How many breaks each view has."""
    return Query("SELECT view, count(*) FROM break_rows GROUP BY view")


def owed(view: str) -> Query:
    """What is pending, one row (amount, currency) for each line of the ledgers of a view."""
    return Query(
        "SELECT json_extract(line.value, '$[2]'), json_extract(line.value, '$[3]')"
        f" FROM break_rows, json_each(row, '$[{Row._fields.index('owed')}]') AS line WHERE view = ?",
        (view,),
    )


def neighbours(ids: Iterable[str]) -> Query:
    """For each id the ids before and after it, which tell how short it can be spoken: (id, before, after)."""
    wanted = tuple(ids)
    marks = ",".join("?" * len(wanted))
    return Query(
        "SELECT id, (SELECT max(id) FROM break_rows o WHERE o.id < b.id), (SELECT min(id) FROM break_rows o WHERE o.id > b.id)"
        f" FROM break_rows b WHERE id IN ({marks})",
        wanted,
    )


def unpacked(found: Iterable[tuple[Any, ...]]) -> dict[int, tuple[Row, bool]]:
    """The answer of `rows`: sid → (row, whether it is a repeat)."""
    return {sid: (unpack(text), bool(repeat)) for sid, text, repeat in found}
