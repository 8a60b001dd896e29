"""Sealing: what was sealed opens with the team key, as it was; anything else is refused, with a reason."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import BadInput, CannotRead, CannotWrite
from store.ids import canonical_text
from store.sync import team_key
from store.sync.sealing import NAME, OVERHEAD, BadSeal, TeamKey, seal, unseal
from store.sync.segments import BadSegment, read_segment
from store.sync.team_key import (
    LEAST_COST,
    Secret,
    WrongKey,
    make_key_file,
    make_lock,
    name_in_lock,
    open_lock,
    passphrase,
    read_key_file,
    read_lock,
)
from tests.store.sync.test_segments import BOARD, GOLDEN

KEY = TeamKey(bytes(range(32)))
SALT = bytes(range(100, 132))
OF_FILE = Secret("key-file", b"k" * 32)


@given(st.binary(max_size=5_000))
def test_what_was_sealed_opens_as_it_was_and_two_sealings_have_nothing_in_common(content: bytes) -> None:
    one, other = seal(KEY, BOARD, content), seal(KEY, BOARD, content)
    assert unseal(KEY, BOARD, one) == unseal(KEY, BOARD, other) == content
    assert len(one) == len(content) + OVERHEAD
    assert one[-16:] != other[-16:]


@given(st.integers(0, 1 << 32))
@settings(max_examples=400, deadline=None)
def test_sealed_bytes_that_were_changed_anywhere_are_refused(seed: int) -> None:
    dice = Random(seed)
    content = bytearray(seal(KEY, BOARD, dice.randbytes(dice.randrange(200)), salt=SALT))
    place = dice.randrange(len(content))
    match dice.randrange(5):
        case 0:
            content[place] ^= 1 << dice.randrange(8)
        case 1:
            del content[place:]
        case 2:
            del content[place : place + dice.randint(1, 40)]
        case 3:
            content[place:place] = dice.randbytes(dice.randint(1, 40))
        case _:
            content += dice.randbytes(dice.randint(1, 40))
    with pytest.raises(BadSeal):
        unseal(KEY, BOARD, bytes(content))


def test_the_reason_is_told() -> None:
    content = seal(KEY, BOARD, b"hello")
    other_key = TeamKey(b"x" * 32)
    for broken, key, board, kind, reason in (
        (content, KEY, "f" * 32, "board", "another board"),
        (content, other_key, BOARD, "bad", "not made with this board's key"),
        (seal(KEY, BOARD, b"hello", NAME), KEY, BOARD, "bad", "seal is broken"),
        (content.replace(b"sealed 1", b"sealed 2"), KEY, BOARD, "newer", "newer warroom"),
        (content.replace(b'{"board"', b'{ "board"'), KEY, BOARD, "bad", "no header"),
        (b"", KEY, BOARD, "bad", "empty"),
        (b"[.ShellClassInfo]", KEY, BOARD, "other", "not sealed"),
        ((GOLDEN / "own.seg").read_bytes(), KEY, BOARD, "bad", "not sealed: only who has the board's key"),
    ):
        with pytest.raises(BadSeal, match=reason) as raised:
            unseal(key, board, broken)
        assert raised.value.kind == kind
        assert isinstance(raised.value, BadSegment)
        assert isinstance(raised.value, CannotRead)


def test_a_board_that_is_not_encrypted_takes_nothing_sealed() -> None:
    with pytest.raises(BadSegment, match="this board is not encrypted") as raised:
        read_segment(seal(KEY, BOARD, (GOLDEN / "own.seg").read_bytes()), BOARD)
    assert raised.value.kind == "bad"


def hkdf(secret: bytes, salt: bytes, purpose: str) -> bytes:
    """A derived key as docs/sync.md says, by other code than ours."""
    return HKDF(SHA256(), 32, salt, f"warroom 1 {purpose} {BOARD}".encode()).derive(secret)


def test_the_sealed_form_is_the_one_that_is_written_down() -> None:
    """A file that was sealed once opens for ever; and by what docs/sync.md says alone, without our code."""
    plain, sealed = (GOLDEN / "own.seg").read_bytes(), (GOLDEN / "sealed.seg").read_bytes()
    assert seal(KEY, BOARD, plain, salt=SALT) == sealed
    assert unseal(KEY, BOARD, sealed) == plain
    header, _, rest = sealed.partition(b"\n")
    said = json.loads(header.removeprefix(b"warroom-sealed 1 "))
    assert said == {"board": BOARD, "salt": SALT.hex()}
    one_time = hkdf(KEY.secret, bytes.fromhex(said["salt"]), "file")
    assert ChaCha20Poly1305(one_time).decrypt(bytes(12), rest, header + b"\n") == plain


def test_the_lock_is_the_one_that_is_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(team_key, "COST", LEAST_COST)
    lock = json.loads(make_lock(BOARD, "Ops", KEY, passphrase("four plain words")))
    assert sorted(lock) == ["by", "check", "format", "key", "n", "name", "p", "r", "salt"]
    salt = bytes.fromhex(lock["salt"])
    stretched = Scrypt(salt, 32, lock["n"], lock["r"], lock["p"]).derive(b"four plain words")
    assert hkdf(stretched, salt, "check").hex() == lock["check"]
    terms = {name: lock[name] for name in ("by", "format", "n", "p", "r", "salt")}
    associated = f"{BOARD} {canonical_text(terms)}".encode()
    opened = ChaCha20Poly1305(hkdf(stretched, salt, "wrap")).decrypt(bytes(12), bytes.fromhex(lock["key"]), associated)
    assert opened == KEY.secret
    assert unseal(KEY, BOARD, bytes.fromhex(lock["name"]), NAME) == b"Ops"


@pytest.mark.parametrize("typed", ["four plain words", "ünï çödé 日本", " with spaces "])
def test_a_passphrase_opens_its_lock_and_no_other_does(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(team_key, "COST", LEAST_COST)
    lock = read_lock(make_lock(BOARD, "Ops „ünï“", KEY, passphrase(typed)), BOARD)
    assert open_lock(lock, passphrase(typed)) == KEY
    assert name_in_lock(lock, KEY) == "Ops „ünï“"
    for wrong in ("four plain word", typed.upper(), typed + "."):
        with pytest.raises(WrongKey, match="passphrase"):
            open_lock(lock, passphrase(wrong))


def test_letters_count_alike_however_they_are_composed() -> None:
    assert passphrase("ü").value == passphrase("u\u0308").value
    with pytest.raises(BadInput):
        passphrase("  ")


def test_a_key_file_opens_its_lock_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = str(tmp_path / "team.key")
    secret = make_key_file(path)
    assert Path(path).stat().st_mode & 0o777 == 0o600
    lock = read_lock(make_lock(BOARD, "Ops", KEY, secret), BOARD)
    assert open_lock(lock, read_key_file(path)) == KEY
    with pytest.raises(WrongKey, match="key file"):
        open_lock(lock, OF_FILE)
    before = Path(path).read_bytes()
    with pytest.raises(CannotWrite):
        make_key_file(path)
    assert Path(path).read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"\xff\xfe" * 40, b"warroom-key 2 " + b"0" * 64, b"warroom-key 1 " + b"0" * 63])
def test_what_is_no_key_file_is_said_to_be_none(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.key"
    path.write_bytes(content)
    with pytest.raises(CannotRead, match="is no key file"):
        read_key_file(str(path))
    with pytest.raises(CannotRead, match="can't be read"):
        read_key_file(str(tmp_path))


CHANGES: list[dict[str, Any]] = [
    {"n": 1 << 30},
    {"n": 2},
    {"n": LEAST_COST + 1},
    {"n": 1 << 4000},
    {"n": "16384"},
    {"n": True},
    {"r": 1 << 20},
    {"p": 5},
    {"p": 0},
    {"by": "key-file"},
    {"by": None},
    {"salt": "00"},
    {"salt": None},
    {"check": "zz"},
    {"key": 7},
    {"format": 1.0},
    {"more": 1},
]


@pytest.mark.parametrize("change", CHANGES, ids=[str(change)[:20] for change in CHANGES])
def test_a_lock_from_outside_costs_nothing_before_it_was_checked(change: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(team_key, "COST", LEAST_COST)
    lock = {**json.loads(make_lock(BOARD, "Ops", KEY, passphrase("words"))), **change}
    with pytest.raises(CannotRead, match="lock of the board file is damaged"):
        read_lock(canonical_text(lock), BOARD)


@pytest.mark.parametrize("text", ["", "null", "[]", "{" * 100_000, "{}", '{"n":' + "1" * 20_000 + "}"])
def test_a_lock_that_is_none_is_said_to_be_damaged(text: str) -> None:
    with pytest.raises(CannotRead, match="lock of the board file is damaged"):
        read_lock(text, BOARD)


def test_a_newer_lock_asks_for_an_update() -> None:
    lock = {**json.loads(make_lock(BOARD, "Ops", KEY, OF_FILE)), "format": 2, "new": "thing"}
    with pytest.raises(CannotRead, match="newer warroom"):
        read_lock(canonical_text(lock), BOARD)


@given(st.integers(0, 1 << 32))
@settings(max_examples=200, deadline=None)
def test_a_lock_that_was_changed_anywhere_opens_nothing(seed: int) -> None:
    dice = Random(seed)
    text = make_lock(BOARD, "Ops", KEY, OF_FILE)
    place = dice.randrange(len(text))
    changed = text[:place] + dice.choice("0123456789abcdef") + text[place + 1 :]
    if changed == text:
        return
    with pytest.raises(CannotRead):
        open_lock(read_lock(changed, BOARD), OF_FILE)


def test_a_lock_of_another_board_opens_nothing() -> None:
    text = make_lock(BOARD, "Ops", KEY, OF_FILE)
    with pytest.raises(WrongKey):
        open_lock(read_lock(text, "f" * 32), OF_FILE)


def test_no_report_shows_a_key() -> None:
    secret = passphrase("four plain words")
    lock = read_lock(make_lock(BOARD, "Ops", KEY, OF_FILE), BOARD)
    for shown in (repr(KEY), str(KEY), f"{secret}", repr(secret), repr([KEY, secret]), repr(lock)):
        assert KEY.secret.hex() not in shown
        assert repr(KEY.secret) not in shown
        assert "plain" not in shown


def test_without_the_package_it_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['cryptography'] = None\n"
        "from store.sync.sealing import MissingExtra, TeamKey, seal\n"
        "try: seal(TeamKey.random(), 'b' * 32, b'x')\n"
        "except MissingExtra as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'warroom[crypto]'" in done.stdout
