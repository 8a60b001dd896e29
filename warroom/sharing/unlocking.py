"""Where the key of an encrypted board comes from: what was said for this run, what is kept, and the person at the terminal."""

from __future__ import annotations

import os
import sys
import warnings
from contextlib import suppress
from typing import NamedTuple

from store.errors import BadInput, CannotRead, CannotWrite
from store.sync.sealing import TeamKey
from store.sync.team_key import (
    PASSPHRASE,
    Lock,
    Secret,
    WrongKey,
    name_in_lock,
    open_lock,
    passphrase,
    read_key_file,
    read_lock,
    write_private,
)
from warroom.sharing import keyrings
from warroom.sharing.keyrings import NoKeyring
from warroom.sharing.pin import read_pin

PASSPHRASE_VARIABLE, KEY_FILE_VARIABLE = "WARROOM_PASSPHRASE", "WARROOM_KEY_FILE"
FILE = "key"
"""Holds the team key beside the replica, where somebody wanted that."""
TRIES = 3
KEYRING, REMEMBERED, TYPED, FROM_VARIABLE = "the keyring", "this installation", "typed", "WARROOM_PASSPHRASE"


class KeyNeeded(CannotRead):
    """An encrypted board whose key is nowhere to be had."""


class Found(NamedTuple):
    """A key that opens the board."""

    key: TeamKey
    source: str
    """Where it came from, in words."""
    note: str = ""
    """What is to be said of keeping it, in a line."""


class Keyholder(NamedTuple):
    """Where an installation looks for the key of a board."""

    board_id: str
    lock: str
    """The board's lock, as text."""
    folder: str
    """That of its replica."""
    key_file: str = ""
    """The one that the configuration names."""
    remember: bool = False
    """Whether a file of this installation may hold the key where there is no keyring."""

    def find(self) -> Found:
        """The key. Raises WrongKey, KeyNeeded, MissingExtra, CannotRead for a lock or a key file that can't be read."""
        lock = read_lock(self.lock, self.board_id)
        given = given_secret(lock.by, self.key_file)
        if given is not None:
            key = self._opened(lock, *given)
            return Found(key, given[1], self.keep(key) if self.remember and self._remembered(lock) is None else "")
        return self._remembered(lock) or self._in_keyring(lock) or self._asked(lock)

    def _remembered(self, lock: Lock) -> Found | None:
        with suppress(OSError, ValueError), open(self._file, encoding="ascii") as file:
            return _fitting(lock, file.read(200), REMEMBERED)
        return None

    def _in_keyring(self, lock: Lock) -> Found | None:
        with suppress(NoKeyring, ValueError):
            return _fitting(lock, keyrings.kept(self.board_id), KEYRING)
        return None

    def _asked(self, lock: Lock) -> Found:
        if lock.by != PASSPHRASE:
            raise KeyNeeded("this board is encrypted with a key file", f"name it by {KEY_FILE_VARIABLE}, or `key_file` in the "
                            f"configuration{self._locally}")  # fmt: skip
        if not can_ask():
            raise KeyNeeded("this board is encrypted, and no passphrase is given", f"set {PASSPHRASE_VARIABLE}, or run it on a "
                            f"terminal{self._locally}")  # fmt: skip
        for left in reversed(range(TRIES)):
            try:
                key = open_lock(lock, passphrase(ask("Passphrase of the board: ")))
            except (WrongKey, BadInput) as error:
                if not left:
                    raise WrongKey(error.title, f"ask who made the board{self._locally}") from None
                print(f"warroom: {error.title}: try again", file=sys.stderr)
            else:
                return Found(key, TYPED, self.keep(key))
        raise AssertionError

    def keep(self, key: TeamKey) -> str:
        """Keeps the key for the next time: in the keyring, else in a file if that is wished. What is to be said of it."""
        text = key.secret.hex()
        try:
            keyrings.keep(self.board_id, text)
        except NoKeyring as error:
            if not self.remember:
                return f"the passphrase will be asked for again: {error}; --remember keeps the key in a private file"
            with suppress(OSError):
                os.makedirs(self.folder, exist_ok=True)
                os.unlink(self._file)
            try:
                write_private(self._file, text)
            except CannotWrite as refused:
                return f"the key is not kept: {refused.title}"
        return ""

    def _opened(self, lock: Lock, secret: Secret, source: str) -> TeamKey:
        try:
            return open_lock(lock, secret)
        except WrongKey as error:
            raise WrongKey(f"{error.title} ({source})", f"ask who made the board{self._locally}") from None

    @property
    def _file(self) -> str:
        return os.path.join(self.folder, FILE)

    @property
    def _locally(self) -> str:
        """What else can be done, where the board was open here before."""
        return "; --offline opens what is here" if read_pin(self.folder) else ""


def given_secret(by: str, key_file: str = "") -> tuple[Secret, str] | None:
    """What the environment (or, of key files, the configuration) says for boards that open by `by`, and where it stands; None
    when it says nothing. Raises CannotRead for a key file that can't be read."""
    if by == PASSPHRASE:
        text = os.environ.get(PASSPHRASE_VARIABLE, "")
        return (passphrase(text), FROM_VARIABLE) if text.strip() else None
    path = os.environ.get(KEY_FILE_VARIABLE, "") or key_file
    if not path:
        return None
    path = os.path.abspath(os.path.expanduser(path))
    return read_key_file(path), f"the key file {path}"


def can_ask() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin.isatty()


def ask(prompt: str) -> str:
    """What is typed at the terminal, unseen. Raises KeyNeeded where it could not be unseen."""
    import getpass

    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(prompt)
        except (getpass.GetPassWarning, EOFError, OSError):
            raise KeyNeeded("no passphrase can be typed unseen here", f"set {PASSPHRASE_VARIABLE}") from None


def ask_for_new() -> Secret:
    """A new passphrase, typed twice. Raises BadInput when the two differ, or it is empty."""
    first = ask("New passphrase of the board: ")
    secret = passphrase(first)
    if ask("The same once more: ") != first:
        raise BadInput("passphrase", "the two passphrases differ", "begin again")
    return secret


def _fitting(lock: Lock, text: str, source: str) -> Found | None:
    """A key that was kept, if it is this board's. Raises ValueError where it is none."""
    key = TeamKey(bytes.fromhex(text))
    return Found(key, source) if name_in_lock(lock, key) is not None else None
