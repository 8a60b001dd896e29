"""What a review and a hand-over are made of, read out of an open replica; the rest is pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from store.attention import Attention, judge
from store.clock import DAY
from store.learned import Repeat, find_repeats
from store.measures.model import Gap
from store.next_action import NextAction, next_action
from store.replica import Replica, queries
from store.replica.cases import Case, Cases
from store.replica.finding import find_break, find_failure, spoken_break, spoken_event, spoken_failure
from store.replica.measured import Measuring
from store.row import Row
from store.state import Board, Failure
from store.timeline import Entry, whole_timeline
from store.zones import Zone

MOST_READ = 8
"""Breaks of the board that a hand-over looks at closely: those that need somebody first."""


_FAR = 40 * 365 * DAY
"""From so far off, a time is said with its date: a review is read another day."""


class Hit(NamedTuple):
    """One customer whom a failure hit: their break, and the times in which they should have heard from us."""

    spoken: str
    case: Case
    gaps: tuple[Gap, ...]


class ReviewLook(NamedTuple):
    """All that a review is made of: one failure with every break of it."""

    spoken: str
    """Spoken id of the failure."""
    failure: Failure
    hits: tuple[Hit, ...]
    entries: tuple[tuple[str, str, Entry], ...]
    """The timeline: (spoken name of the event, whose break it is on, entry); empty text for what is the failure's."""
    repeats: tuple[Repeat, ...]
    now: int
    zone: Zone


class OnBoard(NamedTuple):
    """A break as it stands now: what it needs, and what is next."""

    spoken: str
    row: Row
    attention: Attention
    action: NextAction | None
    case: Case | None = None
    """All that belongs to it; None where it is only counted."""


class HandoverLook(NamedTuple):
    """All that a hand-over is made of: of one break, or of all that are open, in the order of attention."""

    board: Board
    breaks: tuple[OnBoard, ...]
    is_board: bool
    actor: str
    now: int
    zone: Zone


def look_at_failure(replica: Replica, typed: str, now: int, zone: Zone) -> ReviewLook:
    """The failure that a typed id means, by itself (`F-…`) or by one of its breaks. Raises NotFound, Ambiguous."""
    db, cases = replica.db, replica.cases()
    if typed.strip().upper().startswith("F-"):
        failure_id = find_failure(db, typed)
        first = None
    else:
        first = cases.case(find_break(db, typed))
        failure_id = first.failure.id
    rows = queries.loaded(queries.of_failure(failure_id).run(db)).values()
    measuring = Measuring(db, replica.board_id)
    hits = tuple(Hit(found.spoken, cases.case(found.row.id), measuring.measure(found.row.id).gaps) for found in rows)
    failure = cases.failure(failure_id)
    case = hits[0].case if hits else first
    key, since = (case.customer.key, case.brk.opened_at) if case else ("", failure.opened_at)
    return ReviewLook(
        spoken_failure(db, failure_id),
        failure,
        hits,
        tuple(_entries(replica, cases, failure, hits, now, zone)),
        tuple(find_repeats(db, failure.cause, failure.id, key, since)),
        now,
        zone,
    )


def _entries(
    replica: Replica, cases: Cases, failure: Failure, hits: Iterable[Hit], now: int, zone: Zone
) -> list[tuple[str, str, Entry]]:
    """The timeline of all breaks of a failure and of the failure itself, by the time at which it happened."""
    whose: dict[str, str] = {f"failure:{failure.id}": ""}
    for hit in hits:
        for subject in cases.subjects_of(hit.case):
            whose.setdefault(subject, hit.case.customer.name or hit.case.brk.customer if subject.startswith("break:") else "")
    found = whole_timeline([cases.events(subject) for subject in whose], zone, now + _FAR)
    names = {}
    for entry in found:
        event = entry.event
        if event.replica not in names:
            names[event.replica] = spoken_event(replica.db, event.replica, 0).removesuffix("-0")
    return [(f"{names[one.event.replica]}-{one.event.number}", whose.get(one.event.subject, ""), one) for one in found]


def look_at_board(replica: Replica, now: int, zone: Zone, actor: str) -> HandoverLook:
    """Every open break of the board, in the order of attention."""
    db, cases = replica.db, replica.cases()
    ranked = [row[0] for row in queries.order("open", now).run(db)]
    found = queries.loaded(queries.rows(ranked).run(db)) if ranked else {}
    board = cases.board()
    breaks = []
    for place, sid in enumerate(ranked):
        if (one := found.get(sid)) is not None:
            case = cases.case(one.row.id) if place < MOST_READ else None
            breaks.append(_on_board(one.spoken, one.row, case, board, now, zone))
    return HandoverLook(board, tuple(breaks), True, actor, now, zone)


def look_at_break(replica: Replica, typed: str, now: int, zone: Zone, actor: str) -> HandoverLook:
    """One break. Raises NotFound, Ambiguous."""
    id_ = find_break(replica.db, typed)
    return look_at_case(replica.cases().case(id_), spoken_break(replica.db, id_), now, zone, actor)


def look_at_case(case: Case, spoken: str, now: int, zone: Zone, actor: str) -> HandoverLook:
    """One break that was read already: for the screens."""
    one = _on_board(spoken, case.row, case, case.board, now, zone)
    return HandoverLook(case.board, (one,), False, actor, now, zone)


def _on_board(spoken: str, row: Row, case: Case | None, board: Board, now: int, zone: Zone) -> OnBoard:
    attention = judge(row, now)
    return OnBoard(spoken, row, attention, next_action(row, attention, now, zone, board.off_duty), case)
