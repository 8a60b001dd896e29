"""What a call sheet is made of: the break with all around it, as it stands at one moment, and what follows from that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from store.attention import OVERDUE, SOON, Attention
from store.entries import Contact, Deadline, Promise
from store.learned import Repeat
from store.plan import call_name, contact_person, deputy_of
from store.replica.cases import Case
from store.row import Row
from store.state import Break, Failure, Person
from store.text import one_line
from store.their_hours import customer_hours
from store.when import day_and_time
from store.worktime import next_open
from store.zones import Zone, find_zone, wall

if TYPE_CHECKING:
    from warroom.advisor.advice import Advice

SAID = 400
"""Most characters of one text on the sheet."""
NIGHT_FROM, NIGHT_UNTIL = 22, 7
"""Hours of their clock that are their night, where nobody said when they can be reached."""


class Other(NamedTuple):
    """Another break of the same customer that is not closed."""

    spoken: str
    row: Row
    brk: Break
    failure: Failure


class Look(NamedTuple):
    """All that a sheet says is a function of this."""

    case: Case
    row: Row
    attention: Attention
    spoken: str
    """Spoken id of the break."""
    others: tuple[Other, ...]
    """The customer's other breaks that are not closed."""
    advice: Advice | None
    """What the history says of the fix, for the age that the break has now; None where it is fixed, or not read yet."""
    now: int
    zone: Zone
    """The viewer's."""
    actor: str = ""
    """Who is about to ring."""
    repeats: tuple[Repeat, ...] = ()
    """The breaks of the same cause, by other failures."""

    def time(self, at: int | None) -> str:
        """A time for reading, in our zone; empty for None."""
        return "" if at is None else day_and_time(at, self.now, self.zone)

    def their_time(self, at: int | None) -> str:
        """A time as it is said to them: on their clock, ours beside it where the two differ; empty for None."""
        ours, there = self.time(at), self.there
        if at is None or there is None or wall(at, there).utcoffset() == wall(at, self.zone).utcoffset():
            return ours
        return f"{day_and_time(at, self.now, there)} your time ({ours} ours)"

    @property
    def contact(self) -> Person | None:
        """Whom we talk to on this break, whoever is rung; None when nobody is known."""
        return contact_person(self.case.brk, self.case.customer)

    @property
    def person(self) -> Person | None:
        """Whom to ring: the contact, or their deputy when it is the deputy's turn and their number is known; None when nobody
        is known."""
        return self.deputy if self.is_deputys_turn else self.contact

    @property
    def deputy(self) -> Person | None:
        """Who answers for the contact: as the card has them, with a number; else only a name; None without one."""
        return deputy_of(self.contact, self.case.customer)

    @property
    def is_deputys_turn(self) -> bool:
        """Whether the deputy is rung: the contact was tried often enough, and there is a number."""
        deputy = self.deputy
        return self.row.try_deputy and deputy is not None and bool(deputy.phone or deputy.night)

    @property
    def name(self) -> str:
        """The name to use in what is said: theirs, else the customer's."""
        person = self.person
        return one_line(call_name(person) if person else "", 60) or one_line(self.row.customer, 60)

    @property
    def there(self) -> Zone:
        """Their zone; None when nobody knows it."""
        return find_zone(self.case.customer.zone)

    @property
    def their_clock(self) -> str:
        """`09:32`, with the day where it is another one there; empty when nobody knows their zone."""
        there = self.there
        if there is None:
            return ""
        local = wall(self.now, there)
        return f"{local:%H:%M}" if local.date() == wall(self.now, self.zone).date() else f"{local:%a %H:%M}"

    @property
    def hours_open_at(self) -> int | None:
        """When they can be reached next by their hours; None when that is now, or when nobody said."""
        hours = customer_hours(self.case.customer, self.case.policy)
        if hours is None:
            return None
        opens = next_open(self.now, hours)
        return opens if opens > self.now else None

    @property
    def is_night(self) -> bool:
        """Whether their clock says night; not where nobody knows their zone."""
        there = self.there
        return there is not None and not NIGHT_UNTIL <= wall(self.now, there).hour < NIGHT_FROM

    @property
    def out_of_hours(self) -> bool:
        """Whether they should be let alone now: outside their hours; at their night, where nobody said their hours."""
        return self.hours_open_at is not None if self.case.customer.hours else self.is_night

    @property
    def silence_until(self) -> int | None:
        """Until when they asked not to be called; None when they did not, or it is over."""
        until = self.case.customer.silence_until
        return until if until is not None and until > self.now else None

    @property
    def number(self) -> str:
        """The number to ring: out of their hours the one for the night, where there is one; empty when none is known."""
        person = self.person
        return self.number_of(person) if person is not None else ""

    def number_of(self, person: Person) -> str:
        """A person's number as it is to be used now; empty when none is known."""
        return one_line((person.night if self.out_of_hours else "") or person.phone or person.night, 60)

    @property
    def by_night_line(self) -> bool:
        """Whether `number` is their number for the night."""
        person = self.person
        return person is not None and bool(person.night) and self.number == one_line(person.night, 60)

    @property
    def caller(self) -> tuple[str, int] | None:
        """Who else is calling them right now, and since when; None when nobody else is."""
        row = self.row
        if not self.attention.calling or row.calling_since is None or row.calling.casefold() == self.actor.casefold():
            return None
        return row.calling, row.calling_since

    @property
    def open_promises(self) -> tuple[Promise, ...]:
        """What we promised and did not settle, by the date that they know; words that we would be in touch last."""
        found = (promise for promise in self.case.brk.promises if promise.is_open)
        return tuple(sorted(found, key=lambda p: (p.kind == "news", p.told_due_at is None, p.told_due_at or 0, p.made_at)))

    @property
    def supplier_dates(self) -> tuple[Deadline, ...]:
        """The suppliers' dates that are not met."""
        found = (*self.case.brk.deadlines, *self.case.failure.deadlines)
        return tuple(deadline for deadline in found if deadline.of == "supplier" and deadline.state != "met")

    @property
    def reached(self) -> tuple[Contact, ...]:
        """Our contacts that reached them, in their order."""
        return tuple(contact for contact in self.case.brk.contacts if contact.reached and contact.direction == "out")

    @property
    def is_fixed(self) -> bool:
        return self.case.brk.fixed_at is not None

    @property
    def is_follow_up(self) -> bool:
        """Whether this is the call some days later, that has its own sheet."""
        by_phone = self.row.followup is not None and self.row.followup.what == "call"
        due = by_phone and any(need.rule == "follow-up" and need.level in (OVERDUE, SOON) for need in self.attention.needs)
        return self.is_fixed and (due or self.row.stage in ("follow-up", "closed"))

    @property
    def is_followed_up(self) -> bool:
        """Whether that call was made already: what comes after it asks how it goes, and no more."""
        since = self.case.brk.fixed_at or 0
        return any((item.done_at or 0) >= max(since, 1) and item.channel == "call" for item in self.case.brk.followups)


def with_other_caller(row: Row, callers: Iterable[tuple[str, int]], actor: str) -> Row:
    """A row with the latest call of somebody else than who is about to ring: one's own hides no colleague's."""
    for who, since in callers:
        if who.casefold() != actor.casefold():
            return row._replace(calling=who, calling_since=since)
    return row


def said(text: str, limit: int = SAID) -> str:
    """A text of the record on one line, cleaned, and no longer than a sheet has room for."""
    return one_line(text, limit)
