"""The lock between the processes of one installation: one at a time, everyone in turn, none for ever."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from store.errors import CannotWrite
from store.replica.lock import LocalLock

GREEDY = """
import sys, time
from store.replica.lock import LocalLock
lock = LocalLock(sys.argv[1])
print("begun", flush=True)
while True:
    with lock.held():
        time.sleep(0.05)
"""


def test_who_holds_the_lock_without_pause_lets_others_in(tmp_path: Path) -> None:
    """A rebuild takes one step after another; a colleague's command must get its turn between two of them."""
    path = str(tmp_path / "replica.lock")
    greedy = subprocess.Popen([sys.executable, "-c", GREEDY, path], stdout=subprocess.PIPE, text=True)
    try:
        assert greedy.stdout is not None
        assert greedy.stdout.readline() == "begun\n"
        lock = LocalLock(path)
        waits = []
        for _ in range(10):
            begin = time.monotonic()
            with lock.held():
                waits.append(time.monotonic() - begin)
        lock.close()
        assert max(waits) < 2, "a step of 50 ms lies before each turn, no more than a few"
    finally:
        greedy.kill()
        greedy.wait()
        if greedy.stdout is not None:
            greedy.stdout.close()


def test_a_lock_that_is_kept_is_an_error_not_a_hang(tmp_path: Path) -> None:
    one, other = LocalLock(str(tmp_path / "lock")), LocalLock(str(tmp_path / "lock"))
    with one.held(), pytest.raises(CannotWrite, match="keeps the replica locked"), other.held(patience=0.05):
        pass
    with other.held(patience=0.05):
        pass
    one.close()
    other.close()


def test_threads_take_turns_too(tmp_path: Path) -> None:
    lock = LocalLock(str(tmp_path / "lock"))
    refused: list[CannotWrite] = []

    def try_it() -> None:
        try:
            with lock.held(patience=0.01):
                pass
        except CannotWrite as error:
            refused.append(error)

    def in_a_thread() -> int:
        thread = threading.Thread(target=try_it)
        thread.start()
        thread.join()
        return len(refused)

    with lock.held():
        assert in_a_thread() == 1
    assert in_a_thread() == 1, "it is free again"
    lock.close()


def test_the_lock_is_free_after_an_error_inside(tmp_path: Path) -> None:
    lock = LocalLock(str(tmp_path / "lock"))
    with pytest.raises(ValueError, match="x"), lock.held():
        raise ValueError("x")
    with lock.held(patience=0):
        pass
    lock.close()
    lock.close()


def test_a_lock_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    lock = LocalLock(str(tmp_path / "nowhere" / "lock"))
    with pytest.raises(CannotWrite, match="can't be opened"), lock.held():
        pass
