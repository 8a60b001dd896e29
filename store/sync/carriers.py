"""What carries segments between installations: a folder, one file, a server. All of them look alike from here.

A carrier moves bytes under names. It knows nothing of what is in them, and never decides what may be lost.
"""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

import errno
from collections.abc import Callable, Collection
from typing import NamedTuple, Protocol

MOST_FILES = 20_000
"""Most entries of a listing; what lies beyond is not looked at."""
MOST_FOREIGN = 500
"""Most of them whose names are not ours: conflict copies are found by their content."""


FULL = frozenset((errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)))
"""What a full disk, or a full share of it, answers."""
FORBIDDEN = frozenset((errno.EACCES, errno.EPERM, errno.EROFS))
"""What a place answers that may only be read."""


def what_to_do(error: OSError) -> str:
    """What somebody can do about a place that can't be written."""
    if error.errno in FULL:
        return "make room there"
    return (
        "it can only be read here: have it shared, or mounted, so that you may write"
        if error.errno in FORBIDDEN
        else "check the disk"
    )


class Entry(NamedTuple):
    """One thing that lies in a carrier."""

    name: str
    size: int
    stamp: int
    """Differs when its content may have changed."""


class Listing(NamedTuple):
    """What lies in a carrier now."""

    entries: tuple[Entry, ...]
    crowded: bool = False
    """Whether there is more than is looked at."""


class Carrier(Protocol):
    """Where segments and heads lie."""

    kind: str
    """Its name in the local replica's notes: `folder`, `single`."""

    def list(self) -> Listing:
        """What lies in it. Raises CannotRead when it can't be reached."""
        ...

    def get(self, name: str) -> bytes:
        """The content under a name. Raises CannotRead when it is gone, too large, or no plain file."""
        ...

    def put(self, name: str, content: bytes, replace: bool = False) -> None:
        """Stores content under a new name (`replace`: under one's own old name, for heads). Raises CannotWrite."""
        ...

    def remove(self, names: Collection[str]) -> set[str]:
        """Takes files out that are not needed any more; those that are gone now. What can't be removed stays. Raises
        CannotWrite where nothing can be."""
        ...

    def flush(self) -> None:
        """Makes sure that what was put will be there after a power cut. Raises CannotWrite."""
        ...

    def changed(self) -> bool:
        """Whether something came, went or was replaced since this was last asked; cheap, and may miss a file that was
        written in place."""
        ...


def wait(carrier: Carrier, most: float, pause: Callable[[float], object], poll: float = 0.25) -> bool:
    """Waits until something changed in the carrier, at most `most` seconds. Whether it did.

    `pause` waits that many seconds and may return something true to end the waiting (`threading.Event.wait`).
    """
    left = most
    while not carrier.changed():
        if left <= 0 or pause(min(poll, left)):
            return False
        left -= poll
    return True
