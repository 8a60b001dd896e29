"""Where `warroom` begins: the live board, or a command."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from warroom.arguments import leading


def is_board(word: str) -> bool:
    """Whether the first word is a board rather than a command."""
    return "/" in word or "\\" in word or word.endswith(".warroom") or word.startswith("postgresql://")


def first_word(args: Sequence[str]) -> str | None:
    """The first word that is no shared option nor the value of one; None when there is none."""
    rest = args[leading(args) :]
    return rest[0] if rest else None


def main(args: Sequence[str] | None = None) -> None:
    """Runs warroom and exits with its code."""
    sys.exit(_code(sys.argv[1:] if args is None else args))


def start() -> None:
    """The console script: as `main`, in a process of its own.

    A command lives for a tenth of a second and leaves next to no garbage: collecting it, and taking the interpreter
    apart at the end, would cost a fifth of that. Everything is closed and flushed before.
    """
    args = sys.argv[1:]
    if _is_for_board(args):
        sys.exit(_code(args))
    gc.set_threshold(50_000)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and not stream.encoding.lower().startswith("utf"):
            stream.reconfigure(errors="replace")
    try:
        code = _flushed(_code(args))
    except KeyboardInterrupt:
        code = 130
    os._exit(code)


def _is_for_board(args: Sequence[str]) -> bool:
    word = first_word(args)
    return word is None or is_board(word)


def _code(args: Sequence[str]) -> int:
    """Runs warroom. Returns the exit code."""
    if _is_for_board(args):
        from warroom.start import open_live_board

        return open_live_board(args)
    from warroom.cli import run

    return run(args)


def _flushed(code: int) -> int:
    """Writes out what stdout still holds. Returns the code, 3 when that can't be written."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        pass
    except OSError as error:
        print(f"warroom: the answer can't be written: {error.strerror}; make room where it goes", file=sys.stderr)
        return 3
    return code


if __name__ == "__main__":
    start()
