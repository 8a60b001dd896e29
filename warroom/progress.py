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


def told_by(before: str) -> Callable[[int, int, str], None]:
    """As `progress_line`, for work of several kinds: each is named as it goes, behind `before`. A total of 0 is not known."""
    lines: dict[str, Callable[[int, int], None]] = {}

    def tell(done: int, total: int, what: str) -> None:
        if total:
            lines.setdefault(what, progress_line(before + what))(done, total)
        elif sys.stderr.isatty():
            print(f"\r{before}{done:,} {what}", end="", file=sys.stderr, flush=True)

    return tell
