"""The board when its replica can't be written, can't be read, is damaged, or is gone: said, and nothing typed is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.actions.house import note
from store.clock import MINUTE, ManualClock
from store.errors import CannotRead
from store.replica import Replica
from tests.warroom.casting import BOARD, ZONE, act, opened, plain_break
from tests.warroom.screens.conftest import LiveDesk, OpenDesk
from warroom.screens.board import BoardScreen

TROUBLE = "not read since 14:3"


async def type_note(desk: LiveDesk) -> None:
    """Opens a note and types into it."""
    await desk.press("t")
    await desk.form("note")
    await desk.press(*"long words")


async def test_a_read_only_board_says_so_at_every_size_and_refuses_forms(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    plain_break(replica)
    locked = Replica(str(replica.folder), replica.db, clock, replica.zone, read_only=True)
    for size in ((80, 24), (120, 40), (200, 50)):
        async with open_desk(size=size, used=locked) as desk:
            await desk.worked_off()
            assert "read-only" in desk.text.splitlines()[0]
            assert "Harbor Foods" in desk.text
            for key in ("c", "p", "n", "space", "t", "enter", "a", "h", "u") if size == (80, 24) else ("c",):
                desk.told.clear()
                await desk.do(key)
                assert isinstance(desk.screen, BoardScreen)
                assert key == "space" or any("read-only" in text for text in desk.told), key
            await desk.do("slash", *"harbor", "enter", "2", "1", "question_mark", "escape")
            assert replica.arrivals() == len(replica.db.execute("SELECT 1 FROM events").fetchall())


async def test_a_replica_that_becomes_read_only_keeps_what_was_typed(replica: Replica, open_desk: OpenDesk) -> None:
    id_ = plain_break(replica)
    async with open_desk(size=(80, 24)) as desk:
        await type_note(desk)
        replica.read_only = True
        for _ in range(2):
            await desk.press("ctrl+s")
            await desk.until(lambda: "read-only" in desk.shown("#form-trouble"))
            assert desk.field("text").value == "long words"
        replica.read_only = False
        await desk.press("ctrl+s")
        await desk.hears("Saved on Harbor Foods")
        assert [entry.text for entry in desk.brk(id_).notes] == ["long words"]


def moved_away(replica: Replica, tmp_path: Path) -> Path:
    """Moves the replica's folder away. Where it is."""
    away = tmp_path / "away"
    Path(replica.folder).rename(away)
    return away


async def test_a_replica_that_vanishes_is_said_until_it_is_back(replica: Replica, open_desk: OpenDesk, tmp_path: Path) -> None:
    plain_break(replica)
    async with open_desk(size=(80, 24)) as desk:
        away = moved_away(replica, tmp_path)
        for _ in range(3):
            await desk.tick(MINUTE)
            assert TROUBLE in desk.text
            assert "bring it back" in desk.text
            assert "Harbor Foods" in desk.text
        await desk.do("down", "slash", *"harbor", "escape", "2", "1")
        assert TROUBLE in desk.text
        away.rename(replica.folder)
        await desk.tick(MINUTE)
        assert "not read since" not in desk.text


async def test_nothing_is_written_into_a_replica_that_was_moved_away(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk, tmp_path: Path
) -> None:
    id_ = plain_break(replica)
    async with open_desk() as desk:
        await type_note(desk)
        away = moved_away(replica, tmp_path)
        await desk.tick()
        await desk.press("ctrl+s")
        await desk.until(lambda: "moved away or replaced" in desk.shown("#form-trouble"))
        assert desk.field("text").value == "long words"
        away.rename(replica.folder)
        await desk.press("ctrl+s")
        await desk.hears("Saved on Harbor Foods")
        await desk.tick()
        assert "not read since" not in desk.text
    other = Replica.open(replica.folder, BOARD, clock, ZONE)
    try:
        assert [entry.text for entry in other.cases().brk(id_).notes] == ["long words"]
    finally:
        other.close()


async def test_a_replica_that_is_replaced_by_another_is_not_written(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk, tmp_path: Path
) -> None:
    id_ = plain_break(replica)
    async with open_desk() as desk:
        moved_away(replica, tmp_path)
        Replica.open(tmp_path / "replica", BOARD, clock, ZONE).close()
        await desk.tick()
        assert TROUBLE in desk.text
        with pytest.raises(CannotRead, match="moved away or replaced"):
            act(replica, lambda tx: note(tx, id_, "lost"))


async def test_a_damaged_replica_is_said_and_ends_nothing(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    for number in range(60):
        opened(replica, f"Customer {number}", "No power " * 20)
    async with open_desk() as desk:
        await desk.worked_off()
        replica.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with replica.path.open("r+b") as file:
            size = file.seek(0, 2)
            file.seek(4096)
            file.write(b"\xa5" * (size - 4096))
        await desk.app.live.reader.close()
        for _ in range(2):
            await desk.tick(MINUTE)
            assert TROUBLE in desk.text
            assert "warroom doctor" in desk.text
            assert "Customer " in desk.text
        for keys in (
            ["slash", *"power", "enter"],
            ["escape"],
            ["2"],
            ["1"],
            ["end"],
            ["d"],
            ["c"],
            ["u"],
            ["space", "c"],
            ["g", *"power", "escape", "escape"],
        ):
            await desk.do(*keys)
        desk.app.clear_notifications()
        assert desk.app.is_running


async def test_time_moves_on_over_a_board_that_can_not_be_read(replica: Replica, open_desk: OpenDesk, tmp_path: Path) -> None:
    plain_break(replica)
    async with open_desk() as desk:
        moved_away(replica, tmp_path)
        await desk.tick(MINUTE)
        assert "14:33:07" in desk.text.splitlines()[0]
        before = desk.text
        await desk.tick(5 * MINUTE)
        assert desk.text != before
        assert "14:38:07" in desk.text.splitlines()[0]
