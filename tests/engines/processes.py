"""Processes that a trial starts: each is ended by its id, and none outlives the one who started it."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
_running: set[subprocess.Popen[bytes]] = set()


def launch(args: Sequence[str], out: Path, env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Starts a program that writes to the file `out`. Where the machine has a way, the kernel ends it with its parent, even one
    that is killed. To be called in a thread that stays: the kernel takes its end for the parent's."""
    keeper = shutil.which("setpriv")
    tied = [keeper, "--pdeathsig", "KILL", *args] if keeper else list(args)
    with out.open("ab") as file:
        process = subprocess.Popen(
            tied, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT, env={**os.environ, **(env or {})}, cwd=ROOT
        )
    _running.add(process)
    return process


def end(process: subprocess.Popen[bytes], patience: float = 5.0) -> None:
    """Asks a process to end, and kills one that does not."""
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        kill(process)
    _running.discard(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kills a process at once."""
    process.kill()
    process.wait()
    _running.discard(process)


@atexit.register
def _end_all() -> None:
    for process in list(_running):
        with suppress(OSError):
            kill(process)


def run(args: Sequence[str], env: Mapping[str, str] | None = None, seconds: float = PATIENCE) -> subprocess.CompletedProcess[str]:
    """Runs a program to its end."""
    return subprocess.run(
        args, capture_output=True, text=True, check=False, timeout=seconds, env={**os.environ, **(env or {})}, cwd=ROOT,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def python(*args: str) -> list[str]:
    """The command line of a module of ours."""
    return [sys.executable, "-m", *args]


def free_ports(count: int) -> list[int]:
    """Ports of the loopback that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]
    finally:
        for one in sockets:
            one.close()


def wait_until(
    condition: Callable[[], object], what: str | Callable[[], str], seconds: float = PATIENCE, poll: float = 0.1
) -> None:
    """Waits until something holds. Raises AssertionError, which says what did not."""
    until = monotonic() + seconds
    while not condition():
        if monotonic() > until:
            raise AssertionError(f"not within {seconds:.0f} s: {what if isinstance(what, str) else what()}")
        sleep(poll)
