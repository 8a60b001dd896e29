"""Everybody writes at once over each engine and in both layouts: one board at the end, nothing lost, conflict copies merged."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.engines.conftest import need
from tests.engines.processes import end, launch, python
from tests.engines.trial import Outcome

pytestmark = pytest.mark.engine
QUICK_SINGLE = ("gap=4000", "busy_gap=4000")
"""A single file is published fifteen seconds apart at least; here sooner, so that more conflicts come together."""


class Kind(NamedTuple):
    """A trial: which program, in which layout, for how many seconds."""

    program: str
    layout: str
    seconds: int


KINDS = [
    Kind("unison", "folder", 45),
    Kind("rclone", "folder", 45),
    Kind("syncthing", "single", 25),
    Kind("unison", "single", 25),
    Kind("rclone", "single", 25),
]
Starter = Callable[[Kind], "Running"]


class Running:
    """A trial in a process of its own."""

    def __init__(self, kind: Kind, folder: Path) -> None:
        name = f"{kind.program}-{kind.layout}"
        self.log, self.answer = folder / f"{name}.log", folder / f"{name}.json"
        args = [
            "--engines",
            kind.program,
            "--layouts",
            kind.layout,
            "--people",
            "3",
            "--seconds",
            str(kind.seconds),
            "--every",
            "3",
        ]
        waits = ["--wait", *QUICK_SINGLE] if kind.layout == "single" else []
        self.process: subprocess.Popen[bytes] = launch(
            python("tests.engines", *args, "--watcher-delay", "1", *waits, "--json", str(self.answer)), self.log
        )

    def outcome(self) -> Outcome:
        """What it showed, when it has ended."""
        self.process.wait(240)
        assert self.answer.exists(), self.log.read_text("utf-8", "replace")[-5_000:]
        (found,) = json.loads(self.answer.read_text("utf-8"))
        return Outcome(**found)


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Starter]:
    """Starts a trial, and with the first one all others that are asked for: they wait for their engines most of the time."""
    folder = tmp_path_factory.mktemp("trials")
    running: dict[Kind, Running] = {}
    asked = [
        item.callspec.params["kind"] for item in request.session.items if hasattr(item, "callspec") and item.path == request.path
    ]

    def starter(kind: Kind) -> Running:
        for one in [kind, *asked]:
            if one not in running and shutil.which(one.program):
                running[one] = Running(one, folder)
        return running[kind]

    yield starter
    for one in running.values():
        end(one.process)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.program}-{kind.layout}")
def test_everybody_writes_and_nothing_is_lost(kind: Kind, start: Starter) -> None:
    need(kind.program)
    outcome = start(kind).outcome()
    assert outcome.written >= 3 * kind.seconds / 3 / 2
    assert outcome.lost == 0
    assert outcome.digests == 1
    assert len(outcome.delays) >= outcome.written
    if kind.layout == "folder":
        assert outcome.copies == 0
