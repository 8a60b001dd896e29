"""How a board was encrypted when this installation first opened it, noted beside the replica.

Whoever can write the shared folder can put another board file there, one that says nothing of encryption, or that has a lock of
their own. So the first one counts: nothing is ever published in the clear that was to be sealed.
"""

from __future__ import annotations

import os

from store.errors import CannotRead, CannotWrite

FILE = "lock.json"
_MOST_BYTES = 64 * 1024
_NEXT = "take the board file back from a backup or a teammate; --offline shows what is here"


def read_pin(folder: str) -> str:
    """The lock of the board whose replica is in `folder`; empty when it is not encrypted, or was never opened here. Raises
    CannotRead where that can't be told."""
    path = os.path.join(folder, FILE)
    try:
        with open(path, encoding="utf-8") as file:
            return file.read(_MOST_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRead(f"{path} can't be read: {error}", "check its permissions") from error


def write_pin(folder: str, lock: str) -> None:
    """Notes the lock of a board, before anything else of it is here. Raises CannotWrite."""
    temporary = os.path.join(folder, f"{FILE}.{os.getpid()}.tmp")
    try:
        os.makedirs(folder, exist_ok=True)
        with open(temporary, "w", encoding="utf-8") as file:
            file.write(lock)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, os.path.join(folder, FILE))
    except OSError as error:
        raise CannotWrite(f"{folder} can't be written: {error.strerror}", "set WARROOM_HOME to a folder of yours") from error


def check_pin(path: str, pinned: str, said: str) -> None:
    """Raises CannotRead where the board file at `path` says another thing of its encryption than it did."""
    if pinned and not said:
        raise CannotRead(f"{path} does not say any more that the board is encrypted", _NEXT)
    if pinned and pinned != said:
        raise CannotRead(f"{path} has another lock than the board had when it was opened here", _NEXT)
