"""When the board rings: something of a loud severity became overdue that was not overdue before."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from store.row import Row


class Alarms:
    """Remembers what is loud already; the board as it was opened rings for nothing."""

    def __init__(self) -> None:
        self._known: set[int] | None = None

    def new(self, loud: Collection[int]) -> set[int]:
        """The breaks that have become loud since the last time."""
        before, self._known = self._known, set(loud)
        return set() if before is None else self._known - before


def audible(rows: Iterable[Row], now: int) -> list[Row]:
    """Those whose alerts nobody has acknowledged or put off."""
    return [row for row in rows if row.acknowledged_until is None or row.acknowledged_until <= now]


def window_title(board: str, loud: int) -> str:
    """The terminal window's title: what is overdue first, so that a narrow tab shows it."""
    return f"‼ {loud} overdue · {board}" if loud else board or "warroom"
