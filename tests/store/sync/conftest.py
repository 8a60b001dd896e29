"""Installations that share a board: each a replica with a carrier of its own on the same folder or file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from store.actions import house, opening
from store.clock import MINUTE, ManualClock
from store.replica import Replica
from store.replica.log import events_since
from store.sync.carriers import Carrier
from store.sync.exchange import Exchange
from store.sync.folder import Folder
from store.sync.report import Report
from store.sync.single import SingleFile
from store.sync.waits import Waits
from tests.store.conftest import BOARD, UTC

WAITS = Waits()


class Member:
    """One person's installation."""

    def __init__(self, name: str, home: Path, carrier: Carrier, clock: ManualClock, board: str = BOARD) -> None:
        self.name = name
        self.home = home
        self.clock = clock
        self.carrier = carrier
        self.replica = Replica.open(home, board, clock, UTC)
        self.exchange = Exchange(self.replica, carrier, WAITS, name, "1.0")

    def open_break(self, customer: str = "Acme") -> str:
        """Opens a break. Returns its id."""
        return self.replica.act(partial(opening.open_breaks, customers=[customer], what="API"), self.name).ids[0]

    def note(self, id_: str, text: str = "looked at it") -> None:
        """Notes something on a break."""
        self.replica.act(partial(house.note, typed_id=id_, text=text), self.name)

    def step(self) -> Report:
        """Steps until there is nothing left to do at once, whatever the pace; what all of them did."""
        report = self.exchange.step(hurry=True)
        while report.more:
            then = self.exchange.step(hurry=True)
            report = then._replace(
                taken_in=report.taken_in + then.taken_in,
                published=report.published + then.published,
                adopted=report.adopted + then.adopted,
                new_id=then.new_id or report.new_id,
            )
        return report

    def sync(self) -> Report:
        """One step that must go well, and folding after it."""
        report = self.step()
        assert report.trouble is None, report.trouble
        self.replica.catch_up()
        return report

    @property
    def hashes(self) -> set[str]:
        """Every event that it has."""
        return {event.hash for event in events_since(self.replica.db, 0)}

    def close(self) -> None:
        """Ends it."""
        self.exchange.close()
        self.replica.close()


Joiner = Callable[[str], Member]


def segments(folder: Path) -> list[Path]:
    """The segments in a folder, by name."""
    return sorted(folder.glob("*.seg"))


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """The shared folder of a board."""
    folder = tmp_path / "ops.warroom.d"
    folder.mkdir()
    return folder


@pytest.fixture
def join(tmp_path: Path, shared: Path, clock: ManualClock, schema: bytes) -> Iterator[Joiner]:
    """Makes a member who shares that folder; all are closed at the end."""
    members: list[Member] = []

    def joiner(name: str) -> Member:
        home = tmp_path / name
        if not home.exists():
            home.mkdir()
            (home / "replica.db").write_bytes(schema)
        members.append(Member(name, home, Folder(shared), clock))
        return members[-1]

    yield joiner
    for member in members:
        member.close()


@pytest.fixture
def ana(join: Joiner) -> Member:
    """The first member."""
    return join("ana")


@pytest.fixture
def ben(join: Joiner) -> Member:
    """The second member."""
    return join("ben")


def single(path: Path) -> SingleFile:
    """A carrier of one file."""
    return SingleFile(path, BOARD)


def wait_for_adoption(clock: ManualClock) -> None:
    """Lets so much time pass that lost events of others are put back."""
    clock.advance(WAITS.adopt * 2 + MINUTE)
