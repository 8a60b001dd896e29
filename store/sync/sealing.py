"""Sealing: bytes that only those who have a board's team key can read or make. docs/sync.md is the format.

Every sealed thing has a key of its own, made of the team key and a random salt, so no nonce is ever used twice, by a copied
installation neither. The package `cryptography` is loaded with the first thing that is sealed or opened.
"""

from __future__ import annotations

import hmac
import os
import re
from typing import TYPE_CHECKING

from store.errors import CannotRead
from store.sync.segments import BadSegment

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

MAGIC = b"warroom-sealed "
FORMAT = 1
KEY_BYTES = 32
SALT_BYTES = 32
TAG_BYTES = 16
FILE, NAME = "file", "name"
"""What a thing is sealed as; one is never taken for the other."""
_NONCE = bytes(12)
"""The same for all: each key seals one thing."""
_VERSION = re.compile(rb"warroom-sealed (\d{1,5}) ")
_HEADER = re.compile(rb'warroom-sealed 1 \{"board":"([0-9a-f]{32})","salt":"([0-9a-f]{64})"\}\n')
_LONGEST_HEADER = 160
OVERHEAD = len(MAGIC) + len('1 {"board":"","salt":""}\n') + 32 + 2 * SALT_BYTES + TAG_BYTES
"""Bytes by which a sealed thing is longer."""


class MissingExtra(CannotRead):
    """A package that encrypted boards need is not installed."""

    def __init__(self, why: str = "") -> None:
        super().__init__(
            f"an encrypted board needs the package cryptography{f' ({why})' if why else ''}", "pip install 'warroom[crypto]'"
        )


class BadSeal(BadSegment, CannotRead):
    """Bytes that nobody with the team key sealed for this board, or that are damaged."""


class TeamKey:
    """The secret that everybody of a board has: 32 bytes, which no report and no error shows."""

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise ValueError(f"a team key has {KEY_BYTES} bytes")
        self._secret = secret

    @classmethod
    def random(cls) -> TeamKey:
        """A new one."""
        return cls(os.urandom(KEY_BYTES))

    @property
    def secret(self) -> bytes:
        """The bytes themselves: for where it is kept, and for nothing else."""
        return self._secret

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TeamKey) and hmac.compare_digest(self._secret, other._secret)

    def __hash__(self) -> int:
        return hash(self._secret)

    def __repr__(self) -> str:
        return "TeamKey(…)"


def derived(secret: bytes, salt: bytes, purpose: str, board: str) -> bytes:
    """A key of 32 bytes for one purpose: HKDF-SHA256 of `secret` and `salt`."""
    info = f"warroom {FORMAT} {purpose} {board}".encode()
    return hmac.digest(hmac.digest(salt, secret, "sha256"), info + b"\x01", "sha256")


def cipher(key: bytes) -> ChaCha20Poly1305:
    """What seals and opens with a key that is used once. Raises MissingExtra."""
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    except ImportError as error:
        raise MissingExtra("" if isinstance(error, ModuleNotFoundError) else str(error)) from None
    try:
        return ChaCha20Poly1305(key)
    except UnsupportedAlgorithm:
        raise MissingExtra("the one that is installed lacks ChaCha20-Poly1305") from None


def encrypt(key: bytes, content: bytes, associated: bytes) -> bytes:
    """Content, encrypted and authenticated with a key that is used once."""
    return cipher(key).encrypt(_NONCE, content, associated)


def decrypt(key: bytes, content: bytes, associated: bytes) -> bytes | None:
    """What `encrypt` was given; None when key, content or what is associated is another one."""
    opened_by = cipher(key)
    from cryptography.exceptions import InvalidTag

    try:
        return opened_by.decrypt(_NONCE, content, associated)
    except InvalidTag:
        return None


def seal(key: TeamKey, board: str, content: bytes, purpose: str = FILE, salt: bytes = b"") -> bytes:
    """The sealed form of some bytes. `salt` is random unless a test gives it. Raises MissingExtra."""
    salt = salt or os.urandom(SALT_BYTES)
    header = f'{MAGIC.decode()}{FORMAT} {{"board":"{board}","salt":"{salt.hex()}"}}\n'.encode()
    return header + encrypt(derived(key.secret, salt, purpose, board), content, header)


def unseal(key: TeamKey, board: str, content: bytes, purpose: str = FILE) -> bytes:
    """What was sealed. Raises BadSeal with the reason, MissingExtra."""
    if not content.startswith(MAGIC):
        ours = not content or content.startswith(b"warroom-")
        why = "it is not sealed: only who has the board's key can add to an encrypted board"
        raise BadSeal(why if content else "it is empty", "bad" if ours else "other")
    version = _VERSION.match(content, 0, _LONGEST_HEADER)
    if version is not None and int(version[1]) > FORMAT:
        raise BadSeal("it was sealed by a newer warroom", "newer")
    header = _HEADER.match(content, 0, _LONGEST_HEADER)
    if header is None:
        raise BadSeal("its first line is no header")
    if header[1].decode() != board:
        raise BadSeal("it belongs to another board", "board")
    one_time = derived(key.secret, bytes.fromhex(header[2].decode()), purpose, board)
    found = decrypt(one_time, content[header.end() :], header[0])
    if found is None:
        raise BadSeal("its seal is broken: it is damaged, or was not made with this board's key")
    return found
