"""The board's first line: which board, the totals, what is owed, who you are, how the exchange stands, the time."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from textual.strip import Strip

from store.text import one_line
from store.zones import Zone, wall
from widgets.lines import LineWidget


class HeaderValues(NamedTuple):
    """What the header says. Counts of 0 are not shown, but for the open ones."""

    board: str
    view: str
    shown: int
    """Breaks of the view."""
    overdue: int
    late: int
    not_told: int
    untold_moves: int
    owed: tuple[str, ...]
    who: str
    on_duty: bool | None
    """None when nobody said."""
    sync: str
    sync_tone: str
    held: str
    """What waits while a form is open, as `order held, 2 new`."""
    present: str = ""
    """What else is to be known of the sharing, how long the folder takes, who else is here, between ` · `; on wide lines only."""


WIDE = 120
"""Columns from which it is said who else is here, where there is room."""
MOST_PRESENT = 160
"""Most cells of that."""


class BoardHeader(LineWidget):
    """One line, and a rule under it."""

    DEFAULT_CSS = "BoardHeader { height: 2; }"

    def __init__(self, values: HeaderValues, now: int, zone: Zone, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._values = values
        self._now = now
        self._zone = zone

    def show(self, values: HeaderValues) -> None:
        """Shows other values; repaints when they differ."""
        if values != self._values:
            self._values = values
            self.repaint((0,))

    def tick(self, now: int) -> None:
        """Moves the clock."""
        if now // 1000 != self._now // 1000:
            self._now = now
            self.repaint((0,))

    def line(self, y: int) -> Strip:
        if y == 1:
            return self.strip_of([("─" * self.size.width, "dim")])
        left, totals, held, right = self._whose(), self._totals(), self._held(), self._right()
        gap = self.size.width - sum(cell_len(text) for text, _ in (*left, *totals, *held, *right)) - 2
        for parts, at, fewest in ((totals, -1, 0), (right, 0, 2), (held, 0, 0)):
            while gap < 0 and len(parts) > fewest:
                gap += cell_len(parts.pop(at)[0])
        while gap < 0 and " · " in right[0][0]:
            gap, right[0] = gap + cell_len(right[0][0]), (f"{right[0][0].rpartition(' · ')[0]}  ", right[0][1])
            gap -= cell_len(right[0][0])
        if gap < 0:
            gap += cell_len(right.pop(0)[0])
        present = self._present(gap)
        gap -= sum(cell_len(text) for text, _ in present)
        owed = self._owed(gap - 2)
        gap -= cell_len(owed)
        space = (" " * max(1, gap), "plain")
        return self.strip_of([(" ", "plain"), *left, *totals, (owed, "plain"), *held, space, *present, *right])

    def _whose(self) -> list[tuple[str, str]]:
        values = self._values
        return [(one_line(values.board, 30), "strong"), (f"   {values.shown} {values.view}", "plain")]

    def _held(self) -> list[tuple[str, str]]:
        return [(f"   {self._values.held}", "soon")] if self._values.held else []

    def _present(self, room: int) -> list[tuple[str, str]]:
        """As many of its parts as fit, from the first."""
        parts = self._values.present.split(" · ") if self.size.width >= WIDE and self._values.present else []
        for count in range(len(parts), 0, -1):
            if cell_len(text := f"{one_line(' · '.join(parts[:count]), MOST_PRESENT)}  ") <= room:
                return [(text, "dim")]
        return []

    def _totals(self) -> list[tuple[str, str]]:
        """The counts, what can be missed first at the end."""
        values = self._values
        counts = (
            (values.overdue, "overdue"),
            (values.late, "late"),
            (values.not_told, "not told"),
            (values.untold_moves, "moved untold"),
        )
        return [(f"  {count} {word}", "overdue") for count, word in counts if count]

    def _owed(self, room: int) -> str:
        """As many of the sums as fit into `room` cells, and how many more there are; nothing where not even one fits."""
        owed = self._values.owed
        for count in range(len(owed), 0, -1):
            more = f" +{len(owed) - count}" if count < len(owed) else ""
            if cell_len(text := f"   owed {' · '.join(owed[:count])}{more}") <= room:
                return text
        return ""

    def _right(self) -> list[tuple[str, str]]:
        values = self._values
        duty = " (off duty)" if values.on_duty is False else ""
        return [
            (f"{one_line(values.who, 20)}{duty}  ", "strong"),
            (f"{values.sync}  " if values.sync else "", values.sync_tone),
            (f"{wall(self._now, self._zone):%H:%M:%S}", "plain"),
        ]
