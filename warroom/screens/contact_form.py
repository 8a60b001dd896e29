"""The form for a contact: while it is open for a call, the others see that somebody is calling the customer."""

from __future__ import annotations

from collections.abc import Callable

from store.words import SPOKEN
from warroom.calling import Calling
from warroom.forms import Form, Subject
from warroom.forms.contact import INCOMING, REACHED
from warroom.forms.spec import Values
from warroom.live import Live
from warroom.screens.form import FormScreen


class ContactFormScreen(FormScreen):
    """A form that says so as long as its fields mean a conversation that goes on now."""

    SCOPED_CSS = False
    """Its styles are those of every form, which name their screen themselves."""

    def __init__(
        self,
        live: Live,
        form: Form,
        subject: Subject,
        presets: Values | None = None,
        covers: Callable[[int], None] | None = None,
    ) -> None:
        super().__init__(live, form, subject, presets, covers)
        self._calling = Calling(live, subject.ids)

    def _follow(self) -> None:
        super()._follow()
        values = self.values
        spoken = values.get("channel") in SPOKEN and values.get("result") in (REACHED, INCOMING)
        self._calling.say(spoken and not values.get("at"))

    def on_unmount(self) -> None:
        """However it is left, the call is over."""
        self._calling.say(False)
