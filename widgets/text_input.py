"""The controls that one types into: a line, and a text of several lines.

Both run their own editing keys as soon as they get them. Textual sends such keys up to the app and back, so that of keys
that come fast a letter could overtake a backspace.
"""

from __future__ import annotations

from textual import events
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input, TextArea

from store.text import clean, one_line
from widgets.shown import shown

LONGEST = 200_000
"""Most characters of a paste that a field takes; the rest of a larger one is left out."""

NEW_LINE = ("ctrl+j", "shift+enter", "alt+enter")
"""Keys that break a line in a text, wherever it stands in a form."""


def own_keys(kind: type[Widget]) -> dict[str, str]:
    """The keys that a kind of widget binds, with their actions."""
    found: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        for binding in vars(base).get("BINDINGS", ()):
            if isinstance(binding, Binding):
                found |= dict.fromkeys((key.strip() for key in binding.key.split(",")), binding.action)
    return found


def with_line_feeds(text: str) -> str:
    """A pasted text with its line breaks as we write them: many terminals send each as a carriage return."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class LineInput(Input):
    """One line; line breaks of a paste become spaces."""

    _own = own_keys(Input)

    def __init__(self, value: str, hint: str = "") -> None:
        super().__init__(one_line(value, LONGEST), placeholder=one_line(hint), compact=True, select_on_focus=False)

    async def on_key(self, event: events.Key) -> None:
        if event.key in self._own and event.key != "enter":
            event.stop()
            event.prevent_default()
            await self.run_action(self._own[event.key])

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if text := one_line(event.text, LONGEST):
            self.replace(text, *sorted(self.selection))


class ProseInput(TextArea):
    """Several lines; it grows with its text up to a few lines, then it scrolls."""

    DEFAULT_CSS = """
    ProseInput { height: auto; max-height: 6; border: none; padding: 0; }
    ProseInput:focus { border: none; }
    """

    _own = own_keys(TextArea)

    def __init__(self, value: str, hint: str = "") -> None:
        super().__init__(
            clean(value, LONGEST),
            compact=True,
            soft_wrap=True,
            show_line_numbers=False,
            tab_behavior="focus",
            placeholder=shown(one_line(hint)),
        )

    @property
    def on_empty_line(self) -> bool:
        """Whether the cursor stands at the end, on a line with nothing in it: another Enter goes on."""
        row, column = self.cursor_location
        return column == 0 and row == self.document.line_count - 1 and not self.document[row]

    def trim(self) -> None:
        """Takes the empty lines at the end away."""
        text = self.text
        if text != text.rstrip("\n"):
            self.load_text(text.rstrip("\n"))
            self.move_cursor(self.document.end)

    async def on_key(self, event: events.Key) -> None:
        if event.key in self._own or event.key in NEW_LINE:
            event.stop()
            event.prevent_default()
            if event.key in NEW_LINE:
                self.new_line()
            else:
                await self.run_action(self._own[event.key])

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self._put(clean(with_line_feeds(event.text), LONGEST))

    def new_line(self) -> None:
        """Breaks the line at the cursor."""
        self._put("\n")

    def _put(self, text: str) -> None:
        self.replace(text, *self.selection, maintain_selection_offset=False)
