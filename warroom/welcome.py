"""What `warroom` shows when no board is named: the boards that were open here, a new one, another one, the demo."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from store.errors import StoreError
from store.sync.board_file import SUFFIX, create_board_file
from warroom.known_boards import is_known, refuse_known
from warroom.places import Places
from warroom.theme import THEME
from widgets.shown import shown

DEMO = "demo"


class WelcomeApp(App[str]):
    """Ends with the path of the board to open, with `demo`, or with None."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { align: center middle; }
    #welcome { width: 78; max-width: 100%; height: auto; padding: 1 2; background: $panel; }
    #welcome-title { text-style: bold; }
    #welcome-list { height: auto; max-height: 12; background: $panel; border: none; margin: 1 0; }
    #welcome-path { display: none; }
    #welcome-path.-shown { display: block; }
    #welcome-trouble { color: $text-error; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "ask('new')", show=False),
        Binding("o", "ask('open')", show=False),
        Binding("d", "demo", show=False),
        Binding("q,escape", "leave", show=False),
    ]

    def __init__(self, known: Sequence[str], places: Places, now: int) -> None:
        super().__init__()
        self._known = [path for path in reversed(known) if os.path.exists(path)]
        self._places = places
        self._now = now
        self._asks = ""
        self.register_theme(THEME)
        self.theme = THEME.name

    def compose(self) -> ComposeResult:
        with Vertical(id="welcome"):
            yield Static(shown("Warroom: who needs a word from us next?"), id="welcome-title")
            yield OptionList(*self._options(), id="welcome-list", markup=False)
            yield Static(
                Content.assemble(
                    ("n", "bold $accent"), " a new board   ", ("o", "bold $accent"), " open a board file   ",
                    ("d", "bold $accent"), " the demo   ", ("q", "bold $accent"), " leave",
                )
            )  # fmt: skip
            yield Input(id="welcome-path", compact=True)
            yield Static(shown(""), id="welcome-trouble")

    def _options(self) -> list[Option]:
        if not self._known:
            return [Option(shown("No board was open here yet."), disabled=True)]
        return [Option(shown(path), id=f"board-{index}") for index, path in enumerate(self._known)]

    def action_ask(self, what: str) -> None:
        """Asks for a path: of a new board, or of one that is there."""
        self._asks = what
        field = self.query_one("#welcome-path", Input)
        field.placeholder = (
            f"where to make it, as ~/Team/ops{SUFFIX}" if what == "new" else f"the board file, as ~/Team/ops{SUFFIX}"
        )
        field.add_class("-shown")
        self.screen.set_focus(field)

    def action_demo(self) -> None:
        self.exit(DEMO)

    def action_leave(self) -> None:
        field = self.query_one("#welcome-path", Input)
        if field.has_class("-shown"):
            field.remove_class("-shown")
            self._trouble("")
            self.screen.set_focus(self.query_one(OptionList))
        else:
            self.exit(None)

    @on(OptionList.OptionSelected)
    def _known_chosen(self, event: OptionList.OptionSelected) -> None:
        self.exit(self._known[event.option_index])

    @on(Input.Submitted)
    def _path_typed(self, event: Input.Submitted) -> None:
        text = event.value.strip()
        if not text:
            return
        path = Path(os.path.abspath(os.path.expanduser(text)))
        if self._asks == "new":
            path = path if path.suffix == SUFFIX else Path(f"{path}{SUFFIX}")
            try:
                refuse_known(self._places, str(path))
                create_board_file(path, path.stem, self._now)
            except StoreError as error:
                self._trouble(str(error))
                return
        elif not os.path.exists(path) and not is_known(self._places, str(path)):
            self._trouble(f"{path} is not there: n makes a new board")
            return
        self.exit(str(path))

    def _trouble(self, text: str) -> None:
        self.query_one("#welcome-trouble", Static).update(shown(text))
