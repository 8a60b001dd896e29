"""What was typed into a form and not saved: on disk within a second, so that nothing typed is ever lost."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple


class Draft(NamedTuple):
    """A draft that was found."""

    at: int
    """When it was typed, ms."""
    values: dict[str, str]


class Drafts:
    """The drafts of one board on this installation, a file for each form and break."""

    def __init__(self, folder: Path, board_id: str) -> None:
        self._folder = folder / board_id

    def _path(self, form: str, ids: tuple[str, ...]) -> Path:
        key = blake2b("\n".join((form, *ids)).encode(), digest_size=12).hexdigest()
        return self._folder / f"{key}.json"

    def keep(self, form: str, ids: tuple[str, ...], values: Mapping[str, str], at: int) -> None:
        """Writes a draft. Raises OSError where that can't be done."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._path(form, ids)
        temporary = path.with_suffix(".tmp")
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump({"at": at, "values": dict(values)}, file, ensure_ascii=True)
        temporary.replace(path)

    def find(self, form: str, ids: tuple[str, ...]) -> Draft | None:
        """The draft of a form, None when there is none that can be read."""
        try:
            found = json.loads(self._path(form, ids).read_text("utf-8"))
            values = {str(name): value for name, value in found["values"].items() if isinstance(value, str)}
            return Draft(int(found["at"]), values)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def drop(self, form: str, ids: tuple[str, ...]) -> None:
        """Forgets a draft: it was saved, or thrown away."""
        with suppress(OSError):
            self._path(form, ids).unlink()
