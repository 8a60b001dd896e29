"""Two and three installations on one board file, through plain commands: each sees at once what the others wrote."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from store.clock import MINUTE, SECOND
from store.sync.watching import LONGEST_NOTIFIED
from tests.warroom.commands.conftest import Desk
from tests.warroom.sharing.conftest import DeskOf, folder_of, only_reading
from warroom import session
from warroom.sharing import once
from warroom.sharing.keeper import Keeper


def customers(desk: Desk) -> set[str]:
    """Whom the board shows."""
    return {row["customer"] for row in desk.json("list")["breaks"]}


def replica_folder(desk: Desk) -> str:
    """Where an installation keeps its replica."""
    return str(next(desk.home.glob("data/boards/*")))


def test_each_sees_what_the_others_wrote(ana: Desk, ben: Desk, desk_of: DeskOf) -> None:
    id_ = ana.open("Acme")
    assert customers(ben) == {"Acme"}
    ben.good("contact", id_, "--channel", "call", "--said", "third time", actor="ben")
    assert [contact["said"] for contact in ana.show(id_)["contacts"]] == ["third time"]
    cem = desk_of("cem")
    cem.good("open", "--customer", "Elm", "--what", "x", actor="cem")
    assert customers(ana) == customers(ben) == customers(cem) == {"Acme", "Elm"}
    assert ana.json("list")["board"] == cem.json("list")["board"] == {"id": ana.json("list")["board"]["id"], "name": "ops"}
    assert "Acme" in cem.good("search", "third").out
    assert "third time" in cem.good("log").out


def test_an_entry_on_a_break_that_was_not_heard_of_yet_is_written(ana: Desk, ben: Desk) -> None:
    ben.good("list")
    id_ = ana.open("Acme")
    assert ben.good("note", id_, "seen", actor="ben").err == "Saved on Acme (" + id_ + ")\n"
    assert [note["by"] for note in ana.show(id_)["notes"]] == ["ben"]
    assert "no break has the id" in ben.bad("note", "ZZZZ", "x")


def test_what_is_written_offline_stays_here_until_it_is_exchanged(ana: Desk, ben: Desk) -> None:
    assert customers(ben) == set()
    before = sorted(os.listdir(folder_of(ana)))
    answer = ana.good("open", "--customer", "Acme", "--what", "x", "--offline")
    assert "warroom:" not in answer.err
    assert sorted(os.listdir(folder_of(ana))) == before
    sync = ana.json("list", "--offline")["sync"]
    assert (sync["state"], sync["behind"], sync["waiting"]) == ("offline", 2, 2)
    assert customers(ben) == set()
    sync = ana.json("list")["sync"]
    assert (sync["state"], sync["behind"], sync["last_at"]) == ("in-step", 0, "2026-11-24T12:00:00Z")
    assert customers(ben) == {"Acme"}


def test_offline_reads_nothing_of_the_folder_nor_of_the_board_file(ana: Desk, ben: Desk) -> None:
    ben.good("list")
    id_ = ana.open()
    ana.board.write_bytes(b"half-written")
    assert ben.json("list", "--offline")["breaks"] == []
    ana.good("note", id_, "x", "--offline")


def test_a_folder_that_is_gone_is_a_line_and_no_new_board(ana: Desk, ben: Desk) -> None:
    ben.good("list")
    id_ = ana.open("Acme")
    away = folder_of(ana).rename(folder_of(ana).with_name("away"))
    ana.clock.advance(5 * MINUTE)
    answer = ana.good("note", id_, "x")
    saved, warned = answer.err.splitlines()
    assert saved.startswith("Saved on Acme")
    assert warned.startswith("warroom: 1 event waits for the shared board: ")
    assert "can't be reached" in warned
    assert not folder_of(ana).exists()
    sync = ana.json("list")["sync"]
    assert (sync["state"], sync["behind"], sync["last_at"]) == ("unreachable", 1, "2026-11-24T12:00:00Z")
    assert "never make it anew" in sync["trouble"]
    assert "not in step" in ben.good("list").err
    away.rename(folder_of(ana))
    assert customers(ben) == {"Acme"}
    assert ana.json("list")["sync"]["state"] == "in-step"
    assert [note["text"] for note in ben.show(id_)["notes"]] == ["x"]


@pytest.mark.parametrize("words", [["list"], ["list", "--json"], ["open", "--customer", "Elm", "--what", "x"]])
def test_joining_a_board_without_its_folder_is_an_error_and_writes_nothing(ana: Desk, ben: Desk, words: list[str]) -> None:
    ana.open()
    folder_of(ana).rename(folder_of(ana).with_name("away"))
    answer = ben.run(*words)
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.count("\n") == 1
    assert "can't be reached" in answer.err
    assert ben.events() == 0
    assert not folder_of(ana).exists()


def test_a_folder_full_of_rubbish_is_a_note_and_stops_nothing(ana: Desk, ben: Desk) -> None:
    id_ = ana.open("Acme")
    folder = folder_of(ana)
    whole = next(folder.glob("*.seg"))
    for number in range(40):
        (folder / f"rubbish {number}.seg").write_bytes(os.urandom(200))
        (folder / f"{number:012x}.1-1.abcdef.seg").write_bytes(whole.read_bytes()[: 20 + number])
    (folder / "d").mkdir()
    (folder / f"{'a' * 12}.head").symlink_to("/etc/passwd")
    assert customers(ben) == {"Acme"}
    ben.good("note", id_, "x", actor="ben")
    assert ana.show(id_)["notes"][0]["by"] == "ben"
    sync = ana.json("list")["sync"]
    assert sync["state"] == "in-step"
    assert sync["notes"] == ["40 files set aside"]


def test_another_board_in_the_place_of_ours_is_not_mixed_with_it(ana: Desk, ben: Desk, tmp_path: Path) -> None:
    ana.open("Acme")
    assert customers(ben) == {"Acme"}
    other = Desk(tmp_path / "other")
    other.board = tmp_path / "elsewhere" / "ops.warroom"
    other.good("init", str(other.board))
    other.open("Stranger")
    ana.board.unlink()
    for path in folder_of(ana).iterdir():
        path.unlink()
    for path in folder_of(other).iterdir():
        (folder_of(ana) / path.name).write_bytes(path.read_bytes())
    assert customers(ana) == {"Acme"}
    ana.board.write_bytes(other.board.read_bytes())
    assert customers(ana) == {"Stranger"}


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="folders are not made read-only like that here")
def test_who_may_only_read_the_folder_sees_everything_and_keeps_what_they_write(open_air: Path) -> None:
    ana, ben = Desk(open_air / "ana"), Desk(open_air / "ben")
    ben.board = ana.board = open_air / "team" / "ops.warroom"
    ben.clock = ana.clock
    ben.good("init", str(ben.board))
    id_ = ben.open("Acme")
    ana.good("list")
    second = ben.open("Elm")
    with only_reading(folder_of(ana), ana.home):
        ana.clock.advance(5 * MINUTE)
        assert customers(ana) == {"Acme", "Elm"}
        answer = ana.good("note", second, "x")
        assert "can't be written: Permission denied" in answer.err
        sync = ana.json("list")["sync"]
        assert (sync["state"], sync["waiting"]) == ("read-only", 1)
    ana.good("note", id_, "y")
    assert [note["text"] for note in ben.show(second)["notes"]] == ["x"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="nothing hangs like a FIFO here")
def test_a_share_that_never_answers_costs_a_moment_and_a_line(ana: Desk, ben: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = ana.open("Acme")
    monkeypatch.setattr(session, "BOARD_FILE_PATIENCE", 0.05)
    content = ana.board.read_bytes()
    ana.board.unlink()
    os.mkfifo(ana.board)
    answer = ana.good("note", id_, "x")
    assert "does not answer" in answer.err
    sync = ana.json("list")["sync"]
    assert (sync["state"], sync["waiting"], sync["behind"]) == ("unreachable", 1, 1)
    assert ana.run("sync", "--limit", "1s", "--json").json["sync"]["waiting"] == 1
    handles = [os.open(ana.board, os.O_RDWR | os.O_NONBLOCK)]
    ana.board.unlink()
    ana.board.write_bytes(content)
    os.close(handles.pop())
    assert ben.json("list")["breaks"][0]["customer"] == "Acme"
    assert ana.json("list")["sync"]["state"] == "in-step"
    assert len(ben.show(id_)["notes"]) == 1


def test_a_running_board_that_is_told_of_changes_and_so_seldom_looks_is_not_called_silent(ana: Desk) -> None:
    ana.open("Acme")
    ana.good("sync")
    keeper = Keeper(replica_folder(ana))
    ana.clock.advance(int(LONGEST_NOTIFIED + 2) * SECOND)
    assert ana.json("list")["sync"]["state"] == "in-step"
    keeper.close()


def test_a_running_board_is_left_to_publish(ana: Desk, ben: Desk) -> None:
    id_ = ana.open("Acme")
    ben.good("list")
    keeper = Keeper(replica_folder(ana))
    assert keeper.is_keeper
    assert not Keeper(replica_folder(ana)).is_keeper
    before = sorted(os.listdir(folder_of(ana)))
    ana.clock.advance(1)
    answer = ana.good("note", id_, "x")
    assert answer.err.count("\n") == 1
    assert sorted(os.listdir(folder_of(ana))) == before
    sync = ana.json("list")["sync"]
    assert (sync["state"], sync["waiting"]) == ("waiting", 1)
    ana.clock.advance(once.NOTICED + 1)
    assert "is it stopped?" in ana.json("list")["sync"]["trouble"]
    ana.clock.advance(2 * once.STALE)
    assert "the open board waits for it" in ana.good("note", id_, "y").err
    keeper.close()
    assert ana.json("list")["sync"]["state"] == "in-step"
    assert len(ben.show(id_)["notes"]) == 2
