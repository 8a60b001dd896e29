"""The key of an encrypted board that somebody types: asked three times, before the first frame, kept by the keyring there is."""

from __future__ import annotations

import getpass
import io
import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from store.sync import team_key
from store.sync.team_key import LEAST_COST
from tests.warroom.commands.conftest import Answer, Desk
from tests.warroom.sharing.keyring_backends import Failing, Forgetting, Hanging, Working
from tests.warroom.sharing.test_commands import customers
from warroom.sharing import keyrings

ROOT = Path(__file__).parents[3]
WORDS = "four plain words here"
Typing = Callable[..., Answer]


def made(backend: Callable[[], KeyringBackend]) -> KeyringBackend:
    """A keyring of that sort; the package does not say what its classes take."""
    return backend()


class Terminal(io.StringIO):
    """A stdin that somebody sits at."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The least cost that is taken, an empty keyring, and nothing said of keys by the environment."""
    monkeypatch.setattr(team_key, "COST", LEAST_COST)
    for name in ("WARROOM_PASSPHRASE", "WARROOM_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    before = keyring.get_keyring()
    Working.held.clear()
    keyring.set_keyring(made(Working))
    yield
    keyring.set_keyring(before)


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Desk], Typing]:
    """Somebody at a terminal who types what they are asked for; what they did not need to type is an error."""

    def at(desk: Desk) -> Typing:
        def run(*words: str, typed: tuple[str, ...] = ()) -> Answer:
            left = list(typed)
            with monkeypatch.context() as patch:
                patch.setattr(getpass, "getpass", lambda prompt: left.pop(0))
                answer = desk.run(*words, typed=Terminal())
            assert not left
            return answer

        return run

    return at


@pytest.fixture
def ana(tmp_path: Path, typing: Callable[[Desk], Typing]) -> Desk:
    """Who made an encrypted board, and typed its passphrase twice."""
    desk = Desk(tmp_path / "ana")
    desk.board = tmp_path / "team" / "ops.warroom"
    answer = typing(desk)("init", str(desk.board), "--encrypt", typed=(WORDS, WORDS))
    assert answer.code == 0, answer.err
    assert WORDS not in answer.out + answer.err
    return desk


@pytest.fixture
def ben(ana: Desk, tmp_path: Path) -> Desk:
    """Somebody who joins; their keyring is empty by then."""
    desk = Desk(tmp_path / "ben")
    desk.board, desk.clock = ana.board, ana.clock
    ana.open("Acme")
    Working.held.clear()
    return desk


def test_two_different_passphrases_make_no_board(tmp_path: Path, typing: Callable[[Desk], Typing]) -> None:
    desk = Desk(tmp_path / "x")
    answer = typing(desk)("init", str(desk.board), "--encrypt", typed=(WORDS, "another"))
    assert (answer.code, desk.board.exists()) == (2, False)
    assert "the two passphrases differ" in answer.err


def test_it_is_typed_once_and_the_keyring_keeps_the_key(ben: Desk, typing: Callable[[Desk], Typing]) -> None:
    answer = typing(ben)("list", "--json", typed=("wrong", "", WORDS))
    assert (answer.code, len(answer.json["breaks"])) == (0, 1)
    assert answer.err.count("try again") == 2
    ((service, board_id), kept) = next(iter(Working.held.items()))
    assert (service, board_id) == ("warroom", answer.json["board"]["id"])
    assert kept not in answer.out + answer.err
    ben.hours(1)
    assert customers(ben) == {"Acme"}
    assert ben.json("doctor")["board"]["key"] == "the keyring"
    assert not list(ben.home.glob("data/boards/*/key"))


def test_after_three_wrong_ones_nothing_is_made(ben: Desk, typing: Callable[[Desk], Typing]) -> None:
    answer = typing(ben)("list", typed=("wrong", "wronger", "still wrong"))
    assert (answer.code, answer.out) == (3, "")
    assert "the passphrase is not this board's: ask who made the board" in answer.err
    assert not (ben.home / "data").exists()
    assert not Working.held


def test_what_the_keyring_has_of_another_key_is_not_taken(ben: Desk, typing: Callable[[Desk], Typing]) -> None:
    answer = typing(ben)("list", "--json", typed=(WORDS,))
    board_id = answer.json["board"]["id"]
    for stale in ("00" * 32, "rubbish", ""):
        Working.held["warroom", board_id] = stale
        ben.hours(1)
        assert typing(ben)("list", typed=(WORDS,)).code == 0
        assert len(Working.held["warroom", board_id]) == 64


@pytest.mark.parametrize("backend", [Hanging, Failing, Forgetting])
def test_a_keyring_that_is_no_use_costs_a_moment_and_a_line(
    backend: type[KeyringBackend], ben: Desk, typing: Callable[[Desk], Typing], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyrings, "PATIENCE", 0.05)
    keyring.set_keyring(made(backend))
    answer = typing(ben)("list", typed=(WORDS,))
    assert answer.code == 0
    assert "Acme" in answer.out
    (line,) = answer.err.splitlines()
    assert line.startswith("warroom: the passphrase will be asked for again: the keyring ")
    assert line.endswith("--remember keeps the key in a private file")
    assert not re.search(r"[0-9a-f]{64}", answer.err)
    assert not list(ben.home.glob("data/boards/*/key"))
    ben.hours(1)
    assert typing(ben)("list", "--remember", typed=(WORDS,)).err == ""
    ben.hours(1)
    assert customers(ben) == {"Acme"}
    (kept,) = ben.home.glob("data/boards/*/key")
    assert kept.stat().st_mode & 0o777 == 0o600


def at_terminal(argv: list[str], env: dict[str, str], answers: list[tuple[bytes, bytes]], seconds: float = 60) -> tuple[int, bytes]:
    """Runs warroom on a terminal and types each answer when its prompt is there: the exit code, and all that was shown."""
    terminal, inside = pty.openpty()
    words = [sys.executable, "-m", "warroom", *argv]
    process = subprocess.Popen(words, env=env, stdin=inside, stdout=inside, stderr=inside, start_new_session=True, cwd=ROOT)
    os.close(inside)
    shown, until = b"", time.monotonic() + seconds
    waiting, after = list(answers), 0
    try:
        while time.monotonic() < until:
            if not select.select([terminal], [], [], 0.1)[0]:
                continue
            try:
                more = os.read(terminal, 65536)
            except OSError:
                break
            if not more:
                break
            shown += more
            if waiting and waiting[0][0] in shown[after:]:
                after = len(shown)
                os.write(terminal, waiting.pop(0)[1])
        else:
            process.kill()
        code = process.wait(seconds)
    finally:
        os.close(terminal)
    assert not waiting, (waiting, shown[-2000:])
    return code, shown


def test_on_a_terminal_it_is_asked_unseen_and_before_the_first_frame(ben: Desk) -> None:
    env = {**os.environ, "WARROOM_HOME": str(ben.home), "WARROOM_ACTOR": "ben", "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}
    env["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    prompt = b"Passphrase of the board: "
    code, shown = at_terminal([str(ben.board)], env, [(prompt, b"wrong\n"), (prompt, WORDS.encode() + b"\n"), (b"Acme", b"q")])
    assert code == 0, shown[-2000:]
    assert shown.index(prompt) < shown.index(b"\x1b[?1049h") < shown.index(b"Acme")
    assert WORDS.encode() not in shown
    assert prompt not in shown[shown.index(b"\x1b[?1049h") :]


def test_three_wrong_ones_at_the_live_board_end_it_before_it_began(ben: Desk) -> None:
    env = {**os.environ, "WARROOM_HOME": str(ben.home), "WARROOM_ACTOR": "ben", "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}
    env["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    code, shown = at_terminal([str(ben.board)], env, [(b"Passphrase of the board: ", b"wrong\n")] * 3)
    assert code == 3
    assert b"the passphrase is not this board's" in shown
    assert b"\x1b[?1049h" not in shown
    assert not (ben.home / "data").exists()
