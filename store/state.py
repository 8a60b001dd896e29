"""What a break, a failure, a customer and the board are now: frozen values that the fold makes out of events.

Times are instants (ms since 1970 UTC), None where nothing is known.
"""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from typing import NamedTuple

from store.entries import (
    Blocker,
    Contact,
    Deadline,
    Debrief,
    Dispute,
    Followup,
    Note,
    OutcomeMark,
    Prevention,
    Promise,
    PublicMark,
    Remedy,
    Restitution,
    StageChange,
    StepMark,
)
from store.money import Money
from store.register import Conflict
from store.waits import Wait

_FIXED = ("fixed", "made-right", "follow-up", "closed")


class Written(NamedTuple):
    """A letter, brief, … that went out."""

    summary: str
    to: str
    text: str
    at: int
    actor: str
    key: str = ""
    overrides: tuple[str, ...] = ()
    """Ids of the tone check's rules that were overridden."""


class FieldMark(NamedTuple):
    """Since when a field holds what it holds, and who set it."""

    field: str
    at: int
    actor: str
    key: str


class Person(NamedTuple):
    """A contact person of a customer."""

    name: str
    call_name: str = ""
    """The name to use, when it is not the first word of the name."""
    role: str = ""
    phone: str = ""
    mail: str = ""
    night: str = ""
    """The number for the night."""
    deputy: str = ""
    language: str = ""


class Handover(NamedTuple):
    """A hand-over that was offered and not taken yet."""

    key: str
    by: str
    to: str
    said: str
    at: int
    breaks: int | None = None
    """How many breaks it was about; None where its author did not say."""


class Break(NamedTuple):
    """A service break: one customer hurt by one failure of ours. An empty `customer` means that its opening has not arrived."""

    id: str
    customer: str = ""
    what: str = ""
    failure: str = ""
    severity: int = 3
    severity_at: int = 0
    """When the severity that holds now was set: a new severity starts the new clock."""
    opened_at: int = 0
    opened_by: str = ""
    owner: str = ""
    owner_offered: str = ""
    fixer: str = ""
    first_fixer: str = ""
    """Who was first named to mend it: what was known early."""
    contact_name: str = ""
    found_by: str = "us"
    found_at: int | None = None
    told_at: int | None = None
    """The first contact that reached them."""
    trouble: str = ""
    expectation: str = ""
    must_tell: str = ""
    must_tell_by: int | None = None
    value: Money | None = None
    exposure: str = ""
    cadence: str = ""
    playbook: str = ""
    stage: str = "open"
    stages: tuple[StageChange, ...] = ()
    owned_at: int | None = None
    contained_at: int | None = None
    fixed_at: int | None = None
    made_right_at: int | None = None
    closed_at: int | None = None
    reopened: int = 0
    waiting_on: str = ""
    waiting_on_since: int | None = None
    affected: int | None = None
    corrected: int | None = None
    fix_confirmed_by: str = ""
    fix_confirmed_at: int | None = None
    fix_confirmed_key: str = ""
    outcome: str = ""
    acknowledged_until: int | None = None
    acknowledged_at: int | None = None
    calling: str = ""
    calling_since: int | None = None
    touched_at: int | None = None
    """When somebody first did anything about it after it was opened."""
    joined_into: str = ""
    contacts: tuple[Contact, ...] = ()
    promises: tuple[Promise, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    restitution: tuple[Restitution, ...] = ()
    blockers: tuple[Blocker, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    followups: tuple[Followup, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    public: tuple[PublicMark, ...] = ()
    notes: tuple[Note, ...] = ()
    steps: tuple[StepMark, ...] = ()
    written: tuple[Written, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    problems: tuple[str, ...] = ()
    newer: int = 0
    """Events from a newer version of the program."""
    imported: bool = False
    marks: tuple[FieldMark, ...] = ()
    """Who filled fields that a step of a playbook can ask for."""
    waits: tuple[Wait, ...] = ()
    """When the fix waited for somebody."""
    still_hurts: str = ""
    """What they are still exposed to after it was contained."""
    offered_at: int | None = None
    """Since when it is offered to `owner_offered`."""
    outcomes: tuple[OutcomeMark, ...] = ()
    """Every outcome that was set, in order: the last one holds."""

    @property
    def closing_note(self) -> str:
        """How it ended, for those who took part; empty while it is not closed."""
        notes = (change.note for change in reversed(self.stages) if change.stage == "closed" and change.note)
        return next(notes, "") if self.is_closed else ""

    @property
    def known_at(self) -> int:
        """When we knew of it: found, or opened when nobody said."""
        return self.opened_at if self.found_at is None else self.found_at

    @property
    def is_closed(self) -> bool:
        return self.stage == "closed"

    @property
    def fixed_by(self) -> str:
        """Who said that it is fixed, since it was last reopened; empty when nobody did."""
        said = ""
        for change in self.stages:
            if change.stage == "reopened":
                said = ""
            elif change.stage in _FIXED:
                said = said or change.actor
        return said

    def is_second_person(self, name: str) -> bool:
        """Whether somebody may confirm the fix: neither the one who mends it nor the one who said that it is fixed."""
        return name.casefold() not in {self.fixed_by.casefold(), self.fixer.casefold()}

    @property
    def owning(self) -> Contact | None:
        """The contact in which we owned it to them: the first apology of ours that reached them."""
        return next(
            (one for one in self.contacts if one.reached and one.direction == "out" and one.kind == "apology"),
            None,
        )

    @property
    def disputed_since(self) -> int | None:
        """Since when a claim is disputed; None when none is."""
        return min((dispute.since for dispute in self.disputes if dispute.withdrawn_at is None), default=None)


class Failure(NamedTuple):
    """What went wrong on our side; entered once for all the customers that it hit."""

    id: str
    what: str = ""
    category: str = ""
    cause: str = ""
    fault: str = "unknown"
    fixed_by: int | None = None
    """When we expect the fix."""
    opened_at: int = 0
    explanations: tuple[Note, ...] = ()
    lessons: tuple[Note, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    prevention: tuple[Prevention, ...] = ()
    debriefs: tuple[Debrief, ...] = ()
    notes: tuple[Note, ...] = ()
    written: tuple[Written, ...] = ()
    joined_into: str = ""
    conflicts: tuple[Conflict, ...] = ()
    problems: tuple[str, ...] = ()
    newer: int = 0
    fault_since: int | None = None
    """Since when `fault` holds; None where nobody said whose it is."""

    @property
    def explanation(self) -> str:
        """The explanation that holds: the latest."""
        return self.explanations[-1].text if self.explanations else ""


class Customer(NamedTuple):
    """A customer's card."""

    key: str
    name: str = ""
    zone: str = ""
    hours: str = ""
    voice_only: bool = False
    cadence: str = ""
    channel: str = ""
    do_not_contact: str = ""
    """Why they must not be contacted; empty when they may be."""
    value: Money | None = None
    silence_until: int | None = None
    silence_since: int | None = None
    silence_why: str = ""
    people: tuple[Person, ...] = ()
    notes: tuple[Note, ...] = ()
    joined_into: str = ""
    conflicts: tuple[Conflict, ...] = ()
    newer: int = 0
    holidays: str = ""
    """Days on which they are closed, as `store.holiday_dates` reads them."""

    def person(self, name: str) -> Person | None:
        """The contact person of that name (any case), else the first one with that first name, else None: Mary is Mary Osei,
        Ann is not Anna."""
        wanted = name.casefold().strip()
        exact = next((person for person in self.people if person.name.casefold() == wanted), None)
        first_name = wanted + " "
        return exact or next((person for person in self.people if wanted and person.name.casefold().startswith(first_name)), None)


class Board(NamedTuple):
    """The board itself: its name, its policy's settings as written, who is on duty."""

    id: str
    name: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    """What the team set of the policy: (key, value as text), ordered by key."""
    playbooks: tuple[tuple[str, str], ...] = ()
    on_duty: tuple[str, ...] = ()
    off_duty: tuple[str, ...] = ()
    handovers: tuple[Handover, ...] = ()
    notes: tuple[Note, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    newer: int = 0
