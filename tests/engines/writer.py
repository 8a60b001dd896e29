"""A process that writes notes on a break for a while, as somebody at work does, each text told on stdout once it is written:
`python -m tests.engines.writer ID SECONDS EVERY COMMANDS OFFSET`."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from functools import partial

from store.actions import house
from tests.engines.off_clock import OffClock
from tests.engines.processes import python
from warroom.session import Session


def main(id_: str, seconds: float, every: float, commands: int, offset: int) -> None:
    """Writes a note each `every` seconds or so; each `commands`-th through the command line, the others through a replica that
    stays open, as a board's does."""
    session = Session(clock=OffClock(offset))
    until = time.monotonic() + seconds
    chance = random.Random(os.getpid())
    count = 0
    while time.monotonic() < until:
        count += 1
        text = f"{session.actor} {os.getpid()} {count}"
        if commands and count % commands == 0 and not offset:
            done = subprocess.run(
                python("warroom", "note", id_, text), check=False, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
            )
            if done.returncode:
                print(done.stderr.decode(), file=sys.stderr)
                sys.exit(1)
        else:
            session.replica.act(partial(house.note, typed_id=id_, text=text), session.actor)
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
        time.sleep(every * chance.uniform(0.5, 1.5))
    session.close()


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
