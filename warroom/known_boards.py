"""The boards that were opened on this installation: so that one is found again while its folder is out of reach."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from store.errors import BadInput, CannotRead
from store.sync.board_file import FOLDER_SUFFIX, BoardFile, NotThere, gone, read_board_file, read_identity
from warroom.places import Places

if TYPE_CHECKING:
    from pathlib import Path

MOST = 30
REPLICA = "replica.db"
"""As `store.replica` has it."""


def known_boards(places: Places) -> dict[str, str]:
    """Path → id of the boards that were opened here, newest last; empty when nothing is remembered."""
    try:
        with open(places.boards_file, encoding="utf-8") as file:
            found = json.load(file)
    except (OSError, ValueError):
        return {}
    return {path: id_ for path, id_ in found.items() if isinstance(id_, str)} if isinstance(found, dict) else {}


def id_of_known(places: Places, path: str) -> str:
    """The id of the board that was last opened at `path`, empty when it never was."""
    return known_boards(places).get(path, "")


def is_known(places: Places, path: str) -> bool:
    """Whether the record of the board that was last opened at `path` is here."""
    known = id_of_known(places, path)
    return bool(known) and os.path.exists(os.path.join(places.replica(known), REPLICA))


def refuse_known(places: Places, path: str) -> None:
    """Raises BadInput where a new board would take the place of one that was opened here and whose file is gone."""
    if is_known(places, path) and not os.path.exists(path):
        again = f"lost for good: warroom init {path} --restore"
        raise BadInput(
            "board",
            f"{path} is a board that was opened here: its file is gone",
            f"bring it back; {again}; for a new board choose another name",
        )


def identity_of_unknown(path: str) -> tuple[str, str]:
    """The id and the lock of a board that was never opened here. Raises CannotRead, which says how one is made where none is."""
    try:
        return read_identity(path)
    except NotThere as error:
        if os.path.isdir(path + FOLDER_SUFFIX):
            again = f"or whoever had the board open writes it again: warroom init {path} --restore"
            raise CannotRead(f"{error.title}, though its folder is", f"wait for your sync program to bring it, {again}") from None
        raise CannotRead(error.title, f"check the path, or make it: warroom init {path}") from None


def read_board(places: Places, path: Path) -> BoardFile:
    """What a board file says. Raises CannotRead; of a board that was opened here it says how it comes back."""
    try:
        return read_board_file(path)
    except NotThere:
        if is_known(places, str(path)):
            raise gone(path) from None
        identity_of_unknown(str(path))
        raise


def remember(places: Places, path: str, board_id: str) -> None:
    """Remembers a board. Where that can't be written, nothing is remembered: it is a convenience."""
    boards = known_boards(places)
    if boards.get(path) == board_id and list(boards)[-1] == path:
        return
    boards.pop(path, None)
    boards[path] = board_id
    kept = dict(list(boards.items())[-MOST:])
    temporary = f"{places.boards_file}.{os.getpid()}.tmp"
    with suppress(OSError, ValueError):
        os.makedirs(os.path.dirname(temporary), exist_ok=True)
        with open(temporary, "w", encoding="utf-8") as file:
            json.dump(kept, file, indent=1)
        os.replace(temporary, places.boards_file)
