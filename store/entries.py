"""The entries of a break or a failure, as they stand now: contacts, promises, restitution, notes and the rest.

Times are instants (ms since 1970 UTC), None where nothing is known. `key` is the hash of the event that made an entry.
"""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from typing import NamedTuple

from store.money import Money


class Contact(NamedTuple):
    """One contact with the customer, or an attempt at one."""

    n: int
    key: str
    at: int
    channel: str
    direction: str
    result: str
    kind: str
    with_: str
    said: str
    mood: str
    next_at: int | None
    actor: str
    conflict: bool = False

    @property
    def reached(self) -> bool:
        """Whether we really got through: we spoke, or we wrote to them."""
        return self.result == "spoke" or (self.result == "wrote" and self.direction == "out")


class Slip(NamedTuple):
    """One move of a promise. `told_at` is None until the customer knows."""

    moved_at: int
    from_at: int | None
    to_at: int | None
    reason: str
    say: str
    told_at: int | None


class Promise(NamedTuple):
    """What we told the customer we would do."""

    n: str
    key: str
    kind: str
    what: str
    sure: str
    made_at: int
    due_at: int | None
    """The date as it stands, told or not."""
    told_due_at: int | None
    """The last date that the customer knows."""
    from_at: int | None
    actor: str
    result: str
    """`kept`, `broken`, `withdrawn`; empty while open."""
    settled_at: int | None
    reason: str
    slips: tuple[Slip, ...] = ()
    settled_by: str = ""
    settled_key: str = ""
    apart: tuple[str, ...] = ()
    """Numbers of the other open promises for the same thing that were made without knowing of this one."""

    @property
    def is_open(self) -> bool:
        return not self.result

    @property
    def told(self) -> bool:
        """Whether the customer knows the date as it stands."""
        return not self.slips or self.slips[-1].told_at is not None

    @property
    def late_by(self) -> int | None:
        """Milliseconds past the told date when it was done (negative: early); None while open or without a date."""
        if self.settled_at is None or self.told_due_at is None or self.result != "kept":
            return None
        return self.settled_at - self.told_due_at


class Remedy(NamedTuple):
    """What we proposed to put it right, and the customer's answer (empty until there is one). `told_at`: when they heard of it;
    `untold`: it was proposed inside the house, and they have not; `round`: a further one for each answer below before it."""

    n: str
    key: str
    what: str
    effort: str
    cost: Money | None
    proposed_at: int
    answer: str
    answered_at: int | None
    said: str
    actor: str = ""
    answered_by: str = ""
    answer_key: str = ""
    told_at: int | None = None
    untold: bool = False
    round: int = 1


class StateMove(NamedTuple):
    """One move of a restitution line to a state."""

    state: str
    at: int
    actor: str
    key: str
    by: str = ""
    """Who decided it, where the one who wrote it down names somebody else."""


class Restitution(NamedTuple):
    """What we owe for their trouble. A state in dispute stays at the last agreed one."""

    n: str
    key: str
    kind: str
    amount: Money
    why: str
    proposed_at: int
    due_at: int | None
    state: str
    state_at: int
    by: str
    actor: str
    moves: tuple["StateMove", ...] = ()
    """The states that it went through, in order, as far as they are agreed."""
    changed: bool = False
    """Whether its amount or kind is not what those knew who approved it (who issued it, where nobody did)."""

    @property
    def is_pending(self) -> bool:
        return self.state in ("proposed", "approved", "issued")


class Blocker(NamedTuple):
    """Red tape inside our own house: who can clear it, when it was asked about last, who raised it (`actor`)."""

    n: str
    key: str
    what: str
    who: str
    since: int
    nudges: int
    cleared_at: int | None
    cleared_by: str = ""
    cleared_key: str = ""
    nudged_at: int | None = None
    actor: str = ""


class Deadline(NamedTuple):
    """Somebody else's date that binds us. `state` is open, met or slipped (past without a new date);
    `dated_at`: when the date as it stands was set (0: at first); `chased_at`: when we asked about it last."""

    n: str
    key: str
    of: str
    who: str
    what: str
    due_at: int
    state: str
    slips: int
    set_at: int
    chased: int
    dated_at: int = 0
    chased_at: int | None = None


class Prevention(NamedTuple):
    """What we do so that it can't happen again; it outlives the break."""

    n: str
    key: str
    what: str
    owner: str
    due_at: int | None
    done_at: int | None
    planned_at: int = 0
    actor: str = ""


class Followup(NamedTuple):
    """A dated follow-up by mail or by phone."""

    n: str
    key: str
    channel: str
    due_at: int
    done_at: int | None
    said: str
    done_by: str = ""
    done_key: str = ""


class Debrief(NamedTuple):
    """What one person of the staff told of it."""

    who: str
    said: str
    at: int
    key: str = ""

    @property
    def is_done(self) -> bool:
        """Whether they told anything: one that only names them is still to be held."""
        return bool(self.said)


class Note(NamedTuple):
    """A note, an explanation or a lesson."""

    text: str
    actor: str
    at: int
    key: str


class PublicMark(NamedTuple):
    """A place where it became public, until we answered there; `knows`: who inside knows of it already."""

    n: str
    key: str
    where: str
    link: str
    since: int
    answered_at: int | None
    knows: str = ""


class Dispute(NamedTuple):
    """A claim that is disputed, until the dispute is withdrawn."""

    what: str
    by: str
    since: int
    withdrawn_at: int | None
    key: str = ""
    withdrawn_by: str = ""
    withdrawn_key: str = ""


class StepMark(NamedTuple):
    """A playbook step that was done (or taken back) by hand."""

    step: str
    done: bool
    at: int
    actor: str
    reason: str
    key: str = ""


class StageChange(NamedTuple):
    """One move from stage to stage."""

    stage: str
    at: int
    actor: str
    reason: str
    key: str = ""
    overrides: tuple[str, ...] = ()
    """What closing asked for and went without, as `store.closing` names it."""
    note: str = ""
    """How it ended, for those who took part."""
    imported: bool = False


class OutcomeMark(NamedTuple):
    """How it ended with the customer, as it was seen at a time."""

    outcome: str
    at: int
    actor: str
