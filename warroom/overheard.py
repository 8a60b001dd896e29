"""What teammates change in a break that somebody looks at, as a word that comes and goes: one at a time for each break."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.clock import SECOND
from store.text import one_line
from store.zones import Zone
from warroom.reader import BoardReader

if TYPE_CHECKING:
    from store.events import Event

SHOWN_SECONDS = 8
"""How long such a word stays; what comes meanwhile waits for the next one."""
MOST_WATCHED = 50
"""Most breaks that are listened to at once."""


class Overheard:
    """Listens to the breaks that are looked at, from when they first were."""

    def __init__(self, reader: BoardReader) -> None:
        self._reader = reader
        self._ids: tuple[str, ...] = ()
        self._after: int | None = None
        """Arrival of the last event that was there when these breaks were last looked at."""
        self._stamp: object = None
        self._waiting: list[Event] = []
        self._said_at: int | None = None

    def has_to_listen(self, ids: Sequence[str], stamp: object) -> bool:
        """Whether there may be something new: other breaks are looked at, or something was written since."""
        return tuple(ids[:MOST_WATCHED]) != self._ids or (bool(ids) and stamp != self._stamp) or bool(self._waiting)

    async def listen(self, ids: Sequence[str], stamp: object, actor: str, now: int, zone: Zone) -> str:
        """What to say of those breaks; empty for nothing, and while the word before is still shown. What `actor` wrote, in
        whatever window, is no news. Raises CannotRead."""
        watched = tuple(ids[:MOST_WATCHED])
        if watched != self._ids:
            self._ids, self._after, self._waiting = watched, None, []
        if not watched:
            return ""
        self._stamp = stamp
        if self._after is None:
            self._after = await self._reader.arrivals()
            return ""
        found = await self._reader.news(watched, self._after)
        if found:
            self._after = found[-1][0]
        self._waiting += [event for _, event in found if event.actor.casefold() != actor.casefold()]
        if not self._waiting or (self._said_at is not None and 0 <= now - self._said_at < SHOWN_SECONDS * SECOND):
            return ""
        news, self._waiting, self._said_at = self._waiting, [], now
        return await self._words(news, now, zone)

    async def _words(self, news: Sequence[Event], now: int, zone: Zone) -> str:
        """`ben on Acme Freight: promise 2 moved to 15:30, and 2 more`."""
        from store.timeline import describe

        last = news[-1]
        id_ = last.subject.partition(":")[2] if last.subject_kind == "break" else self._ids[0]
        case, events = await self._reader.case(id_)
        who = ", ".join(dict.fromkeys(one_line(event.actor, 20) for event in news))
        more = f", and {len(news) - 1} more" if len(news) > 1 else ""
        text = describe(last, zone, now, {event.hash: event for event in events})
        return f"{who} on {one_line(case.row.customer, 40)}: {one_line(text, 120)}{more}"
