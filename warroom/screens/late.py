"""The list of what came in late from teammates who were offline; leaving it marks it as seen."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from store.late import Late
from warroom.detail.words import count
from warroom.late_view import late_lines
from warroom.live import Live
from widgets.foot_line import FootLine
from widgets.line_panel import LinePanel


class LateScreen(Screen[bool]):
    """Ends with whether it was seen: then nobody at this installation needs to see it any more."""

    CSS = "LateScreen LinePanel { height: 1fr; }"
    AUTO_FOCUS = "LinePanel"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(True)", show=False, priority=True),
        Binding("q,L", "dismiss(False)", show=False, priority=True),
        Binding("enter,d,right", "look", show=False, priority=True),
    ]

    def __init__(self, live: Live, late: Late) -> None:
        super().__init__()
        self.live = live
        self.late = late
        """What is listed: what comes while it is open is not seen by leaving."""

    def compose(self) -> ComposeResult:
        yield LinePanel("Came in late")
        yield FootLine()

    def on_mount(self) -> None:
        panel, now, zone = self.query_one(LinePanel), self.live.clock.now(), self.live.zone
        panel.activate(True)
        panel.show(late_lines(self.late, now, zone), ((count(self.late.events, "entry", "entries"), "dim"),))
        keys = (("Enter", " opens it  "), ("↑ ↓", " choose  "), ("Esc", " seen, and back  "), ("L", " back, and keep the list"))
        self.query_one(FootLine).show(tuple(part for key, does in keys for part in ((key, "key"), (does, "dim"))), ())

    def action_look(self) -> None:
        """Opens the break of the selected line; Esc there comes back to this list."""
        from warroom.screens.break_ import BreakScreen

        id_ = (self.query_one(LinePanel).selected_key or "").partition(":")[2]
        if id_:
            self.app.push_screen(BreakScreen(self.live, id_))
        else:
            self.app.notify("There is no break to look at", markup=False)

    def on_line_panel_opened(self, message: LinePanel.Opened) -> None:
        self.action_look()
