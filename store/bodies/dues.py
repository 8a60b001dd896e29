"""Bodies of events about what we owe on a break: promises, remedies, restitution, follow-ups."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from store.bodies.shared import Amount, Channel


class Promised(TypedDict):
    n: int
    kind: Literal["fix", "workaround", "news", "other"]
    what: str
    sure: Literal["firm", "window", "none"]
    due_at: NotRequired[str]
    from_at: NotRequired[str]


class PromiseSettled(TypedDict):
    promise: str
    result: Literal["kept", "broken", "withdrawn"]
    reason: NotRequired[str]


class PromiseMoved(TypedDict):
    """A slip: `reason` is for us, `say` for them; `told` is the channel on which they were told, absent = not yet."""

    promise: str
    due_at: str
    reason: str
    say: NotRequired[str]
    told: NotRequired[Channel]


class PromiseTold(TypedDict):
    promise: str
    channel: Channel


class Disputed(TypedDict):
    what: str
    by: NotRequired[Literal["us", "them"]]


class DisputeWithdrawn(TypedDict):
    said: NotRequired[str]


class PublicMarked(TypedDict):
    """`knows`: who inside knows of it already."""

    n: int
    where: str
    link: NotRequired[str]
    knows: NotRequired[str]


class PublicAnswered(TypedDict):
    mark: str
    said: NotRequired[str]


class AffectedCounted(TypedDict):
    count: int
    corrected: NotRequired[int]


class FixConfirmed(TypedDict):
    by: str


class OutcomeSet(TypedDict):
    outcome: Literal["lost", "kept", "stronger", "advocate"]


class RemedyProposed(TypedDict):
    """`inside`: it is agreed inside the house, and the customer does not know of it yet."""

    n: int
    what: str
    effort: NotRequired[str]
    cost: NotRequired[Amount]
    inside: NotRequired[bool]


class RemedyTold(TypedDict):
    remedy: str
    channel: Channel


class RemedyAnswered(TypedDict):
    remedy: str
    answer: Literal["below", "meets", "exceeds"]
    said: NotRequired[str]


class RestitutionProposed(TypedDict):
    n: int
    kind: Literal["credit", "refund", "waiver", "replacement", "gift-card", "correction", "other"]
    amount: Amount
    why: NotRequired[str]
    due_at: NotRequired[str]


class RestitutionMoved(TypedDict):
    restitution: str
    state: Literal["approved", "issued", "confirmed", "declined"]
    by: NotRequired[str]


class BlockerRaised(TypedDict):
    n: int
    what: str
    who: NotRequired[str]


class BlockerNudged(TypedDict):
    blocker: str
    said: NotRequired[str]


class BlockerCleared(TypedDict):
    blocker: str
    said: NotRequired[str]


class WaitingSet(TypedDict):
    on: Literal["supplier", "customer", "none"]


class FollowupPlanned(TypedDict):
    n: int
    channel: Literal["mail", "call"]
    due_at: str


class FollowupDone(TypedDict):
    followup: str
    said: NotRequired[str]


class StepSet(TypedDict):
    step: str
    done: bool
    reason: NotRequired[str]


class Acknowledged(TypedDict):
    until: str | None


class Written(TypedDict):
    """A letter, brief, … that went out, with its text and the findings that were overridden."""

    summary: str
    text: str
    to: NotRequired[str]
    overrides: NotRequired[list[str]]
