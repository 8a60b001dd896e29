"""Where an incident stood after the rows that were taken so far: what the next row is compared with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from store.events import Event
from store.fold import fold_break, fold_failure
from store.money import Money

OWN = ("customer", "what", "severity", "owner", "fixer", "contact_name", "found_by", "value", "trouble", "expectation")
"""Fields of a break that an import sets."""
SHARED = ("what", "category", "cause", "fault")
"""Fields of a failure that an import sets."""


class Standing:
    """The standing of one incident while its rows are gone through."""

    def __init__(self) -> None:
        self.own: dict[str, Any] = {}
        self.shared: dict[str, Any] = {}
        self.stage = "open"
        self.note = ""
        """The last note that a row held."""
        self.waiting_on = ""
        self.blocked_by = ""
        self.blocker_key = ""
        self.blockers = 0
        self.reopenings: int | None = None
        self.done_by = 0
        """The counter of the row that brought it to `fixed` or further."""
        self.begun = 0
        """When it was opened, or last reopened: nothing after that can have happened before."""
        self.floor = 0
        """When it reached the stage that it is in."""
        self.times: dict[str, tuple[str, int]] = {}
        """Stage → (key of the event that brought it there, when), since the last reopening."""

    def reopen(self, at: int) -> None:
        """It is open again."""
        self.stage = "open"
        self.begun = self.floor = at
        self.times.clear()


def standing_of(break_id: str, events: Iterable[Event], failure_events: Iterable[Event], source: str) -> Standing:
    """The standing that earlier imports from `source` left in the record; what people did since is not looked at."""
    ours = [event for event in events if event.origin is not None and event.origin[0] == source]
    brk = fold_break(break_id, ours)
    failure = fold_failure(brk.failure, [event for event in failure_events if event.origin and event.origin[0] == source])
    keys = {event.hash: event.origin[1] for event in ours if event.origin is not None}
    found = Standing()
    for name in OWN:
        value = getattr(brk, name)
        if value not in (None, ""):
            found.own[name] = value.to_json() if isinstance(value, Money) else value
    found.shared = {name: value for name in SHARED if (value := getattr(failure, name))}
    found.stage, found.waiting_on = brk.stage, brk.waiting_on
    found.blockers = len(brk.blockers)
    open_blocker = next((blocker for blocker in brk.blockers if blocker.cleared_at is None), None)
    if open_blocker is not None:
        found.blocked_by, found.blocker_key = open_blocker.what, keys[open_blocker.key]
    found.note = next((note.text for note in reversed(brk.notes) if keys[note.key].count("/") > 1), "")
    found.begun = found.floor = brk.opened_at
    for event in sorted(ours, key=lambda event: event.order):
        stage = event.body.get("stage") if event.kind == "staged" and event.body else None
        if stage == "reopened":
            found.begun = found.floor = event.happened_at
            found.times.clear()
        elif isinstance(stage, str):
            found.times[stage] = keys[event.hash], event.happened_at
            found.floor = event.happened_at
    return found
