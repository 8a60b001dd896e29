"""One field of a form: its label, the control, and lines under it for what was understood or what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from store.text import one_line
from widgets.choice import Choice
from widgets.several import Several
from widgets.shown import shown
from widgets.text_input import LineInput, ProseInput

Control = LineInput | ProseInput | Choice | Several | Static
TEXTS = ("prose", "lines")
"""Kinds of several lines."""


class FormField(Vertical):
    """A control with its label before it. Posts `Changed` as one types."""

    DEFAULT_CSS = """
    FormField {
        height: auto;
        color: $text-muted;
        & > LineInput, & > ProseInput, & > Choice, & > Several, & > .field--fact { width: 1fr; margin: 0 0 0 13; }
        & > LineInput, & > ProseInput { background: $surface; }
        & > LineInput:focus, & > ProseInput:focus { background: $primary 25%; background-tint: transparent; }
        & > .field--fact { height: auto; max-height: 3; color: $foreground; }
        & > .field--note { height: auto; margin: 0 0 0 13; color: $text-muted; display: none; }
        &.-noted > .field--note { display: block; }
        &.-doubtful > .field--note { color: $text-warning; }
        &.-wrong > .field--note { color: $text-error; }
    }
    """

    class Changed(Message):
        """The value is another one."""

        def __init__(self, field: FormField, value: str) -> None:
            self.field = field
            self.value = value
            super().__init__()

    def __init__(
        self, name: str, label: str, kind: str, value: str, choices: Sequence[tuple[str, str]] = (), hint: str = ""
    ) -> None:
        super().__init__(id=f"field-{name}")
        self.field_name = name
        self.kind = kind
        self.is_wrong = False
        """Whether it says that what was to be saved could not be taken."""
        self._wrong_value = ""
        self._label = label
        self._fact = value
        self._said = ("", "")
        self._control = _control(kind, value, choices, hint)

    def compose(self) -> ComposeResult:
        yield self._control
        yield Static(shown(""), classes="field--note")

    def render(self) -> Content:
        """The label, left of the control."""
        style = "$text-error" if self.is_wrong else "bold $accent" if self.has_focus_within else ""
        return Content.assemble(" ", shown(one_line(self._label), style))

    def on_descendant_focus(self) -> None:
        self.refresh()

    def on_descendant_blur(self) -> None:
        self.refresh()

    @property
    def value(self) -> str:
        """What was typed or chosen."""
        control = self._control
        if isinstance(control, ProseInput):
            return control.text
        return self._fact if isinstance(control, Static) else control.value

    @value.setter
    def value(self, value: str) -> None:
        control = self._control
        if isinstance(control, ProseInput):
            control.load_text(value)
            control.move_cursor(control.document.end)
        elif not isinstance(control, Static):
            control.value = value

    @property
    def control(self) -> Widget:
        """The widget that takes the focus."""
        return self._control

    @property
    def can_be_filled(self) -> bool:
        """Whether it takes the focus: it is shown, and more than a fact."""
        return bool(self.display) and not isinstance(self._control, Static)

    @property
    def text(self) -> ProseInput | None:
        """The control of a field of several lines."""
        return self._control if isinstance(self._control, ProseInput) else None

    def note(self, text: str, tone: str = "") -> bool:
        """Says what was understood, what is doubtful or what is wrong (`tone`); an empty text says nothing.

        Whether that changed anything.
        """
        if self._said == (text, tone):
            return False
        self._said = (text, tone)
        self.is_wrong = tone == "wrong" and bool(text)
        self._wrong_value = self.value
        self.set_class(bool(text), "-noted")
        self.set_class(bool(text) and tone == "doubtful", "-doubtful")
        self.set_class(self.is_wrong, "-wrong")
        self.query_one(".field--note", Static).update(shown(text))
        self.refresh()
        return True

    def forgive(self) -> None:
        """Says no more what was wrong once another value stands there."""
        if self.is_wrong and self.value != self._wrong_value:
            self.note("")

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Choice.Changed)
    @on(Several.Changed)
    def _changed(self, event: Message) -> None:
        event.stop()
        self.post_message(self.Changed(self, self.value))


def _control(kind: str, value: str, choices: Sequence[tuple[str, str]], hint: str) -> Control:
    if kind == "choice":
        return Choice(choices, value)
    if kind == "several" and choices:
        return Several(choices, value)
    if kind in TEXTS:
        return ProseInput(value, hint)
    if kind in ("fact", "several"):
        return Static(shown(hint or "none"), classes="field--fact")
    return LineInput(value, hint)
