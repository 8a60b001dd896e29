"""What an installation remembers of the board files that it shares a board by: so that one that is lost or damaged is written
again as it was. It lies beside the replica, as the file itself is what may be gone.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import Any, NamedTuple

FILE = "board-files.json"
MOST = 30
"""Most paths that are remembered."""
_MOST_BYTES = 256 * 1024


class Remembered(NamedTuple):
    """What is remembered of a board file."""

    layout: str = ""
    """Empty when it was never read."""
    name: str = ""
    seen: str = ""
    """How it looked when it was last found damaged or gone; empty when it was whole."""
    looks: int = 0
    """How many times in a row it looked so."""


def read_remembered(folder: str, path: str) -> Remembered:
    """What is noted beside the replica in `folder` of the board file at `path`; nothing where that can't be read."""
    try:
        layout, name, seen, looks = _all(folder)[path]
        return Remembered(str(layout), str(name), str(seen), int(looks))
    except (KeyError, TypeError, ValueError):
        return Remembered()


def note_remembered(folder: str, path: str, remembered: Remembered) -> None:
    """Notes it, the path that was noted last at the end. Where that can't be written, nothing is remembered."""
    found = _all(folder)
    found.pop(path, None)
    found[path] = list(remembered)
    temporary = os.path.join(folder, f"{FILE}.{os.getpid()}.tmp")
    with suppress(OSError, ValueError):
        with open(temporary, "w", encoding="utf-8") as file:
            json.dump(dict(list(found.items())[-MOST:]), file)
        os.replace(temporary, os.path.join(folder, FILE))


def note_board(folder: str, path: str, layout: str, name: str) -> None:
    """Notes what a board file says."""
    known = read_remembered(folder, path)
    if (known.layout, known.name) != (layout, name):
        note_remembered(folder, path, known._replace(layout=layout, name=name))


class Looks:
    """Counts how often in a row a file was found damaged or gone: in `folder` across processes, without one in this alone."""

    def __init__(self, folder: str, path: str) -> None:
        self._folder = folder
        self._path = path
        self._here = Remembered()

    def count(self, seen: str, most: int) -> int:
        """How many times in a row it looked as `seen` says, with this one, up to `most`."""
        known = self._known()
        looks = min(most, known.looks + 1 if known.seen == seen else 1)
        self._note(known, known._replace(seen=seen, looks=looks))
        return looks

    def forget(self) -> None:
        """It is whole."""
        known = self._known()
        self._note(known, known._replace(seen="", looks=0))

    def _known(self) -> Remembered:
        return read_remembered(self._folder, self._path) if self._folder else self._here

    def _note(self, known: Remembered, now: Remembered) -> None:
        if self._folder and now != known:
            note_remembered(self._folder, self._path, now)
        self._here = now


def _all(folder: str) -> dict[str, Any]:
    try:
        with open(os.path.join(folder, FILE), encoding="utf-8") as file:
            found = json.loads(file.read(_MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
