"""The first start: no board, no name, a configuration that can't be read."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input, Static

from store.clock import ManualClock
from store.replica import Replica
from store.sync.board_file import create_board_file, read_board_file
from tests.warroom.casting import NOW, ZONE, plain_break
from tests.warroom.screens.conftest import HeardApp, LiveDesk
from warroom.known_boards import remember
from warroom.live import Live
from warroom.places import Places
from warroom.screens.board import BoardScreen
from warroom.screens.who import WhoScreen
from warroom.welcome import DEMO, WelcomeApp

ROOT = Path(__file__).parents[2]


def places_in(folder: Path) -> Places:
    return Places(folder / "config.toml", folder / "data", folder / "state")


async def welcomed(folder: Path, *keys: str, known: tuple[str, ...] = (), wrong: str = "") -> str | None:
    """What the welcome ends with after some keys; `wrong` must be said before it is left."""
    app = WelcomeApp(known, places_in(folder), NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        for key in keys:
            if len(key) > 1 and "/" in key:
                app.post_message(Paste(key))
            else:
                await pilot.press(key)
        if wrong:
            await until(pilot, lambda: wrong in str(app.query_one("#welcome-trouble", Static).render()))
            await pilot.press("escape", "escape")
    return app.return_value


async def until(pilot: Pilot[str], holds: Callable[[], bool]) -> None:
    end = monotonic() + 20
    while not holds():
        assert monotonic() < end
        await pilot.pause(0.002)


async def test_it_makes_a_board_opens_one_shows_the_demo_and_leaves(tmp_path: Path) -> None:
    made = tmp_path / "ops.warroom"
    assert await welcomed(tmp_path, "n", str(tmp_path / "ops"), "enter") == str(made)
    assert read_board_file(made).name == "ops"
    assert await welcomed(tmp_path, "o", str(made), "enter") == str(made)
    assert await welcomed(tmp_path, "d") == DEMO
    assert await welcomed(tmp_path, "q") is None
    assert await welcomed(tmp_path, "n", *"qd", "escape", "escape") is None


async def test_it_lists_the_boards_that_are_still_there_newest_first(tmp_path: Path) -> None:
    paths = [str(tmp_path / f"{name}.warroom") for name in ("one", "two", "[b]three")]
    for path in paths:
        create_board_file(Path(path), "x", NOW)
    known = (paths[0], str(tmp_path / "gone.warroom"), *paths[1:])
    assert await welcomed(tmp_path, "enter", known=known) == paths[2]
    assert await welcomed(tmp_path, "down", "down", "enter", known=known) == paths[0]


async def test_what_can_not_be_made_or_found_is_said_and_what_was_typed_stays(tmp_path: Path) -> None:
    there = tmp_path / "ops.warroom"
    create_board_file(there, "x", NOW)
    assert await welcomed(tmp_path, "n", str(there), "enter", wrong=str(there)) is None
    assert await welcomed(tmp_path, "o", str(tmp_path / "no.warroom"), "enter", wrong="is not there: n makes a new board") is None
    assert await welcomed(tmp_path, "n", str(there / "x"), "enter", wrong="can't be made") is None
    assert await welcomed(tmp_path, "n", f"{tmp_path}/{'x' * 300}", "enter", wrong="can't be made") is None
    assert await welcomed(tmp_path, "o", f"{tmp_path}/{'x' * 300}", "enter", wrong="is not there") is None
    assert await welcomed(tmp_path, "o", "~nobody-of-that-name/x", "enter", wrong="is not there") is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ops.warroom", "ops.warroom.d"]


async def test_a_start_without_a_name_asks_who_you_are(replica: Replica, clock: ManualClock, tmp_path: Path) -> None:
    id_ = plain_break(replica)
    app = HeardApp(Live(replica, clock, ZONE, "", places_in(tmp_path), {}))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        desk = LiveDesk(app, pilot, replica, clock)
        await desk.on(WhoScreen)
        assert "Who are you? Your name stands with everything" in desk.text
        await desk.do("enter")
        assert isinstance(desk.screen, WhoScreen)
        assert app.screen.query_one(Input).value == ""
        await desk.do(*"  Zoë ", "enter")
        await desk.board()
        assert " Zoë " in desk.text.splitlines()[0]
        await desk.do("t")
        await desk.form("note")
        await desk.do(*"seen", "ctrl+s")
        await desk.hears("Saved on Harbor Foods")
        assert [event.actor for event in replica.cases().events(f"break:{id_}")][-1] == "Zoë"


async def test_one_may_look_on_without_a_name(replica: Replica, clock: ManualClock, tmp_path: Path) -> None:
    plain_break(replica)
    app = HeardApp(Live(replica, clock, ZONE, "", places_in(tmp_path), {}))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        desk = LiveDesk(app, pilot, replica, clock)
        await desk.on(WhoScreen)
        await desk.do("escape")
        assert isinstance(desk.screen, BoardScreen)
        assert "Harbor Foods" in desk.text
        for key in ("t", "n", "p", "h"):
            desk.told.clear()
            await desk.do(key)
            await desk.hears("@ says who you are")
            assert isinstance(desk.screen, BoardScreen)


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("me = 5", "me is no text"),
        ("board = [", "mend the file"),
        ('zone = "Mars/Base"', "Mars/Base"),
        (b"me = '\xff'", "save it as UTF-8"),
        ("board = true", "board is no text"),
    ],
)
def test_a_configuration_that_can_not_be_used_to_start_with_ends_it_with_one_line(
    tmp_path: Path, config: str | bytes, said: str
) -> None:
    create_board_file(tmp_path / "ops.warroom", "ops", NOW)
    (tmp_path / "config.toml").write_bytes(config if isinstance(config, bytes) else config.encode())
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    env = {**kept, "WARROOM_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    board = [] if "board" in str(config) else [str(tmp_path / "ops.warroom")]
    done = subprocess.run(
        [sys.executable, "-m", "warroom", *board], env=env, capture_output=True, stdin=subprocess.DEVNULL, check=False
    )
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert done.stderr.decode().startswith("warroom: ")
    assert done.stderr.count(b"\n") == 1
    assert not done.stdout


async def test_a_board_that_was_opened_here_is_not_made_anew_when_its_file_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "ops.warroom"
    places = places_in(tmp_path)
    remember(places, str(gone), "a1" * 16)
    Replica.open(places.replica("a1" * 16), "a1" * 16, ManualClock(NOW), ZONE).close()
    assert await welcomed(tmp_path, "n", str(gone), "enter", wrong="its file is gone") is None
    assert not gone.exists()
    assert await welcomed(tmp_path, "o", str(gone), "enter") == str(gone)
