"""The boards that were opened on this installation: so that one is found again while its folder is out of reach."""

from __future__ import annotations

import json
import os
from contextlib import suppress

from warroom.places import Places

MOST = 30


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
