"""The measures of one break as values, and as a line of JSON.

They hold instants (ms since 1970 UTC), never anything that depends on the time now: figures are worked out from them.
"""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

import json
from typing import Any, NamedTuple

MEASURES_VERSION = 1
"""Changes whenever the same record would come to other measures: those of another version are made again."""


class Gap(NamedTuple):
    """A time in which the customer should have heard from us: from a real contact (or from when we knew) to the next one, to
    the end of the cadence, or still running (`end` None)."""

    begin: int
    end: int | None
    dues: tuple[tuple[int, int | None], ...]
    """(from when, due): by what held then, the next word was due at that instant; None where nothing asked for one."""


class Move(NamedTuple):
    """One move of a promise, with the date that the customer knew until they were told."""

    moved_at: int
    known_due: int | None
    told_at: int | None


class PromiseMeasure(NamedTuple):
    """A promise: its first date, the last one that the customer was told, and how it ended."""

    n: str
    kind: str
    made_at: int
    first_due: int | None
    told_due: int | None
    result: str
    settled_at: int | None
    moves: tuple[Move, ...]


class AmendsMeasure(NamedTuple):
    """A line of the restitution ledger."""

    n: str
    kind: str
    amount: str
    currency: str
    state: str
    proposed_at: int


class RemedyMeasure(NamedTuple):
    """A proposal and its answer (empty until there is one)."""

    n: str
    proposed_at: int
    answer: str


class DeadlineMeasure(NamedTuple):
    """Somebody else's date. `key` is the same on all the breaks that share it."""

    key: str
    n: str
    of: str
    who: str
    set_at: int
    due_at: int
    state: str
    slips: int


class DatedMeasure(NamedTuple):
    """Something that is to be done by a date: a follow-up, prevention. `key` is the same on all the breaks that share it."""

    key: str
    n: str
    due_at: int
    done_at: int | None


class SpanMeasure(NamedTuple):
    """Something that begins and ends: a blocker, a dispute, a public mark."""

    n: str
    begin: int
    end: int | None


class Measures(NamedTuple):
    """One break. Empty text and None mean that nothing is known."""

    id: str
    customer: str
    customer_key: str
    severity: int
    category: str
    cause: str
    owner: str
    failure: str
    found_by: str
    stage: str
    opened_at: int
    known_at: int
    told_at: int | None
    """The first contact that reached them."""
    first_out_at: int | None
    """The first one that was ours."""
    first_in_at: int | None
    """Their first word."""
    owned_at: int | None
    contained_at: int | None
    fixed_at: int | None
    made_right_at: int | None
    closed_at: int | None
    reopened_at: tuple[int, ...]
    outcome: str
    value: str
    value_currency: str
    gaps: tuple[Gap, ...]
    promises: tuple[PromiseMeasure, ...]
    amends: tuple[AmendsMeasure, ...]
    remedies: tuple[RemedyMeasure, ...]
    deadlines: tuple[DeadlineMeasure, ...]
    followups: tuple[DatedMeasure, ...]
    prevention: tuple[DatedMeasure, ...]
    blockers: tuple[SpanMeasure, ...]
    disputes: tuple[SpanMeasure, ...]
    public: tuple[SpanMeasure, ...]


_ENTRIES: dict[str, type[Any]] = {
    "promises": PromiseMeasure,
    "amends": AmendsMeasure,
    "remedies": RemedyMeasure,
    "deadlines": DeadlineMeasure,
    "followups": DatedMeasure,
    "prevention": DatedMeasure,
    "blockers": SpanMeasure,
    "disputes": SpanMeasure,
    "public": SpanMeasure,
}
_PLACES = tuple((Measures._fields.index(name), kind) for name, kind in _ENTRIES.items())
_GAPS, _REOPENED = Measures._fields.index("gaps"), Measures._fields.index("reopened_at")
_MOVES = PromiseMeasure._fields.index("moves")


def pack(measures: Measures) -> str:
    """The measures as one line of JSON."""
    return json.dumps(measures, ensure_ascii=False, separators=(",", ":"))


def unpack(text: str) -> Measures:
    """The measures in a line that `pack` made."""
    values: list[Any] = json.loads(text)
    values[_REOPENED] = tuple(values[_REOPENED])
    values[_GAPS] = tuple(Gap(begin, end, tuple((at, due) for at, due in dues)) for begin, end, dues in values[_GAPS])
    for place, kind in _PLACES:
        entries = values[place]
        if kind is PromiseMeasure:
            for entry in entries:
                entry[_MOVES] = tuple(Move(*move) for move in entry[_MOVES])
        values[place] = tuple(kind(*entry) for entry in entries) if entries else ()
    return Measures(*values)
