"""A folder and a single file as carriers: what is put comes back, and nothing in them leads elsewhere."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import CannotRead, CannotWrite
from store.sync import folder as folder_module
from store.sync.board_file import FORMAT, SINGLE, board_bytes, create_board_file, read_board_bytes, read_board_file
from store.sync.carriers import Carrier, wait
from store.sync.folder import Folder
from store.sync.names import adopted_name, head_name, is_plain, parsed, segment_name
from store.sync.sealed import Sealed
from store.sync.sealing import OVERHEAD, TeamKey
from store.sync.single import LOOKS, SingleFile
from tests.store.by_hand import NOW

OWN = "0123456789ab"
NAME = segment_name(OWN, 1, 2)


def test_names_say_what_they_hold() -> None:
    assert parsed(segment_name(OWN, 12, 40)) == (OWN, 12, 40, "seg")
    assert parsed(adopted_name(OWN)) == (OWN, 0, 0, "seg")
    assert parsed(head_name(OWN)) == (OWN, 0, 0, "head")
    for name in (segment_name(OWN, 1, 10**15), adopted_name(OWN), head_name(OWN)):
        assert name == name.lower()
        assert len(name) < 80


TRICKS = [
    "../x.seg",
    "/etc/passwd",
    "a/../../b",
    "..",
    ".",
    "",
    "c:\\x.seg",
    "\\\\host\\x",
    "x\0y",
    "~root",
    ".hidden",
    "x" * 300,
    "a\nb",
    "caf\udce9.seg",
    "\udce9",
]


@pytest.mark.parametrize("name", TRICKS)
def test_names_that_lead_elsewhere_are_no_names(name: str) -> None:
    assert parsed(name) is None
    assert not is_plain(name)


@given(st.text(max_size=40))
def test_no_plain_name_leaves_its_folder(name: str) -> None:
    if is_plain(name) or parsed(name) is not None:
        assert os.path.dirname(os.path.normpath(os.path.join("/a/b", name))) == "/a/b"


@pytest.fixture(params=["folder", "single", "sealed folder", "sealed single"])
def carrier(request: pytest.FixtureRequest, tmp_path: Path) -> Carrier:
    """Any of them, empty."""
    layout = str(request.param).removeprefix("sealed ")
    board = create_board_file(tmp_path / "ops.warroom", "Ops", NOW, layout)
    assert read_board_file(board.path) == board
    plain: Carrier = SingleFile(board.path, board.id) if layout == SINGLE else Folder(board.folder)
    return plain if layout == request.param else Sealed(plain, TeamKey(b"k" * 32), board.id)


def store(carrier: Carrier, name: str, content: bytes) -> None:
    """Puts something there for good."""
    carrier.put(name, content)
    carrier.flush()


def test_what_is_put_comes_back(carrier: Carrier) -> None:
    assert carrier.list().entries == ()
    carrier.put(NAME, b"hello")
    carrier.put(head_name(OWN), b"one", replace=True)
    carrier.flush()
    entries = {entry.name: entry for entry in carrier.list().entries}
    assert entries.keys() == {NAME, head_name(OWN)}
    assert entries[NAME].size == 5 + (OVERHEAD if isinstance(carrier, Sealed) else 0)
    assert carrier.get(NAME) == b"hello"
    carrier.put(head_name(OWN), b"two", replace=True)
    carrier.flush()
    after = {entry.name: entry for entry in carrier.list().entries}
    assert after[NAME] == entries[NAME] or carrier.kind == "folder"
    assert after[head_name(OWN)].stamp != entries[head_name(OWN)].stamp
    assert carrier.get(head_name(OWN)) == b"two"


def test_a_name_is_never_written_twice(carrier: Carrier) -> None:
    carrier.put(NAME, b"hello")
    carrier.flush()
    with pytest.raises(CannotWrite):
        carrier.put(NAME, b"other")
    assert carrier.get(NAME) == b"hello"


@pytest.mark.parametrize("name", [*TRICKS, f"{OWN}.9-9.abcdef.seg"])
def test_what_is_not_there_or_elsewhere_can_t_be_read(name: str, carrier: Carrier) -> None:
    with pytest.raises(CannotRead):
        carrier.get(name)


@pytest.mark.parametrize("name", TRICKS)
def test_nothing_is_written_elsewhere(name: str, carrier: Carrier, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(CannotWrite):
        carrier.put(name, b"x", replace=True)
    assert sorted(tmp_path.rglob("*")) == before


def test_nothing_half_written_stays(carrier: Carrier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_space(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", no_space)
    with pytest.raises(CannotWrite, match="No space left"):
        store(carrier, NAME, b"hello")
    monkeypatch.undo()
    assert not list(tmp_path.rglob("~wr-*"))
    assert carrier.list().entries == ()
    carrier.put(NAME, b"hello")
    carrier.flush()
    assert carrier.get(NAME) == b"hello"


def test_waiting_ends_when_something_came(carrier: Carrier) -> None:
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            carrier.put(NAME, b"hello")
            carrier.flush()

    carrier.changed()
    assert wait(carrier, 10, pause)
    assert len(pauses) == 3
    carrier.changed()
    assert not wait(carrier, 1, pause)
    assert not wait(carrier, 10, lambda seconds: True)


def test_links_and_special_files_are_not_read(tmp_path: Path) -> None:
    secret, place = tmp_path / "secret", tmp_path / "d"
    secret.write_bytes(b"warroom-segment")
    place.mkdir()
    (place / NAME).symlink_to(secret)
    (place / "link").symlink_to(secret)
    (place / segment_name(OWN, 3, 3)).mkdir()
    os.mkfifo(place / segment_name(OWN, 4, 4))
    carrier = Folder(place)
    assert carrier.list().entries == ()
    for found in place.iterdir():
        with pytest.raises(CannotRead):
            carrier.get(found.name)
    place.rename(tmp_path / "real")
    place.symlink_to(tmp_path / "real")
    with pytest.raises(CannotRead, match="no folder"):
        carrier.list()


def test_a_crowd_of_files_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "MOST_FILES", 5)
    monkeypatch.setattr(folder_module, "MOST_FOREIGN", 3)
    for index in range(20):
        (tmp_path / f"junk{index}").touch()
    (tmp_path / NAME).touch()
    listing = Folder(tmp_path).list()
    assert listing.crowded
    assert NAME in {entry.name for entry in listing.entries}
    assert len(listing.entries) == 4
    for index in range(20):
        (tmp_path / segment_name("e" * 12, index + 1, index + 1)).touch()
    listing = Folder(tmp_path).list()
    assert len(listing.entries) == 8
    assert NAME in {entry.name for entry in listing.entries}, "nobody crowds out the others"
    (tmp_path / NAME).write_bytes(b"x" * 100)
    monkeypatch.setattr(folder_module, "MOST_BYTES", 50)
    with pytest.raises(CannotRead, match="at most"):
        Folder(tmp_path).get(NAME)


@pytest.fixture
def one(tmp_path: Path) -> SingleFile:
    """A single file with one segment."""
    board = create_board_file(tmp_path / "ops.warroom", "Ops", NOW, SINGLE)
    carrier = SingleFile(board.path, board.id)
    carrier.put(NAME, b"hello")
    carrier.flush()
    return carrier


def names(carrier: SingleFile) -> set[str]:
    """What lies in it."""
    return {entry.name for entry in carrier.list().entries}


CONFLICTS = [
    "ops.sync-conflict-20261122-101112-ABCDEFG.warroom",
    "ops (Ana's conflicted copy 2026-11-22).warroom",
    "ops-ANASLAPTOP.warroom",
    "ops (1).warroom",
    "ops (conflicted copy ana 2026-11-22 101112).warroom",
    "ops (SFConflict ana@example.org 2026-11-22-10-11-12).warroom",
    "ops 2.warroom",
    "ops.warroom.conflict1",
    "ops.warroom.Conflict",
    "ops.warroom..path1",
    "ops (conflict #2_on_2026-11-22).warroom",
    "völlig anders",
]


@pytest.mark.parametrize("copy", CONFLICTS)
def test_conflict_copies_are_found_by_their_content(copy: str, one: SingleFile) -> None:
    mine, theirs, board = segment_name(OWN, 3, 3), segment_name("b" * 12, 1, 1), read_board_file(one.path)
    other = one.path.with_name(copy)
    shutil.copy(one.path, other)
    changed = SingleFile(other, board.id)
    changed.put(theirs, b"theirs")
    changed.flush()
    one.put(mine, b"mine")
    one.flush()
    assert names(one) == {NAME, mine, theirs}
    assert one.copies == (copy,)
    fresh = SingleFile(one.path, board.id)
    other.unlink()
    assert names(fresh) == {NAME, mine, theirs}, "a publication puts them together"
    assert fresh.copies == ()


def test_what_lies_beside_it_is_opened_once_until_it_changes(one: SingleFile, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    was = os.open

    def noted(path: os.PathLike[str], flags: int) -> int:
        opened.append(os.path.basename(path))
        return was(path, flags)

    monkeypatch.setattr(os, "open", noted)
    beside = one.path.with_name("notes.txt")
    beside.write_bytes(b"x" * 100)
    for _ in range(3):
        one.changed()
    assert opened.count("notes.txt") == 1
    shutil.copy(one.path, beside)
    assert one.changed()
    one.list()
    assert one.copies == ("notes.txt",)


def test_the_file_of_another_board_beside_it_is_left_alone(one: SingleFile) -> None:
    other = create_board_file(one.path.with_name("dev.warroom"), "Dev", NOW, SINGLE)
    carrier = SingleFile(other.path, other.id)
    carrier.put(segment_name("b" * 12, 1, 1), b"theirs")
    carrier.flush()
    assert names(one) == {NAME}
    assert one.copies == ()


def test_two_contents_of_one_name_are_both_read(one: SingleFile) -> None:
    board = read_board_file(one.path)
    one.path.with_name("ops 2.warroom").write_bytes(
        board_bytes({"id": board.id, "name": "x", "layout": "single", "created_at": "x"}, {NAME: b"damaged"})
    )
    assert sorted(one.get(name) for name in names(one)) == [b"damaged", b"hello"]


@pytest.mark.parametrize("content", [b"", b"x", b"SQLite format 3\0", b"SQLite format 3\0" + b"\0" * 600])
def test_bytes_that_are_no_board_are_said_to_be_none(content: bytes) -> None:
    with pytest.raises(CannotRead):
        read_board_bytes(content, "it")


@pytest.mark.parametrize("left", [b"half of it", b"SQLite format 3\0 and a little more"])
def test_a_damaged_file_is_written_anew_only_when_it_stays_so(one: SingleFile, left: bytes) -> None:
    one.list()
    one.path.write_bytes(left)
    for _ in range(LOOKS - 1):
        with pytest.raises(CannotRead, match="damaged"):
            one.list()
    assert one.list().entries == ()
    one.put(NAME, b"hello")
    one.flush()
    assert names(one) == {NAME}
    assert [path.read_bytes() for path in one.path.parent.glob("*damaged*")] == [left]


def test_a_file_of_a_newer_version_is_never_written(one: SingleFile) -> None:
    one.list()
    db = sqlite3.connect(one.path)
    db.execute(f"PRAGMA user_version={FORMAT + 1}")
    db.close()
    content = one.path.read_bytes()
    for _ in range(LOOKS + 2):
        with pytest.raises(CannotRead):
            one.list()
        one.put(segment_name(OWN, 9, 9), b"x")
        with pytest.raises(CannotRead):
            one.flush()
    assert one.path.read_bytes() == content


def test_a_file_that_can_not_be_read_is_not_damaged(one: SingleFile, monkeypatch: pytest.MonkeyPatch) -> None:
    one.list()
    one.path.write_bytes(one.path.read_bytes() + b"x")
    content = one.path.read_bytes()

    def refused(path: object, *more: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as shut:
        shut.setattr("builtins.open", refused)
        for _ in range(2 * LOOKS):
            with pytest.raises(CannotRead, match="can't be read"):
                one.list()
            one.put(segment_name(OWN, 9, 9), b"x", replace=True)
            with pytest.raises(CannotRead, match="can't be read"):
                one.flush()
    assert one.path.read_bytes() == content
    assert [path.name for path in one.path.parent.iterdir()] == [one.path.name]


def test_looks_are_counted_across_processes(one: SingleFile, tmp_path: Path) -> None:
    (home := tmp_path / "home").mkdir()
    board = read_board_file(one.path)
    one.path.write_bytes(b"half")
    for _ in range(LOOKS - 1):
        with pytest.raises(CannotRead, match="damaged"):
            SingleFile(one.path, board.id, name=board.name, notes=str(home)).list()
    with pytest.raises(CannotRead, match="damaged"):
        SingleFile(one.path, board.id).list()
    healing = SingleFile(one.path, board.id, name=board.name, notes=str(home))
    assert healing.list().entries == ()
    healing.put(NAME, b"hello")
    healing.flush()
    assert read_board_file(one.path) == board


def test_a_missing_file_is_trouble(one: SingleFile) -> None:
    one.path.unlink()
    with pytest.raises(CannotRead, match="not there"):
        one.list()


HOSTILE = {
    "view": "DROP TABLE segment; CREATE VIEW segment AS SELECT 'x' AS name, x'00' AS content",
    "trigger": "CREATE TRIGGER t AFTER INSERT ON segment BEGIN DELETE FROM board; END",
    "generated": "DROP TABLE segment; CREATE TABLE segment(name TEXT PRIMARY KEY, content AS (zeroblob(1000000000)))",
    "check": "DROP TABLE segment; CREATE TABLE segment(name TEXT PRIMARY KEY, content BLOB NOT NULL CHECK (length(content) > 1))",
    "recursive": "CREATE VIEW v AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n FROM r",
    "extra": "CREATE TABLE other(x)",
    "fts": "CREATE VIRTUAL TABLE f USING fts5(x)",
    "cyclic": "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET rootpage = 1 WHERE name = 'segment'",
    "shared root": "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'segment'",
    "no sql": "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE segment(' WHERE name = 'segment'",
    "wal": "PRAGMA journal_mode=WAL",
    "types": "INSERT INTO segment VALUES (7, 'text')",
    "null name": "INSERT INTO segment VALUES (NULL, x'00')",
    "tricky names": "INSERT INTO segment VALUES ('../../x.seg', x'00'), ('', x'00'), ('a' || char(0) || 'b', x'00')",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_beside_it_changes_nothing(name: str, one: SingleFile) -> None:
    hostile = one.path.with_name("ops 2.warroom")
    shutil.copy(one.path, hostile)
    db = sqlite3.connect(hostile)
    db.executescript(HOSTILE[name])
    db.close()
    assert names(one) == {NAME}
    assert one.get(NAME) == b"hello"
    one.put(segment_name(OWN, 9, 9), b"more")
    one.flush()
    assert len(names(one)) == 2


def test_a_single_file_that_vanished_beside_its_copies_is_written_anew(one: SingleFile) -> None:
    """Some sync programs rename both sides of a conflict, so that the name itself is gone."""
    mine, board = segment_name(OWN, 3, 3), read_board_file(one.path)
    shutil.copy(one.path, one.path.with_name("ops.warroom..path1"))
    one.put(mine, b"mine")
    one.flush()
    one.path.rename(one.path.with_name("ops.warroom..path2"))
    fresh = SingleFile(one.path, board.id)
    for _ in range(LOOKS - 1):
        with pytest.raises(CannotRead, match="only copies"):
            fresh.list()
        assert not one.path.exists()
    assert names(fresh) == {NAME, mine}
    assert read_board_file(one.path) == board
    assert names(one) == {NAME, mine}


def test_a_single_file_that_vanished_for_good_is_never_made_anew(one: SingleFile) -> None:
    one.list()
    one.path.unlink()
    one.put(segment_name(OWN, 9, 9), b"x")
    for _ in range(2 * LOOKS):
        with pytest.raises(CannotRead, match="is not there"):
            one.list()
    assert list(one.path.parent.iterdir()) == []
