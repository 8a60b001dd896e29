"""Bodies of events about a break: its course, and the contacts with the customer."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from store.bodies.shared import Amount, Channel, Stage


class Opened(TypedDict):
    customer: str
    what: str
    failure: str
    severity: int
    owner: NotRequired[str]
    contact_name: NotRequired[str]
    found_by: NotRequired[Literal["us", "customer"]]
    found_at: NotRequired[str]
    value: NotRequired[Amount]
    cadence: NotRequired[str]
    playbook: NotRequired[str]


class Staged(TypedDict):
    """`overrides`: what closing asked for and went without; `note`: how it ended, for those who took part."""

    stage: Stage
    reason: NotRequired[str]
    overrides: NotRequired[list[str]]
    note: NotRequired[str]


class OwnerOffered(TypedDict):
    to: str


class OwnerTaken(TypedDict):
    """Its author owns it now; `said` is what they read back."""

    said: NotRequired[str]


Contacted = TypedDict(
    "Contacted",
    {
        "channel": Channel,
        "direction": Literal["in", "out"],
        "result": Literal["spoke", "wrote", "attempt"],
        "kind": NotRequired[Literal["update", "apology", "explanation", "still-on-it", "check-in"]],
        "with": NotRequired[str],
        "said": NotRequired[str],
        "next_at": NotRequired[str],
        "mood": NotRequired[Literal["calm", "upset", "furious"]],
        "conflict": NotRequired[bool],
    },
)
CallBegun = TypedDict("CallBegun", {"channel": Channel, "with": NotRequired[str]})


class CallEnded(TypedDict):
    call: str
