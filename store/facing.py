"""What of a break a customer may read: the one way from the record into a letter, a brief or a gift's note. Pure.

Nothing else of the record reaches those texts: worth, mood, names of our staff, notes, odds and reasons that are for us
have no field here (design §7). Free text of ours that has one is written for the customer: what broke, the explanation,
promises, remedies, what changes, the reason for them of a moved promise.
"""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from collections.abc import Mapping
from typing import NamedTuple

from store.entries import Contact, Promise, Restitution, Slip
from store.money import Money
from store.plan import needs_approval
from store.policy import Policy
from store.state import Break, Customer, Failure, Person
from store.text import clean, name_key, one_line

GIFT = "gift-card"
LATE = "late"


class FacingSlip(NamedTuple):
    """One move of a promise, with the reason that was given to them; `told_at` is None until they know, and then it has none."""

    from_at: int | None
    to_at: int | None
    reason: str
    told_at: int | None


class FacingPromise(NamedTuple):
    """A promise to them. `state` is open, kept, late (past due, or done after due), broken or withdrawn; `due_at` is the date as
    it stands, `first_due_at` the one that was promised at first."""

    n: str
    kind: str
    what: str
    sure: str
    made_at: int
    first_due_at: int | None
    due_at: int | None
    from_at: int | None
    state: str
    settled_at: int | None
    slips: tuple[FacingSlip, ...] = ()


class FacingRemedy(NamedTuple):
    """What we proposed to put it right, and their answer (empty until there is one)."""

    n: str
    what: str
    proposed_at: int
    answer: str


class FacingAmends(NamedTuple):
    """What they get for their trouble: only what may be spoken of (approved, or within what needs no approval). `state` is
    proposed, approved, issued or confirmed."""

    n: str
    kind: str
    amount: Money
    state: str
    due_at: int | None
    issued_at: int | None


class FacingChange(NamedTuple):
    """What changes so that it can't happen again. `owner` is the name that customers may read, empty where there is none."""

    n: str
    what: str
    owner: str
    due_at: int | None
    done_at: int | None


class FacingContact(NamedTuple):
    """That we were in touch: when, how, what for. Never what was noted."""

    at: int
    channel: str
    direction: str
    kind: str
    reached: bool
    with_: str


class FacingFollowup(NamedTuple):
    """A dated follow-up."""

    channel: str
    due_at: int
    done_at: int | None


class FacingAnswer(NamedTuple):
    """That we answered where it became public."""

    where: str
    at: int


class Sent(NamedTuple):
    """Something that went out to them before: `summary` is letter, followup, brief or gift."""

    summary: str
    at: int
    text: str


class Facing(NamedTuple):
    """One break as the customer may read of it. Times are instants (ms since 1970 UTC), None where nothing is known."""

    customer: str
    person: str
    """The contact person's full name, empty where nobody is named."""
    first_name: str
    """The name to address them by, empty where nobody is named: their call name, else the first word of the name."""
    role: str
    mail: str
    language: str
    zone: str
    """Their time zone (IANA), empty where it is not known."""
    what: str
    fault: str
    """`ours`, `not-ours`, `unknown`."""
    stage: str
    found_by: str
    """`us` or `customer`."""
    known_at: int
    told_at: int | None
    owned_at: int | None
    contained_at: int | None
    fixed_at: int | None
    closed_at: int | None
    reopened: int
    trouble: str
    """What it did to them, in their own words."""
    affected: int | None
    corrected: int | None
    explanation: str
    promises: tuple[FacingPromise, ...] = ()
    remedies: tuple[FacingRemedy, ...] = ()
    amends: tuple[FacingAmends, ...] = ()
    """Without gifts, and without corrections: see `corrections`."""
    corrections: tuple[FacingAmends, ...] = ()
    """Their own money that comes back."""
    gifts: tuple[FacingAmends, ...] = ()
    """For the gift's own note, and for nothing else."""
    changes: tuple[FacingChange, ...] = ()
    contacts: tuple[FacingContact, ...] = ()
    followups: tuple[FacingFollowup, ...] = ()
    sent: tuple[Sent, ...] = ()
    public: tuple[str, ...] = ()
    answers: tuple[FacingAnswer, ...] = ()
    """Where it was public, and we answered there."""
    reopened_at: int | None = None
    """When it came back after it was fixed, the last time."""
    has_call_name: bool = False
    """Whether somebody wrote down how they are called."""
    fault_since: int | None = None
    """Since when the fault is held to be whose it is: a letter of before owned something else."""

    @property
    def is_fixed(self) -> bool:
        return self.fixed_at is not None

    def apologised_before(self, summary: str) -> bool:
        """Whether a text that apologises went out to them already; beside a follow-up mail only another one of its kind counts.
        One of a time when the fault was held to be another's, or nobody's, does not."""
        kinds = ("followup",) if summary == "followup" else ("letter", "followup")
        return any(sent.summary in kinds and sent.at >= (self.fault_since or 0) for sent in self.sent)

    @property
    def apologies(self) -> int:
        """How often we said sorry, and it reached them."""
        return sum(1 for contact in self.contacts if contact.kind == "apology" and contact.reached and contact.direction == "out")


def facing(
    brk: Break, failure: Failure, customer: Customer, policy: Policy, now: int, names: Mapping[str, str] | None = None
) -> Facing:
    """What the customer of a break may read of it at `now`. `names` says how one of us is named to customers (actor → name); who
    is not in it is not named."""
    public_names = {name_key(actor): name for actor, name in (names or {}).items()}
    person = _person(brk, customer)
    lines = [line for line in brk.restitution if line.state != "declined" and not _unapproved(line, brk, policy)]
    return Facing(
        customer=one_line(customer.name or brk.customer),
        person=one_line(person.name),
        first_name=one_line(person.call_name or person.name.partition(" ")[0]),
        role=one_line(person.role),
        mail=one_line(person.mail),
        language=one_line(person.language),
        zone=customer.zone,
        what=one_line(brk.what or failure.what),
        fault=failure.fault,
        stage=brk.stage,
        found_by=brk.found_by,
        known_at=brk.known_at,
        told_at=brk.told_at,
        owned_at=brk.owned_at,
        contained_at=brk.contained_at,
        fixed_at=brk.fixed_at,
        closed_at=brk.closed_at,
        reopened=brk.reopened,
        trouble=clean(brk.trouble),
        affected=brk.affected,
        corrected=brk.corrected,
        explanation=clean(failure.explanation),
        promises=tuple(_promise(promise, now) for promise in brk.promises),
        remedies=tuple(
            FacingRemedy(item.n, one_line(item.what), item.proposed_at, item.answer) for item in brk.remedies if not item.untold
        ),
        amends=tuple(_amends(line) for line in lines if line.kind not in (GIFT, "correction")),
        corrections=tuple(_amends(line) for line in lines if line.kind == "correction"),
        gifts=tuple(_amends(line) for line in lines if line.kind == GIFT),
        changes=tuple(
            FacingChange(
                item.n, one_line(item.what), one_line(public_names.get(name_key(item.owner), "")), item.due_at, item.done_at
            )
            for item in failure.prevention
        ),
        contacts=tuple(_contact(contact) for contact in brk.contacts),
        followups=tuple(FacingFollowup(item.channel, item.due_at, item.done_at) for item in brk.followups),
        sent=tuple(Sent(item.summary, item.at, item.text) for item in brk.written),
        public=tuple(one_line(mark.where) for mark in brk.public),
        answers=tuple(FacingAnswer(one_line(mark.where), mark.answered_at) for mark in brk.public if mark.answered_at is not None),
        reopened_at=max((change.at for change in brk.stages if change.stage == "reopened"), default=None),
        has_call_name=bool(person.call_name.strip()),
        fault_since=failure.fault_since,
    )


def _person(brk: Break, customer: Customer) -> Person:
    """Whom we talk to: the person of the break, else the first of the card, else nobody."""
    named = customer.person(brk.contact_name) if brk.contact_name else None
    return named or (Person(brk.contact_name) if brk.contact_name else next(iter(customer.people), Person("")))


def _unapproved(line: Restitution, brk: Break, policy: Policy) -> bool:
    return line.state == "proposed" and needs_approval(line, brk.severity, policy)


def _promise(promise: Promise, now: int) -> FacingPromise:
    state = promise.result or "open"
    due_at = promise.due_at
    done_at = promise.settled_at if promise.result == "kept" else now
    if state in ("open", "kept") and due_at is not None and done_at is not None and done_at > due_at:
        state = LATE
    first_due_at = promise.slips[0].from_at if promise.slips else due_at
    return FacingPromise(
        promise.n, promise.kind, one_line(promise.what), promise.sure, promise.made_at, first_due_at, due_at, promise.from_at,
        state, promise.settled_at, tuple(_slip(slip) for slip in promise.slips),
    )  # fmt: skip


def _slip(slip: Slip) -> FacingSlip:
    return FacingSlip(slip.from_at, slip.to_at, one_line(slip.say) if slip.told_at is not None else "", slip.told_at)


def _amends(line: Restitution) -> FacingAmends:
    issued_at = next((move.at for move in line.moves if move.state == "issued"), None)
    return FacingAmends(line.n, line.kind, line.amount, line.state, line.due_at, issued_at)


def _contact(contact: Contact) -> FacingContact:
    return FacingContact(contact.at, contact.channel, contact.direction, contact.kind, contact.reached, one_line(contact.with_))
