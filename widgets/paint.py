"""Repainting single lines of a widget, straight to the terminal where nothing can stand in the way.

Textual repaints by rectangle: two changed lines far apart draw everything between them. A board that ticks and answers
keys changes two or three lines at a time, so these are written alone, by the same call that the compositor uses. This
module (and `pasting`) alone uses private names of Textual; where one of them is missing, or another screen, a toast or a
pending layout covers the board, it falls back to `refresh`. A test compares the screen after many patches with a full
repaint.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual.geometry import Region

from store.text import one_line

try:
    from textual._compositor import CompositorUpdate
except ImportError:  # another version of Textual: everything goes through refresh()
    CompositorUpdate = None  # type: ignore[assignment,misc]

if TYPE_CHECKING:
    from rich.console import Console
    from textual.app import App

    from widgets.lines import LineWidget


def paint(widget: LineWidget, lines: Iterable[int]) -> None:
    """Repaints some lines of a widget (line numbers count from its top; those outside it are left out)."""
    height = widget.size.height
    wanted = [y for y in lines if 0 <= y < height]
    if not wanted:
        return
    if not _may_patch(widget):
        width = widget.size.width
        widget.refresh(*(Region(0, y, width, 1) for y in wanted))
        return
    left, top = widget.region.offset
    console = widget.app.console
    parts = [f"\x1b[{top + y + 1};{left + 1}H{widget.filtered_line(y).render(console)}" for y in wanted]
    widget.app._display(widget.screen, _Patch("".join(parts)))  # type: ignore[arg-type]


def _may_patch(widget: LineWidget) -> bool:
    """Whether what the terminal shows at the widget's place is the widget, and will stay it."""
    app: Any = widget.app
    screen: Any = widget.screen
    parent: Any = widget.parent
    if CompositorUpdate is None or not hasattr(app, "_display") or getattr(screen, "_layout_required", True):
        return False
    if app.is_headless or app.is_inline or app.screen is not screen or parent is not screen:
        return False
    region = widget.region
    if not region or not screen.region.contains_region(region):
        return False
    return all(other is widget or not other.display or not other.region.overlaps(region) for other in screen.children)


def set_window_title(app: App[Any], title: str) -> None:
    """Sets the title of the terminal's window; nothing where there is no terminal."""
    driver = getattr(app, "_driver", None)
    if driver is not None and not app.is_headless and not app.is_inline:
        driver.write(f"\x1b]2;{one_line(title, 120)}\x07")


if CompositorUpdate is not None:

    class _Patch(CompositorUpdate):
        """Lines that are rendered already."""

        def __init__(self, text: str) -> None:
            self._text = text

        def render_segments(self, console: Console) -> str:
            return self._text
