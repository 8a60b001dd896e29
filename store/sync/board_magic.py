"""Recognising a board file by its first bytes, whatever its name: the copies that sync programs make are found by that."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from store.sync.board_file import FORMAT, MAGIC

_MAGIC, _ID = b"SQLite format 3\0", MAGIC.to_bytes(4, "big")
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_VERSION_AT, _ID_AT = 60, 68
"""Where SQLite keeps the user_version and the application_id."""


def has_magic(path: Path) -> bool:
    """Whether a file is SQLite's and says that it is a board."""
    return is_board(first_bytes(path))


def is_board(head: bytes) -> bool:
    """Whether a file that begins so is SQLite's and says that it is a board."""
    return head.startswith(_MAGIC) and head[_ID_AT:] == _ID


def is_of_others(head: bytes) -> bool:
    """Whether a file that begins so is whole, and of a newer version or of another program."""
    if len(head) < _ID_AT + len(_ID) or not head.startswith(_MAGIC):
        return False
    return head[_ID_AT:] != _ID or int.from_bytes(head[_VERSION_AT:_ID_AT][:4], "big") > FORMAT


def first_bytes(path: Path, follow: bool = False) -> bytes:
    """The first bytes of a file, to the application_id; fewer where it has fewer or can't be read."""
    try:
        handle = os.open(path, _READ if follow else _READ | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(handle, "rb") as file:
            return file.read(_ID_AT + 4) if stat.S_ISREG(os.fstat(handle).st_mode) else b""
    except OSError:
        return b""
