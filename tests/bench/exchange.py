"""The measurements of the exchange: taking in foreign events, a step without news, what one event costs in the folder."""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from store.clock import ManualClock, SystemClock
from store.events import Event, Line, canonical_line, line_of, sealed
from store.replica import Replica
from store.replica.log import COLUMNS, Interned, lines_of
from store.replica.transaction import Transaction
from store.sync.board_file import read_board_file
from store.sync.exchange import Exchange
from store.sync.folder import Folder
from store.sync.ledger import Ledger
from store.sync.names import segment_name
from store.sync.reading import Reading
from store.sync.segments import cut, write_segment
from store.sync.waits import Waits
from store.zones import iso
from tests.bench.boards import board_with
from tests.bench.measures import Figure

FOREIGN = 100_000
AUTHORS = 4
STEPS = 50
"""Steps without news that are timed together."""
_COLUMNS = f"rid, sid, {COLUMNS}"


class Bench:
    """A long board, and a folder with events of others that it has not seen."""

    def __init__(self, folder: Path, events: int) -> None:
        board = board_with(folder, 10_000, events)
        self.id = read_board_file(board).id
        self.scratch = folder / "exchange"
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.folder = self.scratch / "d"
        self.folder.mkdir(parents=True)
        (source,) = (board.parent.parent / "data").rglob("replica.db")
        self.source = source
        self.clock = ManualClock(SystemClock().now())
        with_ids = self.fresh()
        ids = [id_ for (id_,) in with_ids.db.execute("SELECT id FROM break_rows ORDER BY id")]
        self.lines = [line for author in range(AUTHORS) for line in self._write(f"{author + 1:012x}", ids)]
        self._attachable(with_ids)
        with_ids.close()

    def _write(self, author: str, ids: list[str]) -> list[Line]:
        """Puts an author's notes into the folder."""
        chance, lines, prev = random.Random(author), [], ""
        for number in range(1, FOREIGN // AUTHORS + 1):
            at = self.clock.now() - chance.randint(1, 10**7)
            text = f"looked at it again at {iso(at)}, nothing new yet"
            subject, salt = f"break:{chance.choice(ids)}", f"{chance.getrandbits(64):016x}"
            event = sealed(
                Event(
                    author,
                    number,
                    "",
                    prev,
                    subject,
                    {},
                    (at << 16) + number,
                    at,
                    at,
                    "ben",
                    number,
                    "noted",
                    {"text": text},
                    salt,
                    "",
                )
            )
            prev = event.hash
            lines.append(line_of(event))
        for run in cut(lines):
            name = segment_name(author, run[0].number, run[-1].number)
            (self.folder / name).write_bytes(write_segment(self.id, author, run, {}))
        return lines

    def _attachable(self, replica: Replica) -> None:
        """Puts the same rows into a database that can be attached."""
        interned = Interned(replica.db)
        replica.db.execute("BEGIN")
        self.rows = [(interned.replicas[line[0]], interned.subjects[line[1]], *line[2:]) for line in self.lines]
        replica.db.execute("ROLLBACK")
        other = sqlite3.connect(self.scratch / "rows.db")
        other.execute(f"CREATE TABLE rows({_COLUMNS})")
        other.executemany(f"INSERT INTO rows VALUES ({','.join('?' * len(self.rows[0]))})", self.rows)
        other.commit()
        other.close()

    def fresh(self) -> Replica:
        """The replica as it was before, in a place of its own."""
        home = self.scratch / "home"
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        shutil.copy(self.source, home / "replica.db")
        return Replica.open(home, self.id, self.clock)

    def attached(self, replica: Replica) -> None:
        """The floor in C: the rows from one file into the log of the other."""
        db = replica.db
        if not any(name == "other" for _, name, _ in db.execute("PRAGMA database_list")):
            db.execute("ATTACH ? AS other", (str(self.scratch / "rows.db"),))
        db.execute("BEGIN")
        db.execute(f"INSERT OR IGNORE INTO events({_COLUMNS}) SELECT * FROM other.rows")
        db.execute("COMMIT")

    def many(self, replica: Replica) -> None:
        """The floor in Python: the same rows by `executemany`."""
        replica.db.execute("BEGIN")
        replica.db.executemany(f"INSERT OR IGNORE INTO events({_COLUMNS}) VALUES ({','.join('?' * len(self.rows[0]))})", self.rows)
        replica.db.execute("COMMIT")

    def taken_in(self, replica: Replica) -> None:
        """What the product does: read, check, take in."""
        carrier = Folder(self.folder)
        more = True
        while more:
            more = Reading(replica, carrier, Ledger(replica.db, carrier.kind), Waits()).read_new(carrier.list()).more


def own_lines(replica: Replica) -> list[Line]:
    """What an installation wrote itself."""
    (rid,) = replica.db.execute("SELECT rid FROM replicas WHERE replica = ?", (replica.id,)).fetchone()
    return list(lines_of(replica.db, rid, [(1, FOREIGN)]))


def cpu_ms(work: Callable[[], object]) -> float:
    """CPU milliseconds of some work."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1e3


def exchange(folder: Path, rounds: int, events: int) -> list[Figure]:
    """G11, G12, G14."""
    bench = Bench(folder, events)
    floors = {"ATTACH + INSERT OR IGNORE": bench.attached, "executemany": bench.many, "exchange": bench.taken_in}
    taking: dict[str, list[float]] = {name: [] for name in floors}
    idle: dict[str, list[float]] = {"INSERT OR IGNORE of what is there": [], "step without news": [], "step with 10 new events": []}
    for _ in range(rounds):
        for name, work in floors.items():
            replica = bench.fresh()
            taking[name].append(cpu_ms(partial(work, replica)))
            if name == "ATTACH + INSERT OR IGNORE":
                idle["INSERT OR IGNORE of what is there"].append(cpu_ms(partial(bench.attached, replica)))
            replica.close()
    written: list[float] = []
    as_json: list[float] = []
    for _ in range(rounds):
        _steps(bench, idle, written, as_json)
    shutil.rmtree(bench.scratch)
    figures = [Figure("G11", "100,000 foreign events", name, "CPU ms", tuple(values)) for name, values in taking.items()]
    figures += [Figure("G12", "exchange on 100,000 events", name, "CPU ms", tuple(values)) for name, values in idle.items()]
    figures.append(Figure("G14", "one event", "its JSON", "bytes", tuple(as_json)))
    return [*figures, Figure("G14", "one event", "in the folder", "bytes", tuple(written))]


def _steps(bench: Bench, idle: dict[str, list[float]], written: list[float], as_json: list[float]) -> None:
    """Times steps of somebody who has only what lies in the folder, and measures what one event of theirs costs."""
    home, waits = bench.scratch / "member", Waits(settle=0, gap=0, busy_gap=0)
    for place in (home, bench.scratch / "author"):
        shutil.rmtree(place, ignore_errors=True)
    replica = Replica.open(home, bench.id, bench.clock)
    member = Exchange(replica, Folder(bench.folder), waits)
    while member.step().more:
        pass
    member.step()
    idle["step without news"].append(cpu_ms(lambda: [member.step() for _ in range(STEPS)]) / STEPS)
    subject = str(replica.db.execute("SELECT subject FROM subjects LIMIT 1").fetchone()[0])
    author = Replica.open(bench.scratch / "author", bench.id, bench.clock)
    before = {path.name: path.stat().st_size for path in bench.folder.iterdir()}

    def note(tx: Transaction) -> None:
        for _ in range(10):
            tx.add(subject, "noted", {"text": "looked at it again, nothing new yet"})

    author.act(note, "ana")
    lines = own_lines(author)
    name = segment_name(author.id, lines[0].number, lines[-1].number)
    (bench.folder / name).write_bytes(write_segment(bench.id, author.id, lines, {}))
    idle["step with 10 new events"].append(cpu_ms(member.step))
    replica.act(lambda tx: tx.add(subject, "noted", {"text": "looked at it again, nothing new yet"}), "ben")
    member.step(hurry=True)
    after = {path.name: path.stat().st_size for path in bench.folder.iterdir()}
    written.append(float(sum(size for known, size in after.items() if known not in before and known != name)))
    as_json.append(float(len(canonical_line(own_lines(replica)[-1]).encode())))
    for known in after.keys() - before.keys():
        (bench.folder / known).unlink()
    member.close()
    replica.close()
    author.close()
