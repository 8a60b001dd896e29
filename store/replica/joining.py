"""What was joined with what: several ids that are one break, one failure or one customer.

A joining is an event of its own subject, so two people can join A into B and B into A at once. Whoever asks gets the
same answer on every replica: the joinings are followed to their end, and of a circle the smallest stands for all.
"""

from __future__ import annotations

import sqlite3

_COLUMNS = {"failures": "id", "customers": "key", "joined_breaks": "id"}
"""The tables that hold joinings, and what each calls an id."""


def joined(db: sqlite3.Connection, table: str, column: str, key: str) -> str:
    """What the failure or customer `key` stands for after all joinings."""
    return _end(db, f"SELECT joined_into FROM {table} WHERE {column} = ?", key)


def standing(db: sqlite3.Connection, id_: str) -> str:
    """The break that stands for `id_` after all joinings; one whose opening is not here stands for nobody."""
    return _end(
        db,
        "SELECT joined_into FROM joined_breaks j WHERE id = ? AND (EXISTS (SELECT 1 FROM break_rows b WHERE b.id = j.joined_into)"
        " OR EXISTS (SELECT 1 FROM joined_breaks o WHERE o.id = j.joined_into AND o.there))",
        id_,
    )


def _end(db: sqlite3.Connection, next_of: str, key: str) -> str:
    path = [key]
    while True:
        row = db.execute(next_of, (path[-1],)).fetchone()
        if row is None or not row[0]:
            return path[-1]
        if row[0] in path:
            return min(path[path.index(row[0]) :])
        path.append(row[0])


def relatives(db: sqlite3.Connection, table: str, key: str) -> set[str]:
    """`key` and all that is joined with it, in whichever direction and through whatever others."""
    column = _COLUMNS[table]
    found, ahead = {key}, [key]
    while ahead:
        rows = db.execute(
            f"SELECT joined_into FROM {table} WHERE {column} = ?1 UNION SELECT {column} FROM {table} WHERE joined_into = ?1",
            (ahead.pop(),),
        ).fetchall()
        new = {other for (other,) in rows if other} - found
        found |= new
        ahead += new
    return found
