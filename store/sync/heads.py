"""Heads: what each replica says of itself. Its owner alone writes it, and it is the one file whose content changes.

Nothing depends on heads but what is told: who is here, who is behind, whose clock is off, whether two that have the same
events show the same board (`store.sync.presence`).
"""

from __future__ import annotations

import json
import re
import sqlite3
from types import MappingProxyType
from typing import Any, NamedTuple

from store.ids import canonical_text
from store.replica.calling import MOST as MOST_CALLS
from store.replica.calling import Call, note_calls
from store.replica.happened import CLOCK, RENAMED, is_own, note
from store.sync.carriers import Entry
from store.sync.delay import Echo
from store.sync.ledger import DONE
from store.sync.noting import hear_of
from store.sync.segments import BadSegment, checksum
from store.sync.vector import Vector, from_json, joined, to_json
from store.sync.waits import Waits
from store.text import one_line

MAGIC = "warroom-head "
FORMAT = 1
MOST_BYTES = 1024 * 1024
SKEW_KEPT = 3_600_000
"""Milliseconds for which the least delayed sample of a clock stands for it."""
MOST_FORMER = 100
MOST_ECHOED = 1_000
"""Most replicas that a head may echo."""
_HEAD = re.compile(r"warroom-head (\d{1,5}) (\{.*\}) ([0-9a-f]{32})\n")
_REPLICA = re.compile(r"[0-9a-f]{12}", re.ASCII)
_DIGEST = re.compile(r"(?:[0-9a-f]{16})?", re.ASCII)
_SAYS_REPLICA = re.compile(rb'"replica":"([0-9a-f]{12})"')
_HIGHEST = 1 << 53
_BREAK = re.compile(r"[0-9A-Z]{1,40}", re.ASCII)


class Head(NamedTuple):
    """What a replica says of itself."""

    replica: str
    actor: str
    program: str
    """Its version of the program."""
    number: int
    """1, 2, 3 … with each head that it writes."""
    at: int
    """Its clock when it wrote this."""
    vector: Vector
    fold_version: int
    digest: str
    """Its state digest; empty while it is folding."""
    former: tuple[str, ...] = ()
    """What it was called before it was copied."""
    echo: Echo = MappingProxyType({})
    """Of others: which of their heads came last, and for how long it had been there (`store.sync.delay`)."""
    calling: tuple[Call, ...] = ()
    """Whom its user is calling right now."""


def write_head(board: str, head: Head) -> bytes:
    """The bytes of a head."""
    value = {
        **head._asdict(),
        "board": board,
        "vector": to_json(head.vector),
        "former": list(head.former),
        "echo": {name: list(each) for name, each in head.echo.items()},
    }
    if not head.calling:
        del value["calling"]
    content = f"{MAGIC}{FORMAT} {canonical_text(value)}"
    return f"{content} {checksum(content.encode())}\n".encode()


def read_head(content: bytes, board: str, replica: str) -> Head:
    """The head of `replica`, checked. Raises BadSegment with the reason."""
    if len(content) > MOST_BYTES:
        raise BadSegment("it is too large for a head")
    try:
        found = _HEAD.fullmatch(content.decode("utf-8"))
        if found is None:
            raise BadSegment("it is no head")
        if int(found[1]) > FORMAT:
            raise BadSegment("it was written by a newer warroom", "newer")
        if checksum(content[:-34]) != found[3]:
            raise BadSegment("it is cut off or damaged")
        value = json.loads(found[2])
        vector = from_json(value.get("vector"))
    except (ValueError, RecursionError) as error:
        raise BadSegment(f"it can't be read: {error}") from None
    if value.get("board") != board:
        raise BadSegment("it belongs to another board", "board")
    if value.get("replica") != replica:
        raise BadSegment("it is not the head that its name says")
    return _checked(value, replica, vector)


def replica_of(content: bytes) -> str:
    """Whose head the bytes of one are by what they say, unchecked; empty when they say nothing."""
    found = _SAYS_REPLICA.search(content[:MOST_BYTES])
    return found[1].decode() if found is not None else ""


def _checked(value: dict[str, Any], replica: str, vector: Vector) -> Head:
    number, at, fold_version = numbers = [value.get(name) for name in ("number", "at", "fold_version")]
    actor, program, digest = texts = [value.get(name) for name in ("actor", "program", "digest")]
    well_formed = all(type(each) is int and 0 <= each < _HIGHEST for each in numbers) and all(
        isinstance(each, str) for each in texts
    )
    former = value.get("former", [])
    if not isinstance(former, list) or not all(isinstance(each, str) and _REPLICA.fullmatch(each) for each in former[:MOST_FORMER]):
        well_formed = False
    echo = value.get("echo", {})
    if not isinstance(echo, dict) or len(echo) > MOST_ECHOED or not all(map(_is_echo, echo.items())):
        well_formed = False
    if not well_formed or not _DIGEST.fullmatch(str(digest)):
        raise BadSegment("it says something that can't be")
    return Head(
        replica, one_line(str(actor), 80), one_line(str(program), 40), int(number or 0), int(at or 0), vector,
        int(fold_version or 0), str(digest), tuple(former[:MOST_FORMER]),
        {name: (each[0], each[1]) for name, each in echo.items()}, _calls(value.get("calling")),
    )  # fmt: skip


def _is_echo(item: tuple[Any, Any]) -> bool:
    name, each = item
    pair = isinstance(each, list) and len(each) == 2 and all(type(number) is int and 0 <= number < _HIGHEST for number in each)
    return pair and _REPLICA.fullmatch(name) is not None


def _calls(value: Any) -> tuple[Call, ...]:
    """The calls in a head; what is no call is left out."""
    found = value[:MOST_CALLS] if isinstance(value, list) else []
    return tuple(
        Call(*each)
        for each in found
        if isinstance(each, list)
        and len(each) == 2
        and isinstance(each[0], str)
        and _BREAK.fullmatch(each[0])
        and type(each[1]) is int
        and 0 <= each[1] < _HIGHEST
    )


def is_off(skew: int, waits: Waits) -> bool:
    """Whether somebody's clock is told to be off: one that seems behind can't be told from a slow way for a while."""
    return skew > waits.skew or skew < -waits.slow


def note_head(
    db: sqlite3.Connection, carrier: str, entry: Entry, head: Head, now: int, waits: Waits = Waits(), attentive: bool = True
) -> None:
    """Notes what somebody says of themselves, unless something newer is known. With `attentive` it came a moment ago; else its
    age is unknown, and no sign of a clock that is behind."""
    db.execute(
        "INSERT INTO carried_files VALUES (?1, ?2, ?3, ?4, ?5, '', ?6, 1, ?6) ON CONFLICT DO UPDATE SET"
        " size = ?3, stamp = ?4, state = ?5, reason = '', checked_at = ?6",
        (carrier, entry.name, entry.size, entry.stamp, DONE, now),
    )
    db.execute("INSERT OR IGNORE INTO peers(replica) VALUES (?)", (head.replica,))
    known, vector, skew, skew_at, at = db.execute(
        "SELECT head, vector, skew, skew_at, at FROM peers WHERE replica = ?", (head.replica,)
    ).fetchone()
    if head.number <= known:
        return
    ahead, before = head.at - now, skew
    was_set = head.at < at or (attentive and skew > waits.skew >= ahead)
    if was_set:
        db.execute("UPDATE peers SET skew = 0, skew_at = 0 WHERE replica = ?", (head.replica,))
    hear_of(db, head.replica, now, attentive, head.at)
    expired = not skew_at or was_set or not skew_at <= now < skew_at + SKEW_KEPT
    if (expired and attentive) or (ahead > 0 if expired else ahead > skew):
        skew, skew_at = ahead, now
    elif expired:
        skew, skew_at = 0, 0
    if is_off(skew, waits) and not is_off(before, waits) and not is_own(db, head.replica):
        note(db, now, CLOCK, head.replica, skew)
    told = canonical_text(to_json(joined(from_json(json.loads(vector)), head.vector)))
    db.execute(
        "UPDATE peers SET vector = ?1, head = ?2, actor = ?3, program = ?4, fold_version = ?5, digest = ?6, at = ?7,"
        " skew = ?8, skew_at = ?9 WHERE replica = ?10",
        (told, head.number, head.actor, head.program, head.fold_version, head.digest, head.at, skew, skew_at, head.replica),
    )
    for replica in head.former:
        if db.execute("UPDATE peers SET gone = 1 WHERE replica = ? AND NOT gone", (replica,)).rowcount:
            note(db, now, RENAMED, head.replica, what=replica)
        note_calls(db, replica, "", (), now)
    note_calls(db, head.replica, head.actor, head.calling, now)
