"""A text that was edited and not sent: a draft on disk, for each break and summary."""

from __future__ import annotations

from typing import NamedTuple

from warroom.drafts import Drafts, FormDraft

_FORM = "writing"


class Kept(NamedTuple):
    """A draft that was found: the text, what the record had made when it was begun, and when it was typed (ms)."""

    text: str
    made: str
    at: int


class TextDraft:
    """The draft of one open text. Two programs that have the same one open keep a draft each, as forms do."""

    def __init__(self, drafts: Drafts, summary: str, about: str) -> None:
        self._draft = FormDraft(drafts, _FORM, (summary, about))

    def find(self) -> Kept | None:
        """What was left the last time, None when nothing was."""
        draft = self._draft.find()
        if draft is None or "text" not in draft.values:
            return None
        return Kept(draft.values["text"], draft.values.get("made", ""), draft.at)

    def keep(self, text: str, made: str, at: int) -> None:
        """Keeps a text that differs from what was made; one that does not needs no draft. Raises OSError."""
        self._draft.keep({"text": text, "made": made} if text != made else {}, at)

    def drop(self) -> None:
        """Forgets it: it was sent, or made anew."""
        self._draft.drop()

    def close(self) -> None:
        """The text is not open any more; what was kept stays."""
        self._draft.close()
