"""The questions that the board asks of the replica, as SQL with its parameters: the app awaits them, a command runs them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any, NamedTuple

from store.ids import shortest
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


REPEAT = (
    "(b.cause <> '' AND EXISTS (SELECT 1 FROM break_rows o WHERE o.cause = b.cause AND o.customer_key = b.customer_key"
    " AND o.opened_at < b.opened_at AND o.failure <> b.failure))"
)
"""Whether a break repeats an earlier one: the same customer and the same cause, by another failure."""


def _around(table: str, alias: str) -> str:
    """The ids before and after a row's in the order of ids, which tell how short it can be spoken."""
    before = f"(SELECT max(id) FROM {table} o WHERE o.id < {alias}.id)"
    return f"{before}, (SELECT min(id) FROM {table} o WHERE o.id > {alias}.id)"


class Loaded(NamedTuple):
    """A break's row as the board reads it."""

    row: Row
    repeat: bool
    spoken: str


def rows(sids: Iterable[int]) -> Query:
    """The rows of some breaks, for `loaded`."""
    wanted = ",".join(str(int(sid)) for sid in sids)
    return Query(f"SELECT sid, row, {REPEAT}, {_around('break_rows', 'b')} FROM break_rows b WHERE sid IN ({wanted})")


def loaded(found: Iterable[tuple[Any, ...]]) -> dict[int, Loaded]:
    """The answer of `rows`: sid → row."""
    done = {}
    for sid, text, repeat, before, after in found:
        row = unpack(text)
        done[sid] = Loaded(row, bool(repeat), shortest(row.id, before or "", after or ""))
    return done


def failures(ids: Iterable[str]) -> Query:
    """Failures by id: (id, what, fixed_by, id before, id after)."""
    wanted = tuple(ids)
    marks = ",".join("?" * len(wanted))
    return Query(f"SELECT id, what, fixed_by, {_around('failures', 'f')} FROM failures f WHERE id IN ({marks})", wanted)


def next_change(after: int) -> Query:
    """The next instant at which the rank of a row changes: one row, NULL when there is none."""
    return Query("SELECT min(from_at) FROM steps WHERE from_at > ?", (after,))


def sid_of(id_: str) -> Query:
    """The row number of a break: no row when it is not here."""
    return Query("SELECT sid, view FROM break_rows WHERE id = ?", (id_,))


def place_of(id_: str) -> Query:
    """The failure and the customer of a break: (failure, customer key)."""
    return Query("SELECT failure, customer_key FROM break_rows WHERE id = ?", (id_,))


def joined_into(id_: str) -> Query:
    """The breaks that were joined into one, directly or through others, in the order of their ids."""
    return Query(
        "WITH RECURSIVE one(id) AS (SELECT ?1 UNION SELECT j.id FROM joined_breaks j JOIN one ON j.joined_into = one.id)"
        " SELECT id FROM one WHERE id <> ?1 ORDER BY id",
        (id_,),
    )


MOST_REPEATS = 8
"""Most earlier breaks of one cause that a break names."""


def beside(id_: str) -> Query:
    """What stands beside a break, one row (what, id, id before, id after, number) for each:

    `own`: itself, with how many customers its failure hit; `joined`: the break that it goes on as; `failure`: its
    failure; `repeat`: an earlier break of the same customer and cause, with when it was opened; `elsewhere`: the same
    cause at another customer, likewise; `replica`: an id of a replica.
    """
    around = _around("break_rows", "o")
    earlier = (
        f"SELECT {{}}, o.id, {around}, o.opened_at FROM break_rows b JOIN break_rows o ON o.cause = b.cause"
        " WHERE b.id = ?1 AND b.cause <> '' AND o.opened_at < b.opened_at AND o.failure <> b.failure"
        f" AND o.customer_key {{}} b.customer_key ORDER BY o.opened_at DESC LIMIT {MOST_REPEATS}"
    )
    return Query(
        f"SELECT 'own', o.id, {around}, (SELECT count(*) FROM break_rows s WHERE s.failure = o.failure)"
        " FROM break_rows o WHERE o.id = ?1"
        " UNION ALL SELECT 'joined', joined_into, '', '', 0 FROM joined_breaks WHERE id = ?1 AND joined_into <> ''"
        f" UNION ALL SELECT 'failure', f.id, {_around('failures', 'f')}, 0"
        " FROM failures f WHERE f.id = (SELECT failure FROM break_rows WHERE id = ?1)"
        f" UNION ALL SELECT * FROM ({earlier.format(chr(39) + 'repeat' + chr(39), '=')})"
        f" UNION ALL SELECT * FROM ({earlier.format(chr(39) + 'elsewhere' + chr(39), '<>')})"
        " UNION ALL SELECT 'replica', replica, '', '', 0 FROM replicas",
        (id_,),
    )


MOST_OF_ONE = 20
"""Most breaks that one hit of a search, on a failure or a customer, stands for."""


def behind(subjects: Iterable[str]) -> Query:
    """The breaks that subjects stand for: themselves, what they were joined into, a failure's, a customer's (the latest
    first). Rows (subject, sid, row, repeat, id before, id after), of which `loaded` takes all but the first."""
    return Query(
        "WITH hit(place, subject, kind, key) AS (SELECT key, value, substr(value, 1, instr(value, ':') - 1),"
        " substr(value, instr(value, ':') + 1) FROM json_each(?)),"
        " found(place, subject, sid, opened_at) AS ("
        "SELECT place, subject, sid, opened_at FROM hit JOIN break_rows ON id = hit.key WHERE kind = 'break'"
        " UNION ALL SELECT place, subject, r.sid, opened_at FROM hit JOIN joined_breaks j ON j.id = hit.key"
        " JOIN break_rows r ON r.id = j.joined_into WHERE kind = 'break'"
        " UNION ALL SELECT place, subject, sid, opened_at FROM hit JOIN break_rows ON failure = hit.key WHERE kind = 'failure'"
        " UNION ALL SELECT place, subject, sid, opened_at FROM hit JOIN break_rows ON customer_key = hit.key"
        " WHERE kind = 'customer'),"
        " ranked AS (SELECT *, row_number() OVER (PARTITION BY place ORDER BY opened_at DESC, sid) AS nth FROM found)"
        f" SELECT subject, b.sid, b.row, {REPEAT}, {_around('break_rows', 'b')}"
        " FROM ranked JOIN break_rows b USING (sid) WHERE nth <= ? ORDER BY place, nth",
        (json.dumps(list(subjects)), MOST_OF_ONE),
    )


def starting(prefix: str) -> Query:
    """The breaks whose id begins with `prefix`, for `loaded`."""
    return Query(
        f"SELECT sid, row, {REPEAT}, {_around('break_rows', 'b')} FROM break_rows b WHERE id >= ? AND id < ? ORDER BY id LIMIT 20",
        (prefix, prefix + "~"),
    )


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
