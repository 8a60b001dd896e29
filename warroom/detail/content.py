"""One break with all that its screen shows, read in four awaited calls, and one more where a supplier's date binds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from store.contact_clock import contact_clock, resets
from store.entries import Contact
from store.events import Event
from store.ids import FAILURE_PREFIX, shortest
from store.learned import Learned, Repeat, unpack_learned
from store.replica.around import SupplierRecord, suppliers_of
from store.replica.cases import Case
from store.replica.queries import calling_on
from store.row import Row
from store.timeline import Entry, whole_timeline
from store.zones import Zone
from warroom.reader import BoardReader

if TYPE_CHECKING:
    from warroom.advisor.prepared import Prepared

MOST_GAPS = 40
"""Most gaps between contacts that are measured against the cadence."""


class Gap(NamedTuple):
    """The time between two real contacts, and when the second one was due."""

    begin: int
    until: int
    due_at: int | None

    @property
    def over(self) -> bool:
        """Whether the contact came after its time."""
        return self.due_at is not None and self.until > self.due_at


Link = Repeat
"""Another break of the same cause."""


class Detail(NamedTuple):
    """A break as its screen shows it."""

    case: Case
    row: Row
    spoken: str
    failure: str
    """Spoken id of its failure."""
    hit: int
    """How many customers its failure hit, this one among them."""
    links: tuple[Link, ...]
    """Other breaks of the same cause, this customer's first."""
    entries: tuple[Entry, ...]
    """The timeline, the latest first."""
    names: Mapping[str, str]
    """Hash of an event → its short name, as `3f2a-17`."""
    events: Mapping[str, Event]
    """Hash of an event → the event as it was written."""
    gaps: Mapping[str, Gap]
    """Hash of a real contact → the gap before it."""
    seen_by: Mapping[str, tuple[int, int]] = {}
    """Hash of a decision → how many of the people here have it, and how many are here."""
    suppliers: tuple[SupplierRecord, ...] = ()
    """How the suppliers kept the dates that were entered here."""
    heard: Mapping[str, int] = {}
    """When teammates were last heard of (ms), by the small letters of their names."""
    history: Prepared | None = None
    """What the team's history says of fixes, once it is read."""


class Gone(NamedTuple):
    """A break that is not there any more. `into` is the full id of the one that it goes on as, empty when its opening
    was taken back."""

    into: str
    spoken: str


async def read_detail(reader: BoardReader, id_: str, now: int, zone: Zone) -> Detail | Gone:
    """Reads a break. Raises CannotRead."""
    beside = await reader.beside(id_)
    own = next((row for row in beside if row[0] == "own"), None)
    if own is None:
        return await _gone(reader, id_, beside)
    case, events = await reader.case(id_)
    failure = next((row for row in beside if row[0] == "failure"), None)
    by_subject: dict[str, list[Event]] = {}
    for event in events:
        by_subject.setdefault(event.subject, []).append(event)
    calling = next((row[1] for row in beside if row[0] == "calling"), None)
    suppliers = (await reader.around(id_)).suppliers if suppliers_of(case) else ()
    short = short_names(row[1] for row in beside if row[0] == "replica")
    return Detail(
        case=case,
        row=calling_on(case.row, calling),
        spoken=shortest(own[1], own[2] or "", own[3] or ""),
        failure=FAILURE_PREFIX + shortest(failure[1], failure[2] or "", failure[3] or "") if failure else "",
        hit=own[4],
        links=links_of(beside, case.brk.opened_at),
        entries=tuple(reversed(whole_timeline(by_subject.values(), zone, now))),
        names={event.hash: f"{short.get(event.replica, event.replica)}-{event.number}" for event in events},
        events={event.hash: event for event in events},
        gaps=gaps_of(case),
        suppliers=suppliers,
    )


async def _gone(reader: BoardReader, id_: str, beside: list[tuple[str, str, str, str, int]]) -> Gone:
    """Where a break went that has no row."""
    seen = {id_}
    while (into := next((row[1] for row in beside if row[0] == "joined"), "")) and into not in seen:
        seen.add(into)
        beside = await reader.beside(into)
        own = next((row for row in beside if row[0] == "own"), None)
        if own is not None:
            return Gone(into, shortest(own[1], own[2] or "", own[3] or ""))
    return Gone("", "")


def links_of(beside: Iterable[tuple[str, str, str, str, int]], opened_at: int) -> tuple[Link, ...]:
    """The other breaks of the same cause, out of the answer of `queries.beside`, with what was learned from each."""
    rows = list(beside)
    learned = {row[2]: unpack_learned(row[1]) for row in rows if row[0] == "learned"}
    return tuple(
        Link(
            id=row[1],
            spoken=shortest(row[1], row[2] or "", row[3] or ""),
            opened_at=row[4],
            same_customer=row[0] == "repeat",
            later=row[4] > opened_at,
            learned=learned.get(row[1], Learned()),
        )
        for row in rows
        if row[0] in ("repeat", "elsewhere")
    )


def short_names(replicas: Iterable[str]) -> dict[str, str]:
    """Replica → the shortest beginning of its id that is clear, four characters or more."""
    ordered = sorted(replicas)
    return {
        replica: shortest(replica, ordered[index - 1] if index else "", ordered[index + 1] if index + 1 < len(ordered) else "")
        for index, replica in enumerate(ordered)
    }


def gaps_of(case: Case) -> dict[str, Gap]:
    """The gaps before the latest real contacts, each against the time at which that contact was due as things stood."""
    brk, failure, customer, policy = case.brk, case.failure, case.customer, case.policy
    real = [contact for contact in brk.contacts if resets(contact, policy, customer)][-MOST_GAPS:]
    earlier: list[Contact] = [contact for contact in brk.contacts if real and contact.n < real[0].n]
    found: dict[str, Gap] = {}
    rest = iter(brk.contacts[len(earlier) :])
    for contact in real:
        then = contact_clock(brk._replace(contacts=tuple(earlier), stage="open"), failure, customer, policy)
        begin = then.last_at if then.last_at is not None else brk.known_at
        found[contact.key] = Gap(min(begin, contact.at), contact.at, then.due_at)
        for passed in rest:
            earlier.append(passed)
            if passed.key == contact.key:
                break
    return found
