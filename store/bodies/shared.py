"""Shapes that several kinds of event use."""

from __future__ import annotations

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

Channel = Literal["call", "visit", "chat", "mail", "letter", "sms", "portal", "social"]
Stage = Literal["owned", "contained", "fixed", "made-right", "follow-up", "closed", "reopened"]


class Amount(TypedDict):
    amount: str
    currency: str


class SetFields(TypedDict):
    """Field writes: each value replaces what its writer had seen of that field."""

    set: dict[str, Any]


class Joined(TypedDict):
    """This subject is the same as `into` (two customers, failures or breaks that are one)."""

    into: str


class Text(TypedDict):
    """A note, an explanation, a lesson."""

    text: str


class Retracted(TypedDict):
    event: str
    reason: NotRequired[str]


class Amended(TypedDict):
    event: str
    set: dict[str, Any]


class MovedOut(TypedDict):
    event: str
    to: str


class MovedIn(TypedDict):
    """An entry that stood on the wrong subject, as it was: its kind, body and author."""

    event: str
    was_on: str
    kind: str
    body: dict[str, Any]
    actor: str


class Redacted(TypedDict):
    """`keep` is what stays of the body: all that is no free text."""

    event: str
    keep: dict[str, Any]
