"""Installations over one shared folder: what one writes the others have, whatever happens to the files between them."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from store.clock import DAY, HOUR, MINUTE, SECOND, ManualClock
from store.errors import CannotRead, CannotWrite
from store.replica import Replica
from store.replica.lock import LocalLock
from store.replica.tables import state_digest
from store.sync.carriers import what_to_do
from store.sync.exchange import Exchange
from store.sync.folder import Folder
from store.sync.names import parsed
from store.sync.putting import LOCK
from store.sync.waits import Waits
from tests.store.conftest import UTC
from tests.store.doing import folded
from tests.store.sync.conftest import WAITS, Joiner, Member, segments, wait_for_adoption


def test_what_one_writes_the_others_have(ana: Member, ben: Member, join: Joiner) -> None:
    id_ = ana.open_break()
    assert ana.step().published == 2
    report = ben.sync()
    assert (report.taken_in, report.board) == (2, ana.replica.board_id)
    ben.note(id_)
    ben.sync()
    assert ana.sync().taken_in == 1
    cem = join("cem")
    assert cem.sync().taken_in == 3
    assert ana.hashes == ben.hashes == cem.hashes
    assert folded(ana.replica) == folded(ben.replica) == folded(cem.replica)


def test_publishing_keeps_its_pace(ana: Member, shared: Path, clock: ManualClock) -> None:
    id_ = ana.open_break()
    step = ana.exchange.step
    assert (step().published, step().next_at) == (0, clock.now() + WAITS.settle)
    ana.note(id_)
    clock.advance(WAITS.settle)
    assert step().published == 3, "what was done in one go travels in one segment"
    ana.note(id_)
    clock.advance(WAITS.gap - 1)
    report = step()
    assert (report.published, report.pending, report.next_at) == (0, 1, clock.now() + 1)
    clock.advance(1)
    assert step().published == 1
    for _ in range(WAITS.busy_after - 1):
        ana.note(id_)
        clock.advance(WAITS.gap)
        assert step().published == 1
    ana.note(id_)
    clock.advance(WAITS.gap)
    assert step().published == 0, "slower where much is going on"
    clock.advance(WAITS.busy_gap)
    assert step().published == 1
    assert ana.exchange.step(hurry=True).published == 0
    assert len(segments(shared)) == WAITS.busy_after + 2


def test_much_at_once_is_published_in_bounded_steps_without_a_pause(
    ana: Member, monkeypatch: pytest.MonkeyPatch, clock: ManualClock
) -> None:
    monkeypatch.setattr("store.sync.publishing.MOST_BYTES", 2_000)
    monkeypatch.setattr("store.sync.segments.TARGET_BYTES", 1_000)
    id_ = ana.open_break()
    for _ in range(20):
        ana.note(id_)
    clock.advance(WAITS.settle)
    steps = [ana.exchange.step()]
    while steps[-1].more:
        steps.append(ana.exchange.step())
    assert len(steps) > 3
    assert sum(step.published for step in steps) == 22
    assert all(step.published for step in steps)


def test_the_pace_is_kept_by_all_processes_of_an_installation(ana: Member, clock: ManualClock) -> None:
    id_ = ana.open_break()
    ana.sync()
    ana.note(id_)
    clock.advance(WAITS.gap - 1)
    other = Exchange(ana.replica, Folder(ana.carrier.path), WAITS)  # type: ignore[attr-defined]
    assert (other.step().published, other.step().pending) == (0, 1)
    lock = LocalLock(os.path.join(ana.home, LOCK))
    clock.advance(1)
    with lock.held():
        assert (other.step().published, other.step().pending) == (0, 1), "somebody else is at it"
    lock.close()
    assert other.step().published == 1
    other.close()


def test_a_step_without_news_reads_the_list_and_nothing_else(ana: Member, ben: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    ana.open_break()
    for member in (ana, ben, ana, ben):
        member.sync()
    ana.exchange.step()
    asked: list[str] = []
    ana.replica.db.set_trace_callback(asked.append)
    ana.exchange._reader.set_trace_callback(asked.append)
    report = ana.exchange.step()
    assert asked == []
    assert (report.taken_in, report.pending, report.trouble) == (0, 0, None)


def damage(path: Path) -> None:
    """Flips some bytes in the middle of a file, and keeps its times."""
    content, times = bytearray(path.read_bytes()), path.stat()
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


FAULTS: dict[str, Callable[[Path], object]] = {
    "deleted": lambda path: path.unlink(),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:100]),
    "emptied": lambda path: path.write_bytes(b""),
    "damaged": damage,
    "overwritten": lambda path: path.write_bytes(b"x" * 300),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_damaged_or_lost_segment_is_published_again_by_its_author(
    fault: str, ana: Member, ben: Member, join: Joiner, shared: Path
) -> None:
    ana.open_break()
    ana.sync()
    ben.sync()
    hit = segments(shared)[0]
    FAULTS[fault](hit)
    report = ben.sync()
    assert report.bad_files == (fault != "deleted")
    assert report.lacking == 2
    assert ana.sync().published == 2
    assert ben.sync().bad == (), "it is not missed any more"
    cem = join("cem")
    cem.sync()
    assert cem.hashes == ana.hashes
    assert hit.exists() is (fault != "deleted"), "nobody else's file is ever removed"


def test_damage_without_a_trace_is_found_in_time(
    ana: Member, ben: Member, shared: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana.open_break()
    ana.sync()
    monkeypatch.setattr("store.sync.folder._stamp", lambda found: found.st_ino)
    ana.sync()
    damage(segments(shared)[0])
    assert ana.sync().published == 0
    clock.advance(WAITS.check_again + SECOND)
    ana.sync()
    clock.advance(SECOND)
    ana.sync()
    ben.sync()
    assert ben.hashes == ana.hashes


def test_what_an_absent_author_lost_is_put_back_by_who_has_it(
    ana: Member, ben: Member, join: Joiner, shared: Path, clock: ManualClock
) -> None:
    ana.open_break()
    ana.sync()
    ben.sync()
    for path in segments(shared):
        path.unlink()
    report = ben.sync()
    assert (report.lacking, report.adopted) == (2, 0)
    assert report.next_at is not None
    clock.advance(WAITS.adopt - MINUTE)
    assert ben.sync().adopted == 0, "not at once: the author may be back"
    wait_for_adoption(clock)
    assert ben.sync().adopted == 2
    name = parsed(segments(shared)[0].name)
    assert name is not None
    assert (name.replica, name.last) == (ben.replica.id, 0)
    cem = join("cem")
    cem.sync()
    assert cem.hashes == ana.hashes
    assert ana.sync().published == 0, "they are there"


def test_a_folder_that_went_back_in_time_heals(ana: Member, ben: Member, shared: Path, tmp_path: Path, clock: ManualClock) -> None:
    id_ = ana.open_break()
    ana.sync()
    shutil.copytree(shared, tmp_path / "old")
    for _ in range(3):
        for member in (ana, ben):
            member.sync()
            member.note(id_)
    for member in (ana, ben, ana):
        member.sync()
    held = ana.hashes
    shutil.rmtree(shared)
    shutil.copytree(tmp_path / "old", shared)
    for member in (ana, ben, ana, ben):
        member.sync()
    assert ana.hashes == ben.hashes == held
    assert (ana.sync().pending, ana.sync().lacking) == (0, 0)


def copied(member: Member, home: Path) -> None:
    """Copies an installation, as a backup or a new machine does it."""
    member.exchange.close()
    member.replica.close()
    shutil.copytree(member.home, home)


@pytest.mark.parametrize("first", ["original", "copy"])
def test_a_copied_installation_takes_a_new_id_and_loses_nothing(
    first: str, ana: Member, join: Joiner, tmp_path: Path, ben: Member
) -> None:
    id_ = ana.open_break()
    ana.sync()
    copied(ana, tmp_path / "copy")
    one, other = join("ana"), join("copy")
    assert one.replica.id == other.replica.id
    was = one.replica.id
    one.note(id_, "written here")
    one.note(id_, "and here")
    other.note(id_, "written there")
    for member in (one, other) if first == "original" else (other, one):
        member.sync()
    new = one.sync().new_id or other.sync().new_id or one.replica.id
    assert new != was
    for member in (one, other, one, other, ben):
        member.note(id_) if member is not ben else None
        member.sync()
    for member in (one, other, ben):
        member.sync()
    assert one.replica.id != was
    assert other.replica.id != one.replica.id
    assert one.hashes == other.hashes == ben.hashes
    assert [(fork.replica, fork.number) for fork in ben.exchange.forks()] == [(was, 3)]
    assert (one.sync().pending, other.sync().pending, ben.sync().lacking) == (0, 0, 0)
    assert folded(one.replica) == folded(other.replica) == folded(ben.replica)


def test_both_sides_of_a_fork_are_put_back_when_they_are_lost(
    ana: Member, join: Joiner, tmp_path: Path, shared: Path, ben: Member, clock: ManualClock
) -> None:
    id_ = ana.open_break()
    ana.sync()
    copied(ana, tmp_path / "copy")
    one, other = join("ana"), join("copy")
    one.note(id_, "written here")
    other.note(id_, "written there")
    for member in (one, other, one, ben, ben):
        member.sync()
    for hit in segments(shared):
        if (says := parsed(hit.name)) and says.first == 3:
            hit.unlink()
            break
    ben.sync()
    assert ben.sync().lacking == 1
    for member in (one, other):
        member.close()
    wait_for_adoption(clock)
    assert ben.sync().adopted == 1
    cem = join("cem")
    cem.sync()
    assert cem.hashes == ben.hashes


def test_which_side_of_a_fork_a_file_holds_is_known_also_of_files_read_before(
    ana: Member, join: Joiner, tmp_path: Path, shared: Path, ben: Member
) -> None:
    id_ = ana.open_break()
    ana.sync()
    copied(ana, tmp_path / "copy")
    one, other = join("ana"), join("copy")
    one.note(id_, "written here")
    other.note(id_, "written there")
    one.sync()
    ben.sync()
    (first,) = (path for path in segments(shared) if ".3-3." in path.name)
    other.sync()
    ben.sync()
    assert ben.sync().lacking == 0
    first.unlink()
    assert ben.sync().lacking == 1


def test_a_restored_backup_goes_on_under_a_new_id(ana: Member, join: Joiner, tmp_path: Path, shared: Path) -> None:
    id_ = ana.open_break()
    ana.sync()
    copied(ana, tmp_path / "backup")
    ana = join("ana")
    ana.note(id_)
    ana.sync()
    restored = join("backup")
    assert restored.sync().new_id == restored.replica.id != ana.replica.id
    restored.note(id_)
    restored.sync()
    ana.sync()
    assert ana.hashes == restored.hashes


def test_another_process_goes_on_under_the_new_id_too(ana: Member, join: Joiner, tmp_path: Path) -> None:
    id_ = ana.open_break()
    ana.sync()
    copied(ana, tmp_path / "copy")
    one, other = join("ana"), join("copy")
    command = Replica.open(one.home, one.replica.board_id, one.clock, UTC)
    one.note(id_, "here")
    other.note(id_, "there")
    for member in (one, other, one):
        member.sync()
    command.act(lambda tx: tx.add(f"break:{tx.find_break(id_)}", "noted", {"text": "x"}), "ana")
    assert command.id == one.replica.id
    command.close()
    for member in (one, other):
        member.sync()
    assert one.hashes == other.hashes
    assert [fork.number for fork in one.exchange.forks()] == [3]


def test_a_missing_folder_is_trouble_and_never_a_new_board(ana: Member, shared: Path) -> None:
    id_ = ana.open_break()
    ana.sync()
    shared.rename(shared.with_name("away"))
    ana.note(id_)
    report = ana.step()
    assert isinstance(report.trouble, CannotRead)
    assert (report.pending, report.published) == (1, 0)
    assert not shared.exists()
    shared.with_name("away").rename(shared)
    assert ana.sync().published == 1


class FullFolder(Folder):
    """A folder on a disk that is full."""

    full = True

    def put(self, name: str, content: bytes, replace: bool = False) -> None:
        if self.full:
            raise CannotWrite("no space left")
        super().put(name, content, replace)


@pytest.mark.parametrize(
    ("number", "advice"), [(errno.ENOSPC, "make room"), (errno.EROFS, "only be read"), (errno.EIO, "the disk")]
)
def test_what_to_do_is_said_by_what_is_wrong(number: int, advice: str) -> None:
    assert advice in what_to_do(OSError(number, "no"))


def test_what_can_t_be_written_is_written_later_and_reading_goes_on(ana: Member, ben: Member, shared: Path) -> None:
    id_ = ben.open_break()
    ben.sync()
    carrier = FullFolder(shared)
    exchange = Exchange(ana.replica, carrier, WAITS, "ana")
    ana.open_break("Bluebird")
    report = exchange.step(hurry=True)
    assert isinstance(report.trouble, CannotWrite)
    assert (report.taken_in, report.pending) == (2, 2)
    ana.replica.catch_up()
    ana.note(id_)
    carrier.full = False
    assert exchange.step(hurry=True).published == 3
    exchange.close()


def test_a_half_written_file_is_read_again_when_it_is_whole(ana: Member, ben: Member, shared: Path, clock: ManualClock) -> None:
    ana.open_break()
    ana.sync()
    path = segments(shared)[0]
    content = path.read_bytes()
    path.write_bytes(content[:50])
    assert [bad.name for bad in ben.sync().bad] == [path.name]
    clock.advance(MINUTE)
    assert [bad.reason for bad in ben.sync().bad] == ["its first line is no header"]
    path.write_bytes(content)
    report = ben.sync()
    assert (report.taken_in, report.bad) == (2, ())


def test_conflict_copies_are_read_whatever_they_are_called(ana: Member, ben: Member, shared: Path) -> None:
    ana.open_break()
    ana.sync()
    path = segments(shared)[0]
    for name in ("x.sync-conflict-20261122-101010-ABCDEFG.seg", "x (Ana's conflicted copy 2026-11-22).seg", "x 2.seg"):
        path = path.rename(shared / name)
        assert ben.sync().bad == ()
    assert ben.hashes == ana.hashes


def test_heads_of_others_do_not_replace_newer_ones(ana: Member, ben: Member, shared: Path, clock: ManualClock) -> None:
    ana.sync()
    ben.sync()
    head = next(shared.glob(f"{ana.replica.id}.head"))
    old = head.read_bytes()
    clock.advance(WAITS.head)
    ana.sync()
    ben.sync()
    heard = ben.replica.db.execute("SELECT head, heard_at FROM peers WHERE replica = ?", (ana.replica.id,)).fetchone()
    head.write_bytes(old)
    clock.advance(HOUR)
    ben.sync()
    assert ben.replica.db.execute("SELECT head, heard_at FROM peers WHERE replica = ?", (ana.replica.id,)).fetchone() == heard


def test_a_clock_that_was_ahead_holds_nothing_up(ana: Member, ben: Member, clock: ManualClock) -> None:
    clock.advance(400 * DAY)
    id_ = ana.open_break()
    ana.sync()
    ben.sync()
    clock.advance(-400 * DAY)
    ana.note(id_)
    clock.advance(SECOND)
    assert ana.exchange.step().published == 1
    assert ben.exchange.step().taken_in == 1


@pytest.mark.parametrize("text", ["short", "x" * 2_000])
def test_one_event_costs_at_most_three_times_its_json(text: str, ana: Member, join: Joiner, shared: Path) -> None:
    id_ = ana.open_break()
    ana.sync()
    members = [join(f"m{index}") for index in range(12)]
    for member in members:
        member.sync()
        member.note(id_)
        member.sync()
    ana.sync()
    before = set(segments(shared))
    ana.note(id_, text)
    ana.sync()
    (written,) = set(segments(shared)) - before
    _, event, *_ = written.read_bytes().split(b"\n")
    assert written.stat().st_size <= 3 * len(event)


def test_waits_can_all_be_shortened(shared: Path, ana: Member) -> None:
    exchange = Exchange(ana.replica, Folder(shared), Waits(settle=0, gap=0, busy_gap=0, head=0), "ana")
    id_ = ana.open_break()
    for _ in range(3):
        ana.note(id_)
        assert exchange.step().published
    exchange.close()


def test_the_digest_tells_of_whatever_a_break_holds(ana: Member, ben: Member) -> None:
    id_ = ana.open_break()
    ana.sync()
    ben.sync()
    assert state_digest(ana.replica.db) == state_digest(ben.replica.db) != ""
    ben.note(id_, "only here")
    assert state_digest(ana.replica.db) != state_digest(ben.replica.db)
    ben.sync()
    ana.sync()
    assert state_digest(ana.replica.db) == state_digest(ben.replica.db)
