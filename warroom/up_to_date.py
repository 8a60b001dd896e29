"""Whether a screen shows all that is here: what the exchange took in is on the screen only when it was read for it."""

from __future__ import annotations

import sqlite3

from store.replica import Replica


class UpToDate:
    """What was here when a screen was last read."""

    def __init__(self, replica: Replica) -> None:
        self._replica = replica
        self._upto: int | None = None

    def here(self) -> int:
        """How many events are here, to be asked before reading; -1 while some of them are not in order."""
        return self._replica.arrivals() if self._replica.behind <= self._replica.late else -1

    def read(self, upto: int) -> None:
        """The screen was read after `here` said so."""
        self._upto = upto

    @property
    def is_behind(self) -> bool:
        """Whether what is shown is older than what is here; not where nothing was read yet, or where that can't be asked."""
        try:
            return self._upto is not None and self._upto != self._replica.arrivals()
        except sqlite3.Error:
            return False
