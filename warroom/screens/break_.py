"""Everything about one break: its head, and panels of lines that can be selected, opened, corrected and copied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Offset

from store.attention import judge
from store.errors import StoreError
from store.text import one_line
from store.zones import wall
from warroom.detail.content import Detail, Gone, read_detail
from warroom.detail.foot import next_parts
from warroom.detail.header import header_rows
from warroom.detail.panels import NAMES, PANELS, Place, columns_of, empty_parts, places, tab_label
from warroom.keys import bar_keys, keys_of, shown_key
from warroom.live import Live
from warroom.others import corner_of
from warroom.screens.break_lines import LinesScreen
from warroom.subjects import calling_of
from warroom.ticker import Ticker
from widgets.break_header import BreakHeader, HeaderRow
from widgets.foot_line import FootLine
from widgets.key_bar import KeyBar
from widgets.line_panel import LinePanel
from widgets.panel_lines import PanelLine, Parts
from widgets.panel_tabs import PanelTabs

if TYPE_CHECKING:
    from warroom.forms import Subject

BOARD_ONLY = frozenset(key.key for key in keys_of("board")) - {one for key in keys_of("break") for one in key.key.split(",")}
"""Keys that mean something on the board alone."""
LOADING_AFTER = 0.2
"""Seconds after which a screen that has nothing yet says so."""


class BreakScreen(LinesScreen):
    """Holds the content of one break and gives it to its widgets."""

    WHERE = "break"
    CSS = "BreakScreen > * { position: absolute; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key.key, key.action, key.label, show=False, id=key.id, tooltip=key.about, priority=True) for key in keys_of("break")
    ]

    def __init__(self, live: Live, break_id: str) -> None:
        super().__init__(live, break_id)
        self.trouble: StoreError | None = None
        """Why it can't be read; stays until it can."""
        self.current = NAMES[0]
        """The panel that keys act on."""
        self._trail: list[str] = []
        self._gone: Gone | None = None
        self._lines: dict[str, Sequence[PanelLine]] = {}
        self._placed: object = None
        self._begun = ""
        """The break whose parts were shown."""
        self._ticker = Ticker(live.clock, self.tick)
        self._stamp = live.replica.stamp()
        self._day = ""
        self._waits = False
        self._keys: dict[str, str] = {}
        """Built-in key → the one that stands in its place."""

    def compose(self) -> ComposeResult:
        yield BreakHeader()
        yield PanelTabs()
        for spec in PANELS:
            yield LinePanel(spec.title, id=spec.name)
        yield FootLine()
        yield KeyBar(bar_keys("break"))

    def on_mount(self) -> None:
        shown = {id_: keys.partition(" ")[0] for id_, keys in self.shown_keys.items()}
        self._keys = {key.key: shown.get(key.id, key.key) for key in keys_of("break")}
        self.query_one(KeyBar).show(bar_keys("break", shown))
        self._show_part(self.current)
        self._ticker.start()
        self.set_timer(LOADING_AFTER, self._say_loading, name="loading")
        self.reload()

    def on_screen_suspend(self) -> None:
        if not self.app.screen.is_modal:
            self._ticker.stop()

    def on_unmount(self) -> None:
        self._ticker.stop()

    def on_screen_resume(self) -> None:
        self._ticker.start()
        self._waits = False
        if self._gone is not None:
            self._leave(self._gone)
        elif self.detail is not None:
            self.reload()

    def _say_loading(self) -> None:
        if self.detail is None and not self.trouble:
            self.query_one(BreakHeader).show((HeaderRow(((("Reading it …", "dim"),),)),))
            self._place()

    # -- content --------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Reads everything again; every panel keeps its line."""
        self.run_worker(self._reload(), name="break", group="break", exclusive=True, exit_on_error=False)

    async def _reload(self) -> None:
        now = self.live.clock.now()
        self._stamp = self.live.replica.stamp()
        try:
            found = await read_detail(self.live.reader, self.break_id, now, self.live.zone)
        except StoreError as error:
            self.trouble = error
        else:
            self.trouble = None
            if isinstance(found, Gone):
                self._leave(found)
                return
            self.detail = found
            self._lines.clear()
        self._show(self.live.clock.now())

    def _leave(self, gone: Gone) -> None:
        """The break is not there any more: says so and goes back, when no form is open over it."""
        if self.app.screen is not self:
            self._gone = gone
            return
        self._gone = None
        name = self.detail.row.customer if self.detail else "This break"
        self.say(f"{name}: it goes on as {gone.spoken}" if gone.into else f"{name}: its opening was taken back", wrong=True)
        if gone.into:
            self.break_id = gone.into
        self.dismiss(None)

    def changed(self) -> None:
        self.reload()

    @property
    def undo_on(self) -> str:
        return self.break_id

    def on_key(self, event: events.Key) -> None:
        """A key of the board that means nothing here says so."""
        if event.key in BOARD_ONLY:
            self.say(f"{shown_key(event.key)} works on the board: Esc goes back to it")

    def tick(self, now: int) -> None:
        """A second has passed. Under an open form nothing is reordered: what came in waits."""
        if self.live.replica.stamp() != self._stamp:
            if self.app.screen is self:
                self.reload()
            else:
                self._waits = True
        if self.detail is not None and f"{wall(now, self.live.zone):%F}" != self._day:
            self._lines.clear()
        self._show(now)
        self._overhear((self.break_id,), now)

    # -- showing --------------------------------------------------------------------------------------------------

    def _show(self, now: int) -> None:
        if self._follow_team():
            self._lines.pop("timeline", None)
        detail, zone = self.detail, self.live.zone
        if detail is None and self.trouble is not None:
            self.query_one(BreakHeader).show((HeaderRow(((("This break can't be read", "strong"),),)), *self._trouble_row()))
        elif detail is not None:
            attention = judge(detail.row, now)
            self._day = f"{wall(now, zone):%F}"
            self.query_one(BreakHeader).show((*header_rows(detail, attention, now, zone), *self._trouble_row()))
            for spec in PANELS:
                if spec.ticks or spec.name not in self._lines:
                    self._lines[spec.name] = spec.lines(detail, now, zone)
                head = spec.head(detail, now, zone)
                lines = (*head, *self._lines[spec.name]) if head else self._lines[spec.name]
                panel = self._panel(spec.name)
                panel.show(lines, spec.summary(detail, now, zone), empty_parts(spec.empty, self._keys))
            self._begin_with_lines(detail)
        self.query_one(FootLine).show(next_parts(detail, now, zone) if detail is not None else (), self._corner(now))
        self._place()

    def _trouble_row(self) -> tuple[HeaderRow, ...]:
        """What is wrong and what to do about it; nothing while nothing is."""
        if self.trouble is None:
            return ()
        return (HeaderRow(((("‼ ", "overdue"), (one_line(self.trouble.title), "overdue")), ((self.trouble.next_step, "strong"),))),)

    def _corner(self, now: int) -> Parts:
        """Who you are, whether you can write, what waits, the time."""
        held: Parts = (("changed meanwhile · ", "soon"),) if self._waits else ()
        shared = corner_of(self.live, self.size.width)
        return (*held, *shared, (f"{self.live.actor}  ", "strong"), (f"{wall(now, self.live.zone):%H:%M:%S}", "plain"))

    def on_resize(self, event: events.Resize) -> None:
        self._place()

    def _place(self) -> None:
        """Puts every widget in its place, when that is another one."""
        width, height = self.size
        header, columns = self.query_one(BreakHeader), columns_of(width, height)
        top = min(header.rows_wanted(width), max(1, height - 6))
        tabs = 1 if columns == 0 else 0
        area = Place(0, top + tabs, width, max(1, height - top - tabs - 2))
        found = places(area, columns, lambda name, cells: self._panel(name).rows_wanted(cells), self.current)
        if tabs and self.detail is not None:
            labels = [(spec.name, tab_label(spec, self.detail, self._panel(spec.name).lines)) for spec in PANELS]
            self.query_one(PanelTabs).show(labels, self.current)
        placed = (self.size, top, tabs, found)
        if placed == self._placed:
            return
        self._placed = placed
        for widget, place in (
            (header, Place(0, 0, width, top)),
            (self.query_one(PanelTabs), Place(0, top, width, tabs)),
            *((self._panel(name), found.get(name)) for name in NAMES),
            (self.query_one(FootLine), Place(0, height - 2, width, 1)),
            (self.query_one(KeyBar), Place(0, height - 1, width, 1)),
        ):
            widget.display = place is not None and place.height > 0
            if place is not None:
                widget.styles.offset = Offset(place.x, place.y)
                widget.styles.width, widget.styles.height = place.width, place.height

    def _panel(self, name: str) -> LinePanel:
        return self.query_one(f"#{name}", LinePanel)

    # -- parts and lines ------------------------------------------------------------------------------------------

    def action_part(self, by: int) -> None:
        """The next part that is shown and has a line to select (any, when one is shown at a time)."""
        at = NAMES.index(self.current)
        ahead = [NAMES[(at + by * step) % len(NAMES)] for step in range(1, len(NAMES))]
        one_at_a_time = columns_of(*self.size) == 0
        shown = (name for name in ahead if one_at_a_time or self._panel(name).has_lines)
        self._show_part(next(shown, self.current))

    def _begin_with_lines(self, detail: Detail) -> None:
        """Where the current part has nothing to select, the first one that has is current; of parts that are shown one at a time
        at the beginning only."""
        begins, self._begun = self._begun != detail.case.brk.id, detail.case.brk.id
        if self._panel(self.current).has_some or (columns_of(*self.size) == 0 and not begins):
            return
        if (name := next((name for name in NAMES if self._panel(name).has_some), "")) and name != self.current:
            self._show_part(name)

    def _show_part(self, name: str) -> None:
        self.current = name
        for panel in self.query(LinePanel):
            panel.activate(panel.id == name)
        self._place()
        self.set_focus(self._panel(name))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if isinstance(event.widget, LinePanel) and event.widget.id and event.widget.id != self.current:
            self._show_part(event.widget.id)

    def on_panel_tabs_chosen(self, message: PanelTabs.Chosen) -> None:
        self._show_part(message.name)

    @property
    def selected(self) -> PanelLine | None:
        """The selected line of the current panel."""
        return self._panel(self.current).selected

    # -- acting ---------------------------------------------------------------------------------------------------

    async def subject(self) -> Subject | None:
        """This break."""
        from warroom.forms import Subject

        detail = self.detail
        if detail is None:
            return None
        calling = calling_of(detail.row, self.live.clock.now())
        return Subject(detail.case, (self.break_id,), (detail.row.customer,), (detail.spoken,), calling=calling)

    def go_to(self, id_: str) -> None:
        """Shows another break; Esc comes back to this one."""
        if id_ != self.break_id:
            self._trail.append(self.break_id)
            self._switch(id_)

    def _switch(self, id_: str) -> None:
        self.break_id, self.detail, self.trouble = id_, None, None
        self._lines.clear()
        self.reload()

    def action_back(self) -> None:
        """Back to the break before this one, else to the board."""
        if self._trail:
            self._switch(self._trail.pop())
        else:
            self.dismiss(None)
