"""The events of one break → what it is now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from store.entries import Contact, OutcomeMark, StageChange, StepMark
from store.events import Event
from store.fold.base import Fold, Handler, written
from store.fold.contacts import Contacts
from store.fold.deadlines import Deadlines
from store.fold.dues import Dues
from store.fold.promises import Promises
from store.fold.reading import (
    as_instant,
    as_line,
    as_money,
    as_number,
    as_severity,
    as_text,
    line,
    number,
    one_of,
    text,
    when,
    word,
)
from store.order import Fact
from store.state import Break, FieldMark, Written
from store.text import one_line
from store.waits import waits_of
from store.words import FOUND_BY, OUTCOMES, SETTABLE_STAGES, STAGES, WAITING_ON

QUIET_FIELDS = frozenset(("acknowledged_until", "owner_offered"))
"""Fields whose conflicts are nobody's business: the last write is good enough."""
MARKED_FIELDS = (
    "trouble",
    "expectation",
    "must_tell",
    "exposure",
    "value",
    "contact_name",
    "owner",
    "fixer",
    "affected",
    "outcome",
)
"""Fields of which is kept who filled them."""
NAMELESS = "?"
"""The customer of a break whose opening names none that can be read: it must not vanish from the board."""


class _BreakFold(Fold):
    fields = {  # noqa: RUF012
        **dict.fromkeys("customer what failure owner owner_offered fixer contact_name".split(), as_line),
        **dict.fromkeys("must_tell exposure cadence playbook".split(), as_line),
        **dict.fromkeys("trouble expectation still_hurts".split(), as_text),
        **dict.fromkeys("found_at must_tell_by acknowledged_until".split(), as_instant),
        "severity": as_severity,
        "found_by": one_of(FOUND_BY, "us"),
        "value": as_money,
        "waiting_on": one_of(WAITING_ON, "none"),
        "affected": as_number,
        "corrected": as_number,
        "outcome": one_of(OUTCOMES, ""),
    }

    def __init__(self, events: Iterable[Event]) -> None:
        super().__init__(events)
        self.contacts = Contacts()
        self.promises = Promises(self)
        self.dues = Dues(self)
        self.deadlines = Deadlines(self)
        self.stages: list[StageChange] = []
        self.steps: list[StepMark] = []
        self.outcomes: list[OutcomeMark] = []
        self.written: list[Written] = []
        self.opening: Fact | None = None
        self.confirmed: Fact | None = None

    def handlers(self) -> Mapping[str, Handler]:
        return {
            "opened": self.opened,
            "edited": self.write_set,
            "staged": self.staged,
            "owner_offered": lambda fact: self.write("owner_offered", line(fact.body, "to"), fact),
            "owner_taken": self.owner_taken,
            "contacted": self.contacts.contacted,
            "call_begun": self.contacts.call_begun,
            "call_ended": lambda fact: self.contacts.end_call(self.target(fact, "call")),
            "promised": self.promises.promised,
            "promise_settled": self.promises.settled,
            "promise_moved": self.promises.moved,
            "promise_told": self.promises.told,
            "disputed": self.dues.disputed,
            "dispute_withdrawn": self.dues.dispute_withdrawn,
            **dict.fromkeys(("remedy_proposed", "restitution_proposed", "blocker_raised"), self.dues.made),
            **dict.fromkeys(("followup_planned", "public_marked"), self.dues.made),
            **dict.fromkeys(("remedy_answered", "restitution_moved", "blocker_nudged", "blocker_cleared"), self.dues.happened),
            **dict.fromkeys(("followup_done", "public_answered", "remedy_told"), self.dues.happened),
            "deadline_set": self.deadlines.set,
            "deadline_met": self.deadlines.met,
            "deadline_slipped": self.deadlines.slipped,
            "deadline_chased": self.deadlines.chased,
            "affected_counted": self.counted,
            "fix_confirmed": self.fix_confirmed,
            "outcome_set": self.outcome_set,
            "waiting_set": lambda fact: self.write("waiting_on", word(fact.body, "on", WAITING_ON, "none"), fact),
            "acknowledged": lambda fact: self.write("acknowledged_until", when(fact.body, "until"), fact),
            "step_set": self.step_set,
            "written": self.was_written,
        }

    def opened(self, fact: Fact) -> None:
        self.opening = self.opening or fact
        for name, convert in self.fields.items():
            if name in fact.body:
                self.write(name, convert(fact.body[name]), fact)
        self.write("stage", "open", fact)

    def staged(self, fact: Fact) -> None:
        stage = word(fact.body, "stage", SETTABLE_STAGES)
        if stage:
            body, without = fact.body, fact.body.get("overrides")
            overrides = tuple(one_line(word, 80) for word in without if isinstance(word, str)) if isinstance(without, list) else ()
            imported = fact.event.origin is not None
            self.stages.append(
                StageChange(stage, fact.at, fact.actor, text(body, "reason"), fact.hash, overrides, text(body, "note"), imported)
            )
            self.write("stage", "open" if stage == "reopened" else stage, fact)
        if stage == "reopened":
            self.confirmed = None

    def owner_taken(self, fact: Fact) -> None:
        self.write("owner", fact.actor, fact)
        self.write("owner_offered", "", fact)

    def counted(self, fact: Fact) -> None:
        self.write("affected", number(fact.body, "count"), fact)
        if "corrected" in fact.body:
            self.write("corrected", number(fact.body, "corrected"), fact)

    def fix_confirmed(self, fact: Fact) -> None:
        self.confirmed = fact

    def outcome_set(self, fact: Fact) -> None:
        outcome = word(fact.body, "outcome", OUTCOMES)
        self.write("outcome", outcome, fact)
        if outcome:
            self.outcomes.append(OutcomeMark(outcome, fact.at, fact.actor))

    def step_set(self, fact: Fact) -> None:
        done = fact.body.get("done") is True
        self.steps.append(StepMark(line(fact.body, "step"), done, fact.at, fact.actor, text(fact.body, "reason"), fact.hash))

    def was_written(self, fact: Fact) -> None:
        self.written.append(written(fact))

    def touched_at(self) -> int | None:
        """When somebody first did anything that was not part of opening it."""
        opening = self.opening
        if opening is None:
            return None
        touches = (fact.at for fact in self.ordered.facts if fact is not opening and self._touches(fact, opening))
        first = min(touches, default=None)
        return None if first is None else max(first, opening.at)

    def marks(self) -> Iterator[FieldMark]:
        """Who filled the fields that a step of a playbook can ask for, and when."""
        for name in MARKED_FIELDS:
            register = self.registers.register(name)
            if register is not None and register.value not in (None, ""):
                fact = register.since
                yield FieldMark(name, fact.at, fact.actor, fact.hash)

    @staticmethod
    def _touches(fact: Fact, opening: Fact) -> bool:
        """Whether a fact is work on the break. What was imported is, on an imported break, when it came after the opening;
        onto a break that was opened here an import brings in what others did elsewhere."""
        if fact.event.origin is not None:
            return opening.event.origin is not None and fact.at > opening.at
        return fact.event.replica != opening.event.replica or fact.event.action != opening.event.action


def fold_break(id_: str, events: Iterable[Event]) -> Break:
    """What the break `id_` is, given all events of its subject that are here. Never fails."""
    fold = _BreakFold(events)
    fold.run()
    opening = fold.opening
    contacts = fold.contacts.log()
    registers = fold.registers
    severity = registers.register("severity")
    waiting = registers.register("waiting_on")
    acknowledged = registers.register("acknowledged_until")
    waits = waits_of(waiting)
    offered = registers.register("owner_offered")
    calling, calling_since = fold.contacts.calling()
    plain = {
        name: value
        for name in _BreakFold.fields
        if name not in ("severity", "waiting_on") and (value := registers.get(name)) is not None
    }
    if opening is None:
        plain.pop("customer", None)
    else:
        plain["customer"] = plain.get("customer") or line(opening.body, "customer") or NAMELESS
    fixers = registers.register("fixer")
    waiting_on = waiting.value if waiting is not None and waiting.value != "none" else ""
    return Break(
        id=id_,
        **plain,
        severity=(severity.value if severity is not None else None) or 3,
        first_fixer=next((write.value for write in fixers.history if write.value), "") if fixers is not None else "",
        severity_at=severity.since.at if severity is not None else 0,
        opened_at=opening.at if opening else 0,
        opened_by=opening.actor if opening else "",
        told_at=next((contact.at for contact in contacts if contact.reached), None),
        **_stages(fold.stages, contacts, str(registers.get("stage") or "open")),
        waiting_on=waiting_on,
        waiting_on_since=waits[-1].since if waits and waiting_on else None,
        fix_confirmed_by=line(fold.confirmed.body, "by") if fold.confirmed else "",
        fix_confirmed_at=fold.confirmed.at if fold.confirmed else None,
        fix_confirmed_key=fold.confirmed.hash if fold.confirmed else "",
        marks=tuple(fold.marks()),
        acknowledged_at=acknowledged.last.fact.at if acknowledged is not None else None,
        calling=calling,
        calling_since=calling_since,
        touched_at=fold.touched_at(),
        joined_into=fold.joined_into,
        contacts=contacts,
        promises=fold.promises.register(contacts),
        remedies=fold.dues.remedies(),
        restitution=fold.dues.restitution(),
        blockers=fold.dues.blockers(),
        deadlines=fold.deadlines.all(),
        followups=fold.dues.followups(),
        disputes=fold.dues.disputes(),
        public=fold.dues.public(),
        notes=tuple(fold.notes),
        steps=tuple(fold.steps),
        written=tuple(fold.written),
        conflicts=tuple(conflict for conflict in fold.conflicts() if conflict.field not in QUIET_FIELDS),
        problems=tuple(fold.problems),
        newer=fold.newer,
        imported=opening is not None and opening.event.origin is not None,
        waits=waits,
        outcomes=tuple(fold.outcomes),
        offered_at=offered.since.at if offered is not None and offered.value else None,
    )  # fmt: skip


def _stages(changes: list[StageChange], contacts: tuple[Contact, ...], stage: str) -> dict[str, Any]:
    """The stage and when each was reached. Owned and contained count from the first time, the later ones from the
    last reopening on; owned is the earlier of the stage and the first apology that reached them."""
    reached: dict[str, int] = {}
    reopened = 0
    for change in changes:
        if change.stage == "reopened":
            reopened += 1
            for later in ("fixed", "made-right", "follow-up", "closed"):
                reached.pop(later, None)
            continue
        for name in STAGES[1 : STAGES.index(change.stage) + 1]:
            reached.setdefault(name, change.at)
    for name in STAGES[STAGES.index(stage) + 1 :]:
        if name not in ("owned", "contained"):
            reached.pop(name, None)
    apology = next((c.at for c in contacts if c.reached and c.direction == "out" and c.kind == "apology"), None)
    owned = [at for at in (reached.get("owned"), apology) if at is not None]
    return {
        "stage": stage,
        "stages": tuple(changes),
        "reopened": reopened,
        "owned_at": min(owned, default=None),
        "contained_at": reached.get("contained"),
        "fixed_at": reached.get("fixed"),
        "made_right_at": reached.get("made-right"),
        "closed_at": reached.get("closed"),
    }
