"""Where `warroom` begins: the live board, or a command."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from warroom.arguments import leading


def is_board(word: str) -> bool:
    """Whether the first word is a board rather than a command."""
    return "/" in word or "\\" in word or word.endswith(".warroom") or word.startswith("postgresql://")


def first_word(args: Sequence[str]) -> str | None:
    """The first word that is no shared option nor the value of one; None when there is none."""
    rest = args[leading(args) :]
    return rest[0] if rest else None


def code_of(args: Sequence[str]) -> int:
    """Runs warroom. Returns the exit code."""
    word = first_word(args)
    if word is None or is_board(word):
        from warroom.start import open_live_board

        return open_live_board(args)
    from warroom.cli import run

    return run(args)


def main(args: Sequence[str] | None = None) -> None:
    """Runs warroom and exits with its code."""
    sys.exit(code_of(sys.argv[1:] if args is None else args))


def start() -> None:
    """The console script: as `main`, in a process of its own, which begins and ends faster for it.

    A command lives for a tenth of a second and leaves little garbage: collecting it, and taking the interpreter apart at
    the end, would cost it a fifth of its time. Everything is closed and flushed before.
    """
    gc.set_threshold(50_000)
    code = code_of(sys.argv[1:])
    from warroom.cli import flush

    os._exit(flush(code))


if __name__ == "__main__":
    start()
