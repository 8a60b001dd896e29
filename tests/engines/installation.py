"""One person's installation of Warroom on one machine of an engine: real processes, a home of its own."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

from store.replica.connection import connect_reader
from store.replica.happened import Happening, happenings
from store.replica.log import events_since
from store.replica.tables import state_digest
from store.sync.board_file import folder_of, read_board_id
from store.sync.ledger import Ledger
from store.sync.names import parsed
from tests.engines.processes import end, kill, launch, python, run

WAITS = {
    "adopt": 6_000, "retry": 500, "retry_later": 3_000, "check_again": 5_000, "head": 10_000,
}  # fmt: skip
"""What the trials shorten, in milliseconds; the pace of publishing is the product's own."""


class Installation:
    """An installation: its home, the board in the folder that an engine brings to it, its processes."""

    def __init__(self, name: str, home: Path, board: Path, waits: dict[str, int] | None = None, clock_offset: int = 0) -> None:
        self.name, self.home, self.board = name, home, board
        self.clock_offset = clock_offset
        """How far its clock is ahead, in milliseconds."""
        self.env = {
            "WARROOM_HOME": str(home),
            "WARROOM_BOARD": str(board),
            "WARROOM_ACTOR": name,
            "WARROOM_WAITS": ",".join(f"{key}={value}" for key, value in (WAITS if waits is None else waits).items()),
        }
        self.watcher: subprocess.Popen[bytes] | None = None
        self.writer: subprocess.Popen[bytes] | None = None
        self.board_id = ""
        """The board's id, once it is known."""
        self.written = home / "written"
        """The texts whose writing was acknowledged, one a line."""
        home.mkdir(parents=True, exist_ok=True)

    @property
    def folder(self) -> Path:
        """The shared folder."""
        return folder_of(self.board)

    @property
    def replica(self) -> Path:
        """Where its replica lies."""
        if self.board_id == "":
            self.board_id = read_board_id(self.board)
        return self.home / "data" / "boards" / self.board_id

    def command(self, *args: str) -> list[str]:
        """The command line of a command of the product, under this installation's clock."""
        if self.clock_offset:
            return python("tests.engines.off_clock", str(self.clock_offset), *args)
        return python("warroom", *args)

    def warroom(self, *args: str) -> subprocess.CompletedProcess[str]:
        """Runs a command of the product."""
        return run(self.command(*args), self.env)

    def good(self, *args: str) -> str:
        """Runs one that must succeed. What it answered."""
        done = self.warroom(*args)
        assert done.returncode == 0, f"{self.name}: {args}: {done.stdout}{done.stderr}"
        return done.stdout.strip()

    def doctor(self) -> dict[str, Any]:
        """What `warroom doctor` says."""
        found: dict[str, Any] = json.loads(self.warroom("doctor", "--json").stdout)
        return found

    def watch(self) -> None:
        """Keeps it in step from now on."""
        self.watcher = launch(self.command("sync", "--watch", "--json"), self.home / "watch.log", self.env)

    def unwatch(self, killed: bool = False) -> None:
        """Ends that; `killed`: in the middle of whatever it does."""
        if self.watcher is not None:
            kill(self.watcher) if killed else end(self.watcher)
            self.watcher = None

    def write(self, id_: str, seconds: float, every: float, commands: int = 5) -> None:
        """Writes notes on a break from now on, one each `every` seconds or so, each `commands`-th by a command."""
        args = python("tests.engines.writer", id_, str(seconds), str(every), str(commands), str(self.clock_offset))
        self.writer = launch(args, self.written, self.env)

    def wait_written(self, seconds: float = 60.0) -> None:
        """Waits until that has ended."""
        if self.writer is not None:
            code = self.writer.wait(seconds)
            assert code == 0, f"{self.name}: {self.written.read_text('utf-8')[-2_000:]}"
            self.writer = None

    def acknowledged(self) -> set[str]:
        """The texts that it was told are written."""
        return set(self.written.read_text("utf-8").splitlines()) if self.written.exists() else set()

    def reader(self) -> sqlite3.Connection:
        """A connection to its replica that reads."""
        return connect_reader(self.replica / "replica.db")

    def holds(self) -> tuple[frozenset[str], str]:
        """The hashes of its events, and the digest of its board (empty while something is not folded)."""
        db = self.reader()
        try:
            hashes = frozenset(hash_ for (hash_,) in db.execute("SELECT hash FROM events"))
            return hashes, state_digest(db)
        finally:
            db.close()

    def lacking(self) -> int:
        """How many of its events it does not see in the shared place."""
        db = self.reader()
        try:
            return sum(lack.events for kind in ("folder", "single") for lack in Ledger(db, kind).lacks() if self._uses(db, kind))
        finally:
            db.close()

    def _uses(self, db: sqlite3.Connection, kind: str) -> bool:
        return db.execute("SELECT 1 FROM carried_files WHERE carrier = ? LIMIT 1", (kind,)).fetchone() is not None

    def happened(self) -> list[Happening]:
        """What it noted of the exchange."""
        db = self.reader()
        try:
            return happenings(db)
        finally:
            db.close()

    def noted(self, kind: str, who: str = "", since: int = 0) -> list[Happening]:
        """What it noted of one kind since an instant, of one replica if that is named."""
        return [one for one in self.happened() if one.kind == kind and one.until >= since and who in ("", one.who)]

    def texts(self) -> set[str]:
        """The texts of all notes that it has."""
        db = self.reader()
        try:
            return {str(event.body["text"]) for event in events_since(db, 0) if event.kind == "noted" and event.body is not None}
        finally:
            db.close()

    def id(self) -> str:
        """Its replica's id."""
        db = self.reader()
        try:
            return str(db.execute("SELECT value FROM meta WHERE key = 'replica'").fetchone()[0])
        finally:
            db.close()

    def own_segments(self) -> list[Path]:
        """The segments of its own in its copy of the shared folder, oldest first."""
        own = self.id()
        found = [
            (says.first, path)
            for path in self.folder.iterdir()
            if (says := parsed(path.name)) and says.replica == own and says.first
        ]
        return [path for _, path in sorted(found)]

    def strangers(self) -> list[str]:
        """Names in the shared folder that are not ours: conflict copies, leftovers of an engine."""
        beside = [path.name for path in self.board.parent.iterdir() if path.name not in (self.board.name, self.folder.name)]
        inside = [path.name for path in self.folder.iterdir() if parsed(path.name) is None] if self.folder.is_dir() else []
        return [name for name in (*beside, *inside) if not name.startswith((".", "~"))]

    def clone(self, name: str, home: Path, board: Path) -> Installation:
        """A copy of the profile on another machine, as somebody makes who copies their home."""
        shutil.copytree(self.home / "data", home / "data")
        made = Installation(name, home, board)
        made.env["WARROOM_WAITS"] = self.env["WARROOM_WAITS"]
        return made

    def stop(self) -> None:
        """Ends its processes."""
        self.unwatch()
        if self.writer is not None:
            kill(self.writer)
            self.writer = None
