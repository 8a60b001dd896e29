"""Two who made a board at one place while offline: both are told, and one's entries are brought over to the other's."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.warroom.commands.conftest import Desk
from tests.warroom.sharing.conftest import folder_of
from tests.warroom.sharing.test_commands import customers

IMPORT = re.compile(r"`warroom (import board [^`]+)`")


@pytest.fixture
def two(tmp_path: Path) -> tuple[Desk, Desk]:
    """Ana's and Ben's desks after their sync program brought the two together: Ana's file won, the folder has both's files."""
    ana, ben = Desk(tmp_path / "ana"), Desk(tmp_path / "ben")
    ben.clock = ana.clock
    for desk, customer in ((ana, "Acme"), (ben, "Elm")):
        name = desk.home.name
        desk.board = tmp_path / f"{name}s" / "ops.warroom"
        desk.good("init", str(desk.board), actor=name)
        desk.good("open", "--customer", customer, "--what", "x", actor=name)
    ben.good("policy", "cadence.1=20m", actor="ben")
    ben.good("note", ben.json("list")["breaks"][0]["id"], "not published", "--offline", actor="ben")
    ben.board.write_bytes(ana.board.read_bytes())
    for path in folder_of(ben).iterdir():
        (folder_of(ana) / path.name).write_bytes(path.read_bytes())
    for path in folder_of(ben).iterdir():
        path.unlink()
    folder_of(ben).rmdir()
    ben.board.unlink()
    ben_board = ben.board
    ben.board = ana.board
    boards = ben.home / "state" / "boards.json"
    boards.write_text(boards.read_text().replace(str(ben_board), str(ana.board)))
    return ana, ben


def command_in(texts: list[str]) -> list[str]:
    """The command that doctor tells to run."""
    found = [match for text in texts for match in IMPORT.findall(text)]
    return shlex.split(found[0])


def test_who_lost_their_file_is_told_and_brings_their_entries_over(two: tuple[Desk, Desk]) -> None:
    ana, ben = two
    answer = ben.good("list", "--json", actor="ben")
    assert [row["customer"] for row in answer.json["breaks"]] == ["Acme"]
    lines = answer.err.splitlines()
    assert "is another board by now" in lines[0]
    assert lines[1] == f"warroom: `warroom {' '.join(command_in(lines))}` brings over what was entered in that one"
    assert "another board was here" in ben.json("list", actor="ben")["sync"]["notes"]
    assert "is another board" not in ben.good("list", actor="ben").err
    command = command_in([text for text in ben.run("doctor", "--json", actor="ben").json["problems"] if "here before" in text])
    taken = ben.good(*command, "--json", actor="ben").json
    assert taken["taken"]["breaks"] == 1
    assert customers(ben) == {"Acme", "Elm"}
    assert customers(ana) == {"Acme", "Elm"}, "they are there for the others at once"
    notes = [ana.show(row["id"])["notes"] for row in ana.json("list")["breaks"] if row["customer"] == "Elm"]
    assert [note["text"] for note in notes[0]] == ["not published"]
    assert ana.json("policy")["policy"] == ben.json("policy")["policy"], "the policy is that of the board that stays"
    assert ben.good("doctor", actor="ben").code == 0
    assert ana.good("doctor").code == 0
    again = ben.json(*command, actor="ben")
    assert (again["taken"], ben.json("list", actor="ben")["sync"]["notes"]) == ({}, [])


def test_who_kept_theirs_is_told_too_and_can_bring_over_what_lies_there(two: tuple[Desk, Desk]) -> None:
    ana, _ = two
    files = sum(1 for _ in folder_of(ana).glob("*.seg"))
    note = next(note for note in ana.json("list")["sync"]["notes"] if note.startswith("another board's files here"))
    assert 0 < int(re.findall(r"\d+", note)[0]) < files + 2
    answer = ana.run("doctor", "--json")
    assert answer.code == 1
    command = command_in(answer.json["problems"])
    assert ana.json(*command)["taken"]["breaks"] == 1
    assert customers(ana) == {"Acme", "Elm"}
    assert ana.json("list")["sync"]["notes"] == []
    assert ana.good("doctor").code == 0


def test_a_file_of_the_other_board_does_as_well(two: tuple[Desk, Desk], tmp_path: Path) -> None:
    ana, _ = two
    other = Desk(tmp_path / "other")
    other.board = tmp_path / "one" / "alone.warroom"
    other.good("init", str(other.board), "--layout", "single")
    other.open("Oak")
    assert ana.json("import", "board", str(other.board))["taken"]["breaks"] == 1
    assert "Oak" in customers(ana)
    other.good("pack", str(tmp_path / "packed.warroom"))
    assert ana.json("import", "board", str(tmp_path / "packed.warroom"))["taken"] == {}


@pytest.mark.parametrize("named", ["0" * 32, "nowhere.warroom", "EMPTY", "OWN"])
def test_what_is_no_other_board_is_refused(named: str, ana: Desk, tmp_path: Path) -> None:
    ana.open("Acme")
    (tmp_path / "empty").mkdir()
    named = {"EMPTY": str(tmp_path / "empty"), "OWN": str(folder_of(ana))}.get(named, named)
    answer = ana.run("import", "board", named)
    assert answer.code in (2, 3)
    assert answer.err.count("\n") == 1
    assert customers(ana) == {"Acme"}
