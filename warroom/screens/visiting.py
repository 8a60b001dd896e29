"""From a break to its customer, to the list of all customers, and to what a teammate hands over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.app import SystemCommand

from warroom.screens.writing import WritingScreen

if TYPE_CHECKING:
    from warroom.forms import Subject
    from warroom.forms.spec import Values


class VisitingScreen(WritingScreen):
    """A screen from which customers are looked at, and hand-overs accepted."""

    def action_customer(self) -> None:
        """The customer of the break that is meant here."""
        self._ahead(self._visit())

    async def _visit(self) -> None:
        subject = await self.subject()
        if subject is None or not subject.ids:
            self.say("Select a break first; V lists all customers")
        elif subject.case is None:
            self.say("These are several customers: choose one, or V lists them all")
        else:
            await self.show_customer(subject.case.customer.key)

    async def show_customer(self, key: str) -> None:
        """Opens the screen of a customer."""
        from warroom.screens.customer import CustomerScreen

        await self.app.push_screen(CustomerScreen(self.live, key))

    def action_customers(self) -> None:
        """Lists all customers, to go to one."""
        from warroom.screens.customers import CustomersScreen

        def chosen(key: str | None) -> None:
            if key is not None:
                self._ahead(self.show_customer(key))

        self.app.push_screen(CustomersScreen(self.live), chosen)

    def action_take_over(self) -> None:
        """What was offered to whoever acts, to be accepted break by break."""
        self._ahead(self._take_over())

    async def _take_over(self) -> None:
        from warroom.screens.take_over import TakeOverScreen

        if await self._seen(None, needs_break=False) is not None:
            await self.app.push_screen(TakeOverScreen(self.live), lambda _: self.changed())

    async def _open_named(self, name: str, presets: Values, subject: Subject | None = None) -> None:
        from warroom.forms.owner import TAKE_OVER

        if name == TAKE_OVER:
            await self._take_over()
        else:
            await super()._open_named(name, {**self.presets_for(name), **presets}, subject)

    def palette_commands(self) -> Iterator[SystemCommand]:
        """The screen's keys and forms, and the hand-over."""
        yield from super().palette_commands()
        yield SystemCommand("Take over", "what was offered to you, break by break", self.action_take_over)
