"""The names of what lies in a shared folder: made so that no sync engine renames, skips or mistakes them.

Lower-case ASCII, no dot or tilde in front, an extension, well under 80 characters.
"""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

import os
import re
from functools import cache
from typing import NamedTuple

SEGMENT, PACK, HEAD = "seg", "pack", "head"
LONGEST = 120
"""Most characters of a name that is looked at."""
TEMPORARY = "~wr-"
_TEMPORARY = r"~wr-[0-9a-f]{8,12}\.tmp"
_NAME = r"([0-9a-f]{12})(?:\.(?:([1-9]\d{0,15})-([1-9]\d{0,15})|(adopted))\.[0-9a-f]{6})?\.(seg|pack|head)"
_PLAIN = r"[^/\\:*?\"<>|\x00-\x1f\x7f.~\ud800-\udfff][^/\\:*?\"<>|\x00-\x1f\x7f\ud800-\udfff]*"
"""Without surrogates: a name that is not UTF-8 can be kept nowhere."""


class Name(NamedTuple):
    """What a name says. Only a hint: what counts is the content."""

    replica: str
    """Who wrote it."""
    first: int
    last: int
    """Numbers of its events; both 0 when they are not of one run of its writer."""
    kind: str
    """`seg`, `pack` or `head`."""


def parsed(name: str) -> Name | None:
    """What a name of ours says; None for any other."""
    found = _pattern(_NAME).fullmatch(name)
    if found is None:
        return None
    replica, first, last, adopted, kind = found.groups()
    if (kind == HEAD) is not (first is None and adopted is None):
        return None
    return Name(replica, int(first or 0), int(last or 0), kind)


def is_plain(name: str) -> bool:
    """Whether a name is one of a visible file, with nothing in it that could lead elsewhere."""
    return len(name) <= LONGEST and _pattern(_PLAIN).fullmatch(name) is not None


def is_utf8(name: str) -> bool:
    """Whether a name can be written down: on many systems those of files are any bytes."""
    return name.isascii() or not any("\ud800" <= char <= "\udfff" for char in name)


def printable(name: str) -> str:
    """A name as it can be shown, also where it is not UTF-8: `caf\\xe9.seg`."""
    return name if is_utf8(name) else os.fsencode(name).decode("utf-8", "backslashreplace")


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """A pattern, compiled when the first name is looked at: who only writes looks at none."""
    return re.compile(text, re.ASCII)


def segment_name(replica: str, first: int, last: int, kind: str = SEGMENT) -> str:
    """A new name for own events `first` to `last`: no other installation, clone or later try ever makes the same."""
    return f"{replica}.{first}-{last}.{os.urandom(3).hex()}.{kind}"


def adopted_name(replica: str, kind: str = SEGMENT) -> str:
    """A new name for events of others that the folder had lost, and for those of more than one run."""
    return f"{replica}.adopted.{os.urandom(3).hex()}.{kind}"


def head_name(replica: str) -> str:
    """The name of a replica's head, the only one whose content changes."""
    return f"{replica}.{HEAD}"


def is_temporary(name: str) -> bool:
    """Whether a name is one that files have while they are written."""
    return re.fullmatch(_TEMPORARY, name, re.ASCII) is not None


def temporary_name() -> str:
    """A name for a file that is being written; it lives for milliseconds."""
    return f"{TEMPORARY}{os.urandom(6).hex()}.tmp"
