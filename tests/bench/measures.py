"""The measurements: each gives figures by case, for the table."""

from __future__ import annotations

import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.bench.boards import board_with, env_of, first_customer
from tests.bench.terminal import Terminal

FLOORS = Path(__file__).parent / "floors"
READY = "Enter starts it"
"""The last text of the board's first frame, once the rows are there."""
KEYS = {"down": b"\x1b[B", "page down": b"\x1b[6~"}


class Case(NamedTuple):
    """A program to measure: its command, its environment, and the text that says it is ready (none: when it ends)."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str]
    ready: str


class Figure(NamedTuple):
    """One line of the table."""

    goal: str
    what: str
    case: str
    unit: str
    values: tuple[float, ...]
    """One for each round."""

    @property
    def median(self) -> float:
        return statistics.median(self.values)


def product(board: Path, *words: str) -> Case:
    """The live board, or a command on it."""
    command = (sys.executable, "-m", "warroom", *(words or (str(board),)))
    return Case("warroom", command, {**env_of(board), "WARROOM_BOARD": str(board)}, "" if words else READY)


def floor(name: str, *arguments: str, ready: str) -> Case:
    """A reference program of ours."""
    return Case(name, (sys.executable, str(FLOORS / f"{name}.py"), *arguments), {}, ready)


NOTHING = Case("python -c pass", (sys.executable, "-c", "pass"), {}, "")
MINIMAL = floor("minimal", ready="READY-MARK")
TABLE = floor("datatable", "10000", ready="BRK-000040")


def interleaved(rounds: int, cases: Sequence[Case], measure: Callable[[Case], float]) -> dict[str, tuple[float, ...]]:
    """Measures the cases in turn, so that a machine's drift hits all of them; one round first that does not count."""
    found: dict[str, list[float]] = {case.name: [] for case in cases}
    for number in range(rounds + 1):
        for case in cases:
            value = measure(case)
            if number:
                found[case.name].append(value)
    return {name: tuple(values) for name, values in found.items()}


def whole_cpu(case: Case) -> float:
    """CPU ms of a program until it has painted its ready text, or until it ends."""
    with Terminal(case.command, case.env) as terminal:
        if case.ready:
            terminal.wait_for(case.ready)
            return terminal.cpu_ms()
        while not terminal.ended:
            terminal.pump(0.5)
        usage = terminal.kill()
        return (usage.ru_utime + usage.ru_stime) * 1e3 if usage else 0.0


def frame(folder: Path, rounds: int, events: int) -> list[Figure]:
    """G1: CPU until the board with its rows is on the screen, and until a small one is."""
    big, small = board_with(folder, 10_000, events), board_with(folder, 10, 60)
    cases = [MINIMAL, product(big)._replace(name="10,000 breaks"), product(small)._replace(name="10 breaks")]
    found = interleaved(rounds, cases, whole_cpu)
    return [Figure("G1", "first frame", name, "CPU ms", values) for name, values in found.items()]


def command(folder: Path, rounds: int, events: int) -> list[Figure]:
    """G2: CPU of logging one contact, on a board without history (as it is, and with its exchange) and on one with
    a long one."""
    cases = [NOTHING]
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        for name, source in (("empty", board_with(folder, 10, 60)), ("long history", board_with(folder, 10_000, events))):
            home = Path(scratch) / name.replace(" ", "-")
            shutil.copytree(source.parent.parent, home)
            board = home / "board" / source.name
            words = ("contact", first_customer(board), "--channel", "call", "--said", "still on it")
            cases.append(product(board, *words, "--offline")._replace(name=name))
            if name == "empty":
                shared = Path(scratch) / "shared"
                shutil.copytree(home, shared)
                cases.append(product(shared / "board" / source.name, *words)._replace(name="empty, with its exchange"))
        found = interleaved(rounds, cases, whole_cpu)
    return [Figure("G2", "log a contact", name, "CPU ms", values) for name, values in found.items()]


def live(folder: Path, rounds: int, events: int) -> list[Figure]:
    """G3, G4, G9: CPU and bytes for a second that nobody touches, and the memory meanwhile."""
    boards = {
        "50 breaks": board_with(folder, 50, 300),
        "10,000 breaks": board_with(folder, 10_000, events),
        "100,000 breaks": board_with(folder, 100_000, 300_000),
    }
    cases = [product(board)._replace(name=name) for name, board in boards.items()] + [MINIMAL, TABLE]
    if shutil.which("htop"):
        cases.append(Case("htop -d 10", ("htop", "-d", "10"), {}, "PID"))
    cpu: dict[str, list[float]] = {case.name: [] for case in cases}
    volume: dict[str, list[float]] = {case.name: [] for case in cases}
    memory: dict[str, list[float]] = {case.name: [] for case in cases}
    for _ in range(rounds):
        for case in cases:
            with Terminal(case.command, case.env) as terminal:
                terminal.wait_for(case.ready)
                terminal.drain(3)
                spent, moved, began = terminal.cpu_ms(), terminal.bytes, time.perf_counter()
                terminal.drain(10)
                seconds = time.perf_counter() - began
                cpu[case.name].append((terminal.cpu_ms() - spent) / seconds)
                volume[case.name].append((terminal.bytes - moved) / seconds)
                memory[case.name].append(terminal.rss_mib())
    figures = [Figure("G3", "nobody touches it", name, "CPU ms/s", tuple(values)) for name, values in cpu.items()]
    figures += [Figure("G4", "nobody touches it", name, "bytes/s", tuple(values)) for name, values in volume.items()]
    kept = {name: values for name, values in memory.items() if name != "htop -d 10"}
    first = [MINIMAL.name, *(name for name in kept if name != MINIMAL.name)]
    return figures + [Figure("G9", "memory", name, "MiB", tuple(kept[name])) for name in first]


def ticks(folder: Path, rounds: int, events: int) -> list[Figure]:
    """G9: what 100,000 seconds on the wall add to the memory, driven by a clock of the measurement's own."""
    board = board_with(folder, 50, 300)
    command = (sys.executable, "-m", "tests.bench.ticks", str(board), "100000")
    found = json.loads(subprocess.run(command, env={**os.environ, **env_of(board)}, capture_output=True, check=True).stdout)
    return [Figure("G9", "memory, before and after 100,000 ticks", name, "MiB", (found[name],)) for name in ("before", "after")]


def keys(folder: Path, rounds: int, events: int) -> list[Figure]:
    """G6, G7: from a key written to the pty to the first byte of the answer."""
    figures = []
    cases = [product(board_with(folder, 10_000, events)), TABLE]
    for goal, key, count in (("G6", "down", 60), ("G7", "page down", 30)):
        middle: dict[str, list[float]] = {case.name: [] for case in cases}
        late: dict[str, list[float]] = {case.name: [] for case in cases}
        for _ in range(rounds):
            for case in cases:
                first = sorted(answers(case, [KEYS[key]] * count))
                middle[case.name].append(first[len(first) // 2])
                late[case.name].append(first[int(len(first) * 0.95)])
        figures += [Figure(goal, f"{key}, p50", name, "ms", tuple(values)) for name, values in middle.items()]
        figures += [Figure(goal, f"{key}, p95", name, "ms", tuple(values)) for name, values in late.items()]
    return figures


def answers(case: Case, typed: Sequence[bytes], before: bytes = b"", last: bool = False, gap: float = 0.12) -> list[float]:
    """Milliseconds from each key to the first byte of its answer, or to the last before 80 ms of silence."""
    chance, found = random.Random(7), []
    with Terminal(case.command, case.env) as terminal:
        terminal.wait_for(case.ready)
        terminal.settle(0.3, 3)
        if before:
            terminal.write(before)
            terminal.settle(0.5, 3)
        for key in typed:
            terminal.drain(gap * (0.5 + chance.random()))
            began, first, final = time.perf_counter(), 0.0, 0.0
            terminal.write(key)
            while time.perf_counter() - began < 2.0:
                if terminal.pump(2.0 if not first else 0.08):
                    final = time.perf_counter()
                    first = first or final
                elif first:
                    break
            if first:
                found.append(((final if last else first) - began) * 1e3)
    return found


def filtering(folder: Path, rounds: int, events: int) -> list[Figure]:
    """G8: from a letter typed into the filter to the last byte of the settled screen; fzf beside it on the same lines."""
    board = board_with(folder, 10_000, events)
    word = [letter.encode() for letter in "region17"]
    cases = [(product(board), b"/"), (TABLE, b"")]
    if shutil.which("fzf"):
        listed = subprocess.run(
            product(board, "list").command, env={**env_of(board), "WARROOM_BOARD": str(board)}, capture_output=True, check=True
        )
        lines = folder / "lines.txt"
        lines.write_bytes(listed.stdout)
        cases.append((Case("fzf", ("sh", "-c", f"fzf < '{lines}'"), {}, "10000/10000"), b""))
    found: dict[str, list[float]] = {case.name: [] for case, _ in cases}
    for _ in range(rounds):
        for case, before in cases:
            found[case.name].append(statistics.median(answers(case, word, before, last=True, gap=0.3)))
    return [Figure("G8", "a letter in the filter", name, "ms", tuple(values)) for name, values in found.items()]


MEASURES: dict[str, Callable[[Path, int, int], list[Figure]]] = {
    "frame": frame,
    "command": command,
    "live": live,
    "ticks": ticks,
    "keys": keys,
    "filter": filtering,
}
