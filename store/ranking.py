"""The board's order as steps in time: each row's rank from one breakpoint of its attention to the next.

The steps are kept beside the rows, so that the first page of a long board is found by one query, and a row moves when
its state changes and at no other time.
"""

from __future__ import annotations

import zlib
from decimal import Decimal
from typing import NamedTuple

from store.attention import CALL_LASTS, CHECK_IN_GRACE, OVERDUE, Attention, judge, wakes_at
from store.clock import DAY, HOUR, MINUTE
from store.row import Row, worth_of
from store.rules import HOUSE

FOREVER = 1 << 60
"""The end of the last step."""

OVERDUE_CONTACT, LATE_PROMISE, AT_RISK_PROMISE, NOT_TOLD, UNTOLD_MOVE, UNANSWERED = 1, 2, 4, 8, 16, 32
"""Flags of a step, for the totals of the board and of a failure's row."""
SEVERITY_SHIFT = 6
"""Above the flags: the severity less one, in two bits."""
LOUD = 1 << 8
"""Something that the customer feels is overdue: it may ring."""
FLAG_BITS = 9
LAST_MINUTE = (1 << 27) - 1


class Step(NamedTuple):
    """How a row ranks from one instant to another; a smaller rank stands higher."""

    from_at: int
    until_at: int
    rank: int
    flags: int
    view: str
    """The view of the board in which it stands meanwhile."""


def steps_of(row: Row, currency: str) -> tuple[Step, ...]:
    """The steps of a row, from the beginning of time to its end, without a gap."""
    if row.view == "closed" and wakes_at(row) is None:
        return (Step(0, FOREVER, _closed_rank(row), 0, "closed"),)
    worth = worth_of(row, currency)
    found: list[Step] = []
    begin = 0
    for end in (*breakpoints(row), FOREVER):
        if end <= begin:
            continue
        attention = judge(row, begin)
        rank, flags = rank_of(row, attention, worth), flags_of(row, attention, begin)
        if found and found[-1][2:] == (rank, flags, attention.view):
            found[-1] = found[-1]._replace(until_at=end)
        else:
            found.append(Step(begin, end, rank, flags, attention.view))
        begin = end
    return tuple(found)


def rank_of(row: Row, attention: Attention, worth: Decimal) -> int:
    """Orders the board: by urgency; equals by never told, then the nearest due minute, then worth, then the break's id.
    What is closed: by when it was, the latest first."""
    if attention.view == "closed":
        return _closed_rank(row)
    told = 0 if attention.contact_state == "not-told" else 1
    need = attention.next
    due = LAST_MINUTE if need is None or need.due_at is None else max(0, min(need.due_at // MINUTE, LAST_MINUTE))
    return (127 - min(127, attention.urgency)) << 55 | told << 54 | due << 27 | _worth_rank(worth) << 17 | _id_rank(row.id)


def _closed_rank(row: Row) -> int:
    return FOREVER - (row.closed_at or row.opened_at)


def _worth_rank(worth: Decimal) -> int:
    """10 bits that fall as worth grows: 16 steps to each doubling."""
    whole = int(worth)
    if whole <= 0:
        return (1 << 10) - 1
    bits = whole.bit_length()
    fraction = (whole << 5 >> bits) & 0xF
    return (1 << 10) - 2 - (min(bits, 62) << 4 | fraction)


def _id_rank(id_: str) -> int:
    """17 bits of the id, the same on every installation: what is left equal then is almost nothing."""
    return zlib.crc32(id_.encode()) & 0x1FFFF


def flags_of(row: Row, attention: Attention, now: int) -> int:
    """What the totals count of a row; a promise that is settled is no longer late, alerts that were put off are not loud."""
    if attention.view == "closed":
        return 0
    put_off = row.acknowledged_until is not None and now < row.acknowledged_until
    is_open = row.promise is not None and not row.promise.result
    return (
        (OVERDUE_CONTACT if _is_overdue(attention) else 0)
        | (LATE_PROMISE if is_open and attention.promise_state == "late" else 0)
        | (AT_RISK_PROMISE if is_open and attention.promise_state == "at-risk" else 0)
        | (NOT_TOLD if attention.contact_state == "not-told" else 0)
        | (UNTOLD_MOVE if row.untold_since is not None else 0)
        | (UNANSWERED if row.waiting_since is not None else 0)
        | (row.severity - 1) << SEVERITY_SHIFT
        | (LOUD if not put_off and any(need.level == OVERDUE and need.rule not in HOUSE for need in attention.needs) else 0)
    )


def _is_overdue(attention: Attention) -> bool:
    """Whether the contact is overdue: past its due time, also for one who was never told."""
    return any(need.rule in ("contact", "not-told") and need.level == OVERDUE for need in attention.needs)


def breakpoints(row: Row) -> list[int]:
    """Every instant at which the judgement of a row can change; between two of them it stays the same, but for the shown due
    time after a contact in the future, which moves on with the clock."""
    found: set[int] = set()

    def add(*instants: int | None) -> None:
        found.update(at for at in instants if at is not None)

    add(row.contact_due_at, row.contact_warn_at, row.retry_at, row.waiting_due_at, row.public_due_at, row.last_contact_at)
    add(row.waiting_since, row.public_since, row.untouched_due_at, row.own_due_at, row.chase_at)
    add(row.nudge_at, row.acknowledged_until, row.offered_due_at)
    for period in row.quiet:
        add(period.begin, period.until)
    if row.calling_since is not None:
        add(row.calling_since, row.calling_since + CALL_LASTS)
    promise = row.promise
    if promise is not None and not promise.result and promise.told_due_at is not None:
        add(promise.told_due_at + 1, promise.warn_at)
    if row.followup is not None:
        add(row.followup.due_at, row.followup.due_at - DAY)
    if row.step is not None:
        add(row.step.due_at)
    if row.deadline is not None:
        add(row.deadline.due_at, row.deadline.due_at - HOUR)
    if row.amends_due_at is not None:
        add(row.amends_due_at, row.amends_due_at - 4 * HOUR)
    if row.must_tell_by is not None:
        add(row.must_tell_by, row.must_tell_by - HOUR)
    for cell in row.owed:
        if cell.due_at is not None:
            add(cell.due_at, cell.due_at - DAY)
    if row.check_in is not None:
        add(row.check_in.due_at, row.check_in.due_at + CHECK_IN_GRACE)
    if row.prevention is not None:
        add(row.prevention.due_at, row.prevention.due_at - DAY)
    add(row.watch_ends_at)
    return sorted(found)
