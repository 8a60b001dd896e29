"""A board's lock: what its board file holds of the team key, so that a passphrase or a key file opens it, and nothing else.

The team key is random. It lies in the board file encrypted under a key that is made of the passphrase (scrypt) or of the key
file. Whoever can write the board file can write another lock, so its costs are bounded, and an installation that opened the
board before goes by the lock that it knew.
"""

from __future__ import annotations

import hmac
import json
import os
import re
from contextlib import suppress
from typing import Any, NamedTuple

from store.errors import BadInput, CannotRead, CannotWrite
from store.ids import canonical_text
from store.sync.sealing import NAME, SALT_BYTES, BadSeal, TeamKey, decrypt, derived, encrypt, seal, unseal

FORMAT = 1
PASSPHRASE, KEY_FILE = "passphrase", "key-file"
COST = 1 << 17
"""scrypt's n for a new board: 128 MiB, and less than a second, for each passphrase that is tried."""
LEAST_COST, MOST_COST = 1 << 14, 1 << 19
"""Which are taken from a board file: a lower one would make guessing cheap, a higher one take all the memory."""
BLOCK, PARALLEL = 8, 1
MOST_PARALLEL = 4
MOST_BYTES = 16 * 1024
"""Longest lock that is read."""
_KEY_FILE = re.compile(r"warroom-key 1 ([0-9a-f]{64})\s*", re.ASCII)
_HEX = re.compile(r"(?:[0-9a-f]{2})+", re.ASCII)


class WrongKey(CannotRead):
    """A passphrase or a key file that does not open the board."""


class Secret:
    """What opens a board: a passphrase, or the bytes of a key file. No report shows it."""

    __slots__ = ("by", "value")

    def __init__(self, by: str, value: bytes) -> None:
        self.by = by
        """`passphrase` or `key-file`."""
        self.value = value

    def __repr__(self) -> str:
        return f"Secret({self.by!r}, …)"


class Lock(NamedTuple):
    """What a board file says of its key."""

    board: str
    by: str
    """Which sort of secret opens it."""
    cost: int
    """scrypt's n, r and p; 0 for a key file."""
    block: int
    parallel: int
    salt: bytes
    check: bytes
    """Tells the right secret from a wrong one."""
    key: bytes
    """The team key, encrypted."""
    name: bytes
    """The board's name, sealed."""


def passphrase(text: str) -> Secret:
    """A passphrase as it was typed. Letters that look alike count alike, however a keyboard composes them. Raises BadInput
    when it is empty."""
    import unicodedata

    if not text.strip():
        raise BadInput("passphrase", "the passphrase is empty", "choose one of several words")
    return Secret(PASSPHRASE, unicodedata.normalize("NFC", text).encode("utf-8", "surrogateescape"))


def read_key_file(path: str) -> Secret:
    """The secret in a key file. Raises CannotRead when it is missing or none."""
    try:
        with open(path, encoding="ascii", errors="replace") as file:
            found = _KEY_FILE.fullmatch(file.read(1_000))
    except OSError as error:
        raise CannotRead(f"the key file {path} can't be read: {error.strerror or error}", "check the path") from error
    if found is None:
        raise CannotRead(f"{path} is no key file", "name the one that `warroom init --encrypt --key-file` made")
    return Secret(KEY_FILE, bytes.fromhex(found[1]))


def make_key_file(path: str) -> Secret:
    """A new key file that only its owner can read. Raises CannotWrite where it can't be made, or something is there."""
    secret = os.urandom(32)
    with suppress(OSError):
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    write_private(path, f"warroom-key 1 {secret.hex()}\n")
    return Secret(KEY_FILE, secret)


def write_private(path: str, text: str) -> None:
    """Writes a new file that only its owner can read. Raises CannotWrite, also where something is there already."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise CannotWrite(f"{path} can't be made: {error.strerror or error}", "choose a folder that you can write") from error


def make_lock(board: str, name: str, key: TeamKey, secret: Secret) -> str:
    """The lock of a new board, as its board file holds it. Raises MissingExtra."""
    salt = os.urandom(SALT_BYTES)
    costs = (COST, BLOCK, PARALLEL) if secret.by == PASSPHRASE else (0, 0, 0)
    lock = Lock(board, secret.by, *costs, salt, b"", b"", seal(key, board, name.encode("utf-8"), NAME))
    stretched = _stretched(lock, secret)
    wrapped = encrypt(derived(stretched, salt, "wrap", board), key.secret, _associated(lock))
    return _text(lock._replace(check=derived(stretched, salt, "check", board), key=wrapped))


def read_lock(text: str, board: str) -> Lock:
    """A lock that came from outside. Raises CannotRead with the reason."""
    try:
        value = json.loads(text) if len(text) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise _damaged("it can't be read")
    if type(value.get("format")) is int and value["format"] > FORMAT:
        raise CannotRead("the board was encrypted by a newer warroom", "update this one")
    by = value.get("by")
    costs = [value.get(name, 0) for name in ("n", "r", "p")]
    hexes = [value.get(name) for name in ("salt", "check", "key", "name")]
    if by not in (PASSPHRASE, KEY_FILE) or not all(isinstance(each, str) and _HEX.fullmatch(each) for each in hexes):
        raise _damaged("something is missing")
    if not all(type(each) is int for each in costs) or not _bearable(by, *costs):
        raise _damaged("its costs are not those that a board is made with")
    lock = Lock(board, by, *costs, *(bytes.fromhex(str(each)) for each in hexes))
    if len(lock.salt) != SALT_BYTES or _text(lock) != text:
        raise _damaged("it is not as it was written")
    return lock


def open_lock(lock: Lock, secret: Secret) -> TeamKey:
    """The team key. Raises WrongKey, MissingExtra."""
    stretched = _stretched(lock, secret)
    check = derived(stretched, lock.salt, "check", lock.board)
    wrapping = derived(stretched, lock.salt, "wrap", lock.board)
    found = decrypt(wrapping, lock.key, _associated(lock)) if hmac.compare_digest(check, lock.check) else None
    if found is None or len(found) != 32 or name_in_lock(lock, TeamKey(found)) is None:
        what = "the passphrase is not this board's" if lock.by == PASSPHRASE else "the key file is not this board's"
        raise WrongKey(what, "ask who made the board")
    return TeamKey(found)


def name_in_lock(lock: Lock, key: TeamKey) -> str | None:
    """The board's name; None when it is another board's key. Raises MissingExtra."""
    try:
        return unseal(key, lock.board, lock.name, NAME).decode("utf-8", "replace")
    except BadSeal:
        return None


def _stretched(lock: Lock, secret: Secret) -> bytes:
    """32 bytes that are as hard to guess as the secret allows."""
    if lock.by == KEY_FILE:
        return secret.value
    from hashlib import scrypt

    memory = 128 * lock.block * (lock.cost + lock.parallel + 2) + (1 << 20)
    return scrypt(secret.value, salt=lock.salt, n=lock.cost, r=lock.block, p=lock.parallel, maxmem=memory, dklen=32)


def _bearable(by: str, cost: int, block: int, parallel: int) -> bool:
    if by == KEY_FILE:
        return cost == block == parallel == 0
    power_of_two = cost > 0 and cost & (cost - 1) == 0
    return power_of_two and LEAST_COST <= cost <= MOST_COST and block == BLOCK and 1 <= parallel <= MOST_PARALLEL


def _associated(lock: Lock) -> bytes:
    """What the encrypted team key is bound to: the board, and how its key is made."""
    return f"{lock.board} {canonical_text(_terms(lock))}".encode()


def _terms(lock: Lock) -> dict[str, Any]:
    found: dict[str, Any] = {"format": FORMAT, "by": lock.by, "salt": lock.salt.hex()}
    return {**found, "n": lock.cost, "r": lock.block, "p": lock.parallel} if lock.by == PASSPHRASE else found


def _text(lock: Lock) -> str:
    return canonical_text({**_terms(lock), "check": lock.check.hex(), "key": lock.key.hex(), "name": lock.name.hex()})


def _damaged(why: str) -> CannotRead:
    return CannotRead(f"the lock of the board file is damaged: {why}", "take the board file from a backup, or from a teammate")
