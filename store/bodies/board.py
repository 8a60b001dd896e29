"""Bodies of events about the board and about customers."""

from __future__ import annotations

from typing import Any, NotRequired

from typing_extensions import TypedDict


class BoardNamed(TypedDict):
    name: str


class PlaybookSet(TypedDict):
    """Puts a playbook in force for the board; `text` is its TOML, empty for a built-in one."""

    name: str
    text: NotRequired[str]


class DutyChanged(TypedDict):
    who: str
    on: bool


class HandoverOffered(TypedDict):
    """Somebody offers what they own; each break has an `owner_offered` of the same action. `count` says of how many."""

    to: str
    said: NotRequired[str]
    count: NotRequired[int]


class HandoverAccepted(TypedDict):
    """Nothing of the offer is left to accept: each break has an `owner_taken`."""

    offer: str
    said: NotRequired[str]


class PersonEdited(TypedDict):
    """A contact person of a customer; `person` is the name that they are filed under."""

    person: str
    set: dict[str, Any]


class PersonRemoved(TypedDict):
    person: str


class SilenceAgreed(TypedDict):
    """The customer asked not to be called before `until`; null ends the silence."""

    until: str | None
    why: NotRequired[str]
