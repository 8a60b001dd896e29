"""What an import did: what it took, what it left and why, what it read otherwise than it stood."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from store.events import Body
from store.text import one_line

FIRST_LINES = 5
"""How many line numbers are kept for each reason."""

Progress = Callable[[int, int, str], None]
"""Told (done, total, what is being done); total is the same until the text changes."""


class Places(NamedTuple):
    """How often something was met in a file, and where first."""

    times: int
    lines: tuple[int, ...]
    """The first line numbers, counted from 1."""
    example: str = ""
    """What the first one was about, where the reason alone does not say it."""


class Report(NamedTuple):
    """The outcome of an import. Reasons and names of what was taken come from closed lists, never from the file."""

    read: int
    """Rows (or lines) that were read, without headers and empty ones."""
    taken: dict[str, int]
    """What was added to the record: `events` in all, and how many of them are breaks, contacts, stages …"""
    unchanged: int
    """Events that were in the record already."""
    left: dict[str, Places]
    """What was not taken, by reason."""
    mended: dict[str, Places]
    """What was taken otherwise than it stands in the file, by reason."""

    def to_json(self) -> dict[str, Any]:
        """The report as the command line's JSON."""
        return {
            "read": self.read,
            "taken": dict(self.taken),
            "unchanged": self.unchanged,
            "left": {reason: _places(places) for reason, places in self.left.items()},
            "mended": {reason: _places(places) for reason, places in self.mended.items()},
        }


def _places(places: Places) -> dict[str, Any]:
    found: dict[str, Any] = {"count": places.times, "lines": list(places.lines)}
    return {**found, "example": places.example} if places.example else found


NAMES = {
    "opened": "breaks",
    "failure_opened": "failures",
    "contacted": "contacts",
    "staged": "stages",
    "waiting_set": "waits",
    "blocker_raised": "blockers",
    "noted": "notes",
    "edited": "changes",
    "amended": "corrections",
    "promised": "promises",
    "restitution_proposed": "restitution",
    "remedy_proposed": "remedies",
}
"""Kind of event → the name under which a report counts it."""


class Tally:
    """Counts while an import runs."""

    def __init__(self) -> None:
        self.read = 0
        self.unchanged = 0
        self._taken: dict[str, int] = {}
        self._left: dict[str, Places] = {}
        self._mended: dict[str, Places] = {}

    def take(self, kind: str, body: Body | None, count: int = 1) -> None:
        """Counts events that were added."""
        self._taken["events"] = self._taken.get("events", 0) + count
        if name := name_of(kind, body):
            self._taken[name] = self._taken.get(name, 0) + count

    def leave(self, reason: str, line: int, example: str = "") -> None:
        """Counts something that could not be taken."""
        _count(self._left, reason, line, example)

    def mend(self, reason: str, line: int, example: str = "") -> None:
        """Counts something that was taken otherwise than it stands."""
        _count(self._mended, reason, line, example)

    def report(self) -> Report:
        """What was counted so far."""
        return Report(self.read, dict(self._taken), self.unchanged, dict(self._left), dict(self._mended))


def name_of(kind: str, body: Body | None) -> str:
    """The name under which a report counts an event; empty when it is counted among `events` only."""
    if kind == "staged" and body is not None and body.get("stage") == "reopened":
        return "reopenings"
    if kind == "waiting_set" and body is not None and body.get("on") == "none":
        return "waits ended"
    return NAMES.get(kind, "")


def _count(found: dict[str, Places], reason: str, line: int, example: str) -> None:
    known = found.get(reason)
    if known is None:
        found[reason] = Places(1, (line,), one_line(example, 120))
    elif len(known.lines) < FIRST_LINES:
        found[reason] = known._replace(times=known.times + 1, lines=(*known.lines, line))
    else:
        found[reason] = known._replace(times=known.times + 1)
