"""The boards that were opened on this installation: so that one is found again while its folder is out of reach."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from warroom.places import Places

MOST = 30


def known_boards(places: Places) -> dict[str, str]:
    """Path → id of the boards that were opened here, newest last; empty when nothing is remembered."""
    try:
        found = json.loads(places.known_boards.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {path: id_ for path, id_ in found.items() if isinstance(id_, str)} if isinstance(found, dict) else {}


def id_of_known(places: Places, path: Path) -> str:
    """The id of the board that was last opened at `path`, empty when it never was."""
    return known_boards(places).get(str(path), "")


def remember(places: Places, path: Path, board_id: str) -> None:
    """Remembers a board. Where that can't be written, nothing is remembered: it is a convenience."""
    boards = known_boards(places)
    if boards.get(str(path)) == board_id and list(boards)[-1] == str(path):
        return
    boards.pop(str(path), None)
    boards[str(path)] = board_id
    kept = dict(list(boards.items())[-MOST:])
    temporary = places.known_boards.with_suffix(".tmp")
    with suppress(OSError):
        places.state.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(kept, indent=1), "utf-8")
        temporary.replace(places.known_boards)
