"""The fields of a form: which of them are shown, what they hold and mean, which has the focus."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message

from store.errors import StoreError
from store.text import one_line
from warroom.forms import Form, Subject
from warroom.forms.spec import FieldSpec, Values
from warroom.forms.tone import FieldTone
from warroom.forms.understanding import understand
from warroom.live import Live
from warroom.preview.making import Workshop
from widgets.form_field import FormField

if TYPE_CHECKING:
    from warroom.advisor.prepared import Prepared

MOST_COVERED = 0.6
"""Part of the screen that a form covers at most."""


class FormBody(VerticalScroll, can_focus=False):
    """Holds the fields; the one with the focus stays in view."""

    class Learned(Message):
        """Something that was looked up is known from now on: what the history says, the tone of a text."""

    DEFAULT_CSS = """
    FormBody { height: auto; scrollbar-size-vertical: 1; }
    FormBody > FormField { max-width: 140; }
    """

    def __init__(self, form: Form, subject: Subject, presets: Values, live: Live) -> None:
        super().__init__(id="form-fields")
        self._tone = FieldTone(form.for_them, Workshop(live).check_words) if form.for_them else None
        """The tone of fields that customers read."""
        self._form = form
        self._subject = subject
        self._reader = live.reader
        self.specs: Sequence[FieldSpec] = tuple(form.fields(subject, presets))
        self.fields = {
            spec.name: FormField(spec.name, spec.label, spec.kind, spec.value, spec.choices, spec.hint) for spec in self.specs
        }
        self._at_first: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        yield from self.fields.values()

    def on_mount(self) -> None:
        self._at_first = self._held()
        if self._form.asks_history and self._subject.case is not None:
            self.run_worker(self._learn(self._subject.case.failure.id), name="history", exit_on_error=False)
        if self._form.asks_around and self._subject.case is not None:
            self.run_worker(self._look_around(self._subject.id), name="around", exit_on_error=False)

    async def _learn(self, failure: str) -> None:
        """Reads what the history says of fixes; a form is as good without it as it can be."""
        with suppress(StoreError):
            found = await self._reader.history(failure, self._subject.now)
            self._subject = self._subject._replace(history=found)
            self.post_message(self.Learned())

    async def _look_around(self, id_: str) -> None:
        """Reads what lies around the break; the form is there before it."""
        with suppress(StoreError):
            found = await self._reader.around(id_)
            self._subject = self._subject._replace(around=found)
            self.post_message(self.Learned())

    def see(self, subject: Subject) -> None:
        """The break as it is by now; what was looked up before stays."""
        self._subject = subject._replace(history=self._subject.history, around=self._subject.around)

    @property
    def history(self) -> Prepared | None:
        """What the history says of fixes, once it is read."""
        return self._subject.history

    def _held(self) -> dict[str, str]:
        """What every field holds, shown or not."""
        return {name: field.value for name, field in self.fields.items()}

    @property
    def typed(self) -> dict[str, str]:
        """The fields that hold something else than at first."""
        return {name: value for name, value in self._held().items() if value != self._at_first.get(name)}

    @property
    def values(self) -> dict[str, str]:
        """What counts: of a field that is not shown nothing does."""
        found = self._held()
        return {spec.name: found[spec.name] if _is_shown(spec, found) else "" for spec in self.specs}

    def restore(self, values: Values) -> None:
        """Puts back what was typed before."""
        for name, value in values.items():
            if name in self.fields:
                self.fields[name].value = value

    # -- what follows from the values -----------------------------------------------------------------------------

    def show_fields(self) -> bool:
        """Shows the fields that belong to what is chosen. Whether that changed anything."""
        found, changed = self._held(), False
        for spec in self.specs:
            field, shown = self.fields[spec.name], _is_shown(spec, found)
            changed = changed or field.display != shown
            field.display = shown
        return changed

    def follow(self, now: int) -> str:
        """Brings all in line with the values: fields, what was understood, remarks. Returns the remark that is about no field."""
        subject = self._subject._replace(now=now)
        try:
            remarks = dict(self._form.notes(subject, self.values))
        except StoreError:
            remarks = {}
        moved = self.show_fields()
        if self._tone is not None and self._tone.is_behind(self._held()):
            self.run_worker(self._hear(self._tone), name="tone", group="tone", exclusive=True, exit_on_error=False)
        for name, field in self.fields.items():
            if field.is_wrong:
                continue
            if field.kind == "break":
                self.run_worker(self._look_up(field), group=f"look-up-{name}", exclusive=True, exit_on_error=False)
            else:
                moved = self._remark(field, subject, remarks.get(name, "")) or moved
        if moved:
            self.call_after_refresh(self.keep_in_view)
        return remarks.get("", "")

    def _remark(self, field: FormField, subject: Subject, remark: str) -> bool:
        text, fine = understand(field.kind, field.value, subject, subject.now)
        if field.value == self._at_first.get(field.field_name) and (not fine or field.kind in ("money", "cadence", "hours")):
            text, fine = "", True
        tone = self._tone.said(field.field_name, field.value) if self._tone is not None else ""
        return field.note("\n".join(part for part in (text, remark, tone) if part), "" if fine else "doubtful")

    async def _hear(self, tone: FieldTone) -> None:
        """Looks at the tone of what customers will read; the form goes on without it."""
        await tone.look(self._held())
        self.post_message(self.Learned())

    async def _look_up(self, field: FormField) -> None:
        """Says which break a typed id or customer's name means."""
        typed = field.value.strip()
        found = await self._reader.named(typed) if typed else []
        texts = [f"{one_line(customer, 60)} · {one_line(what, 60)}" for _, customer, what in found]
        if not typed or len(found) == 1:
            moved = field.note(f"→ {texts[0]}" if texts else "")
        else:
            moved = field.note("could be " + "; ".join(texts[:4]) if texts else "no break and no customer is called so", "doubtful")
        if moved:
            self.call_after_refresh(self.keep_in_view)

    # -- the focus ------------------------------------------------------------------------------------------------

    def to_fill(self) -> list[FormField]:
        """The fields that take the focus, in order."""
        return [field for field in self.fields.values() if field.can_be_filled]

    def focused(self) -> int:
        """The place of the field with the focus among those to fill; the last when none has it."""
        fields = self.to_fill()
        return next((index for index, field in enumerate(fields) if field.has_focus_within), len(fields) - 1)

    def fit(self, height: int, others: int) -> None:
        """Scrolls in what a screen of that height leaves for the fields, beside the panel's border and its other lines."""
        self.styles.max_height = max(3, int(height * MOST_COVERED) - 1 - max(2, others))

    def keep_in_view(self) -> None:
        """Brings the field with the focus into view, with what it says."""
        for field in self.to_fill():
            if field.has_focus_within:
                field.scroll_visible(animate=False)

    def keys_text(self) -> str:
        """What the keys do in the field that has the focus."""
        fields, index = self.to_fill(), self.focused()
        field, last = (fields[index] if fields else None), index >= len(fields) - 1
        enter = "Enter saves" if last else "Enter next"
        if field is not None and field.text is not None:
            enter = "Enter saves, Ctrl+J new line" if last else "Enter new line, on an empty one next"
        more = {"choice": "← → choose", "several": "Space ticks, ↑ ↓"}.get(field.kind if field else "", "")
        return " · ".join(part for part in (more, enter, "Tab next", "Ctrl+S saves", "Esc leaves") if part)


def _is_shown(spec: FieldSpec, values: dict[str, str]) -> bool:
    return spec.shown_if is None or values.get(spec.shown_if[0]) in spec.shown_if[1]
