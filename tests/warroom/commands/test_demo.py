"""`warroom demo --picture`: a well-formed picture of the demo's board, and no trace of the demo anywhere else."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.warroom.commands.conftest import Desk

ROOT = Path(__file__).parents[3]


def demo(home: Path, *args: str) -> subprocess.CompletedProcess[bytes]:
    """Runs `warroom demo` in a process of its own, which has no folder but `home` and its own `tmp`."""
    (home / "tmp").mkdir(parents=True, exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    own = {"HOME": str(home), "TMPDIR": str(home / "tmp"), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "warroom", "demo", *args]
    return subprocess.run(command, env={**kept, **own}, cwd=home, capture_output=True, stdin=subprocess.DEVNULL, check=False)


def text_of(svg: str) -> str:
    """The text of a picture, a line each."""
    lines: dict[str, list[tuple[float, str]]] = {}
    for x, y, content in re.findall(r'<text [^>]*?x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)</text>', svg):
        lines.setdefault(y, []).append((float(x), html.unescape(content)))
    return "\n".join("".join(part for _, part in sorted(parts)) for _, parts in lines.items()).replace("\xa0", " ")


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40), (200, 50)])
def test_a_picture_is_well_formed_and_nothing_is_written_beside_it(tmp_path: Path, columns: int, rows: int) -> None:
    home = tmp_path / "home"
    done = demo(home, "--picture", "board.svg", "--columns", str(columns), "--rows", str(rows))
    assert (done.returncode, done.stdout.decode(), done.stderr.decode()) == (0, "", "Wrote board.svg\n")
    assert sorted(path.relative_to(home).as_posix() for path in home.rglob("*")) == ["board.svg", "tmp"]
    svg = (home / "board.svg").read_text("utf-8")
    assert ET.fromstring(svg).tag.endswith("svg")
    assert not re.search(r"url\([^#]|href|@import", svg)
    shown = text_of(svg)
    for name in ("Northwind", "Bluebird Hotels", "Harbor Foods", "Ōkubo Optics", "4 customers", "14:32:07"):
        assert name in shown
    assert ("Guests charged twice" in shown) == (columns > 120)


def test_keys_are_pressed_before_the_picture(tmp_path: Path) -> None:
    done = demo(tmp_path, "--picture", "a.svg", "--press", "slash,h,a,r,b,enter,d")
    assert done.returncode == 0, done.stderr
    shown = text_of((tmp_path / "a.svg").read_text("utf-8"))
    assert "Orders stuck in the new portal" in shown
    assert "Timeline" in shown


def test_a_picture_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    done = demo(tmp_path, "--picture", "no/where.svg")
    assert done.returncode == 3
    assert done.stderr.count(b"\n") == 1
    assert b"can't be written" in done.stderr
    assert list((tmp_path / "tmp").iterdir()) == []


def test_keep_wants_a_new_folder(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("x")
    assert "is not empty" in desk.bad("demo", "--keep", str(tmp_path / "full"))
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine"]
