"""One question before something that touches several breaks, or can't be taken back by looking away."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from store.text import one_line
from warroom.typed_ahead import holder_of
from widgets.shown import shown

MOST_LINES = 2_000


class ConfirmScreen(ModalScreen[bool]):
    """Shows a question with a list; `y` (or Enter, unless it is a `careful` one) says yes, `n` or Esc says no.

    Keys that were typed before it could be read are no answer. Keys after the answer wait for what the opener makes of it.
    """

    CSS = """
    ConfirmScreen { align: center middle; background: $background 60%; }
    ConfirmScreen ToastRack { dock: top; align: right top; margin: 1 0 0 0; }
    ConfirmScreen > #confirm { width: 76; max-width: 95%; height: auto; max-height: 80%; }
    ConfirmScreen > #confirm { background: $panel; border: heavy $accent; padding: 0 1; }
    ConfirmScreen #confirm-question { text-style: bold; height: auto; max-height: 6; }
    ConfirmScreen #confirm-lines { height: auto; max-height: 12; }
    ConfirmScreen #confirm-lines Static { text-wrap: nowrap; text-overflow: ellipsis; }
    ConfirmScreen #confirm-keys { color: $text-muted; }
    """

    def __init__(self, question: str, lines: Sequence[str] = (), yes: str = "yes", no: str = "no", careful: bool = False) -> None:
        super().__init__()
        self.question = question
        self.lines = tuple(lines)
        self._keys_text = f"y{'' if careful else ' Enter'} {yes} · n Esc {no}"
        self._yes = ("y",) if careful else ("y", "enter")
        self._answered = False

    def compose(self) -> ComposeResult:
        with Vertical(id="confirm"):
            yield Static(shown(one_line(self.question)), id="confirm-question")
            with VerticalScroll(id="confirm-lines", can_focus=False) as lines:
                lines.display = bool(self.lines)
                yield Static(shown("\n".join(one_line(line) for line in self.lines[:MOST_LINES])))
            yield Static(shown(self._keys_text), id="confirm-keys")

    def on_mount(self) -> None:
        holder_of(self.app).drop_keys()

    def take_key(self, event: events.Key) -> bool:
        """Answers, or scrolls the list; no other key means anything here."""
        key = event.key.lower() if len(event.key) == 1 else event.key
        if key in self._yes or key in ("n", "escape"):
            self._answer(key in self._yes)
        elif key in ("up", "down", "pageup", "pagedown", "home", "end"):
            lines = self.query_one("#confirm-lines", VerticalScroll)
            scrolls = {"up": lines.scroll_up, "down": lines.scroll_down, "pageup": lines.scroll_page_up}
            scrolls |= {"pagedown": lines.scroll_page_down, "home": lines.scroll_home, "end": lines.scroll_end}
            scrolls[key](animate=False)
        else:
            return event.is_printable
        return True

    def _answer(self, yes: bool) -> None:
        if not self._answered:
            self._answered = True
            holder_of(self.app).hold_keys()
            self.dismiss(yes)
