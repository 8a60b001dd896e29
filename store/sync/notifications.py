"""What the operating system tells of a folder: which names came, went or were written. Imported late: the library loads slowly.

It tells nothing of a folder on a network share that somebody else writes, and falls silent when the folder is replaced; who
listens looks for themselves now and then (`store.sync.watching`).
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

Told = Callable[[str], None]
"""Told the name of what changed in a folder; called in a thread of the library's."""
FAR = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "afs",
    "ceph",
    "glusterfs",
    "lustre",
    "virtiofs",
    "vboxsf",
    "vmhgfs",
    "drvfs",
    "prl_fs",
}
"""File systems that others can write without this machine's knowledge; those that begin with `fuse.` as well."""
_MOUNTS = "/proc/self/mountinfo"
_LEAVING = 1.0
"""Seconds that closing waits for the library's threads."""


class Watch(Protocol):
    """Notifications of one folder, until it is closed."""

    def alive(self) -> bool:
        """Whether they can still arrive; False after the folder was deleted."""
        ...

    def close(self) -> None:
        """Ends them."""
        ...


def open_watch(folder: Path, told: Told) -> Watch:
    """Has `told` called for every change of a name in `folder`. Raises OSError where the system refuses: no such folder, or no
    more of them are to be had."""
    return _Observed(folder, told)


class _Observed:
    """The library's observer of one folder."""

    def __init__(self, folder: Path, told: Told) -> None:
        from watchdog import events
        from watchdog.observers import Observer

        logging.getLogger("watchdog").addHandler(logging.NullHandler())  # a terminal belongs to the board
        logging.getLogger("watchdog").propagate = False
        kinds = [events.FileCreatedEvent, events.FileMovedEvent, events.FileDeletedEvent]
        kinds.append(events.FileClosedEvent if sys.platform.startswith("linux") else events.FileModifiedEvent)

        class Handler(events.FileSystemEventHandler):
            def dispatch(self, event: events.FileSystemEvent) -> None:
                told(os.path.basename(os.fsdecode(event.dest_path or event.src_path)))

        self._observer = Observer()
        try:
            self._observer.schedule(Handler(), os.fspath(folder), recursive=False, event_filter=kinds)
            self._observer.start()
        except BaseException:
            self._observer.stop()
            raise

    def alive(self) -> bool:
        return self._observer.is_alive() and all(emitter.is_alive() for emitter in self._observer.emitters)

    def close(self) -> None:
        self._observer.stop()
        if self._observer.ident is not None:
            self._observer.join(_LEAVING)


def file_system(folder: Path) -> str:
    """The kind of file system that a folder lies on, as the system calls it (`ext4`, `nfs4`); empty where that can't be told."""
    try:
        place = os.path.realpath(folder)
        with open(_MOUNTS, encoding="utf-8", errors="surrogateescape") as file:
            mounts = [line.split() for line in file]
    except OSError:
        return ""
    found, longest = "", -1
    for fields in mounts:
        if "-" not in fields[5:]:
            continue
        point = fields[4].encode("latin-1", "replace").decode("unicode_escape") if "\\" in fields[4] else fields[4]
        inside = place == point or place.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= longest:
            found, longest = fields[fields.index("-", 5) + 1], len(point)
    return found


def is_near(kind: str) -> bool:
    """Whether this machine's system knows of every change on such a file system, as nobody else can write it."""
    return bool(kind) and kind not in FAR and not kind.startswith("fuse.")
