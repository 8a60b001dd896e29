"""Repainting single lines of a widget."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.geometry import Region

if TYPE_CHECKING:
    from widgets.lines import LineWidget


def paint(widget: LineWidget, lines: Iterable[int]) -> None:
    """Repaints some lines of a widget."""
    width = widget.size.width
    regions = [Region(0, y, width, 1) for y in lines]
    if regions:
        widget.refresh(*regions)
