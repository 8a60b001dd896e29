"""Everything about one customer: card and people, their breaks, promises kept, amends, how they sounded, notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Offset

from store.errors import StoreError
from store.text import one_line
from store.zones import wall
from warroom.customer_view.content import CustomerBreak, CustomerView
from warroom.customer_view.panels import COLUMNS, NAMES, PARTS, header_rows, tab_count
from warroom.detail.panels import Place, columns_of, empty_parts, places
from warroom.keys import bar_keys, keys_of
from warroom.live import Live
from warroom.others import corner_of
from warroom.screens.visiting import VisitingScreen
from warroom.ticker import Ticker
from widgets.break_header import BreakHeader, HeaderRow
from widgets.foot_line import FootLine
from widgets.key_bar import KeyBar
from widgets.line_panel import LinePanel
from widgets.panel_lines import PanelLine
from widgets.panel_tabs import PanelTabs

if TYPE_CHECKING:
    from warroom.forms import Option, Subject
    from warroom.forms.spec import Values


class CustomerScreen(VisitingScreen):
    """Holds what is known of one customer and gives it to its widgets."""

    WHERE = "customer"
    CSS = "CustomerScreen > * { position: absolute; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key.key, key.action, key.label, show=False, id=key.id, tooltip=key.about, priority=True)
        for key in keys_of("customer")
    ]

    def __init__(self, live: Live, key: str) -> None:
        super().__init__(live)
        self.key = key
        """The customer's key: their normalised name."""
        self.view: CustomerView | None = None
        self.trouble: StoreError | None = None
        """Why it can't be read; stays until it can."""
        self.current = NAMES[0]
        self._ticker = Ticker(live.clock, self.tick)
        self._stamp = live.replica.stamp()
        self._placed: object = None
        self._keys: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        yield BreakHeader()
        yield PanelTabs()
        for part in PARTS:
            yield LinePanel(part.title, id=part.name)
        yield FootLine()
        yield KeyBar(bar_keys("customer"))

    def on_mount(self) -> None:
        shown = {id_: keys.partition(" ")[0] for id_, keys in self.shown_keys.items()}
        self._keys = {key.key: shown.get(key.id, key.key) for key in keys_of("customer")}
        self.show_keys()
        self._show_part(self.current)
        self._ticker.start()
        self.reload()

    def on_screen_suspend(self) -> None:
        if not self.app.screen.is_modal:
            self._ticker.stop()

    def on_unmount(self) -> None:
        self._ticker.stop()

    def on_screen_resume(self) -> None:
        self._ticker.start()
        if self.view is not None:
            self.reload()

    # -- content --------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Reads everything again; every part keeps its line."""
        self._work(self._reload(), "customer")

    async def _reload(self) -> None:
        self._stamp = self.live.replica.stamp()
        try:
            self.view = await self.live.reader.customer(self.key)
            self.trouble = None
        except StoreError as error:
            self.trouble = error
        self._show(self.live.clock.now())

    def changed(self) -> None:
        self.reload()

    def tick(self, now: int) -> None:
        """A second has passed. Under an open form nothing moves."""
        if self.live.replica.stamp() != self._stamp and self.app.screen is self:
            self.reload()
        self._show(now)

    def _show(self, now: int) -> None:
        view, zone = self.view, self.live.zone
        rows: tuple[HeaderRow, ...] = (HeaderRow(((("Reading it …", "dim"),),)),) if view is None else header_rows(view, now, zone)
        if self.trouble is not None:
            wrong = (("‼ ", "overdue"), (one_line(self.trouble.title), "overdue"))
            rows = (*rows[:2], HeaderRow((wrong, ((self.trouble.next_step, "strong"),))))
        self.query_one(BreakHeader).show(rows)
        for part in PARTS if view is not None else ():
            assert view is not None
            summary, empty = part.summary(view, now, zone), empty_parts(part.empty, self._keys)
            self._panel(part.name).show(part.lines(view, now, zone), summary, empty)
        who = ((f"{self.live.actor}  ", "strong"), (f"{wall(now, zone):%H:%M:%S}", "plain"))
        self.query_one(FootLine).show(self._foot(), (*corner_of(self.live, self.size.width), *who))
        self._place()

    def _foot(self) -> tuple[tuple[str, str], ...]:
        """What Enter does here."""
        line = self.selected
        if line is None:
            return ()
        does = " opens the break" if line.key.startswith("break:") else " reads it in full"
        return (("Enter", "key"), (does, "dim"))

    def on_resize(self, event: events.Resize) -> None:
        self._place()

    def _place(self) -> None:
        """Puts every widget in its place, when that is another one."""
        width, height = self.size
        header, columns = self.query_one(BreakHeader), columns_of(width, height)
        top = min(header.rows_wanted(width), max(1, height - 6))
        tabs = 1 if columns == 0 else 0
        area = Place(0, top + tabs, width, max(1, height - top - tabs - 2))
        found = places(area, columns, lambda name, cells: self._panel(name).rows_wanted(cells), self.current, COLUMNS)
        if tabs and self.view is not None:
            labels = [(part.name, ((f"{part.title} {tab_count(self.view, part.name)}".rstrip(), "dim"),)) for part in PARTS]
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
        """The next part that is shown and has a line (any, when one is shown at a time)."""
        at = NAMES.index(self.current)
        ahead: Sequence[str] = [NAMES[(at + by * step) % len(NAMES)] for step in range(1, len(NAMES))]
        one_at_a_time = columns_of(*self.size) == 0
        self._show_part(next((name for name in ahead if one_at_a_time or self._panel(name).has_lines), self.current))

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

    def on_line_panel_opened(self, message: LinePanel.Opened) -> None:
        self.action_open_line()

    def on_line_panel_highlighted(self, message: LinePanel.Highlighted) -> None:
        self._show(self.live.clock.now())

    @property
    def selected(self) -> PanelLine | None:
        """The selected line of the current part."""
        return self._panel(self.current).selected

    def action_open_line(self) -> None:
        """Opens the selected break; any other line is read in full."""
        line = self.selected
        if line is None:
            self.say("There is no line here to open")
        elif line.key.startswith("break:"):
            self.go_to(line.key.partition(":")[2])
        else:
            from warroom.screens.line import LineScreen

            def chosen(option: Option | None) -> None:
                if option is not None and option.form == ":copy":
                    self.action_copy_line()
                elif option is not None:
                    self.open_form(option.form, option.presets)

            self.app.push_screen(LineScreen(self.view.name if self.view else "", line.text, self._verbs(line.key)), chosen)

    def _verbs(self, key: str) -> list[Option]:
        """What can be done with a line: a person and the card can be changed, everything can be copied."""
        from warroom.forms import Option

        kind, _, rest = key.partition(" ")
        own = {
            "person": [Option("i", "change what the card says of them", "person", {"person": rest})],
            "card": [Option("i", "change the card", "silence" if rest == "silence" else "customer")],
        }
        return [*own.get(kind, []), Option("Y", "copy", ":copy")]

    def action_copy_line(self) -> None:
        if line := self.selected:
            self.app.copy_to_clipboard(line.text)
            self.say("Copied")

    # -- acting ---------------------------------------------------------------------------------------------------

    async def subject(self) -> Subject | None:
        """The selected break where one is, else the customer by the first of their breaks: cards are theirs either way."""
        from warroom.forms import Subject

        view, found = self.view, self._break()
        if view is None:
            return None
        id_, spoken = (found.row.id, found.spoken) if found is not None else (f"customer:{self.key}", "")
        return Subject(view.case(found), (id_,), (view.name,), (spoken,))

    def _break(self) -> CustomerBreak | None:
        if self.view is None or not self.view.breaks:
            return None
        line = self._panel("breaks").selected
        key = line.key.partition(":")[2] if line is not None else ""
        return next((one for one in self.view.breaks if one.row.id == key), self.view.breaks[0])

    def presets_for(self, name: str) -> Values:
        """A break that is opened from here is this customer's."""
        return {"customer": self.view.name} if name == "open" and self.view is not None else {}

    def go_to(self, id_: str) -> None:
        """Shows a break; Esc comes back to the customer."""
        self._ahead(self._push_break(id_))

    async def _push_break(self, id_: str) -> None:
        from warroom.screens.break_ import BreakScreen

        await self.app.push_screen(BreakScreen(self.live, id_))

    async def show_customer(self, key: str) -> None:
        """Shows another customer in the place of this one."""
        self.key, self.view, self.trouble = key, None, None
        self.reload()

    def action_back(self) -> None:
        self.dismiss(None)
