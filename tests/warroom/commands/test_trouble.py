"""What goes wrong outside: no board, damaged and unreadable files, a closed pipe, Ctrl-C. One line, a code, no traceback."""

from __future__ import annotations

import io
import json
import os
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.warroom.commands.conftest import Desk
from warroom.__main__ import main

ROOT = Path(__file__).parents[3]


def process(desk: Desk, *args: str | bytes, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Runs `python -m warroom` in a process of its own."""
    own = {"WARROOM_HOME": str(desk.home), "WARROOM_BOARD": str(desk.board), "WARROOM_ACTOR": "ana", "PYTHONPATH": str(ROOT)}
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    return subprocess.run([sys.executable, "-m", "warroom", *args], env={**kept, **own, **env}, capture_output=True, check=False)


def assert_one_line(code: int, err: str, expected: int) -> None:
    """Exit with that code and one line that says what and what to do."""
    assert code == expected, err
    assert err.startswith("warroom: ")
    assert err.count("\n") == 1, err
    assert "Traceback" not in err


def test_a_process_of_its_own_answers_alike(desk: Desk) -> None:
    made = process(desk, "open", "--customer", "Acme", "--what", "x", "--json")
    assert made.returncode == 0
    done = process(desk, "list", "--check")
    assert done.returncode == 0
    assert "Acme" in done.stdout.decode()
    refused = process(desk, "note", "ZZZZ", "x")
    assert_one_line(refused.returncode, refused.stderr.decode(), 2)


def test_main_exits_with_the_code(desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("WARROOM_HOME", str(desk.home))
    monkeypatch.setenv("WARROOM_BOARD", str(desk.board))
    for words, code in ((["list"], 0), (["show", "ZZZZ"], 2), (["list", "--board", "/nowhere/x.warroom"], 3)):
        with pytest.raises(SystemExit) as left:
            main(words)
        assert left.value.code == code
    assert capsys.readouterr().err.count("\n") == 2


def test_no_board_is_named(desk: Desk) -> None:
    done = process(desk, "list", WARROOM_BOARD="")
    assert_one_line(done.returncode, done.stderr.decode(), 2)
    assert b"--board FILE" in done.stderr


@pytest.mark.parametrize("content", [b"", b"rubbish" * 100, b"SQLite format 3\0" + b"\0" * 2000, None])
def test_a_board_that_is_none(desk: Desk, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "other.warroom"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    answer = desk.run("list", "--board", str(path))
    assert_one_line(answer.code, answer.err, 3)


def test_a_board_out_of_reach_is_read_from_the_replica(desk: Desk) -> None:
    id_ = desk.open()
    desk.board.rename(desk.board.with_suffix(".away"))
    assert id_ in desk.good("list").out
    answer = desk.run("list", "--board", str(desk.home / "never.warroom"))
    assert_one_line(answer.code, answer.err, 3)
    assert "warroom init" in answer.err


@pytest.mark.parametrize("content", [b"", b"rubbish" * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_replica_that_is_damaged(desk: Desk, content: bytes) -> None:
    desk.open()
    path = next(desk.home.glob("data/boards/*/replica.db"))
    path.write_bytes(content)
    for words in (["list"], ["note", "ABCD", "x"], ["show", "ABCD"], ["search", "x"], ["log"]):
        answer = desk.run(*words)
        assert answer.code in ((2, 3, 0) if not content else (3,)), answer
        assert "Traceback" not in answer.err
    assert desk.run("doctor").code in (0, 1)


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bits_end_in_a_line_at_most(desk: Desk, seed: int) -> None:
    id_ = desk.open()
    desk.good("promise", id_, "--what", "fix", "--by", "2h")
    desk.good("search", "fix")
    path = next(desk.home.glob("data/boards/*/replica.db"))
    content = bytearray(path.read_bytes())
    dice = random.Random(seed)
    for _ in range(40):
        content[dice.randrange(100, len(content))] ^= 1 << dice.randrange(8)
    path.write_bytes(content)
    for words in (["list"], ["list", "--json"], ["show", id_], ["search", "fix"], ["log"], ["note", id_, "x"], ["doctor"]):
        answer = desk.run(*words)
        assert answer.code in (0, 1, 2, 3)
        if answer.code in (2, 3):
            assert_one_line(answer.code, answer.err, answer.code)


def test_a_replica_of_a_newer_program(desk: Desk) -> None:
    db = sqlite3.connect(next(desk.home.glob("data/boards/*/replica.db")))
    db.execute("PRAGMA user_version=999")
    db.close()
    answer = desk.run("list")
    assert_one_line(answer.code, answer.err, 3)
    assert "newer" in answer.err


@pytest.mark.parametrize("content", ["zone = [", 'zone = "Atlantis"', "me = 3", "zone = 5", "\udcff"])
def test_a_configuration_that_is_damaged(desk: Desk, content: str) -> None:
    (desk.home / "config.toml").write_bytes(content.encode("utf-8", "surrogateescape"))
    answer = desk.run("open", "--customer", "Acme", "--what", "x", actor="")
    assert_one_line(answer.code, answer.err, 2)
    assert desk.events() == 1


def test_a_home_that_can_not_be_made(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    elsewhere = Desk.__new__(Desk)
    elsewhere.home, elsewhere.board, elsewhere.clock, elsewhere.offline = tmp_path / "file", desk.board, desk.clock, False
    answer = elsewhere.run("list")
    assert_one_line(answer.code, answer.err, 3)
    answer = elsewhere.run("init", str(tmp_path / "file" / "x.warroom"))
    assert_one_line(answer.code, answer.err, 3)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is read-only for the superuser")
def test_a_folder_that_can_only_be_read(desk: Desk) -> None:
    id_ = desk.open()
    folder = next(desk.home.glob("data/boards/*"))
    folder.chmod(0o555)
    try:
        assert id_ in desk.good("list").out
        answer = desk.run("note", id_, "x")
        assert_one_line(answer.code, answer.err, 3)
    finally:
        folder.chmod(0o755)


def test_a_disk_that_is_full_of_answers(desk: Desk) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    desk.open()
    own = {**os.environ, "WARROOM_HOME": str(desk.home), "WARROOM_BOARD": str(desk.board), "PYTHONPATH": str(ROOT)}
    own.pop("PYTHONUNBUFFERED", None)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-m", "warroom", "list"], env=own, stdout=full, stderr=subprocess.PIPE, check=False)
    assert_one_line(done.returncode, done.stderr.decode(), 3)


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_goes_away(desk: Desk, unbuffered: str) -> None:
    for _ in range(3):
        desk.open()
    own = {**os.environ, "WARROOM_HOME": str(desk.home), "WARROOM_BOARD": str(desk.board), "PYTHONPATH": str(ROOT)}
    own["PYTHONUNBUFFERED"] = unbuffered
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "warroom", "log"], env=own, stdout=writing, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_ctrl_c_is_a_line(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(io.StringIO):
        def read(self, size: int | None = -1) -> str:
            raise KeyboardInterrupt

    err = io.StringIO()
    monkeypatch.setattr(sys, "stdin", Interrupted())
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setenv("WARROOM_HOME", str(desk.home))
    monkeypatch.setenv("WARROOM_BOARD", str(desk.board))
    with pytest.raises(SystemExit) as left:
        main(["open", "--customers", "-", "--what", "x"])
    assert left.value.code == 130
    assert err.getvalue() == "warroom: stopped\n"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_terminals_of_any_encoding(desk: Desk, encoding: str) -> None:
    id_ = desk.open("漢字 → naïve", "x")
    for words in (("list",), ("show", id_), ("log",), ("promise", id_, "--what", "→", "--by", "2h")):
        done = process(desk, *words, PYTHONIOENCODING=encoding)
        assert done.returncode == 0, done.stderr
    done = process(desk, "list", "--json", PYTHONIOENCODING=encoding)
    assert json.loads(done.stdout.decode(encoding))["breaks"][0]["customer"] == "漢字 → naïve"


@pytest.mark.skipif(sys.platform == "win32", reason="arguments are text there")
def test_arguments_that_are_no_text(desk: Desk) -> None:
    id_ = desk.open()
    assert process(desk, "note", id_, b"\xff\xfe caf\xe9").returncode == 0
    for words in (
        (b"\xff",),
        ("note", b"\xff", "x"),
        ("search", b"\xff"),
        ("customer", b"\xff"),
        ("--as", b"\xff", "note", id_, "x"),
    ):
        done = process(desk, *words)
        assert done.returncode in (0, 2)
        assert b"Traceback" not in done.stderr
    assert "caf" in desk.show(id_)["notes"][0]["text"]


def test_doctor_says_in_words_what_it_can_not_read(desk: Desk) -> None:
    elsewhere = Desk.__new__(Desk)
    elsewhere.home, elsewhere.board, elsewhere.clock, elsewhere.offline = desk.home / ("x" * 300), desk.board, desk.clock, False
    answer = elsewhere.run("doctor")
    assert answer.code in (1, 3)
    assert "can't be read" in answer.out + answer.err
    assert "[Errno" not in answer.out + answer.err


def test_waits_that_are_none_are_wrong_use_before_anything_is_done(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = desk.open()
    monkeypatch.setenv("WARROOM_WAITS", "gap=999999999999999999999")
    for args in (("note", id_, "x"), ("list",), ("sync",), ("doctor",)):
        assert "is no wait: at most a year" in desk.bad(*args)
