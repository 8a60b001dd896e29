"""An event: one immutable fact in the record, with who, when it happened, when it was written down, and what.

docs/record.md is the format for other implementers. An event is hashed over its envelope; the body is in it by its
salted hash only, so that it can be blanked without breaking the chain.
"""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

import json
from typing import Any, NamedTuple

from store.ids import canonical_text, digest, entity_id, salted_digest
from store.zones import from_iso, iso

FORMAT = 1
"""The version of the event format that this program writes; a higher one is kept, passed on and shown as newer."""

Body = dict[str, Any]
Seen = dict[str, Any]
"""replica → highest number seen of it on the subject, or [that number, [first, last] of each gap below it]."""

FREE_TEXT = frozenset(
    "said text what reason why say by trouble expectation still_hurts must_tell exposure link where knows name who person with to "
    "effort".split()
)
"""Body fields that people type freely: a redaction blanks them, a search finds them."""

_ENVELOPE = frozenset(
    "v replica number prev subject seen hlc happened_at recorded_at actor action kind origin body_hash salt body hash".split()
)


class Event(NamedTuple):
    """One event as it is held in memory. Identity: (replica, number, hash)."""

    replica: str
    """12 hex digits, random for each replica."""
    number: int
    """1, 2, 3 … for each replica, without a gap."""
    hash: str
    prev: str
    """Hash of the same replica's event before this one; empty for its first."""
    subject: str
    """`break:ID`, `failure:ID`, `customer:KEY` or `board:ID`."""
    seen: Seen
    """What the author had seen of this subject from other replicas; its own earlier events are understood."""
    hlc: int
    happened_at: int
    recorded_at: int
    actor: str
    action: int
    """The number of the first event of the same action (of the same replica)."""
    kind: str
    body: Body | None
    """None when it was blanked, or has not arrived."""
    salt: str
    body_hash: str
    origin: tuple[str, str] | None = None
    """Of an imported event: (source, key); two events of one origin are one fact."""
    version: int = FORMAT
    extra: Body = {}  # noqa: RUF012 (never written to)
    """Envelope fields of a newer version, kept as they came."""

    @property
    def subject_kind(self) -> str:
        """`break`, `failure`, `customer` or `board` (anything, from a newer version)."""
        return self.subject.partition(":")[0]

    @property
    def order(self) -> tuple[int, str, str]:
        """The key of the linear order that serves display, and of tie-breaks."""
        return self.hlc, self.replica, self.hash


class Line(NamedTuple):
    """One event as it is stored and as it travels: what is nested in it is canonical JSON text. `seen` is `{}` when empty,
    `extra` None."""

    replica: str
    subject: str
    number: int
    hash: str
    prev: str
    seen: str
    hlc: int
    happened_at: int
    recorded_at: int
    actor: str
    action: int
    kind: str
    body: str | None
    salt: str
    body_hash: str
    source: str | None
    key: str | None
    version: int
    extra: str | None


def line_of(event: Event) -> Line:
    """The stored form of an event."""
    source, key = event.origin or (None, None)
    return Line(
        event.replica, event.subject, event.number, event.hash, event.prev, canonical_text(event.seen) if event.seen else "{}",
        event.hlc, event.happened_at, event.recorded_at, event.actor, event.action, event.kind,
        None if event.body is None else canonical_text(event.body), event.salt, event.body_hash, source, key, event.version,
        canonical_text(event.extra) if event.extra else None,
    )  # fmt: skip


def canonical_line(line: Line) -> str:
    """The canonical JSON of a stored event, as `to_json` gives it; what is nested in it is not read for that."""
    text = canonical_text
    if line.extra is not None:
        known = canonical_line(line._replace(extra=None))
        return text({**json.loads(line.extra), **json.loads(known)})
    body = "" if line.body is None else f'"body":{line.body},'
    salt = "" if line.body is None else f'"salt":"{line.salt}",'
    origin = "" if line.source is None else f'"origin":[{text(line.source)},{text(line.key)}],'
    return (
        f'{{"action":{line.action},"actor":{text(line.actor)},{body}"body_hash":"{line.body_hash}",'
        f'"happened_at":"{iso(line.happened_at)}","hash":"{line.hash}","hlc":"{line.hlc:016x}","kind":"{line.kind}",'
        f'"number":{line.number},{origin}"prev":"{line.prev}","recorded_at":"{iso(line.recorded_at)}",'
        f'"replica":"{line.replica}",{salt}"seen":{line.seen},"subject":{text(line.subject)},"v":{line.version}}}'
    )


def envelope(event: Event) -> Body:
    """What the hash is made over: everything but the hash, the salt and the body itself."""
    made: Body = {
        "v": event.version,
        "replica": event.replica,
        "number": event.number,
        "prev": event.prev,
        "subject": event.subject,
        "seen": event.seen,
        "hlc": f"{event.hlc:016x}",
        "happened_at": iso(event.happened_at),
        "recorded_at": iso(event.recorded_at),
        "actor": event.actor,
        "action": event.action,
        "kind": event.kind,
        "body_hash": event.body_hash,
    }
    if event.origin is not None:
        made["origin"] = list(event.origin)
    return {**event.extra, **made} if event.extra else made


def hash_of(event: Event) -> str:
    """The hash that the event must carry."""
    return digest(envelope(event))


def sealed(event: Event) -> Event:
    """The event with its body hash and its hash worked out."""
    event = event._replace(body_hash=salted_digest(event.salt, event.body))
    return event._replace(hash=hash_of(event))


def to_json(event: Event) -> Body:
    """The event as one JSON object: the line of a log, of a segment."""
    made = envelope(event)
    made["hash"] = event.hash
    if event.body is not None:
        made["salt"] = event.salt
        made["body"] = event.body
    return made


def from_json(line: Body) -> Event:
    """The event in a JSON object that `store.validate` has passed."""
    origin = line.get("origin")
    body = line.get("body")
    return Event(
        replica=line["replica"],
        number=line["number"],
        hash=line["hash"],
        prev=line["prev"],
        subject=line["subject"],
        seen=line["seen"],
        hlc=int(line["hlc"], 16),
        happened_at=from_iso(line["happened_at"]) or 0,
        recorded_at=from_iso(line["recorded_at"]) or 0,
        actor=line["actor"],
        action=line["action"],
        kind=line["kind"],
        body=body,
        salt=line.get("salt", "") if body is not None else "",
        body_hash=line["body_hash"],
        origin=(origin[0], origin[1]) if origin else None,
        version=line["v"],
        extra={key: value for key, value in line.items() if key not in _ENVELOPE},
    )


def saw(event: Event, replica: str, number: int) -> bool:
    """Whether the author of `event` had seen event `number` of `replica` (on the same subject)."""
    if replica == event.replica:
        return number < event.number
    known = event.seen.get(replica)
    if known is None:
        return False
    if isinstance(known, int):
        return number <= known
    return number <= known[0] and not any(first <= number <= last for first, last in known[1:])


def identity(kind: str, replica: str, number: int, body_hash: str, origin: tuple[str, str] | None) -> str:
    """The id of the break or failure that an `opened` / `failure_opened` event brings into being."""
    if origin is not None:
        return entity_id(kind, *origin)
    return entity_id(kind, replica, number, body_hash)


def without_text(body: Body) -> Body:
    """What a redaction keeps of a body: all but the free text."""
    kept: Body = {}
    for key, value in body.items():
        if key == "set" and isinstance(value, dict):
            kept[key] = {name: inner for name, inner in value.items() if name not in FREE_TEXT and not isinstance(inner, str)}
        elif key == "body" and isinstance(value, dict):
            kept[key] = without_text(value)
        elif key not in FREE_TEXT:
            kept[key] = value
    return kept
