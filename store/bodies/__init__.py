"""What each kind of event says: the shape of its body, as JSON holds it.

Times are ISO 8601 in UTC (`store.zones.iso`), money is {"amount", "currency"}, references to other events are their hashes.
`n` is the number that people use for a promise, a remedy, …: it is stored once and never changes its meaning.
Optional keys are absent rather than null, except inside `set`, where null takes a value away.

`BODIES` is the registry: kind → (body type, kinds of subject that it may be about). docs/record.md lists it.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, get_args, get_origin

from typing_extensions import get_type_hints

from store.bodies.board import (
    BoardNamed,
    DutyChanged,
    HandoverAccepted,
    HandoverOffered,
    PersonEdited,
    PersonRemoved,
    PlaybookSet,
    SilenceAgreed,
)
from store.bodies.break_ import CallBegun, CallEnded, Contacted, Opened, OwnerOffered, OwnerTaken, Staged
from store.bodies.dues import (
    Acknowledged,
    AffectedCounted,
    BlockerCleared,
    BlockerNudged,
    BlockerRaised,
    Disputed,
    DisputeWithdrawn,
    FixConfirmed,
    FollowupDone,
    FollowupPlanned,
    OutcomeSet,
    Promised,
    PromiseMoved,
    PromiseSettled,
    PromiseTold,
    PublicAnswered,
    PublicMarked,
    RemedyAnswered,
    RemedyProposed,
    RemedyTold,
    RestitutionMoved,
    RestitutionProposed,
    StepSet,
    WaitingSet,
    Written,
)
from store.bodies.failure import (
    DeadlineChased,
    DeadlineMet,
    DeadlineSet,
    DeadlineSlipped,
    Debriefed,
    FailureOpened,
    PreventionDone,
    PreventionPlanned,
)
from store.bodies.shared import Amended, Joined, MovedIn, MovedOut, Redacted, Retracted, SetFields, Text

BREAK, FAILURE, CUSTOMER, BOARD = ("break",), ("failure",), ("customer",), ("board",)
CASE = ("break", "failure")
ANY = ("break", "failure", "customer", "board")

BODIES: dict[str, tuple[Any, tuple[str, ...]]] = {
    "board_named": (BoardNamed, BOARD),
    "policy_set": (SetFields, BOARD),
    "playbook_set": (PlaybookSet, BOARD),
    "duty_changed": (DutyChanged, BOARD),
    "handover_offered": (HandoverOffered, BOARD),
    "handover_accepted": (HandoverAccepted, BOARD),
    "customer_edited": (SetFields, CUSTOMER),
    "person_edited": (PersonEdited, CUSTOMER),
    "person_removed": (PersonRemoved, CUSTOMER),
    "silence_agreed": (SilenceAgreed, CUSTOMER),
    "joined": (Joined, ("break", "failure", "customer")),
    "failure_opened": (FailureOpened, FAILURE),
    "explained": (Text, FAILURE),
    "lesson_learned": (Text, FAILURE),
    "prevention_planned": (PreventionPlanned, FAILURE),
    "prevention_done": (PreventionDone, FAILURE),
    "debriefed": (Debriefed, FAILURE),
    "deadline_set": (DeadlineSet, CASE),
    "deadline_met": (DeadlineMet, CASE),
    "deadline_slipped": (DeadlineSlipped, CASE),
    "deadline_chased": (DeadlineChased, CASE),
    "opened": (Opened, BREAK),
    "edited": (SetFields, CASE),
    "staged": (Staged, BREAK),
    "owner_offered": (OwnerOffered, BREAK),
    "owner_taken": (OwnerTaken, BREAK),
    "contacted": (Contacted, BREAK),
    "call_begun": (CallBegun, BREAK),
    "call_ended": (CallEnded, BREAK),
    "promised": (Promised, BREAK),
    "promise_settled": (PromiseSettled, BREAK),
    "promise_moved": (PromiseMoved, BREAK),
    "promise_told": (PromiseTold, BREAK),
    "disputed": (Disputed, BREAK),
    "dispute_withdrawn": (DisputeWithdrawn, BREAK),
    "public_marked": (PublicMarked, BREAK),
    "public_answered": (PublicAnswered, BREAK),
    "affected_counted": (AffectedCounted, BREAK),
    "fix_confirmed": (FixConfirmed, BREAK),
    "outcome_set": (OutcomeSet, BREAK),
    "remedy_proposed": (RemedyProposed, BREAK),
    "remedy_told": (RemedyTold, BREAK),
    "remedy_answered": (RemedyAnswered, BREAK),
    "restitution_proposed": (RestitutionProposed, BREAK),
    "restitution_moved": (RestitutionMoved, BREAK),
    "blocker_raised": (BlockerRaised, BREAK),
    "blocker_nudged": (BlockerNudged, BREAK),
    "blocker_cleared": (BlockerCleared, BREAK),
    "waiting_set": (WaitingSet, BREAK),
    "followup_planned": (FollowupPlanned, BREAK),
    "followup_done": (FollowupDone, BREAK),
    "noted": (Text, ANY),
    "step_set": (StepSet, BREAK),
    "acknowledged": (Acknowledged, BREAK),
    "written": (Written, CASE),
    "retracted": (Retracted, ANY),
    "amended": (Amended, ANY),
    "moved_out": (MovedOut, ANY),
    "moved_in": (MovedIn, ANY),
    "redacted": (Redacted, ANY),
}


def allowed_words(kind: str, field: str) -> tuple[str, ...]:
    """The closed list of words that a field of a kind's body takes; empty when it takes any text."""
    hint = get_type_hints(BODIES[kind][0]).get(field)
    while get_origin(hint) is NotRequired:
        hint = get_args(hint)[0]
    return tuple(get_args(hint)) if get_origin(hint) is Literal else ()
