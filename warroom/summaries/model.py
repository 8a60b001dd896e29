"""A summary that was made out of the record: its text in Markdown, and what belongs to sending it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

TO_CUSTOMER = ("letter", "followup", "brief", "gift")
"""Summaries that the customer reads."""
INSIDE = ("review", "handover")
"""Summaries that never leave the house."""
SUMMARIES = ("letter", "followup", "review", "handover", "brief", "gift")
"""All, in the order of the command-line contract."""

TITLES = {
    "letter": "the letter",
    "followup": "the follow-up mail",
    "review": "the review",
    "handover": "the hand-over",
    "brief": "the brief",
    "gift": "the gift's note",
}
"""What people read for each."""


class Signer(NamedTuple):
    """Who signs what goes to a customer, from the configuration (`[letters]`); an empty name and line become marked gaps."""

    name: str = ""
    role: str = ""
    line: str = ""
    """The direct telephone line."""
    mail: str = ""
    company: str = ""


class Gap(NamedTuple):
    """A part that the record does not hold, marked in the text as `[to fill: ELEMENT: what to write]`."""

    element: str
    text: str


class Summary(NamedTuple):
    """One summary. `markdown` is the text that people edit and that every format is made of; names and free
    text in it are escaped."""

    name: str
    """One of `SUMMARIES`."""
    title: str
    """Subject of the mail and title of the document, plain text, one line."""
    markdown: str
    fields: Mapping[str, Any]
    """What the template was given: plain data."""
    to: str = ""
    """Mail address of who it is for, empty where it is not known."""
    to_name: str = ""
    gaps: tuple[Gap, ...] = ()
    spoken: str = ""
    """Spoken id of the break; empty for the hand-over."""
    customer: str = ""
    notes: tuple[str, ...] = ()
    """What is to be known before it goes out: that the reader's language is another one."""
