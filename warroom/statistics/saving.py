"""Figures into a file."""

from __future__ import annotations

import json
from pathlib import Path

from store.errors import CannotWrite, StoreError
from store.zones import Zone, wall
from warroom.whole_file import free_path
from warroom.whole_file import save as save_whole


def save(text: str, ending: str, folders: tuple[Path, ...], now: int, zone: Zone) -> Path:
    """Writes a text into a new file, named by the time, in the first folder that takes it. Where it lies. Raises CannotWrite."""
    reason = ""
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = free_path(folder, f"warroom-stats-{wall(now, zone):%Y-%m-%d-%H%M}", ending)
            save_whole(path, text.encode())
        except OSError as error:
            reason = reason or f"{folder} can't be written: {error.strerror or error}"
        except StoreError as error:
            reason = reason or error.title
        else:
            return path
    raise CannotWrite(reason, "start warroom in a folder of yours")


def json_text(value: object) -> str:
    """A JSON document for people who open it."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
