"""The statistics screen: figures of a period, groups, definitions with their cases, export."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.actions.board import set_policy
from store.actions.contacts import log_contact
from store.actions.promises import make_promise, settle_promise
from store.actions.stages import set_stage
from tests.warroom.desk import Desk
from tests.warroom.screens.opened import Opener, board_screen, break_screen, press, screen_text
from warroom.screens.figure import FigureScreen
from warroom.screens.help import HelpScreen
from warroom.screens.stats import StatsScreen
from warroom.statistics.figures import FIGURES
from widgets.line_panel import LinePanel
from widgets.text_block import TextBlock

SIZES = [(80, 24), (120, 40), (200, 50)]


def stats(pilot: Pilot[None]) -> StatsScreen:
    """The statistics screen, which must be shown."""
    screen = pilot.app.screen
    assert isinstance(screen, StatsScreen)
    return screen


def beside(pilot: Pilot[None]) -> str:
    """What stands beside the list."""
    rows = stats(pilot).query_one(TextBlock).rows
    return "\n".join("".join(text for text, _ in row) for row in rows)


async def choose(pilot: Pilot[None], name: str) -> None:
    """Moves down to a figure."""
    for _ in FIGURES:
        if stats(pilot).query_one(LinePanel).selected_key == name:
            return
        await press(pilot, "down")
    raise AssertionError(name)


def fill(desk: Desk) -> str:
    """A fixed break with a kept promise, seven that were fixed in other weeks, and an open one of [/hostile]. The first's id."""
    id_ = desk.open("Acme Freight", "Label API down", minutes_ago=240)
    desk.do(lambda tx: log_contact(tx, [id_], "call", kind="apology"), 230)
    desk.do(lambda tx: make_promise(tx, [id_], "full fix", by="2h", kind="fix"), 220)
    desk.do(lambda tx: settle_promise(tx, id_, "1", "kept"), 150)
    desk.do(lambda tx: set_stage(tx, id_, "fixed"), 150)
    for week in range(1, 3):
        for number in range(5):
            other = desk.open(f"Customer {number}", minutes_ago=week * 7 * 1440 + 60 * number, severity=3)
            desk.do(lambda tx, other=other: set_stage(tx, other, "fixed"), week * 7 * 1440 - 60 * number)  # type: ignore[misc]
    desk.open("[/hostile] [bold]", "x", minutes_ago=30, severity=2)
    return id_


@pytest.mark.parametrize("size", SIZES)
async def test_every_size_shows_the_figures_and_the_selected_one_in_full(desk: Desk, opened: Opener, size: tuple[int, int]) -> None:
    fill(desk)
    async with opened(size) as pilot:
        await press(pilot, "4")
        shown = screen_text(pilot)
        assert "last 30 days" in shown
        assert "12 breaks on record" in shown
        assert "Time within the cadence" in shown
        await choose(pilot, "promises-last")
        assert "1 of 1" in screen_text(pilot)
        await choose(pilot, "time-to-fix")
        assert "n 11, 1 open" in beside(pilot)
        assert "p50 by" in screen_text(pilot)
        assert "│" in screen_text(pilot)
        await press(pilot, "escape")
        board_screen(pilot)


async def test_an_empty_board_says_so(desk: Desk, opened: Opener) -> None:
    async with opened() as pilot:
        await press(pilot, "4")
        assert "No break is on record yet" in screen_text(pilot)
        await press(pilot, "enter", "tab", "right", "left", "e", "Y", "escape")
        board_screen(pilot)


async def test_periods(desk: Desk, opened: Opener) -> None:
    fill(desk)
    async with opened() as pilot:
        await press(pilot, "4")
        await choose(pilot, "breaks")
        assert "n 12" in beside(pilot)
        await press(pilot, "left")
        assert "last 7 days" in screen_text(pilot)
        assert "n 3" in beside(pilot), "what was opened to the moment a week ago, too"
        await press(pilot, "left")
        assert "last 7 days" in screen_text(pilot)
        await press(pilot, *["right"] * 5)
        assert "all that is on record" in screen_text(pilot)
        assert "n 12" in beside(pilot)


async def test_where_nothing_is_in_the_period_all_is_shown(desk: Desk, opened: Opener) -> None:
    id_ = desk.open(minutes_ago=90 * 1440)
    desk.do(lambda tx: set_stage(tx, id_, "closed"), 80 * 1440)
    async with opened() as pilot:
        await press(pilot, "4")
        assert "all that is on record" in screen_text(pilot)


async def test_groups_and_that_owners_are_left_out_until_the_team_wants_them(desk: Desk, opened: Opener) -> None:
    fill(desk)
    async with opened() as pilot:
        await press(pilot, "4")
        await choose(pilot, "breaks")
        await press(pilot, "tab")
        assert "by severity" in screen_text(pilot)
        assert "n 10" in beside(pilot)
        await press(pilot, "tab")
        assert "by customer" in screen_text(pilot)
        assert "[/hostile] [bold]" in beside(pilot)
        await press(pilot, "tab", "tab", "tab", "tab")
        assert stats(pilot).by == "found"
        assert "owner_statistics=on" in screen_text(pilot)
        await press(pilot, *["shift+tab"] * 6)
        assert stats(pilot).by == ""
    desk.do(lambda tx: set_policy(tx, ["owner_statistics=on"]))
    async with opened() as pilot:
        await press(pilot, "4", *["tab"] * 6)
        assert "by owner" in screen_text(pilot)


async def test_the_definition_and_the_cases_are_one_key_away_and_a_case_opens(desk: Desk, opened: Opener) -> None:
    id_ = fill(desk)
    async with opened() as pilot:
        await press(pilot, "4")
        await choose(pilot, "promises-last")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, FigureScreen)
        shown = screen_text(pilot)
        assert "the last date that the customer was told" in " ".join(shown.split())
        assert "It counts in the period of when the promise was made" in shown
        assert "Acme Freight" in shown
        await press(pilot, "enter")
        assert break_screen(pilot).break_id == id_
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, FigureScreen)
        await press(pilot, "escape")
        stats(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_every_definition_fits(desk: Desk, opened: Opener, size: tuple[int, int]) -> None:
    fill(desk)
    async with opened(size) as pilot:
        await press(pilot, "4", "tab", "enter")
        shown = " ".join(screen_text(pilot).split())
        assert "divided by their whole time" in shown
        assert "Cases" in shown
        assert "over" in shown


@pytest.mark.parametrize(("letter", "ending"), [("c", "csv"), ("j", "json")])
async def test_export_asks_which_and_says_where(
    desk: Desk, opened: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, letter: str, ending: str
) -> None:
    fill(desk)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    async with opened((120, 40)) as pilot:
        await press(pilot, "4", "tab", "e")
        assert not list(Path.cwd().iterdir())
        await press(pilot, letter)
        (path,) = Path.cwd().iterdir()
        assert path.name == f"warroom-stats-2026-11-22-1400.{ending}"
        assert f"Written: {path}" in [toast.message for toast in pilot.app._notifications]
    text = path.read_text("utf-8")
    if ending == "json":
        found = json.loads(text)
        assert (found["by"], found["breaks"]) == ("severity", 12)
        assert found["since"].startswith("2026-10-23")
    else:
        assert {row["figure"] for row in csv.DictReader(text.splitlines())} == {figure.name for figure in FIGURES}


async def test_what_was_logged_meanwhile_counts_when_one_comes_back(desk: Desk, opened: Opener) -> None:
    fill(desk)
    async with opened() as pilot:
        await press(pilot, "4")
        await choose(pilot, "breaks")
        await press(pilot, "enter")
        desk.open("Cobalt")
        await press(pilot, "escape")
        assert "n 13" in beside(pilot)


async def test_help_and_palette_know_its_keys(desk: Desk, opened: Opener) -> None:
    desk.open()
    async with opened((150, 60)) as pilot:
        await press(pilot, "4", "question_mark")
        assert isinstance(pilot.app.screen, HelpScreen)
        assert "a longer period" in screen_text(pilot)
        await press(pilot, "escape", "ctrl+p", *"longer")
        assert "a longer period" in screen_text(pilot)
