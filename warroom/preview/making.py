"""Texts for the screen: made out of the record, checked, turned into formats. All of it is loaded late and runs in threads."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.text import clean, one_line
from warroom.summaries.model import TO_CUSTOMER, Signer, Summary

if TYPE_CHECKING:
    from warroom.forms.spec import Subject
    from warroom.live import Live
    from warroom.tone.model import Report

LONGEST = 200_000
"""Most characters of a text that is shown."""


class Workshop:
    """Makes the texts of one board. Each call takes a while, and belongs in a thread."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def make(self, name: str, subject: Subject, builtin: bool = False) -> Summary:
        """A summary of the break of a subject, or of the board; with `builtin` by the built-in template, whatever the team's
        says. Raises BadInput for a template that fails, naming file and line; Refused where there is none of it."""
        raise NotImplementedError

    def check(self, summary: Summary, text: str, subject: Subject) -> Report:
        """What the tone check finds in a text for the customer."""
        raise NotImplementedError

    def render(self, summary: Summary, format: str) -> tuple[bytes, tuple[str, ...]]:
        """A summary in a format, and what is to be said about it. Raises StoreError, as where an extra is missing."""
        raise NotImplementedError
