"""Where a board is shared, and whether anything came there since it was last read; light enough for every command."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from store.clock import Clock
from store.sync.board_file import FOLDER_SUFFIX
from store.zones import Zone

if TYPE_CHECKING:
    from store.sync.sealing import TeamKey

SETTLED = 2_000_000_000
"""Nanoseconds after which a folder's time of change tells it from any later one, on coarse file systems too."""
Progress = Callable[[int, int, str], None]
"""Told (done, in all or 0 where that is not known, what)."""


class Place(NamedTuple):
    """Where a board is shared, and the installation that takes part."""

    board_file: str
    board_id: str
    replica_folder: str
    clock: Clock
    zone: Zone
    actor: str
    """Whom this installation's head names."""
    lock: str = ""
    """The lock of an encrypted board; empty for any other."""
    key: TeamKey | None = None
    """What opens it; without it nothing is exchanged."""


def place_stamp(board_file: str) -> tuple[int, ...]:
    """Something that differs after a name came to the shared folder or went; empty when that can't be told (a single file,
    a folder that changed a moment ago)."""
    try:
        found = os.stat(board_file + FOLDER_SUFFIX)
    except OSError:
        return ()
    return (found.st_mtime_ns, found.st_ino) if abs(time.time_ns() - found.st_mtime_ns) > SETTLED else ()


def check_waits() -> None:
    """Raises BadInput where this installation's environment names waits that are none: before anything is done."""
    if text := os.environ.get("WARROOM_WAITS"):
        from store.sync.waits import Waits, adjusted

        adjusted(Waits(), text)
