"""Where `warroom` begins: the live board, or a command."""

from __future__ import annotations

import sys
from collections.abc import Sequence

WITH_VALUE = ("--board", "--as")
FLAGS = ("--json", "--offline")


def is_board(word: str) -> bool:
    """Whether the first word is a board rather than a command."""
    return "/" in word or "\\" in word or word.endswith(".warroom") or word.startswith("postgresql://")


def first_word(args: Sequence[str]) -> str | None:
    """The first word that is no shared option nor the value of one; None when there is none."""
    index = 0
    while index < len(args):
        if args[index] in WITH_VALUE:
            index += 2
        elif args[index] in FLAGS or args[index].startswith(("--board=", "--as=")):
            index += 1
        else:
            return args[index]
    return None


def main(args: Sequence[str] | None = None) -> None:
    """Runs warroom and exits with its code."""
    args = sys.argv[1:] if args is None else list(args)
    word = first_word(args)
    if word is None or is_board(word):
        from warroom.start import open_live_board

        sys.exit(open_live_board(args))
    from warroom.cli import run

    sys.exit(run(args))


if __name__ == "__main__":
    main()
