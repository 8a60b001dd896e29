"""A process of its own that writes notes until it is told to stop, or killed: `python -m tests.store.writer FOLDER ID NAME N`.

Prints the number of each event that was acknowledged, one a line.
"""

from __future__ import annotations

import sys
from functools import partial

from store.actions import house
from store.clock import SystemClock
from store.replica import Replica
from store.replica.transaction import Transaction
from tests.store.conftest import BOARD


def noted(tx: Transaction, id_: str, text: str) -> int:
    """Notes a text. Returns the number of the event."""
    house.note(tx, id_, text)
    return tx.added[0].number


def main(folder: str, id_: str, name: str, count: int) -> None:
    """Writes `count` notes on a break."""
    replica = Replica.open(folder, BOARD, SystemClock())
    for index in range(count):
        sys.stdout.write(f"{replica.act(partial(noted, id_=id_, text=f'{name} {index}'), name)}\n")
        sys.stdout.flush()
    replica.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
