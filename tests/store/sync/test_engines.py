"""Installations over an engine that does its worst: in the end all have the same events, and nothing that anyone held is lost."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from random import Random
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from store.actions import corrections, house, opening
from store.clock import HOUR, MINUTE, SECOND, ManualClock
from store.errors import Ambiguous, CannotRead, CannotWrite, Refused
from store.replica import Replica
from store.replica.finding import spoken_event
from store.replica.former import former_ids
from store.replica.log import events_since
from store.replica.tables import state_digest
from store.sync.board_file import LAYOUT, SINGLE, BoardFile, board_bytes
from store.sync.carriers import Carrier
from store.sync.exchange import Exchange
from store.sync.folder import Folder
from store.sync.names import parsed
from store.sync.packs import read_file
from store.sync.segments import BadSegment
from store.sync.single import SingleFile
from store.sync.tidying import Tidier
from store.sync.waits import Waits
from tests.store.by_hand import NOW
from tests.store.conftest import UTC
from tests.store.sync.engine import Engine, Node

BOARD = "0b" * 16
MAIN = "ops.warroom"
WAITS = Waits(
    check_again=5 * SECOND,
    retry_later=10 * SECOND,
    look_over=0,
    quiet=0,
    roll_above=2,
    roll_at=4,
    packs_above=2,
    remove=10 * MINUTE,
    remove_gap=MINUTE,
    remove_above=0,
    blank_gap=0,
    orphaned=3 * HOUR,
)
ROUNDS = 12
"""Most rounds of everybody that may be needed after the engine has come to rest."""
dice = st.integers(0, 1 << 32).map(Random)


@cache
def empty_tables() -> bytes:
    """A replica's file with its tables and no identity: making it takes longer than a step."""
    with tempfile.TemporaryDirectory() as folder:
        replica = Replica.open(folder, BOARD, ManualClock(NOW), UTC)
        replica.db.execute("DELETE FROM meta")
        replica.close()
        return (Path(folder) / "replica.db").read_bytes()


def board_beside(folder: Path) -> Path:
    """The board file beside a folder, made when it is not there."""
    path = folder.with_suffix("")
    if not path.exists():
        path.write_bytes(board_bytes({"id": BOARD, "name": "Ops", "layout": LAYOUT, "created_at": ""}, None))
    return path


class Installation:
    """A replica on a node."""

    def __init__(self, home: Path, node: Node, layout: str, clock: ManualClock) -> None:
        self.home, self.node, self.clock = home, node, clock
        if not home.exists():
            home.mkdir()
            (home / "replica.db").write_bytes(empty_tables())
        self.replica = Replica.open(home, BOARD, clock, UTC)
        self.board = BoardFile(board_beside(node.folder) if layout == LAYOUT else node.folder / MAIN, BOARD, "Ops", layout)
        notes = str(home)
        self.carrier: Carrier = Folder(node.folder) if layout == LAYOUT else SingleFile(node.folder / MAIN, BOARD, notes=notes)
        self.exchange = Exchange(self.replica, self.carrier, WAITS, home.name)

    def step(self, hurry: bool = False) -> bool:
        """Steps until there is nothing left to do at once. Whether all went well."""
        for _ in range(5):
            report = self.exchange.step(hurry)
            if not report.more:
                return report.trouble is None
        return False

    def tidy(self) -> None:
        """Removes what may go."""
        with suppress(CannotRead, CannotWrite):
            Tidier(self.replica, self.carrier, self.board, WAITS).tidy()

    def texts_in_own_files(self) -> dict[str, str]:
        """Hash → body of the events that its own files hold with one, but for rows that conflict copies have as well."""
        if isinstance(self.carrier, SingleFile) and self.carrier.list() and self.carrier.copies:
            return {}
        found: dict[str, str] = {}
        own = {self.replica.id, *former_ids(self.replica.db)}
        for entry in self.carrier.list().entries:
            says = parsed(entry.name)
            if says is not None and says.replica in own:
                with suppress(BadSegment, CannotRead):
                    lines = read_file(self.carrier.get(entry.name), BOARD).lines
                    found |= {line.hash: line.body for line in lines if line.body is not None}
        return found

    @property
    def hashes(self) -> set[str]:
        """Every event that it has."""
        return {event.hash for event in events_since(self.replica.db, 0)}

    def close(self) -> None:
        """Ends it."""
        self.exchange.close()
        self.replica.close()


class Engines(RuleBasedStateMachine):
    """Two to six installations and one engine."""

    layout = LAYOUT

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name)
        self.all: list[Installation] = []
        self.made = 0
        self.urandom = patch("os.urandom", Random(1).randbytes)
        self.urandom.start()
        self.fsync = patch("os.fsync")
        self.fsync.start()

    @initialize(count=st.integers(2, 4), keeps_copies=st.booleans(), renames_both=st.booleans(), dice=dice)
    def begin(self, count: int, keeps_copies: bool, renames_both: bool, dice: Random) -> None:
        self.engine = Engine(dice, keeps_copies, MAIN, renames_both)
        if self.layout == SINGLE:
            values = {"id": BOARD, "name": "Ops", "layout": SINGLE, "created_at": "2026-11-22T10:00:00.000Z"}
            self.engine.hub[MAIN] = board_bytes(values, {})
        first = self.join()
        for _ in range(count - 1):
            self.join()
        first.replica.act(partial(opening.open_breaks, customers=["Acme"], what="API"), "ana")

    def join(self) -> Installation:
        number = self.count()
        node = self.new_node(number)
        self.engine.sync(node)
        clock = ManualClock(NOW + (number - 1) * 40 * MINUTE)
        made = Installation(self.root / f"home{number}", node, self.layout, clock)
        self.all.append(made)
        return made

    def new_node(self, number: int) -> Node:
        """A machine with an empty folder."""
        folder = self.root / f"node{number}"
        return Node(folder if self.layout == SINGLE else folder / f"{MAIN}.d")

    def count(self) -> int:
        """How many there ever were."""
        self.made += 1
        return self.made - 1

    def some(self, index: int) -> Installation:
        return self.all[index % len(self.all)]

    @rule(index=st.integers(0, 5), dice=dice)
    def act(self, index: int, dice: Random) -> None:
        one = self.some(index)
        one.replica.catch_up()
        found = one.replica.db.execute("SELECT id FROM break_rows ORDER BY id").fetchall()
        if not found or dice.random() < 0.2:
            one.replica.act(partial(opening.open_breaks, customers=[f"C{dice.randrange(5)}"], what="API"), "ana")
        else:
            text = f"note {dice.randrange(100)}"
            one.replica.act(partial(house.note, typed_id=dice.choice(found)[0], text=text), "ana")

    @rule(index=st.integers(0, 5), seconds=st.integers(0, 30))
    def step(self, index: int, seconds: int) -> None:
        self.some(index).clock.advance(seconds * SECOND)
        self.some(index).step()

    @rule(index=st.integers(0, 5), share=st.sampled_from([0.3, 0.7, 1.0]), whole=st.booleans())
    def sync(self, index: int, share: float, whole: bool) -> None:
        self.engine.sync(self.some(index).node, share, whole)

    @rule(what=st.sampled_from(["lose", "damage", "duplicate", "restore"]))
    def go_wrong(self, what: str) -> None:
        getattr(self.engine, what)()

    @rule(index=st.integers(0, 5))
    def damage_at_a_node(self, index: int) -> None:
        node = self.some(index).node
        for name, content in sorted(node.files().items())[:1]:
            if self.engine.is_all_there_is(name, node.files()):
                continue
            node.write(name, content[: len(content) // 2])

    @rule(index=st.integers(0, 5), dice=dice)
    def redact(self, index: int, dice: Random) -> None:
        one = self.some(index)
        one.replica.catch_up()
        sql = "SELECT replica, number FROM events JOIN replicas USING (rid) WHERE kind = 'noted' AND body IS NOT NULL ORDER BY hash"
        if notes := one.replica.db.execute(sql).fetchall():
            replica, number = dice.choice(notes)
            with suppress(Ambiguous, Refused):
                one.replica.act(lambda tx: corrections.redact(tx, spoken_event(one.replica.db, replica, number)), "ana")

    @rule(index=st.integers(0, 5))
    def tidy(self, index: int) -> None:
        one = self.some(index)
        if one.step(hurry=True):
            one.tidy()

    @rule(minutes=st.integers(1, 30))
    def time_passes(self, minutes: int) -> None:
        for one in self.all:
            one.clock.advance(minutes * MINUTE)

    @rule(index=st.integers(0, 5))
    def leave_for_good(self, index: int) -> None:
        """What only the one who left had is gone; what anyone else has is not."""
        if len(self.all) > 2:
            self.all.remove(one := self.some(index))
            one.close()

    @rule(index=st.integers(0, 5))
    def restart(self, index: int) -> None:
        """What only the process knew is forgotten."""
        one = self.some(index)
        one.close()
        self.all[self.all.index(one)] = Installation(one.home, one.node, self.layout, one.clock)

    @rule(index=st.integers(0, 5))
    def copy_an_installation(self, index: int) -> None:
        if len(self.all) < 6:
            source, number = self.some(index), self.count()
            home = self.root / f"home{number}"
            home.mkdir()
            target = sqlite3.connect(home / "replica.db")
            source.replica.db.backup(target)
            target.close()
            node = self.new_node(number)
            self.engine.sync(node)
            self.all.append(Installation(home, node, self.layout, ManualClock(source.clock.now())))

    def teardown(self) -> None:
        try:
            if self.all:
                self.come_to_rest()
        finally:
            self.urandom.stop()
            self.fsync.stop()
            for one in self.all:
                one.close()
            self.folder.cleanup()

    def come_to_rest(self) -> None:
        held = set().union(*(one.hashes for one in self.all))
        calm = 0
        for _ in range(ROUNDS):
            for one in self.all:
                self.engine.sync(one.node)
                one.clock.advance(20 * MINUTE)
                one.step()
                self.engine.sync(one.node)
            calm = calm + 1 if all(self.is_in_step(one) for one in self.all) else 0
            if calm == 3:
                break
        late = Installation(self.root / "late", self.new_node(99), self.layout, ManualClock(NOW))
        self.all.append(late)
        self.engine.sync(late.node)
        late.step()
        assert calm == 3
        assert held <= late.hashes, f"{len(held - late.hashes)} are lost"
        for one in self.all:
            assert one.hashes == late.hashes, one.home.name
            one.replica.catch_up()
            self.check_blank(one)
        assert len({state_digest(one.replica.db) for one in self.all}) == 1
        assert state_digest(late.replica.db)

    def check_blank(self, one: Installation) -> None:
        """What was redacted is blank, in the record and in its own files."""
        sql = "SELECT json_extract(body, '$.event') FROM events WHERE kind = 'redacted' AND body IS NOT NULL"
        redacted = {hash_ for (hash_,) in one.replica.db.execute(sql)}
        assert not redacted & one.texts_in_own_files().keys()
        full = {hash_ for (hash_,) in one.replica.db.execute("SELECT hash FROM events WHERE body IS NOT NULL")}
        assert not redacted & full

    def is_in_step(self, one: Installation) -> bool:
        report = one.exchange.step()
        return one.hashes == self.all[0].hashes and (report.pending, report.lacking, report.trouble) == (0, 0, None)


class SingleFileEngines(Engines):
    """The same with one file for all."""

    layout = SINGLE


CALM = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
Engines.TestCase.settings = settings(max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=CALM)
SingleFileEngines.TestCase.settings = settings(max_examples=10, stateful_step_count=30, deadline=None, suppress_health_check=CALM)
TestEngines = Engines.TestCase
TestSingleFileEngines = SingleFileEngines.TestCase
