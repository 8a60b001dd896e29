"""The live board: who needs us next, line by line, with the one next action of the selected break."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.screen import Screen

from store.attention import judge
from store.errors import StoreError
from store.next_action import next_action
from store.text import one_line
from warroom.keys import KEYS
from warroom.next_deed import deed_of
from warroom.screens.keyed import TOASTS
from warroom.screens.never_again import NeverAgainScreen
from warroom.typed_ahead import holder_of
from widgets.board_table import BoardTable
from widgets.cells import BoardLine, GroupLine
from widgets.filter_line import CLOSING, FilterLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warroom.forms import Subject
    from warroom.forms.spec import Values


class BoardScreen(NeverAgainScreen):
    """What the keys of the board do."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key.key, key.action, key.label, show=False, id=key.id, tooltip=key.about, priority=True)
        for key in KEYS
        if "board" in key.where
    ]

    def on_mount(self) -> None:
        self.screen_layout_refresh_signal.subscribe(self, self._lift_toasts, immediate=True)

    def _lift_toasts(self, screen: Screen[Any]) -> None:
        """A short word stands above all that stands under the table: what came in late, a hand-over, what is next."""
        below = self.size.height - self.query_one(BoardTable).region.bottom
        for rack in self.query(TOASTS):
            if rack.styles.margin.bottom != below:
                rack.styles.margin = (0, 0, below, 0)

    # -- acting ---------------------------------------------------------------------------------------------------

    async def subject(self) -> Subject | None:
        """The marked breaks, else the selected one; on a failure's line all of its breaks."""
        from warroom.subjects import subject_of

        reader, listing, selected, now = self.live.reader, self.content.listing, self.selected, self.live.clock.now()
        if self.marked:
            return await subject_of(reader, listing.in_order(await reader.sids_of(self.marked)), now)
        if isinstance(selected, str):
            return await subject_of(reader, listing.members(selected), now)
        return await subject_of(reader, [selected] if selected is not None else [], now)

    def presets_for(self, name: str) -> Values:
        """A break that is opened from a failure's line is another customer's of the same failure; marked ones are handed over."""
        if name == "handover":
            return {"ids": " ".join(sorted(self.marked))} if self.marked else {}
        line = self.query_one(BoardTable).selected_line
        return {"failure": line.spoken} if name == "open" and isinstance(line, GroupLine) else {}

    def covered(self, line: int | None) -> None:
        """The selected line stays visible above what opened."""
        table = self.query_one(BoardTable)
        table.cover(0 if line is None else table.region.bottom - line)

    def changed(self) -> None:
        self.marked.clear()
        self.reload()

    def opened(self, ids: Sequence[str]) -> None:
        """The new break is selected, or the failure's line where there are several."""
        self._work(self._select_opened(ids), "select")

    async def _select_opened(self, ids: Sequence[str]) -> None:
        found = await self.live.reader.sids_of(ids)
        rows = await self.live.reader.rows(found[:1])
        for sid, loaded in rows.items():
            self.selected = loaded.row.failure if len(found) > 1 else sid
            self.reload()

    def action_mark(self) -> None:
        """Marks the selected break (or all of a failure's), or takes the mark away."""
        table = self.query_one(BoardTable)
        line = table.selected_line
        if isinstance(line, BoardLine):
            self.marked ^= {line.key}
            table.mark(self.marked)
            table.action_move(1)
        elif line is not None:
            self._work(self._mark_all(line.key), "reload")

    async def _mark_all(self, failure: str) -> None:
        """Marks every break of a failure, or none when all are; it folds out, so that the marks are seen."""
        rows = await self.live.reader.rows(self.content.listing.members(failure))
        ids = {one.row.id for one in rows.values()}
        self.marked = self.marked - ids if ids <= self.marked else self.marked | ids
        self.content.fold(failure, True)
        await self._show()

    def action_detail(self) -> None:
        """Everything about the selected break; a failure folds out."""
        if isinstance(self.selected, str):
            self._fold(self.selected, out=True)
        elif self.selected is not None:
            self._open_detail()

    def action_fold(self) -> None:
        """Folds the failure of the selected line in."""
        key = self.selected
        failure = key if isinstance(key, str) else self.content.listing.group_of(key) if key is not None else ""
        if failure:
            self.selected = failure
            self._fold(failure, out=False)

    def _fold(self, failure: str, out: bool) -> None:
        self.content.fold(failure, out)
        self._work(self._show(), "reload")

    async def action_next(self) -> None:
        """Starts what is next: the form that the next action asks for."""
        line = self.query_one(BoardTable).selected_line
        if isinstance(line, BoardLine):
            row, now = line.row, self.live.clock.now()
            action = next_action(row, judge(row, now), now, self.live.zone)
            deed = deed_of(row, action.rule, now) if action is not None else None
            if deed is None:
                self.action_detail()
            else:
                self.start(deed)
        elif line is not None:
            self._fold(line.key, out=line.key not in self.content.listing.folded_out)

    def action_view(self, view: str) -> None:
        """Another view: open, follow-up, closed."""
        self._work(self._change_view(view), "reload")

    async def _change_view(self, view: str) -> None:
        await self.content.load(self.live.clock.now(), view)
        self.selected = self.content.key_at(0)
        await self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the filter is typed its letters are no commands."""
        return not isinstance(self.focused, FilterLine)

    def take_key(self, event: events.Key) -> bool:
        """Keys after the one that ends the filter wait until it is in force: they mean what it left."""
        if event.key in CLOSING and isinstance(self.focused, FilterLine):
            holder_of(self.app).hold_keys()
        return False

    # -- filter ---------------------------------------------------------------------------------------------------

    def action_filter(self) -> None:
        line = self.query_one(FilterLine)
        line.add_class("-shown")
        self.set_focus(line)

    async def on_filter_line_changed(self, message: FilterLine.Changed) -> None:
        await self._filter(message.text)

    async def on_filter_line_closed(self, message: FilterLine.Closed) -> None:
        line = self.query_one(FilterLine)
        try:
            if not message.kept or not line.text.strip():
                await self._clear_filter()
            self.set_focus(self.query_one(BoardTable))
        finally:
            holder_of(self.app).release_keys()

    async def _clear_filter(self) -> None:
        line = self.query_one(FilterLine)
        line.remove_class("-shown")
        line.set_text("")
        await self._filter("")

    async def _filter(self, text: str) -> None:
        """Shows the breaks that have all words, and says how many there are, or why that can't be read."""
        try:
            left = await self.content.filter(text)
            self.query_one(FilterLine).found(f"{left:,} of {len(self.content.listing):,}")
            await self._show()
        except StoreError as error:
            self.say(str(error), wrong=True)

    async def action_back(self) -> None:
        """Clears the marks, then the filter."""
        if self.marked:
            self.marked.clear()
            self.query_one(BoardTable).mark(self.marked)
        elif self.content.filter_text:
            await self._clear_filter()

    def action_copy_line(self) -> None:
        line = self.query_one(BoardTable).selected_line
        if line is not None:
            values = self._next_values(line)
            self.app.copy_to_clipboard(f"{line.spoken} {one_line(values.about)}\n{one_line(values.action)}")
            self.say("Copied")

    def action_statistics(self) -> None:
        """How we do: the figures; Esc there comes back to the board."""
        from warroom.screens.stats import StatsScreen

        self.app.push_screen(StatsScreen(self.live), lambda _: self.reload())
