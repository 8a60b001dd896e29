"""A board in a real terminal, for the test of its painting: moves, marks, ticks and scrolls by itself, then says DONE.

With `full` as its argument everything is repainted at the end; the screen must be the same without it.
"""

from __future__ import annotations

import random
import sys

from textual.app import App, ComposeResult

from store.clock import HOUR, MINUTE
from store.plan import plan_row
from store.policy import policy_of
from store.state import Break, Customer, Failure
from store.zones import find_zone
from widgets import paint
from widgets.board_header import BoardHeader, HeaderValues
from widgets.board_table import BoardTable, Line, LineKey
from widgets.cells import BoardLine
from widgets.key_bar import KeyBar
from widgets.lines import LineWidget
from widgets.next_line import NextLine, NextValues

NOON = 1_772_712_000_000
COUNT = 120
STEPS = 150


def lines() -> dict[LineKey, Line]:
    """Breaks with names of every width, contacts at every distance."""
    chance, policy = random.Random(3), policy_of()
    found: dict[LineKey, Line] = {}
    names = ("Acme Freight", "Ōkubo 光学 株式会社", "Elm 🚚 Couriers", "[/foo]", "שלום", "Nguyễn & Söhne")
    for number in range(COUNT):
        opened_at = NOON - chance.randint(1, 300) * MINUTE
        brk = Break(
            f"K{number:03d}" + "A" * 22,
            f"{chance.choice(names)} {number}",
            "Label API down",
            "F",
            chance.randint(1, 4),
            opened_at=opened_at,
        )
        row = plan_row(brk, Failure("F"), Customer("x"), policy)
        told_at = NOON - chance.randint(1, 200) * MINUTE
        due_at = told_at + chance.randint(10, 300) * MINUTE
        if chance.random() < 0.8:
            row = row._replace(told_at=told_at, last_contact_at=told_at, contact_due_at=due_at)
        found[number] = BoardLine(brk.id, brk.id[:4], row)
    return found


class Patches:
    """Counts the repaints that go straight to the terminal."""

    def __init__(self) -> None:
        self.made = 0
        self._may_patch = paint._may_patch

    def may_patch(self, widget: LineWidget) -> bool:
        """What the module itself says, counted."""
        may = self._may_patch(widget)
        self.made += may
        return may


patches = Patches()
paint._may_patch = patches.may_patch


class Painted(App[None]):
    """Paints by itself, without keys."""

    def compose(self) -> ComposeResult:
        values = HeaderValues("ops", "open", COUNT, 3, 1, 0, 0, ("€840",), "ana", None, "local", "dim", "")
        yield BoardHeader(values, NOON, find_zone("UTC"))
        yield BoardTable(find_zone("UTC"))
        yield NextLine()
        yield KeyBar((("c", "contact", "contact"),))

    def on_mount(self) -> None:
        self.set_timer(0.5, self.play)

    async def play(self) -> None:
        """Many small changes, each painted by itself."""
        chance, table, all_lines = random.Random(5), self.query_one(BoardTable), lines()
        order: list[LineKey] = list(all_lines)
        now = NOON
        table.show(order, all_lines, 0, now)
        for _ in range(STEPS):
            step = chance.random()
            if step < 0.4:
                table.action_move(chance.choice((-1, 1)))
            elif step < 0.5:
                table.action_page(chance.choice((-1, 1)))
            elif step < 0.6:
                table.action_to_end(chance.random() < 0.5)
            elif step < 0.7:
                table.mark({line.key for line in chance.sample(list(all_lines.values()), 9)})
            elif step < 0.8:
                chance.shuffle(order)
                table.show(list(order), all_lines, chance.randrange(COUNT), now)
            else:
                now += chance.choice((1_000, MINUTE, HOUR))
                table.tick(now)
                self.query_one(BoardHeader).tick(now)
            self.query_one(NextLine).show(NextValues(f"line {table.cursor}", f"next {now % 997}", "plain", ""))
        if "full" in sys.argv:
            self.screen.refresh(repaint=True, layout=True)
        self.set_timer(0.5, lambda: self.query_one(KeyBar).show((("D", f"ONE {patches.made}", "done"),)))


if __name__ == "__main__":
    Painted().run()
