"""`warroom tidy` on a board that several share."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.warroom.commands.conftest import Desk
from tests.warroom.sharing.conftest import folder_of


def test_tidy_says_what_it_would_remove_and_then_removes_it(ana: Desk, ben: Desk) -> None:
    id_ = ana.open("Acme")
    ben.good("note", id_, "x", actor="ben")
    ana.good("note", id_, "y")
    folder = folder_of(ana)
    whole = sorted(folder.glob("*.seg"))[0]
    copy = folder / f"{whole.stem} (ben's conflicted copy 2026-11-22){whole.suffix}"
    copy.write_bytes(whole.read_bytes())
    answer = ana.run("tidy", "--dry-run")
    rolls, *rest = answer.out.splitlines()
    assert (answer.code, rest) == (1, ["would remove 1: a copy", f"  {copy.name}"])
    assert copy.exists()
    assert not list(folder.glob("*.pack"))
    found = ana.json("tidy")
    assert rolls == f"would roll {found['packed']} files into packs"
    assert found["removed"] == [{"name": copy.name, "why": "a copy"}]
    assert (found["dry_run"], found["left"]) == (False, [])
    assert found["packed"] > 1
    assert not copy.exists()
    assert ana.good("tidy").out == "nothing to tidy\n"
    assert len(ben.show(id_)["notes"]) == 2


def test_tidy_leaves_what_is_nowhere_else_and_says_so(ana: Desk, ben: Desk) -> None:
    ana.open("Acme")
    folder = folder_of(ana)
    ben.good("list")
    whole = sorted(folder.glob("*.seg"))[-1]
    whole.rename(folder / "copy.seg")
    answer = ben.run("tidy")
    assert answer.code == 1
    assert "left 1: not all that is in it is known to lie in other whole files\n  copy.seg" in answer.out
    assert (folder / "copy.seg").exists()


def test_tidy_needs_the_folder(ana: Desk) -> None:
    ana.open("Acme")
    assert "leave it out" in ana.bad("tidy", "--offline")
    folder_of(ana).rename(folder_of(ana).with_name("away"))
    answer = ana.run("tidy")
    assert (answer.code, answer.out) == (3, "")
    assert "can't be reached" in answer.err
    assert not os.path.exists(folder_of(ana))


def test_redacting_an_entry_of_ones_own_cleans_the_folder_at_once(ana: Desk, ben: Desk) -> None:
    id_ = ana.open("Acme")
    ana.good("note", id_, "the password is hunter2")
    ben.good("list")
    name = next(line["event"] for line in ana.json("show", id_, "--timeline")["timeline"] if line["kind"] == "noted")
    ana.good("redact", name)
    for path in folder_of(ana).iterdir():
        assert b"hunter2" not in path.read_bytes()
    assert [note["text"] for note in ben.show(id_)["notes"]] == [""] or not ben.show(id_)["notes"]
    ana.good("note", id_, "y")
    assert len(ben.show(id_)["notes"]) == 2


def test_blanked_text_in_anothers_file_is_told(ana: Desk, ben: Desk) -> None:
    id_ = ana.open("Acme")
    ana.good("note", id_, "the password is hunter2")
    name = next(line["event"] for line in ben.json("show", id_, "--timeline")["timeline"] if line["kind"] == "noted")
    ben.good("redact", name, actor="ben")
    problems = ben.run("doctor", "--json").json["problems"]
    assert any("text that was blanked still lies in" in problem for problem in problems)
    ana.good("list")
    ana.good("sync")
    assert ben.good("doctor").code == 0
    for path in folder_of(ana).glob("*.seg"):
        assert b"hunter2" not in path.read_bytes()


def test_what_is_only_rolled_up_is_told_by_a_dry_run_too(ana: Desk) -> None:
    id_ = ana.open("Acme")
    ana.good("note", id_, "x")
    answer = ana.run("tidy", "--dry-run", "--json")
    would, did = answer.json, ana.json("tidy")
    assert answer.code == 1
    assert would["packed"] == did["packed"] > 1
    assert would["removed"] == did["removed"]
    assert ana.good("tidy", "--dry-run").out == "nothing to tidy\n"


@pytest.mark.skipif(sys.platform != "linux", reason="names are any bytes on Linux only")
def test_names_that_are_not_utf_8_stop_nothing_and_are_told(ana: Desk, ben: Desk) -> None:
    id_ = ana.open("Acme")
    odd = os.fsencode(folder_of(ana)) + b"/caf\xe9 (copie).seg"
    Path(os.fsdecode(odd)).write_bytes(b"hello")
    beside = Path(os.fsdecode(os.fsencode(ana.board.parent) + b"/ops (caf\xe9).warroom"))
    beside.write_bytes(ana.board.read_bytes())
    assert ben.good("list", actor="ben").err == ""
    ben.good("note", id_, "y", actor="ben")
    assert "took in" in ana.good("sync").out
    doctor = ana.run("doctor")
    assert "1 file has a name that is not UTF-8" in doctor.out
    assert "caf\\xe9 (copie).seg" in doctor.out
    assert "ops (caf\\xe9).warroom: of the board file" in doctor.out
    tidied = ana.run("tidy")
    assert (tidied.code, tidied.err) == (1, "")
    assert "left 2: its name is not UTF-8" in tidied.out
    for answer in (doctor, tidied):
        answer.out.encode()
    assert Path(os.fsdecode(odd)).exists()


@pytest.mark.skipif(sys.platform != "linux", reason="names are any bytes on Linux only")
def test_names_that_are_not_utf_8_beside_a_single_file_stop_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home")
    desk.board = tmp_path / "team" / "ops.warroom"
    desk.good("init", str(desk.board), "--layout", "single")
    desk.open("Acme")
    desk.good("sync")
    copy = Path(os.fsdecode(os.fsencode(desk.board.parent) + b"/ops (caf\xe9).warroom"))
    copy.write_bytes(desk.board.read_bytes())
    desk.good("note", desk.json("list")["breaks"][0]["id"], "x")
    assert "took in" in desk.good("sync").out
    assert "1 file has a name that is not UTF-8" in desk.run("doctor").out
    tidied = desk.run("tidy")
    assert (tidied.code, tidied.err) == (1, "")
    assert "ops (caf\\xe9).warroom" in tidied.out
