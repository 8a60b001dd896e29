"""`warroom pack`: one file that holds the board, and opens as it."""

from __future__ import annotations

from pathlib import Path

from store.sync.board_file import read_board_file
from tests.warroom.commands.conftest import Desk
from tests.warroom.sharing.conftest import DeskOf
from tests.warroom.sharing.test_commands import customers


def test_a_packed_board_opens_as_the_same_board(ana: Desk, ben: Desk, desk_of: DeskOf, tmp_path: Path) -> None:
    id_ = ana.open("Acme")
    ben.good("note", id_, "seen", actor="ben")
    path = tmp_path / "hand-over.warroom"
    packed = ana.json("pack", str(path))
    assert (packed["path"], packed["events"], packed["bytes"]) == (str(path), ana.events(), path.stat().st_size)
    assert packed["events"] == ben.events() == 4
    cem = desk_of("cem")
    cem.board = path
    assert customers(cem) == {"Acme"}
    assert cem.show(id_)["notes"][0]["by"] == "ben"
    assert read_board_file(path).id == read_board_file(ana.board).id == cem.json("list")["board"]["id"]
    cem.good("note", id_, "from the train", actor="cem")
    cem.board = ana.board
    cem.good("sync")
    assert [note["text"] for note in ana.show(id_)["notes"]] == ["seen", "from the train"]


def test_a_file_that_is_there_is_left_as_it_is(ana: Desk, tmp_path: Path) -> None:
    assert "there already" in ana.bad("pack", str(ana.board))
    assert "does not end in" in ana.bad("pack", str(tmp_path / "x.db"))
    assert ana.run("pack", str(tmp_path / "nowhere" / "x.warroom")).code == 3
