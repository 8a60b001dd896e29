"""What a board is called before the event that names it came: its file says so too."""

from __future__ import annotations

from contextlib import suppress

from store.errors import StoreError


def name_in_file(board_file: str) -> str:
    """The name in a board file; empty when there is none, or none that can be read. Ask only where no event has a name: it
    reads the whole file."""
    with suppress(StoreError, OSError):
        if board_file:
            from pathlib import Path

            from store.sync.board_file import read_board_file

            return read_board_file(Path(board_file)).name
    return ""
