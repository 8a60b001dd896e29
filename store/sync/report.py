"""What a step of an exchange did, and how things stand after it."""

from __future__ import annotations

from typing import NamedTuple

from store.errors import StoreError
from store.sync.ledger import BadFile

MOST_BAD = 50
"""Most bad files that a report names."""


class Fork(NamedTuple):
    """A number under which a replica wrote more than one event: an installation was copied."""

    replica: str
    number: int
    hashes: tuple[str, ...]


class Report(NamedTuple):
    """What a step did, and how things stand after it."""

    board: str
    """The board's id: everything else was refused."""
    taken_in: int = 0
    """New events that came in."""
    published: int = 0
    """Own events that were put there."""
    adopted: int = 0
    """Events of others that were put there because they were lost."""
    packed: int = 0
    """Files that were rolled into packs."""
    removed: int = 0
    """Own files that were removed, as all that is in them is in others."""
    pending: int = 0
    """Own events that are not there yet."""
    lacking: int = 0
    """Events of others that are here and not there (any more)."""
    bad: tuple[BadFile, ...] = ()
    """Files that are set aside, the first `MOST_BAD` by name; each stays until it is whole, gone, or not missed any more."""
    bad_files: int = 0
    """How many they are."""
    other_board: int = 0
    """How many of them belong to another board."""
    crowded: bool = False
    """Whether there are more files than are looked at."""
    more: bool = False
    """Whether a further step is worth while at once."""
    unread: bool = False
    """Whether that is to read files that are there."""
    new_id: str = ""
    """The id that this replica took because the installation was copied; empty otherwise."""
    trouble: StoreError | None = None
    """What kept the step from being finished. Local work is not touched by it."""
    delay: int | None = None
    """How long (ms) the place takes from one machine to another; None where that was not measured."""
    next_at: int | None = None
    """When a step has something to do though nothing changes; None when never."""
