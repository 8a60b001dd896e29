"""While something that came is not read, not in order or not on the screen, nobody is told that the board is in step."""

from __future__ import annotations

import asyncio
from itertools import count

import pytest

from store.sync import publishing, reading, segments
from store.sync.names import segment_name
from tests.warroom.commands.conftest import Desk
from tests.warroom.sharing.conftest import OpenBoard, folder_of, header, shows
from tests.warroom.sharing.test_commands import replica_folder
from warroom.session import Session
from warroom.sharing import once
from warroom.sharing.exchanger import Exchanger
from warroom.sharing.standing import BEHIND, IN_STEP, UNREACHABLE, WAITING, Standing, read_standing
from warroom.up_to_date import UpToDate


@pytest.fixture
def here(ana: Desk, monkeypatch: pytest.MonkeyPatch) -> Session:
    """The session of ana's installation, which is in step."""
    ana.good("list")
    monkeypatch.setenv("WARROOM_HOME", str(ana.home))
    return Session(str(ana.board), "ana", clock=ana.clock)


def test_a_step_says_what_is_left_while_it_reads_and_folds(ana: Desk, ben: Desk, here: Session) -> None:
    ben.good("list")
    for number in range(3):
        ben.good("open", "--customer", f"Elm {number}", "--what", "x", "--offline")
    ben.good("sync")
    noted: list[tuple[int, Standing]] = []
    exchanger = Exchanger(here.place, lambda left: noted.append((left, read_standing(replica_folder(ana)))))
    try:
        assert read_standing(replica_folder(ana)).state == IN_STEP
        assert exchanger.step().standing.state == IN_STEP
    finally:
        exchanger.close()
        here.close()
    assert noted[0][0] == 6, "two events for each break"
    first = noted[0][1]
    assert (first.state, first.unread) in ((IN_STEP, 0), (BEHIND, 6))
    assert read_standing(replica_folder(ana)).state == IN_STEP


def test_what_could_not_go_out_in_time_is_not_called_unread(ana: Desk, here: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """One user who wrote more than goes out at once: there is nothing of others to read."""
    for number in range(3):
        ana.good("open", "--customer", f"Elm {number}", "--what", "x", "--offline")
    monkeypatch.setattr(publishing, "MOST_BYTES", 1)
    monkeypatch.setattr(segments, "MOST_EVENTS", 2)
    monkeypatch.setattr(once, "monotonic", count(0, 60).__next__)
    came = once.exchange(here.place)
    here.close()
    assert not came.finished
    left = came.standing.waiting
    assert left > 0
    assert once.warning(came.standing) == f"{left} events wait for the shared board: `warroom sync` brings them there"


def test_what_is_there_and_was_not_read_in_time_is_called_so(
    ana: Desk, ben: Desk, here: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben.good("list")
    for number in range(3):
        ben.good("open", "--customer", f"Elm {number}", "--what", "x", "--offline")
        ben.good("sync")
    monkeypatch.setattr(reading, "MOST_BYTES", 1)
    monkeypatch.setattr(once, "monotonic", count(0, 60).__next__)
    came = once.exchange(here.place)
    here.close()
    assert not came.finished
    assert once.warning(came.standing) == f"not in step with the shared board: {once.REST}"


def test_what_another_process_took_in_and_did_not_fold_is_behind(ana: Desk, here: Session) -> None:
    ana.open("Acme")
    ana.good("sync")
    replica = here.replica
    with replica.step():
        replica.db.execute("INSERT INTO dirty (sid, late) SELECT sid, 0 FROM subjects")
    assert UpToDate(replica).here() == -1
    here.close()


def test_a_name_that_promises_more_than_its_file_can_hold_is_not_believed(ana: Desk, here: Session) -> None:
    (folder_of(ana) / segment_name("b" * 12, 1, 10**15)).write_bytes(b"x" * 40)
    heard: list[int] = []
    exchanger = Exchanger(here.place, heard.append)
    exchanger.step()
    exchanger.close()
    here.close()
    assert heard == [40]


def test_only_what_would_be_in_step_is_called_reading() -> None:
    assert Standing(IN_STEP, place=(1,)).still_reading(7) == Standing(BEHIND, unread=7)
    assert Standing(BEHIND, arriving=3).still_reading(7) == Standing(BEHIND, arriving=3, unread=7)
    for state in (WAITING, UNREACHABLE):
        assert Standing(state).still_reading(7) == Standing(state)


async def test_the_board_is_not_in_step_before_it_has_read_what_came(ana: Desk, ben: Desk, open_board: OpenBoard) -> None:
    ana.open("Acme")
    ben.good("list")
    async with open_board(ana, "ana") as board:
        await shows(board, "in step")
        reader, may_read, ordered = board.app.live.reader, asyncio.Event(), board.app.live.reader.order

        async def slow(view: str, now: int) -> dict[int, int]:
            await may_read.wait()
            return await ordered(view, now)

        reader.order = slow  # type: ignore[method-assign]
        ben.open("Elm")
        before = board.replica.arrivals()
        await board.until(lambda: board.replica.arrivals() > before)
        screen = await board.board()
        for _ in range(2):
            board.clock.advance(1_000)
            screen.tick(board.clock.now())
        await board.pilot.pause()
        assert "reading" in header(board)
        assert "in step" not in header(board)
        may_read.set()
        await shows(board, "Elm", "in step")
