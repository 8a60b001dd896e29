"""When the board rings: something of a loud severity became overdue that was not overdue before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

SHOWN_SECONDS = 20
"""How long a message of what became overdue stays."""


class Alarms:
    """Remembers what is loud already; the board as it was opened rings for nothing."""

    def __init__(self) -> None:
        self._known: dict[int, int] | None = None
        self._counts: Counter[int] = Counter()
        self._unsaid: list[str] = []
        self._said_at: int | None = None

    def all(self, loud: Mapping[int, int]) -> set[int]:
        """Takes all that is loud now: break → severity. The breaks that were not before."""
        before, self._known = self._known, dict(loud)
        self._counts = Counter(loud.values())
        return set() if before is None else loud.keys() - before.keys()

    def some(self, moved: Collection[int], loud: Mapping[int, int]) -> set[int]:
        """Takes what is loud among the breaks that changed. Those that were not before."""
        known = self._known = self._known if self._known is not None else {}
        new = loud.keys() - known.keys()
        for sid in {*moved, *loud}:
            if (severity := known.pop(sid, None)) is not None:
                self._counts[severity] -= 1
        known.update(loud)
        self._counts.update(loud.values())
        return new

    def count(self, highest_severity: int) -> int:
        """How many are loud, up to a severity's number."""
        return sum(count for severity, count in self._counts.items() if severity <= highest_severity)

    def say(self, customers: Iterable[str], now: int) -> str:
        """What to say of customers whose break became loud, and of those that waited to be said: one message at a time, so
        that a bad minute does not cover the board. Empty while the one before is still shown."""
        self._unsaid += customers
        if not self._unsaid or (self._said_at is not None and now - self._said_at < SHOWN_SECONDS * 1000):
            return ""
        names, self._unsaid, self._said_at = self._unsaid, [], now
        return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def window_title(board: str, loud: int) -> str:
    """The terminal window's title: what is overdue first, so that a narrow tab shows it."""
    return f"‼ {loud} overdue · {board}" if loud else board or "warroom"
