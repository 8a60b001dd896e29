"""From a break, or several, to what is written about them: the choice, then the preview, or a text for each into files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warroom.screens.acting import ActingScreen

if TYPE_CHECKING:
    from warroom.forms import Option, Subject
    from warroom.forms.spec import Values
    from warroom.next_deed import Deed


class WritingScreen(ActingScreen):
    """A screen from which texts are opened. They can be read on a board that can't be written, too."""

    def action_write(self) -> None:
        """Offers what can be written about what is meant here."""
        self._ahead(self._choose_writing())

    def write(self, summary: str) -> None:
        """Opens a summary of what is meant here."""
        self._ahead(self._write(summary))

    def start(self, deed: Deed) -> None:
        if deed.writing:
            self.write(deed.writing)
        else:
            super().start(deed)

    async def _meant(self) -> Subject | None:
        """What is meant here, as it is seen now; of no break the board."""
        subject = await self.subject()
        there = subject is not None and bool(subject.ids)
        return await self._seen(subject if there else None, needs_break=there, reads=True)

    async def _choose_writing(self) -> None:
        from warroom.preview.choices import options_for
        from warroom.screens.verbs import VerbsScreen

        subject = await self._meant()
        if subject is None:
            return

        def chosen(option: Option | None) -> None:
            if option is not None:
                self._ahead(self._open_writing(option.form, option.presets, subject))
            self._answered()

        title = f"Write for {subject.customers[0]}" if len(subject.ids) == 1 else "In writing"
        await self.app.push_screen(VerbsScreen(title, options_for(subject), self.covered), chosen)

    async def _write(self, summary: str) -> None:
        from warroom.preview.choices import options_for

        subject = await self._meant()
        if subject is None:
            return
        for option in options_for(subject):
            if option.presets["summary"] == summary:
                await self._open_writing(option.form, option.presets, subject)
                return

    async def _open_writing(self, form: str, presets: Values, subject: Subject) -> None:
        from warroom.preview.choices import OF_BOARD, REFUSED, WRITE_ALL

        if form == REFUSED:
            self.say(presets["why"])
        elif form == WRITE_ALL:
            from warroom.screens.writing_all import write_all

            await write_all(self, presets["summary"], subject)
        elif presets.get("about") == OF_BOARD:
            board = await self._seen(None, needs_break=False, reads=True)
            if board is not None:
                await self._preview(presets["summary"], board)
        elif subject.case is None and subject.ids:
            case = (await self.live.reader.case(subject.ids[0]))[0]
            await self._preview(presets["summary"], subject._replace(case=case, ids=subject.ids[:1]))
        else:
            await self._preview(presets["summary"], subject)

    async def _preview(self, summary: str, subject: Subject) -> None:
        from warroom.screens.preview import PreviewScreen

        screen = PreviewScreen(self.live, summary, subject)

        def left(_: None) -> None:
            if screen.wrote:
                self.changed()

        await self.app.push_screen(screen, left)

    async def _open_named(self, name: str, presets: Values, subject: Subject | None = None) -> None:
        from warroom.preview.choices import WRITE

        if name == WRITE:
            seen = subject or await self._meant()
            if seen is not None:
                await self._open_writing(name, presets, seen)
        else:
            await super()._open_named(name, presets, subject)
