"""What was joined with what: several ids that are one break, one failure or one customer.

A joining is an event of its own subject, so two people can join A into B and B into A at once. Whoever asks gets the
same answer on every replica: the joinings are followed to their end, and of a circle the smallest stands for all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

_COLUMNS = {"failures": "id", "customers": "key", "joined_breaks": "id"}
"""The tables that hold joinings, and what each calls an id."""


def joined(db: sqlite3.Connection, table: str, column: str, key: str) -> str:
    """What the failure or customer `key` stands for after all joinings."""
    return end_of_chain(key, _follow(db, f"SELECT joined_into FROM {table} WHERE {column} = ?"))


def standing(db: sqlite3.Connection, id_: str) -> str:
    """The break that stands for `id_` after all joinings; one whose opening is not here stands for nobody."""
    sql = (
        "SELECT joined_into FROM joined_breaks j WHERE id = ? AND (EXISTS (SELECT 1 FROM break_rows b WHERE b.id = j.joined_into)"
        " OR EXISTS (SELECT 1 FROM joined_breaks o WHERE o.id = j.joined_into AND o.there))"
    )
    return end_of_chain(id_, _follow(db, sql))


def _follow(db: sqlite3.Connection, sql: str) -> Callable[[str], str]:
    def into(one: str) -> str:
        row = db.execute(sql, (one,)).fetchone()
        return row[0] if row else ""

    return into


def end_of_chain(key: str, into: Callable[[str], str]) -> str:
    """Where a chain of joinings ends. Of several that were joined in a circle the smallest stands for all."""
    path = [key]
    while following := into(path[-1]):
        if following in path:
            return min(path[path.index(following) :])
        path.append(following)
    return path[-1]


def relatives(db: sqlite3.Connection, table: str, key: str) -> set[str]:
    """`key` and all that is joined with it, in whichever direction and through whatever others."""
    column = _COLUMNS[table]
    found, ahead = {key}, [key]
    while ahead:
        rows = db.execute(
            f"SELECT joined_into FROM {table} WHERE {column} = ?1 UNION SELECT {column} FROM {table}"
            " WHERE joined_into = ?1 AND joined_into <> ''",
            (ahead.pop(),),
        ).fetchall()
        new = {other for (other,) in rows if other} - found
        found |= new
        ahead += new
    return found
