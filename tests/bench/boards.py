"""The boards that are measured: built once in a folder, by the product's own log and fold."""

from __future__ import annotations

import random
import sys
from pathlib import Path

from store.actions.board import name_board
from store.clock import MINUTE, ManualClock, SystemClock
from store.replica import Replica
from store.replica.transaction import Transaction
from store.row import FOLD_VERSION
from store.sync.board_file import create_board_file, read_board_file
from store.zones import iso
from warroom.demo.crowd import more_breaks
from warroom.places import Places

NOTES_AT_ONCE = 2_000


def board_with(folder: Path, breaks: int, events: int) -> Path:
    """A board of `breaks` open breaks and about `events` events, made when it is not there. Returns its board file."""
    home = folder / f"home-{FOLD_VERSION}-{breaks}-{events}"
    path = home / "board" / "bench.warroom"
    if (home / "done").exists():
        return path
    print(f"building a board of {breaks:,} breaks and {events:,} events …", file=sys.stderr)
    clock = ManualClock(SystemClock().now())
    made = create_board_file(path, "bench", clock.now())
    replica = Replica.open(_places(home).replica(made.id), made.id, clock, None, path)
    replica.act(lambda tx: name_board(tx, "bench"), "bench")
    more_breaks(replica, clock, clock.now(), breaks)
    replica.catch_up()
    _fill(replica, clock, events)
    replica.catch_up()
    replica.close()
    (home / "done").touch()
    return path


def _fill(replica: Replica, clock: ManualClock, events: int) -> None:
    """Adds notes to chance breaks until there are that many events."""
    chance = random.Random(7)
    ids = [id_ for (id_,) in replica.db.execute("SELECT id FROM break_rows ORDER BY id")]
    while (left := events - replica.arrivals()) > 0:
        size = min(NOTES_AT_ONCE, left)

        def some(tx: Transaction, size: int = size) -> None:
            for _ in range(size):
                at = clock.now() - chance.randint(1, 300) * MINUTE
                tx.add(f"break:{chance.choice(ids)}", "noted", {"text": f"looked at it again at {iso(at)}, nothing new yet"}, at=at)

        replica.act(some, "bench", fold=False)


def _places(home: Path) -> Places:
    return Places(home / "config.toml", home / "data", home / "state")


def env_of(board: Path) -> dict[str, str]:
    """The environment in which a built board's installation is found."""
    return {"WARROOM_HOME": str(board.parent.parent), "PYTHONPATH": str(Path(__file__).parents[2]), "WARROOM_ACTOR": "bench"}


def first_customer(board: Path) -> str:
    """The id of one break of a built board, to act on."""
    replica = Replica.open(
        _places(board.parent.parent).replica(read_board_file(board).id), read_board_file(board).id, SystemClock()
    )
    try:
        return str(replica.db.execute("SELECT id FROM break_rows ORDER BY id LIMIT 1").fetchone()[0])
    finally:
        replica.close()
