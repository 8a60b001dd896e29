"""Summaries out of the record into files: which ones, under which names, and what the tone check says of each."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from store.errors import BadInput, StoreError
from store.text import one_line
from warroom.formats.extras import MissingExtra
from warroom.formats.names import file_name, file_names
from warroom.formats.rendering import Rendered, rendered
from warroom.formats.setting import setting_of
from warroom.session import Session
from warroom.summaries.model import TO_CUSTOMER, Summary
from warroom.whole_file import save

if TYPE_CHECKING:
    from warroom.tone.loading import Rules
    from warroom.tone.model import Report


_TIDY_EVERY = 16
"""Customers after which memory is given back: a DOCX is a tree outside of Python's own, which nothing else counts."""


class Asked(NamedTuple):
    """What is to be written: the summary's name, the break's or failure's id as typed, the format, and who signs instead of
    the configured name."""

    name: str
    typed_id: str
    format: str
    signer: str = ""


class Left(NamedTuple):
    """A customer for whom nothing was written, and why."""

    spoken: str
    customer: str
    why: str


class Export(NamedTuple):
    """One summary in its format. `path` is where it was written, empty until then; `report` is None for what stays inside."""

    summary: Summary
    rendered: Rendered
    report: "Report | None" = None
    path: str = ""

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody should look first: a gap, or an error of the tone check."""
        return bool(self.summary.gaps) or (self.report is not None and bool(self.report.at_least("error")))

    @property
    def against(self) -> tuple[str, ...]:
        """The rules of the tone check that it breaks as errors, each once."""
        return () if self.report is None else tuple(dict.fromkeys(one.rule for one in self.report.at_least("error")))


class Maker:
    """Makes summaries of one session's board, and exports of them."""

    def __init__(self, session: Session, asked: Asked, rules: "Rules | None" = None) -> None:
        self._session = session
        self._asked = asked
        self._rules = rules
        self._path = session.places.config_file
        self._setting = setting_of(session.config, self._path)
        self._now = session.clock.now()

    @property
    def name(self) -> str:
        """Which summary it makes."""
        return self._asked.name

    def one(self) -> Export:
        """The export of what was asked for. Raises what making it raises."""
        return self.export(self._summary(self._asked.typed_id))

    def all_affected(self) -> tuple[list[Export], list[Left]]:
        """An export for each customer of a failure (of `F-…`, or of any of its breaks), and those for whom there can be none.
        Raises BadInput, NotFound, MissingExtra."""
        from warroom.progress import progress_line

        made: list[Export] = []
        left: list[Left] = []
        affected = self._affected()
        progress = progress_line("writing", after=0.5)
        for count, (spoken, customer) in enumerate(affected, 1):
            progress(count, len(affected))
            if count % _TIDY_EVERY == 0:
                gc.collect()
            try:
                made.append(self.export(self._summary(spoken)))
            except MissingExtra:
                raise
            except StoreError as error:
                left.append(Left(spoken, customer, str(error)))
        return made, left

    def export(self, summary: Summary) -> Export:
        """A summary in its format, with what the tone check says of one that a customer reads."""
        return Export(summary, rendered(summary, self._asked.format, self._setting), self._report(summary))

    def _summary(self, typed_id: str) -> Summary:
        session, name = self._session, self._asked.name
        folder = session.places.templates
        if name == "review":
            from warroom.summaries.inside import make_review

            return make_review(session.replica, typed_id, session.zone, self._now, folder)
        if name == "handover":
            from warroom.summaries.inside import make_handover

            return make_handover(session.replica, typed_id, session.zone, self._now, session.actor, folder)
        from warroom.summaries.making import make_summary
        from warroom.summaries.signing import names_of, signer_of

        signer = signer_of(session.config, self._path, self._asked.signer)
        names = names_of(session.config, self._path)
        return make_summary(name, session.replica, typed_id, signer, session.zone, self._now, folder, names)

    def _affected(self) -> list[tuple[str, str]]:
        """The breaks of the failure that is meant: spoken id and customer."""
        from store.ids import is_failure_id
        from store.replica.finding import find_break, find_failure, spoken_break
        from store.replica.queries import loaded, of_failure

        db, typed = self._session.replica.db, self._asked.typed_id
        cases = self._session.replica.cases()
        failure = find_failure(db, typed) if is_failure_id(typed) else cases.failure(cases.brk(find_break(db, typed)).failure).id
        rows = loaded(of_failure(failure).run(db)).values()
        return [(spoken_break(db, one.row.id), one_line(one.row.customer)) for one in rows]

    def _report(self, summary: Summary) -> "Report | None":
        if summary.name not in TO_CUSTOMER:
            return None
        from store.replica.finding import find_break
        from warroom.tone.checking import check
        from warroom.tone.from_case import against_of

        session, replica = self._session, self._session.replica
        case = replica.cases().case(find_break(replica.db, summary.spoken))
        against = against_of(case, self._now, session.zone, session.config, self._path, self._asked.signer)
        return check(summary.markdown, "letter", against, self._rules, summary.name)


def saved(exports: Sequence[Export], folder: str, format: str, force: bool) -> Iterator[Export | Left]:
    """Writes each into a folder, under a name of its own; one that can't be written is left, and the others go on."""
    names = file_names([one.summary for one in exports], format)
    for one, name in zip(exports, names, strict=True):
        path = os.path.join(folder, name)
        try:
            save(path, one.rendered.data, force)
        except StoreError as error:
            yield Left(one.summary.spoken, one.summary.customer, str(error))
        else:
            yield one._replace(path=path)


def note_against(session: Session, written: Sequence[Export]) -> None:
    """Notes on the breaks which of the files hold a text that was exported in spite of errors, and gives it out. Nothing is noted
    on a board that is read-only here; what can't be noted is said."""
    from store.actions.writing import note_exported
    from warroom.answers import say, write

    against = [one for one in written if one.path and one.against]
    if not against or session.replica.read_only:
        return
    try:
        for one in against:
            summary, file, rules = one.summary, one.path, one.against
            write(session, partial(note_exported, typed_id=summary.spoken, summary=summary.name, file=file, rules=rules), None)
            say(f"noted on {summary.spoken}: exported in spite of {', '.join(rules)}")
        session.prepare()
    except StoreError as error:
        say(f"warroom: {error}")
    else:
        sys.stdout.flush()
        session.give_out()


def target_of(out: str, summary: Summary, format: str) -> str:
    """The file that is meant: `out` itself, or in the folder that it names a name made from the customer."""
    return os.path.join(out, file_name(summary, format)) if names_a_folder(out) else out


def names_a_folder(out: str) -> bool:
    """Whether a path is a folder: it ends like one, or there is one."""
    return out.endswith(("/", os.sep)) or os.path.isdir(out)


def make_folder(out: str) -> None:
    """Makes the folder that an option names, when it is not there yet. Raises BadInput."""
    try:
        os.makedirs(out, exist_ok=True)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise BadInput("out", f"the folder {out} can't be made: {why}", "name another one") from None


def export_json(one: Export, format: str) -> dict[str, Any]:
    """What was written, for machines."""
    summary, report = one.summary, one.report
    return {
        "file": one.path or None,
        "format": format,
        "summary": summary.name,
        "id": summary.spoken or None,
        "customer": summary.customer or None,
        "title": one_line(summary.title),
        "bytes": len(one.rendered.data),
        "gaps": [{"element": gap.element, "text": gap.text} for gap in summary.gaps],
        "warnings": [*summary.notes, *one.rendered.warnings],
        "tone": None if report is None else {"checked": report.checked, "counts": report.counts, "missing": list(report.missing)},
    }
