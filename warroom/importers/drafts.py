"""Drafts of events: what an import would add to the record, before it is known what is there already.

The key of a draft names it by what stands in the file alone, so that a second run, or another installation, knows it again.
"""

from __future__ import annotations

from typing import NamedTuple

from store.events import Body
from warroom.importers.snapshot import Moment, Snapshot


class Draft(NamedTuple):
    """One event to be, about an incident's break or failure."""

    on: str
    """`break` or `failure`."""
    kind: str
    body: Body
    at: int
    """When it happened (ms)."""
    key: str
    """The key of its origin."""
    line: int
    place: tuple[str, int] | None
    """The row that it comes from; None for what may be added whatever came later."""
    refers: tuple[str, str] | None = None
    """Field of the body → key of the event whose hash belongs there."""
    only_if: tuple[str, int | None] | None = None
    """Added only where the event of that key is in the record, with that time where one is given."""


class Drafts:
    """The drafts of one incident, in the order in which they are to be written."""

    def __init__(self, incident: str) -> None:
        self.root = root(incident)
        self.made: list[Draft] = []
        self._keys: set[str] = set()

    def opening(self, row: Snapshot, kind: str, body: Body, at: int, name: str = "") -> str:
        """Adds what belongs to the opening: its key is made of the incident's id alone."""
        on = "failure" if kind == "failure_opened" else "break"
        return self._add(Draft(on, kind, body, at, f"{self.root}/{name}" if name else self.root, row.line, None))

    def of_row(
        self,
        row: Snapshot,
        kind: str,
        body: Body,
        at: int,
        name: str,
        *,
        on: str = "break",
        refers: tuple[str, str] | None = None,
    ) -> str:
        """Adds what a row tells. Returns its key."""
        place = f"{row.place[0]}.{row.place[1]}" if row.place else "-"
        return self._add(Draft(on, kind, body, at, f"{self.root}/{place}/{name}", row.line, row.place, refers))

    def correction(
        self, row: Snapshot, key: str, happened_at: str, stamp: Moment, only_if: tuple[str, int | None] | None = None
    ) -> str:
        """Adds a correction of when the event of a key happened."""
        body: Body = {"set": {"happened_at": happened_at}}
        at = row.written.at if row.written else stamp.at
        return self._add(Draft("break", "amended", body, at, f"{key}/at/{stamp.stamp}", row.line, None, ("event", key), only_if))

    def _add(self, draft: Draft) -> str:
        """Notes a draft; the second of one key gets a number."""
        key, again = draft.key, 1
        while key in self._keys:
            again += 1
            key = f"{draft.key}~{again}"
        self._keys.add(key)
        self.made.append(draft._replace(key=key))
        return key


def root(incident: str) -> str:
    """The key of the event that opens an incident; the keys of all others of it begin with this and a slash."""
    return incident.replace("%", "%25").replace("/", "%2F")


def place_in(key: str) -> tuple[str, int] | None:
    """The row that a key names, None when it names none."""
    parts = key.split("/")
    stamp, dot, count = parts[1].partition(".") if len(parts) > 2 else ("", "", "")
    return (stamp, int(count)) if dot and count.isascii() and count.isdigit() else None
