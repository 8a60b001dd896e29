"""The text that a command is given as FILE, or as `-` for what comes in on stdin."""

from __future__ import annotations

import os
import sys

from store.errors import BadInput
from store.text import one_line

STDIN = "-"
MOST = 2_000_000
"""Bytes of a text that is read."""


def read_text(file: str) -> str:
    """The text, without a byte-order mark. Raises BadInput where it is none that can be read."""
    what = "stdin" if file == STDIN else one_line(file, 200)
    try:
        if file == STDIN:
            raw = _from_stdin()
        else:
            with open(os.path.expanduser(file), "rb") as source:
                raw = source.read(MOST + 1)
    except OSError as error:
        raise BadInput("file", f"{what} can't be read: {error.strerror or error}", "check the path, or give - for stdin") from None
    except ValueError:
        raise BadInput("file", f"{what} is no path", "check the path, or give - for stdin") from None
    if len(raw) > MOST:
        raise BadInput("file", f"{what} is longer than {MOST // 1_000_000} MB", "give the letter alone")
    if b"\0" in raw:
        raise BadInput("file", f"{what} is no text", "export it as .md or .txt first")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput("file", f"{what} is not UTF-8 (byte {error.start + 1})", "save it as UTF-8, without formatting") from None


def _from_stdin() -> bytes:
    stream = getattr(sys.stdin, "buffer", None)
    return stream.read(MOST + 1) if stream is not None else sys.stdin.read(MOST + 1).encode()
