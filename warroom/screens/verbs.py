"""Offers the few things that a key can mean here; one letter, or Enter on a line, chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from store.text import one_line
from warroom.forms import Option
from warroom.screens.panel import Panel, PanelScreen
from warroom.typed_ahead import holder_of
from widgets.shown import shown


class VerbsScreen(PanelScreen[Option]):
    """Ends with the option that was chosen, or None. Keys after the choice wait for what it opens."""

    CSS = """
    VerbsScreen > Panel { max-height: 60%; }
    VerbsScreen #verbs-title { padding: 0 1; text-style: bold; text-wrap: nowrap; text-overflow: ellipsis; }
    VerbsScreen .verbs--option { padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    VerbsScreen .verbs--option.-here { background: $primary 35%; }
    VerbsScreen #verbs-keys { padding: 0 1; color: $text-muted; }
    """

    def __init__(self, title: str, options: Sequence[Option], covers: Callable[[int], None] | None = None) -> None:
        super().__init__(covers)
        self.heading = one_line(title)
        self.options = tuple(options)
        self._index = 0
        self._chosen = False

    def compose(self) -> ComposeResult:
        with Panel():
            yield Static(shown(self.heading), id="verbs-title")
            for index, option in enumerate(self.options):
                label = Content.assemble((f"{option.key}", "bold $accent"), "  ", shown(one_line(option.label)))
                yield Static(label, classes="verbs--option", id=f"verb-{index}")
            yield Static(shown("a letter chooses, or ↑ ↓ and Enter · Esc leaves"), id="verbs-keys")

    def on_mount(self) -> None:
        self._step(0)

    def _step(self, by: int) -> None:
        self._index = (self._index + by) % max(1, len(self.options))
        for index, line in enumerate(self.query(".verbs--option")):
            line.set_class(index == self._index, "-here")

    def take_key(self, event: events.Key) -> bool:
        """A letter or Enter chooses; no other letter means anything here."""
        typed = event.character or ""
        exact = [option for option in self.options if option.key == typed]
        chosen = next(iter(exact or [option for option in self.options if option.key == typed.lower()]), None)
        if event.key in ("up", "down"):
            self._step(-1 if event.key == "up" else 1)
        elif event.key == "escape":
            self._choose(None)
        elif event.key == "enter" and self.options:
            self._choose(self.options[self._index])
        elif chosen is not None:
            self._choose(chosen)
        else:
            return event.is_printable
        return True

    def on_click(self, event: events.Click) -> None:
        """A click on a line chooses it."""
        name = event.widget.id if event.widget is not None else None
        if name is not None and name.startswith("verb-"):
            self._choose(self.options[int(name.removeprefix("verb-"))])

    def _choose(self, option: Option | None) -> None:
        if not self._chosen:
            self._chosen = True
            holder_of(self.app).hold_keys()
            self.dismiss(option)
