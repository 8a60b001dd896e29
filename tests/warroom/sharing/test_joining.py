"""`warroom BOARD` on a shared path: a new installation reads all that is there, or says why it can't."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warroom.commands.conftest import Desk
from tests.warroom.sharing.conftest import folder_of
from warroom import app
from warroom.start import open_live_board


@pytest.fixture
def opened(ben: Desk, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the live board of ben's installation had before its first frame: its lines. No screen is taken."""
    found: list[Any] = []
    monkeypatch.setenv("WARROOM_HOME", str(ben.home))
    monkeypatch.setenv("WARROOM_ACTOR", "ben")
    monkeypatch.setattr("warroom.start.has_terminal", lambda: True)

    def run(self: app.WarroomApp, **options: Any) -> None:
        found.extend(line.row.customer for line in self._first_page.values())  # type: ignore[union-attr]

    monkeypatch.setattr(app.WarroomApp, "run", run)
    return found


def test_the_first_frame_of_a_new_installation_shows_what_is_there(ana: Desk, ben: Desk, opened: list[Any]) -> None:
    for number in range(30):
        ana.open(f"Customer {number}")
    assert open_live_board([str(ben.board)]) == 0
    assert len(opened) == 30


def test_without_its_folder_nothing_is_joined(ana: Desk, ben: Desk, opened: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    ana.open()
    folder_of(ana).rename(folder_of(ana).with_name("away"))
    assert open_live_board([str(ben.board)]) == 3
    assert "can't be reached" in capsys.readouterr().err
    assert not opened
    assert not folder_of(ana).exists()
    assert ben.events() == 0


def test_a_known_board_opens_without_its_folder(ana: Desk, ben: Desk, opened: list[Any]) -> None:
    ana.open("Acme")
    ben.good("list")
    folder_of(ana).rename(folder_of(ana).with_name("away"))
    assert open_live_board([str(ben.board)]) == 0
    assert opened == ["Acme"]
    assert not folder_of(ana).exists()


def test_offline_it_opens_as_it_is(ana: Desk, ben: Desk, opened: list[Any]) -> None:
    ana.open("Acme")
    assert open_live_board([str(ben.board), "--offline"]) == 0
    assert opened == []


def test_what_is_redacted_is_blank_everywhere(ana: Desk, ben: Desk) -> None:
    id_ = ana.open("Acme")
    ana.good("note", id_, "the password is swordfish")
    assert "swordfish" in ben.good("log", "--json").out
    ana.good("redact", ana.show(id_)["timeline"][-1]["event"])
    for desk in (ana, ben):
        assert "swordfish" not in desk.good("log", "--json").out
        assert desk.json("search", "swordfish")["hits"] == []
