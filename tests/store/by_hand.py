"""Events written by hand, for several replicas at once, with honest or skewed clocks and any knowledge of each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from store.clock import HOUR
from store.events import FORMAT, Body, Event, Seen, identity, sealed
from store.ids import salted_digest
from store.zones import iso

NOW = 1_795_428_000_000
"""Monday, 23 November 2026, 10:00 UTC."""
MISSING = "0" * 32
"""The hash of an event that nobody has."""


def seen_of(events: Iterable[Event], own: str, world: Sequence[Event] = ()) -> Seen:
    """What somebody who has `events` of a subject says to have seen of it. Numbers that are neither in `events` nor on the
    subject in `world` count as seen, as they do in a real replica that has everything about other subjects."""
    held: dict[str, set[int]] = {}
    for event in events:
        if event.replica != own:
            held.setdefault(event.replica, set()).add(event.number)
    found: Seen = {}
    for replica, numbers in sorted(held.items()):
        highest = max(numbers)
        missing = sorted({event.number for event in world if event.replica == replica and event.number < highest} - numbers)
        gaps: list[list[int]] = []
        for number in missing:
            if gaps and gaps[-1][1] == number - 1:
                gaps[-1][1] = number
            else:
                gaps.append([number, number])
        found[replica] = [highest, *gaps] if gaps else highest
    return found


class Author:
    """One replica whose events are made by hand: it numbers and chains them as a real one does."""

    def __init__(self, letter: str, actor: str = "ana") -> None:
        self.replica = letter * 12
        self.actor = actor
        self.number = 0
        self.prev = ""

    def write(
        self,
        subject: str,
        kind: str,
        body: Body | None,
        *,
        seen: Iterable[Event] = (),
        world: Sequence[Event] = (),
        hlc: int | None = None,
        at: int = NOW,
        action: int | None = None,
        origin: tuple[str, str] | None = None,
        version: int = FORMAT,
        extra: Body | None = None,
        skip: int = 0,
    ) -> Event:
        """The author's next event about a subject. `skip` numbers were used for other subjects before it."""
        self.number += 1 + skip
        event = sealed(
            Event(
                replica=self.replica,
                number=self.number,
                hash="",
                prev=self.prev,
                subject=subject,
                seen=seen_of((event for event in seen if event.subject == subject), self.replica, world),
                hlc=(NOW << 16) + self.number if hlc is None else hlc,
                happened_at=at,
                recorded_at=max(at, NOW),
                actor=self.actor,
                action=self.number if action is None else action,
                kind=kind,
                body=body,
                salt="5a17",
                body_hash="",
                origin=origin,
                version=version,
                extra=extra or {},
            )
        )
        self.prev = event.hash
        return event

    def open(self, kind: str, body: Body, *, origin: tuple[str, str] | None = None, at: int = NOW) -> Event:
        """An `opened` or `failure_opened` event, whose subject is its own identity."""
        id_ = identity(kind, self.replica, self.number + 1, salted_digest("5a17", body), origin)
        subject = f"{'break' if kind == 'opened' else 'failure'}:{id_}"
        return self.write(subject, kind, body, origin=origin, at=at)


def in_hours(hours: float) -> str:
    """The time so many hours after NOW, as events hold it."""
    return iso(NOW + round(hours * HOUR))


def id_of(event: Event) -> str:
    """The id in an event's subject."""
    return event.subject.partition(":")[2]
