"""A text of the preview went out: what is left in it is seen first, then it is noted, with how, to whom and when."""

from __future__ import annotations

from store.text import one_line
from warroom.preview.lines import left_over, overrides_of
from warroom.screens.preview_content import GOES, PreviewContent
from warroom.summaries.model import TITLES
from warroom.typed_ahead import holder_of


class SendingPreview(PreviewContent):
    """A preview whose text can be noted as sent."""

    def action_sent(self) -> None:
        """Notes that it went out, after what is left in it was seen."""
        holder_of(self.app).hold_keys()
        self._work(self._send(), "send")

    async def _send(self) -> None:
        released = False
        try:
            if why := await self._why_not_sent():
                self.say(why, wrong=self.live.replica.read_only)
                return
            if not self.checked.internal:
                while self._checked_text != self._text:
                    await self.check_text()
            left = (*await self._barred(), *left_over(self.found, self._text))
            released = True
            if left:
                self._ask_about(left)
            else:
                self._push_sending()
        finally:
            if not released:
                holder_of(self.app).release_keys()

    async def _why_not_sent(self) -> str:
        from warroom.preview.sending import why_not_sent

        if self.live.replica.read_only:
            return "This board is read-only here: nothing can be noted as sent. Y copies it, e saves it"
        if not self.live.actor:
            return "Nobody is acting: @ on the board says who you are"
        if self.summary is None or not self._loaded:
            return "It is not there yet"
        if self.standing.sent is not None:
            return GOES
        case = (await self.live.reader.case(self.subject.ids[0]))[0] if self.subject.ids else None
        return why_not_sent(self.summary, self._text, case)

    async def _barred(self) -> tuple[str, ...]:
        """That the customer must not be contacted, as their card says now; nothing of what stays in the house."""
        from warroom.summaries.model import TO_CUSTOMER

        if self.summary_name not in TO_CUSTOMER or not self.subject.ids:
            return ()
        why = one_line((await self.live.reader.case(self.subject.ids[0]))[0].customer.do_not_contact, 90)
        return (f"✋ they must not be contacted: {why}",) if why else ()

    def _ask_about(self, lines: tuple[str, ...]) -> None:
        from warroom.screens.confirm import ConfirmScreen

        def confirmed(yes: bool | None) -> None:
            if yes:
                self._push_sending()
            holder_of(self.app).release_keys()

        whom = self.subject.customers[0]
        question = f"This is left in {TITLES[self.summary_name]} to {whom}. Did it go out like this? It is noted with it."
        self.app.push_screen(ConfirmScreen(question, lines, "it went out like this", careful=True), confirmed)

    def _push_sending(self) -> None:
        from warroom.preview.sending import sending_form
        from warroom.screens.form import FormScreen

        assert self.summary is not None
        now = self.live.clock.now()
        subject = self.subject._replace(now=now, zone=self.live.zone, actor=self.live.actor)
        form = sending_form(self.summary, self._text, overrides_of(self.found, self._text))

        def done(receipts: object) -> None:
            if receipts:
                self._was_sent(receipts)

        self.app.push_screen(FormScreen(self.live, form, subject), done)
        holder_of(self.app).release_keys()

    def _was_sent(self, receipts: object) -> None:
        assert isinstance(receipts, list)
        self.wrote, self.another = True, False
        self._draft.drop()
        self._text = ""
        self.tell_saved(receipts)
        self.load()
