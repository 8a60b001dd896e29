"""What every screen with breaks on it can do: forms, verbs, undo, who you are. A screen says which breaks are meant."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand

from warroom.live import Live
from warroom.screens.working import WorkingScreen
from warroom.typed_ahead import holder_of

if TYPE_CHECKING:
    from store.actions.corrections import Undoable
    from store.actions.receipt import Receipt
    from warroom.forms import Form, Option, Subject
    from warroom.forms.spec import Values
    from warroom.next_deed import Deed

ENTRY_FORMS = ("-entry", "take-back")
"""Ends of the names of forms about one entry: they are opened from the entry."""


class ActingScreen(WorkingScreen):
    """A screen whose keys act on breaks."""

    def __init__(self, live: Live) -> None:
        super().__init__(live)
        self._last_form: tuple[str, Values] | None = None
        self._form_comes = False

    async def subject(self) -> Subject | None:
        """The break (or the marked breaks) that a key acts on; None when there is none. A screen answers."""
        raise NotImplementedError

    def changed(self) -> None:
        """Something was written: the screen shows it."""
        raise NotImplementedError

    def covered(self, line: int | None) -> None:
        """Something opened over this screen, from that line of the terminal on; None when it is gone."""

    def opened(self, ids: Sequence[str]) -> None:
        """Breaks were opened, by their full ids."""

    @property
    def undo_on(self) -> str:
        """The break whose last action undo takes back; empty for the last one anywhere."""
        return ""

    def presets_for(self, name: str) -> Values:
        """What a form begins with here."""
        return {}

    # -- forms ----------------------------------------------------------------------------------------------------

    def action_form(self, name: str) -> None:
        presets = self.presets_for(name)
        self._last_form = (name, presets)
        self.open_form(name, presets)

    def start(self, deed: Deed) -> None:
        """Opens what the next action asks for, filled in."""
        if deed.verbs:
            self.action_verbs(deed.verbs)
        else:
            self._last_form = (deed.form, {name: value for name, value in deed.presets.items() if name != "n"})
            self.open_form(deed.form, deed.presets)

    def open_form(self, name: str, presets: Values, subject: Subject | None = None) -> None:
        """Opens a form with what it begins with, on a subject (else on what this screen means). Keys typed meanwhile wait."""
        self._ahead(self._open_named(name, presets, subject))

    async def _open_named(self, name: str, presets: Values, subject: Subject | None = None) -> None:
        from warroom.forms import form_named

        await self._open_form(form_named(name), presets, subject)

    def palette_commands(self) -> Iterator[SystemCommand]:
        """The screen's keys, then the forms that have none of their own."""
        yield from super().palette_commands()
        from warroom.forms.registry import FORMS
        from warroom.keys import KEYS

        keyed = {key.action for key in KEYS}
        for form in FORMS.values():
            if f"form('{form.name}')" not in keyed and not form.name.endswith(ENTRY_FORMS):
                label = form.name.replace("-", " ").capitalize()
                yield SystemCommand(label, f"{form.title} …", partial(self.action_form, form.name))

    def _ahead(self, work: Coroutine[None, None, None]) -> None:
        """Runs what opens a form; keys typed meanwhile wait for it, and a second one does not open beside it."""
        if self._form_comes:
            work.close()
            return
        self._form_comes = True
        holder_of(self.app).hold_keys()
        self._work(self._released(work), "form")

    async def _released(self, work: Coroutine[None, None, None]) -> None:
        try:
            await work
        finally:
            self._form_comes = False
            holder_of(self.app).release_keys()

    def _answered(self) -> None:
        """A question was answered: the keys after the answer go on, unless a form is on its way."""
        self.covered(None)
        if not self._form_comes:
            holder_of(self.app).release_keys()

    def action_again(self) -> None:
        """The last form again, on the break that is selected now."""
        if self._last_form is None:
            self.say("Nothing to repeat yet: this opens the last form again")
        else:
            self.open_form(*self._last_form)

    def action_verbs(self, name: str) -> None:
        self._ahead(self._offer(name))

    async def _offer(self, name: str) -> None:
        from warroom.forms import verbs_named
        from warroom.screens.case import PRIORITY_CASE, show_case
        from warroom.screens.verbs import VerbsScreen

        verbs = verbs_named(name)
        subject = await self._seen(None if not verbs.needs_break else await self.subject(), verbs.needs_break)
        if subject is None:
            return
        if verbs.needs_break and subject.case is None:
            await self._open_named(verbs.default, {}, subject)
            return
        options = verbs.options(subject)
        if len(options) == 1:
            self._last_form = (options[0].form, options[0].presets)
            await self._open_named(options[0].form, options[0].presets, subject)
            return

        def chosen(option: Option | None) -> None:
            if option is not None and option.form == PRIORITY_CASE:
                show_case(self.app, subject, option.presets["n"], self.say)
            elif option is not None:
                self._last_form = (option.form, {name: value for name, value in option.presets.items() if name != "n"})
                self.open_form(option.form, option.presets, subject)
            self._answered()

        title = " ".join((verbs.title, *subject.customers[:1]))
        await self.app.push_screen(VerbsScreen(title, options, self.covered), chosen)

    async def _seen(self, subject: Subject | None, needs_break: bool = True, reads: bool = False) -> Subject | None:
        """The subject as it is seen here and now; None, after saying why, when nothing can be done."""
        from warroom.forms import Subject

        live = self.live
        if live.replica.read_only and not reads:
            self.say("This board is read-only here: nothing can be written", wrong=True)
            return None
        if not live.actor:
            self.say("Nobody is acting: @ says who you are", wrong=True)
            return None
        if needs_break and (subject is None or not subject.ids):
            self.say("Select a break first; n opens one")
            return None
        subject = subject if needs_break and subject is not None else Subject(None, (), (), ())
        board = await live.reader.board() if subject.case is None and subject.board is None else subject.board
        return subject._replace(now=live.clock.now(), zone=live.zone, actor=live.actor, board=board)

    async def _open_form(self, form: Form, presets: Values, subject: Subject | None = None) -> None:
        given = None if not form.needs_break else subject or await self.subject()
        subject = await self._seen(given, form.needs_break, form.readable)
        if subject is None:
            return
        if len(subject.ids) > 1 and form.shared and subject.failure:
            subject = subject._replace(case=(await self.live.reader.case(subject.ids[0]))[0])
        elif len(subject.ids) > 1 and not form.several:
            several = f"choose one of these {len(subject.ids)} (→ folds a failure out, Esc clears the marks)"
            self.say(f"“{form.title} …” is about one break at a time: {several}")
            return
        if "event" in presets and not subject.events and subject.ids:
            subject = subject._replace(events=(await self.live.reader.case(subject.ids[0]))[1])
        if (subject.case is not None or not form.needs_break) and (why := form.refuses(subject, presets)):
            self.say(why)
        elif len(subject.ids) > 1:
            await self._confirm_several(form, presets, subject)
        else:
            await self._push_form(form, presets, subject)

    async def _push_form(self, form: Form, presets: Values, subject: Subject) -> None:
        if form.name == "contact":
            from warroom.screens.contact_form import ContactFormScreen as Shown
        elif form.name == "call":
            from warroom.screens.call_sheet import CallSheetScreen as Shown
        else:
            from warroom.screens.form import FormScreen as Shown  # type: ignore[assignment]

        def done(receipts: Sequence[Receipt] | None) -> None:
            self._saved(receipts)
            if receipts and form.name == "open":
                self.opened([receipt.id for receipt in receipts])

        await self.app.push_screen(Shown(self.live, form, subject, presets, self.covered), done)

    async def _confirm_several(self, form: Form, presets: Values, subject: Subject) -> None:
        """Before a form for several breaks: the list of those that it will be saved on."""
        from warroom.screens.confirm import ConfirmScreen

        def confirmed(yes: bool | None) -> None:
            if yes:
                self._ahead(self._push_form(form, presets, subject))
            self._answered()

        lines = [f"{spoken}  {customer}" for spoken, customer in zip(subject.spoken, subject.customers, strict=True)]
        question = f"{form.title} these {len(subject.ids)} customers, " + (
            "once for all?" if form.shared else "each on their own break?"
        )
        await self.app.push_screen(ConfirmScreen(question, lines), confirmed)

    def _saved(self, receipts: Sequence[Receipt] | None) -> None:
        self.covered(None)
        if receipts is None:
            return
        self.tell_saved(receipts)
        self.changed()

    # -- undo, who ------------------------------------------------------------------------------------------------

    def action_undo(self) -> None:
        self._ahead(self._undo())

    async def _undo(self) -> None:
        """Names what would be taken back and on whom, and asks."""
        from store.actions.corrections import what_undo_takes_back
        from warroom.screens.confirm import ConfirmScreen

        live, typed = self.live, self.undo_on
        found = await asyncio.to_thread(live.replica.act, lambda tx: what_undo_takes_back(tx, typed), live.actor)

        def confirmed(yes: bool | None) -> None:
            if yes:
                self._work(self._take_back(typed, found), "undo")
            self._answered()

        whose = f" on {found.customer}" if found.customer else ""
        question = f"Take back what {live.actor} did last{whose}?"
        await self.app.push_screen(ConfirmScreen(question, found.lines, "take it back"), confirmed)

    async def _take_back(self, typed: str, asked: Undoable) -> None:
        """Takes back what was asked about, and nothing that was written since."""
        from store.actions.corrections import undo_as_named

        receipt = await asyncio.to_thread(self.live.replica.act, lambda tx: undo_as_named(tx, typed, asked), self.live.actor)
        self._saved([receipt])

    def action_who(self) -> None:
        """Another person at this desk: everything written from now on is theirs."""
        from warroom.screens.who import WhoScreen

        def chosen(name: str | None) -> None:
            if name:
                self.live.actor = name
                self.say(f"You are {name} now")
                self.changed()

        team: list[str] = []
        if self.live.exchange is not None:
            from warroom.sharing.words import team_words

            team = team_words(self.live.exchange.standing, self.live.clock.now(), self.live.zone)
        self.app.push_screen(WhoScreen(self.live.actor, team), chosen)

    def action_learned(self) -> None:
        """What must never happen again: prevention actions that are open, lessons."""
        self._work(self._list_learned(), "learned")

    async def _list_learned(self) -> None:
        from warroom.screens.learned import LearnedScreen

        await self.app.push_screen(LearnedScreen(self.live, await self.live.reader.learned()))

    def action_quit(self) -> None:
        self.app.exit()

    # -- the rest -------------------------------------------------------------------------------------------------
