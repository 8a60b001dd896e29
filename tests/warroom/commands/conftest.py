"""A desk for command-line tests: an installation of its own, a board, a clock that stands still, and what was answered."""

from __future__ import annotations

import io
import json
import sqlite3
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from store.clock import HOUR, ManualClock
from store.zones import from_iso
from warroom.cli import run
from warroom.session import Session

NOON = from_iso("2026-11-24T12:00:00.000Z") or 0
"""A Tuesday."""


class Answer(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The JSON document on stdout."""
        return json.loads(self.out)

    @property
    def word(self) -> str:
        """stdout without its line break."""
        return self.out.strip()


class Desk:
    """Somebody at a terminal."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.board = home / "ops.warroom"
        self.clock = ManualClock(NOON)
        self.offline = False
        """Whether it leaves the shared board alone."""
        home.mkdir(parents=True, exist_ok=True)
        (home / "config.toml").write_text('zone = "UTC"\n', "utf-8")

    def run(self, *args: str, actor: str = "ana", typed: str | io.StringIO = "") -> Answer:
        """Runs a command as it would be typed."""
        out, err = io.StringIO(), io.StringIO()
        patch = pytest.MonkeyPatch()
        with patch.context() as env, redirect_stdout(out), redirect_stderr(err):
            env.setenv("WARROOM_HOME", str(self.home))
            env.setenv("WARROOM_BOARD", str(self.board))
            env.setenv("WARROOM_ACTOR", actor)
            env.setattr("sys.stdin", io.StringIO(typed) if isinstance(typed, str) else typed)
            code = run(args, Session(clock=self.clock, offline=self.offline))
        return Answer(code, out.getvalue(), err.getvalue())

    def good(self, *args: str, actor: str = "ana", typed: str = "") -> Answer:
        """Runs a command that must succeed."""
        answer = self.run(*args, actor=actor, typed=typed)
        assert answer.code == 0, answer.err
        return answer

    def json(self, *args: str, actor: str = "ana") -> Any:
        """The JSON that a command answers."""
        return self.good(*args, "--json", actor=actor).json

    def bad(self, *args: str, actor: str = "ana") -> str:
        """Runs a command that must be refused: exit 2, one line on stderr, nothing on stdout, nothing written. The line."""
        before = self.events()
        answer = self.run(*args, actor=actor)
        assert answer.code == 2, (answer.code, answer.err)
        assert answer.err.startswith("warroom: ")
        assert answer.err.count("\n") == 1, answer.err
        assert answer.out == ""
        assert self.events() == before
        return answer.err

    def open(self, customer: str = "Acme Freight", what: str = "Label API down", *options: str) -> str:
        """Opens a break. Its id."""
        return self.good("open", "--customer", customer, "--what", what, *options).word

    def events(self) -> int:
        """How many events are in the record."""
        files = list(self.home.glob("data/boards/*/replica.db"))
        if not files:
            return 0
        db = sqlite3.connect(files[0])
        try:
            return int(db.execute("SELECT count(*) FROM events").fetchone()[0])
        finally:
            db.close()

    def show(self, id_: str) -> Any:
        """A break as JSON."""
        return self.json("show", id_)

    def hours(self, count: float) -> None:
        """Lets time pass."""
        self.clock.advance(round(count * HOUR))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with a board on it."""
    made = Desk(tmp_path / "home")
    made.good("init", str(made.board))
    return made
