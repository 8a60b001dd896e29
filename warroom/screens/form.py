"""Shows a form over the lower half of a screen, which stays alive above it, and saves it.

What is wrong stands at its field; what was typed survives a failed save, Esc and a killed program.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from store.actions.receipt import Receipt
from store.errors import BadInput, StoreError
from store.money import parse_money
from store.spans import length, parse_length
from store.when import parse_when, understood
from store.zones import Zone, find_zone
from warroom.drafts import Drafts
from warroom.forms import FieldSpec, Form, Subject
from warroom.forms.spec import Values
from warroom.live import Live
from warroom.screens.confirm import ConfirmScreen
from widgets.form_field import FormField
from widgets.shown import shown

DRAFT_AFTER = 0.5
"""Seconds after the last keystroke at which a draft is on disk."""


class FormScreen(ModalScreen[Sequence[Receipt] | None]):
    """Asks for the fields of a form; ends with what was saved, or None."""

    CSS = """
    FormScreen { align: center bottom; background: transparent; }
    FormScreen > #form { height: auto; max-height: 60%; background: $panel; border-top: heavy $accent; padding: 0 1; }
    FormScreen #form-title { text-style: bold; height: 1; }
    FormScreen #form-fields { height: auto; max-height: 100%; }
    FormScreen #form-trouble { color: $text-error; height: auto; display: none; }
    FormScreen #form-trouble.-shown { display: block; }
    FormScreen #form-keys { color: $text-muted; height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", show=False, priority=True),
        Binding("escape", "leave", "Leave", show=False, priority=True),
        Binding("enter", "forward", show=False, priority=True),
        Binding("tab", "step(1)", show=False, priority=True),
        Binding("shift+tab", "step(-1)", show=False, priority=True),
    ]

    def __init__(self, live: Live, form: Form, subject: Subject, presets: Values | None = None) -> None:
        super().__init__()
        self.live = live
        self.form = form
        self.subject = subject
        self._specs = tuple(form.fields(subject, presets or {}))
        self._theirs: Zone = find_zone(subject.case.customer.zone) if subject.case else None
        self._drafts = Drafts(live.places.drafts, live.replica.board_id)
        self._at_first: dict[str, str] = {}
        self._saving = False
        self._draft_waits = False

    @property
    def form_title(self) -> str:
        """The title names the customer: an entry on the wrong one is the worst that can happen."""
        names = self.subject.customers
        whom = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        return f"{self.form.title} {whom}".strip()

    def compose(self) -> ComposeResult:
        with Vertical(id="form"):
            yield Static(
                shown(self.form_title + (f"   {', '.join(self.subject.spoken[:6])}" if self.subject.spoken else "")),
                id="form-title",
            )
            with VerticalScroll(id="form-fields", can_focus=False):
                for spec in self._specs:
                    yield FormField(spec.name, spec.label, spec.kind, spec.value, spec.choices, spec.hint)
            yield Static(shown(""), id="form-trouble")
            yield Static(shown("Tab next field · Enter saves from the last · Ctrl+S saves · Esc leaves"), id="form-keys")

    def on_mount(self) -> None:
        self._at_first = self.values
        draft = self._drafts.find(self.form.name, self.subject.ids)
        if draft is not None and any(draft.values.get(name, "") != value for name, value in self._at_first.items()):
            for field in self.query(FormField):
                field.value = draft.values.get(field.field_name, field.value)
            self._trouble(f"Not saved {length(self.live.clock.now() - draft.at)} ago: your draft is back. Esc throws it away.")
        self._show_fields()
        for field in self._shown():
            self._understand(field)
        if first := next(iter(self._shown()), None):
            self.set_focus(first.control)

    @property
    def values(self) -> dict[str, str]:
        """What is typed; of fields that are not shown nothing counts."""
        found = {field.field_name: field.value for field in self.query(FormField)}
        for spec in self._specs:
            if spec.shown_if is not None and found.get(spec.shown_if[0]) not in spec.shown_if[1]:
                found[spec.name] = ""
        return found

    def _shown(self) -> list[FormField]:
        return [field for field in self.query(FormField) if field.display]

    def _show_fields(self) -> None:
        values = {field.field_name: field.value for field in self.query(FormField)}
        for spec in self._specs:
            if spec.shown_if is not None:
                self._field(spec.name).display = values.get(spec.shown_if[0]) in spec.shown_if[1]

    def _field(self, name: str) -> FormField:
        return self.query_one(f"#field-{name}", FormField)

    def _spec(self, name: str) -> FieldSpec:
        return next(spec for spec in self._specs if spec.name == name)

    @on(FormField.Changed)
    def _typed(self, event: FormField.Changed) -> None:
        self._show_fields()
        self._understand(event.field)
        if not self._draft_waits:
            self._draft_waits = True
            self.set_timer(DRAFT_AFTER, self._keep_draft, name="draft")

    def _understand(self, field: FormField) -> None:
        """Shows what a typed time or amount means before it is accepted."""
        text, now = field.value.strip(), self.live.clock.now()
        if not text or field.kind not in ("time", "past", "money", "length"):
            field.note("")
            return
        try:
            if field.kind in ("time", "past"):
                at = parse_when(text, now, self.live.zone, behind=field.kind == "past", theirs=self._theirs)
                field.note("→ " + understood(at, now, self.live.zone, self._theirs))
            elif field.kind == "length":
                field.note("→ " + length(parse_length(text)))
            else:
                field.note(f"→ {parse_money(text, default=self._currency)}")
        except BadInput as error:
            field.note(f"{error.title}: {error.next_step}" if error.next_step else error.title)

    @property
    def _currency(self) -> str:
        return self.subject.case.policy.currency if self.subject.case else ""

    def _keep_draft(self) -> None:
        self._draft_waits = False
        if not self.is_attached or self._saving:
            return
        values = self.values
        try:
            if values != self._at_first:
                self._drafts.keep(self.form.name, self.subject.ids, values, self.live.clock.now())
            else:
                self._drafts.drop(self.form.name, self.subject.ids)
        except OSError as error:
            self._trouble(f"The draft can't be kept: {error.strerror}")

    # -- keys -----------------------------------------------------------------------------------------------------

    def action_forward(self) -> None:
        """Enter goes to the next field, and saves from the last; in a text of several lines it is a new line."""
        fields, index = self._shown(), self._focused_index()
        field = fields[index] if fields else None
        if field is not None and field.takes_enter and index < len(fields) - 1:
            control = field.control
            insert = getattr(control, "insert", None)
            if insert is not None:
                insert("\n")
            return
        if index >= len(fields) - 1:
            self.action_save()
        else:
            self.set_focus(fields[index + 1].control)

    def action_step(self, by: int) -> None:
        """Tab: handled before any widget sees later keys, so that fast typing lands where it was meant."""
        fields = self._shown()
        if fields:
            self.set_focus(fields[(self._focused_index() + by) % len(fields)].control)

    def _focused_index(self) -> int:
        fields = self._shown()
        return next((index for index, field in enumerate(fields) if field.has_focus_within), len(fields) - 1)

    def action_save(self) -> None:
        if not self._saving:
            self._saving = True
            self.run_worker(self._save(), name="save", group="save", exit_on_error=False)

    async def _save(self) -> None:
        values, live = self.values, self.live
        for field in self.query(FormField):
            field.remove_class("-wrong")
        try:
            at = (
                parse_when(values["at"], live.clock.now(), live.zone, behind=True, theirs=self._theirs, field="at")
                if values.get("at", "").strip()
                else None
            )
            receipts = await asyncio.to_thread(
                live.replica.act, lambda tx: self.form.save(tx, self.subject, values), live.actor, at
            )
        except BadInput as error:
            self._wrong(error)
        except StoreError as error:
            self._trouble(str(error))
        else:
            self._drafts.drop(self.form.name, self.subject.ids)
            self.dismiss(receipts)
            return
        finally:
            self._saving = False

    def _wrong(self, error: BadInput) -> None:
        """Shows what is wrong at its field."""
        field = next((field for field in self._shown() if field.field_name == error.field), None)
        if field is None:
            self._trouble(str(error))
            return
        field.note(str(error), wrong=True)
        self.set_focus(field.control)

    def _trouble(self, text: str) -> None:
        place = self.query_one("#form-trouble", Static)
        place.update(shown(text))
        place.set_class(bool(text), "-shown")

    def action_leave(self) -> None:
        """Esc asks when something was typed."""
        if self.values == self._at_first:
            self._drafts.drop(self.form.name, self.subject.ids)
            self.dismiss(None)
            return
        question = ConfirmScreen(
            f"Throw away what you typed for {', '.join(self.subject.customers[:3]) or 'the new break'}?",
            (),
            "throw away",
        )
        self.app.push_screen(question, self._left)

    def _left(self, thrown: bool | None) -> None:
        if thrown:
            self._drafts.drop(self.form.name, self.subject.ids)
            self.dismiss(None)
