"""The one thing to do next as a cell of the board, in words."""

from __future__ import annotations

from collections.abc import Collection

from store.attention import judge
from store.next_action import NextAction, next_action
from store.row import Row
from store.text import one_line
from store.zones import Zone
from widgets.cells import Cell


def next_cell(row: Row, now: int, zone: Zone, off_duty: Collection[str]) -> Cell:
    """The one thing to do next, in words."""
    action = next_action(row, judge(row, now), now, zone, off_duty)
    return action_cell(action, now, zone) if action else Cell("", "dim")


def action_cell(action: NextAction, now: int, zone: Zone, leading: str = "") -> Cell:
    """What to do, then when; where not all of that fits, the time stands first and the words give way."""
    what, due = one_line(leading + action.what), action.due(now, zone)
    return Cell(f"{what} · {due}", "dim", (f"{due} · {what}",)) if due else Cell(what, "dim")
