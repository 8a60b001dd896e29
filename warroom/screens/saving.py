"""A text into a file, or one for each of several customers: the form, and the question before a file is replaced."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from store.actions.receipt import Receipt
from store.errors import BadInput, StoreError
from warroom.forms import Subject
from warroom.live import Live
from warroom.preview.making import Workshop
from warroom.preview.saving import path_of, saving_form
from warroom.screens.confirm import ConfirmScreen
from warroom.screens.form import FormScreen
from warroom.summaries.model import Summary
from warroom.typed_ahead import holder_of


class SavingScreen(FormScreen):
    """The form of one file. The record hears of it only where the text goes against `rules` of the tone check."""

    def __init__(self, live: Live, summary: Summary, subject: Subject, workshop: Workshop, rules: tuple[str, ...] = ()) -> None:
        self.summary = summary
        self.rules = rules
        self.noted = False
        """Whether something was written into the record."""
        self.workshop = workshop
        name = workshop.file_names([summary], "md")[0].removesuffix(".md")
        super().__init__(live, saving_form(summary.name, name, not subject.ids), subject)

    async def write(self, values: dict[str, str]) -> Sequence[Receipt]:
        path = path_of(values)
        content, notes = await asyncio.to_thread(self.workshop.render, self.summary, values["format"])
        if not await self._save_as(path, content):
            raise BadInput("name", f"{path.name} is there already", "give it another name")
        for note in notes:
            self.app.notify(note, title="Note", severity="warning", timeout=12, markup=False)
        self.app.notify(f"Written: {path}", timeout=10, markup=False)
        if self.rules:
            self.noted, why = await note_file(self.live, self.subject.id, self.summary.name, path, self.rules)
            if why:
                self.app.notify(f"The file is not on the record: {why}", severity="warning", timeout=12, markup=False)
        return ()

    async def _save_as(self, path: Path, content: bytes) -> bool:
        """Writes the file; asks before one that is there gives way. Whether it was written."""
        if not path.exists():
            await asyncio.to_thread(self.workshop.save, path, content, False)
            return True
        holder_of(self.app).release_keys()
        question = ConfirmScreen(f"Replace {path.name} in {path.parent}?", (), "replace it", careful=True)
        if not await self.app.push_screen_wait(question):
            return False
        await asyncio.to_thread(self.workshop.save, path, content, True)
        return True


async def note_file(live: Live, id_: str, summary: str, path: Path, rules: tuple[str, ...]) -> tuple[bool, str]:
    """Notes on a break that a text was written to a file in spite of `rules`. Whether it was, and why not; on a board that is
    read-only here there is nothing to say about it."""
    from store.actions.writing import note_exported

    if live.replica.read_only:
        return False, ""
    try:
        await asyncio.to_thread(live.replica.act, lambda tx: note_exported(tx, id_, summary, path.name, rules), live.actor)
    except StoreError as error:
        return False, str(error)
    return True, ""
