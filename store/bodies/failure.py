"""Bodies of events about a failure: what was wrong, whose dates bind us, what we change."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict


class FailureOpened(TypedDict):
    what: str
    category: NotRequired[str]
    cause: NotRequired[str]
    fault: NotRequired[Literal["ours", "not-ours", "unknown"]]


class DeadlineSet(TypedDict):
    n: int
    of: Literal["supplier", "customer", "contract", "law"]
    who: NotRequired[str]
    what: str
    due_at: str


class DeadlineMet(TypedDict):
    deadline: str


class DeadlineSlipped(TypedDict):
    deadline: str
    due_at: NotRequired[str]
    reason: NotRequired[str]


class DeadlineChased(TypedDict):
    deadline: str
    said: NotRequired[str]


class PreventionPlanned(TypedDict):
    n: int
    what: str
    owner: NotRequired[str]
    due_at: NotRequired[str]


class PreventionDone(TypedDict):
    prevention: str
    said: NotRequired[str]


class Debriefed(TypedDict):
    who: str
    said: NotRequired[str]
