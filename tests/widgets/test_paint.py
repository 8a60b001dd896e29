"""What is painted line by line must be what a full repaint paints: a real terminal's bytes, read by an emulator."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.bench.terminal import Terminal

pyte = pytest.importorskip("pyte")
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs a pty and /proc")

ROOT = Path(__file__).parents[2]


class Shown(NamedTuple):
    """The screen at the end."""

    characters: list[str]
    """A line each: every character with its colours."""
    last_line: str


def shown(*arguments: str, columns: int, rows: int) -> Shown:
    """What stands on the screen when the program is done."""
    command = (sys.executable, "-m", "tests.widgets.board_on_a_terminal", *arguments)
    with Terminal(command, {"PYTHONPATH": str(ROOT)}, columns=columns, rows=rows) as terminal:
        terminal.wait_for("D ONE", timeout=60)
        terminal.settle(0.3, 3)
        content = b"".join(burst.content for burst in terminal.bursts)
    screen = pyte.Screen(columns, rows)
    pyte.ByteStream(screen).feed(content)
    lines = [repr([screen.buffer[y][x] for x in range(columns)]) for y in range(rows)]
    return Shown(lines, screen.display[-1].strip())


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40), (200, 50)])
def test_many_patches_leave_the_screen_that_a_full_repaint_gives(columns: int, rows: int) -> None:
    patched = shown(columns=columns, rows=rows)
    whole = shown("full", columns=columns, rows=rows)
    assert patched.characters == whole.characters
    assert int(patched.last_line.removeprefix("D ONE ")) > 150, "the lines were not painted by themselves"
