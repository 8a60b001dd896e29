"""What the preview of a text shows and when: made, checked as it is edited, kept as a draft, held against the record."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.timer import Timer
from textual.widgets import TextArea

from store.errors import StoreError
from store.text import clean, one_line
from warroom.drafts import Drafts
from warroom.keys import bar_keys
from warroom.live import Live
from warroom.preview.choices import how_many_sent, last_sent
from warroom.preview.draft import Kept, TextDraft
from warroom.preview.head import Standing, mail_parts, state_parts, title_parts
from warroom.preview.lines import Checked, counts_parts, finding_lines
from warroom.preview.making import LONGEST, Workshop
from warroom.preview.places import Placed, line_starts, location, marks_of, moved, placed
from warroom.screens.working import WorkingScreen
from warroom.summaries.model import INSIDE, TITLES, Summary
from warroom.ticker import Ticker
from widgets.foot_line import FootLine
from widgets.key_bar import KeyBar
from widgets.letter_text import LetterText
from widgets.line_panel import LinePanel

if TYPE_CHECKING:
    from store.replica.cases import Case
    from warroom.forms import Subject

DRAFT_AFTER = 0.5
"""Seconds after a keystroke at which a draft is on disk."""
CHECK_AFTER = 0.4
"""Seconds without a keystroke after which the text is checked again."""
GOES = "It went out as it stands here: A makes another one"


class PreviewContent(WorkingScreen):
    """Holds one text, and gives it and its findings to the widgets."""

    WHERE = "preview"

    def __init__(self, live: Live, name: str, subject: Subject, workshop: Workshop | None = None) -> None:
        super().__init__(live)
        self.summary_name = name
        self.subject = subject
        self.workshop = workshop or Workshop(live)
        self.summary: Summary | None = None
        """What the record gives; None until it is made, or where that fails."""
        self.trouble: StoreError | None = None
        """Why it could not be made; stays until it can."""
        self.checked = Checked(internal=name in INSIDE)
        self.found: tuple[Placed, ...] = ()
        self.standing = Standing()
        self.wrote = False
        """Whether something was written into the record."""
        self.another = False
        """Whether another text is made though one was sent."""
        self._text = ""
        self._checked_text: str | None = None
        self._made = ""
        """What the record gave when this text was begun."""
        self._loaded = self._checking = False
        self._awaited: dict[str, Timer] = {}
        about = subject.ids[0] if subject.ids else ""
        self._draft = TextDraft(Drafts(live.places.drafts, live.replica.board_id), name, about)
        self._stamp = live.replica.stamp()
        self._moved_on = False
        self._ticker = Ticker(live.clock, self.tick)

    def compose(self) -> ComposeResult:
        yield FootLine(id="head")
        yield FootLine(id="mail")
        with Container(id="preview"):
            yield LetterText(id="text")
            yield LinePanel("Tone", id="findings")
        yield FootLine(id="trouble")
        yield KeyBar(bar_keys("preview"))

    @property
    def case(self) -> Case | None:
        """The break as it was read last; None for the whole board."""
        return self.subject.case

    @property
    def area(self) -> LetterText:
        return self.query_one("#text", LetterText)

    @property
    def panel(self) -> LinePanel:
        return self.query_one("#findings", LinePanel)

    def tick(self, now: int) -> None:
        """A second has passed. What others wrote is seen; a text that somebody edited stays as it is."""
        stamp = self.live.replica.stamp()
        if stamp != self._stamp and self._loaded and self.app.screen is self:
            self._stamp = stamp
            self.load()
        self._show_head()

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

    def _after(self, name: str, seconds: float, then: object, again: bool = False) -> None:
        """Does something in a moment; with `again` the moment begins anew."""
        before = self._awaited.get(name)
        if before is not None and again:
            before.stop()
        elif before is not None:
            return

        def run() -> None:
            self._awaited.pop(name, None)
            if callable(then):
                then()

        self._awaited[name] = self.set_timer(seconds, run, name=name)

    def _keep_draft(self) -> None:
        if self.standing.sent is None and self._loaded:
            try:
                self._draft.keep(self._text, self._made, self.live.clock.now())
            except OSError as error:
                self.say(f"The draft can't be kept: {error.strerror or error}", wrong=True)

    def on_unmount(self) -> None:
        """Whatever closes it: what was typed is on disk before."""
        self._ticker.stop()
        if self.standing.sent is None and self._loaded and self.standing.edited_at is not None:
            with suppress(OSError):
                self._draft.keep(self._text, self._made, self.live.clock.now())
        self._draft.close()

    # -- findings -------------------------------------------------------------------------------------------------

    def check_now(self) -> None:
        """Checks the text, unless that is going on: then it goes on until no other text is there."""
        if not self._checking:
            self._work(self.check_text(), "check")

    async def check_text(self) -> None:
        """Checks the text that is there until it is that which was checked."""
        if self.checked.internal or self.summary is None:
            self._checked_text = self._text
            self._show_findings()
            return
        self._checking = True
        try:
            while self._checked_text != self._text:
                text, found, trouble, report = self._text, self.found, "", None
                try:
                    report = await asyncio.to_thread(self.workshop.check, self.summary, text, self.subject)
                    found = placed(report, text)
                except StoreError as error:
                    trouble = str(error)
                except Exception as error:  # the text can be read and sent without it
                    trouble = f"a fault of this program ({type(error).__name__}: {one_line(str(error), 120)})"
                self._checked_text = text
                self.checked = Checked(report, trouble)
                self.found = moved(found, text, self._text) if report is not None else ()
                self._show_findings()
        finally:
            self._checking = False

    def selected(self) -> Placed | None:
        """The selected finding."""
        key = self.panel.selected_key
        return next((one for one in self.found if f"f:{one.key}" == key), None)

    def _show_findings(self) -> None:
        """The lines of the findings; the selection stays on its own, as long as it is there."""
        for _ in range(2):
            here = self.selected() or next(iter(self.found), None)
            notes = self.summary.notes if self.summary is not None else ()
            lines = finding_lines(self.found, here.key if here is not None else "", self.checked, notes)
            self.panel.show(lines, counts_parts(self.found, self.checked))
            if self.selected() is here or not self.found:
                break
        self._mark()
        self._show_head()

    def _mark(self) -> None:
        here = self.selected()
        self.area.mark(marks_of(self.found, self._text, here.key if here is not None and self.panel.has_focus else ""))

    def place_of(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset in the text."""
        return location(line_starts(self._text), min(offset, len(self._text)))

    # -- around the text ------------------------------------------------------------------------------------------

    def _show_head(self) -> None:
        now, zone = self.live.clock.now(), self.live.zone
        standing = self.standing._replace(editing=self.area.editing)
        left = title_parts(self.summary_name, self.subject)
        state = state_parts(standing, now, zone) if self._loaded else (("writing it out of the record …", "dim"),)
        self.query_one("#head", FootLine).show(left, state)
        self.query_one("#mail", FootLine).show(mail_parts(self.summary), ())
        line = self.query_one("#trouble", FootLine)
        if self.trouble is not None:
            how = "A makes it with the built-in template" if self._can_build_in() else self.trouble.next_step
            line.show((("‼ ", "overdue"), (self.trouble.title, "overdue"), (f"  {how}", "strong")), ())
        elif self._moved_on:
            line.show((("! the record moved on since this text was begun: it stays yours until A makes it anew", "soon"),), ())
        line.set_class(self.trouble is not None or self._moved_on, "-shown")

    def _can_build_in(self) -> bool:
        """Whether what failed is the team's own template."""
        return self.trouble is not None and getattr(self.trouble, "field", "") == "template"

    @property
    def sent_before(self) -> int:
        """How many of this summary went out."""
        return how_many_sent(self.case, self.summary_name) if self.case is not None else 0
