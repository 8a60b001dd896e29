"""The short way out: a command's own new events as one segment, or nothing where there is more to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import CannotRead, CannotWrite
from store.replica.lock import LocalLock
from store.sync.folder import Folder
from store.sync.ledger import Ledger
from store.sync.names import parsed
from store.sync.posting import post
from store.sync.putting import LOCK
from store.sync.segments import read_segment
from tests.store.sync.conftest import Member, segments


def posted(member: Member) -> int | None:
    """What the short way does for a member."""
    assert isinstance(member.carrier, Folder)
    return post(member.replica, member.carrier)


def test_new_events_go_there_as_one_segment_and_are_not_missed_afterwards(ana: Member, ben: Member, shared: Path) -> None:
    id_ = ana.open_break()
    ana.sync()
    ana.note(id_)
    ana.note(id_, "again")
    before = segments(shared)
    assert posted(ana) == 2
    (new,) = set(segments(shared)) - set(before)
    assert [line.number for line in read_segment(new.read_bytes(), ana.replica.board_id).lines] == [3, 4]
    assert posted(ana) == 0
    report = ana.sync()
    assert (report.published, report.pending) == (0, 0)
    ben.sync()
    assert ben.hashes == ana.hashes


def test_it_keeps_the_pace_that_others_look_at(ana: Member) -> None:
    ana.open_break()
    assert posted(ana) == 2
    ana.open_break("Borealis")
    report = ana.exchange.step()
    assert (report.published, report.pending) == (0, 2)


def test_lost_events_are_left_to_an_exchange(ana: Member, shared: Path) -> None:
    id_ = ana.open_break()
    ana.sync()
    ana.note(id_)
    ana.sync()
    for path in segments(shared)[:1]:
        path.unlink()
    ana.exchange.step()  # sees that it is gone, and keeps to its pace
    assert Ledger(ana.replica.db, "folder").lacks()
    ana.note(id_)
    assert posted(ana) is None


def test_a_fork_is_left_to_an_exchange(ana: Member, ben: Member) -> None:
    ana.open_break()
    ana.sync()
    rid = ana.replica.db.execute("SELECT rid FROM replicas WHERE replica = ?", (ana.replica.id,)).fetchone()[0]
    ana.replica.db.execute("INSERT INTO forks VALUES (?, 1)", (rid,))
    assert posted(ana) is None


def test_while_another_process_publishes_it_waits_for_nobody(ana: Member) -> None:
    ana.open_break()
    lock = LocalLock(str(ana.home / LOCK))
    with lock.held():
        assert posted(ana) is None
    lock.close()
    assert posted(ana) == 2


def test_without_the_folder_nothing_is_made(ana: Member, shared: Path) -> None:
    ana.open_break()
    shared.rmdir()
    with pytest.raises((CannotRead, CannotWrite)):
        posted(ana)
    assert not shared.exists()


def test_what_does_not_come_back_is_not_noted(ana: Member, shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ana.open_break()
    assert isinstance(ana.carrier, Folder)
    monkeypatch.setattr(ana.carrier, "get", lambda name: b"something else")
    with pytest.raises(CannotWrite):
        posted(ana)
    monkeypatch.undo()
    assert posted(ana) == 2
    assert {parsed(path.name) is not None for path in segments(shared)} == {True}
