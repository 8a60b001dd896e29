"""One text for each of several customers, into files: a list and one confirmation first, and what came of each at the end."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from store.actions.receipt import Receipt
from store.errors import BadInput, StoreError
from store.text import one_line
from warroom.forms import Subject
from warroom.live import Live
from warroom.preview.making import Workshop
from warroom.preview.saving import folder_of, saving_all_form
from warroom.screens.confirm import ConfirmScreen
from warroom.screens.form import FormScreen
from warroom.screens.line import LineScreen
from warroom.screens.saving import note_file
from warroom.summaries.model import TITLES, Summary
from warroom.typed_ahead import holder_of

if TYPE_CHECKING:
    from warroom.screens.writing import WritingScreen


class Made(NamedTuple):
    """The text for one customer, on which break, and the rules of the tone check that it breaks as errors."""

    customer: str
    id: str
    summary: Summary
    rules: tuple[str, ...]


class Left(NamedTuple):
    """What came of one: the file, or why there is none; with a file, why the record does not know of it."""

    customer: str
    path: Path | None
    why: str = ""
    gaps: int = 0


async def write_all(screen: WritingScreen, summary: str, subject: Subject) -> None:
    """Asks about the whole list once, then for format and folder, and writes one for each."""
    lines = [f"{spoken}  {customer}" for spoken, customer in zip(subject.spoken, subject.customers, strict=True)]

    def confirmed(yes: bool | None) -> None:
        if yes:
            form = SavingAllScreen(screen.live, summary, subject, screen.covered)

            def saved(_: object) -> None:
                screen.covered(None)
                if form.outcome is not None:
                    screen.app.push_screen(form.outcome)

            screen.app.push_screen(form, saved)
        holder_of(screen.app).release_keys()

    question = f"Write {TITLES[summary]} to each of these {len(subject.ids)} customers, each into a file of its own?"
    await screen.app.push_screen(ConfirmScreen(question, lines), confirmed)


class SavingAllScreen(FormScreen):
    """The form for all files. The record hears only of those that go against the tone check."""

    def __init__(self, live: Live, summary: str, subject: Subject, covers: object = None) -> None:
        self.summary_name = summary
        self.workshop = Workshop(live)
        self.outcome: LineScreen | None = None
        """What came of each, to be shown at the end; None until it is done."""
        super().__init__(live, saving_all_form(summary), subject, None, covers if callable(covers) else None)

    async def write(self, values: dict[str, str]) -> Sequence[Receipt]:
        folder, ending = folder_of(values), values["format"]
        made, left = await self._make_all()
        paths = [folder / name for name in self.workshop.file_names([one.summary for one in made], ending)]
        if (against := [one for one in made if one.rules]) and not await self._may_go_against(against):
            raise BadInput("folder", "nothing was written", "Esc leaves it; correct the template, or the record")
        there = [path for path in paths if path.exists()]
        replace = bool(there) and await self._may_replace(there)
        for one, path in zip(made, paths, strict=True):
            left.append(await self._save_one(one, path, ending, replace))
        done = [one for one in left if one.path is not None]
        heading = f"{len(done)} of {len(left)} written to {folder}"
        self.outcome = LineScreen(heading, "\n".join(map(_words, left)), ())
        return ()

    async def _make_all(self) -> tuple[list[Made], list[Left]]:
        """All that can be made, with their customers, and the rest with the reasons."""
        made: list[Made] = []
        left: list[Left] = []
        subject = self.subject._replace(now=self.live.clock.now())
        for id_, customer, spoken in zip(subject.ids, subject.customers, subject.spoken, strict=True):
            try:
                case = (await self.live.reader.case(id_))[0]
                one = subject._replace(case=case, ids=(id_,), customers=(customer,), spoken=(spoken,))
                made.append(Made(customer, id_, *await asyncio.to_thread(self._make, one)))
            except StoreError as error:
                left.append(Left(customer, None, str(error)))
        return made, left

    def _make(self, subject: Subject) -> tuple[Summary, tuple[str, ...]]:
        summary = self.workshop.make(self.summary_name, subject)
        found = self.workshop.check(summary, summary.markdown, subject).at_least("error")
        return summary, tuple(dict.fromkeys(finding.rule for finding in found))

    async def _may_go_against(self, against: Sequence[Made]) -> bool:
        holder_of(self.app).release_keys()
        noted = "" if self.live.replica.read_only else " It is noted with it."
        question = f"The tone check finds errors in {len(against)} of these. Save them like this?{noted}"
        lines = [f"‼ {one_line(one.customer, 60)}: {', '.join(one.rules)}" for one in against]
        asked = ConfirmScreen(question, lines, "save them like this", careful=True)
        return await self.app.push_screen_wait(asked) is True

    async def _may_replace(self, there: Sequence[Path]) -> bool:
        holder_of(self.app).release_keys()
        question = f"{len(there)} of these files {'are' if len(there) > 1 else 'is'} there already. Replace?"
        names = [path.name for path in there]
        asked = ConfirmScreen(question, names, "replace them", no="leave them as they are", careful=True)
        return await self.app.push_screen_wait(asked) is True

    async def _save_one(self, one: Made, path: Path, ending: str, replace: bool) -> Left:
        customer, summary = one.customer, one.summary
        if path.exists() and not replace:
            return Left(customer, None, f"{path.name} is there already")
        try:
            content, _ = await asyncio.to_thread(self.workshop.render, summary, ending)
            await asyncio.to_thread(self.workshop.save, path, content, replace)
        except StoreError as error:
            return Left(customer, None, str(error))
        why = (await note_file(self.live, one.id, summary.name, path, one.rules))[1] if one.rules else ""
        return Left(customer, path, f"not on the record: {why}" if why else "", len(summary.gaps))


def _words(one: Left) -> str:
    customer = one_line(one.customer, 60)
    if one.path is None:
        return f"‼ {customer}: not written: {one_line(one.why)}"
    why = f"; {one_line(one.why)}" if one.why else ""
    return f"✓ {customer}: {one.path.name}{f', {one.gaps} to fill' if one.gaps else ''}{why}"
