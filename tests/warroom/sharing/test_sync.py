"""`warroom sync`: what it says and how it ends; `--watch` in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from store.clock import SystemClock
from tests.warroom.commands.conftest import Desk
from tests.warroom.sharing.conftest import folder_of

ROOT = Path(__file__).parents[3]
PATIENCE = 20.0


def test_it_brings_what_waits_and_takes_in_what_came(ana: Desk, ben: Desk) -> None:
    ana.good("open", "--customer", "Acme", "--what", "x", "--offline")
    found = ana.json("sync")
    assert {key: found[key] for key in ("taken_in", "published", "adopted", "set_aside")} == {
        "taken_in": 0,
        "published": 2,
        "adopted": 0,
        "set_aside": [],
    }
    assert found["sync"]["state"] == "in-step"
    assert ben.good("sync").out == "took in 3, brought 0; in step\n"
    assert ben.good("sync").out == "took in 0, brought 0; in step\n"
    assert ben.json("list", "--offline")["breaks"][0]["customer"] == "Acme"


def test_a_board_that_can_not_be_reached_is_code_3(ana: Desk) -> None:
    ana.good("open", "--customer", "Acme", "--what", "x", "--offline")
    folder_of(ana).rename(folder_of(ana).with_name("away"))
    answer = ana.run("sync", "--json")
    assert answer.code == 3
    assert answer.json["sync"]["state"] == "unreachable"
    assert answer.err.startswith("warroom: 2 events wait for the shared board: ")
    assert not folder_of(ana).exists()


def test_what_is_set_aside_is_named_with_its_reason(ana: Desk) -> None:
    name = f"{'a' * 12}.1-1.abcdef.seg"
    (folder_of(ana) / name).write_bytes(b"half")
    answer = ana.good("sync", "--json")
    (aside,) = answer.json["set_aside"]
    assert (aside["name"], aside["kind"]) == (name, "bad")
    assert aside["reason"]
    assert name in answer.err


@pytest.mark.parametrize("words", [["--offline"], ["--watch", "--limit", "2s"], ["--limit", "soon"]])
def test_what_makes_no_sense_is_refused(ana: Desk, words: list[str]) -> None:
    ana.bad("sync", *words)


@pytest.fixture
def watching(ana: Desk) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts `warroom sync --watch --json` on ana's installation; it is ended with the test."""
    started: list[subprocess.Popen[str]] = []
    own = {"WARROOM_HOME": str(ana.home), "WARROOM_BOARD": str(ana.board), "WARROOM_ACTOR": "ana", "PYTHONPATH": str(ROOT)}

    def start() -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "warroom", "sync", "--watch", "--json"]
        started.append(subprocess.Popen(command, env={**os.environ, **own}, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def line(process: subprocess.Popen[str], holds: Callable[[Any], bool]) -> Any:
    """The next line that it says of which something holds."""
    assert process.stdout is not None
    for text in process.stdout:
        if holds(found := json.loads(text)):
            return found
    raise AssertionError("it ended")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM")
def test_watching_publishes_what_commands_write_and_ends_when_it_is_told_to(
    ana: Desk, ben: Desk, watching: Callable[[], subprocess.Popen[str]]
) -> None:
    ana.clock.at = ben.clock.at = SystemClock().now()
    ben.good("list")
    process = watching()
    line(process, lambda said: said["sync"]["state"] == "in-step")
    ana.open("Acme")
    line(process, lambda said: said["published"] == 2)
    ben.open("Elm")
    line(process, lambda said: said["taken_in"] == 2)
    assert {row["customer"] for row in ana.json("list", "--offline")["breaks"]} == {"Acme", "Elm"}
    process.send_signal(signal.SIGTERM)
    end = monotonic() + PATIENCE
    while process.poll() is None:
        assert monotonic() < end
        sleep(0.01)
    assert process.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use is not moved there, and nobody is stopped")
def test_watching_goes_on_after_the_folder_was_away_or_replaced_and_the_machine_slept(
    ana: Desk, ben: Desk, watching: Callable[[], subprocess.Popen[str]]
) -> None:
    ana.clock.at = ben.clock.at = SystemClock().now()
    ben.good("list")
    process, folder = watching(), folder_of(ana)
    line(process, lambda said: said["sync"]["state"] == "in-step")
    away = folder.rename(folder.with_name("away"))
    line(process, lambda said: said["sync"]["state"] == "unreachable")
    away.rename(folder)
    line(process, lambda said: said["sync"]["state"] == "in-step")
    ben.open("Acme")
    line(process, lambda said: said["taken_in"] == 2)
    folder.rename(away)
    shutil.copytree(away, folder)  # another folder of the same name, as a remount or a sync program makes
    ben.open("Elm")
    line(process, lambda said: said["taken_in"] == 2)
    process.send_signal(signal.SIGSTOP)
    ben.open("Fir")
    process.send_signal(signal.SIGCONT)
    line(process, lambda said: said["taken_in"] == 2)
    assert {row["customer"] for row in ana.json("list", "--offline")["breaks"]} == {"Acme", "Elm", "Fir"}
