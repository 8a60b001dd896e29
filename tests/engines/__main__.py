"""Runs trials on real engines and prints their table: `python -m tests.engines --seconds 600 --people 5`."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

from tests.engines.loops import LOOPS
from tests.engines.syncthing import Syncthing
from tests.engines.trial import HEADINGS, Engine, Outcome, in_words, trial

ENGINES = ("syncthing", *LOOPS)
LAYOUTS = ("folder", "single")
NAMES = ("ana", "ben", "cem", "dan", "eve", "fay")


def engine(program: str, root: Path, names: list[str], watcher_delay: int) -> Engine:
    """A new engine for some machines."""
    return Syncthing(root, names, watcher_delay) if program == "syncthing" else LOOPS[program](root, names)


def one(program: str, layout: str, people: int, seconds: float, every: float, watcher_delay: int, waits: dict[str, int]) -> Outcome:
    """One trial in a folder of its own, which is removed after it."""
    root = Path(tempfile.mkdtemp(prefix="warroom-engines-"))
    try:
        names = list(NAMES[:people])
        return trial(engine(program, root, names, watcher_delay), root, names, layout, seconds, every, waits)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def main() -> int:
    """Runs what was asked for, one trial after the other. 1 when somebody lost something or sees another board."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engines", nargs="*", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--layouts", nargs="*", choices=LAYOUTS, default=list(LAYOUTS))
    parser.add_argument("--people", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=600.0, help="how long everybody writes")
    parser.add_argument("--every", type=float, default=10.0, help="seconds between two notes of one person")
    parser.add_argument(
        "--watcher-delay", type=int, nargs="*", default=[1, 10], help="Syncthing's fsWatcherDelayS (its default is 10)"
    )
    parser.add_argument("--wait", nargs="*", default=[], help="waits of the exchange, as gap=3000 (ms)")
    parser.add_argument("--json", type=Path, help="also write the outcomes to this file")
    asked = parser.parse_args()
    waits = {name: int(value) for name, value in (each.split("=") for each in asked.wait)}
    found: list[Outcome] = []
    print("\n".join(HEADINGS), flush=True)
    for program in asked.engines:
        if shutil.which(program) is None:
            print(f"{program} is not on this machine", file=sys.stderr)
            continue
        for layout in asked.layouts:
            for delay in asked.watcher_delay if program == "syncthing" else [0]:
                outcome = one(program, layout, asked.people, asked.seconds, asked.every, delay, waits)
                outcome = outcome._replace(engine=f"{outcome.engine}, watcher {delay} s" if delay else outcome.engine)
                found.append(outcome)
                print(in_words(outcome), flush=True)
    if asked.json:
        asked.json.write_text(json.dumps([outcome._asdict() for outcome in found]), "utf-8")
    return int(any(outcome.lost or outcome.digests != 1 for outcome in found))


if __name__ == "__main__":
    sys.exit(main())
