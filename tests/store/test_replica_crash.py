"""Power cuts and neighbours: what was acknowledged is there, numbers have no gap, the chain holds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random
from typing import IO

import pytest

from store.actions import opening
from store.clock import ManualClock
from store.events import to_json
from store.replica import Replica
from store.replica.log import events_since
from store.validate import checked_event
from tests.store.by_hand import NOW
from tests.store.conftest import BOARD, UTC
from tests.store.doing import folded


@pytest.fixture
def id_(tmp_path: Path) -> str:
    """A break in the installation `a`."""
    replica = Replica.open(tmp_path / "a", BOARD, ManualClock(NOW), UTC)
    found = replica.act(lambda tx: opening.open_breaks(tx, ["Acme"], "API"), "ana").ids[0]
    replica.close()
    return found


def started(folder: Path, id_: str, name: str, count: int) -> subprocess.Popen[str]:
    """A process that writes notes."""
    command = [sys.executable, "-m", "tests.store.writer", str(folder), id_, name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def output(process: subprocess.Popen[str]) -> IO[str]:
    assert process.stdout is not None
    return process.stdout


def check(folder: Path, acknowledged: set[int]) -> None:
    """The replica opens, is whole, has all that was acknowledged, numbers without a gap, an unbroken chain, and tables
    that equal a rebuild."""
    replica = Replica.open(folder, BOARD, ManualClock(NOW), UTC)
    try:
        assert replica.db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        own = [event for event in events_since(replica.db, 0) if event.replica == replica.id]
        assert [event.number for event in own] == list(range(1, len(own) + 1))
        assert acknowledged <= {event.number for event in own}
        assert [event.prev for event in own] == ["", *(event.hash for event in own[:-1])]
        assert all(checked_event(to_json(event)) == event for event in own)
        assert replica.behind == 0
        kept = folded(replica)
        replica.catch_up(rebuild=True)
        assert folded(replica) == kept
    finally:
        replica.close()


def test_a_writer_that_is_killed_loses_nothing_that_it_acknowledged(tmp_path: Path, id_: str) -> None:
    dice = Random(20_261_123)
    acknowledged: set[int] = set()
    for _ in range(4):
        writer = started(tmp_path / "a", id_, "ana", 100_000)
        for _ in range(dice.randint(1, 25)):
            acknowledged.add(int(output(writer).readline()))
        writer.kill()
        rest, _ = writer.communicate()
        acknowledged |= {int(line) for line in rest.splitlines(keepends=True) if line.endswith("\n")}
        check(tmp_path / "a", acknowledged)
    assert len(acknowledged) > 4


def test_two_processes_that_write_at_once_lose_nothing_and_number_nothing_twice(tmp_path: Path, id_: str) -> None:
    writers = [started(tmp_path / "a", id_, name, 60) for name in ("ana", "ben")]
    answers = [writer.communicate(timeout=60) for writer in writers]
    assert [error for _, error in answers] == ["", ""]
    numbers = [[int(line) for line in answer.split()] for answer, _ in answers]
    assert sorted(numbers[0] + numbers[1]) == sorted(set(numbers[0] + numbers[1]))
    assert [len(found) for found in numbers] == [60, 60]
    check(tmp_path / "a", set(numbers[0] + numbers[1]))


def test_a_reader_beside_a_writer_sees_whole_actions_only(tmp_path: Path, id_: str) -> None:
    """Both the events and the folded line of an action, or neither."""
    from store.replica.connection import connect_reader

    writer = started(tmp_path / "a", id_, "ana", 60)
    reader = connect_reader(tmp_path / "a" / "replica.db")
    counts: list[int] = []
    while writer.poll() is None or not counts:
        reader.execute("BEGIN")
        notes = reader.execute("SELECT count(*) FROM events WHERE kind = 'noted'").fetchone()[0]
        changed = reader.execute("SELECT changed FROM break_rows").fetchone()[0]
        last = reader.execute("SELECT max(arrival) FROM events").fetchone()[0]
        reader.execute("COMMIT")
        assert changed == last
        counts.append(notes)
    writer.communicate()
    reader.close()
    assert counts == sorted(counts)
