"""A text out of the record before it goes out: read, edited, copied, saved, noted as sent; its findings lie beside it."""

from __future__ import annotations

import asyncio
import os
from typing import ClassVar

from textual import events, on
from textual.app import SuspendNotSupported
from textual.binding import Binding, BindingType

from store.errors import StoreError
from warroom.keys import keys_of
from warroom.screens.preview_content import GOES
from warroom.screens.preview_layout import CSS, WIDE
from warroom.screens.preview_saving import SavingPreview
from warroom.screens.typing_order import after_typing
from warroom.summaries.model import TITLES
from warroom.typed_ahead import holder_of
from widgets.key_bar import KeyBar
from widgets.letter_text import LetterText
from widgets.line_panel import LinePanel

_OWN = frozenset(key.action.partition("(")[0] for key in keys_of("preview"))
EDITING_KEYS = (("Esc", "ends editing, the draft is kept", "end_editing"), ("Ctrl+Z", "undo", ""), ("F1", "help", "help"))


class PreviewScreen(SavingPreview):
    """What the keys of the preview do. While the text is edited they are letters."""

    CSS = CSS
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key.key, key.action, key.label, show=False, id=key.id, tooltip=key.about, priority=True)
        for key in keys_of("preview")
    ]

    def on_mount(self) -> None:
        self.show_keys()
        self.panel.heading = "Tone" if not self.checked.internal else "For ourselves"
        self.area.show_empty("Writing it out of the record …")
        self._show_findings()
        self._ticker.start()
        self.load()

    def on_screen_suspend(self) -> None:
        if not self.app.screen.is_modal:
            self._ticker.stop()

    def on_screen_resume(self) -> None:
        self._ticker.start()

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#preview").set_class(event.size.width >= WIDE, "-wide")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the text is edited, what is typed goes into it."""
        return action not in _OWN or not self.area.editing

    def take_key(self, event: events.Key) -> bool:
        """Esc and Tab end editing, when all that was typed before them is in the text."""
        if not self.area.editing or event.key not in ("escape", "tab", "ctrl+s"):
            return False
        to_findings = event.key == "tab"
        after_typing(self, lambda: self._end_editing(to_findings))
        return True

    # -- editing --------------------------------------------------------------------------------------------------

    def action_edit_text(self) -> None:
        """What is typed goes into the text from now on."""
        if why := self._why_not_edited():
            self.say(why)
            return
        self.area.editing = True
        self.set_focus(self.area)
        self.query_one(KeyBar).show(EDITING_KEYS)
        self._show_head()

    def _why_not_edited(self) -> str:
        if not self._loaded:
            return "It is not there yet"
        return GOES if self.standing.sent is not None else ""

    def action_edit_there(self) -> None:
        """Edits where the selected finding lies; a gap is selected, so that what is typed takes its place."""
        one = self.selected() if self.panel.has_focus else None
        self.action_edit_text()
        if one is None or not self.area.editing:
            return
        start, end = self.place_of(one.start), self.place_of(one.end)
        if one.is_missing:
            self.area.bring(self.area.document.end)
            self.say(f"It is missing anywhere: {one.finding.suggestion or one.finding.message}")
        elif one.is_gap:
            self.area.select(start, end)
            self.say("What you type takes the place of the gap; an arrow key keeps it")
        else:
            self.area.bring(start)

    def action_end_editing(self) -> None:
        self._end_editing(False)

    def _end_editing(self, to_findings: bool) -> bool:
        self.area.editing = False
        self.show_keys()
        self._keep_draft()
        if to_findings:
            self.set_focus(self.panel)
        self._show_head()
        return False

    @on(events.DescendantFocus)
    def _focused(self, event: events.DescendantFocus) -> None:
        """The findings have the bar, and mark their place, while keys act on them; going there ends editing."""
        on_findings = isinstance(event.widget, LinePanel)
        self.panel.activate(on_findings)
        if on_findings and self.area.editing:
            self._end_editing(True)
        self._show_place()

    @on(LetterText.EditWanted)
    def _pasted(self) -> None:
        self.say(GOES if self.standing.sent is not None else "i edits the text: paste again then")

    def action_editor(self) -> None:
        """The text in the user's own editor; while it is open the board stands still."""
        if why := self._why_not_edited():
            self.say(why)
            return
        from warroom.preview.editor import editor_command, put_for_editor, read_back, run_editor

        spoken = self.subject.spoken[0] if self.subject.spoken else "board"
        try:
            command = editor_command(os.environ)
            path = put_for_editor(self.live.places.state / "editor", f"{self.summary_name}-{spoken}", self._text)
            with self.app.suspend():
                run_editor(command, path)
            text = read_back(path)
        except SuspendNotSupported:
            path.unlink(missing_ok=True)
            self.say("This terminal can't be lent to an editor: i edits here")
        except StoreError as error:
            self.say(str(error), wrong=True)
        else:
            if text.rstrip("\n") == self._text.rstrip("\n"):
                self.say("Nothing was changed; an editor in a window of its own needs its waiting option, as `code --wait`")
            else:
                self.area.put_text(text.rstrip("\n") + "\n")
                self.say("Taken over from the editor, kept as a draft")

    # -- findings -------------------------------------------------------------------------------------------------

    def action_halves(self) -> None:
        """From the text to its findings, and back."""
        self.set_focus(self.area if self.panel.has_focus or not self.panel.display else self.panel)

    def on_line_panel_highlighted(self, message: LinePanel.Highlighted) -> None:
        self._show_findings()
        self._show_place()

    def on_line_panel_opened(self, message: LinePanel.Opened) -> None:
        self.action_edit_there()

    def _show_place(self) -> None:
        """Marks the selected finding in the text, and brings it into view."""
        one = self.selected()
        if self.panel.has_focus and one is not None and not one.is_missing:
            self.area.bring(self.place_of(one.start))
        self._mark()

    # -- out of here ----------------------------------------------------------------------------------------------

    def action_copy_line(self) -> None:
        """Copies all of it as plain text."""
        self._work(self._copy(), "copy")

    async def _copy(self) -> None:
        from warroom.preview.clipboard import doubt

        if self.summary is None:
            self.say("There is nothing to copy yet")
            return
        summary = self.summary._replace(markdown=self._text)
        text = (await asyncio.to_thread(self.workshop.render, summary, "txt"))[0].decode("utf-8")
        self.app.copy_to_clipboard(text)
        self.say(f"Copied {TITLES[self.summary_name]} as plain text{doubt(text, os.environ)}")

    def action_anew(self) -> None:
        """Made again out of the record; what was edited goes only after a question. After one was sent: another one."""
        from warroom.screens.confirm import ConfirmScreen

        if not self._loaded:
            return
        if self.standing.sent is not None:
            if self.live.replica.read_only:
                self.say("This board is read-only here: nothing can be sent", wrong=True)
                return
            self.another, self._text, self._made = True, "", ""
            self.load()
        elif self.trouble is not None and self._can_build_in():
            self.load(builtin=True, anew=self._text == self._made)
        elif self._text == self._made:
            self.load(anew=True)
        else:

            def confirmed(yes: bool | None) -> None:
                if yes:
                    self.load(anew=True)
                holder_of(self.app).release_keys()

            question = f"Make {TITLES[self.summary_name]} anew? What you wrote goes (Ctrl+Z while editing brings it back)."
            self.app.push_screen(ConfirmScreen(question, (), "make it anew", careful=True), confirmed)

    def action_back(self) -> None:
        self.dismiss(None)

    def action_quit(self) -> None:
        self.app.exit()
