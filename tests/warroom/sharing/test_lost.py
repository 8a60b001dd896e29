"""Board files that are lost or damaged for good: what is said of them, and how they come back, by plain commands."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from store.sync.board_file import FORMAT, read_board_file
from store.sync.single import LOOKS
from tests.warroom.commands.conftest import Desk
from tests.warroom.sharing.conftest import folder_of
from tests.warroom.sharing.test_commands import customers
from tests.warroom.sharing.test_single_file import copied, single


def waits(desk: Desk) -> int:
    """How many events wait for the shared board."""
    return int(desk.json("doctor")["exchange"]["waiting"])


def of_layout(tmp_path: Path, layout: str) -> Desk:
    """Somebody with a board of that layout, and a break on it."""
    ana = Desk(tmp_path / "ana")
    ana.board = tmp_path / "team" / "ops.warroom"
    ana.good("init", str(ana.board), "--layout", layout, "--name", "Ops of us")
    ana.open("Acme")
    return ana


def lose(desk: Desk, *, file: bool = True, folder: bool = True) -> None:
    """Somebody deletes it for good."""
    if file:
        desk.board.unlink()
    if folder and folder_of(desk).exists():
        shutil.rmtree(folder_of(desk))


@pytest.mark.parametrize("layout", ["folder", "single"])
@pytest.mark.parametrize("keeps_folder", [False, True])
def test_nobody_is_told_to_make_another_board_in_place_of_a_known_one(tmp_path: Path, layout: str, keeps_folder: bool) -> None:
    ana = of_layout(tmp_path, layout)
    lose(ana, folder=not keeps_folder)
    id_ = ana.json("list")["breaks"][0]["id"]
    noted = ana.good("note", id_, "while it is gone")
    synced = ana.run("sync")
    found = ana.run("doctor", "--json").json
    assert synced.code == 3
    for said in (noted.err, synced.err, *found["problems"]):
        assert "is not there any more" in said
        assert f"warroom init {ana.board} --restore" in said
        assert "make it" not in said
    assert len(found["problems"]) == 1, "it is said once"
    assert "wait for the shared board" in synced.err or "waits for the shared board" in synced.err
    for more in ([], ["--layout", "single"], ["--name", "x"]):
        refused = ana.bad("init", str(ana.board), *more)
        assert "its file is gone" in refused
        assert "--restore" in refused
    assert not ana.board.exists()


@pytest.mark.parametrize("layout", ["folder", "single"])
@pytest.mark.parametrize("keeps_folder", [False, True])
def test_a_lost_board_is_written_again_as_the_same_one(tmp_path: Path, layout: str, keeps_folder: bool) -> None:
    ana = of_layout(tmp_path, layout)
    before = read_board_file(ana.board)
    ben = Desk(tmp_path / "ben")
    ben.board, ben.clock = ana.board, ana.clock
    ben.good("open", "--customer", "Elm", "--what", "x", actor="ben")
    ana.good("sync")
    lose(ana, folder=not keeps_folder)
    id_ = ana.json("list")["breaks"][0]["id"]
    ana.good("note", id_, "while it is gone")
    assert "same board" in ana.good("init", str(ana.board), "--restore").err
    assert read_board_file(ana.board) == before
    ben.good("sync", actor="ben")
    ana.good("sync")
    assert customers(ana) == customers(ben) == {"Acme", "Elm"}
    assert ben.show(id_)["notes"][0]["text"] == "while it is gone"
    cem = Desk(tmp_path / "cem")
    cem.board, cem.clock = ana.board, ana.clock
    assert customers(cem) == {"Acme", "Elm"}
    assert waits(ana) == waits(ben) == 0


def test_only_the_folder_is_lost(tmp_path: Path) -> None:
    ana = of_layout(tmp_path, "folder")
    content = ana.board.read_bytes()
    lose(ana, file=False)
    synced = ana.run("sync")
    assert synced.code == 3
    assert f"warroom init {ana.board} --restore" in synced.err
    ana.good("init", str(ana.board), "--restore")
    assert ana.board.read_bytes() == content
    ana.good("sync")
    assert waits(ana) == 0
    ben = Desk(tmp_path / "ben")
    ben.board, ben.clock = ana.board, ana.clock
    assert customers(ben) == {"Acme"}


def test_two_who_write_it_again_write_the_same_file(tmp_path: Path) -> None:
    ana = of_layout(tmp_path, "folder")
    ben = Desk(tmp_path / "ben")
    ben.board, ben.clock = ana.board, ana.clock
    ben.good("list", actor="ben")
    contents = []
    for desk in (ana, ben):
        lose(ana, folder=False)
        desk.good("init", str(ana.board), "--restore")
        contents.append(ana.board.read_bytes())
    assert contents[0] == contents[1]


def test_nothing_is_restored_that_is_there_or_unknown(tmp_path: Path) -> None:
    ana = of_layout(tmp_path, "folder")
    content = ana.board.read_bytes()
    assert "nothing is lost" in ana.bad("init", str(ana.board), "--restore")
    assert "no board was opened here" in ana.bad("init", str(tmp_path / "other.warroom"), "--restore")
    assert "as it was" in ana.bad("init", str(ana.board), "--restore", "--name", "x")
    lose(ana)
    ana.board.parent.rmdir()
    assert "connect its disk" in ana.bad("init", str(ana.board), "--restore")
    assert not ana.board.parent.exists(), "a disk that is not connected is never written in its place"
    ana.board.parent.mkdir()
    Desk(tmp_path / "ben").good("init", str(ana.board))
    other = ana.board.read_bytes()
    assert "another board" in ana.bad("init", str(ana.board), "--restore")
    assert ana.board.read_bytes() == other != content


def test_who_never_opened_it_is_sent_to_who_did(tmp_path: Path) -> None:
    ana = of_layout(tmp_path, "folder")
    lose(ana, folder=False)
    ben = Desk(tmp_path / "ben")
    ben.board = ana.board
    answers = ben.run("list", actor="ben"), ben.run("init", str(ana.board), actor="ben")
    assert [answer.code for answer in answers] == [3, 2]
    for answer in answers:
        assert "whoever had the board open" in answer.err
        assert "open it: warroom" not in answer.err
        assert "make it" not in answer.err


def test_a_board_to_be_imported_that_is_not_there_is_not_to_be_made(tmp_path: Path) -> None:
    ana = of_layout(tmp_path, "folder")
    answer = ana.run("import", "board", "123")
    assert answer.code in (2, 3)
    assert "is not there" in answer.err
    assert "warroom init" not in answer.err


@pytest.mark.parametrize("left", [0, 50, 5_000])
def test_a_damaged_single_file_is_written_anew_by_commands_one_after_the_other(tmp_path: Path, left: int) -> None:
    """Each command is a process of its own: how often the file looked so is known to the next one."""
    ana = of_layout(tmp_path, "single")
    whole = ana.board.read_bytes()
    before = read_board_file(ana.board)
    id_ = ana.json("list")["breaks"][0]["id"]
    ana.board.write_bytes(whole[:left])
    codes = [ana.run("sync").code for _ in range(LOOKS)]
    assert codes == [3] * (LOOKS - 1) + [0]
    assert read_board_file(ana.board) == before
    ana.good("note", id_, "afterwards")
    ana.good("sync")
    assert waits(ana) == 0
    assert [path.read_bytes() for path in ana.board.parent.glob("*damaged*")] == [whole[:left]]
    ben = single(tmp_path, "ben", ana)
    assert customers(ben) == {"Acme"}


def test_what_was_damaged_for_a_moment_is_not_counted_later(tmp_path: Path) -> None:
    ana = of_layout(tmp_path, "single")
    whole = ana.board.read_bytes()
    for _ in range(3):
        ana.board.write_bytes(whole[:50])
        for _ in range(LOOKS - 1):
            assert ana.run("sync").code == 3
        ana.board.write_bytes(whole)
        ana.good("sync")
    assert list(ana.board.parent.glob("*damaged*")) == []


def test_a_single_file_that_only_left_copies_is_written_anew_by_commands(tmp_path: Path) -> None:
    ana = of_layout(tmp_path, "single")
    before = read_board_file(ana.board)
    copied(ana, ana, "ops.warroom..path1")
    lose(ana)
    assert [ana.run("sync").code for _ in range(LOOKS)] == [3] * (LOOKS - 1) + [0]
    assert read_board_file(ana.board) == before
    assert customers(ana) == {"Acme"}


def test_a_single_file_of_a_newer_version_is_never_written_by_commands(tmp_path: Path) -> None:
    ana = of_layout(tmp_path, "single")
    db = sqlite3.connect(ana.board)
    db.execute(f"PRAGMA user_version={FORMAT + 1}")
    db.close()
    content = ana.board.read_bytes()
    for _ in range(LOOKS + 2):
        assert ana.run("sync").code == 3
    assert ana.board.read_bytes() == content
