"""A program that is killed while somebody edits a letter: what was typed is there again."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic

from tests.warroom.desk import Desk
from tests.warroom.screens.opened import Opener, screen_text
from tests.warroom.screens.previewing import LETTER, PATIENCE, drafts_in, open_preview, until

EDITS = """
import asyncio, sys
from pathlib import Path
from tests.warroom.desk import Desk
from tests.warroom.screens.previewing import open_preview, write
from warroom.app import WarroomApp

async def edit(folder, id_):
    desk = Desk(Path(folder))
    async with WarroomApp(desk.live).run_test(size=(80, 24)) as pilot:
        await open_preview(pilot, desk, id_)
        await write(pilot, "iMine, not saved. ")
        await asyncio.Event().wait()

asyncio.run(edit(*sys.argv[1:]))
"""


def typed_on_disk(folder: Path) -> bool:
    """Whether a draft holds what is typed."""
    with suppress(OSError):
        return any("Mine, not saved." in path.read_text("utf-8") for path in drafts_in(folder / "state"))
    return False


async def test_what_was_typed_survives_a_kill(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    editing = subprocess.Popen([sys.executable, "-c", EDITS, str(desk.folder), id_])
    try:
        end = monotonic() + 2 * PATIENCE
        while not typed_on_disk(desk.folder):
            assert editing.poll() is None, "it ended by itself"
            assert monotonic() < end, "no draft came"
    finally:
        editing.kill()
        editing.wait()
    async with opened((120, 40)) as pilot:
        screen = await open_preview(pilot, desk, id_)
        assert screen.area.text == f"Mine, not saved. {LETTER}"
        assert "your draft, not sent" in screen_text(pilot)
        await until(pilot, lambda: screen._checked_text == screen.area.text)
