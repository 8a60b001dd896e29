"""A living sample board: a believable bad afternoon, told by the same actions that people use, on a clock that runs on."""

from __future__ import annotations

from pathlib import Path

from store.actions.board import name_board, set_policy
from store.clock import Clock, ManualClock
from store.errors import CannotWrite
from store.replica import Replica
from store.sync.board_file import create_board_file
from store.zones import Zone
from warroom.demo.crowd import more_breaks
from warroom.demo.story import Cast, read_story
from warroom.places import Places

BOARD_NAME = "ops · Northwind"
ACTOR = "ana"
"""Who looks at the demo."""


LETTERS = """\
[letters]
signer = "Ana Kovač"
role = "Head of Operations"
line = "+49 30 5550 100"
mail = "ana.kovac@northwind.example"
company = "Northwind"

[letters.names]
ana = "Ana Kovač"
ben = "Ben Carter"
"""
"""The demo's configuration: who signs its letters."""


def make_demo(folder: Path, clock: Clock, zone: Zone, size: int = 0) -> tuple[Path, Places]:
    """Makes the demo board in `folder`, as it stands at the clock's time; `size` asks for at least that many breaks.

    Returns the board file and the places of an installation of its own. Raises CannotWrite.
    """
    places = Places(folder / "config.toml", folder / "data", folder / "state")
    now = clock.now()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        places.config.write_text(LETTERS, "utf-8")
    except OSError as error:
        raise CannotWrite(f"{places.config} can't be written: {error.strerror}", "choose another place") from error
    told = ManualClock(now)
    made = create_board_file(folder / "ops.warroom", BOARD_NAME, now)
    replica = Replica.open(places.replica(made.id), made.id, told, zone, made.path)
    try:
        cast, story = Cast(), read_story()
        told.at = now - story[0].ago
        replica.act(lambda tx: name_board(tx, made.name), ACTOR)
        replica.act(lambda tx: set_policy(tx, ["zone=Europe/Berlin", "currency=EUR"]), ACTOR)
        for scene in story:
            told.at = now - scene.ago
            for done in cast.play(scene):
                replica.act(done, scene.who)
        told.at = now
        if size > len(cast.ids):
            more_breaks(replica, told, now, size - len(cast.ids))
        replica.catch_up()
    finally:
        replica.close()
    return made.path, places
