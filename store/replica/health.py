"""Looking a replica over: the SQLite file, the hash chain of each replica's events, what has not been folded yet."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from store.events import Event, hash_of
from store.ids import salted_digest
from store.replica.log import chain_of

MOST_PROBLEMS = 20
"""Most problems that are told apart."""
_TOLD_EVERY = 20_000

Progress = Callable[[int, int], None]
"""Told (events checked, events in all)."""


class Counts(NamedTuple):
    """How much a replica holds."""

    events: int = 0
    replicas: int = 0
    breaks: int = 0
    failures: int = 0
    customers: int = 0
    behind: int = 0
    """Subjects whose folded tables are behind the log."""


class Health(NamedTuple):
    """What was found. `problems` is empty in a sound replica."""

    counts: Counts
    problems: tuple[str, ...]
    arriving: tuple[str, ...]
    """What is missing of other replicas: history that has not arrived yet."""


class Link(NamedTuple):
    """What is wrong with one event of a chain; `is_gap` says that events before it are missing."""

    text: str
    is_gap: bool = False


def look_over(db: sqlite3.Connection, own: str, progress: Progress | None = None) -> Health:
    """Checks everything, reading the whole log. `own` is this replica's id. Never fails on what it finds."""
    problems: list[str] = []
    arriving: list[str] = []
    counts = Counts()
    try:
        found = [str(text) for (text,) in db.execute(f"PRAGMA integrity_check({MOST_PROBLEMS})")]
        problems += [f"the file is damaged: {text}" for text in found if text != "ok"]
        counts = _counts(db)
        done = 0
        for rid, replica in db.execute("SELECT rid, replica FROM replicas ORDER BY rid").fetchall():
            for link in check_chain(chain_of(db, rid)):
                done += 1
                if link is not None:
                    (arriving if link.is_gap and replica != own else problems).append(f"{replica[:4]}: {link.text}")
                if progress is not None and (done % _TOLD_EVERY == 0 or done == counts.events):
                    progress(done, counts.events)
    except (sqlite3.Error, ValueError, TypeError, RecursionError) as error:
        problems.append(f"the log can't be read: {error}")
    more = [f"and {len(problems) - MOST_PROBLEMS} more"] if len(problems) > MOST_PROBLEMS else []
    return Health(counts, (*problems[:MOST_PROBLEMS], *more), tuple(arriving))


def _counts(db: sqlite3.Connection) -> Counts:
    statements = (
        "SELECT count(*) FROM events",
        "SELECT count(*) FROM replicas",
        "SELECT count(*) FROM break_rows",
        "SELECT count(*) FROM failures",
        "SELECT count(DISTINCT customer_key) FROM break_rows",
        "SELECT count(*) FROM dirty WHERE NOT late",
    )
    return Counts(*(int(db.execute(statement).fetchone()[0]) for statement in statements))


def check_chain(events: Iterable[Event]) -> Iterator[Link | None]:
    """For each event of one replica, in the order of their numbers: what is wrong with it, None when nothing is."""
    number = 0
    here: set[str] = {""}
    before: set[str] = {""}
    for event in events:
        link: Link | None
        if event.number == number:
            link = None  # two installations had one id: both events are kept
        elif event.number == number + 1:
            before, here, link = here, set(), None
        else:
            before, here, link = set(), set(), Link(f"events {number + 1} to {event.number - 1} are missing", is_gap=True)
        if before and event.prev not in before:
            link = Link(f"event {event.number} does not follow the one before it")
        number = event.number
        here.add(event.hash)
        yield _wrong_in_itself(event) or link


def _wrong_in_itself(event: Event) -> Link | None:
    if hash_of(event) != event.hash:
        return Link(f"event {event.number} does not match its hash")
    if event.body is not None and salted_digest(event.salt, event.body) != event.body_hash:
        return Link(f"event {event.number} has another body than it was written with")
    return None
