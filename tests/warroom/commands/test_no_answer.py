"""A place that never answers, where nothing is known of the board yet: a line after seconds, never silence."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from tests.warroom.commands.conftest import Desk
from warroom.sharing import patience


@pytest.fixture
def desk_at_dead_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk whose board file never answers: nobody writes into the pipe that it is."""
    monkeypatch.setattr(patience, "FIRST_LOOK", 0.1)
    desk = Desk(tmp_path / "home")
    desk.board = tmp_path / "hung.warroom"
    os.mkfifo(desk.board)
    yield desk
    os.close(os.open(desk.board, os.O_RDWR | os.O_NONBLOCK))  # lets go of who still waits


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
@pytest.mark.parametrize("command", [("list",), ("sync",), ("open", "--customer", "Acme", "--what", "x")])
def test_a_first_look_at_a_board_that_never_answers_ends(desk_at_dead_share: Desk, command: tuple[str, ...]) -> None:
    answer = desk_at_dead_share.run(*command)
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith(f"warroom: {desk_at_dead_share.board} gives no answer: is its network share connected?")
    assert not list(desk_at_dead_share.home.glob("data/boards/*"))


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
def test_doctor_says_once_that_a_board_never_answers(desk_at_dead_share: Desk) -> None:
    problems = desk_at_dead_share.run("doctor", "--json").json["problems"]
    assert len(problems) == 1
    assert "gives no answer" in problems[0]


def test_a_board_is_not_made_where_nothing_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "FIRST_LOOK", 0.1)
    desk, ends, exists = Desk(tmp_path / "home"), Event(), os.path.exists
    board = tmp_path / "hung" / "new.warroom"
    monkeypatch.setattr(os.path, "exists", lambda path: ends.wait(30) if str(path) == str(board) else exists(path))
    answer = desk.run("init", str(board))
    ends.set()
    assert answer.code == 3
    assert "gives no answer" in answer.err
    assert not board.parent.is_dir()
