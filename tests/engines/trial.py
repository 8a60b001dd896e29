"""A trial: installations that write at once while an engine carries their board; how long it took, and what was lost."""

from __future__ import annotations

import os
import sqlite3
import statistics
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple, Protocol

from store.errors import CannotRead
from store.sync.board_file import read_board_id
from store.sync.names import head_name
from tests.engines.installation import WAITS, Installation
from tests.engines.processes import wait_until

BOARD = "ops.warroom"
LOOK = 0.05
"""Seconds between two looks into the replicas."""


class Engine(Protocol):
    """What brings a folder from one machine to another."""

    name: str

    def team(self, name: str) -> Path:
        """The shared folder on somebody's machine."""
        ...

    def start(self, names: list[str]) -> None:
        """Begins on some machines."""
        ...

    def check(self) -> None:
        """Raises AssertionError when it does not work any more."""
        ...

    def stop(self) -> None:
        """Ends everywhere."""
        ...


class Outcome(NamedTuple):
    """What a trial showed."""

    engine: str
    layout: str
    people: int
    written: int
    """Notes that were acknowledged."""
    lost: int
    """Of them, those that somebody does not have at the end."""
    delays: tuple[float, ...]
    """Seconds from the writing of each event to its being on somebody else's board, for each of the others; sorted."""
    copies: int
    """Conflict copies and other strange names that ever lay in a shared folder at the end of the writing."""
    digests: int
    """How many different boards there are at the end: 1 is right."""

    def delay(self, share: float) -> float:
        """The delay that this share of the deliveries did not exceed; 0 when there were none."""
        return self.delays[min(len(self.delays) - 1, int(share * len(self.delays)))] if self.delays else 0.0


class Observer(Thread):
    """Looks into replicas all the time, and notes how long each event of another needed to get onto the board."""

    def __init__(self, people: Sequence[Installation]) -> None:
        super().__init__(name="observer", daemon=True)
        self._people = people
        self._own = {one.id() for one in people}
        self._end = Event()
        self._delays: list[float] = []
        self.trouble: list[str] = []

    def run(self) -> None:
        """Looks until it is stopped."""
        with ExitStack() as open_:
            readers = [(open_.enter_context(closing(one.reader())), one.id()) for one in self._people]
            last = [int(db.execute("SELECT coalesce(max(arrival), 0) FROM events").fetchone()[0]) for db, _ in readers]
            while not self._end.wait(LOOK):
                for at, (db, own) in enumerate(readers):
                    try:
                        last[at] = self._look(db, own, last[at])
                    except sqlite3.OperationalError as error:
                        self.trouble.append(str(error))

    def _look(self, db: sqlite3.Connection, own: str, last: int) -> int:
        if db.execute("SELECT 1 FROM dirty WHERE NOT late LIMIT 1").fetchone():
            return last  # they are here, and not on the board yet
        sql = "SELECT arrival, replica, recorded_at FROM events JOIN replicas USING (rid) WHERE arrival > ? ORDER BY arrival"
        now = time.time()
        for arrival, replica, recorded_at in db.execute(sql, (last,)).fetchall():
            last = arrival
            if replica != own and replica in self._own:
                self._delays.append(now - recorded_at / 1000)
        return last

    def stop(self) -> tuple[float, ...]:
        """Ends it. The delays, in seconds, sorted."""
        self._end.set()
        self.join()
        return tuple(sorted(self._delays))


class Team:
    """Some people who share a board over an engine. Use it in a `with` block: everything it started is ended there."""

    def __init__(
        self, engine: Engine, root: Path, names: list[str], layout: str = "folder", waits: dict[str, int] | None = None
    ) -> None:
        self.engine, self.layout = engine, layout
        self.people = [Installation(name, root / name / "home", engine.team(name) / BOARD, waits) for name in names]
        self.broken = ""
        """The id of the break on which everybody writes."""

    def __enter__(self) -> Team:
        return self

    def __exit__(self, *args: object) -> None:
        for one in self.people:
            one.stop()
        self.engine.stop()

    def begin(self) -> None:
        """The first makes the board; everybody else joins it when the engine has brought it, and all keep in step."""
        first, *others = self.people
        first.good("init", str(first.board), "--layout", self.layout)
        for one in self.people:
            one.board_id = read_board_id(first.board)
        self.broken = first.good("open", "--customer", "Acme Freight", "--what", "Label API down")
        self.engine.start([one.name for one in self.people])
        first.watch()
        for one in others:
            self.join(one)
        self.wait_equal()
        if self.layout == "folder":
            wait_until(self.all_heard, "somebody was not heard of", 180)

    def all_heard(self) -> bool:
        """Whether everybody's head has come to everybody: a folder that was just made is slow for a while."""
        heads = {head_name(one.id()) for one in self.people}
        return all(heads <= set(os.listdir(one.folder)) for one in self.people)

    def join(self, one: Installation) -> None:
        """Somebody opens the board once all of it has come to their machine, as the documents tell them to."""
        wait_until(lambda: _is_board(one.board), f"{one.board} did not come")
        if self.layout == "folder":
            wait_until(lambda: one.folder.is_dir() and any(one.folder.glob("*.seg")), f"nothing came to {one.folder}")
        one.good("list")
        one.watch()

    def write(self, seconds: float, every: float, commands: int = 5) -> tuple[tuple[float, ...], int]:
        """Everybody writes for so long. The delays, and how many strange names lay in somebody's folder at the end."""
        observer = Observer(self.people)
        observer.start()
        for one in self.people:
            one.write(self.broken, seconds, every, commands)
        for one in self.people:
            one.wait_written(seconds + 60)
        copies = max(len(one.strangers()) for one in self.people)
        self.wait_equal()
        delays = observer.stop()
        assert not observer.trouble, observer.trouble
        return delays, copies

    def are_equal(self) -> bool:
        """Whether everybody has the same events and the same board."""
        held = [one.holds() for one in self.people]
        return all(one == held[0] and one[1] for one in held)

    def is_whole(self) -> bool:
        """Whether everybody has everything, and sees all of it in the shared place."""
        return self.are_equal() and not any(one.lacking() for one in self.people)

    def wait_whole(self, what: str, seconds: float = 60.0) -> None:
        """Waits until a fault is healed. Raises AssertionError with what everybody has."""
        wait_until(self.is_whole, lambda: f"{what}: {self.told()}", seconds)

    def wait_equal(self, seconds: float = 90.0) -> None:
        """Waits for that. Raises AssertionError with what everybody has."""
        wait_until(self.are_equal, self.told, seconds)
        self.engine.check()

    def told(self) -> str:
        """How it stands with everybody."""
        held = {one.name: one.holds() for one in self.people}
        everything = frozenset().union(*(hashes for hashes, _ in held.values()))
        lines = [
            f"{name}: lacks {len(everything - hashes)} of {len(everything)}, digest {digest}, "
            f"{self._by(name).lacking()} not in the folder"
            for name, (hashes, digest) in held.items()
        ]
        logs = [
            f"{one.name}: {(one.home / 'watch.log').read_text('utf-8')[-600:]}"
            for one in self.people
            if (one.home / "watch.log").exists()
        ]
        return "\n".join([*lines, *logs])

    def _by(self, name: str) -> Installation:
        return next(one for one in self.people if one.name == name)

    def lost(self) -> int:
        """How many acknowledged notes somebody does not have."""
        acknowledged = frozenset().union(*(one.acknowledged() for one in self.people))
        return max(len(acknowledged - one.texts()) for one in self.people)

    def written(self) -> int:
        """How many notes were acknowledged."""
        return sum(len(one.acknowledged()) for one in self.people)

    def digests(self) -> int:
        """How many different boards there are, by what `warroom doctor` says."""
        return len({one.doctor()["replica"]["digest"] for one in self.people})


def _is_board(path: Path) -> bool:
    try:
        return bool(read_board_id(path))
    except CannotRead:
        return False


def trial(
    engine: Engine, root: Path, names: list[str], layout: str, seconds: float, every: float, waits: dict[str, int] | None = None
) -> Outcome:
    """Everybody writes for so many seconds; `waits` are those of the exchange that differ from what trials have."""
    with Team(engine, root, names, layout, {**WAITS, **(waits or {})}) as team:
        team.begin()
        delays, copies = team.write(seconds, every)
        return Outcome(engine.name, layout, len(names), team.written(), team.lost(), delays, copies, team.digests())


HEADINGS = (
    "| engine | layout | people | notes | p50 (s) | mean | p95 | longest | copies | lost | boards |",
    "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
)


def in_words(outcome: Outcome) -> str:
    """A row of the table of trials."""
    p50, p95 = outcome.delay(0.5), outcome.delay(0.95)
    middle = statistics.fmean(outcome.delays) if outcome.delays else 0.0
    return (
        f"| {outcome.engine} | {outcome.layout} | {outcome.people} | {outcome.written:,} | {p50:.1f} | {middle:.1f} | {p95:.1f}"
        f" | {outcome.delay(1):.1f} | {outcome.copies} | {outcome.lost} | {outcome.digests} |"
    )
