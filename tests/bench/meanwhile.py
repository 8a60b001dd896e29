"""The measurement of keys on the live board while the events of others come in."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import time
from pathlib import Path

from tests.bench.boards import board_with
from tests.bench.exchange import FOREIGN, Bench
from tests.bench.measures import KEYS, Figure, product
from tests.bench.terminal import Terminal

HISTORY = 100_000
"""Events of the board at most, as it publishes all of them first."""
PRESSED = 80
"""Keys that are pressed in a round, on the quiet board and again while it takes in."""


def meanwhile(folder: Path, rounds: int, events: int) -> list[Figure]:
    """G11: from a key to the first byte of its answer, before and while the live board takes in 100,000 foreign events."""
    events = min(events, HISTORY)
    bench = Bench(folder, events)
    _published(bench, folder, events)
    quiet: list[list[float]] = []
    busy: list[list[float]] = []
    try:
        for _ in range(rounds):
            board = _copied(bench)
            with Terminal(product(board).command, product(board).env) as terminal:
                terminal.wait_for("in step")
                terminal.settle(0.5, 10)
                quiet.append(pressed(terminal))
                for segment in bench.folder.iterdir():
                    shutil.copy(segment, board.with_name(board.name + ".d"))
                terminal.drain(1.0)
                busy.append(pressed(terminal))
    finally:
        shutil.rmtree(bench.scratch)
    what = f"cursor down, {FOREIGN:,} events coming in"
    cases = {"before": quiet, "meanwhile": busy}
    figures = []
    for name, found in cases.items():
        figures.append(Figure("G11", f"{what}, p50", name, "ms", tuple(each[len(each) // 2] for each in found)))
        figures.append(Figure("G11", f"{what}, p95", name, "ms", tuple(each[int(len(each) * 0.95)] for each in found)))
    return figures


def _published(bench: Bench, folder: Path, events: int) -> None:
    """Makes a copy of the long board's installation that has published all that it wrote."""
    source = board_with(folder, 10_000, events)
    home = bench.scratch / "published"
    shutil.copytree(source.parent.parent, home)
    board = home / "board" / source.name
    made = product(board, "sync")
    while subprocess.run(made.command, env={**os.environ, **made.env}, capture_output=True, check=False).returncode:
        pass  # a sync publishes for a limited time


def _copied(bench: Bench) -> Path:
    """That installation in a place of its own. Its board file."""
    home = bench.scratch / "live"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(bench.scratch / "published", home)
    (board,) = (home / "board").glob("*.warroom")
    return board


def pressed(terminal: Terminal) -> list[float]:
    """Milliseconds from each key to the first byte that comes after it, in ascending order."""
    chance, found = random.Random(7), []
    for _ in range(PRESSED):
        terminal.drain(0.06 * (0.5 + chance.random()))
        began = time.perf_counter()
        terminal.write(KEYS["down"])
        if terminal.pump(2.0):
            found.append((time.perf_counter() - began) * 1e3)
        terminal.drain(0.03)
    return sorted(found)
