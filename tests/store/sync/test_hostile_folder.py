"""A folder that somebody has filled on purpose: bounded work and memory, and nothing that is no plain file is ever opened."""

from __future__ import annotations

import os
import socket
import sqlite3
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from store.errors import CannotRead
from store.events import line_of
from store.ids import canonical_text
from store.sync import folder as folder_module
from store.sync.carriers import MOST_FILES, MOST_FOREIGN
from store.sync.folder import KEPT_TIMES, Folder
from store.sync.heads import Head
from store.sync.names import head_name, segment_name
from store.sync.segments import checksum, write_segment
from tests.store.by_hand import NOW
from tests.store.conftest import BOARD
from tests.store.sync.conftest import Joiner, Member
from tests.store.sync.test_segments import run_of

EVE = "e" * 12
MILLION = 1_000_000


class Entry:
    """What scandir says of a tiny file; it counts how many were looked into and how many exist at once."""

    looked_into = alive = most = 0
    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name
        Entry.alive += 1
        Entry.most = max(Entry.most, Entry.alive)

    def __del__(self) -> None:
        Entry.alive -= 1

    def stat(self, follow_symlinks: bool = True) -> os.stat_result:
        """A plain file of one byte."""
        Entry.looked_into += 1
        return os.stat_result((0o100644, 1, 0, 1, 0, 0, 1, 0, 0, 0))


def crowd(kind: str) -> Iterator[Entry]:
    """A million names of the worst kind, less of others, and one of Ana's somewhere among them."""
    count = MILLION if kind == "one writer and ten thousand" else MILLION // 10
    for index in range(count):
        if index == count * 3 // 4:
            yield Entry(segment_name("a" * 12, 1, 2))
        if kind == "one writer":
            yield Entry(f"{EVE}.{index + 1}-{index + 1}.abcdef.seg")
        elif kind == "ten thousand writers":
            yield Entry(f"{index % 10_000:012x}.{index + 1}-{index + 1}.abcdef.seg")
        elif kind == "one writer and ten thousand":
            yield Entry(f"{index if index < 10_000 else 5:012x}.{index + 1}-{index + 1}.abcdef.seg")
        else:
            yield Entry(f"junk{index}")


@pytest.mark.parametrize("kind", ["one writer", "ten thousand writers", "one writer and ten thousand", "junk"])
def test_a_million_tiny_files_are_listed_in_bounds(kind: str, shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many: so many are looked into, so many names are held, and nobody crowds out the others."""

    @contextmanager
    def scandir(path: Path) -> Iterator[Iterator[Entry]]:
        yield crowd(kind)

    monkeypatch.setattr(os, "scandir", scandir)
    Entry.looked_into = Entry.most = 0
    listing = Folder(shared).list()
    assert listing.crowded
    assert Entry.looked_into == len(listing.entries) <= MOST_FILES + MOST_FOREIGN
    assert Entry.most <= (KEPT_TIMES + 2) * MOST_FILES
    assert any(entry.name.startswith("a" * 12) for entry in listing.entries)


def test_many_real_files_cost_bounded_steps_and_memory(
    ana: Member, join: Joiner, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than are looked into, that say nothing; then nothing changes, and nothing is opened any more."""
    most = 6_000
    monkeypatch.setattr(folder_module, "MOST_FILES", most)
    id_ = ana.open_break()
    ana.sync()
    for index in range(most + 2_000):
        os.close(os.open(shared / f"{EVE}.{index + 1}-{index + 1}.abcdef.seg", os.O_CREAT | os.O_WRONLY))
    ben = join("ben")
    opened: list[str] = []
    was = ben.carrier.get

    def noted(name: str) -> bytes:
        opened.append(name)
        return was(name)

    ben.carrier.get = noted  # type: ignore[method-assign]
    steps = 0
    while True:
        before = len(opened)
        report = ben.exchange.step(hurry=True)
        steps += 1
        assert report.trouble is None
        assert len(opened) - before <= 2_100, "one step opens so many files at most"
        if not report.more:
            break
    assert steps <= 15
    assert (report.crowded, report.bad_files >= most - 10) == (True, True)
    assert ben.hashes == ana.hashes
    opened.clear()
    tracemalloc.start()
    ben.exchange.step(hurry=True)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert opened == []
    assert peak < 40 * 1024 * 1024
    ben.replica.catch_up()
    ben.note(id_)
    assert ben.exchange.step(hurry=True).published == 1


def sock(path: Path) -> None:
    """A socket; its name is made short first, as the system takes no long one."""
    here = os.getcwd()
    os.chdir(path.parent)
    try:
        made = socket.socket(socket.AF_UNIX)
        made.bind(path.name)
        made.close()
    finally:
        os.chdir(here)


def device(path: Path) -> None:
    """An endless device."""
    try:
        os.mknod(path, 0o020666, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("only the superuser makes devices")


def loop(path: Path) -> None:
    """Two links that lead to each other."""
    path.with_name("other.seg").symlink_to(path)
    path.symlink_to(path.with_name("other.seg"))


NO_FILES: dict[str, Callable[[Path], object]] = {
    "socket": sock,
    "device": device,
    "loop of links": loop,
    "link to a device": lambda path: path.symlink_to("/dev/zero"),
    "link to a sound segment": lambda path: linked(path),
    "link out of the folder": lambda path: path.symlink_to("../../etc/passwd"),
    "pipe": os.mkfifo,
    "folder with a segment": lambda path: nested(path),
}


def linked(path: Path) -> None:
    """A link to a sound segment elsewhere."""
    beside = path.parent.parent / "beside"
    beside.write_bytes(sound())
    path.symlink_to(beside)


def nested(path: Path) -> None:
    """A folder of that name, with a sound segment in it."""
    path.mkdir()
    (path / segment_name(EVE, 1, 3)).write_bytes(sound())


def sound() -> bytes:
    """A segment of Eve's."""
    return write_segment(BOARD, EVE, [line_of(event) for event in run_of(3, "e")], {})


@pytest.mark.parametrize("kind", NO_FILES)
@pytest.mark.parametrize("name", [f"{EVE}.1-3.abcdef.seg", head_name(EVE), "a plain name"])
def test_what_is_no_plain_file_is_never_opened(kind: str, name: str, ana: Member, ben: Member, shared: Path) -> None:
    NO_FILES[kind](shared / name)
    ana.open_break()
    ana.sync()
    report = ben.sync()
    assert (report.taken_in, report.bad) == (2, ())
    with pytest.raises(CannotRead):
        Folder(shared).get(name)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="files are not made unreadable like that here")
def test_a_file_that_must_not_be_read_is_set_aside(tmp_path: Path) -> None:
    name, superuser = segment_name(EVE, 1, 3), os.geteuid() == 0
    (tmp_path / name).write_bytes(sound())
    (tmp_path / name).chmod(0)
    place = Folder(tmp_path)
    parents = [parent for parent in (tmp_path, *tmp_path.parents) if superuser and parent.stat().st_mode & 5 != 5]
    modes = [parent.stat().st_mode for parent in parents]
    try:
        for parent in parents:
            parent.chmod(0o755)
        if superuser:
            os.seteuid(65534)
        assert [entry.name for entry in place.list().entries] == [name]
        with pytest.raises(CannotRead, match="Permission denied"):
            place.get(name)
    finally:
        if superuser:
            os.seteuid(0)
        for parent, mode in zip(parents, modes, strict=True):
            parent.chmod(mode)


def test_a_file_that_grows_while_it_is_read_is_taken_when_it_is_whole(ana: Member, shared: Path) -> None:
    path, content = shared / segment_name(EVE, 1, 3), sound()
    path.write_bytes(content[:100])
    was = ana.carrier.get

    def growing(name: str) -> bytes:
        found = was(name)
        if name == path.name:
            path.write_bytes(content[: len(found) + 400])
        return found

    ana.carrier.get = growing  # type: ignore[method-assign]
    for _ in range(len(content) // 400 + 3):
        report = ana.exchange.step(hurry=True)
        assert report.taken_in in (0, 3)
        if report.taken_in:
            break
    assert report.taken_in == 3
    assert ana.sync().bad == ()


HEAD = Head(EVE, "eve", "1.0", 1, NOW, {}, 1, "")
VALUE = {**HEAD._asdict(), "board": BOARD, "former": [], "echo": {}}


def written(text: str) -> bytes:
    """A head of that JSON, with its checksum."""
    content = f"warroom-head 1 {text}".encode("utf-8", "surrogatepass")
    return content + f" {checksum(content)}\n".encode()


def with_value(key: str, text: str) -> str:
    """The JSON of a head with one value replaced by some text."""
    return canonical_text(VALUE).replace(f'"{key}":{canonical_text({"v": VALUE[key]})[5:-1]}', f'"{key}":{text}', 1)


ODD_HEADS: dict[str, str] = {
    "deep": with_value("vector", "[" * 50_000 + "]" * 50_000),
    "deep, of objects": with_value("echo", '{"a":' * 5_000 + "1" + "}" * 5_000),
    "not a number": with_value("at", "NaN"),
    "endless": with_value("number", "Infinity"),
    "a fraction": with_value("number", "1.5"),
    "huge": with_value("at", "9" * 4_000),
    "huger than is read": with_value("at", "9" * 200_000),
    "an exponent": with_value("at", "1e999"),
    "negative": with_value("fold_version", "-1"),
    "true": with_value("number", "true"),
    "no object": "[]",
    "no actor": with_value("actor", "null"),
    "a list for former": with_value("former", '{"a":1}'),
    "a digest that is none": with_value("digest", '"../../etc"'),
    "raw surrogate": with_value("actor", '"\ud800"'),
}


@pytest.mark.parametrize("kind", ODD_HEADS)
def test_a_head_of_odd_json_is_set_aside(kind: str, ana: Member, ben: Member, shared: Path) -> None:
    (shared / head_name(EVE)).write_bytes(written(ODD_HEADS[kind]))
    ana.open_break()
    ana.sync()
    report = ben.sync()
    assert report.taken_in == 2
    assert [bad.name for bad in report.bad] == [head_name(EVE)]
    assert len(report.bad[0].reason) < 300


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        (with_value("actor", r'"e\ud800ve"'), "eve"),
        (with_value("actor", '"one","actor":"two"'), "two"),
        (with_value("actor", r'"\u001b[31mred\u202e"'), "[31mred"),
        (with_value("actor", '"' + "x" * 5_000 + '"'), "x" * 79),
    ],
)
def test_a_head_of_odd_texts_is_cleaned(text: str, actor: str, ana: Member, shared: Path) -> None:
    (shared / head_name(EVE)).write_bytes(written(text))
    report = ana.sync()
    (found,) = ana.replica.db.execute("SELECT actor FROM peers WHERE replica = ?", (EVE,)).fetchone() or ("",)
    assert found.startswith(actor) or (report.bad and found == "")
    assert not set(found) & set("\x1b\u202e\ud800")


def odd_segments() -> dict[str, bytes]:
    """Segments with sound checksums whose events are JSON that is not canonical."""
    whole = sound().decode()
    body, first = whole.rpartition("warroom-end")[0], whole.split("\n")[1]
    found: dict[str, Any] = {
        "duplicate keys": first.replace('"actor":', '"actor":"eve","actor":', 1),
        "not a number": first.replace('"hlc":', '"hlc":NaN,"x":', 1),
        "endless": first.replace('"hlc":', '"hlc":Infinity,"x":', 1),
        "huge": first.replace('"hlc":', '"hlc":' + "9" * 4_000 + ',"x":', 1),
        "huger than is read": first.replace('"hlc":', '"hlc":' + "9" * 200_000 + ',"x":', 1),
        "deep": first.replace('"hlc":', '"hlc":' + "[" * 100_000 + "]" * 100_000 + ',"x":', 1),
        "a lone surrogate": first.replace('"actor":"', r'"actor":"\ud800', 1),
        "a space": first.replace(":", ": ", 1),
    }
    footer = whole[len(body) :].rpartition(" ")[0]
    made = {kind: (body.replace(first, line, 1) + footer).encode() for kind, line in found.items()}
    return {kind: content + f" {checksum(content)}\n".encode() for kind, content in made.items()}


@pytest.mark.parametrize("kind", odd_segments())
def test_a_segment_of_odd_json_is_set_aside(kind: str, ana: Member, shared: Path) -> None:
    (shared / segment_name(EVE, 1, 3)).write_bytes(odd_segments()[kind])
    report = ana.sync()
    assert (report.taken_in, [bad.kind for bad in report.bad]) == (0, ["bad"])
    assert len(report.bad[0].reason) < 300
    assert ana.hashes == set()


def test_a_log_beside_a_foreign_file_is_never_applied(tmp_path: Path, ana: Member) -> None:
    """SQLite would read a write-ahead log beside a file that it opens: the file is read from a copy in memory."""
    from store.sync.board_file import SINGLE, create_board_file
    from store.sync.single import SingleFile

    board = create_board_file(tmp_path / "one.warroom", "One", NOW, SINGLE)
    db = sqlite3.connect(board.path, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA wal_autocheckpoint=0")
    db.execute("INSERT INTO segment VALUES (?, ?)", (segment_name(EVE, 1, 3), sound()))
    log = (tmp_path / "one.warroom-wal").read_bytes()
    content = board.path.read_bytes()
    db.close()
    board.path.write_bytes(content)
    (tmp_path / "one.warroom-wal").write_bytes(log)
    carrier = SingleFile(board.path, board.id)
    with pytest.raises(CannotRead, match="damaged"):  # it says that a log belongs to it, which is not ours to apply
        carrier.list()
    assert (tmp_path / "one.warroom-wal").read_bytes() == log


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="this system has no list of open files there")
def test_nothing_stays_open(ana: Member, shared: Path) -> None:
    """However many files could not be read."""
    for index in range(50):
        (shared / f"{EVE}.{index + 1}-{index + 1}.abcdef.seg").write_bytes(b"x")
        os.mkfifo(shared / f"{EVE}.{index + 101}-{index + 101}.abcdef.seg")
    ana.sync()
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(3):
        ana.sync()
    assert len(os.listdir("/proc/self/fd")) <= before
