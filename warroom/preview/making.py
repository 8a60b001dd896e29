"""Texts for the screen: made out of the record, checked, turned into formats. All of it is loaded late and runs in threads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from warroom.summaries.model import INSIDE, Signer, Summary

if TYPE_CHECKING:
    from warroom.forms.spec import Subject
    from warroom.live import Live
    from warroom.tone.loading import Rules
    from warroom.tone.model import Report

LONGEST = 200_000
"""Most characters of a text that is shown."""


class Workshop:
    """Makes the texts of one board. Each call takes a while, and belongs in a thread."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._rules: Rules | None = None

    @property
    def signer(self) -> Signer:
        """Who signs, by the configuration."""
        from warroom.summaries.signing import signer_of

        return signer_of(self._live.config, self._live.places.config_file)

    @property
    def names(self) -> dict[str, str]:
        """How customers may read the names of ours: actor → name."""
        from warroom.summaries.signing import names_of

        return names_of(self._live.config, self._live.places.config_file)

    def make(self, name: str, subject: Subject, builtin: bool = False) -> Summary:
        """A summary of the break of a subject, or of the board; with `builtin` by the built-in template, whatever the team's
        says. Raises BadInput for a template that fails, naming file and line; Refused where there is none of it."""
        live = self._live
        folder = None if builtin else live.places.templates
        if name in INSIDE:
            return self._inside(name, subject, folder)
        from warroom.summaries.making import summary_of

        return summary_of(name, subject.one, subject.spoken[0], self.signer, live.zone, subject.now, folder, self.names)

    def _inside(self, name: str, subject: Subject, folder: Path | None) -> Summary:
        """The review or the hand-over. They look at more than one break, over a connection of their own."""
        from contextlib import closing

        from store.replica import Replica
        from warroom.summaries.inside import make_handover, make_review

        live, typed_id = self._live, subject.ids[0] if subject.ids else ""
        own = live.replica
        with closing(Replica.open(own.folder, own.board_id, live.clock, live.zone, own.board_path)) as replica:
            if name == "review":
                return make_review(replica, typed_id, live.zone, subject.now, folder)
            return make_handover(replica, typed_id, live.zone, subject.now, subject.actor, folder)

    def check(self, summary: Summary, text: str, subject: Subject) -> Report:
        """What the tone check finds in a text for the customer, held against the record. Raises StoreError."""
        from warroom.tone.checking import check
        from warroom.tone.from_case import against_of

        live = self._live
        against = against_of(subject.one, subject.now, live.zone, live.config, live.places.config_file)
        return check(text, "letter", against, self.rules, summary.name)

    def check_words(self, text: str) -> Report:
        """What the tone check finds in the sentences of a word that goes to a customer."""
        from warroom.tone.checking import check

        return check(text, "text", None, self.rules)

    @property
    def rules(self) -> Rules:
        """The rules in force, read once."""
        if self._rules is None:
            from warroom.tone.loading import load_rules

            self._rules = load_rules(self._live.places.tone)
        return self._rules

    def render(self, summary: Summary, ending: str) -> tuple[bytes, tuple[str, ...]]:
        """A summary in a format, and what is to be said about it. Raises StoreError, as where an extra is missing."""
        from warroom.formats.rendering import rendered
        from warroom.formats.setting import setting_of

        made = rendered(summary, ending, setting_of(self._live.config, self._live.places.config_file))
        return made.data, made.warnings

    def file_names(self, summaries: Sequence[Summary], ending: str) -> list[str]:
        """A safe name of a file for each summary, no two the same."""
        from warroom.formats.names import file_names

        return file_names(summaries, ending)

    def save(self, path: Path, content: bytes, force: bool) -> None:
        """Writes a file whole or not at all. Raises StoreError, as where it exists and `force` is off."""
        from warroom.whole_file import save

        save(path, content, force)
