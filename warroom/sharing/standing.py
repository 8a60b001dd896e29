"""How the exchange of a board stands, as the last process of this installation that took part in it left it noted.

The note lies beside the replica, so that a command knows what a running board knows. It is small and read without loading
anything: what it is lost with is told anew by the next exchange.
"""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

import json
import os
import sqlite3
from contextlib import suppress
from typing import Any, NamedTuple

from store.clock import SECOND
from store.replica import Replica
from store.replica.vector import merged, without
from store.zones import iso_seconds

FILE = "sync.json"
IN_STEP, WAITING, BEHIND, UNREACHABLE, READ_ONLY, OFFLINE = "in-step", "waiting", "behind", "unreachable", "read-only", "offline"
STATES = (IN_STEP, WAITING, BEHIND, UNREACHABLE, READ_ONLY, OFFLINE)
_MOST_BYTES = 64 * 1024


class Person(NamedTuple):
    """A teammate, by whichever of their installations was heard of last."""

    name: str
    heard_at: int
    """When something new of them was last read here (ms)."""
    lacks: int = 0
    """Events that are here and that they did not have by then."""
    skew: int = 0
    """Their clock less this one's (ms); 0 when it is within bounds."""
    program: str = ""
    """Their version of the program."""


class Standing(NamedTuple):
    """How the exchange stands."""

    state: str = OFFLINE
    """`in-step`, `waiting` (own events are not there yet), `behind` (others' are not here yet), `unreachable`, `read-only`
    (others' events come in, own ones can't go out), `offline` (it was not asked)."""
    last_at: int | None = None
    """When an exchange last went through (ms); None when none ever did."""
    waiting: int = 0
    """Own events that are not in the shared place."""
    arriving: int = 0
    """Others' events that are known of and not here."""
    trouble: str = ""
    """What is wrong with the place and what to do, in a line."""
    notes: tuple[str, ...] = ()
    """What else a person should know, shortest first: a newer version seen, a clock that is off, a fork, files set aside."""
    people: tuple[Person, ...] = ()
    """All teammates that were ever heard of, the one last heard of first."""
    looked_at: int = 0
    """When this was found (ms)."""
    watching: str = ""
    """How a running board learns of changes there: `notified`, `polled`, `checking`; empty when none runs."""
    watching_why: str = ""
    """Why it is `polled`."""
    delay: int | None = None
    """How long (ms) the place takes from one machine to another, as it was last measured; None when it never was."""
    delay_at: int | None = None
    """When that was (ms)."""
    place: tuple[int, ...] = ()
    """What the place looked like when nothing was left to read; empty when that can't be told from a later change."""
    unread: int = 0
    """What came and is not read or not in order yet, as far as it is known: events, then breaks."""
    cause: str = ""
    """Why it is not synced, in a few words for the header; empty where `trouble` alone says it."""

    @property
    def is_well(self) -> bool:
        """Whether both sides have everything."""
        return self.state == IN_STEP

    def still_reading(self, unread: int = 0) -> "Standing":
        """As it is while something that came is not read or not in order yet: then nobody is in step."""
        if self.state not in (IN_STEP, BEHIND):
            return self
        return self._replace(state=BEHIND, unread=max(unread, self.unread), place=())

    def to_json(self) -> dict[str, Any]:
        """The field `sync` of the JSON answers."""
        return {
            "state": self.state,
            "last_at": iso_seconds(self.last_at),
            "behind": self.waiting + self.arriving,
            "waiting": self.waiting,
            "arriving": self.arriving,
            "trouble": self.trouble or None,
            "notes": list(self.notes),
            "watching": self.watching or None,
            "delay_s": None if self.delay is None else round(self.delay / SECOND),
        }


def read_standing(folder: str) -> Standing:
    """What is noted beside the replica in `folder`; that of a board that was never exchanged when there is nothing to read."""
    try:
        with open(os.path.join(folder, FILE), encoding="utf-8") as file:
            found = json.loads(file.read(_MOST_BYTES))
        people = tuple(_person(*values) for values in found["people"])
        return Standing(
            found["state"] if found["state"] in STATES else OFFLINE,
            None if found["last_at"] is None else int(found["last_at"]),
            int(found["waiting"]),
            int(found["arriving"]),
            str(found["trouble"]),
            tuple(map(str, found["notes"])),
            people,
            int(found["looked_at"]),
            str(found["watching"]),
            str(found["watching_why"]),
            None if found["delay"] is None else int(found["delay"]),
            None if found["delay_at"] is None else int(found["delay_at"]),
            tuple(map(int, found["place"])),
            int(found.get("unread", 0)),
            str(found.get("cause", "")),
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Standing()


def _person(name: Any, heard_at: Any, lacks: Any = 0, skew: Any = 0, program: Any = "") -> Person:
    return Person(str(name), int(heard_at), int(lacks), int(skew), str(program))


def write_standing(folder: str, standing: Standing) -> None:
    """Notes how it stands. Where that can't be written, nothing is noted."""
    path = os.path.join(folder, FILE)
    temporary = f"{path}.{os.getpid()}.tmp"
    with suppress(OSError, ValueError):
        with open(temporary, "w", encoding="utf-8") as file:
            json.dump(standing._asdict(), file)
        os.replace(temporary, path)


def own_waiting(replica: Replica) -> int:
    """Own events that no file of the shared place has, by this replica's notes; looks at nothing else."""
    return waiting_in(replica.db)


def waiting_in(db: sqlite3.Connection) -> int:
    """As `own_waiting`, over any connection to the replica."""
    sql = "SELECT rid, contiguous FROM replicas WHERE replica = (SELECT value FROM meta WHERE key = 'replica')"
    found = db.execute(sql).fetchone()
    if found is None or not found[1]:
        return 0
    carried = merged(db.execute("SELECT first, last FROM carried WHERE rid = ?", (found[0],)))
    return sum(last - first + 1 for first, last in without([(1, found[1])], carried))
