"""What the exchange knows of a break: who of the team has seen its decisions, when its people were last heard of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.events import Event
from warroom.detail.content import Detail
from warroom.sharing.standing import Standing
from warroom.sharing.words import heard_of

if TYPE_CHECKING:
    from store.sync.presence import Presence

DECISIONS = frozenset(("promised", "promise_moved", "promise_settled", "restitution_moved", "staged"))
"""Kinds of event of which it matters who knows."""


def seen_by(presence: Presence, event: Event) -> tuple[int, int] | None:
    """How many of the people here have a decision, and how many are here; None for what is no decision, and where nobody
    else is."""
    if event.kind not in DECISIONS:
        return None
    seen, here = presence.seen_by(event.replica, event.number)
    return (seen, here) if here > 1 else None


def seen_words(seen: int, here: int) -> str:
    """`seen by 2 of 3`, `seen by all 3`."""
    return f"seen by all {here}" if seen == here else f"seen by {seen} of {here}"


def with_team(detail: Detail, presence: Presence | None, standing: Standing | None) -> Detail:
    """The detail with what is known of the others now."""
    seen = {}
    if presence is not None:
        found = ((entry.event.hash, seen_by(presence, entry.event)) for entry in detail.entries)
        seen = {hash_: counts for hash_, counts in found if counts is not None}
    return detail._replace(seen_by=seen, heard=heard_of(standing))
