"""What was typed into a form and not saved: on disk within a second, so that nothing typed is ever lost."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from store.text import clean


class Draft(NamedTuple):
    """A draft that was found."""

    at: int
    """When it was typed, ms."""
    values: dict[str, str]
    """The fields that held something else than at first."""


class Drafts:
    """The drafts of one board on this installation, a file for each form and what it is about."""

    def __init__(self, folder: Path, board_id: str) -> None:
        self._folder = folder / board_id

    def _path(self, form: str, about: tuple[str, ...]) -> Path:
        key = blake2b("\n".join((form, *about)).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
        return self._folder / f"{key}.json"

    def keep(self, form: str, about: tuple[str, ...], values: Mapping[str, str], at: int) -> None:
        """Writes a draft. Raises OSError where that can't be done."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._path(form, about)
        temporary = path.with_suffix(".tmp")
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump({"at": at, "values": dict(values)}, file, ensure_ascii=True)
        temporary.replace(path)

    def find(self, form: str, about: tuple[str, ...]) -> Draft | None:
        """The draft of a form, None when there is none that can be read."""
        try:
            found = json.loads(self._path(form, about).read_text("utf-8"))
            values = {str(name): clean(value, len(value)) for name, value in found["values"].items() if isinstance(value, str)}
            return Draft(int(found["at"]), values)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def drop(self, form: str, about: tuple[str, ...]) -> None:
        """Forgets a draft: it was saved, or thrown away."""
        with suppress(OSError):
            self._path(form, about).unlink()


class FormDraft:
    """The draft of one open form."""

    def __init__(self, drafts: Drafts, form: str, about: tuple[str, ...]) -> None:
        self._drafts = drafts
        self._form = form
        self._about = about
        self._kept: dict[str, str] | None = None

    def find(self) -> Draft | None:
        """What was left the last time, None when nothing was."""
        return self._drafts.find(self._form, self._about)

    def keep(self, typed: dict[str, str], at: int) -> None:
        """Keeps what was typed (fields that differ from what stood in them at first); nothing typed needs no draft.

        Raises OSError.
        """
        if typed == self._kept:
            return
        if typed:
            self._drafts.keep(self._form, self._about, typed, at)
        else:
            self._drafts.drop(self._form, self._about)
        self._kept = typed

    def drop(self) -> None:
        """Forgets it."""
        self._drafts.drop(self._form, self._about)
