"""The boards that were opened on this installation: so that one is found again while its folder is out of reach."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from store.errors import BadInput
from store.sync.board_file import NotThere, gone
from warroom.places import Places

T = TypeVar("T")
MOST = 30
ANSWER = 3.0
"""Seconds that a place may take to say whether a file is there."""
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
    from warroom.sharing.patience import within

    if is_known(places, path) and within(ANSWER, lambda: (os.path.exists(path),)) == (False,):
        again = f"lost for good: warroom init {path} --restore"
        raise BadInput(
            "board",
            f"{path} is a board that was opened here: its file is gone",
            f"bring it back; {again}; for a new board choose another name",
        )


def of_known(places: Places, path: str, look: Callable[[], T]) -> T:
    """What `look` finds at a board's path. Raises what it raises; of a board that was opened here, how a lost one comes back."""
    try:
        return look()
    except NotThere:
        if is_known(places, path):
            raise gone(path) from None
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
