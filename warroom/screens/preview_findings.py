"""A text of a preview with its findings: where they lie by now, which is selected, what is said around them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container
from textual.timer import Timer

from store.errors import StoreError
from store.text import LONGEST_WRITTEN, one_line
from warroom.drafts import Drafts
from warroom.keys import bar_keys
from warroom.live import Live
from warroom.preview.draft import TextDraft
from warroom.preview.head import Standing, mail_parts, state_parts, title_parts
from warroom.preview.lines import Checked, counts_parts, finding_lines
from warroom.preview.making import Workshop
from warroom.preview.places import Marks, Placed, line_starts, location, moved, placed
from warroom.screens.working import WorkingScreen
from warroom.summaries.model import INSIDE, Summary
from warroom.ticker import Ticker
from warroom.tone.model import Report
from warroom.turns import give_way
from widgets.foot_line import FootLine
from widgets.key_bar import KeyBar
from widgets.letter_text import LetterText
from widgets.line_panel import LinePanel

if TYPE_CHECKING:
    from store.replica.cases import Case
    from warroom.forms import Subject


class PreviewFindings(WorkingScreen):
    """Holds one text with its findings, and gives both to the widgets."""

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
        """A second has passed."""
        raise NotImplementedError

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
        give_way()
        try:
            while self._checked_text != self._text:
                text, found, trouble, report = self._text, self.found, "", None
                try:
                    report, found = await asyncio.to_thread(self._found_in, self.summary, text)
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

    def _found_in(self, summary: Summary, text: str) -> tuple[Report, tuple[Placed, ...]]:
        report = self.workshop.check(summary, text, self.subject)
        return report, placed(report, text)

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
        self.area.mark(Marks(self.found, self._text, here.key if here is not None and self.panel.has_focus else ""))

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
        elif long := self._too_long():
            line.show((("! ", "soon"), (long, "soon")), ())
        elif self._moved_on:
            line.show((("! the record moved on since this text was begun: it stays yours until A makes it anew", "soon"),), ())
        line.set_class(self.trouble is not None or self._moved_on or bool(self._too_long()), "-shown")

    def _too_long(self) -> str:
        """Why the text can't go on the record as sent, for its length."""
        if len(self._text) <= LONGEST_WRITTEN or self.standing.sent is not None or self.checked.internal:
            return ""
        from warroom.preview.sending import too_long

        return too_long(self._text)

    def _can_build_in(self) -> bool:
        """Whether what failed is the team's own template."""
        return self.trouble is not None and getattr(self.trouble, "field", "") == "template"
