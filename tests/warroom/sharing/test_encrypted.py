"""Encrypted boards by commands: two installations, both layouts; what lies in the shared place tells nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from store.sync import team_key
from store.sync.board_file import board_bytes, read_board_bytes, read_board_file
from store.sync.team_key import LEAST_COST
from tests.warroom.commands.conftest import Desk
from tests.warroom.sharing.conftest import folder_of
from tests.warroom.sharing.test_commands import customers
from warroom.sharing.keeper import Keeper

WORDS = "four plain words here"
DeskAt = Callable[[str], Desk]


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The least cost that is taken; no keyring, and nothing said of keys by the environment."""
    monkeypatch.setattr(team_key, "COST", LEAST_COST)
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    for name in ("WARROOM_PASSPHRASE", "WARROOM_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the team's key file lies, for everybody."""
    path = tmp_path / "keys" / "team.key"
    path.parent.mkdir()
    monkeypatch.setenv("WARROOM_KEY_FILE", str(path))
    return path


@pytest.fixture
def desk_at(tmp_path: Path) -> DeskAt:
    """Makes somebody's desk, at a board that may not be there yet."""
    made: list[Desk] = []

    def desk(name: str) -> Desk:
        made.append(Desk(tmp_path / name))
        made[-1].board = tmp_path / "team" / "ops.warroom"
        made[-1].clock = made[0].clock
        return made[-1]

    return desk


def make(desk: Desk, *options: str) -> Desk:
    """Makes an encrypted board from that desk."""
    desk.good("init", str(desk.board), "--encrypt", *options)
    return desk


def shared_bytes(board: Path) -> bytes:
    """Everything that lies in the shared place, and all that can be unpacked from it without a key."""
    files = [path for path in (board.parent, *board.parent.rglob("*")) if path.is_file()]
    contents = [path.read_bytes() for path in files]
    contents += [
        row for content in contents if content[:6] == b"SQLite" for row in read_board_bytes(content, "x", True)[1].values()
    ]
    for content in list(contents):
        for start in range(len(content)):
            if content[start : start + 1] in (b"\x78", b"\x1f"):
                contents += unpacked(content[start:])
    return b"\n".join([*contents, *(str(path).encode() for path in files)])


def unpacked(content: bytes) -> list[bytes]:
    """What zlib or gzip make of bytes, when anything."""
    for kind in (15, 31, -15):
        try:
            found = zlib.decompressobj(kind).decompress(content)
        except zlib.error:
            continue
        if len(found) > 8:
            return [found]
    return []


PLANTED = {
    "name": "Canary Operations",
    "customer": "Quokka Logistics",
    "what": "Narwhal API down",
    "person": "Mary Osei",
    "phone": "+49 30 901820",
    "mail": "mary@quokka.example",
    "amount": "73191",
    "said": "furious about the dugong",
    "note": "the secret of the axolotl",
    "promise": "fix by the pangolin team",
    "why": "because of the okapi",
    "actor": "zebediah",
    "other": "wilhelmina",
    "cause": "capybara in the cable",
    "setting": "98765",
}


@pytest.mark.parametrize("layout", ["folder", "single"])
def test_nothing_in_the_shared_place_tells_anything(layout: str, desk_at: DeskAt, key_file: Path) -> None:
    p = PLANTED
    ana, ben = desk_at("ana"), desk_at("ben")
    one, two = p["actor"], p["other"]
    words = ("init", str(ana.board), "--encrypt", "--key-file", str(key_file), "--layout", layout, "--name", p["name"])
    ana.good(*words, actor=one)
    id_ = ana.good("open", "--customer", p["customer"], "--what", p["what"], "--contact-name", p["person"], actor=one).word
    ana.good("customer", p["customer"], "--contact", p["person"], "--phone", p["phone"], "--mail", p["mail"], actor=one)
    ana.good("contact", id_, "--channel", "call", "--with", p["person"], "--said", p["said"], actor=one)
    ben.good("promise", id_, "--what", p["promise"], "--by", "in 2h", actor=two)
    ben.good("restitution", id_, "--kind", "credit", "--amount", f"{p['amount']} EUR", "--why", p["why"], actor=two)
    ben.good("note", id_, p["note"], actor=two)
    ben.good("explain", id_, p["cause"], actor=two)
    ana.good("policy", f"approval={p['setting']}", actor=one)
    ana.hours(1)
    for desk, actor in ((ana, one), (ben, two)):
        desk.good("sync", actor=actor)
    shown = ben.good("show", id_, "--json", actor=two).out + ben.good("log", actor=two).out
    for what in ("customer", "note", "amount", "person", "promise", "cause"):
        assert p[what] in shown
    assert ben.json("list")["board"]["name"] == p["name"]
    found = shared_bytes(ana.board).lower()
    assert len(found) > 5_000
    for word in {part for value in p.values() for part in (value, *value.split()) if len(part) > 4}:
        for encoded in (word.lower().encode(), word.lower().encode("utf-16-le"), word.encode().hex().encode()):
            assert encoded not in found, word
    assert b"warroom-segment" not in found
    assert b"warroom-head" not in found


def test_the_search_for_what_is_told_finds_it_where_it_is_told(desk_at: DeskAt) -> None:
    ana = desk_at("ana")
    ana.good("init", str(ana.board))
    ana.open(PLANTED["customer"])
    (folder_of(ana) / "packed").write_bytes(b"..." + zlib.compress(PLANTED["note"].encode()))
    found = shared_bytes(ana.board)
    assert PLANTED["customer"].encode() in found
    assert PLANTED["note"].encode() in found


@pytest.mark.parametrize("layout", ["folder", "single"])
def test_a_passphrase_joins_and_a_wrong_one_makes_nothing(layout: str, desk_at: DeskAt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARROOM_PASSPHRASE", WORDS)
    ana, ben = make(desk_at("ana"), "--layout", layout), desk_at("ben")
    id_ = ana.open("Acme")
    before = shared_bytes(ana.board)
    monkeypatch.setenv("WARROOM_PASSPHRASE", "four plain words")
    for words in (["list"], ["open", "--customer", "Elm", "--what", "x"], ["sync"], ["list", "--offline"]):
        answer = ben.run(*words, actor="ben")
        assert (answer.code, answer.out) == (3, ""), words
        assert "the passphrase is not this board's (WARROOM_PASSPHRASE): ask who made the board" in answer.err
        assert answer.err.count("\n") == 1
    assert not (ben.home / "data").exists()
    assert not (ben.home / "state").exists()
    assert shared_bytes(ana.board) == before
    monkeypatch.setenv("WARROOM_PASSPHRASE", WORDS)
    assert customers(ben) == {"Acme"}
    ben.good("note", id_, "seen", actor="ben")
    assert [note["by"] for note in ana.show(id_)["notes"]] == ["ben"]


def test_a_known_board_without_its_key_writes_nothing_and_opens_offline(desk_at: DeskAt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARROOM_PASSPHRASE", WORDS)
    ana = make(desk_at("ana"))
    id_ = ana.open("Acme")
    events, before = ana.events(), shared_bytes(ana.board)
    ana.hours(1)
    for said in ("", "wrong"):
        monkeypatch.setenv("WARROOM_PASSPHRASE", said)
        for words in (["list"], ["note", id_, "x"], ["sync"]):
            answer = ana.run(*words)
            assert (answer.code, answer.out) == (3, ""), words
            assert answer.err.endswith("--offline opens what is here\n")
    assert ana.events() == events
    assert ana.json("list", "--offline")["breaks"][0]["customer"] == "Acme"
    ana.good("note", id_, "written here", "--offline")
    assert shared_bytes(ana.board) == before
    monkeypatch.setenv("WARROOM_PASSPHRASE", WORDS)
    assert ana.json("sync")["published"] == 1


def test_no_key_is_asked_for_while_the_board_is_out_of_reach(
    desk_at: DeskAt, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = make(desk_at("ana"))
    id_ = ana.open("Acme")
    monkeypatch.delenv("WARROOM_KEY_FILE")
    away = ana.board.parent.rename(ana.board.parent.with_name("away"))
    assert "1 event waits for the shared board" in ana.good("note", id_, "x").err
    assert "1 event waits for the shared board" in ana.good("list").err
    away.rename(ana.board.parent)
    assert ana.run("note", id_, "x").code == 3
    monkeypatch.setenv("WARROOM_KEY_FILE", str(key_file))
    assert ana.json("sync")["published"] == 1


def test_a_command_leaves_publishing_to_a_running_board_and_needs_no_key_then(
    desk_at: DeskAt, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = make(desk_at("ana"))
    id_ = ana.open("Acme")
    monkeypatch.delenv("WARROOM_KEY_FILE")
    keeper = Keeper(str(next(ana.home.glob("data/boards/*"))))
    try:
        ana.good("note", id_, "x")
    finally:
        keeper.close()
    assert ana.run("note", id_, "x").code == 3


def test_a_key_file_is_made_once_and_never_written_again(desk_at: DeskAt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "team.key"
    answer = desk_at("ana").good("init", str(tmp_path / "a" / "a.warroom"), "--encrypt", "--key-file", str(path))
    assert f"Made the key file {path}" in answer.err
    assert path.read_text().split()[2] not in answer.err + answer.out
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    second = desk_at("ben")
    second.board = tmp_path / "b" / "b.warroom"
    second.good("init", str(second.board), "--encrypt", "--key-file", str(path))
    assert path.read_bytes() == before
    other = tmp_path / "notes.txt"
    other.write_text("mine")
    answer = second.run("init", str(tmp_path / "c" / "c.warroom"), "--encrypt", "--key-file", str(other))
    assert answer.code == 3
    assert "is no key file" in answer.err
    assert other.read_text() == "mine"
    assert not (tmp_path / "c" / "c.warroom").exists()
    beside = second.good("init", str(tmp_path / "d" / "d.warroom"), "--encrypt", "--key-file", str(tmp_path / "d" / "d.key"))
    assert "beside the board" in beside.err
    second.good("open", "--customer", "Acme", "--what", "x", "--offline")
    (second.home / "config.toml").write_text(f'key_file = "{path}"\n')
    assert customers(second) == {"Acme"}


def test_what_is_missing_or_contradicts_itself_is_refused(desk_at: DeskAt, tmp_path: Path) -> None:
    ana = desk_at("ana")
    assert "needs a passphrase" in ana.bad("init", str(ana.board), "--encrypt")
    assert "goes with --encrypt" in ana.bad("init", str(ana.board), "--key-file", str(tmp_path / "x.key"))
    assert not ana.board.exists()
    assert not (tmp_path / "x.key").exists()


def test_a_pack_of_an_encrypted_board_is_encrypted_and_joins_it(desk_at: DeskAt, key_file: Path, tmp_path: Path) -> None:
    ana, ben, cem = make(desk_at("ana")), desk_at("ben"), desk_at("cem")
    ana.open("Quokka")
    assert customers(ben) == {"Quokka"}
    path = tmp_path / "hand-over" / "ops.warroom"
    path.parent.mkdir()
    answer = ana.good("pack", str(path))
    assert "It is encrypted" in answer.err
    assert b"quokka" not in shared_bytes(path).lower()
    cem.board = path
    assert customers(cem) == {"Quokka"}
    cem.good("open", "--customer", "Elm", "--what", "x", actor="cem")
    cem.board = ana.board
    cem.good("sync")
    assert customers(ana) == {"Quokka", "Elm"}
    key_file.rename(key_file.with_name("away"))
    assert ana.run("pack", str(tmp_path / "x.warroom")).code == 3
    assert not (tmp_path / "x.warroom").exists()


def test_a_board_file_that_says_something_else_of_the_encryption_is_refused(
    desk_at: DeskAt, key_file: Path, tmp_path: Path
) -> None:
    ana = make(desk_at("ana"))
    id_ = ana.open("Acme")
    whole, board_id = ana.board.read_bytes(), read_board_file(ana.board).id
    values, _ = read_board_bytes(whole, "x")
    lying = {"id": board_id, "name": "ops", "layout": "folder", "created_at": values["created_at"]}
    for content, said in (
        (board_bytes(lying, None), "does not say any more that the board is encrypted"),
        (board_bytes({**values, "sealed": values["sealed"].replace("key-file", "passphrase")}, None), "has another lock"),
    ):
        ana.board.write_bytes(content)
        before = sorted(os.listdir(folder_of(ana)))
        for words in (["list"], ["note", id_, "secret"], ["sync"], ["doctor"]):
            answer = ana.run(*words)
            assert answer.code == (1 if words == ["doctor"] else 3)
            assert said in answer.err + answer.out
        ana.good("note", id_, "kept here", "--offline")
        assert sorted(os.listdir(folder_of(ana))) == before
    ana.board.write_bytes(whole)
    assert ana.json("sync")["published"] == 2


def test_who_has_a_key_is_told_that_the_board_they_join_needs_none(desk_at: DeskAt, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, ben = desk_at("ana"), desk_at("ben")
    ana.good("init", str(ana.board))
    monkeypatch.setenv("WARROOM_PASSPHRASE", WORDS)
    assert "this board is not encrypted, though" in ben.good("list").err
    assert ben.good("list").err == ""


def test_doctor_says_how_it_is_encrypted_and_what_was_refused(
    desk_at: DeskAt, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = make(desk_at("ana"), "--name", "Canary")
    ana.open("Acme")
    found = ana.json("doctor")
    assert (found["board"]["encrypted"], found["board"]["key"], found["board"]["name"]) == (
        True,
        f"the key file {key_file}",
        "Canary",
    )
    assert found["versions"]["cryptography"] != "not installed"
    name = f"{'a' * 12}.1-1.abcdef.seg"
    (folder_of(ana) / name).write_bytes(b'warroom-segment 1 {"board":"x"}\n')
    answer = ana.run("doctor")
    assert answer.code == 1
    assert f"{name} is set aside: it is not sealed" in answer.out
    monkeypatch.delenv("WARROOM_KEY_FILE")
    answer = ana.run("doctor", "--json")
    assert answer.code == 1
    assert any("encrypted with a key file" in problem for problem in answer.json["problems"])
    assert answer.json["board"]["key"] is None
    assert answer.json["replica"]["events"] == ana.events()
    assert answer.json["exchange"]["state"] == "offline"


def test_remembering_keeps_the_key_in_a_private_file(desk_at: DeskAt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARROOM_PASSPHRASE", WORDS)
    ana, ben = make(desk_at("ana")), desk_at("ben")
    ana.open("Acme")
    ben.good("list", "--remember")
    kept = next(ben.home.glob("data/boards/*/key"))
    assert kept.stat().st_mode & 0o777 == 0o600
    assert not list(ana.home.glob("data/boards/*/key"))
    monkeypatch.delenv("WARROOM_PASSPHRASE")
    ben.hours(1)
    assert customers(ben) == {"Acme"}
    assert ben.json("doctor")["board"]["key"] == "this installation"
    kept.write_text("00" * 32)
    assert ben.run("list").code == 3
    kept.write_text("rubbish")
    assert ben.run("sync").code == 3
    (ana.home / "config.toml").write_text("remember_key = true\n")
    monkeypatch.setenv("WARROOM_PASSPHRASE", WORDS)
    ana.good("sync")
    monkeypatch.delenv("WARROOM_PASSPHRASE")
    ana.good("sync")


def test_without_the_package_init_and_joining_say_what_to_install(desk_at: DeskAt, key_file: Path) -> None:
    ana = make(desk_at("ana"))
    ana.open("Acme")
    ben = desk_at("ben")
    env = {**os.environ, "WARROOM_HOME": str(ben.home), "WARROOM_BOARD": str(ana.board), "WARROOM_ACTOR": "ben"}
    other = str(ana.board.with_name("other.warroom"))
    for words in (["list"], ["init", other, "--encrypt"]):
        code = f"import sys; sys.modules['cryptography'] = None\nfrom warroom.cli import run\nsys.exit(run({words!r}))"
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (3, "")
        assert "pip install 'warroom[crypto]'" in done.stderr
        assert done.stderr.count("\n") == 1
    assert not (ben.home / "data").exists()
    assert not os.path.exists(other)


def test_a_plain_board_loads_nothing_of_it(desk_at: DeskAt, tmp_path: Path) -> None:
    ana = desk_at("ana")
    ana.good("init", str(ana.board))
    env = {**os.environ, "WARROOM_HOME": str(ana.home), "WARROOM_BOARD": str(ana.board), "WARROOM_ACTOR": "ana"}
    code = (
        "import sys\nfrom warroom.cli import run\nassert run(['open', '--customer', 'Acme', '--what', 'x']) == 0\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in ('cryptography', 'keyring') or 'unlocking' in name))"
    )
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_copied_installation_of_an_encrypted_board_heals(desk_at: DeskAt, key_file: Path) -> None:
    ana, twin = make(desk_at("ana")), desk_at("twin")
    ana.open("Acme")
    shutil.rmtree(twin.home)
    shutil.copytree(ana.home, twin.home)
    ana.open("Elm")
    twin.good("open", "--customer", "Fir", "--what", "x", actor="twin")
    for _ in range(2):
        for desk in (ana, twin):
            desk.good("sync")
    assert customers(ana) == customers(twin) == {"Acme", "Elm", "Fir"}


@pytest.mark.parametrize("layout", ["folder", "single"])
def test_a_lost_encrypted_board_is_written_again_with_its_lock(layout: str, desk_at: DeskAt, key_file: Path) -> None:
    ana, ben = desk_at("ana"), desk_at("ben")
    ana.good("init", str(ana.board), "--layout", layout, "--encrypt")
    ana.open("Acme")
    before = read_board_file(ana.board)
    ana.board.unlink()
    if layout == "folder":
        shutil.rmtree(folder_of(ana))
    ana.good("init", str(ana.board), "--restore")
    ana.good("sync")
    assert read_board_file(ana.board) == before
    assert before.lock
    assert customers(ben) == {"Acme"}
    assert not any(b"Acme" in content for content in unpacked(shared_bytes(ana.board)))


@pytest.mark.parametrize("left", [50, 5_000])
def test_a_damaged_encrypted_file_is_written_anew_with_its_lock(left: int, desk_at: DeskAt, key_file: Path) -> None:
    ana, ben = desk_at("ana"), desk_at("ben")
    ana.good("init", str(ana.board), "--layout", "single", "--encrypt")
    ana.open("Acme")
    before, whole = read_board_file(ana.board), ana.board.read_bytes()
    ana.board.write_bytes(whole[:left])
    assert [ana.run("sync").code for _ in range(3)] == [3, 3, 0]
    assert read_board_file(ana.board) == before
    assert customers(ben) == {"Acme"}
