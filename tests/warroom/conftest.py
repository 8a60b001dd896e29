"""Fresh replicas on a clock that stands still, and desks: whole installations, closed at the end."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from store.clock import ManualClock
from store.replica import Replica
from tests.warroom.casting import BOARD, NOW, ZONE, plain_break, rich_break
from tests.warroom.desk import Desk

Desks = Callable[[str], Desk]


@pytest.fixture
def clock() -> ManualClock:
    """A clock at NOW."""
    return ManualClock(NOW)


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of a replica with a break to which everything has happened (its id) and a plain one, to be copied."""
    folder, clock = tmp_path_factory.mktemp("everything"), ManualClock(NOW)
    made = Replica.open(folder, BOARD, clock, ZONE)
    id_ = rich_break(made, clock)
    plain_break(made)
    made.close()
    return folder, id_


@pytest.fixture
def full(tmp_path: Path, clock: ManualClock, everything: tuple[Path, str]) -> Iterator[tuple[Replica, str]]:
    """A replica with a break to which everything has happened, and its id; a plain one is beside it."""
    shutil.copytree(everything[0], tmp_path / "full")
    opened = Replica.open(tmp_path / "full", BOARD, clock, ZONE)
    yield opened, everything[1]
    opened.close()


@pytest.fixture
def replica(tmp_path: Path, clock: ManualClock) -> Iterator[Replica]:
    """A fresh replica."""
    opened = Replica.open(tmp_path / "replica", BOARD, clock, ZONE)
    yield opened
    opened.close()


@pytest.fixture
async def desks(tmp_path: Path) -> AsyncIterator[Desks]:
    """Makes desks by name, all on one clock; they are closed at the end."""
    made: dict[str, Desk] = {}

    def desk(name: str) -> Desk:
        if name not in made:
            made[name] = Desk(tmp_path / name, next(iter(made.values())).clock if made else None)
        return made[name]

    yield desk
    for one in made.values():
        await one.close()


@pytest.fixture
def desk(desks: Desks) -> Desk:
    """A desk."""
    return desks("a")
