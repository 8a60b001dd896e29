"""Finding what a typed id stands for, and how short an id may be spoken."""

from __future__ import annotations

import sqlite3

from store.errors import Ambiguous, BadInput, NotFound
from store.ids import FAILURE_PREFIX, is_failure_id, shortest, typed_id
from store.replica.joining import joined, standing
from store.replica.queries import around, named_breaks
from store.text import one_line, quoted

_LISTED = 5


def find_break(db: sqlite3.Connection, typed: str, follow: bool = True) -> str:
    """The full id of the break that `typed` is a prefix of; a joined one stands for what it was joined into, unless
    `follow` is false.

    Raises NotFound, and Ambiguous with the candidates.
    """
    if is_failure_id(typed):
        raise NotFound("id", f"{typed.strip()} is the id of a failure, not of a break", "name one of its breaks")
    prefix = _prefix(typed, "break")
    found = set(_starting(db, "break_rows", prefix))
    gone = _starting(db, "joined_breaks", prefix)
    found |= {standing(db, id_) for id_ in gone} if follow else set(gone)
    if not found:
        raise NotFound("id", f"no break has the id {typed.strip()}", "`warroom list --all` shows them")
    if len(found) > 1:
        raise Ambiguous("id", _not_clear(typed, found), tuple(spoken_break(db, id_) for id_ in sorted(found)[:_LISTED]))
    return found.pop()


def find_named(db: sqlite3.Connection, typed: str) -> str:
    """The full id of the break that `typed` names: the beginning of its id, or its customer's name (or the beginning of one).

    Raises BadInput for an empty name, NotFound, and Ambiguous with the candidates.
    """
    if not typed.strip():
        raise BadInput("id", "no break is named", "write a customer's name, or the id of their break")
    found = named_breaks(typed).run(db)
    if not found:
        raise NotFound("id", f"no break and no customer is called {one_line(typed, 40)}", "`/` on the board finds them")
    if len(found) > 1:
        candidates = tuple(f"{spoken_break(db, id_)} {customer}" for id_, customer, _ in found[:_LISTED])
        raise Ambiguous("id", f"{one_line(typed, 40)} is not clear", candidates)
    return str(found[0][0])


def find_failure(db: sqlite3.Connection, typed: str) -> str:
    """The full id of the failure that `typed` is a prefix of; a joined one stands for what it was joined into.

    Raises NotFound, and Ambiguous with the candidates.
    """
    found = {joined(db, "failures", "id", id_) for id_ in _starting(db, "failures", _prefix(typed, "failure"))}
    if not found:
        raise NotFound("failure", f"no failure has the id {typed.strip()}", "`warroom list --json` names the failure of each break")
    if len(found) > 1:
        candidates = tuple(spoken_failure(db, id_) for id_ in sorted(found)[:_LISTED])
        raise Ambiguous("failure", _not_clear(typed, found), candidates)
    return found.pop()


def spoken_break(db: sqlite3.Connection, id_: str) -> str:
    """The shortest prefix of a break's id that is unambiguous here, four characters or more."""
    return shortest(id_, *_neighbours(db, "break_rows", id_))


def spoken_failure(db: sqlite3.Connection, id_: str) -> str:
    """As `spoken_break`, for a failure: with `F-` before it."""
    return FAILURE_PREFIX + shortest(id_, *_neighbours(db, "failures", id_))


def _prefix(typed: str, what: str) -> str:
    prefix = typed_id(typed)
    if not prefix.isascii() or not prefix.isalnum():
        raise BadInput("id", f"{quoted(typed)} is no id of a {what}", "type its first characters, as K7Q2")
    return prefix


def _not_clear(typed: str, found: set[str]) -> str:
    return f"{typed.strip()} is not clear" + (f", more than {_LISTED} begin so" if len(found) > _LISTED else "")


def _starting(db: sqlite3.Connection, table: str, prefix: str) -> list[str]:
    rows = db.execute(f"SELECT id FROM {table} WHERE id >= ? AND id < ? LIMIT ?", (prefix, prefix + "~", _LISTED + 1))
    return [id_ for (id_,) in rows]


def _neighbours(db: sqlite3.Connection, table: str, id_: str) -> tuple[str, str]:
    before, after = db.execute(f"SELECT {around(table, '?1')}", (id_,)).fetchone()
    return before or "", after or ""


def find_event(db: sqlite3.Connection, typed: str) -> tuple[str, int, str]:
    """(replica, number, subject) of the event that `typed` names: `REPLICA-NUMBER`, the replica by any clear prefix.

    Raises NotFound and Ambiguous.
    """
    prefix, dash, number = typed.strip().lower().rpartition("-")
    if not dash or not number.isdigit() or len(number) > 15 or not prefix.isalnum() or not prefix.isascii():
        raise BadInput("event", f"{quoted(typed)} is no event", "`warroom show ID --timeline` names them, as 3f2a-17")
    rows = db.execute(
        "SELECT replica, number, subject FROM events JOIN replicas USING (rid) JOIN subjects USING (sid)"
        " WHERE replica >= ? AND replica < ? AND number = ?",
        (prefix, prefix + "~", int(number)),
    ).fetchall()
    if not rows:
        raise NotFound("event", f"no event {typed.strip()} is here", "`warroom show ID --timeline` names them")
    if len(rows) > 1:
        raise Ambiguous("event", f"{typed.strip()} is not clear", tuple(f"{row[0]}-{row[1]}" for row in rows[:_LISTED]))
    return rows[0][0], rows[0][1], rows[0][2]


def spoken_event(db: sqlite3.Connection, replica: str, number: int) -> str:
    """The short name of an event: enough of its replica's id, at least four characters, and its number."""
    rows = [other for (other,) in db.execute("SELECT replica FROM replicas WHERE replica <> ?", (replica,))]
    length = 4
    while length < len(replica) and any(other.startswith(replica[:length]) for other in rows):
        length += 1
    return f"{replica[:length]}-{number}"
