"""When the board rings: something of a loud severity became overdue that was not overdue before."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from store.row import Row


class Alarms:
    """Remembers what is loud already; the board as it was opened rings for nothing."""

    def __init__(self) -> None:
        self._known: set[int] | None = None

    def all(self, loud: Collection[int]) -> set[int]:
        """Takes all that is loud now. The breaks that were not before."""
        before, self._known = self._known, set(loud)
        return set() if before is None else self._known - before

    def some(self, moved: Collection[int], loud: Collection[int]) -> set[int]:
        """Takes what is loud among the breaks that changed. Those that were not before."""
        known = set() if self._known is None else self._known
        new = set(loud) - known
        self._known = (known - set(moved)) | set(loud)
        return new


def audible(rows: Iterable[Row], highest_severity: int, now: int) -> list[Row]:
    """Those that may ring: loud enough a severity, and nobody has acknowledged or put off their alerts."""
    return [
        row
        for row in rows
        if row.severity <= highest_severity and (row.acknowledged_until is None or row.acknowledged_until <= now)
    ]


def window_title(board: str, loud: int) -> str:
    """The terminal window's title: what is overdue first, so that a narrow tab shows it."""
    return f"‼ {loud} overdue · {board}" if loud else board or "warroom"
