"""A text into a file, or one for each of several customers: the form, and the question before a file is replaced."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from store.actions.receipt import Receipt
from store.errors import BadInput
from warroom.forms import Subject
from warroom.live import Live
from warroom.preview.making import Workshop
from warroom.preview.saving import path_of, saving_form
from warroom.screens.confirm import ConfirmScreen
from warroom.screens.form import FormScreen
from warroom.summaries.model import Summary
from warroom.typed_ahead import holder_of


class SavingScreen(FormScreen):
    """The form of one file. Nothing is written into the record."""

    def __init__(self, live: Live, summary: Summary, subject: Subject, workshop: Workshop) -> None:
        self.summary = summary
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
