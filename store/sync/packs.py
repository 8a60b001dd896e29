"""Packs: the bytes of a segment, compressed, with larger limits than a file that is written at each publication.

`read_file` is the one door for what lies in a carrier: a pack is unpacked to a segment and checked as one.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence

from store.errors import CannotRead
from store.events import Line
from store.sync import segments
from store.sync.carriers import Carrier
from store.sync.segments import BadSegment, Limits, Segment, cut, read_segment, write_segment

MAGIC = b"warroom-pack "
FORMAT = 1
LIMITS = Limits(target=4 * 1024 * 1024, most_bytes=16 * 1024 * 1024, most_events=100_000)
"""Of what a pack unpacks to."""
MOST_BYTES = 8 * 1024 * 1024
"""Longest pack that is read."""
_HEADER = re.compile(rb"warroom-pack (\d{1,5})\n")
_LONGEST_HEADER = 19
_SAYS_BOARD = re.compile(rb'warroom-segment \d{1,5} \{(?:"adopted":true,)?"board":"([0-9a-f]{32})"')


def write_pack(board: str, writer: str, lines: Sequence[Line], adopted: bool = False) -> bytes:
    """The bytes of a pack; `lines` as in `write_segment`."""
    return MAGIC + b"%d\n" % FORMAT + zlib.compress(write_segment(board, writer, lines, {}, adopted))


def portions(lines: Iterable[Line], adopted: bool = False) -> Iterator[list[Line]]:
    """Cuts events, in order, into the portions of packs."""
    return cut(lines, adopted, LIMITS)


def is_pack(content: bytes) -> bool:
    """Whether bytes begin as a pack does."""
    return content.startswith(MAGIC)


def unpacked(content: bytes) -> bytes:
    """The bytes of the segment in a pack; never more than the limit of it is held. Raises BadSegment with the reason."""
    found = _HEADER.match(content[:_LONGEST_HEADER])
    if found is None:
        raise BadSegment("its first line is no header")
    if int(found[1]) > FORMAT:
        raise BadSegment("it was written by a newer warroom", "newer")
    if len(content) > MOST_BYTES:
        raise BadSegment(f"it has {len(content):,} bytes: a pack has at most {MOST_BYTES:,}")
    stream = zlib.decompressobj()
    try:
        plain = stream.decompress(content[found.end() :], LIMITS.most_bytes + 1)
    except zlib.error:
        raise BadSegment("it is cut off or damaged") from None
    if len(plain) > LIMITS.most_bytes:
        raise BadSegment(f"it unpacks to more than {LIMITS.most_bytes:,} bytes")
    if not stream.eof or stream.unused_data:
        raise BadSegment("it is cut off or damaged")
    return plain


def read_file(content: bytes, board: str) -> Segment:
    """The events in the bytes of a segment or a pack, all of them checked. Raises BadSegment with the reason."""
    return read_unpacked(unpacked(content), board) if is_pack(content) else read_segment(content, board)


def read_unpacked(plain: bytes, board: str) -> Segment:
    """The events in what a pack unpacked to. Raises BadSegment with the reason."""
    try:
        return read_segment(plain, board, LIMITS)
    except BadSegment as error:
        raise BadSegment(error.reason, "bad" if error.kind == "other" else error.kind) from None


def board_in(content: bytes) -> str:
    """Which board a file says that it belongs to, unchecked; empty when it says nothing."""
    try:
        plain = unpacked(content) if is_pack(content) else content
    except BadSegment:
        return ""
    found = _SAYS_BOARD.match(plain[: segments.MOST_HEADER])
    return found[1].decode() if found is not None else ""


def is_whole(content: bytes) -> bool:
    """Whether the bytes of a segment or a pack are those that its writer wrote; says nothing of what is in them."""
    try:
        return segments.is_whole(unpacked(content) if is_pack(content) else content)
    except BadSegment:
        return False


def lies_whole(carrier: Carrier, name: str) -> bool:
    """Whether a carrier has a file that is whole."""
    try:
        return is_whole(carrier.get(name))
    except CannotRead:
        return False
