"""What was typed into a form and not saved: on disk within a second, so that nothing typed is ever lost.

Two programs of one installation may have the same form open: each keeps a draft of its own, in a place that it holds by a
lock of the operating system, which ends with the program. A draft in a place that nobody holds was left behind.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from store.replica.lock import try_lock
from store.text import clean


class Draft(NamedTuple):
    """A draft that was found."""

    at: int
    """When it was typed, ms."""
    values: dict[str, str]
    """The fields that held something else than at first."""


MOST_OPEN = 8
"""In how many programs one form can be open with a draft of its own."""


class Held(NamedTuple):
    """A place for a draft, and the lock on it."""

    place: int
    path: Path | None
    handle: int

    def give(self) -> None:
        """Lets others have it."""
        if self.path is not None:
            with suppress(OSError):
                self.path.unlink()
            os.close(self.handle)


class Drafts:
    """The drafts of one board on this installation, a file for each form and what it is about."""

    def __init__(self, folder: Path, board_id: str) -> None:
        self._folder = folder / board_id

    def _path(self, form: str, about: tuple[str, ...], place: int = 0) -> Path:
        key = blake2b("\n".join((form, *about)).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
        return self._folder / (f"{key}-{place}.json" if place else f"{key}.json")

    def hold(self, form: str, about: tuple[str, ...]) -> Held:
        """A place for the draft of a form that nobody else has open: one with a draft that was left behind, else a free one.

        Where no lock can be had (a folder that can't be written), the first place, unheld.
        """
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            left = [place for place in range(MOST_OPEN) if self._path(form, about, place).exists()]
            for place in (*left, *(place for place in range(MOST_OPEN) if place not in left)):
                if (held := _take(place, self._path(form, about, place).with_suffix(".open"))) is not None:
                    return held
        return Held(0, None, -1)

    def keep(self, form: str, about: tuple[str, ...], values: Mapping[str, str], at: int, place: int = 0) -> None:
        """Writes a draft. Raises OSError where that can't be done."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._path(form, about, place)
        temporary = path.with_suffix(".tmp")
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump({"at": at, "values": dict(values)}, file, ensure_ascii=True)
        temporary.replace(path)

    def find(self, form: str, about: tuple[str, ...], place: int = 0) -> Draft | None:
        """The draft of a form, None when there is none that can be read."""
        try:
            found = json.loads(self._path(form, about, place).read_text("utf-8"))
            values = {str(name): clean(value, len(value)) for name, value in found["values"].items() if isinstance(value, str)}
            return Draft(int(found["at"]), values)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def drop(self, form: str, about: tuple[str, ...], place: int = 0) -> None:
        """Forgets a draft: it was saved, or thrown away."""
        with suppress(OSError):
            self._path(form, about, place).unlink()


class FormDraft:
    """The draft of one open form."""

    def __init__(self, drafts: Drafts, form: str, about: tuple[str, ...]) -> None:
        self._drafts = drafts
        self._form = form
        self._about = about
        self._kept: dict[str, str] | None = None
        self._held = drafts.hold(form, about)

    def find(self) -> Draft | None:
        """What was left the last time, None when nothing was."""
        return self._drafts.find(self._form, self._about, self._held.place)

    def keep(self, typed: dict[str, str], at: int) -> None:
        """Keeps what was typed (fields that differ from what stood in them at first); nothing typed needs no draft.

        Raises OSError.
        """
        if typed == self._kept:
            return
        if typed:
            self._drafts.keep(self._form, self._about, typed, at, self._held.place)
        else:
            self._drafts.drop(self._form, self._about, self._held.place)
        self._kept = typed

    def drop(self) -> None:
        """Forgets it."""
        self._drafts.drop(self._form, self._about, self._held.place)

    def close(self) -> None:
        """The form is gone; what was kept stays."""
        self._held.give()


def _take(place: int, path: Path) -> Held | None:
    """The place, None when another program has it. A lock file that its owner removed meanwhile counts for nothing."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        if not try_lock(handle):
            os.close(handle)
            return None
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), os.stat(path)):
                return Held(place, path, handle)
        os.close(handle)
