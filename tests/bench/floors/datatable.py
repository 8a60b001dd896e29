"""The board as most would write it: a DataTable whose visible timers are updated each second; letters filter by rebuilding."""

from __future__ import annotations

import random
import sys
import time

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import DataTable

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
WORDS = "payments auth search cdn billing mail orders ledger geo push dns kafka".split()


def _elapsed(seconds: float) -> str:
    whole = int(abs(seconds))
    return f"{'-' if seconds < 0 else ''}{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


class TableBoard(App[None]):
    """Rows of text with two timers each."""

    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        chance, now = random.Random(1), time.time()
        self.rows = [
            (
                f"BRK-{i:06d}",
                chance.choice(WORDS),
                f"S{chance.randint(1, 4)}",
                f"Customer {chance.randint(1, 9999)} in region {chance.randint(1, 30)}",
                now - chance.randint(0, 20_000),
                now + chance.randint(-4_000, 20_000),
            )
            for i in range(COUNT)
        ]
        self.typed = ""
        table = self.query_one(DataTable)
        table.add_columns("id", "service", "sev", "what")
        self.since, self.due = table.add_column("contact", width=10), table.add_column("due", width=10)
        self._fill()
        table.focus()
        self.set_interval(1, self._tick)

    def _fill(self) -> None:
        table, now = self.query_one(DataTable), time.time()
        for row in self.rows:
            if self.typed in " ".join(row[:4]).lower():
                table.add_row(*row[:4], _elapsed(now - row[4]), _elapsed(row[5] - now), key=row[0])

    def _tick(self) -> None:
        table, now = self.query_one(DataTable), time.time()
        top = int(table.scroll_y)
        for row in self.rows[top : top + 49]:
            table.update_cell(row[0], self.since, _elapsed(now - row[4]))
            table.update_cell(row[0], self.due, _elapsed(row[5] - now))

    def on_key(self, event: Key) -> None:
        if event.character and event.character.isalnum():
            self.typed += event.character
            self.query_one(DataTable).clear()
            self._fill()
            event.stop()


if __name__ == "__main__":
    TableBoard().run()
