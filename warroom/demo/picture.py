"""Pictures for the documents: the demo board at a fixed time, drawn without a terminal."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tomllib import loads

from store.clock import ManualClock
from store.errors import CannotWrite
from store.replica import Replica
from store.sync.board_file import read_board_file
from store.zones import instant, zone_of
from warroom.demo import ACTOR, LETTERS, make_demo

AT = datetime(2026, 3, 5, 14, 32, 7)
ZONE = "Europe/Berlin"


def take_picture(file: Path, folder: Path, size: int, columns: int, rows: int, press: Sequence[str]) -> None:
    """Writes the demo board as SVG, after some keys. Raises CannotWrite when the file can't be written."""
    zone = zone_of(ZONE)
    clock = ManualClock(instant(AT, zone))
    path, places = make_demo(folder, clock, zone, size)
    board_id = read_board_file(path).id
    replica = Replica.open(places.replica(board_id), board_id, clock, zone, path)
    try:
        drawn = asyncio.run(_drawn(replica, clock, columns, rows, press, places))
    finally:
        replica.close()
    try:
        file.write_text(_without_links(drawn), "utf-8")
    except OSError as error:
        raise CannotWrite(f"{file} can't be written: {error.strerror}", "choose another place") from error


async def _drawn(replica: Replica, clock: ManualClock, columns: int, rows: int, press: Sequence[str], places: object) -> str:
    from warroom.app import WarroomApp
    from warroom.live import Live
    from warroom.start import first_page

    live = Live(replica, clock, replica.zone, ACTOR, places, loads(LETTERS))  # type: ignore[arg-type]
    app = WarroomApp(live, first_page(replica, clock.now()))
    async with app.run_test(size=(columns, rows)) as pilot:
        await pilot.pause(0.3)
        for key in press:
            await pilot.press(key)
            await app.workers.wait_for_complete()
            await pilot.pause(0.1)
        return app.export_screenshot(title="warroom", simplify=True)


def _without_links(svg: str) -> str:
    """The picture without the fonts that it would fetch from elsewhere: a document asks nobody for anything."""
    return re.sub(r",?\s*url\(\"https?://[^)]*\"\) format\(\"[a-z0-9]+\"\)", "", svg)
