"""Keeping a folder small: roll-up, removal of what is in packs, and files that hold what was blanked."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest

from store.actions import corrections
from store.clock import DAY, HOUR, MINUTE, SECOND, ManualClock
from store.sync import folder as folder_module
from store.sync.board_file import board_bytes
from store.sync.carriers import Carrier
from store.sync.exchange import Exchange
from store.sync.folder import Folder
from store.sync.names import parsed
from store.sync.packs import read_file
from store.sync.report import Report
from store.sync.rolling import max_removed
from store.sync.single import SingleFile
from store.sync.waits import SINGLE, Waits
from tests.store.conftest import BOARD
from tests.store.sync.conftest import Joiner, Member, segments

WAITS = Waits(look_over=0, remove_above=0)


def keep_small(member: Member, waits: Waits = WAITS, carrier: Carrier | None = None) -> Member:
    """Has a member exchange with those waits."""
    member.exchange.close()
    member.carrier = carrier or member.carrier
    member.exchange = Exchange(member.replica, member.carrier, waits, member.name, "1.0")
    return member


def publish(member: Member, id_: str, count: int) -> None:
    """Notes that are published one by one."""
    for number in range(count):
        member.note(id_, f"note {number}")
        member.sync()


def packs(folder: Path) -> list[Path]:
    """The packs in a folder, by name."""
    return sorted(folder.glob("*.pack"))


def held(folder: Path) -> set[str]:
    """The hashes of all events that lie in whole files."""
    files = [*segments(folder), *packs(folder)]
    return {line.hash for path in files for line in read_file(path.read_bytes(), BOARD).lines}


def later(member: Member, time: int) -> Report:
    """What a step does after a while."""
    member.clock.advance(time)
    return member.sync()


def test_many_small_segments_become_one_pack_when_it_is_quiet(ana: Member, ben: Member, shared: Path) -> None:
    keep_small(ana)
    id_ = ana.open_break()
    ana.sync()
    publish(ana, id_, WAITS.roll_above)
    assert not packs(shared)
    report = ana.exchange.step()
    assert report.next_at is not None
    assert report.next_at <= ana.clock.now() + WAITS.quiet
    assert later(ana, WAITS.quiet).packed == WAITS.roll_above + 1
    (pack,) = packs(shared)
    says = parsed(pack.name)
    assert says is not None
    assert (says.replica, says.first, says.last) == (ana.replica.id, 1, WAITS.roll_above + 2)
    assert {line.hash for line in read_file(pack.read_bytes(), BOARD).lines} == ana.hashes
    assert later(ana, WAITS.quiet).packed == 0, "once is enough"
    assert len(segments(shared)) == WAITS.roll_above + 1
    for path in segments(shared):
        path.unlink()
    assert ben.sync().taken_in == len(ana.hashes)
    report = later(ana, WAITS.adopt * 2)
    assert (report.published, report.lacking) == (0, 0)
    assert not segments(shared)


def test_where_it_is_never_quiet_they_become_one_as_well(ana: Member, shared: Path) -> None:
    keep_small(ana, WAITS._replace(roll_above=2, roll_at=6))
    publish(ana, ana.open_break(), 6)
    (pack,) = packs(shared)
    assert held(shared) == ana.hashes
    publish(ana, "".join(ana.replica.db.execute("SELECT id FROM break_rows").fetchone()), 6)
    assert len(packs(shared)) == 2
    assert pack.exists()


def test_many_small_packs_become_one(ana: Member, shared: Path) -> None:
    keep_small(ana, WAITS._replace(roll_above=1, roll_at=2, packs_above=3, lagging=0))
    publish(ana, ana.open_break(), 8)
    assert len(packs(shared)) == 4
    assert ana.sync().packed == 4
    sizes = sorted(path.stat().st_size for path in packs(shared))
    assert sizes[-1] > sizes[-2] * 1.5
    for _ in range(20):
        later(ana, DAY + MINUTE)
    assert len(packs(shared)) == 1
    assert not segments(shared)
    assert held(shared) == ana.hashes


def test_what_is_in_a_pack_is_removed_a_day_later_and_slowly(ana: Member, ben: Member, shared: Path) -> None:
    keep_small(ana, WAITS._replace(roll_above=7, roll_at=8))
    id_ = ana.open_break()
    publish(ana, id_, 1)
    ben.sync()
    publish(ana, id_, 7)
    assert len(packs(shared)) == 1
    before = len(os.listdir(shared))
    ana.sync()
    assert later(ana, DAY - MINUTE).removed == 0
    assert later(ana, MINUTE).removed == 1, "what ben has said that he has, and no more"
    assert later(ana, 2 * HOUR).removed == 0
    ben.clock.advance(MINUTE)
    ben.sync()
    removed = []
    while segments(shared):
        now = len(os.listdir(shared))
        report = later(ana, HOUR)
        ben.sync()
        assert report.removed <= now // 4 + 1
        removed.append(report.removed)
        assert len(removed) < 20
    assert sum(removed) == 7
    assert before > len(os.listdir(shared))
    assert held(shared) == ana.hashes
    cem = Member("cem", shared.parent / "cem", Folder(shared), ana.clock)
    try:
        cem.sync()
        assert cem.hashes == ana.hashes
    finally:
        cem.close()
    report = later(ben, WAITS.adopt * 2)
    assert (report.lacking, report.adopted) == (0, 0), "nobody misses what was removed"


def test_a_folder_of_few_files_is_left_alone(ana: Member, shared: Path) -> None:
    keep_small(ana, WAITS._replace(roll_above=3, roll_at=4, remove_above=500))
    publish(ana, ana.open_break(), 4)
    assert later(ana, 2 * DAY).removed == 0
    assert len(segments(shared)) == 4


def test_nothing_is_removed_that_lies_in_a_damaged_pack(ana: Member, shared: Path) -> None:
    keep_small(ana, WAITS._replace(roll_above=3, roll_at=4, check_again=10 * DAY))
    publish(ana, ana.open_break(), 4)
    (pack,) = packs(shared)
    found = pack.stat()
    handle = os.open(pack, os.O_WRONLY)
    os.pwrite(handle, b"\0" * 20, 60)
    os.close(handle)
    os.utime(pack, ns=(found.st_atime_ns, found.st_mtime_ns))
    ana.clock.advance(2 * DAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folder_module, "_stamp", lambda _: 1)
        ana.sync()
        ana.clock.advance(2 * HOUR)
        ana.sync()
    assert len(segments(shared)) == 4


def test_a_pack_that_is_lost_is_put_back_by_who_wrote_it(ana: Member, ben: Member, shared: Path) -> None:
    keep_small(ana, WAITS._replace(roll_above=3, roll_at=4, lagging=0))
    publish(ana, ana.open_break(), 4)
    for _ in range(8):
        later(ana, DAY)
    assert not segments(shared)
    (pack,) = packs(shared)
    pack.write_bytes(pack.read_bytes()[:-5])
    assert later(ana, MINUTE).published == len(ana.hashes)
    ben.sync()
    assert ben.hashes == ana.hashes


def test_the_files_of_a_former_id_are_rolled_up_by_who_had_it(ana: Member, join: Joiner, shared: Path, tmp_path: Path) -> None:
    keep_small(ana, WAITS._replace(roll_above=3, roll_at=4))
    id_ = ana.open_break()
    publish(ana, id_, 3)
    ana.close()
    (tmp_path / "twin").mkdir()
    (tmp_path / "twin" / "replica.db").write_bytes((tmp_path / "ana" / "replica.db").read_bytes())
    ana, twin = keep_small(join("ana"), WAITS._replace(roll_above=3, roll_at=4)), join("twin")
    twin.note(id_, "on the copy")
    twin.sync()
    ana.note(id_, "on the original")
    assert ana.sync().new_id
    ana.sync()
    (pack,) = packs(shared)
    assert pack.name.startswith(f"{ana.replica.id}.adopted.")
    assert held(shared) == ana.hashes
    later(ana, DAY)
    later(ana, DAY)
    twin.sync()
    assert held(shared) == ana.hashes == twin.hashes


def test_the_files_of_who_is_gone_for_good_are_rolled_up_and_left(ana: Member, ben: Member, shared: Path) -> None:
    publish(ben, ben.open_break(), 3)
    keep_small(ana, WAITS._replace(roll_above=2, lagging=0))
    ana.sync()
    assert later(ana, WAITS.orphaned - DAY).packed == 0
    assert later(ana, WAITS.orphaned).packed == 3
    (pack,) = packs(shared)
    assert {line.hash for line in read_file(pack.read_bytes(), BOARD).lines} == ben.hashes
    for _ in range(5):
        later(ana, 2 * DAY)
    assert len([path for path in segments(shared) if path.name.startswith(ben.replica.id)]) == 3
    assert len(packs(shared)) == 1


SECRET = "hunter2-hunter2"


def redact_last(member: Member, text: str) -> None:
    """Blanks the entry with that text."""

    def act(tx: object) -> object:
        from store.replica.transaction import Transaction

        assert isinstance(tx, Transaction)
        rows = tx._db.execute("SELECT hash FROM events WHERE body LIKE ?", (f"%{text}%",)).fetchall()
        ((hash_,),) = rows
        subject = tx._db.execute("SELECT subject FROM events JOIN subjects USING (sid) WHERE hash = ?", (hash_,)).fetchone()[0]
        event = next(event for event in tx.events(subject) if event.hash == hash_)
        return corrections.redact(tx, tx.spoken_event(event))

    member.replica.act(partial(act), member.name)


def texts(folder: Path) -> str:
    """All that lies in the whole files of a folder, in the clear."""
    files = [*segments(folder), *packs(folder)]
    return "".join(str(line.body) for path in files for line in read_file(path.read_bytes(), BOARD).lines)


@pytest.mark.parametrize("roll", [False, True])
def test_what_was_blanked_leaves_the_files_of_those_who_wrote_them(ana: Member, ben: Member, shared: Path, roll: bool) -> None:
    keep_small(ana, WAITS._replace(roll_above=2, roll_at=3) if roll else WAITS)
    keep_small(ben)
    id_ = ana.open_break()
    publish(ana, id_, 2)
    ana.note(id_, f"the password is {SECRET}")
    ana.sync()
    ben.sync()
    assert SECRET in texts(shared)
    redact_last(ben, SECRET)
    ben.sync()
    assert SECRET in texts(shared), "nobody writes another's file"
    report = ana.sync()
    for _ in range(10):
        report = later(ana, MINUTE)
    assert SECRET not in texts(shared)
    assert held(shared) == ana.hashes == ben.hashes
    before = sorted(os.listdir(shared))
    assert (later(ana, MINUTE).removed, report.published) == (0, 0)
    assert [name for name in sorted(os.listdir(shared)) if name not in before] == []


def test_a_body_that_comes_late_stays_blank_and_is_put_back_blank(ana: Member, ben: Member, shared: Path) -> None:
    keep_small(ana)
    id_ = ana.open_break()
    ana.sync()
    ana.note(id_, f"the password is {SECRET}")
    ana.sync()
    full = {path.name: path.read_bytes() for path in segments(shared)}
    redact_last(ana, SECRET)
    ana.sync()
    assert SECRET not in texts(shared)
    ben.sync()
    for name, content in full.items():
        (shared / name).write_bytes(content)
    ben.sync()
    later(ana, MINUTE)
    later(ana, MINUTE)
    assert SECRET not in texts(shared)
    for path in segments(shared):
        path.unlink()
    ben.clock.advance(WAITS.adopt * 2)
    ben.sync()
    ben.clock.advance(WAITS.adopt * 2)
    assert ben.sync().adopted == len(ben.hashes)
    assert held(shared) == ben.hashes
    assert SECRET not in texts(shared)


def test_a_carrier_that_fails_is_asked_less_and_less_often(ana: Member, shared: Path, clock: ManualClock) -> None:
    ana.open_break()
    clock.advance(SECOND)
    tries = 0

    def full(source: Path, target: Path) -> None:
        nonlocal tries
        tries += 1
        raise OSError(28, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folder_module, "_rename", full)
        for _ in range(300):
            report = ana.exchange.step()
            assert "No space" in str(report.trouble)
            assert report.pending == 2
            clock.advance(SECOND)
        assert tries < 14
    clock.advance(MINUTE)
    assert ana.exchange.step().published == 2
    assert not list(shared.glob("~*"))


@pytest.mark.parametrize(("own", "everything", "most"), [(0, 0, 1), (1, 3, 1), (8, 9, 2), (100, 400, 25), (400, 400, 100)])
def test_no_more_than_a_quarter_is_removed_at_once(own: int, everything: int, most: int) -> None:
    assert max_removed(own, everything) == most


def test_what_can_not_be_removed_is_replaced_once(ana: Member, shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_small(ana)
    id_ = ana.open_break()
    ana.note(id_, f"the password is {SECRET}")
    ana.sync()
    redact_last(ana, SECRET)
    with monkeypatch.context() as patch:
        patch.setattr(folder_module.Folder, "remove", lambda self, names: set())
        for _ in range(10):
            later(ana, MINUTE)
        assert len(segments(shared)) == 3
    for _ in range(2):
        later(ana, MINUTE)
    assert SECRET not in texts(shared)


def test_in_a_single_file_the_rows_go_when_their_pack_is_there(tmp_path: Path, clock: ManualClock) -> None:
    board = "0b" * 16
    path = tmp_path / "ops.warroom"
    path.write_bytes(board_bytes({"id": board, "name": "Ops", "layout": "single", "created_at": "2026-11-22T10:00:00.000Z"}, {}))
    waits = SINGLE._replace(look_over=0, roll_above=3, roll_at=4, remove_gap=0)
    ana, ben = (keep_small(Member(name, tmp_path / name, SingleFile(path, board), clock, board), waits) for name in ("ana", "ben"))
    old = path.read_bytes()
    publish(ana, ana.open_break(), 4)
    (tmp_path / "ops 2.warroom").write_bytes(path.read_bytes())
    for _ in range(6):
        later(ana, MINUTE)
    assert isinstance(ana.carrier, SingleFile)
    assert sum(name.endswith(".seg") for name in ana.carrier.rows()) == 4, "a conflict copy would bring them back"
    (tmp_path / "ops 2.warroom").unlink()
    for _ in range(6):
        later(ana, MINUTE)
    assert not [name for name in ana.carrier.rows() if name.endswith(".seg")]
    ben.sync()
    assert ben.hashes == ana.hashes
    path.write_bytes(old)
    later(ana, MINUTE)
    ben.sync()
    assert ben.hashes == ana.hashes
    assert ana.exchange.step().lacking == 0
    ana.close()
    ben.close()
