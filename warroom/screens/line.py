"""One line of a break's screen in full, and its own verbs; one letter, or Enter on a verb, chooses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from store.text import one_line
from warroom.forms import Option
from widgets.shown import shown


class LineScreen(ModalScreen[Option]):
    """Ends with the option that was chosen, or None."""

    CSS = """
    LineScreen { align: center bottom; background: transparent; }
    LineScreen > #line { height: auto; max-height: 80%; background: $panel; border-top: heavy $accent; padding: 0 1; }
    LineScreen #line-title { text-style: bold; text-wrap: nowrap; text-overflow: ellipsis; }
    LineScreen #line-text { height: auto; max-height: 40vh; margin: 0 0 1 0; }
    LineScreen .line--verb { text-wrap: nowrap; text-overflow: ellipsis; }
    LineScreen .line--verb.-here { background: $primary 35%; }
    LineScreen #line-keys { color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False, priority=True),
        Binding("up", "step(-1)", show=False, priority=True),
        Binding("down", "step(1)", show=False, priority=True),
        Binding("enter", "choose", show=False, priority=True),
        Binding("pagedown", "scroll_text(1)", show=False, priority=True),
        Binding("pageup", "scroll_text(-1)", show=False, priority=True),
    ]

    def __init__(self, title: str, text: str, options: Sequence[Option]) -> None:
        super().__init__()
        self.heading = one_line(title)
        self.text = text
        self.options = tuple(options)
        self._index = 0

    def compose(self) -> ComposeResult:
        with Vertical(id="line"):
            yield Static(shown(self.heading), id="line-title")
            with VerticalScroll(id="line-text", can_focus=False):
                yield Static(shown(self.text))
            for index, option in enumerate(self.options):
                label = Content.assemble((f" {option.key} ", "bold $accent"), " ", shown(one_line(option.label)))
                yield Static(label, classes="line--verb", id=f"verb-{index}")
            yield Static(shown("a letter chooses, or ↑ ↓ and Enter · PgUp PgDn scroll · Esc leaves"), id="line-keys")

    def on_mount(self) -> None:
        self.action_step(0)

    def action_step(self, by: int) -> None:
        self._index = (self._index + by) % max(1, len(self.options))
        for index, verb in enumerate(self.query(".line--verb")):
            verb.set_class(index == self._index, "-here")

    def action_scroll_text(self, pages: int) -> None:
        """Scrolls the text, when it is longer than its place."""
        text = self.query_one("#line-text", VerticalScroll)
        text.scroll_relative(y=pages * max(1, text.size.height - 1), animate=False)

    def action_choose(self) -> None:
        if self.options:
            self.dismiss(self.options[self._index])

    def on_key(self, event: events.Key) -> None:
        chosen = next((option for option in self.options if option.key == event.character), None)
        if chosen is not None:
            event.stop()
            self.dismiss(chosen)

    def on_click(self, event: events.Click) -> None:
        """A click on a verb chooses it."""
        name = event.widget.id if event.widget is not None else None
        if name is not None and name.startswith("verb-"):
            self.dismiss(self.options[int(name.removeprefix("verb-"))])
