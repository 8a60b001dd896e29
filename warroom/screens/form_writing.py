"""From a form to what can be written where it asks for it, and back: what was typed waits under the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from store.actions.receipt import Receipt
from warroom.forms import Form, Subject
from warroom.live import Live
from warroom.screens.form_body import FormBody
from warroom.screens.panel import PanelScreen
from warroom.screens.typing_order import after_typing


class WritingForm(PanelScreen[Sequence[Receipt]]):
    """A form over which a text opens, as the letter without which a break is not closed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+l", "write", "Write it", show=False, priority=True)]

    live: Live
    form: Form
    subject: Subject
    body: FormBody

    def action_write(self) -> None:
        """Opens the text that the form asks for, when it asks for one."""
        self._after_typing(self._write)

    def _after_typing(self, then: Callable[[], bool]) -> None:
        """Runs `then` when the field with the focus has taken all keys before; keys after it wait, and longer where it says so."""

        def run() -> bool:
            self.body.show_fields()
            return then()

        after_typing(self, run)

    def _write(self) -> bool:
        summary = self.form.writes(self.subject, self.body.values)
        if summary:
            from warroom.screens.preview import PreviewScreen

            self.app.push_screen(PreviewScreen(self.live, summary, self.subject), self._written)
        return False

    def _written(self, _: object) -> None:
        self.run_worker(self._see_again(), name="written", group="written", exclusive=True)

    async def _see_again(self) -> None:
        """What the form says follows from the break as it is by now."""
        case = (await self.live.reader.case(self.subject.id))[0]
        self.subject = self.subject._replace(case=case, now=self.live.clock.now())
        self.body.see(self.subject)
        self._follow()

    def _follow(self) -> None:
        """Brings everything that follows from the values in line."""
        raise NotImplementedError
