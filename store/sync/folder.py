"""The folder beside the board file, as a carrier: each segment a file under a name of its own, written once.

Whoever can write the folder can put anything there: links are not followed, names that lead elsewhere are not taken,
and what is looked at is bounded.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from itertools import chain

from store.errors import CannotRead, CannotWrite
from store.paths import StrPath
from store.sync.carriers import MOST_FILES, MOST_FOREIGN, Entry, Listing, what_to_do
from store.sync.names import is_plain, parsed, temporary_name

MOST_BYTES = 16 * 1024 * 1024
"""Largest file that is read."""
MOST_LOOKED_AT = 2_000_000
"""Most names of the folder that are looked at in one listing."""
KEPT_TIMES = 4
"""How many times as many names as are looked into are held at once while listing."""
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_RENAMES = 5
"""Times that a rename is tried where a sync engine has the file open (Windows)."""


class Folder:
    """A folder of segments. It must be there: a missing one is an error, never a new board."""

    kind = "folder"

    def __init__(self, path: StrPath) -> None:
        self.path = os.fspath(path)
        self._looked: tuple[int, ...] = ()

    def list(self) -> Listing:
        """The plain files in it whose names could be of an exchange. Of too many, each writer gets a fair share."""
        ours: dict[str, list[os.DirEntry[str]]] = {}
        foreign: list[Entry] = []
        looked = count = kept = 0
        self._check()
        try:
            with os.scandir(self.path) as found:
                for item in found:
                    looked += 1
                    if looked > MOST_LOOKED_AT:
                        break
                    says = parsed(item.name)
                    if says is not None:
                        ours.setdefault(says.replica, []).append(item)
                        count, kept = count + 1, kept + 1
                        if kept > KEPT_TIMES * MOST_FILES:  # so that a million names are never held at once
                            ours, kept = _by_writer(_fair(ours.values())), MOST_FILES
                    elif len(foreign) < MOST_FOREIGN and is_plain(item.name):
                        foreign += _entries([item])
        except OSError as error:
            raise self._unreachable(error) from error
        chosen = _fair(ours.values()) if count > MOST_FILES else chain.from_iterable(ours.values())
        crowded = looked > MOST_LOOKED_AT or count > MOST_FILES or len(foreign) == MOST_FOREIGN
        return Listing((*_entries(chosen), *foreign), crowded)

    def get(self, name: str) -> bytes:
        """The bytes of one file."""
        try:
            handle = os.open(self._place(name), _READ | _BINARY)
        except OSError as error:
            raise CannotRead(f"{name} can't be read: {error.strerror or error}") from error
        try:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise CannotRead(f"{name} is no file")
            if found.st_size > MOST_BYTES:
                raise CannotRead(f"{name} has {found.st_size:,} bytes: at most {MOST_BYTES:,} are read")
            with os.fdopen(handle, "rb", closefd=False) as file:
                return file.read(MOST_BYTES)
        except OSError as error:
            raise CannotRead(f"{name} can't be read: {error.strerror or error}") from error
        finally:
            os.close(handle)

    def look(self, name: str) -> Entry | None:
        """What is known of one file; None where there is no such plain file."""
        try:
            found = os.lstat(self._place(name))
        except OSError:
            return None
        return Entry(name, found.st_size, _stamp(found)) if stat.S_ISREG(found.st_mode) else None

    def put(self, name: str, content: bytes, replace: bool = False) -> None:
        """Writes a file beside, and renames it to its name when all of it is on the disk."""
        self._check()
        if parsed(name) is None:
            raise CannotWrite(f"{name} is no name of ours")
        target = os.path.join(self.path, name)
        temporary = os.path.join(self.path, temporary_name())
        try:
            handle = os.open(temporary, _WRITE | _BINARY, 0o666)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if not replace and os.path.lexists(target):
                raise FileExistsError(17, "there is one of that name")
            _rename(temporary, target)
        except OSError as error:
            with suppress(OSError):
                os.unlink(temporary)
            raise CannotWrite(f"{self.path} can't be written: {error.strerror or error}", what_to_do(error)) from error

    def remove(self, names: Collection[str]) -> set[str]:
        """Removes plain files; what is no file, or held by somebody, stays."""
        gone = set()
        for name in names:
            try:
                place = self._place(name)
                if stat.S_ISREG(os.lstat(place).st_mode):
                    os.unlink(place)
                    gone.add(name)
            except FileNotFoundError:
                gone.add(name)
            except (OSError, CannotRead):
                continue
        if names and not gone:
            raise CannotWrite(f"nothing can be removed from {self.path}", "check its permissions")
        return gone

    def flush(self) -> None:
        """Makes the folder's list of names last."""
        if not hasattr(os, "O_DIRECTORY"):
            return
        try:
            handle = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            if error.errno not in (22, 95):  # a file system that can't
                raise CannotWrite(f"{self.path} can't be written: {error.strerror or error}", "check the disk") from error

    def changed(self) -> bool:
        """Whether the folder's list of names changed since this was last asked."""
        try:
            found = os.stat(self.path)
        except OSError:
            found = None
        looked = (found.st_mtime_ns, found.st_ino) if found is not None else ()
        was, self._looked = self._looked, looked
        return was != looked

    def _place(self, name: str) -> str:
        """Where a name lies. Raises CannotRead for one that could lead elsewhere."""
        if parsed(name) is None and not is_plain(name):
            raise CannotRead(f"{name} is no name of a segment")
        return os.path.join(self.path, name)

    def _check(self) -> None:
        """Raises CannotRead where there is no such folder."""
        try:
            found = os.lstat(self.path)
        except OSError as error:
            raise self._unreachable(error) from error
        if not stat.S_ISDIR(found.st_mode):
            raise CannotRead(f"{self.path} is no folder", "take it back from a backup, or ask a teammate to share it again")

    def _unreachable(self, error: OSError) -> CannotRead:
        next_step = "connect to it, or wait for your sync program to bring it; never make it anew by hand"
        from store.sync.board_file import FOLDER_SUFFIX

        if isinstance(error, FileNotFoundError) and self.path.endswith(FOLDER_SUFFIX):
            next_step += f"; if it is lost for good: warroom init {self.path.removesuffix(FOLDER_SUFFIX)} --restore"
        return CannotRead(f"{self.path} can't be reached: {error.strerror or error}", next_step)


def _fair(by_writer: Iterable[list[os.DirEntry[str]]]) -> Iterator[os.DirEntry[str]]:
    """An equal share of each writer's, up to the limit: nobody crowds out the others."""
    writers, left = sorted(by_writer, key=len), MOST_FILES
    for index, items in enumerate(writers):
        chosen = items[: min(left, max(1, left // (len(writers) - index)))]
        left -= len(chosen)
        yield from chosen


def _by_writer(items: Iterable[os.DirEntry[str]]) -> dict[str, list[os.DirEntry[str]]]:
    """Names of ours by the replica that they begin with."""
    found: dict[str, list[os.DirEntry[str]]] = {}
    for item in items:
        found.setdefault(item.name.partition(".")[0], []).append(item)
    return found


def _entries(items: Iterable[os.DirEntry[str]]) -> Iterator[Entry]:
    """What is known of those that are plain files."""
    for item in items:
        try:
            found = item.stat(follow_symlinks=False)
        except OSError:
            continue
        if stat.S_ISREG(found.st_mode):
            yield Entry(item.name, found.st_size, _stamp(found))


def _stamp(found: os.stat_result) -> int:
    """A number that differs after a file was written or replaced, also where its time was set back."""
    return hash((found.st_mtime_ns, found.st_ctime_ns, found.st_ino))


def _rename(source: str, target: str) -> None:
    for tried in range(1, _RENAMES + 1):
        try:
            os.replace(source, target)
        except PermissionError:
            if os.name != "nt" or tried == _RENAMES:
                raise
            time.sleep(0.02 * tried)
        else:
            return
