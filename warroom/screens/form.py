"""Shows a form over the lower part of a screen, which stays alive above it, and saves it.

What is wrong stands at its field; what was typed survives a failed save, Esc and a killed program. Keys that come fast
wait until the field before them has taken what was typed into it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.events import DescendantFocus
from textual.widgets import Static

from store.actions.receipt import Receipt
from store.clock import MINUTE
from store.errors import BadInput, StoreError
from store.spans import length
from store.text import one_line
from warroom.drafts import Drafts, FormDraft
from warroom.forms import Form, Subject
from warroom.forms.spec import Values
from warroom.forms.understanding import back_dated
from warroom.forms.wording import names_of, title_of
from warroom.live import Live
from warroom.screens.confirm import ConfirmScreen
from warroom.screens.form_body import FormBody
from warroom.screens.form_writing import WritingForm
from warroom.screens.panel import Panel
from warroom.ticker import Ticker
from warroom.typed_ahead import holder_of
from widgets.form_field import FormField
from widgets.shown import shown

DRAFT_AFTER = 0.5
"""Seconds after a keystroke at which a draft is on disk."""


class FormScreen(WritingForm):
    """Asks for the fields of a form; ends with what was saved, or None."""

    CSS = """
    FormScreen #form-head { height: 1; }
    FormScreen #form-title { width: 1fr; padding: 0 1; text-style: bold; text-wrap: nowrap; text-overflow: ellipsis; }
    FormScreen #form-id { width: auto; max-width: 40%; padding: 0 1; color: $text-muted; text-wrap: nowrap; }
    FormScreen #form-word, FormScreen #form-trouble { height: auto; max-height: 4; padding: 0 1; display: none; }
    FormScreen #form-word { color: $text-muted; }
    FormScreen #form-trouble { color: $text-error; }
    FormScreen #form-word.-shown, FormScreen #form-trouble.-shown { display: block; }
    FormScreen #form-keys { height: 1; padding: 0 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", show=False, priority=True),
        Binding("escape", "leave", "Leave", show=False, priority=True),
        Binding("enter", "forward", show=False, priority=True),
        Binding("tab", "step(1)", show=False, priority=True),
        Binding("shift+tab", "step(-1)", show=False, priority=True),
        Binding("down", "step(1)", show=False),
        Binding("up", "step(-1)", show=False),
    ]

    def __init__(
        self,
        live: Live,
        form: Form,
        subject: Subject,
        presets: Values | None = None,
        covers: Callable[[int], None] | None = None,
    ) -> None:
        super().__init__(covers)
        self.live = live
        self.form = form
        self.subject = subject
        self.body = FormBody(form, subject, presets or {}, live)
        about = (*sorted(subject.ids), *(f"{name}={value}" for name, value in sorted((presets or {}).items())))
        self._draft = FormDraft(Drafts(live.places.drafts, live.replica.board_id), form.name, about)
        self._draft_waits = self._saving = self._over = False
        self._last_typed: dict[str, str] = {}
        self._restored, self._minute = "", 0
        self._ticker = Ticker(live.clock, self.tick)

    def compose(self) -> ComposeResult:
        spoken = ", ".join(self.subject.spoken[:4]) + (" …" if len(self.subject.spoken) > 4 else "")
        with Panel():
            with Horizontal(id="form-head"):
                yield Static(shown(title_of(self.form, self.subject)), id="form-title")
                yield Static(shown(spoken), id="form-id")
            yield Static(shown(""), id="form-word")
            yield self.body
            yield Static(shown(""), id="form-trouble")
            yield Static(shown(""), id="form-keys")

    def on_mount(self) -> None:
        if (draft := self._draft.find()) is not None:
            self.body.restore(draft.values)
            if self.body.typed:
                ago = length(max(0, self.live.clock.now() - draft.at))
                self._restored = f"This was typed {ago} ago and not saved. Esc throws it away."
        self._follow()
        if fields := self.body.to_fill():
            self.set_focus(fields[0].control)
        self._ticker.start()

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        """Leaves the fields what the other lines of the panel do not need."""
        others = [widget for widget in self.query_one(Panel).children if widget.display and widget is not self.body]
        self.body.fit(self.size.height, sum(widget.outer_size.height for widget in others))

    def on_unmount(self) -> None:
        """Whatever closes it: what was typed is on disk before."""
        self._ticker.stop()
        if not self._over:
            with suppress(OSError):
                self._draft.keep(self._last_typed, self.live.clock.now())
        self._draft.close()

    # -- what is typed --------------------------------------------------------------------------------------------

    @property
    def values(self) -> dict[str, str]:
        """What is typed; of fields that are not shown nothing counts."""
        return self.body.values

    @on(FormField.Changed)
    def _changed(self, event: FormField.Changed) -> None:
        event.stop()
        event.field.forgive()
        self._follow()
        if not self._draft_waits:
            self._draft_waits = True
            self.set_timer(DRAFT_AFTER, self._keep_draft, name="draft")

    @on(FormBody.Learned)
    def _follow(self) -> None:
        """Brings everything that follows from the values in line."""
        self._last_typed = self.body.typed
        now = self.live.clock.now()
        self._minute = now // MINUTE
        word = self.body.follow(now)
        self._line("#form-word", "\n".join(text for text in (self._restored, word) if text))
        self._show_keys()

    def tick(self, now: int) -> None:
        """What was understood of `45m` moves on with the clock: what is shown is what will be saved."""
        if now // MINUTE != self._minute:
            self._follow()

    def _keep_draft(self) -> None:
        self._draft_waits = False
        if not self._over:
            try:
                self._draft.keep(self.body.typed, self.live.clock.now())
            except OSError as error:
                self._trouble(f"The draft can't be kept: {error.strerror}")

    # -- keys -----------------------------------------------------------------------------------------------------

    def action_forward(self) -> None:
        """Enter goes to the next field, and saves from the last; in a text before that it breaks the line."""
        self._after_typing(self._forward)

    def _forward(self) -> bool:
        fields, index = self.body.to_fill(), self.body.focused()
        if index >= len(fields) - 1:
            return self._begin_save()
        text = fields[index].text
        if text is not None and not text.on_empty_line:
            text.new_line()
            return False
        if text is not None:
            text.trim()
        self.set_focus(fields[index + 1].control)
        return False

    def action_step(self, by: int) -> None:
        """Tab goes to the next field."""
        self._after_typing(lambda: self._step(by))

    def _step(self, by: int) -> bool:
        if fields := self.body.to_fill():
            self.set_focus(fields[(self.body.focused() + by) % len(fields)].control)
        return False

    @on(DescendantFocus)
    def _focused(self) -> None:
        self._show_keys()
        self.call_after_refresh(self.body.keep_in_view)

    def _show_keys(self) -> None:
        self.query_one("#form-keys", Static).update(shown(self.body.keys_text()))

    # -- saving ---------------------------------------------------------------------------------------------------

    def action_save(self) -> None:
        self._after_typing(self._begin_save)

    def _begin_save(self) -> bool:
        if self._saving:
            return False
        self._saving = True
        self.run_worker(self._save(), name="save", group="save", exit_on_error=False)
        return True

    async def _save(self) -> None:
        """Saves in a thread; what the store refuses stands at its field, and nothing typed is lost."""
        for field in self.body.fields.values():
            if field.is_wrong:
                field.note("")
        self._trouble("")
        try:
            receipts = await self.write(self.values)
        except BadInput as error:
            self._wrong(error)
        except StoreError as error:
            self._trouble(str(error))
        except Exception as error:
            self._trouble(f"Nothing was saved, by a fault of this program ({type(error).__name__}: {one_line(str(error), 200)})")
        else:
            self._over = True
            self._draft.drop()
            self.dismiss(receipts)
        finally:
            self._saving = False
            holder_of(self.app).release_keys()

    async def write(self, values: dict[str, str]) -> Sequence[Receipt]:
        """Writes what was typed into the record. Raises StoreError; a BadInput names its field."""
        live = self.live
        at = back_dated(values, self.subject, live.clock.now())
        return await asyncio.to_thread(live.replica.act, lambda tx: self.form.save(tx, self.subject, values), live.actor, at)

    def _wrong(self, error: BadInput) -> None:
        """Shows what is wrong at its field."""
        field = next((field for field in self.body.to_fill() if field.field_name == error.field), None)
        if field is None:
            self._trouble(str(error))
            return
        field.note(str(error), "wrong")
        self.set_focus(field.control)
        self.call_after_refresh(self.body.keep_in_view)

    def _trouble(self, text: str) -> None:
        """Shows what is wrong with no field."""
        self._line("#form-trouble", text)

    def _line(self, place: str, text: str) -> None:
        line = self.query_one(place, Static)
        line.update(shown(text))
        line.set_class(bool(text), "-shown")
        self.call_after_refresh(self._fit)

    # -- leaving --------------------------------------------------------------------------------------------------

    def action_leave(self) -> None:
        """Esc asks when something was typed."""
        self._after_typing(self._leave)

    def _leave(self) -> bool:
        if self._saving:
            return False
        if not self.body.typed:
            self._close()
            return False
        whom = f" for {names_of(self.subject.customers)}" if self.subject.customers else ""
        question = ConfirmScreen(f"Throw away what you typed{whom}?", (), "throw it away", no="go on typing", careful=True)
        self.app.push_screen(question, self._left)
        return True

    def _left(self, thrown: bool | None) -> None:
        if thrown:
            self._close()
        holder_of(self.app).release_keys()

    def _close(self) -> None:
        self._over = True
        self._draft.drop()
        self.dismiss(None)
