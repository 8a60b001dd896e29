"""tidy: what nobody needs goes, and nothing that is not known to be elsewhere ever does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.clock import DAY, HOUR, ManualClock
from store.errors import CannotRead
from store.sync.board_file import BoardFile, board_bytes
from store.sync.folder import Folder
from store.sync.packing import pack_board
from store.sync.segments import read_segment, write_segment
from store.sync.single import SingleFile
from store.sync.tidying import (
    COPY,
    COPY_OF_BOARD,
    COPY_OF_HEAD,
    DAMAGED,
    GONE,
    LATER,
    NEWER_FORMAT,
    ONLY_HERE,
    OTHER_BOARD,
    RESILIO,
    UNFINISHED,
    UNREADABLE,
    Tidied,
    Tidier,
)
from store.sync.waits import Waits
from tests.store.sync.conftest import Joiner, Member, segments
from tests.store.sync.engine import CONFLICT_NAMES
from tests.store.sync.test_rolling import keep_small, later, publish

ID = "0b" * 16
VALUES = {"id": ID, "name": "Ops", "layout": "folder", "created_at": "2026-11-22T10:00:00.000Z"}


@pytest.fixture
def join(tmp_path: Path, shared: Path, clock: ManualClock) -> Iterator[Joiner]:
    """Makes a member who shares the folder of a board with an id that a board file can have."""
    members: list[Member] = []

    def joiner(name: str) -> Member:
        members.append(Member(name, tmp_path / name, Folder(shared), clock, ID))
        return members[-1]

    yield joiner
    for member in members:
        member.close()


@pytest.fixture
def board(shared: Path) -> BoardFile:
    """The board file beside the folder."""
    path = shared.with_suffix("")
    path.write_bytes(board_bytes(VALUES, None))
    return BoardFile(path, ID, "Ops", "folder")


def tidy(member: Member, board: BoardFile, dry_run: bool = False) -> Tidied:
    """What tidying removes and leaves, once all was read."""
    member.sync()
    return Tidier(member.replica, member.carrier, board, Waits()).tidy(dry_run)


def copies_of(path: Path) -> Iterator[Path]:
    """The names that sync programs give to conflict copies of a file."""
    for form in CONFLICT_NAMES:
        yield path.with_name(form.format(stem=path.stem, suffix=path.suffix, n=2))


def test_copies_go_a_quarter_at_a_time_once_all_in_them_is_elsewhere(ana: Member, board: BoardFile, shared: Path) -> None:
    publish(ana, ana.open_break(), 3)
    head = shared / f"{ana.replica.id}.head"
    mine = {path.name for path in shared.iterdir()}
    for path in (segments(shared)[0], head):
        for copy in copies_of(path):
            copy.write_bytes(path.read_bytes())
    stray = len(os.listdir(shared)) - len(mine)
    dry = tidy(ana, board, dry_run=True)
    assert len(os.listdir(shared)) == len(mine) + stray
    before = len(os.listdir(shared))
    done = tidy(ana, board)
    assert {item.name for item in done.removed if item.why != COPY_OF_HEAD} <= {item.name for item in (*dry.removed, *dry.left)}
    assert 0 < len(done.removed) <= before // 2
    assert {item.why for item in done.left} == {LATER}
    for _ in range(10):
        done = tidy(ana, board)
    assert (done.removed, done.left) == ((), ())
    assert not [name for name in os.listdir(shared) if name.count(".") > 3 or " " in name or "-LAPTOP" in name]
    assert head.exists()
    assert ana.exchange.step().lacking == 0


def test_what_is_nowhere_else_stays(ana: Member, ben: Member, board: BoardFile, shared: Path, tmp_path: Path) -> None:
    ben.open_break()
    ben.sync()
    (only,) = segments(shared)
    content = only.read_bytes()
    only.unlink()
    (shared / "copy (2).seg").write_bytes(content)
    ana.open_break("Elm")
    ana.sync()
    ana.sync()
    (shared / "damaged copy.seg").write_bytes(content[:-9])
    (shared / "newer.seg").write_bytes(content.replace(b"warroom-segment 1 ", b"warroom-segment 9 "))
    (shared / "holiday.jpg").write_bytes(b"\xff\xd8\xff")
    (shared / "notes.txt").write_bytes(b"")
    line = read_segment(content, ID).lines[0]
    (shared / "other board.seg").write_bytes(write_segment("c" * 32, line.replica, [line], {}))
    before = sorted(os.listdir(shared))
    done = tidy(ana, board)
    left = {item.name: item.why for item in done.left}
    assert left == {
        "copy (2).seg": ONLY_HERE,
        "damaged copy.seg": UNREADABLE,
        "newer.seg": NEWER_FORMAT,
        "other board.seg": OTHER_BOARD,
    }
    assert [name for name in before if name not in os.listdir(shared)] == []
    only.write_bytes(content)
    done = tidy(ana, board)
    assert [(item.name, item.why) for item in done.removed] == [("copy (2).seg", COPY)]


def test_a_copy_is_not_removed_on_the_word_of_a_damaged_file(ana: Member, board: BoardFile, shared: Path) -> None:
    ana.open_break()
    ana.sync()
    (path,) = segments(shared)
    (shared / "copy.seg").write_bytes(path.read_bytes())
    ana.sync()
    stat = path.stat()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("store.sync.folder._stamp", lambda found: found.st_size)
        ana.sync()
        content = bytearray(path.read_bytes())
        content[100] ^= 1
        path.write_bytes(content)
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        done = Tidier(ana.replica, ana.carrier, board, Waits()).tidy()
    assert (done.removed, [item.why for item in done.left]) == ((), [ONLY_HERE])
    assert (shared / "copy.seg").exists()


def test_links_and_what_changed_a_moment_ago_stay(ana: Member, board: BoardFile, shared: Path, tmp_path: Path) -> None:
    ana.open_break()
    ana.sync()
    (path,) = segments(shared)
    outside = tmp_path / "outside.seg"
    outside.write_bytes(path.read_bytes())
    (shared / "link.seg").symlink_to(outside)
    (shared / "~wr-0123456789ab.tmp").symlink_to(outside)
    (shared / "late.seg").write_bytes(path.read_bytes())
    (shared / "x.seg.Conflict").write_bytes(path.read_bytes())
    ana.sync()
    (shared / "late.seg").write_bytes(path.read_bytes() + b"more")
    done = Tidier(ana.replica, ana.carrier, board, Waits()).tidy()
    assert done.removed == ()
    assert {item.name: item.why for item in done.left} == {"late.seg": "it changed a moment ago", "x.seg.Conflict": RESILIO}
    assert (shared / "link.seg").is_symlink()
    assert outside.exists()


def test_files_that_were_never_finished_go_after_a_day(ana: Member, board: BoardFile, shared: Path, clock: ManualClock) -> None:
    ana.open_break()
    ana.sync()
    seconds = clock.now() // 1000
    for place in (shared, shared.parent):
        for name, age in (("~wr-00112233aabb.tmp", 25 * 3600), ("~wr-ffffffffffff.tmp", 60), ("~wr-mine.tmp", 25 * 3600)):
            (place / name).write_bytes(b"x")
            os.utime(place / name, (seconds - age, seconds - age))
    removed = [tidy(ana, board) for _ in range(3)]
    assert [item.why for done in removed for item in done.removed] == [UNFINISHED] * 2
    for place in (shared, shared.parent):
        assert sorted(path.name for path in place.glob("~*")) == ["~wr-ffffffffffff.tmp", "~wr-mine.tmp"]


def test_the_files_of_who_is_gone_for_good_go_once_somebody_packed_them(
    ana: Member, ben: Member, board: BoardFile, shared: Path
) -> None:
    publish(ben, ben.open_break(), 3)
    keep_small(ana, Waits(look_over=0, roll_above=2))
    ana.sync()
    assert tidy(ana, board).removed == ()
    later(ana, Waits().orphaned * 2)
    assert list(shared.glob("*.pack"))
    reasons = {item.why for _ in range(8) for item in tidy(ana, board).removed}
    assert reasons == {GONE}
    assert not [path for path in segments(shared) if path.name.startswith(ben.replica.id)]
    assert (shared / f"{ben.replica.id}.head").exists()
    later(ana, HOUR)
    assert ana.exchange.step().lacking == 0
    ben.clock.advance(DAY)
    report = ben.sync()
    assert (report.pending, report.published) == (0, 0)


def test_own_damaged_files_go_and_own_ones_are_rolled_up(ana: Member, board: BoardFile, shared: Path) -> None:
    publish(ana, ana.open_break(), 3)
    path = segments(shared)[0]
    path.write_bytes(path.read_bytes()[:-20])
    ana.sync()
    done = tidy(ana, board)
    assert done.packed == 3
    assert [(item.name, item.why) for item in done.removed] == [(path.name, DAMAGED)]
    assert len(list(shared.glob("*.pack"))) == 1
    assert tidy(ana, board).packed == 0


def test_copies_of_the_board_file_go_and_backups_stay(ana: Member, board: BoardFile, shared: Path) -> None:
    ana.open_break()
    ana.sync()
    for copy in copies_of(board.path):
        copy.write_bytes(board.path.read_bytes())
    backup = shared.parent / "ops-backup.warroom"
    pack_board(ana.replica.db, ID, ana.replica.id, "Ops", backup, ana.clock.now())
    (shared.parent / "ops 3.warroom").write_bytes(board_bytes({**VALUES, "id": "c" * 32}, None))
    found = [tidy(ana, board) for _ in range(8)]
    assert {item.why for done in found for item in done.removed} == {COPY_OF_BOARD}
    assert [(item.name, item.why) for item in found[-1].left] == [("ops 3.warroom", OTHER_BOARD)]
    assert sorted(path.name for path in shared.parent.glob("ops*.warroom*")) == sorted(
        ["ops.warroom", "ops.warroom.d", backup.name, "ops 3.warroom"]
    )
    assert board.path.read_bytes() == board_bytes(VALUES, None)


def test_copies_of_a_single_file_go_with_nothing_lost(join: Joiner, tmp_path: Path) -> None:
    path = tmp_path / "one" / "ops.warroom"
    path.parent.mkdir()
    values = {**VALUES, "layout": "single"}
    path.write_bytes(board_bytes(values, {}))
    ana, ben = join("ana"), join("ben")
    for member, place in ((ana, path), (ben, tmp_path / "bens" / "ops.warroom")):
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(board_bytes(values, {}))
        keep_small(member, Waits(look_over=0), SingleFile(place, ID))
        publish(member, member.open_break(), 2)
    (path.parent / "ops (ben's conflicted copy).warroom").write_bytes((tmp_path / "bens" / "ops.warroom").read_bytes())
    pack_board(ana.replica.db, ID, ana.replica.id, "Ops", path.parent / "ops-backup.warroom", ana.clock.now())
    single = BoardFile(path, ID, "Ops", "single")
    dry = tidy(ana, single, dry_run=True)
    assert len(list(path.parent.iterdir())) == 3
    done = tidy(ana, single)
    assert [item.name for item in done.removed] == ["ops (ben's conflicted copy).warroom"] == [item.name for item in dry.removed]
    assert {found.name for found in path.parent.iterdir()} == {"ops.warroom", "ops-backup.warroom"}
    cem = join("cem")
    keep_small(cem, Waits(), SingleFile(path, ID)).sync()
    assert cem.hashes == ana.hashes >= ben.hashes


def test_who_can_not_reach_the_folder_removes_nothing(ana: Member, board: BoardFile, shared: Path) -> None:
    ana.open_break()
    ana.sync()
    shared.rename(shared.with_name("away"))
    with pytest.raises(CannotRead):
        Tidier(ana.replica, Folder(shared), board, Waits()).tidy()


@pytest.mark.parametrize("layout", ["folder", "single"])
def test_an_encrypted_board_is_kept_small_and_tidy_as_well(layout: str, join: Joiner, board: BoardFile, shared: Path) -> None:
    pytest.importorskip("cryptography")
    from store.sync.sealed import Sealed
    from store.sync.sealing import TeamKey

    key, ana = TeamKey.random(), join("ana")
    if layout == "single":
        board = board._replace(path=shared.parent / "one.warroom", layout="single")
        board.path.write_bytes(board_bytes({**VALUES, "layout": "single"}, {}))
    inner = SingleFile(board.path, ID) if layout == "single" else Folder(shared)
    keep_small(ana, Waits(look_over=0), Sealed(inner, key, ID))
    publish(ana, ana.open_break(), 3)
    original = board.path if layout == "single" else segments(shared)[0]
    copy = original.with_name(f"{original.stem} (2){original.suffix}")
    copy.write_bytes(original.read_bytes())
    done = tidy(ana, board)
    assert (done.packed, [item.name for item in done.removed]) == (3, [copy.name])
    contents = inner.rows() if isinstance(inner, SingleFile) else {path.name: path.read_bytes() for path in shared.iterdir()}
    assert sum(name.endswith(".pack") for name in contents) == 1
    assert all(content.startswith(b"warroom-sealed ") for content in contents.values())
    ben = keep_small(join("ben"), Waits(), Sealed(SingleFile(board.path, ID) if layout == "single" else Folder(shared), key, ID))
    ben.sync()
    assert ben.hashes == ana.hashes
