"""Doing something that may never come back (a dead network share), for a limited time."""

from __future__ import annotations

from _thread import allocate_lock, start_new_thread  # the module threading costs a command a millisecond
from collections.abc import Callable
from typing import TypeVar

from store.errors import CannotRead

T = TypeVar("T")
FIRST_LOOK = 3.0
"""Seconds that a place where nothing is known yet may take to answer."""
_silent: set[str] = set()
"""Places that gave no answer to this process, so that they are not asked again."""


def within(seconds: float, work: Callable[[], T]) -> T | None:
    """What `work` answers, in a thread of its own; None when it takes longer: then it is left alone and goes on, or hangs,
    until the process ends. Raises what `work` raises."""
    done = allocate_lock()
    done.acquire()
    answers: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            answers.append(work())
        except BaseException as error:  # it is raised where somebody waits for it
            errors.append(error)
        finally:
            done.release()

    start_new_thread(run, ())
    if not done.acquire(timeout=seconds):
        return None
    if errors:
        raise errors[0]
    return answers[0]


def answered(path: str, look: Callable[[], T]) -> T:
    """What `look` finds at `path`. Raises CannotRead where the place gives no answer, and what `look` raises."""
    found = within(FIRST_LOOK, lambda: (look(),)) if path not in _silent else None
    if found is None:
        _silent.add(path)
        raise CannotRead(f"{path} gives no answer", "is its network share connected? connect to it again, then try again")
    return found[0]
