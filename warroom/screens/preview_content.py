"""What the text of a preview is and when: made out of the record, edited, kept as a draft, held against the record again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from textual import on
from textual.widgets import TextArea

from store.errors import StoreError
from store.text import clean
from warroom.keys import bar_keys
from warroom.preview.choices import last_sent
from warroom.preview.draft import Kept
from warroom.preview.head import Standing
from warroom.preview.making import LONGEST
from warroom.preview.places import moved
from warroom.screens.preview_findings import PreviewFindings
from warroom.summaries.model import TITLES, Summary
from widgets.key_bar import KeyBar

DRAFT_AFTER = 0.5
"""Seconds after a keystroke at which a draft is on disk."""
CHECK_AFTER = 0.4
"""Seconds without a keystroke after which the text is checked again."""
GOES = "It went out as it stands here: A makes another one"

CHANGING = frozenset(("edit_text", "editor", "edit_there", "sent"))
"""What is not done to a text that went out."""


class PreviewContent(PreviewFindings):
    """Makes the text and holds it against the record and the draft."""

    def tick(self, now: int) -> None:
        """A second has passed. What others wrote is seen; a text that somebody edited stays as it is."""
        stamp = self.live.replica.stamp()
        if stamp != self._stamp and self._loaded and self.app.screen is self:
            self._stamp = stamp
            self.load()
        self._show_head()

    def show_keys(self) -> None:
        """The keys of the preview; what changes a text is not offered for one that went out."""
        super().show_keys()
        if self.standing.sent is not None:
            shown = {id_: keys.partition(" ")[0] for id_, keys in self.shown_keys.items()}
            self.query_one(KeyBar).show([key for key in bar_keys(self.WHERE, shown) if key[2] not in CHANGING])

    # -- the text -------------------------------------------------------------------------------------------------

    def load(self, builtin: bool = False, anew: bool = False) -> None:
        """Makes the text out of the record as it is now. `anew`: what was edited gives way to it."""
        self.run_worker(self._load(builtin, anew), name="make", group="make", exclusive=True, exit_on_error=False)

    async def _load(self, builtin: bool, anew: bool) -> None:
        self._stamp = self.live.replica.stamp()
        if self.subject.ids:
            case = (await self.live.reader.case(self.subject.ids[0]))[0]
            if case.brk.customer and not case.brk.joined_into:
                self.subject = self.subject._replace(case=case)
        self.subject = self.subject._replace(now=self.live.clock.now(), actor=self.live.actor)
        try:
            summary = await asyncio.to_thread(self.workshop.make, self.summary_name, self.subject, builtin)
        except StoreError as error:
            self.trouble, summary = error, None
        else:
            self.trouble = None
        self.summary = summary or self.summary
        first, self._loaded = not self._loaded, True
        self._take_in(summary, first, anew)
        if not self.area.editing:
            self.show_keys()
        self._show_head()
        if first:
            self.set_focus(self.area)

    def _take_in(self, summary: Summary | None, first: bool, anew: bool) -> None:
        """What was made just now, beside what is there already: what was sent stays, what was edited is never lost in silence."""
        sent = last_sent(self.case, self.summary_name) if self.case is not None else None
        if sent is not None and not self.another:
            self.standing = Standing(sent=sent)
            self._begin(clean(sent.text, LONGEST), self._made)
            return
        self.standing = self.standing._replace(sent=None, before=sent)
        made = clean(summary.markdown, LONGEST) if summary is not None else ""
        kept = self._draft.find() if first or (not self._text and not self._made) else None
        if anew:
            self._draft.drop()
            self._made, self._moved_on = made, False
            self.area.put_text(made)
        elif kept is not None:
            self.standing = self.standing._replace(edited_at=kept.at)
            self._begin(kept.text, kept.made)
            if summary is not None and kept.made != made:
                self._ask_which(kept, made)
        elif self._text == self._made and not self.standing.editing:
            if not first and made and made != self._made and self._made:
                self.say("The record moved on: made anew")
            self._begin(made or self._text, made or self._made)
        else:
            self._moved_on = bool(made) and made != self._made

    def _begin(self, text: str, made: str) -> None:
        """Shows a text that was not typed here."""
        self._made = made
        if text != self._text or self._checked_text is None:
            self._text = text
            self.area.show_text(text)
            self.found = ()
            self.check_now()
        empty = "Writing it out of the record …" if not self._loaded else "Nothing is in it: i writes, A makes it anew"
        self.area.show_empty("It could not be made; what is wrong stands below" if self.trouble else empty)

    def _ask_which(self, kept: Kept, made: str) -> None:
        """The record moved on since a draft: whether that stays is asked, never decided."""
        from store.spans import length
        from warroom.forms import Option
        from warroom.screens.verbs import VerbsScreen
        from warroom.typed_ahead import holder_of

        ago = length(max(0, self.live.clock.now() - kept.at))
        options = (
            Option("k", f"keep mine, as I left it {ago} ago", "keep"),
            Option("a", "make it anew: mine goes (i, then Ctrl+Z brings it back while this is open)", "anew"),
        )

        def chosen(option: Option | None) -> None:
            if option is not None and option.form == "anew":
                self.load(anew=True)
            elif option is not None:
                self._made = made
                self._keep_draft()
            else:
                self._moved_on = True
                self._show_head()
            holder_of(self.app).release_keys()

        title = f"The record moved on since your draft of {TITLES[self.summary_name]}"
        self.app.push_screen(VerbsScreen(title, options), chosen)

    @on(TextArea.Changed)
    def _edited(self, event: TextArea.Changed) -> None:
        """The text is another one: findings move along, the draft is kept and the check follows in a moment."""
        event.stop()
        text = self.area.text
        if text == self._text:
            return
        old, self._text = self._text, text
        self.found = moved(self.found, old, text)
        now = self.live.clock.now()
        self.standing = self.standing._replace(edited_at=now if text != self._made else None)
        self._mark()
        self._after("check", CHECK_AFTER, self.check_now, again=True)
        self._after("draft", DRAFT_AFTER, self._keep_draft)
        self._show_head()

    def _after(self, name: str, seconds: float, then: Callable[[], None], again: bool = False) -> None:
        """Does something in a moment; with `again` the moment begins anew."""
        before = self._awaited.get(name)
        if before is not None and again:
            before.stop()
        elif before is not None:
            return

        def run() -> None:
            self._awaited.pop(name, None)
            then()

        self._awaited[name] = self.set_timer(seconds, run, name=name)

    def _keep_draft(self) -> None:
        """The draft goes to the disk beside the keys."""
        if self.standing.sent is None and self._loaded:
            work = self._keep(self._text, self._made, self.live.clock.now(), self._draft.number())
            self.run_worker(work, name="draft", group="draft", exit_on_error=False)

    async def _keep(self, text: str, made: str, at: int, number: int) -> None:
        try:
            await asyncio.to_thread(self._draft.keep, text, made, at, number)
        except OSError as error:
            self.say(f"The draft can't be kept: {error.strerror or error}", wrong=True)

    def on_unmount(self) -> None:
        """Whatever closes it: what was typed is on disk before."""
        self._ticker.stop()
        if self.standing.sent is None and self._loaded and self.standing.edited_at is not None:
            with suppress(OSError):
                self._draft.keep(self._text, self._made, self.live.clock.now())
        self._draft.close()
