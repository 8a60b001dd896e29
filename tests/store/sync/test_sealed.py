"""Encrypted boards through the exchange: both layouts, and what somebody who has the folder and not the key can do to it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.clock import HOUR, MINUTE, ManualClock
from store.sync.board_file import SINGLE, board_bytes, board_values, create_board_file, read_board_bytes, read_board_file
from store.sync.carriers import Carrier
from store.sync.folder import Folder
from store.sync.sealed import Sealed
from store.sync.sealing import MAGIC, TeamKey, seal, unseal
from store.sync.single import LOOKS, SingleFile
from store.sync.team_key import Secret, make_lock
from tests.store.sync.conftest import Member, segments, wait_for_adoption
from tests.store.sync.test_segments import BOARD

KEY = TeamKey(b"k" * 32)
LOCK = make_lock(BOARD, "Ops", KEY, Secret("key-file", b"s" * 32))
MemberOf = Callable[[str, Carrier], Member]


@pytest.fixture
def member(tmp_path: Path, clock: ManualClock) -> Iterator[MemberOf]:
    """Makes a member with a carrier of their own; all are closed at the end."""
    made: list[Member] = []

    def joiner(name: str, carrier: Carrier) -> Member:
        home = tmp_path / name
        home.mkdir()
        made.append(Member(name, home, carrier, clock, BOARD))
        return made[-1]

    yield joiner
    for one in made:
        one.close()


@pytest.fixture
def pair(member: MemberOf, shared: Path) -> tuple[Member, Member]:
    """Two who share an encrypted folder."""
    ana, ben = (member(name, Sealed(Folder(shared), KEY, BOARD)) for name in ("ana", "ben"))
    return ana, ben


def single_file(path: Path, lock: str = LOCK) -> Sealed:
    """A carrier of one encrypted file, which is made when it is not there."""
    if not path.exists():
        path.write_bytes(board_bytes(board_values(BOARD, "Ops", SINGLE, 0, LOCK), {}))
    return Sealed(SingleFile(path, BOARD, lock), KEY, BOARD)


def in_step(*members: Member) -> bool:
    """Whether all of them have the same events."""
    for one in (*members, *members):
        one.sync()
    return all(one.hashes == members[0].hashes for one in members)


def aside(one: Member) -> dict[str, str]:
    """Name → reason of what is set aside."""
    return {bad.name: bad.reason for bad in one.sync().bad}


def test_an_encrypted_folder_carries_everything_and_every_file_of_it_is_sealed(pair: tuple[Member, Member], shared: Path) -> None:
    ana, ben = pair
    id_ = ana.open_break("Acme Freight")
    assert in_step(ana, ben)
    ben.note(id_, "seen")
    assert in_step(ana, ben)
    assert len(list(shared.iterdir())) == 4
    for path in shared.iterdir():
        content = path.read_bytes()
        assert content.startswith(MAGIC)
        assert unseal(KEY, BOARD, content).startswith(b"warroom-")
        assert b"Acme" not in content


def test_an_encrypted_file_carries_everything(member: MemberOf, tmp_path: Path) -> None:
    path = tmp_path / "ops.warroom"
    ana, ben = (member(name, single_file(path)) for name in ("ana", "ben"))
    id_ = ana.open_break("Acme Freight")
    assert in_step(ana, ben)
    ben.note(id_, "seen")
    assert in_step(ana, ben)
    values, rows = read_board_bytes(path.read_bytes(), "x", segments=True)
    assert values["sealed"] == LOCK
    assert all(content.startswith(MAGIC) for content in rows.values())
    assert b"Acme" not in path.read_bytes()


def test_conflict_copies_of_an_encrypted_file_are_merged(member: MemberOf, tmp_path: Path) -> None:
    path = tmp_path / "ops.warroom"
    ana, ben = (member(name, single_file(path)) for name in ("ana", "ben"))
    empty = path.read_bytes()
    ana.open_break("Acme")
    ana.sync()
    path.rename(path.with_name("ops (ana's conflicted copy).warroom"))
    path.write_bytes(empty)
    ben.open_break("Elm")
    assert in_step(ana, ben)
    assert len(ana.hashes) == 4


def test_a_file_whose_lock_was_taken_away_or_that_was_damaged_is_written_with_it_again(member: MemberOf, tmp_path: Path) -> None:
    path = tmp_path / "ops.warroom"
    ana = member("ana", single_file(path))
    path.write_bytes(board_bytes(board_values(BOARD, "Plain", SINGLE, 0), {}))
    ana.open_break("Acme")
    ana.sync()
    assert (read_board_file(path).lock, read_board_file(path).name) == (LOCK, "")
    path.write_bytes(path.read_bytes()[:5000])
    fresh = member("ben", single_file(path))
    fresh.open_break("Elm")
    for _ in range(LOOKS + 1):
        fresh.step()
    assert read_board_file(path).lock == LOCK
    assert b"Elm" not in path.read_bytes()


def test_who_has_no_key_adds_nothing(pair: tuple[Member, Member], member: MemberOf, shared: Path) -> None:
    ana, ben = pair
    ana.open_break("Acme")
    assert in_step(ana, ben)
    before = ana.hashes
    mallory = member("mallory", Folder(shared))
    mallory.open_break("Forged")
    mallory.step()
    forged = {path.name for path in shared.iterdir() if path.name.startswith(mallory.replica.id)}
    assert len(forged) == 2
    plain = next(path for path in segments(shared) if path.name in forged)
    plain.with_name("a copy of it.seg").write_bytes(plain.read_bytes())
    (shared / "desktop.ini").write_bytes(b"[.ShellClassInfo]")
    other = TeamKey(b"o" * 32)
    (shared / f"{'0' * 12}.1-1.abcdef.seg").write_bytes(seal(other, BOARD, plain.read_bytes()))
    found = aside(ana)
    assert found.keys() == {*forged, "a copy of it.seg", f"{'0' * 12}.1-1.abcdef.seg"}
    for name in (*forged, "a copy of it.seg"):
        assert "it is not sealed" in found[name]
    assert "not made with this board's key" in found[f"{'0' * 12}.1-1.abcdef.seg"]
    assert in_step(ana, ben)
    assert ana.hashes == before
    assert mallory.hashes.isdisjoint(ana.hashes)


def test_an_attacker_who_moves_swaps_and_replays_files_changes_nothing(
    pair: tuple[Member, Member], shared: Path, clock: ManualClock, tmp_path: Path
) -> None:
    ana, ben = pair
    id_ = ana.open_break("Acme")
    assert in_step(ana, ben)
    old = tmp_path / "old"
    shutil.copytree(shared, old)
    clock.advance(2 * MINUTE)
    ben.note(id_, "seen")
    ana.note(id_, "again")
    assert in_step(ana, ben)
    everything = ana.hashes
    heads = sorted(shared.glob("*.head"))
    one, other = (head.read_bytes() for head in heads)
    heads[0].write_bytes(other)
    heads[1].write_bytes(one)
    assert set(aside(ana).values()) == {"it is not the head that its name says"}
    files = segments(shared)
    files[0].rename(shared / f"{'e' * 12}.1-9.abcdef.seg")
    first, second = files[1].read_bytes(), files[2].read_bytes()
    files[1].write_bytes(second)
    files[2].write_bytes(first)
    assert in_step(ana, ben)
    assert ana.hashes == everything
    for path in old.iterdir():
        shutil.copy2(path, shared / path.name)
    clock.advance(2 * MINUTE)
    assert in_step(ana, ben)
    assert ana.hashes == everything


def test_a_copy_under_whatever_name_an_engine_gives_it_is_read(pair: tuple[Member, Member], member: MemberOf, shared: Path) -> None:
    ana, _ = pair
    ana.open_break("Acme")
    ana.sync()
    for number, path in enumerate(segments(shared)):
        path.rename(path.with_name(f"{path.stem}.sync-conflict-20261124-12000{number}-ABCDEFG.seg"))
    cem = member("cem", Sealed(Folder(shared), KEY, BOARD))
    cem.sync()
    assert cem.hashes == ana.hashes


def test_a_fresh_one_gets_everything_after_files_were_tampered_with(
    pair: tuple[Member, Member], member: MemberOf, shared: Path, clock: ManualClock
) -> None:
    ana, ben = pair
    id_ = ana.open_break("Acme")
    assert in_step(ana, ben)
    for text in ("one", "two", "three"):
        ben.note(id_, text)
        assert in_step(ana, ben)
    flipped, cut_off, deleted = segments(shared)[:3]
    content = bytearray(flipped.read_bytes())
    content[-1] ^= 1
    flipped.write_bytes(bytes(content))
    cut_off.write_bytes(cut_off.read_bytes()[:-20])
    deleted.unlink()
    clock.advance(HOUR)
    wait_for_adoption(clock)
    assert in_step(ana, ben)
    cem = member("cem", Sealed(Folder(shared), KEY, BOARD))
    cem.sync()
    assert cem.hashes == ana.hashes


def test_with_another_key_nothing_comes_in_and_nothing_stops(pair: tuple[Member, Member], member: MemberOf, shared: Path) -> None:
    ana, _ = pair
    ana.open_break("Acme")
    ana.sync()
    cem = member("cem", Sealed(Folder(shared), TeamKey(b"z" * 32), BOARD))
    assert len(aside(cem)) == 2
    assert cem.hashes == set()


def test_the_lock_lies_in_the_board_file_and_the_name_does_not(tmp_path: Path) -> None:
    asked: list[tuple[str, str]] = []

    def locked(board: str, name: str) -> str:
        asked.append((board, name))
        return make_lock(board, name, KEY, Secret("key-file", b"s" * 32))

    made = create_board_file(tmp_path / "ops.warroom", "Canary Ops", 0, "folder", locked)
    found = read_board_file(made.path)
    assert asked == [(made.id, "Canary Ops")]
    assert (found.id, found.name, found.lock, found.folder.is_dir()) == (made.id, "", made.lock, True)
    assert b"Canary" not in made.path.read_bytes()
