"""Segments: runs of events as bytes, the only unit of exchange on every carrier. docs/sync.md is the format.

A segment is taken whole or not at all: everything in it is checked before anything of it is used.
"""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from store.errors import BadInput
from store.events import Line, canonical_line
from store.ids import blake2b, canonical_text
from store.sync.vector import Reach, Vector, from_json, to_json

MAGIC = b"warroom-segment "
END = "warroom-end "
FORMAT = 1
TARGET_BYTES = 1024 * 1024
"""A segment is begun anew above this; one with a single long event may be a quarter longer."""
MOST_BYTES = 2 * 1024 * 1024
"""Longest segment that is read."""
MOST_EVENTS = 10_000
MOST_HEADER = 1_000
_HEADER = r"warroom-segment (\d{1,5}) (\{.*\})"
_FOOTER = r"warroom-end (\{.*\}) ([0-9a-f]{32})"
_REPLICA = r"[0-9a-f]{12}"


class BadSegment(Exception):
    """Bytes that are no sound segment of this board: `reason` says why, `kind` which sort of wrong it is."""

    def __init__(self, reason: str, kind: str = "bad") -> None:
        self.reason = reason
        self.kind = kind
        """`bad`; `board`: of another board; `newer`: of a newer version; `other`: no segment at all."""
        super().__init__(reason)


class Limits(NamedTuple):
    """How much a segment may hold."""

    target: int
    """Bytes above which a writer begins a new one."""
    most_bytes: int
    most_events: int


def limits_of_segments() -> Limits:
    """Of a segment that is no pack."""
    return Limits(TARGET_BYTES, MOST_BYTES, MOST_EVENTS)


class Segment(NamedTuple):
    """A segment that passed every check."""

    board: str
    writer: str
    """The replica that wrote it."""
    adopted: bool
    """Whether it holds events as they were of whomever, and not a run of its writer's own."""
    lines: list[Line]
    vector: dict[str, Reach]
    """What its writer had of others when it wrote this; only what changed since its segment before, and not of all."""


def write_segment(board: str, writer: str, lines: Sequence[Line], vector: Vector, adopted: bool = False) -> bytes:
    """The bytes of a segment. `lines` are in the order of (replica, number, hash); without `adopted` a run of the writer's own."""
    header: dict[str, Any] = {"board": board, "replica": writer, "first": lines[0].number, "last": lines[-1].number}
    if adopted:
        header = {"board": board, "replica": writer, "adopted": True}
    footer = {"count": len(lines), "last": lines[-1].hash, "vector": to_json(vector)}
    parts = [f"{MAGIC.decode()}{FORMAT} {canonical_text(header)}", *map(canonical_line, lines), f"{END}{canonical_text(footer)}"]
    content = "\n".join(parts).encode("utf-8")
    return content + f" {checksum(content)}\n".encode()


def checksum(content: bytes) -> str:
    """The checksum of a segment's bytes up to it: BLAKE2b with 16 bytes, as hex."""
    return blake2b(content, digest_size=16).hexdigest()


def is_whole(content: bytes) -> bool:
    """Whether a segment's bytes are those that its writer wrote; says nothing of what is in them."""
    return len(content) > 34 and content[-1:] == b"\n" and checksum(content[:-34]).encode() == content[-33:-1]


def cut(lines: Iterable[Line], adopted: bool = False, limits: Limits | None = None) -> Iterator[list[Line]]:
    """Cuts events, in order, into the portions of segments: of one run each unless `adopted`, within the limits."""
    limits = limits or limits_of_segments()
    portion: list[Line] = []
    size = 0
    for line in lines:
        more = len(canonical_line(line).encode("utf-8")) + 1
        follows = adopted or not portion or line.number == portion[-1].number + 1
        if portion and (not follows or size + more > limits.target or len(portion) == limits.most_events):
            yield portion
            portion, size = [], 0
        portion.append(line)
        size += more
    if portion:
        yield portion


def read_segment(content: bytes, board: str, limits: Limits | None = None) -> Segment:
    """The events in a segment's bytes, all of them checked. Raises BadSegment with the reason."""
    limits = limits or limits_of_segments()
    if content.startswith(b"warroom-sealed "):
        raise BadSegment("it is sealed, and this board is not encrypted: somebody may have replaced the board file")
    if not content.startswith(MAGIC):
        raise BadSegment("it is no segment", "other" if content else "bad")
    if len(content) > limits.most_bytes:
        raise BadSegment(f"it has {len(content):,} bytes: a segment has at most {limits.most_bytes:,}")
    end_of_header = content.find(b"\n", 0, MOST_HEADER)
    try:
        found = re.fullmatch(_HEADER, content[: max(end_of_header, 0)].decode("utf-8"))
        if found is None:
            raise BadSegment("its first line is no header")
        if int(found[1]) > FORMAT:
            raise BadSegment("it was written by a newer warroom", "newer")
        header = _object(found[2])
        writer, adopted = header.get("replica"), header.get("adopted") is True
        if not isinstance(writer, str) or not re.fullmatch(_REPLICA, writer, re.ASCII):
            raise BadSegment("its header names no replica")
        if header.get("board") != board:
            raise BadSegment("it belongs to another board", "board")
        if not is_whole(content):
            raise BadSegment("it is cut off or damaged")
        _, *texts, last, nothing = content.decode("utf-8").split("\n")
        footer = _footer(last, len(texts), limits.most_events)
        lines = _lines(texts)
        vector = from_json(footer.get("vector"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadSegment(f"it can't be read: {error}") from None
    if nothing or footer.get("last") != lines[-1].hash:
        raise BadSegment("its footer does not name its last event")
    _check_order(lines, adopted)
    if not adopted and (
        header.get("first") != lines[0].number or header.get("last") != lines[-1].number or lines[0].replica != writer
    ):
        raise BadSegment("its events are not those of its header")
    return Segment(board, writer, adopted, lines, vector)


def _footer(text: str, events: int, most: int) -> dict[str, Any]:
    found = re.fullmatch(_FOOTER, text)
    if found is None:
        raise BadSegment("its last line is no footer")
    footer = _object(found[1])
    if not 1 <= events <= most or footer.get("count") != events:
        raise BadSegment("its footer does not count its events")
    return footer


def _object(text: str) -> dict[str, Any]:
    value = json.loads(text)
    if not isinstance(value, dict) or canonical_text(value) != text:
        raise BadSegment("its header or footer is not canonical")
    return value


def _lines(texts: Sequence[str]) -> list[Line]:
    from store.validate import read_lines

    try:
        return read_lines(texts)
    except BadInput as error:
        raise BadSegment(error.title) from None


def _check_order(lines: Sequence[Line], adopted: bool) -> None:
    """Events stand in order, each once; those of one run follow each other by number and by hash."""
    before = lines[0]
    for line in lines[1:]:
        if adopted:
            if (line.replica, line.number, line.hash) <= (before.replica, before.number, before.hash):
                raise BadSegment("its events are not in order")
        elif line.replica != before.replica or line.number != before.number + 1 or line.prev != before.hash:
            raise BadSegment("its events do not follow each other")
        before = line
