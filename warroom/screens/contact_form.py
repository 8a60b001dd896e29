"""The form for a contact: while it is open for a call, the others see that somebody is calling the customer."""

from __future__ import annotations

from functools import cached_property

from store.words import SPOKEN
from warroom.calling import Calling
from warroom.forms.contact import INCOMING, REACHED
from warroom.screens.form import FormScreen


class ContactFormScreen(FormScreen):
    """A form that says so as long as its fields mean a conversation that goes on now."""

    SCOPED_CSS = False
    """Its styles are those of every form, which name their screen themselves."""

    @cached_property
    def _calling(self) -> Calling:
        return Calling(self.live, self.subject.ids)

    def _follow(self) -> None:
        super()._follow()
        values = self.values
        spoken = values.get("channel") in SPOKEN and values.get("result") in (REACHED, INCOMING)
        self._calling.say(spoken and not values.get("at"))

    def on_unmount(self) -> None:
        """However it is left, the call is over."""
        self._calling.say(False)
