"""Making an encrypted board: its team key, and what opens it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import BadInput
from store.sync.board_file import BoardFile, create_board_file
from store.sync.sealing import TeamKey, cipher
from store.sync.team_key import KEY_FILE, Secret, make_key_file, make_lock, read_key_file
from warroom.answers import say
from warroom.sharing.unlocking import KEY_FILE_VARIABLE, PASSPHRASE_VARIABLE, Keyholder, ask_for_new, can_ask, given_secret

if TYPE_CHECKING:
    from warroom.session import Session

SHORT = 12
"""Letters below which a passphrase is called short."""


def create_locked(session: Session, path: Path, name: str, layout: str, key_file: str) -> BoardFile:
    """Makes an encrypted board, and gives its key to the session.

    The secret is the key file that is named, else what the environment says, else a passphrase that is typed twice. Raises
    BadInput without any, MissingExtra, and what `create_board_file` raises.
    """
    cipher(bytes(32))  # before anybody has typed anything
    typed = False

    def locked(board_id: str, board_name: str) -> str:
        nonlocal typed
        secret, typed = _secret(key_file, path)
        key = TeamKey.random()
        lock = make_lock(board_id, board_name, key, secret)
        session.key = key
        session.key_source = "its key file" if secret.by == KEY_FILE else "its passphrase"
        return lock

    made = create_board_file(path, name, session.clock.now(), layout, locked)
    wished = session.remember or session.config.get("remember_key") is True
    if session.key is not None and (typed or wished):
        holder = Keyholder(made.id, made.lock, session.places.replica(made.id), remember=wished)
        if note := holder.keep(session.key):
            say(f"warroom: {note}")
    return made


def _secret(key_file: str, board: Path) -> tuple[Secret, bool]:
    """What is to open the new board, and whether it was typed."""
    named = key_file or os.environ.get(KEY_FILE_VARIABLE, "")
    if named:
        return _of_key_file(Path(os.path.abspath(os.path.expanduser(named))), board), False
    given = given_secret("passphrase")
    if given is None and not can_ask():
        raise BadInput(
            "encrypt",
            "an encrypted board needs a passphrase",
            f"give --key-file FILE, set {PASSPHRASE_VARIABLE}, or use a terminal",
        )
    secret = given[0] if given is not None else ask_for_new()
    if len(secret.value) < SHORT:
        say(f"warroom: a passphrase of fewer than {SHORT} letters can be guessed by whoever has the folder: choose several words")
    return secret, given is None


def _of_key_file(path: Path, board: Path) -> Secret:
    """The secret of a key file, which is made when it is not there; one that is there is never written."""
    if os.path.lexists(path):
        return read_key_file(str(path))
    secret = make_key_file(str(path))
    say(f"Made the key file {path}. Give it to your team by another way than the board; without it nobody opens the board.")
    if board.parent in path.parents:
        say("warroom: it lies beside the board: move it to where it is not shared")
    return secret
