"""A text that was edited and not sent: a draft on disk, for each break and summary."""

from __future__ import annotations

from threading import Lock
from typing import NamedTuple

from warroom.drafts import Drafts, FormDraft

_FORM = "writing"


class Kept(NamedTuple):
    """A draft that was found: the text, what the record had made when it was begun, and when it was typed (ms)."""

    text: str
    made: str
    at: int


class TextDraft:
    """The draft of one open text. Two programs that have the same one open keep a draft each, as forms do.

    A text may be kept by a thread: each is numbered when it is handed over, so that one that comes late is not written over a
    later one, nor after the draft was forgotten or closed.
    """

    def __init__(self, drafts: Drafts, summary: str, about: str) -> None:
        self._draft = FormDraft(drafts, _FORM, (summary, about))
        self._lock = Lock()
        self._given = self._done = 0

    def find(self) -> Kept | None:
        """What was left the last time, None when nothing was."""
        draft = self._draft.find()
        if draft is None or "text" not in draft.values:
            return None
        return Kept(draft.values["text"], draft.values.get("made", ""), draft.at)

    def number(self) -> int:
        """The number of the next text to be kept."""
        self._given += 1
        return self._given

    def keep(self, text: str, made: str, at: int, number: int | None = None) -> None:
        """Keeps a text that differs from what was made; one that does not needs no draft. Raises OSError."""
        number = self.number() if number is None else number
        with self._lock:
            if number > self._done:
                self._done = number
                self._draft.keep({"text": text, "made": made} if text != made else {}, at)

    def drop(self) -> None:
        """Forgets it: it was sent, or made anew."""
        with self._lock:
            self._done = self.number()
            self._draft.drop()

    def close(self) -> None:
        """The text is not open any more; what was kept stays."""
        with self._lock:
            self._done = self.number()
            self._draft.close()
