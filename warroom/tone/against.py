"""What the record says of a break, for comparing a text with it: instants, dates, amounts, counts, names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from store.facing import Facing, FacingAmends, FacingChange, FacingFollowup, FacingPromise
from store.money import Money
from store.zones import Zone, find_zone, wall
from warroom.tone.figures import Figures, figures_of
from warroom.tone.model import Finding

if TYPE_CHECKING:
    from warroom.tone.reading import Reading


WHY = "The record is what happened, and the customer was there: they will compare (design §7)."


class Against(NamedTuple):
    """One break, as far as a text about it can be compared with it. Everything in it but `staff`, `mentioned`, `worth` and `gifts`
    is known to the customer or may be."""

    facing: Facing
    now: int
    zone: Zone
    """Ours: times may be written in it, in theirs, or in UTC."""
    signers: tuple[str, ...] = ()
    """Names under which we sign, and those that customers may read."""
    staff: tuple[str, ...] = ()
    """Names of ours that they never read."""
    worth: tuple[Money, ...] = ()
    """What the account is worth to us: never in a text."""
    mentioned: tuple[str, ...] = ()
    """Names of people in our notes who may be ours."""

    @property
    def fault(self) -> str:
        """`ours`, `not-ours` or `unknown`."""
        return self.facing.fault

    @property
    def zones(self) -> tuple[Zone, ...]:
        """The zones in which a time may be meant, theirs first."""
        return (find_zone(self.facing.zone), self.zone) if self.facing.zone else (self.zone,)

    @property
    def fixes(self) -> tuple[int, ...]:
        """When it was contained, fixed, put right."""
        facing = self.facing
        settled = (promise.settled_at for promise in facing.promises)
        return _known((facing.contained_at, facing.fixed_at, *settled))

    @property
    def talks(self) -> tuple[int, ...]:
        """When we were in touch with them, either way."""
        facing = self.facing
        told_us = facing.known_at if facing.found_by == "customer" else None
        return _known((told_us, facing.told_at, facing.owned_at, *(contact.at for contact in facing.contacts)))

    @property
    def promised(self) -> tuple[int, ...]:
        """Every date that was ever promised to them."""
        return _known(at for promise in self.facing.promises for at in _promise_dates(promise))

    @property
    def dues(self) -> tuple[int, ...]:
        """What lies ahead by the register: promises, amends, changes, follow-ups."""
        facing = self.facing
        promises = (promise for promise in facing.promises if promise.state in ("open", "late"))
        entries: list[FacingAmends | FacingChange | FacingFollowup] = [
            *facing.amends,
            *facing.corrections,
            *facing.gifts,
            *facing.changes,
            *facing.followups,
        ]
        return _known((*(at for promise in promises for at in _promise_dates(promise)), *(entry.due_at for entry in entries)))

    @property
    def instants(self) -> tuple[int, ...]:
        """Every instant that a text for them can name."""
        facing = self.facing
        lines = (*facing.amends, *facing.corrections, *facing.gifts)
        rest = (
            facing.known_at, facing.closed_at, *(line.issued_at for line in lines), *(change.done_at for change in facing.changes),
            *(item.done_at for item in facing.followups), *(remedy.proposed_at for remedy in facing.remedies),
            *(promise.made_at for promise in facing.promises), *(sent.at for sent in facing.sent),
            *(answer.at for answer in facing.answers), facing.reopened_at, self.now,
        )  # fmt: skip
        return tuple(sorted({*self.fixes, *self.talks, *self.promised, *self.dues, *_known(rest)}))

    @property
    def amounts(self) -> tuple[Money, ...]:
        """Sums that they get or got, gifts left out."""
        return tuple(line.amount for line in (*self.facing.amends, *self.facing.corrections))

    @property
    def gifts(self) -> tuple[Money, ...]:
        return tuple(line.amount for line in self.facing.gifts)

    @property
    def written(self) -> Figures:
        """The figures in what the record says in words, and customers may read."""
        facing = self.facing
        texts = [facing.what, facing.trouble, facing.explanation, facing.customer, facing.person, facing.role]
        texts += [promise.what for promise in facing.promises] + [remedy.what for remedy in facing.remedies]
        texts += [change.what for change in facing.changes]
        texts += [slip.reason for promise in facing.promises for slip in promise.slips]
        return figures_of("\n".join(texts))

    @property
    def counted(self) -> frozenset[Decimal]:
        """How many are hit, put right, and still to be."""
        affected, corrected = self.facing.affected, self.facing.corrected
        left = affected - corrected if affected is not None and corrected is not None else None
        return frozenset(Decimal(number) for number in (affected, corrected, left) if number is not None)


def minutes_of(instants: Iterable[int], zone: Zone) -> Iterator[tuple[int, int, int]]:
    """(month, day, minute of the day) of instants on the clocks of a zone; each also as its next minute, for those who round up."""
    for at in instants:
        for moment in (wall(at, zone), wall(at, zone) + timedelta(seconds=30)):
            yield moment.month, moment.day, moment.hour * 60 + moment.minute


def _promise_dates(promise: FacingPromise) -> Iterator[int | None]:
    yield from (promise.first_due_at, promise.due_at, promise.from_at)
    for slip in promise.slips:
        yield from (slip.from_at, slip.to_at)


def _known(instants: Iterable[int | None]) -> tuple[int, ...]:
    return tuple(at for at in instants if at is not None)


def says(line: FacingAmends) -> str:
    """An amount as a finding names it: `credit of €250`."""
    return f"{line.kind} of {line.amount}"


def record_findings(reading: Reading, against: Against, summary: str = "letter") -> tuple[Finding, ...]:
    """Where a text differs from the record, with the places. `summary` is letter, followup, brief, gift or text."""
    from warroom.tone.record import record_hits

    found, sentences = [], reading.sentences
    for hit in record_hits([sentence.text for sentence in sentences], against, summary, reading.text):
        places = sentences[hit.sentence].places
        start, end = (places[hit.start], places[hit.end - 1] + 1) if hit.end else (places[0], places[0])
        line, column = reading.place(start)
        end_line, end_column = reading.place(end)
        text = reading.text[start:end]
        found.append(Finding(hit.rule, hit.level, line, column, end_line, end_column, text, hit.message, hit.suggestion, WHY))
    return tuple(found)
