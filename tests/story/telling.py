"""The table of the story, as it is read: chapters, the deeds of each, and what must be true after it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from store.zones import zone_of

TABLE = Path(__file__).with_name("story.toml")
ZONE = "Europe/Berlin"
"""Where we sit; the times of the chapters are read on this clock."""
BEGIN = "2026-02-02 08:00"
"""When the board is made."""
CUSTOMER = "Acme Freight"


class Deed(NamedTuple):
    """One thing that somebody does, as data: a verb that both ways of telling know, and what is typed for it."""

    verb: str
    typed: Mapping[str, str]


class After(NamedTuple):
    """What must be true after a chapter, all of it: where nothing is said, there must be nothing."""

    stage: str
    next: tuple[str, str, str] = ("", "", "")
    """Whose the next action is, its rule, and what it says (after whom to call)."""
    step: str = ""
    """The step of the playbook that is next."""
    done: tuple[str, ...] = ()
    """The steps that are done by then."""
    promise: str = ""
    """How the promise of the fix stands."""
    owed: str = ""
    """What is pending, a line of the ledger each."""
    disputed: bool = False
    repeat: bool = False
    view: str = "open"
    """The view of the board in which it stands."""
    sheet: str = "call"
    """The kind of the call sheet."""
    say: str = ""
    """The lines of the call sheet that are there to say; no other may be."""
    avoid: str = ""
    """The lines under "not here"."""
    alarms: str = ""
    """What speaks against ringing now."""
    without: tuple[str, ...] = ()
    """What it was closed without."""


class Chapter(NamedTuple):
    """One step of the story."""

    title: str
    at: int
    """When: an instant."""
    who: str
    deeds: tuple[Deed, ...]
    after: After
    before: bool
    """Whether it is about the earlier break."""
    asks: tuple[str, ...]
    """What closing asks for at first, before it takes a reason."""


def instant(at: str) -> int:
    """The instant of a time on our clock, as `2026-03-03 02:40`."""
    return round(datetime.fromisoformat(at).replace(tzinfo=zone_of(ZONE)).timestamp() * 1000)


def _chapters() -> tuple[Chapter, ...]:
    found: list[Chapter] = []
    done: dict[bool, tuple[str, ...]] = {True: (), False: ()}
    for written in tomllib.loads(TABLE.read_text("utf-8"))["chapter"]:
        entry: dict[str, Any] = dict(written)
        before = entry.pop("before", False)
        deeds = tuple(Deed(typed.pop("does"), typed) for typed in map(dict, entry.pop("deeds", ())))
        head = entry.pop("title"), instant(entry.pop("at")), entry.pop("who"), deeds
        asks = tuple(entry.pop("asks", ()))
        done[before] = (*done[before], *entry.pop("done", "").split())
        lists: dict[str, Any] = {name: tuple(entry.pop(name)) for name in ("next", "without") if name in entry}
        found.append(Chapter(*head, After(**entry, **lists, done=done[before]), before, asks))
    return tuple(found)


CHAPTERS = _chapters()
