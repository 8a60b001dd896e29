"""Fresh replicas, each in a folder of its own, on a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from store.clock import ManualClock
from store.replica import Replica
from tests.store.by_hand import NOW

BOARD = "testboard"
UTC = ZoneInfo("UTC")

Opener = Callable[..., Replica]


@pytest.fixture
def clock() -> ManualClock:
    """A clock at NOW."""
    return ManualClock(NOW)


@pytest.fixture(scope="session")
def schema(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A replica's file with its tables and nothing in them, not even an identity: making it takes longer than a test."""
    folder = tmp_path_factory.mktemp("schema")
    replica = Replica.open(folder, BOARD, ManualClock(NOW), UTC)
    replica.db.execute("DELETE FROM meta")
    replica.close()
    return (folder / "replica.db").read_bytes()


@pytest.fixture
def open_replica(tmp_path: Path, clock: ManualClock, schema: bytes) -> Iterator[Opener]:
    """Opens the replica in a named folder of the test's own; all are closed at the end."""
    opened: list[Replica] = []

    def opener(name: str = "a") -> Replica:
        if not (tmp_path / name).exists():
            (tmp_path / name).mkdir()
            (tmp_path / name / "replica.db").write_bytes(schema)
        replica = Replica.open(tmp_path / name, BOARD, clock, UTC)
        opened.append(replica)
        return replica

    yield opener
    for replica in opened:
        replica.close()


@pytest.fixture
def replica(open_replica: Opener) -> Replica:
    """A fresh replica."""
    return open_replica()
