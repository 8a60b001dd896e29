"""The replica's schema, in numbered steps; each runs in one transaction together with the record that it ran."""

from __future__ import annotations

import sqlite3

LATEST = 8
"""The number of the newest step; `PRAGMA user_version` of a replica says which one it has."""


def migrate(db: sqlite3.Connection) -> bool:
    """Brings the schema of `db` up to date. Whether anything was to do. Raises sqlite3.DatabaseError."""
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    if version >= LATEST:
        return False
    from importlib import resources  # drags in a dozen modules; a schema is up to date nearly always

    db.execute("PRAGMA journal_mode=WAL")
    for number in range(version + 1, LATEST + 1):
        script = resources.files(__name__).joinpath(f"{number:04d}.sql").read_text("utf-8")
        db.execute("BEGIN IMMEDIATE")
        try:
            if int(db.execute("PRAGMA user_version").fetchone()[0]) < number:
                for statement in filter(str.strip, script.split(";\n")):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version={number}")
            db.execute("COMMIT")
        except BaseException:
            db.execute("ROLLBACK")
            raise
    return True
