"""Search over everything, closed breaks too: a line to type in, and what was found."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from store.errors import StoreError
from warroom.detail.words import count
from warroom.live import Live
from warroom.search_view import find, found_lines
from widgets.filter_line import FilterLine
from widgets.foot_line import FootLine
from widgets.line_panel import LinePanel


class SearchScreen(Screen[str]):
    """Ends with the full id of a break, or None.

    What changed since the last search is indexed in a thread while one types; what is found is what is indexed so far.
    """

    CSS = """
    SearchScreen FilterLine { display: block; }
    SearchScreen LinePanel { height: 1fr; }
    """
    AUTO_FOCUS = "FilterLine"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, priority=True),
        Binding("enter", "choose", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
    ]

    def __init__(self, live: Live) -> None:
        super().__init__()
        self.live = live
        self._left = 0
        self._trouble = ""

    def compose(self) -> ComposeResult:
        yield FilterLine("go to")
        yield LinePanel("Found")
        yield FootLine()

    def on_mount(self) -> None:
        self.query_one(LinePanel).activate(True)
        self._show_nothing()
        if not self.live.replica.read_only:
            self.run_worker(self._index(), name="index", group="index", exit_on_error=False)

    async def _index(self) -> None:
        """Indexes what changed, step by step; what was typed meanwhile is looked for again at the end."""
        while left := await asyncio.to_thread(self.live.replica.index_step):
            self._left = left
            self._show_foot()
        self._left = 0
        self._find(anew=False)

    def on_filter_line_changed(self, message: FilterLine.Changed) -> None:
        self._find(anew=True)

    def _find(self, anew: bool) -> None:
        """Looks for what is typed; `anew` selects the best hit, else the selection stays."""
        self._trouble = ""
        found = self._found(self.query_one(FilterLine).text, anew)
        self.run_worker(found, name="find", group="find", exclusive=True, exit_on_error=False)

    async def _found(self, text: str, anew: bool) -> None:
        if not text.strip():
            self._show_nothing()
            return
        lines = found_lines(await find(self.live.reader, text))
        panel = self.query_one(LinePanel)
        panel.show(lines, ((count(len(lines), "break"), "dim"),), (("Nothing has these words", "dim"),))
        if anew:
            panel.action_to_end(False)
        self._show_foot()

    def _show_nothing(self) -> None:
        hint = "Type words of anything that was ever written here, or the beginning of an id; closed breaks are found too"
        self.query_one(LinePanel).show((), (), ((hint, "dim"),))
        self._show_foot()

    def _show_foot(self) -> None:
        if self._trouble:
            self.query_one(FootLine).show((("‼ ", "overdue"), (self._trouble, "overdue")), ())
            return
        parts = (("Enter", "key"), (" goes to it  ", "dim"), ("↑ ↓", "key"), (" choose  ", "dim"), ("Esc", "key"), (" back", "dim"))
        behind = ((f"still indexing, {self._left:,} to go", "soon"),) if self._left else ()
        self.query_one(FootLine).show(parts, behind)

    def action_move(self, by: int) -> None:
        self.query_one(LinePanel).action_move(by)

    def action_page(self, pages: int) -> None:
        self.query_one(LinePanel).action_page(pages)

    def action_choose(self) -> None:
        if key := self.query_one(LinePanel).selected_key:
            self.dismiss(key)

    def on_line_panel_opened(self, message: LinePanel.Opened) -> None:
        self.dismiss(message.key)

    def action_leave(self) -> None:
        self.dismiss(None)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What the store refuses stays in the last line; any other error is a fault of ours and ends the program."""
        if event.state is WorkerState.ERROR:
            if not isinstance(event.worker.error, StoreError):
                raise event.worker.error or RuntimeError(event.worker.name)
            self._trouble = str(event.worker.error)
            self._show_foot()
