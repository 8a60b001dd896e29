"""Opening the live board."""

from __future__ import annotations

from collections.abc import Sequence


def open_live_board(args: Sequence[str]) -> int:
    """Opens the live board that the arguments name. Returns the exit code."""
    raise SystemExit("warroom: the live board is not in this build; the commands are: warroom --help")
