"""From a set of events to what is in force: one order for all, one event for each fact, what was taken back left out.

Everything here is a function of the *set* of events of one subject: arrival order, duplicates and gaps change nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from store.events import FORMAT, Body, Event, saw, without_text
from store.register import Registers
from store.text import one_line
from store.zones import from_iso


class Fact(NamedTuple):
    """An event as it stands now: its kind and body after corrections, and the twins that say the same."""

    event: Event
    kind: str
    body: Body
    at: int
    """When it happened, after corrections."""
    actor: str
    twins: tuple[Event, ...]
    """All events of one origin, this one among them (one, but for imports)."""
    amended: bool = False
    redacted: bool = False

    @property
    def hash(self) -> str:
        return self.event.hash

    def saw(self, other: Fact) -> bool:
        """Whether its author had seen the other fact."""
        if len(self.twins) == 1 and len(other.twins) == 1:
            return saw(self.event, other.event.replica, other.event.number)
        return any(saw(a, b.replica, b.number) for a in self.twins for b in other.twins)


class Ordered(NamedTuple):
    """A subject's events in their linear order, and what became of each."""

    facts: tuple[Fact, ...]
    """What is in force, in order."""
    events: tuple[Event, ...]
    """Every event, in order: the timeline."""
    retracted: dict[str, str]
    """Hash of an event that is not in force → hash of the event that took it back or moved it."""
    registers: Registers
    """What corrections of one entry disagree on."""
    canonical: dict[str, str]
    """Hash of a twin → hash of the fact that stands for it."""
    problems: tuple[str, ...]

    def took_back(self, hash_: str) -> bool:
        """Whether an event, or one that says the same, was taken back or moved away."""
        return self.canonical.get(hash_, hash_) in self.retracted

    def twins_of(self, hash_: str) -> set[str]:
        """The hashes of all events that say the same as one, itself among them."""
        head = self.canonical.get(hash_, hash_)
        return {hash_, head, *(twin for twin, other in self.canonical.items() if other == head)}


def linear(events: Iterable[Event]) -> list[Event]:
    """The events ordered by (hlc, replica, hash), each after everything that it had seen. Of an event and a placeholder
    for it (without a body) the event counts."""
    held: dict[str, Event] = {}
    for event in events:
        if event.hash not in held or held[event.hash].body is None:
            held[event.hash] = event
    ordered = sorted(held.values(), key=lambda event: event.order)
    return ordered if _respects_seen(ordered) else _topological(ordered)


def _respects_seen(ordered: list[Event]) -> bool:
    """Whether no event comes before one that it had seen."""
    claimed: dict[str, int] = {}
    for event in ordered:
        if event.number <= claimed.get(event.replica, 0):
            return False
        claimed[event.replica] = max(claimed.get(event.replica, 0), event.number - 1)
        for replica, known in event.seen.items():
            highest = known if isinstance(known, int) else known[0]
            if highest > claimed.get(replica, 0):
                claimed[replica] = highest
    return True


def _topological(ordered: list[Event]) -> list[Event]:
    """Kahn's algorithm with the order key as priority; cycles (forged histories) are broken by the key alone."""
    from heapq import heapify, heappop, heappush  # late: histories are in order nearly always

    ahead = [0] * len(ordered)
    after: list[list[int]] = [[] for _ in ordered]
    places: dict[str, dict[int, list[int]]] = {}
    for index, event in enumerate(ordered):
        places.setdefault(event.replica, {}).setdefault(event.number, []).append(index)
    numbers = {replica: sorted(found) for replica, found in places.items()}
    for later, event in enumerate(ordered):
        for replica, number in _latest_seen(event, numbers):
            for earlier in places[replica][number]:
                after[earlier].append(later)
                ahead[later] += 1
    ready = [index for index, count in enumerate(ahead) if count == 0]
    heapify(ready)
    done: list[Event] = []
    placed = [False] * len(ordered)
    for _ in ordered:
        if not ready:
            ready.append(placed.index(False))
        index = heappop(ready)
        placed[index] = True
        done.append(ordered[index])
        for later in after[index]:
            ahead[later] -= 1
            if ahead[later] == 0 and not placed[later]:
                heappush(ready, later)
    return done


def _latest_seen(event: Event, numbers: dict[str, list[int]]) -> Iterator[tuple[str, int]]:
    """The last event of each replica that the author had seen: what came before them stands before them anyway."""
    from bisect import bisect_right

    for replica in {event.replica, *event.seen} & numbers.keys():
        known = event.seen.get(replica, 0)
        highest = event.number - 1 if replica == event.replica else known if isinstance(known, int) else known[0]
        there = numbers[replica]
        for place in range(bisect_right(there, highest) - 1, -1, -1):
            if saw(event, replica, there[place]):
                yield replica, there[place]
                break


def put_in_order(events: Iterable[Event]) -> Ordered:
    """Works out which facts are in force."""
    ordered = linear(events)
    canonical, twins = _twins(ordered)
    redactions = {
        canonical.get(str(event.body.get("event")), str(event.body.get("event"))): event.body.get("keep")
        for event in ordered
        if event.kind == "redacted" and event.body is not None
    }
    gone = _retractions(ordered, canonical, redactions)
    _moved_twins(ordered, gone, redactions, canonical, twins)
    problems: list[str] = []
    facts: dict[str, Fact] = {}
    registers = Registers()
    for event in ordered:
        if event.hash in gone or canonical.get(event.hash, event.hash) != event.hash:
            continue
        fact = _fact(event, twins.get(event.hash, (event,)), redactions)
        if fact is None:
            problems.append(f"event {event.hash[:8]} ({event.kind}) has no content here")
        elif fact.kind == "amended":
            _amend(fact, facts, canonical, gone, registers, problems)
        elif fact.kind not in ("retracted", "moved_out", "redacted"):
            facts[event.hash] = fact
    for hash_, fact in facts.items():
        if fact.amended:
            facts[hash_] = _with_amendments(fact, registers)
    return Ordered(tuple(facts.values()), tuple(ordered), gone, registers, canonical, tuple(problems))


def _twins(ordered: list[Event]) -> tuple[dict[str, str], dict[str, tuple[Event, ...]]]:
    """Events of one origin are one fact: the first in order stands for all."""
    groups: dict[tuple[tuple[str, str], str], list[Event]] = {}
    for event in ordered:
        if event.origin is not None:
            groups.setdefault((event.origin, event.kind), []).append(event)
    canonical: dict[str, str] = {}
    twins: dict[str, tuple[Event, ...]] = {}
    for group in groups.values():
        if len(group) > 1:
            twins[group[0].hash] = tuple(group)
            canonical.update({event.hash: group[0].hash for event in group})
    return canonical, twins


def _moved_twins(
    ordered: list[Event],
    gone: dict[str, str],
    redactions: dict[str, Any],
    canonical: dict[str, str],
    twins: dict[str, tuple[Event, ...]],
) -> None:
    """Adds to the twins what several people moved here at once: one entry arrives once. Those moves that were taken back
    are no twins."""
    groups: dict[str, list[Event]] = {}
    for event in ordered:
        if event.kind == "moved_in" and event.hash not in gone and event.origin is None:
            named = (_body(event, redactions) or {}).get("event")
            if isinstance(named, str):
                groups.setdefault(named, []).append(event)
    for group in groups.values():
        if len(group) > 1:
            twins[group[0].hash] = tuple(group)
            canonical.update({event.hash: group[0].hash for event in group})


def _retractions(ordered: list[Event], canonical: dict[str, str], redactions: dict[str, Any]) -> dict[str, str]:
    """What was taken back or moved away, by what. A retraction that was itself taken back does not count:
    as each comes after its target in the order, going backwards settles it. One that was blanked counts on, and what
    was blanked stays blank."""
    gone: dict[str, str] = {}
    for event in reversed(ordered):
        if event.kind not in ("retracted", "moved_out") or canonical.get(event.hash, event.hash) in gone:
            continue
        body = _body(event, redactions)
        if body is not None and (target := str(body.get("event"))) != event.hash:
            gone[canonical.get(target, target)] = event.hash
    return gone


def _body(event: Event, redactions: dict[str, Any]) -> Body | None:
    """The body that is in force: of a blanked event what its redaction keeps, whether it is blank here or not."""
    if event.hash not in redactions or event.kind == "redacted":
        return event.body
    keep = redactions[event.hash]
    return without_text(keep) if isinstance(keep, dict) else None


def _fact(event: Event, twins: tuple[Event, ...], redactions: dict[str, Any]) -> Fact | None:
    """The event with the body that is in force, or None when there is none."""
    redacted = event.hash in redactions
    body = _body(event, redactions)
    if body is None and not redacted:
        body = next((twin.body for twin in twins if twin.body is not None), None)
    if body is None:
        return None
    if event.kind == "moved_in":
        inner, kind = body.get("body"), body.get("kind")
        if not isinstance(inner, dict) or not isinstance(kind, str):
            return None
        actor = body.get("actor")
        return Fact(
            event,
            kind,
            inner,
            event.happened_at,
            one_line(actor if isinstance(actor, str) else event.actor),
            twins,
            redacted=redacted,
        )
    return Fact(event, event.kind, body, event.happened_at, one_line(event.actor), twins, redacted=redacted)


def _amend(
    fact: Fact, facts: dict[str, Fact], canonical: dict[str, str], gone: dict[str, str], registers: Registers, problems: list[str]
) -> None:
    """Notes the field writes of a correction; the entry itself counts as the first write."""
    named = str(fact.body.get("event"))
    target_hash = canonical.get(named, named)
    target = facts.get(target_hash)
    changes = fact.body.get("set")
    if target_hash in gone:
        return
    if target is None or not isinstance(changes, dict):
        problems.append(f"correction {fact.hash[:8]} is about an entry that is not here")
        return
    for name, value in changes.items():
        key = (target.hash, str(name))
        if key not in registers:
            registers.write(key, target.body.get(name), target)
        registers.write(key, value, fact)
    facts[target.hash] = target._replace(amended=True)


def _with_amendments(fact: Fact, registers: Registers) -> Fact:
    body: dict[str, Any] = dict(fact.body)
    at = fact.at
    for (hash_, name), register in registers.items():
        if hash_ != fact.hash:
            continue
        if name == "happened_at":
            at = from_iso(register.value) or at
        elif register.value is None:
            body.pop(name, None)
        else:
            body[name] = register.value
    return fact._replace(body=body, at=at)


def is_newer(event: Event) -> bool:
    """Whether the event was written in a newer format than ours."""
    return event.version > FORMAT
