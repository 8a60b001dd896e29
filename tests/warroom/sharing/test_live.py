"""Live boards that share a board: what one does the other shows, and the header says how the exchange stands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from store.clock import HOUR, MINUTE, SECOND
from tests.warroom.commands.conftest import Desk
from tests.warroom.sharing.conftest import OpenBoard, folder_of, header, only_reading, shows
from tests.warroom.sharing.test_commands import customers, replica_folder
from warroom.sharing.keeper import is_kept
from warroom.sharing.standing import read_standing, write_standing


async def test_what_one_writes_the_other_shows(ana: Desk, ben: Desk, open_board: OpenBoard) -> None:
    ben.good("list")
    async with open_board(ana, "ana") as one, open_board(ben, "ben") as two:
        await shows(one, "in step")
        await one.do("n")
        await one.form("open")
        await one.write("Acme Freight")
        await one.press("tab")
        await one.write("Label API down")
        await one.press("ctrl+s")
        await shows(two, "Acme Freight")
        await shows(one, "ben here", step=MINUTE // 4)
        await shows(two, "ana here", "in step")


async def test_a_command_is_published_and_shown_by_the_running_board(ana: Desk, ben: Desk, open_board: OpenBoard) -> None:
    async with open_board(ana, "ana") as board:
        await shows(board, "in step")
        assert is_kept(replica_folder(ana))
        ana.open("Acme")
        await shows(board, "Acme", "in step")
        await board.until(lambda: customers(ben) == {"Acme"})
        ben.open("Elm")
        await shows(board, "Elm")
    assert not is_kept(replica_folder(ana))


async def test_a_folder_that_vanishes_changes_the_header_and_nothing_else(ana: Desk, ben: Desk, open_board: OpenBoard) -> None:
    ana.open("Acme")
    async with open_board(ana, "ana") as board:
        await shows(board, "in step")
        folder = folder_of(ana)
        away = folder.rename(folder.with_name("away"))
        await shows(board, "unreachable since")
        await board.select("Acme")
        await board.do("t")
        await board.form("note")
        await board.write("still works")
        await board.press("ctrl+s")
        await shows(board, "1 waiting")
        assert not folder.exists()
        away.rename(folder)
        await shows(board, "in step")
        assert board.app.said == ["Saved on Acme"] or not any("reach" in said for said in board.app.said)
    assert len(ben.json("search", "still")["hits"]) == 1


async def test_a_folder_full_of_rubbish_is_said(ana: Desk, ben: Desk, open_board: OpenBoard) -> None:
    ana.open("Acme")
    for number in range(30):
        (folder_of(ana) / f"{number:012x}.1-1.abcdef.seg").write_bytes(os.urandom(50))
    (folder_of(ana) / f"{'b' * 12}.1-1.abcdef.seg").write_bytes(b'warroom-segment 9 {"board":"x"}\n')
    async with open_board(ben, "ben", columns=160) as board:
        await shows(board, "Acme", "newer version seen")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="folders are not made read-only like that here")
async def test_a_folder_that_can_only_be_read_is_said(open_air: Path, open_board: OpenBoard) -> None:
    ana, ben = Desk(open_air / "ana"), Desk(open_air / "ben")
    ben.board = ana.board = open_air / "team" / "ops.warroom"
    ben.clock = ana.clock
    ben.good("init", str(ben.board))
    ben.open("Acme")
    ana.good("list")
    ana.good("open", "--customer", "Elm", "--what", "x", "--offline")
    with only_reading(folder_of(ana), ana.home):
        async with open_board(ana, "ana") as board:
            await shows(board, "Acme", "Elm", "folder read-only · 2 waiting")


async def test_who_was_not_seen_for_long_and_whose_clock_is_off(ana: Desk, ben: Desk, open_board: OpenBoard) -> None:
    ben.good("list", actor="ben")
    async with open_board(ana, "ana") as board:
        await shows(board, "ben here")
        await board.tick(2 * HOUR)
        await shows(board, "ben ⌁2 h")
        ben.clock = type(ana.clock)(ana.clock.now() + 3 * HOUR)
        ben.good("list", actor="ben")
        await shows(board, "ben's clock")


@pytest.mark.parametrize("columns", [80, 160])
async def test_how_long_the_folder_takes_is_said_where_it_fits(ana: Desk, open_board: OpenBoard, columns: int) -> None:
    ana.good("sync")
    noted = read_standing(replica_folder(ana))
    write_standing(replica_folder(ana), noted._replace(delay=12 * SECOND, delay_at=ana.clock.now()))
    async with open_board(ana, "ana", columns) as board:
        await shows(board, "in step")
        assert ("this folder takes ~12 s" in header(board)) is (columns == 160)


@pytest.mark.parametrize("columns", [80, 100, 120, 200])
async def test_the_header_fits_at_every_width(ana: Desk, ben: Desk, open_board: OpenBoard, columns: int) -> None:
    ben.good("list", actor="ben")
    async with open_board(ana, "ana", columns) as board:
        await shows(board, "in step")
        assert len(header(board)) <= columns
        assert ("ben here" in header(board)) is (columns >= 120)


async def test_leaving_brings_what_was_written_last(ana: Desk, ben: Desk, open_board: OpenBoard) -> None:
    ana.open("Acme")
    ben.good("list")
    async with open_board(ana, "ana") as board:
        await shows(board, "in step")
        ana.good("open", "--customer", "Elm", "--what", "x", "--offline")
    assert customers(ben) == {"Acme", "Elm"}
