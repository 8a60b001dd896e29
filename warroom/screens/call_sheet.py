"""The call sheet: what to know and to say before ringing, with a note field for the call at its foot.

The foot is the contact form with the note first: its drafts, its questions and its save are those of every form, and while
it is open the others see who is calling. The sheet above is made anew every second, out of what is in the record by then.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from store.attention import judge
from store.clock import SECOND
from store.errors import StoreError
from warroom.call_sheet.look import Look, Other, with_other_caller
from warroom.call_sheet.sheet import CallSheet, call_sheet
from warroom.call_view import WIDE, all_lines, fact_lines, head_rows, mind_parts, say_lines
from warroom.forms.contact import ATTEMPT, REACHED
from warroom.screens.contact_form import ContactFormScreen
from warroom.screens.form_body import FormBody
from widgets.break_header import BreakHeader
from widgets.form_field import FormField
from widgets.line_panel import LinePanel
from widgets.shown import shown

LEAST_FIELDS, MOST_FIELDS = 4, 11
"""Rows of the form's fields: on a small screen, and on a large one."""
HEAD_PART = 3
"""The head takes at most this part of the rows."""
SAME_WORD = 3 * SECOND
"""A small letter so soon after a `Y` belongs to a word with it: who copies a number dials before they type."""
ROWS_A_FIELD = 6
"""Rows of the screen for each row of the fields."""


class CallSheetScreen(ContactFormScreen):
    """A sheet over the whole screen. It takes the arrows and `Y` first; whatever else is typed goes into the note."""

    SCOPED_CSS = False
    CSS = (
        ContactFormScreen.CSS
        + """
    CallSheetScreen { background: $background; layout: vertical; }
    CallSheetScreen > BreakHeader { height: 1; }
    CallSheetScreen > #call-sheet { height: 1fr; min-height: 3; }
    CallSheetScreen #call-sheet > LinePanel { width: 1fr; height: 1fr; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "no_answer", "No answer", show=False, priority=True),
    ]

    _copied_at: int | None = None
    """When `Y` was pressed, if it was the last key."""
    _sheet: CallSheet | None = None
    """What is shown; None until something is."""

    def compose(self) -> ComposeResult:
        yield BreakHeader()
        with Horizontal(id="call-sheet"):
            yield LinePanel("What to say", id="call-say")
            yield LinePanel("What to know", id="call-facts")
        yield from super().compose()

    def on_mount(self) -> None:
        now = self.live.clock.now()
        case, calling = self.subject.one, self.subject.calling
        row = case.row._replace(calling=calling[0], calling_since=calling[1]) if calling else case.row
        self._opened_at = now
        self._stamp = self.live.replica.stamp()
        self._look = Look(case, row, judge(row, now), self.subject.spoken[0], (), None, now, self.live.zone, self.subject.actor)
        if not self.body.typed:
            self.call_later(self._to_sheet)
        self._show(now)
        self._read()

    def _to_sheet(self) -> None:
        if not self.body.typed:
            self.set_focus(self.query_one("#call-say", LinePanel))

    # -- what the sheet is made of ----------------------------------------------------------------------------------

    def _read(self) -> None:
        self.run_worker(self._look_around(), name="call-sheet", group="call-sheet", exclusive=True, exit_on_error=False)

    async def _look_around(self) -> None:
        """Reads the break again, who calls, and what else is open for the customer. What can't be read stays as it was."""
        reader, id_ = self.live.reader, self.subject.id
        try:
            case, _ = await reader.case(id_)
            callers = await reader.callers(id_)
            besides = await reader.besides(case.row.customer_key, id_)
            repeats = await reader.repeats(case.row)
        except StoreError:
            return
        if not case.brk.customer or case.brk.joined_into:  # joined into another, or taken back: what is shown stays
            return
        row = with_other_caller(case.row, callers, self.subject.actor)
        others = tuple(Other(one.spoken, one.row, brk, failure) for one, brk, failure in besides)
        self._look = self._look._replace(case=case, row=row, others=others, repeats=repeats)
        self._show(self.live.clock.now())

    def tick(self, now: int) -> None:
        """A second has passed."""
        super().tick(now)
        stamp = self.live.replica.stamp()
        if stamp != self._stamp:
            self._stamp = stamp
            self._read()
        self._show(now)

    @on(FormBody.Learned)
    def _learned(self) -> None:
        self._show(self.live.clock.now())

    # -- showing ----------------------------------------------------------------------------------------------------

    def _show(self, now: int) -> None:
        history, row = self.body.history, self._look.row
        advice = history.of_minute(now) if history is not None else None
        self._look = look = self._look._replace(now=now, attention=judge(row, now), advice=advice)
        self._sheet = sheet = call_sheet(look)
        head = self.query_one(BreakHeader)
        head.show(head_rows(sheet, look, self._opened_at, self.size.width))
        head.styles.height = max(1, min(head.rows_wanted(self.size.width), self.size.height // HEAD_PART))
        say, facts = self.query_one("#call-say", LinePanel), self.query_one("#call-facts", LinePanel)
        wide = self.size.width >= WIDE
        if facts.has_focus and not wide:
            self.set_focus(say)
        facts.display = wide
        say.show(say_lines(sheet) if wide else all_lines(sheet), mind_parts(sheet))
        if wide:
            facts.show(fact_lines(sheet))

    def on_resize(self) -> None:
        if self._sheet is not None:
            self._show(self.live.clock.now())

    def _fit(self) -> None:
        """The sheet has the room: the fields take a few rows and scroll."""
        rows = max(LEAST_FIELDS, min(MOST_FIELDS, self.size.height // ROWS_A_FIELD))
        self.body.styles.max_height = rows

    def _show_keys(self) -> None:
        if isinstance(self.focused, LinePanel):
            text = "Y copies the number · type: the note · ↑ ↓ read · Ctrl+N no answer · Ctrl+S logs it · Esc leaves"
        else:
            text = f"Ctrl+N no answer · {self.body.keys_text()}"
        self.query_one("#form-keys", Static).update(shown(text))

    # -- keys -------------------------------------------------------------------------------------------------------

    @property
    def _note(self) -> FormField:
        return self.body.fields["said"]

    def take_key(self, event: events.Key) -> bool:
        """On the sheet `Y` copies the number, `←` and `→` go to its other half; any other letter begins the note. A small letter
        that follows a `Y` at once makes it the first of the note: a sentence may begin with "You"."""
        if not isinstance(self.focused, LinePanel):
            return False
        if event.key in ("left", "right"):
            half = self.query_one("#call-facts" if event.key == "right" else "#call-say", LinePanel)
            self.set_focus(half if half.display else self.focused)
            return True
        copied_at, self._copied_at = self._copied_at, None
        if not event.is_printable:
            return False
        now = self.live.clock.now()
        if event.key == "Y":
            self._copied_at = now
            self._copy_number()
            return True
        self.set_focus(self._note.control)
        text = self._note.text
        letter = event.character or ""
        if text is not None and copied_at is not None and now - copied_at <= SAME_WORD and (letter.islower() or letter in "'’"):
            text.insert("Y")
        return False

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _mark_half(self) -> None:
        """The half that the arrows act on has its bar."""
        for panel in self.query(LinePanel):
            panel.activate(panel.has_focus)

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted on the sheet goes into the note."""
        text = self._note.text
        if isinstance(self.focused, LinePanel) and text is not None:
            self.set_focus(self._note.control)
            text.on_paste(event)

    def _copy_number(self) -> None:
        number = self._sheet.number if self._sheet is not None else ""
        if number:
            self.app.copy_to_clipboard(number)
        text = f"Copied {number}" if number else "There is no number to copy: v takes it"
        self.app.notify(text, timeout=4, markup=False)

    def action_no_answer(self) -> None:
        """Nobody answered, or they did after all: what is logged is an attempt, and the form says when to try again."""
        field = self.body.fields["result"]
        field.value = REACHED if field.value == ATTEMPT else ATTEMPT

    def _forward(self) -> bool:
        if isinstance(self.focused, LinePanel):
            self.set_focus(self._note.control)
            return False
        return super()._forward()

    def _step(self, by: int) -> bool:
        """Tab goes from the sheet to the note, and from the last field back to the sheet."""
        fields = self.body.to_fill()
        on_sheet = isinstance(self.focused, LinePanel)
        if on_sheet:
            self.set_focus(fields[0 if by > 0 else -1].control)
            return False
        at = self.body.focused() + by
        self.set_focus(fields[at].control if 0 <= at < len(fields) else self.query_one("#call-say", LinePanel))
        return False
