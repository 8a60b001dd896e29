"""What can go wrong in the store, as errors that say what to do next."""

from __future__ import annotations

from store.text import one_line

LONGEST = 500
"""Most characters of a title and of a next step: what was typed may stand in them."""


class StoreError(Exception):
    """Base of every error that the store raises on purpose.

    `title` says what is wrong in one line; `next_step` says what the user can do about it. Both are cleaned.
    """

    def __init__(self, title: str, next_step: str = "") -> None:
        self.title = one_line(title, LONGEST)
        self.next_step = one_line(next_step, LONGEST)
        super().__init__(f"{self.title}: {self.next_step}" if next_step else self.title)


class BadInput(StoreError):
    """Something typed can't be taken. `field` names the form field or option it belongs to."""

    def __init__(self, field: str, title: str, next_step: str = "") -> None:
        self.field = field
        super().__init__(title, next_step)


class NotFound(BadInput):
    """An id, a number or a name that stands for nothing on this board."""


class Ambiguous(BadInput):
    """A prefix that could mean several things; `candidates` lists them."""

    def __init__(self, field: str, title: str, candidates: tuple[str, ...]) -> None:
        self.candidates = candidates
        super().__init__(field, title, "it could be " + ", ".join(candidates))


class Refused(BadInput):
    """An action that does not apply as things stand: it says why."""


class CannotRead(StoreError):
    """The board file or the replica can't be read."""


class CannotWrite(StoreError):
    """The replica can't be written: read-only, disk full, or locked for too long."""
