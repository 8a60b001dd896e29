"""Opening and closing a replica: identity, refusals that change nothing, read-only folders, damage, leaks."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from store.actions import house, opening
from store.clock import ManualClock
from store.errors import CannotRead, CannotWrite, StoreError
from store.replica import Replica
from store.replica.connection import CHECKPOINT_ABOVE
from store.replica.log import events_since
from tests.store.by_hand import Author
from tests.store.conftest import BOARD, UTC, Opener


def make(folder: Path, clock: ManualClock) -> str:
    """A replica with one break and a note, closed again. Returns the break's id."""
    replica = Replica.open(folder, BOARD, clock, UTC)
    id_ = replica.act(lambda tx: opening.open_breaks(tx, ["Acme"], "API"), "ana").ids[0]
    replica.act(lambda tx: house.note(tx, id_, "certificate"), "ana")
    replica.search("certificate")
    replica.close()
    return id_


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, but for what a reader needs beside it."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix == ".db"}


def test_an_installation_keeps_its_identity(tmp_path: Path, clock: ManualClock) -> None:
    ids = []
    for _ in range(3):
        replica = Replica.open(tmp_path / "a", BOARD, clock, UTC)
        ids.append(replica.id)
        replica.close()
    assert len(set(ids)) == 1
    assert len(ids[0]) == 12


def test_two_folders_are_two_installations(open_replica: Opener) -> None:
    assert open_replica("a").id != open_replica("b").id


def test_the_board_file_is_remembered(tmp_path: Path, clock: ManualClock) -> None:
    Replica.open(tmp_path / "a", BOARD, clock, UTC, tmp_path / "ops.warroom").close()
    replica = Replica.open(tmp_path / "a", BOARD, clock, UTC)
    assert replica.board_path == tmp_path / "ops.warroom"
    replica.close()


def test_another_boards_replica_is_refused_and_stays_as_it_was(tmp_path: Path, clock: ManualClock) -> None:
    Replica.open(tmp_path / "a", BOARD, clock, UTC, tmp_path / "ops.warroom").close()
    with pytest.raises(CannotRead, match="another board"):
        Replica.open(tmp_path / "a", "otherboard", clock, UTC, tmp_path / "other.warroom")
    replica = Replica.open(tmp_path / "a", BOARD, clock, UTC)
    assert replica.board_path == tmp_path / "ops.warroom"
    replica.close()


def test_a_newer_schema_is_refused_and_stays_as_it_was(tmp_path: Path, clock: ManualClock) -> None:
    make(tmp_path / "a", clock)
    db = sqlite3.connect(tmp_path / "a" / "replica.db")
    db.execute("PRAGMA user_version=99")
    db.close()
    before = content(tmp_path / "a")
    with pytest.raises(CannotRead, match="newer warroom"):
        Replica.open(tmp_path / "a", BOARD, clock, UTC, tmp_path / "other.warroom")
    assert content(tmp_path / "a") == before


def test_what_was_interrupted_between_schema_and_identity_is_made_whole(tmp_path: Path, clock: ManualClock) -> None:
    make(tmp_path / "a", clock)
    db = sqlite3.connect(tmp_path / "a" / "replica.db")
    for table in ("meta", "events", "subjects", "replicas", "break_rows", "failures", "steps", "dirty"):
        db.execute(f"DELETE FROM {table}")
    db.commit()
    db.close()
    replica = Replica.open(tmp_path / "a", BOARD, clock, UTC)
    assert len(replica.id) == 12
    replica.close()


FRESH = """
import sys
from store.clock import SystemClock
from store.replica import Replica
from store.replica.connection import CHECKPOINT_ABOVE
replica = Replica.open(sys.argv[1], "testboard", SystemClock())
print(replica.id, flush=True)
replica.close()
"""


def test_several_that_make_it_at_once_agree_on_one_identity(tmp_path: Path) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", FRESH, str(tmp_path / "a")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    answers = [process.communicate(timeout=60) for process in started]
    assert {error for _, error in answers} == {""}
    assert len({answer for answer, _ in answers}) == 1


def damage_all(content: bytes) -> bytes:
    return b"not a database at all, but long enough to be one" * 1_000


def damage_header(content: bytes) -> bytes:
    return b"\0" * 100 + content[100:]


def damage_cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def damage_pages(content: bytes) -> bytes:
    return content[:4096] + b"\xff" * (len(content) - 4096)


def damage_tail(content: bytes) -> bytes:
    return content[:-81_920] + b"\xff" * 81_920


@pytest.mark.parametrize("damage", [damage_all, damage_header, damage_cut, damage_pages, damage_tail])
def test_a_damaged_file_says_so_in_our_words(damage: Callable[[bytes], bytes], tmp_path: Path, clock: ManualClock) -> None:
    """At the opening, or at the latest when the damaged place is read; never as an error of SQLite."""
    id_ = make(tmp_path / "a", clock)
    file = tmp_path / "a" / "replica.db"
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(CannotRead) as caught:
        use(tmp_path / "a", clock, id_)
    assert caught.value.next_step


def use(folder: Path, clock: ManualClock, id_: str) -> None:
    """Everything that a command does with a replica."""
    replica = Replica.open(folder, BOARD, clock, UTC)
    try:
        replica.search("certificate")
        replica.catch_up(rebuild=True)
        replica.act(lambda tx: house.note(tx, id_, "more"), "ana")
    finally:
        replica.close()


def test_a_folder_that_is_a_file_is_cannot_write(tmp_path: Path, clock: ManualClock) -> None:
    (tmp_path / "a").write_text("x")
    with pytest.raises(CannotWrite, match="can't be made"):
        Replica.open(tmp_path / "a", BOARD, clock, UTC)


def test_a_file_that_is_a_folder_is_cannot_read(tmp_path: Path, clock: ManualClock) -> None:
    (tmp_path / "a" / "replica.db").mkdir(parents=True)
    with pytest.raises(StoreError):
        Replica.open(tmp_path / "a", BOARD, clock, UTC)


@pytest.fixture
def not_writable(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the operating system answers in a read-only folder, whoever runs this (root may write everywhere)."""
    monkeypatch.setattr(os, "access", lambda path, mode, **_: mode != os.W_OK)


def check_reads_only(folder: Path, clock: ManualClock, id_: str) -> None:
    replica = Replica.open(folder, BOARD, clock, UTC)
    try:
        assert replica.read_only
        assert replica.cases().case(id_).brk.notes[0].text == "certificate"
        assert len(replica.search("certificate")) == 1
        assert replica.catch_up(rebuild=True) == 0
        for write in (
            lambda: replica.act(lambda tx: house.note(tx, id_, "more"), "ana"),
            lambda: replica.ingest([Author("b").write("break:B", "noted", {"text": "x"})]),
        ):
            with pytest.raises(CannotWrite, match="read-only"):
                write()
        assert [event.kind for event in events_since(replica.db, 0)][-1] == "noted"
    finally:
        replica.close()


def test_a_read_only_replica_is_read_and_never_written(tmp_path: Path, clock: ManualClock, request: pytest.FixtureRequest) -> None:
    id_ = make(tmp_path / "a", clock)
    (tmp_path / "a" / "replica.lock").unlink()
    (tmp_path / "a" / "replica.lock.turn").unlink()
    before = content(tmp_path / "a")
    request.getfixturevalue("not_writable")
    check_reads_only(tmp_path / "a", clock, id_)
    assert content(tmp_path / "a") == before
    assert not (tmp_path / "a" / "replica.lock").exists()


@pytest.mark.usefixtures("not_writable")
def test_a_read_only_folder_without_a_replica_is_cannot_write(tmp_path: Path, clock: ManualClock) -> None:
    with pytest.raises(CannotWrite, match="can't be written"):
        Replica.open(tmp_path / "a", BOARD, clock, UTC)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere; the test above asks the same without permissions")
def test_a_folder_without_write_permission_is_read(tmp_path: Path, clock: ManualClock) -> None:
    id_ = make(tmp_path / "a", clock)
    folder = tmp_path / "a"
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        check_reads_only(folder, clock, id_)
    finally:
        folder.chmod(stat.S_IRWXU)


def test_a_read_only_file_on_a_read_only_disk_is_read_as_it_was_closed(tmp_path: Path, clock: ManualClock) -> None:
    """Without permission to make the files that a reader needs, the file alone is read."""
    from store.replica.connection import connect_reader

    id_ = make(tmp_path / "a", clock)
    db = connect_reader(tmp_path / "a" / "replica.db")
    assert db.execute("SELECT id FROM break_rows").fetchall() == [(id_,)]
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("DELETE FROM events")
    db.close()
    with pytest.raises(CannotRead):
        connect_reader(tmp_path / "nothing.db")


def descriptors() -> int:
    """How many files this process has open."""
    return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0


def test_opening_and_closing_leaks_neither_files_nor_threads(tmp_path: Path, clock: ManualClock) -> None:
    id_ = make(tmp_path / "a", clock)
    files, threads = descriptors(), threading.active_count()
    for _ in range(50):
        replica = Replica.open(tmp_path / "a", BOARD, clock, UTC)
        replica.act(lambda tx: house.note(tx, id_, "x"), "ana")
        replica.close()
    assert (descriptors(), threading.active_count()) == (files, threads)


def test_an_opening_that_fails_leaks_nothing(tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path / "a", clock)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "replica.db").write_bytes(b"x" * 9_000)
    files = descriptors()
    for _ in range(20):
        for folder, board in (("a", "otherboard"), ("b", BOARD)):
            with pytest.raises(CannotRead):
                Replica.open(tmp_path / folder, board, clock, UTC)
    monkeypatch.setattr(os, "access", lambda path, mode, **_: mode != os.W_OK)
    for _ in range(20):
        for folder, board in (("a", "otherboard"), ("b", BOARD)):
            with pytest.raises(CannotRead):
                Replica.open(tmp_path / folder, board, clock, UTC)
    assert descriptors() == files


def test_closing_twice_and_closing_beside_a_writer(tmp_path: Path, clock: ManualClock, open_replica: Opener) -> None:
    from store.replica.lock import LocalLock

    replica = open_replica("a")
    other = Replica.open(tmp_path / "a", BOARD, clock, UTC)
    lock = LocalLock(str(tmp_path / "a" / "replica.lock"))
    with lock.held():
        other.close()
    lock.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        other.db.execute("SELECT 1")
    replica.close()
    replica.close()


def test_another_process_s_write_changes_the_stamp(tmp_path: Path, clock: ManualClock, open_replica: Opener) -> None:
    replica = open_replica("a")
    id_ = replica.act(lambda tx: opening.open_breaks(tx, ["Acme"], "API"), "ana").ids[0]
    stamp = replica.stamp()
    assert replica.stamp() == stamp
    other = open_replica("a")
    other.act(lambda tx: house.note(tx, id_, "x"), "ben")
    assert replica.stamp() != stamp


def test_the_write_ahead_log_does_not_grow_for_ever(replica: Replica) -> None:
    from store.replica.connection import CHECKPOINT_ABOVE, wal_size

    id_ = replica.act(lambda tx: opening.open_breaks(tx, ["Acme"], "API"), "ana").ids[0]
    sizes = []
    for _ in range(60):
        replica.act(
            lambda tx: [tx.add(f"break:{id_}", "written", {"summary": "letter", "text": "x" * 100_000}) for _ in range(2)], "ana"
        )
        sizes.append(wal_size(replica.path))
    assert max(sizes) < 2 * CHECKPOINT_ABOVE


def test_the_write_ahead_log_does_not_stay_large(tmp_path: Path, clock: ManualClock) -> None:
    """Else every step after a large one would move all of it into the file again."""
    replica = Replica.open(tmp_path / "a", BOARD, clock, UTC)
    wal = tmp_path / "a" / "replica.db-wal"
    with replica.step():
        replica.db.execute("CREATE TABLE t(x)")
        replica.db.execute("INSERT INTO t VALUES (zeroblob(9000000))")
    assert wal.stat().st_size > CHECKPOINT_ABOVE
    for _ in range(2):
        with replica.step():
            replica.db.execute("DELETE FROM t")
            replica.db.execute("INSERT INTO t VALUES (1)")
    assert wal.stat().st_size <= CHECKPOINT_ABOVE
    replica.close()
