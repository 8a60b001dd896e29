"""A block of lines that nobody selects: a definition, a plot, a small table."""

from __future__ import annotations

from collections.abc import Sequence

from textual.message import Message
from textual.strip import Strip

from widgets.lines import LineWidget
from widgets.panel_lines import Parts, wrapped


class TextBlock(LineWidget):
    """Shows rows of parts, each cut to the widget's width; posts `Resized` when it has another size, as what it shows may be
    drawn for it."""

    class Resized(Message):
        """The block has another size."""

        def __init__(self, block: TextBlock) -> None:
            self.block = block
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: tuple[Parts, ...] = ()

    def show(self, rows: Sequence[Parts]) -> None:
        """Shows other rows; repaints those that differ."""
        before, self.rows = self.rows, tuple(rows)
        if before != self.rows:
            self.repaint(range(self.size.height))

    def on_resize(self) -> None:
        self.post_message(self.Resized(self))

    def line(self, y: int) -> Strip:
        if y >= len(self.rows) or not self.rows[y]:
            return self.strip_of(())
        return self.strip_of(((" ", "plain"), *wrapped(self.rows[y], max(1, self.size.width - 2), 1)[0]))
