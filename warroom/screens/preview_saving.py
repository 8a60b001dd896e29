"""A text of the preview into a file: what is left in one for a customer is seen first, and what was decided is noted."""

from __future__ import annotations

from store.text import one_line
from warroom.preview.lines import errors_of, left_over
from warroom.screens.preview_sending import SendingPreview
from warroom.summaries.model import TITLES, TO_CUSTOMER
from warroom.typed_ahead import holder_of


class SavingPreview(SendingPreview):
    """A preview whose text can be saved."""

    def action_save_text(self) -> None:
        """Writes it to a file, after what is left in it was seen, and after asking which file."""
        if self.summary is None:
            self.say("There is nothing to save yet")
            return
        holder_of(self.app).hold_keys()
        self._work(self._save_text(), "save")

    async def _save_text(self) -> None:
        asks = self.summary_name in TO_CUSTOMER and self.standing.sent is None  # one that went out was decided about then
        released = False
        try:
            while asks and self._checked_text != self._text:
                await self.check_text()
            left = left_over(self.found, self._text) if asks else ()
            released = True
            if left:
                self._ask_before_saving(left)
            else:
                self._push_saving(())
        finally:
            if not released:
                holder_of(self.app).release_keys()

    def _ask_before_saving(self, left: tuple[str, ...]) -> None:
        from warroom.screens.confirm import ConfirmScreen

        rules = errors_of(self.found)

        def confirmed(yes: bool | None) -> None:
            if yes:
                self._push_saving(rules)
            holder_of(self.app).release_keys()

        whom = one_line(self.subject.customers[0], 60)
        noted = " It is noted with it." if rules and not self.live.replica.read_only else ""
        question = f"This is left in {TITLES[self.summary_name]} to {whom}. Save it like this?{noted}"
        self.app.push_screen(ConfirmScreen(question, left, "save it like this", careful=True), confirmed)

    def _push_saving(self, rules: tuple[str, ...]) -> None:
        from warroom.screens.saving import SavingScreen

        assert self.summary is not None
        summary = self.summary._replace(markdown=self._text)
        form = SavingScreen(self.live, summary, self.subject, self.workshop, rules)

        def done(_: object) -> None:
            self.wrote = self.wrote or form.noted
            holder_of(self.app).release_keys()

        self.app.push_screen(form, done)
        holder_of(self.app).release_keys()
