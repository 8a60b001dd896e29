"""The list of open prevention actions and of lessons, of closed breaks too: what must never happen again."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from store.learned import LearnedFailure
from warroom.detail.words import count
from warroom.learned_view import learned_lines
from warroom.live import Live
from widgets.foot_line import FootLine
from widgets.line_panel import LinePanel

EMPTY = (("Nothing was learned yet.  ", "strong"), ("y", "key"), (" on a break notes a lesson, or plans what we change.", "dim"))


class LearnedScreen(Screen[None]):
    """Enter opens the break of a line, where its verbs are."""

    CSS = "LearnedScreen LinePanel { height: 1fr; }"
    AUTO_FOCUS = "LinePanel"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,P", "dismiss", show=False, priority=True),
        Binding("enter,d,right", "look", show=False, priority=True),
    ]

    def __init__(self, live: Live, found: list[LearnedFailure]) -> None:
        super().__init__()
        self.live = live
        self.found = found

    def compose(self) -> ComposeResult:
        yield LinePanel("Never again")
        yield FootLine()

    def on_mount(self) -> None:
        panel, now, zone = self.query_one(LinePanel), self.live.clock.now(), self.live.zone
        panel.activate(True)
        left = sum(len(item.learned.open) for item in self.found)
        lessons = sum(len(item.learned.lessons) for item in self.found)
        panel.show(learned_lines(self.found, now, zone), ((f"{left} to do, {count(lessons, 'lesson')}", "dim"),), EMPTY)
        keys = (("Enter", " opens the break  "), ("↑ ↓", " choose  "), ("Esc", " back"))
        self.query_one(FootLine).show(tuple(part for key, does in keys for part in ((key, "key"), (does, "dim"))), ())

    def action_look(self) -> None:
        """Opens the break of the selected line; Esc there comes back to this list."""
        from warroom.screens.break_ import BreakScreen

        id_ = (self.query_one(LinePanel).selected_key or "").rpartition(":")[2]
        if id_:
            self.app.push_screen(BreakScreen(self.live, id_))
        else:
            self.app.notify("There is no break to look at", markup=False)

    def on_line_panel_opened(self, message: LinePanel.Opened) -> None:
        self.action_look()
