"""A program on a pty of a fixed size, watched from outside: what it paints and when, what it costs. Linux only."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import resource
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

COLUMNS, ROWS = 160, 50

_ESCAPES = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP[^\x1b]*\x1b\\|\x1b[()][A-Za-z0-9]|\x1b[=>78DEHMNOZc]"
)
_ANSWERS = (
    (re.compile(rb"\x1b\[\?2026\$p"), b"\x1b[?2026;2$y"),
    (re.compile(rb"\x1b\[\?2048\$p"), b"\x1b[?2048;0$y"),
    (re.compile(rb"\x1b\[c"), b"\x1b[?62;22c"),
    (re.compile(rb"\x1b\[6n"), b"\x1b[1;1R"),
    (re.compile(rb"\x1b\[\?u"), b"\x1b[?0u"),
)
"""What a terminal would answer to the questions that programs ask at their start."""


_ONE_PIECE = 4096
"""Bytes in which a text that is waited for is painted, escapes included."""


class Burst(NamedTuple):
    """Bytes that came together."""

    at: float
    content: bytes


class Terminal:
    """A started program. Use it as a context manager: it is killed at the end."""

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str] | None = None, columns: int = COLUMNS, rows: int = ROWS
    ) -> None:
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        around = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", **(env or {})}
        for name in ("TMUX", "COLUMNS", "LINES"):
            around.pop(name, None)
        self.started = time.perf_counter()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.setsid()
                fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
                for target in (0, 1, 2):
                    os.dup2(slave, target)
                os.closerange(3, 64)
                os.execvpe(command[0], list(command), around)
            finally:
                os._exit(127)
        os.close(slave)
        os.set_blocking(master, False)
        self._fd = master
        self._tail = b""
        self.bursts: list[Burst] = []
        self.bytes = 0
        self.ended = False

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *exception: object) -> None:
        self.kill()

    def pump(self, timeout: float) -> bytes:
        """Waits up to `timeout` seconds for output; what came."""
        if not select.select([self._fd], [], [], max(0.0, timeout))[0]:
            return b""
        try:
            content = os.read(self._fd, 1 << 16)
        except BlockingIOError:
            return b""
        except OSError:
            content = b""
        if not content:
            self.ended = True
            return b""
        self.bytes += len(content)
        self.bursts.append(Burst(time.perf_counter(), content))
        self._answer(content)
        return content

    def _answer(self, content: bytes) -> None:
        window = self._tail + content
        for question, answer in _ANSWERS:
            for found in question.finditer(window):
                if found.end() > len(self._tail):
                    self.write(answer)
        self._tail = window[-24:]

    def wait_for(self, text: str, timeout: float = 60.0) -> float:
        """When `text` was painted in one piece (perf_counter). Raises TimeoutError with the last output."""
        painted, wanted = b"".join(burst.content for burst in self.bursts), text.encode()
        end = time.perf_counter() + timeout
        while wanted not in _ESCAPES.sub(b"", painted):
            if self.ended or time.perf_counter() > end:
                raise TimeoutError(f"{text!r} was never painted: {_ESCAPES.sub(b'', painted)[-400:]!r}")
            painted = painted[-_ONE_PIECE:] + self.pump(0.05)
        return self.bursts[-1].at

    def settle(self, quiet: float, limit: float) -> None:
        """Reads until nothing came for `quiet` seconds, for `limit` seconds at most."""
        end = time.perf_counter() + limit
        while not self.ended and time.perf_counter() < end and self.pump(quiet):
            pass

    def drain(self, seconds: float) -> None:
        """Reads for so long."""
        end = time.perf_counter() + seconds
        while not self.ended and (left := end - time.perf_counter()) > 0:
            self.pump(left)

    def write(self, content: bytes) -> None:
        """Types."""
        while content and not self.ended:
            try:
                content = content[os.write(self._fd, content) :]
            except BlockingIOError:
                select.select([], [self._fd], [], 1.0)
            except OSError:
                self.ended = True

    def cpu_ms(self) -> float:
        """CPU time so far of the program and everything that it started."""
        return sum(_cpu_ns(pid) for pid in _tree(self.pid)) / 1e6

    def rss_mib(self) -> float:
        """Resident memory of the program and everything that it started."""
        return sum(_rss_kib(pid) for pid in _tree(self.pid)) / 1024

    def kill(self) -> resource.struct_rusage | None:
        """Ends the program; what the kernel charged it with."""
        usage = None
        if self.pid:
            with contextlib.suppress(OSError):
                os.killpg(self.pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                _, _, usage = os.wait4(self.pid, 0)
            self.pid = 0
            os.close(self._fd)
        return usage


def _tree(pid: int) -> list[int]:
    found, ahead = [], [pid]
    while ahead:
        one = ahead.pop()
        found.append(one)
        for task in _listed(f"/proc/{one}/task"):
            ahead += [int(child) for child in _read(f"/proc/{one}/task/{task}/children").split()]
    return found


def _cpu_ns(pid: int) -> int:
    return sum(int((_read(f"/proc/{pid}/task/{task}/schedstat").split() or ["0"])[0]) for task in _listed(f"/proc/{pid}/task"))


def _rss_kib(pid: int) -> int:
    for line in _read(f"/proc/{pid}/smaps_rollup").splitlines():
        if line.startswith("Rss:"):
            return int(line.split()[1])
    return 0


def _listed(path: str) -> list[str]:
    try:
        return os.listdir(path)
    except OSError:
        return []


def _read(path: str) -> str:
    try:
        with open(path, encoding="ascii") as file:
            return file.read()
    except OSError:
        return ""
