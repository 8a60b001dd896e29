"""What `doctor` says of the shared place itself."""

from __future__ import annotations

import io
import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from store.clock import MINUTE
from store.sync.notifications import open_watch
from tests.warroom.commands.conftest import Desk
from tests.warroom.sharing.conftest import folder_of, only_reading
from tests.warroom.sharing.test_commands import replica_folder
from warroom.commands import doctor_place, doctor_text
from warroom.commands.doctor_place import notifications_arrive
from warroom.sharing.standing import IN_STEP, Standing, read_standing, write_standing

Usage = namedtuple("Usage", "total used free")


def test_it_asks_whether_notifications_arrive_and_leaves_nothing(ana: Desk) -> None:
    found = ana.good("doctor", "--json").json["place"]
    assert (found["notifications"], found["delay_s"], found["watching"]) == (True, None, None)
    assert found["free_bytes"]["shared"] > 0
    assert not list(folder_of(ana).glob("~wr-*"))
    out = ana.good("doctor").out
    assert "notifications  arrive" in out
    assert "not measured: it needs two boards that run" in out


def test_a_system_that_does_not_tell_is_said(ana: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_place, "PATIENCE", 0.05)
    monkeypatch.setattr(doctor_place, "open_watch", lambda folder, told: open_watch(folder, lambda name: None))
    found = ana.good("doctor", "--json").json["place"]
    assert (found["notifications"], found["notifications_why"]) == (False, "the system does not tell of changes there")
    assert not list(folder_of(ana).glob("~wr-*"))


def test_a_system_without_more_watches_is_said(ana: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(folder: Path, told: object) -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(doctor_place, "open_watch", refuse)
    assert "raise fs.inotify.max_user_watches" in ana.good("doctor").out


def test_a_folder_that_can_t_be_written_is_asked_nothing(open_air: Path) -> None:
    ana = Desk(open_air / "ana")
    ana.board = open_air / "team" / "ops.warroom"
    ana.good("init", str(ana.board))
    with only_reading(folder_of(ana), ana.home):
        assert notifications_arrive(folder_of(ana)).why == "nothing can be written there"


def test_what_a_running_board_measured_is_told(ana: Desk) -> None:
    now = ana.clock.now()
    ana.good("sync")
    noted = read_standing(replica_folder(ana))
    write_standing(replica_folder(ana), noted._replace(delay=12_300, delay_at=now, watching="polled", watching_why="because"))
    ana.clock.advance(MINUTE)
    found = ana.good("doctor", "--json").json["place"]
    assert found["delay_s"] == 12.3
    assert "takes          12.3 s, measured at " in ana.good("doctor").out
    assert ana.good("sync", "--json").json["sync"]["delay_s"] == 12


def test_too_little_room_is_told_before_a_write_fails(ana: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(10**9, 10**9, 3_000_000))
    answer = ana.run("doctor")
    assert answer.code == 1
    assert "has only 3 MB left: make room" in answer.out
    assert ana.good("sync", "--json").json["sync"]["notes"] == ["3 MB left on this disk"]
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(0, 0, 0))
    ana.good("doctor")


def test_copies_of_the_board_file_are_found_by_what_they_hold(ana: Desk) -> None:
    beside = ana.board.parent
    shutil.copy(ana.board, beside / "ops (1).warroom")
    (beside / "other.warroom").write_bytes(b"x")
    os.mkfifo(beside / "pipe.warroom")
    assert ana.good("doctor", "--json").json["place"]["board_copies"] == ["ops (1).warroom"]
    assert "ops (1).warroom: of the board file" in ana.good("doctor").out


def test_offline_nothing_is_asked(ana: Desk) -> None:
    assert ana.good("doctor", "--json", "--offline").json["place"] == {"shared": False}
    assert "asked          no" in ana.good("doctor", "--offline").out


def test_on_a_terminal_hostile_text_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Screen()
    monkeypatch.setattr("sys.stdout", screen)
    doctor_text.put_findings({"board": {"name": "[/foo] \x1b[31mred"}}, ["[bold]no[/nothing]"], {})
    assert "[/foo]" in screen.getvalue()
    assert "! [bold]no[/nothing]" in screen.getvalue()
    assert "\x1b[31m" not in screen.getvalue().replace("\x1b[1;31m", "")


def test_the_note_keeps_what_was_measured(tmp_path: Path) -> None:
    standing = Standing(IN_STEP, 5, delay=12_000, delay_at=7, watching="notified", place=(1, 2))
    write_standing(str(tmp_path), standing)
    assert read_standing(str(tmp_path)) == standing
