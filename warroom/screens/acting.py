"""What every screen with breaks on it can do: forms, verbs, undo, who you are. A screen says which breaks are meant."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from textual.worker import Worker, WorkerState

from store.errors import StoreError
from warroom.live import Live
from warroom.screens.keyed import KeyedScreen

if TYPE_CHECKING:
    from store.actions.receipt import Receipt
    from warroom.forms import Form, Option, Subject
    from warroom.forms.spec import Values


@runtime_checkable
class HoldsKeys(Protocol):
    """Where typed keys wait while a form is on its way: the app."""

    def hold_keys(self) -> None: ...

    def release_keys(self) -> None: ...


class ActingScreen(KeyedScreen):
    """A screen whose keys act on breaks."""

    def __init__(self, live: Live) -> None:
        super().__init__(live)
        self._last_form: tuple[str, Values] | None = None

    @property
    def keys(self) -> HoldsKeys:
        """Holds the keys that are typed ahead."""
        app = self.app
        assert isinstance(app, HoldsKeys)
        return app

    async def subject(self) -> Subject | None:
        """The break (or the marked breaks) that a key acts on; None when there is none. A screen answers."""
        raise NotImplementedError

    def changed(self) -> None:
        """Something was written: the screen shows it."""
        raise NotImplementedError

    # -- forms ----------------------------------------------------------------------------------------------------

    def action_form(self, name: str) -> None:
        self._last_form = (name, {})
        self._ahead(self._open_named(name, {}))

    async def _open_named(self, name: str, presets: Values, subject: Subject | None = None) -> None:
        from warroom.forms import form_named

        await self._open_form(form_named(name), presets, subject)

    def _ahead(self, work: Coroutine[None, None, None]) -> None:
        """Runs what opens a form; keys typed meanwhile wait for it."""
        self.keys.hold_keys()
        self._work(self._released(work), "form")

    async def _released(self, work: Coroutine[None, None, None]) -> None:
        try:
            await work
        finally:
            self.keys.release_keys()

    def action_again(self) -> None:
        """The last form again, on the break that is selected now."""
        if self._last_form is None:
            self.say("Nothing to repeat yet: this opens the last form again")
        else:
            name, presets = self._last_form
            self._ahead(self._open_named(name, presets))

    def action_verbs(self, name: str) -> None:
        self._ahead(self._offer(name))

    async def _offer(self, name: str) -> None:
        from warroom.forms import verbs_named
        from warroom.screens.verbs import VerbsScreen

        verbs, subject = verbs_named(name), await self.subject()
        if subject is None or subject.case is None:
            await self._open_named(verbs.default, {}, subject)
            return
        options = verbs.options(subject.case)
        if len(options) == 1:
            await self._open_named(options[0].form, options[0].presets, subject)
            return

        def chosen(option: Option | None) -> None:
            if option is not None:
                self._last_form = (option.form, option.presets)
                self._ahead(self._open_named(option.form, option.presets, subject))

        await self.app.push_screen(VerbsScreen(f"{verbs.title} {subject.customers[0]}", options), chosen)

    async def _open_form(self, form: Form, presets: Values, subject: Subject | None = None) -> None:
        from warroom.forms import Subject
        from warroom.screens.form import FormScreen

        if self.live.replica.read_only:
            self.say("This board is read-only here: nothing can be written", wrong=True)
            return
        subject = subject or await self.subject()
        if form.needs_break and (subject is None or not subject.ids):
            self.say("Select a break first; n opens one")
            return
        if not form.needs_break:
            subject = Subject(None, (), (), ())
        assert subject is not None
        if len(subject.ids) > 1 and not form.several:
            self.say(f"“{form.title}” works on one break at a time: Esc clears the marks")
            return
        if subject.case is not None and (why := form.refuses(subject.case)):
            self.say(why)
            return
        if len(subject.ids) > 1:
            await self._confirm_several(form, presets, subject)
        else:
            await self.app.push_screen(FormScreen(self.live, form, subject, presets), self._saved)

    async def _confirm_several(self, form: Form, presets: Values, subject: Subject) -> None:
        """Before a form for several breaks: the list of those that it will be saved on."""
        from warroom.screens.confirm import ConfirmScreen
        from warroom.screens.form import FormScreen

        lines = [f"{spoken}  {customer}" for spoken, customer in zip(subject.spoken, subject.customers, strict=True)]

        def confirmed(yes: bool | None) -> None:
            if yes:
                self.app.push_screen(FormScreen(self.live, form, subject, presets), self._saved)

        self.app.push_screen(
            ConfirmScreen(f"{form.title} these {len(subject.ids)} customers, each on their own break?", lines), confirmed
        )

    def _saved(self, receipts: Sequence[Receipt] | None) -> None:
        if receipts is None:
            return
        names = [receipt.customer for receipt in receipts]
        shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        said = "; ".join(dict.fromkeys(text for receipt in receipts for text in receipt.said))
        self.say(f"Saved on {shown}" + (f": {said}" if said else ""))
        for warning in dict.fromkeys(text for receipt in receipts for text in receipt.warnings):
            self.app.notify(warning, title="Note", severity="warning", timeout=12, markup=False)
        self.changed()

    # -- undo, who ------------------------------------------------------------------------------------------------

    def action_undo(self) -> None:
        self._work(self._undo(), "undo")

    async def _undo(self) -> None:
        from store.actions.corrections import what_undo_takes_back
        from warroom.screens.confirm import ConfirmScreen

        subject = await self.subject()
        typed = subject.ids[0] if subject is not None and len(subject.ids) == 1 else ""
        live = self.live
        found = await asyncio.to_thread(live.replica.act, lambda tx: what_undo_takes_back(tx, typed), live.actor)

        def confirmed(yes: bool | None) -> None:
            if yes:
                self._work(self._take_back(typed), "undo")

        whose = f" on {found.customer}" if found.customer else ""
        self.app.push_screen(ConfirmScreen(f"Take back what {live.actor} did last{whose}?", found.lines, "take it back"), confirmed)

    async def _take_back(self, typed: str) -> None:
        from store.actions.corrections import undo

        receipt = await asyncio.to_thread(self.live.replica.act, lambda tx: undo(tx, typed), self.live.actor)
        self._saved([receipt])

    def action_who(self) -> None:
        """Another person at this desk: everything written from now on is theirs."""
        from warroom.screens.who import WhoScreen

        def chosen(name: str | None) -> None:
            if name:
                self.live.actor = name
                self.say(f"You are {name} now")
                self.changed()

        self.app.push_screen(WhoScreen(self.live.actor), chosen)

    # -- the rest -------------------------------------------------------------------------------------------------

    def say(self, text: str, wrong: bool = False) -> None:
        """A short word that goes away by itself."""
        self.app.notify(text, severity="error" if wrong else "information", timeout=12 if wrong else 5, markup=False)

    def _work(self, work: Coroutine[Any, Any, object], name: str) -> None:
        self.run_worker(work, name=name, group=name, exclusive=True, exit_on_error=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What the store refuses is said; any other error is a fault of ours and ends the program."""
        if event.state is WorkerState.ERROR:
            error = event.worker.error
            if not isinstance(error, StoreError):
                raise error or RuntimeError(event.worker.name)
            self.say(str(error), wrong=True)
