"""A board in a single file, through plain commands: also with the conflict copies that sync programs make of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.warroom.commands.conftest import Desk
from tests.warroom.sharing.test_commands import customers


def single(tmp_path: Path, name: str, first: Desk | None = None) -> Desk:
    """Somebody's desk, with a board file of their own that a sync program keeps like the others'."""
    desk = Desk(tmp_path / name)
    desk.board = tmp_path / name / "shared" / "ops.warroom"
    if first is None:
        desk.good("init", str(desk.board), "--layout", "single")
    else:
        desk.clock = first.clock
        desk.board.parent.mkdir(parents=True)
        copied(first, desk)
    return desk


def copied(source: Desk, target: Desk, name: str = "ops.warroom") -> None:
    """What a sync program does: the file as it is there, under its own name or that of a conflict copy."""
    temporary = target.board.with_name("~part")
    temporary.write_bytes(source.board.read_bytes())
    os.replace(temporary, target.board.with_name(name))


def test_it_makes_no_folder_and_carries_what_happened(tmp_path: Path) -> None:
    ana = single(tmp_path, "ana")
    ana.open("Acme")
    assert [path.name for path in ana.board.parent.iterdir()] == ["ops.warroom"]
    ben = single(tmp_path, "ben", ana)
    assert customers(ben) == {"Acme"}
    assert ana.good("doctor", "--json").json["problems"] == []


def test_two_that_wrote_at_once_meet_in_a_conflict_copy(tmp_path: Path) -> None:
    ana = single(tmp_path, "ana")
    ben = single(tmp_path, "ben", ana)
    ben.good("list")
    ana.open("Acme")
    ben.open("Elm")
    copied(ben, ana, "ops (ben's conflicted copy).warroom")
    copied(ana, ben, "ops.sync-conflict-20261124-120000-ABCDEFG.warroom")
    assert customers(ana) == customers(ben) == {"Acme", "Elm"}
    copied(ana, ben)
    assert customers(ben) == {"Acme", "Elm"}
    assert ben.json("list")["sync"]["state"] == "in-step"


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0 and half of the rest"], ids=["emptied", "half-written"])
def test_a_file_that_is_half_written_keeps_nobody_from_working(tmp_path: Path, content: bytes) -> None:
    """Some sync programs write a file in its place: for a moment there is half of it."""
    ana = single(tmp_path, "ana")
    id_ = ana.open("Acme")
    whole = ana.board.read_bytes()
    ana.board.write_bytes(content)
    answer = ana.good("note", id_, "while it was written")
    assert "for the shared board" in answer.err
    ana.board.write_bytes(whole)
    ana.good("sync")
    assert ana.good("doctor", "--json").json["exchange"]["waiting"] == 0
