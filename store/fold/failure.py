"""The events of one failure → what it is now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from store.entries import Debrief, Note, Prevention
from store.events import Event
from store.fold.base import Fold, Handler, labels, note, written
from store.fold.deadlines import Deadlines
from store.fold.reading import as_instant, as_line, line, number, one_of, text, when
from store.order import Fact
from store.state import Failure, Written
from store.words import FAULTS


class _FailureFold(Fold):
    fields = {  # noqa: RUF012
        "what": as_line,
        "category": as_line,
        "cause": as_line,
        "fault": one_of(FAULTS, "unknown"),
        "fixed_by": as_instant,
    }

    def __init__(self, events: Iterable[Event]) -> None:
        super().__init__(events)
        self.deadlines = Deadlines(self)
        self.opening: Fact | None = None
        self.explanations: list[Note] = []
        self.lessons: list[Note] = []
        self.debriefs: list[Debrief] = []
        self.written: list[Written] = []
        self._planned: dict[str, Fact] = {}
        self._done: dict[str, int] = {}

    def handlers(self) -> Mapping[str, Handler]:
        return {
            "failure_opened": self.opened,
            "edited": self.write_set,
            "explained": lambda fact: self.explanations.append(note(fact)),
            "lesson_learned": lambda fact: self.lessons.append(note(fact)),
            "deadline_set": self.deadlines.set,
            "deadline_met": self.deadlines.met,
            "deadline_slipped": self.deadlines.slipped,
            "deadline_chased": self.deadlines.chased,
            "prevention_planned": self.planned,
            "prevention_done": self.prevented,
            "debriefed": self.debriefed,
            "written": self.was_written,
        }

    def opened(self, fact: Fact) -> None:
        self.opening = self.opening or fact
        for name, convert in self.fields.items():
            if name in fact.body:
                self.write(name, convert(fact.body[name]), fact)

    def planned(self, fact: Fact) -> None:
        self._planned[fact.hash] = fact

    def prevented(self, fact: Fact) -> None:
        key = self.target(fact, "prevention")
        if key in self._planned:
            self._done.setdefault(key, fact.at)
        else:
            self.missing(fact, "prevention action")

    def debriefed(self, fact: Fact) -> None:
        self.debriefs.append(Debrief(line(fact.body, "who"), text(fact.body, "said"), fact.at, fact.hash))

    def was_written(self, fact: Fact) -> None:
        self.written.append(written(fact))

    def prevention(self) -> tuple[Prevention, ...]:
        named = labels((key, number(fact.body, "n")) for key, fact in self._planned.items())
        return tuple(
            Prevention(
                named[key],
                key,
                text(fact.body, "what"),
                line(fact.body, "owner"),
                when(fact.body, "due_at"),
                self._done.get(key),
                fact.at,
                fact.actor,
            )
            for key, fact in self._planned.items()
        )


def fold_failure(id_: str, events: Iterable[Event]) -> Failure:
    """What the failure `id_` is, given all events of its subject that are here. Never fails."""
    fold = _FailureFold(events)
    fold.run()
    plain = {name: value for name in _FailureFold.fields if (value := fold.registers.get(name)) is not None}
    return Failure(
        id=id_,
        **plain,
        opened_at=fold.opening.at if fold.opening else 0,
        explanations=tuple(fold.explanations),
        lessons=tuple(fold.lessons),
        deadlines=fold.deadlines.all(),
        prevention=fold.prevention(),
        debriefs=tuple(fold.debriefs),
        notes=tuple(fold.notes),
        written=tuple(fold.written),
        joined_into=fold.joined_into,
        conflicts=fold.conflicts(),
        problems=tuple(fold.problems),
        newer=fold.newer,
        fault_since=fault.since.at if (fault := fold.registers.register("fault")) is not None else None,
    )
