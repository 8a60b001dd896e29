"""Putting files into a carrier and reading them back; one process of an installation at a time."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from store.errors import CannotRead, CannotWrite
from store.replica import Replica
from store.replica.lock import LocalLock
from store.sync.carriers import Carrier
from store.sync.noting import note_done
from store.sync.segments import Segment

LOCK = "publisher.lock"
"""The lock file beside the replica: one process of an installation publishes at a time."""
NOT_BACK = "what was written to the shared place did not come back", "check its sync program and the disk"
Written = dict[str, tuple[bytes, Segment]]
"""Name → the bytes of a file, and what is in it."""


@contextmanager
def turn(replica: Replica) -> Iterator[bool]:
    """Whether it is this process's turn to write to what is shared; it is kept until the end."""
    lock = LocalLock(os.path.join(replica.folder, LOCK))
    with ExitStack() as held:
        held.callback(lock.close)
        try:
            held.enter_context(lock.held(0))
            is_ours = True
        except CannotWrite:
            is_ours = False
        yield is_ours


def put_all(replica: Replica, carrier: Carrier, written: Written) -> None:
    """Puts files there, and notes those that came back as they were written. Raises CannotWrite where some did not."""
    for name, (content, _) in written.items():
        carrier.put(name, content)
    carrier.flush()
    note_written(replica, carrier, written)


def note_written(
    replica: Replica, carrier: Carrier, written: Written, also: Callable[[sqlite3.Connection, list[Segment]], None] | None = None
) -> None:
    """Notes those of the files that were just put there which come back as they were written; `also` is told of them in the same
    transaction. Raises CannotWrite where some did not."""
    entries = {entry.name: entry for entry in carrier.list().entries}
    back = [name for name, (content, _) in written.items() if name in entries and _came_back(carrier, name, content)]
    with replica.step():
        for name in back:
            note_done(replica.db, carrier.kind, entries[name], written[name][1], replica.clock.now())
        if also is not None:
            also(replica.db, [written[name][1] for name in back])
    if len(back) < len(written):
        raise CannotWrite(*NOT_BACK)


def _came_back(carrier: Carrier, name: str, content: bytes) -> bool:
    try:
        return carrier.get(name) == content
    except CannotRead:
        return False
