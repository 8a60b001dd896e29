"""A file is there whole or not at all: written beside its place under another name, brought to the disk, and put in its place."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from store.errors import BadInput, CannotWrite
from store.paths import StrPath

OVERWRITE = "name another file, or overwrite it with --force"
"""What to do where a file is there, and the command has that option."""
ANOTHER = "name another file"
"""What to do where nothing is ever overwritten."""


def free_path(folder: Path, stem: str, ending: str) -> Path:
    """A file of a folder that is not there yet: `stem.ending`, else `stem-2.ending` and so on."""
    found, number = folder / f"{stem}.{ending}", 1
    while os.path.lexists(found):
        number += 1
        found = folder / f"{stem}-{number}.{ending}"
    return found


def save(path: StrPath, content: bytes, force: bool = False, hint: str = OVERWRITE) -> None:
    """Writes a file. A process that is killed leaves what was there before, or the new one whole.

    Raises BadInput where something has that name already (without `force`; `hint` is what to do then) or it can't be a file,
    CannotWrite where the folder or the disk does not take it. A link is followed, with `force`: what it leads to is replaced, the
    link stays.
    """
    named = os.fspath(path)
    check_target(named, force, hint)
    target = os.path.realpath(named) if os.path.islink(named) else named
    folder = os.path.dirname(target) or "."
    beside = os.path.join(folder, f".{os.path.basename(target)[:40]}.{secrets.token_hex(6)}.tmp")
    try:
        _write(beside, content, _mode(target) if force else None)
        try:
            _put(beside, target, force)
        finally:
            with suppress(OSError):
                os.unlink(beside)
        _settle(folder)
    except FileExistsError:
        raise _exists(named, hint) from None
    except OSError as error:
        raise CannotWrite(f"{named} can't be written: {error.strerror or error}", "choose another folder, or mend that") from None


def check_target(path: str, force: bool = False, hint: str = OVERWRITE) -> None:
    """Raises BadInput where a file of that name can't or may not be written, CannotWrite where its folder is not there."""
    folder = os.path.dirname(path) or "."
    try:
        there = os.lstat(path)
    except FileNotFoundError:
        if not os.path.isdir(folder):
            raise CannotWrite(f"there is no folder {folder}", "make it first, or name another") from None
        return
    except ValueError:
        raise BadInput("out", "a file's name holds no such character", "name another file") from None
    except OSError as error:
        raise CannotWrite(f"{path} can't be written: {error.strerror or error}", "choose another folder, or mend that") from None
    if stat.S_ISLNK(there.st_mode) and force:
        with suppress(OSError):
            there = os.stat(path)
    if stat.S_ISDIR(there.st_mode):
        raise BadInput("out", f"{path} is a folder", "name a file in it")
    if not stat.S_ISREG(there.st_mode) and not stat.S_ISLNK(there.st_mode):
        raise BadInput("out", f"{path} is no file", "leave out -o and send the answer there with the shell")
    if not force:
        raise _exists(path, hint)


def _exists(path: str, hint: str) -> BadInput:
    return BadInput("out", f"{path} is there already", hint)


def _mode(path: str) -> int | None:
    """The permissions of the file that is replaced."""
    with suppress(OSError):
        return stat.S_IMODE(os.stat(path).st_mode)
    return None


def _write(path: str, content: bytes, mode: int | None) -> None:
    """A new file with that content, on the disk."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags, 0o666), "wb") as file:
        try:
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(file.fileno(), mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            with suppress(OSError):
                os.unlink(path)
            raise


def _put(beside: str, target: str, force: bool) -> None:
    """Gives the new file its name. Without `force` nothing is replaced, also what came there a moment ago."""
    if force:
        os.replace(beside, target)
        return
    try:
        os.link(beside, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(target):
            raise FileExistsError(target) from None
        os.replace(beside, target)


def _settle(folder: str) -> None:
    """Brings the folder's entry to the disk, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
