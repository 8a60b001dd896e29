"""What was edited is a draft: on disk at once, there again, never replaced in silence; and the user's own editor."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.clock import MINUTE
from tests.warroom.desk import Desk
from tests.warroom.screens.opened import Opener, press, screen_text, settled
from tests.warroom.screens.previewing import LETTER, Values, drafts_in, open_preview, preview, until, write
from warroom.app import WarroomApp
from warroom.screens.confirm import ConfirmScreen
from warroom.screens.verbs import VerbsScreen


def kept(desk: Desk) -> list[str]:
    """The texts of the drafts on disk."""
    found = [json.loads(path.read_text("utf-8"))["values"] for path in drafts_in(desk.folder / "state")]
    return [values["text"] for values in found if "text" in values]


async def test_a_draft_is_on_disk_while_it_is_typed(desk: Desk, opened: Opener) -> None:
    """So it survives a program that is killed: nothing has to be closed for it."""
    id_ = desk.open()
    async with opened((120, 40)) as pilot:
        await open_preview(pilot, desk, id_)
        assert kept(desk) == []
        await write(pilot, "iMine. ")
        await until(pilot, lambda: kept(desk) == [f"Mine. {LETTER}"])


async def test_it_is_there_again_for_its_break_and_summary_only(desk: Desk, opened: Opener) -> None:
    id_, other = desk.open(), desk.open("Bluebird Hotels")
    async with opened((120, 40)) as pilot:
        await open_preview(pilot, desk, id_)
        await write(pilot, "iMine. ")
        await press(pilot, "escape", "escape")
        desk.clock.advance(5 * MINUTE)
        again = await open_preview(pilot, desk, id_)
        assert again.area.text == f"Mine. {LETTER}"
        assert "your draft of 5 m ago" in screen_text(pilot)
        await press(pilot, "escape")
        for about, name in ((other, "letter"), (id_, "brief")):
            screen = await open_preview(pilot, desk, about, name)
            assert screen.area.text == LETTER
            await press(pilot, "escape")


async def test_a_text_as_it_was_made_needs_no_draft(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    async with opened((120, 40)) as pilot:
        await open_preview(pilot, desk, id_)
        await write(pilot, "iX")
        await press(pilot, "backspace", "escape", "escape")
        assert kept(desk) == []


@asynccontextmanager
async def moved_on(desk: Desk, opened: Opener) -> AsyncIterator[tuple[Pilot[None], str]]:
    """A draft whose record moved on since, opened again."""
    id_ = desk.open()
    async with opened((120, 40)) as pilot:
        await open_preview(pilot, desk, id_)
        await write(pilot, "iMine. ")
        await press(pilot, "escape", "escape")
        await open_preview(pilot, desk, id_, values=Values(desk, "Dear Mary,\n\nit is fixed.\n"))
        assert isinstance(pilot.app.screen, VerbsScreen)
        assert "The record moved on since your draft" in screen_text(pilot)
        yield pilot, id_


async def test_the_draft_can_be_kept_when_the_record_moved_on(desk: Desk, opened: Opener) -> None:
    async with moved_on(desk, opened) as (pilot, id_):
        await press(pilot, "k")
        assert preview(pilot).area.text == f"Mine. {LETTER}"
        await press(pilot, "escape")
        await open_preview(pilot, desk, id_, values=Values(desk, "Dear Mary,\n\nit is fixed.\n"))
        assert preview(pilot).area.text == f"Mine. {LETTER}"


async def test_it_can_be_made_anew_and_brought_back(desk: Desk, opened: Opener) -> None:
    async with moved_on(desk, opened) as (pilot, _):
        await press(pilot, "a")
        screen = preview(pilot)
        await until(pilot, lambda: screen.area.text == "Dear Mary,\n\nit is fixed.\n")
        assert kept(desk) == []
        await press(pilot, "i", "ctrl+z")
        assert screen.area.text == f"Mine. {LETTER}"


async def test_looking_away_from_the_question_keeps_it(desk: Desk, opened: Opener) -> None:
    async with moved_on(desk, opened) as (pilot, _):
        await press(pilot, "escape")
        assert preview(pilot).area.text == f"Mine. {LETTER}"
        assert "A makes it anew" in screen_text(pilot)


async def test_making_it_anew_asks_before_what_was_written_goes(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    async with opened((120, 40)) as pilot:
        screen = await open_preview(pilot, desk, id_)
        await write(pilot, "iMine. ")
        await press(pilot, "escape", "A")
        assert isinstance(pilot.app.screen, ConfirmScreen)
        await press(pilot, "enter", "n")
        assert screen.area.text == f"Mine. {LETTER}"
        await press(pilot, "A", "y")
        await until(pilot, lambda: screen.area.text == LETTER)


async def test_the_record_moves_on_while_it_is_open(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    values = Values(desk)
    async with opened((120, 40)) as pilot:
        screen = await open_preview(pilot, desk, id_, values=values)
        values.text = "Dear Mary,\n\nit is fixed.\n"
        desk.open("Bluebird Hotels")
        screen.tick(desk.clock.now())
        await until(pilot, lambda: screen.area.text == values.text)
        await write(pilot, "iMine. ")
        await press(pilot, "escape")
        values.text = "Dear Mary,\n\nall is well.\n"
        desk.open("Cobalt Clinics")
        screen.tick(desk.clock.now())
        await until(pilot, lambda: "the record moved on" in screen_text(pilot))
        assert screen.area.text == "Mine. Dear Mary,\n\nit is fixed.\n"


class LendingApp(WarroomApp):
    """The app on a terminal that can be lent to an editor."""

    @contextmanager
    def suspend(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def edited(desk: Desk, folder: Path, does: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Pilot[None]]:
    """A preview whose editor is a script that does something with `path`, after `E`."""
    script = folder / "editor.py"
    script.write_text(f"import sys, pathlib\npath = pathlib.Path(sys.argv[-1])\n{does}\n", "utf-8")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    id_ = desk.open()
    app = LendingApp(desk.live)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await settled(pilot)
        await open_preview(pilot, desk, id_)
        await press(pilot, "E")
        yield pilot


async def test_the_editor_s_text_is_taken_and_is_a_draft(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with edited(desk, tmp_path, "path.write_text('Dear Mary,\\n\\nmine.', 'utf-8')", monkeypatch) as pilot:
        assert preview(pilot).area.text == "Dear Mary,\n\nmine.\n"
        await until(pilot, lambda: kept(desk) == ["Dear Mary,\n\nmine.\n"])
        await press(pilot, "i", "ctrl+z")
        assert preview(pilot).area.text == LETTER


@pytest.mark.parametrize(
    ("does", "says"),
    [
        ("sys.exit(2)", "ended with 2"),
        ("path.write_bytes(b'\\xff\\xfe')", "not UTF-8"),
        ("path.write_text('')", "left nothing"),
        ("", "Nothing was changed"),
    ],
)
async def test_whatever_the_editor_does_nothing_is_lost(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str, says: str
) -> None:
    async with edited(desk, tmp_path, does, monkeypatch) as pilot:
        assert preview(pilot).area.text == LETTER
        assert says in " ".join(screen_text(pilot).split())


async def test_a_missing_editor_is_said(desk: Desk, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "/no/such/editor")
    id_ = desk.open()
    app = LendingApp(desk.live)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await settled(pilot)
        await open_preview(pilot, desk, id_)
        await press(pilot, "E")
        assert "can't be started" in screen_text(pilot)
        assert preview(pilot).area.text == LETTER
