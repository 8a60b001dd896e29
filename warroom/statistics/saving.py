"""Figures into a file."""

from __future__ import annotations

import json
from pathlib import Path

from store.errors import CannotWrite
from store.zones import Zone, wall


def save(text: str, ending: str, folders: tuple[Path, ...], now: int, zone: Zone) -> Path:
    """Writes a text into a new file, named by the time, in the first folder that takes it. Where it lies. Raises CannotWrite."""
    reason = ""
    for folder in folders:
        for count in range(1, 100):
            path = folder / f"warroom-stats-{wall(now, zone):%Y-%m-%d-%H%M}{f'-{count}' if count > 1 else ''}.{ending}"
            try:
                folder.mkdir(parents=True, exist_ok=True)
                with path.open("x", encoding="utf-8", newline="") as file:
                    file.write(text)
            except FileExistsError:
                continue
            except OSError as error:
                reason = error.strerror or str(error)
                break
            return path
    raise CannotWrite(f"{folders[0]} can't be written: {reason}", "start warroom in a folder of yours")


def json_text(value: object) -> str:
    """A JSON document for people who open it."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
