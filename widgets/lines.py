"""The base of the board's widgets: each is a block of lines that it draws itself, and repaints line by line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from widgets.paint import paint

TONES = ("plain", "dim", "strong", "overdue", "soon", "fine", "struck")
"""The tones of a text; each is a component class `lines--TONE` that a theme colours."""


class LineWidget(Widget):
    """Draws itself from `line(y)`. Changed lines are repainted alone, never the whole widget for one of them.

    Its text is selected by the terminal (Shift and drag): Textual would copy the widget's name in place of what it shows.
    """

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"lines--{tone}" for tone in TONES} | {"lines--cursor", "lines--heading", "lines--key"}

    DEFAULT_CSS = """
    LineWidget {
        height: 1;
        & .lines--plain { color: $foreground; }
        & .lines--dim { color: $text-muted; }
        & .lines--strong { color: $foreground; text-style: bold; }
        & .lines--overdue { color: $text-error; text-style: bold; }
        & .lines--soon { color: $text-warning; }
        & .lines--fine { color: $text-success; }
        & .lines--struck { color: $text-muted; text-style: strike; }
        & .lines--cursor { background: $primary 35%; }
        & .lines--heading { color: $text-muted; text-style: bold; }
        & .lines--key { color: $accent; text-style: bold; }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._styles_by_tone: dict[tuple[str, bool], Style] = {}

    def line(self, y: int) -> Strip:
        """The line `y` of the widget, as wide as the widget. A subclass draws it."""
        raise NotImplementedError

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region; drawn anew, as nothing of them is kept."""
        return [self.filtered_line(y).crop(crop.x, crop.right) for y in crop.line_range]

    def filtered_line(self, y: int) -> Strip:
        """A line as it goes to the terminal: through the filters of the app (no colours, ANSI colours)."""
        strip = self.line(y)
        for line_filter in self.get_line_filters():
            strip = strip.apply_filter(line_filter, self.background_colors[1])
        return strip

    def repaint(self, lines: Iterable[int]) -> None:
        """Repaints single lines."""
        paint(self, lines)

    def tone(self, name: str, cursor: bool = False) -> Style:
        """The style of a tone (or `heading`, `key`), on the background of the selected line with `cursor`."""
        found = self._styles_by_tone.get((name, cursor))
        if found is None:
            found = self.get_component_rich_style(f"lines--{name}")
            if cursor:
                found = found + Style(bgcolor=self.get_component_rich_style("lines--cursor").bgcolor)
            self._styles_by_tone[name, cursor] = found
        return found

    def notify_style_update(self) -> None:
        """Forgets the styles, as the theme may have changed."""
        super().notify_style_update()
        self._styles_by_tone.clear()

    def strip_of(self, parts: Iterable[tuple[str, str]], cursor: bool = False) -> Strip:
        """A strip out of (text, tone) parts, padded with the plain background to the widget's width and cut there."""
        segments = [Segment(text, self.tone(tone, cursor)) for text, tone in parts]
        width = self.size.width
        return Strip(segments).adjust_cell_length(width, self.tone("plain", cursor)).simplify()
