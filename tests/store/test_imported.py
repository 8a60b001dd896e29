"""What a transaction knows of earlier imports."""

from __future__ import annotations

from pathlib import Path

from store.clock import ManualClock
from store.replica import Replica, Transaction

BOARD = "B0ARD000000000000000000000"


def test_what_was_imported_under_a_key(tmp_path: Path) -> None:
    replica = Replica.open(tmp_path, BOARD, ManualClock(5_000))
    keys = ["A", "A/x", "A/y/z", "A/é", "A0", "A-1", "A-1/x", "AB/x", "B", "", "/"]

    def write(tx: Transaction) -> dict[str, str]:
        events = {key: tx.add("break:X", "noted", {"text": key}, at=1_000, origin=("log", key)) for key in keys}
        tx.add("break:X", "noted", {"text": "other"}, origin=("other", "A/q"))
        tx.add("break:X", "noted", {"text": "by hand"})
        return {key: event.hash for key, event in events.items()}

    hashes = replica.act(write, "Ada")
    for root, found in (("A", ["A", "A/x", "A/y/z", "A/é"]), ("A-1", ["A-1", "A-1/x"]), ("C", []), ("A/y", ["A/y/z"])):
        assert replica.act(lambda tx, root=root: tx.imported("log", root), "Ada") == {  # type: ignore[misc]
            key: (hashes[key], 1_000) for key in found
        }
