"""Doing something that may never come back (a dead network share), for a limited time."""

from __future__ import annotations

from _thread import allocate_lock, start_new_thread  # the module threading costs a command a millisecond
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


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
