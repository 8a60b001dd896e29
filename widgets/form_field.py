"""One field of a form: its label, the control, and a line under it for what was understood or what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from widgets.choice import Choice
from widgets.several import Several
from widgets.shown import shown

Control = Input | TextArea | Choice | Several


class FormField(Vertical):
    """A labelled control. Posts `Changed` as one types."""

    DEFAULT_CSS = """
    FormField {
        height: auto;
        & > Horizontal { height: auto; }
        & .field--label { width: 12; color: $text-muted; padding: 0 1; }
        & Input { width: 1fr; }
        & TextArea { width: 1fr; height: 3; border: none; padding: 0; background: $surface; }
        & TextArea:focus { border: none; }
        & Choice { width: 1fr; }
        & Several { width: 1fr; }
        & .field--note { height: auto; padding: 0 0 0 12; color: $text-muted; display: none; }
        &.-noted .field--note { display: block; }
        &.-wrong .field--note { display: block; color: $text-error; }
        &.-wrong .field--label { color: $text-error; }
        &:focus-within .field--label { color: $accent; text-style: bold; }
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
        self._label = label
        self._control = _control(kind, value, choices, hint)

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(shown(self._label), classes="field--label")
            yield self._control
        yield Static(shown(""), classes="field--note")

    @property
    def value(self) -> str:
        """What was typed or chosen."""
        control = self._control
        return control.text if isinstance(control, TextArea) else control.value

    @value.setter
    def value(self, value: str) -> None:
        if isinstance(self._control, TextArea):
            self._control.load_text(value)
        else:
            self._control.value = value

    @property
    def control(self) -> Widget:
        """The widget that takes the focus."""
        return self._control

    @property
    def takes_enter(self) -> bool:
        """Whether Enter belongs to the control itself (a new line)."""
        return isinstance(self._control, TextArea)

    def note(self, text: str, wrong: bool = False) -> None:
        """Says what was understood, or what is wrong; an empty text says nothing."""
        self.set_class(bool(text) and not wrong, "-noted")
        self.set_class(bool(text) and wrong, "-wrong")
        self.query_one(".field--note", Static).update(shown(text))

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
    if kind == "several":
        return Several(choices, value)
    if kind == "prose":
        return TextArea(value, compact=True, soft_wrap=True, show_line_numbers=False, tab_behavior="focus", placeholder=shown(hint))
    return Input(value, placeholder=hint, compact=True, select_on_focus=False)
