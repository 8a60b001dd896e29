"""Installations on one board file, all on one clock; and folders that do not do what folders do."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from store.clock import SECOND
from tests.warroom.commands.conftest import Desk
from tests.warroom.screens.conftest import HeardApp, LiveDesk
from warroom.live import Live
from warroom.session import Session
from warroom.sharing import worker
from warroom.sharing.worker import LiveExchange

DeskOf = Callable[[str], Desk]


@pytest.fixture
def desk_of(tmp_path: Path) -> DeskOf:
    """Makes somebody's desk by their name; the first one makes the board."""
    made: dict[str, Desk] = {}

    def desk(name: str) -> Desk:
        if name not in made:
            made[name] = Desk(tmp_path / name)
            made[name].board = tmp_path / "team" / "ops.warroom"
            if len(made) == 1:
                made[name].good("init", str(made[name].board), actor=name)
            else:
                made[name].clock = next(iter(made.values())).clock
        return made[name]

    return desk


@pytest.fixture
def ana(desk_of: DeskOf) -> Desk:
    """Who made the board."""
    return desk_of("ana")


@pytest.fixture
def ben(ana: Desk, desk_of: DeskOf) -> Desk:
    """Another installation."""
    return desk_of("ben")


def folder_of(desk: Desk) -> Path:
    """The shared folder."""
    return desk.board.with_name(desk.board.name + ".d")


NOBODY = 65534


@pytest.fixture
def open_air() -> Iterator[Path]:
    """A folder that every user of the machine reaches."""
    folder = Path(tempfile.mkdtemp(prefix="warroom-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def only_reading(shared: Path, home: Path) -> Iterator[None]:
    """Makes `shared` read-only for this process, which keeps its own `home`; the superuser is nobody for that long."""
    superuser = os.geteuid() == 0
    if superuser:
        for path in (home, *home.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
    shared.chmod(0o555)
    try:
        if superuser:
            os.seteuid(NOBODY)
        yield
    finally:
        if superuser:
            os.seteuid(0)
        shared.chmod(0o755)


OpenBoard = Callable[..., AbstractAsyncContextManager[LiveDesk]]


@pytest.fixture
def open_board(monkeypatch: pytest.MonkeyPatch) -> OpenBoard:
    """Opens the live board of an installation, as `warroom BOARD` does: `async with open_board(ana, "ana") as live`."""
    monkeypatch.setattr(worker, "AFTER_TROUBLE", 0.02)

    @asynccontextmanager
    async def opener(desk: Desk, actor: str, columns: int = 140) -> AsyncIterator[LiveDesk]:
        with monkeypatch.context() as env:
            env.setenv("WARROOM_HOME", str(desk.home))
            session = Session(str(desk.board), actor, clock=desk.clock)
            replica, place = session.replica, session.place
            if not replica.arrivals():
                session.take_in()
            live = Live(replica, session.clock, session.zone, actor, session.places, session.config)
        live.exchange = LiveExchange(place, lambda: live.actor)
        app = HeardApp(live)
        try:
            async with app.run_test(size=(columns, 30), notifications=True) as pilot:
                board = LiveDesk(app, pilot, replica, desk.clock)
                await board.board()
                yield board
        finally:
            live.exchange.stop()
            session.close()

    return opener


async def shows(board: LiveDesk, *words: str, step: int = SECOND) -> None:
    """Lets time pass until the screen has some words."""
    for _ in range(400):
        if all(word in board.text for word in words):
            return
        await board.tick(step)
        await board.pilot.pause(0.01)
    raise AssertionError(f"never showed {words}:\n{board.text}")


def header(board: LiveDesk) -> str:
    """The first line."""
    return board.text.splitlines()[0]
