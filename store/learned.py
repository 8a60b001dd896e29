"""What was learned from a failure: lessons, and what is changed so that it can't happen again. It outlives the breaks,
is kept beside the failures, and stands at every repeat of the same cause.
"""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

import json
import sqlite3
from collections.abc import Iterable
from typing import Any, NamedTuple

from store.ids import FAILURE_PREFIX, shortest
from store.replica.queries import Query, around
from store.row import Row, unpack
from store.state import Failure
from store.text import name_key, one_line

NEVER = 1 << 60
"""Instead of a date, for an open prevention action that has none."""
MOST_REPEATS = 8
"""Most breaks of one cause that are named at once."""


class Action(NamedTuple):
    """A prevention action."""

    n: str
    what: str
    owner: str
    due_at: int | None
    done_at: int | None


class Lesson(NamedTuple):
    """What somebody learned."""

    text: str
    actor: str
    at: int


class Learned(NamedTuple):
    """What was learned from one failure."""

    prevention: tuple[Action, ...] = ()
    lessons: tuple[Lesson, ...] = ()

    @property
    def open(self) -> tuple[Action, ...]:
        """The prevention actions that are not done, the nearest date first."""
        left = (action for action in self.prevention if action.done_at is None)
        return tuple(sorted(left, key=lambda action: NEVER if action.due_at is None else action.due_at))


class LearnedFailure(NamedTuple):
    """A failure with what was learned from it."""

    failure: str
    """Its full id."""
    spoken: str
    what: str
    learned: Learned
    break_id: str
    """The first of its breaks; empty when none is here."""
    customer: str
    customers: int


class Repeat(NamedTuple):
    """Another break of the same cause, by another failure."""

    id: str
    spoken: str
    opened_at: int
    same_customer: bool
    customer: str = ""
    later: bool = False
    """Whether it came after: the same mistake, made once more."""
    learned: Learned = Learned()


def learned_of(failure: Failure) -> Learned:
    """What was learned from a failure, as it stands."""
    return Learned(
        tuple(Action(item.n, one_line(item.what), item.owner, item.due_at, item.done_at) for item in failure.prevention),
        tuple(Lesson(one_line(note.text), note.actor, note.at) for note in failure.lessons),
    )


def pack_learned(learned: Learned) -> str:
    """As one line of JSON; empty when there is nothing."""
    return json.dumps(learned, ensure_ascii=False, separators=(",", ":")) if any(learned) else ""


def unpack_learned(text: str | None) -> Learned:
    """What `pack_learned` packed."""
    if not text:
        return Learned()
    prevention, lessons = json.loads(text)
    return Learned(tuple(Action(*item) for item in prevention), tuple(Lesson(*item) for item in lessons))


def prevention_due(learned: Learned) -> int | None:
    """When the nearest open prevention action is due, `NEVER` without a date; None when none is open."""
    left = learned.open
    return None if not left else NEVER if left[0].due_at is None else left[0].due_at


def all_learned(only_open: bool = False) -> Query:
    """The failures from which something was learned (or with a prevention action that is open), for `learned_failures`."""
    which = "prevention_due IS NOT NULL" if only_open else "learned <> ''"
    first = "SELECT {} FROM break_rows b WHERE b.failure = f.id ORDER BY opened_at, sid LIMIT 1"
    return Query(
        f"SELECT f.id, {around('failures', 'f.id')}, f.what, f.learned, ({first.format('b.id')}),"
        f" ({first.format('b.row')}), (SELECT count(*) FROM break_rows b WHERE b.failure = f.id)"
        f" FROM failures f WHERE {which} ORDER BY prevention_due IS NULL, prevention_due, f.id"
    )


def learned_failures(found: Iterable[tuple[Any, ...]]) -> list[LearnedFailure]:
    """The answer of `all_learned`: the nearest open prevention first."""
    return [
        LearnedFailure(
            id_,
            FAILURE_PREFIX + shortest(id_, before or "", after or ""),
            one_line(what),
            unpack_learned(learned),
            first or "",
            unpack(row).customer if row else "",
            hit,
        )
        for id_, before, after, what, learned, first, row, hit in found
    ]


def overdue_prevention(now: int) -> Query:
    """How many failures have a prevention action whose date passed, and the earliest of them: (count, failure, learned)."""
    return Query("SELECT count(*), id, learned, min(prevention_due) FROM failures WHERE prevention_due <= ?", (now,))


def with_cause(cause: str, failure: str, customer_key: str) -> Query:
    """The breaks of a cause by other failures, this customer's first, the latest first: for `repeats`."""
    return Query(
        f"SELECT b.id, {around('break_rows', 'b.id')}, b.opened_at, b.customer_key = ?3,"
        f" json_extract(b.row, '$[{Row._fields.index('customer')}]'), f.learned"
        " FROM break_rows b LEFT JOIN failures f ON f.id = b.failure"
        " WHERE b.cause = ?1 AND b.cause <> '' AND b.failure <> ?2"
        f" ORDER BY b.customer_key <> ?3, b.opened_at DESC LIMIT {MOST_REPEATS}",
        (name_key(cause), failure, customer_key),
    )


def repeats(found: Iterable[tuple[Any, ...]], opened_at: int | None = None) -> tuple[Repeat, ...]:
    """The answer of `with_cause`, for a break that was opened at `opened_at` (or is being opened now)."""
    return tuple(
        Repeat(
            id_,
            shortest(id_, before or "", after or ""),
            opened,
            bool(same),
            customer,
            opened_at is not None and opened > opened_at,
            unpack_learned(learned),
        )
        for id_, before, after, opened, same, customer, learned in found
    )


def find_repeats(
    db: sqlite3.Connection, cause: str, failure: str, customer_key: str, opened_at: int | None = None
) -> tuple[Repeat, ...]:
    """The breaks of a cause by other failures than this one."""
    if not cause.strip():
        return ()
    return repeats(with_cause(cause, failure, customer_key).run(db), opened_at)


def learned_words(learned: Learned, most: int = 160) -> str:
    """What was learned then, in a line: the lesson, and what was not done. Empty when nothing was."""
    parts = [f"learned: {one_line(lesson.text, most)}" for lesson in learned.lessons[-1:]]
    left = learned.open
    if left:
        more = f" and {len(left) - 1} more" if len(left) > 1 else ""
        parts.append(f"NOT done: {one_line(left[0].what, most)} ({one_line(left[0].owner, 30) or 'nobody'}){more}")
    elif learned.prevention:
        parts.append(f"done: {one_line(learned.prevention[-1].what, most)}")
    return "; ".join(parts)


def repeat_warning(found: Iterable[Repeat]) -> str:
    """What is said when a break turns out to be a repeat; empty when it is none."""
    earlier = [repeat for repeat in found if not repeat.later]
    if not earlier:
        return ""
    first = earlier[0]
    where = "the same customer" if first.same_customer else f"at {one_line(first.customer, 40)}"
    more = f" and {len(earlier) - 1} more" if len(earlier) > 1 else ""
    then = learned_words(first.learned) or "nothing was learned from it"
    return f"↻ repeat of {first.spoken}{more}, same cause, {where}: {then}"
