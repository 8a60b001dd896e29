"""How far a long piece of work is, told where people see it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import monotonic


def tell_progress(done: int, total: int, what: str) -> None:
    """How far it is, on stderr, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r{what} {done:,} of {total:,}", end="\n" if done >= total else "", file=sys.stderr, flush=True)


def progress_line(what: str, after: float = 0.0) -> Callable[[int, int], None]:
    """Progress on stderr, on a terminal only; only what takes longer than `after` seconds is worth a line."""
    begun = monotonic()
    shown = False

    def tell(done: int, total: int) -> None:
        nonlocal shown
        if shown or monotonic() - begun >= after:
            shown = True
            tell_progress(done, total, what)

    return tell
