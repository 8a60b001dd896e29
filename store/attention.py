"""What a break needs next and how urgently, at a given time. Pure: (row, now) → attention.

The row comes from the record and the policy (`store.plan`), so that this is a function of (state, policy, now).
The rules stand in `store.rules`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from store.clock import DAY, HOUR, MINUTE
from store.row import PromiseCell, Quiet, Row
from store.rules import HOUSE

OVERDUE, SOON, TODO, LATER = "overdue", "soon", "todo", "later"

CALL_LASTS = 30 * MINUTE
"""A call that was begun counts as under way for so long, unless it is logged or ended before."""

CHECK_IN_GRACE = 3 * DAY
"""A check-in is light: it is overdue only so long after it was due."""

SCORES = {
    False: {OVERDUE: 40, SOON: 20, TODO: 10, LATER: 2},
    True: {OVERDUE: 25, SOON: 12, TODO: 8, LATER: 1},
}
"""What a need weighs by its level: what the customer feels (False), and what is ours to clear up (True)."""
NEXT_STEP = 3
"""What the next step of the playbook weighs while nothing presses: above all else that is later, below what is to do."""
SEVERITY_BONUS = {1: 24, 2: 16, 3: 8, 4: 0}
MOST_EXTRA = 3
"""So many further needs that are overdue count, one point each."""


class Need(NamedTuple):
    """One thing that a break needs."""

    rule: str
    level: str
    due_at: int | None


class Attention(NamedTuple):
    """The judgement of one break at one time."""

    contact_state: str
    """`ok soon overdue not-told asleep silence none` (the interface of `list --json`)."""
    contact_due_at: int | None
    quiet_until: int | None
    promise_state: str
    """`open at-risk late kept broken withdrawn`, empty without a promise."""
    calling: bool
    clock_ahead: bool
    """The last contact lies in the future: somebody's clock is off."""
    needs: tuple[Need, ...]
    """Most urgent first."""
    urgency: int
    """0 to 127; orders the board."""
    view: str = "open"
    """The view of the board in which it stands now."""

    @property
    def next(self) -> Need | None:
        """The one thing to do next."""
        return self.needs[0] if self.needs else None


def wakes_at(row: Row) -> int | None:
    """When a closed break asks for something again, and comes up under follow-up; None when it never does."""
    if row.view != "closed":
        return None
    return row.check_in.due_at if row.check_in is not None else row.watch_ends_at


def view_at(row: Row, now: int) -> str:
    """The view of the board in which a break stands at `now`: a closed one comes up again while it is watched."""
    wakes = wakes_at(row)
    return row.view if wakes is None or now < wakes else "follow-up"


def judge(row: Row, now: int) -> Attention:
    """What the break of `row` needs at `now`."""
    view = view_at(row, now)
    shown_due_at, ahead = _contact_due(row, now)
    quiet = _quiet(row, now)
    quiet_until = quiet.until if quiet else None
    state = _contact_state(row, now, quiet.kind if quiet else "")
    calling = row.calling_since is not None and row.calling_since <= now < row.calling_since + CALL_LASTS
    found = sorted(_needs(row, now, state, quiet_until is not None), key=_weight, reverse=True)
    extra = min(MOST_EXTRA, sum(1 for need in found[1:] if need.level == OVERDUE))
    urgency = _weight(found[0])[0] + SEVERITY_BONUS[row.severity] + extra if found and view != "closed" else 0
    return Attention(
        contact_state=state,
        contact_due_at=shown_due_at,
        quiet_until=quiet_until,
        promise_state=promise_state(row.promise, now),
        calling=calling,
        clock_ahead=ahead,
        needs=tuple(found),
        urgency=urgency,
        view=view,
    )


def again_at(row: Row, attention: Attention) -> int | None:
    """When to try somebody again who was not reached: at the retry time, not before they wake or their silence ends."""
    if not row.attempts or row.retry_at is None:
        return None
    return max(row.retry_at, attention.quiet_until or 0)


def _quiet(row: Row, now: int) -> Quiet | None:
    """The longest time of quiet that holds now. A night that ends before the word is due is of no interest."""
    due_at = row.contact_due_at
    holds = (
        period
        for period in row.quiet
        if period.begin <= now < period.until and (due_at is None or due_at <= period.until or period.kind == "silence")
    )
    return max(holds, key=lambda period: period.until, default=None)


def _contact_due(row: Row, now: int) -> tuple[int | None, bool]:
    """When the next contact is due, to be shown; a last contact in the future counts as just now, and says so."""
    due_at, last_at = row.contact_due_at, row.last_contact_at
    if last_at is not None and last_at > now:
        return (None if due_at is None else now + max(0, due_at - last_at)), True
    return due_at, False


def _contact_state(row: Row, now: int, quiet: str) -> str:
    due_at = row.contact_due_at
    if row.view != "open" or (due_at is None and row.last_contact_at is not None) or row.do_not_contact:
        return "none"
    if row.told_at is None and row.last_contact_at is None:
        return "not-told"
    if quiet:
        return quiet
    if due_at is None:
        return "none"
    if now >= due_at:
        return "overdue"
    return "soon" if row.contact_warn_at is not None and now >= row.contact_warn_at else "ok"


def promise_state(promise: PromiseCell | None, now: int) -> str:
    """How a promise stands, by the last date that the customer knows."""
    if promise is None:
        return ""
    due_at = promise.told_due_at
    if promise.result:
        late = promise.result == "kept" and due_at is not None and promise.settled_at is not None and promise.settled_at > due_at
        return "late" if late else promise.result
    if due_at is not None and now > due_at:
        return "late"
    at_risk = promise.threatened or not promise.told or (promise.warn_at is not None and now >= promise.warn_at)
    return "at-risk" if at_risk and due_at is not None else "open"


def _needs(row: Row, now: int, state: str, is_quiet: bool) -> Iterator[Need]:
    """Every need of the break, in no order."""
    if row.view != "closed":
        yield from _contact_needs(row, now, state, is_quiet)
        yield from _promise_needs(row, now)
        yield from _house_needs(row, now)
    if row.followup is not None:
        near = row.followup.due_at - DAY <= now
        yield Need("follow-up", OVERDUE if now >= row.followup.due_at else SOON if near else LATER, row.followup.due_at)
    for cell in row.owed:
        if cell.needs_approval:
            yield Need("approval", _level(now, cell.due_at, None, TODO), cell.due_at)
        elif cell.due_at is not None and cell.state != "issued":
            yield Need("issue", _level(now, cell.due_at, cell.due_at - DAY, LATER), cell.due_at)
    if row.step is not None and (row.view == "open" or row.followup is None):
        is_due = row.step.due_at is not None and now >= row.step.due_at
        if not _is_first_word(row, state):
            yield Need("step", TODO if is_due else LATER, row.step.due_at)
    elif row.view == "open" or (row.stage == "follow-up" and row.followup is None):
        yield Need("stage", LATER, None)
    yield from _watch_needs(row, now)


def _is_first_word(row: Row, state: str) -> bool:
    """Whether the step that is next is the first word or the owning, of which a rule of its own speaks: who knows of nothing
    is told first, whatever the playbook calls it."""
    deed = row.step.deed if row.step is not None and not row.do_not_contact else ""
    return (state == "not-told" and deed.startswith("contact ")) or (deed == "contact apology" and row.own_due_at is not None)


def _watch_needs(row: Row, now: int) -> Iterator[Need]:
    """What the watch period after closing asks for."""
    if row.check_in is not None:
        due_at = row.check_in.due_at
        yield Need("check-in", OVERDUE if now >= due_at + CHECK_IN_GRACE else SOON if now >= due_at else LATER, due_at)
    if row.watch_ends_at is not None:
        yield Need("outcome", TODO if now >= row.watch_ends_at else LATER, row.watch_ends_at)


def _level(now: int, due_at: int | None, warn_at: int | None, before: str) -> str:
    """Overdue from the due time on, soon from the warning on, else `before`."""
    if due_at is not None and now >= due_at:
        return OVERDUE
    return SOON if due_at is not None and warn_at is not None and now >= warn_at else before


def _contact_needs(row: Row, now: int, state: str, is_quiet: bool) -> Iterator[Need]:
    due_at = row.contact_due_at
    acts_at = row.retry_at if row.attempts and row.retry_at is not None and row.retry_at > now else due_at
    if state == "not-told":
        yield Need("not-told", LATER if is_quiet else _level(now, due_at, row.contact_warn_at, TODO), acts_at)
    elif state in ("overdue", "soon"):
        yield Need("contact", state, acts_at)
    elif state in ("ok", "asleep", "silence"):
        yield Need("contact", LATER, due_at)
    if row.own_due_at is not None and not row.do_not_contact:
        yield Need("own-it", LATER if is_quiet else SOON if now >= row.own_due_at else TODO, row.own_due_at)
    if state != "none" and row.attempts and row.retry_at is not None and not is_quiet and now >= row.retry_at:
        yield Need("retry", OVERDUE if state in ("overdue", "not-told") else SOON, row.retry_at)
    if row.waiting_since is not None:
        yield Need("unanswered", _level(now, row.waiting_due_at, row.waiting_since, SOON), row.waiting_due_at)
    if row.untouched_due_at is not None and now >= row.untouched_due_at:
        yield Need("untouched", OVERDUE, row.untouched_due_at)
    if row.public_since is not None:
        yield Need("public", _level(now, row.public_due_at, row.public_since, TODO), row.public_due_at)


def _promise_needs(row: Row, now: int) -> Iterator[Need]:
    if row.untold_since is not None:
        yield Need("moved-not-told", OVERDUE, row.untold_since)
    if row.doubled:
        yield Need("doubled", OVERDUE, row.doubled_due_at)
    promise = row.promise
    state = promise_state(promise, now)
    if promise is None or promise.result or promise.told_due_at is None:
        return
    if state == "late":
        yield Need("promise", OVERDUE, promise.told_due_at)
    elif state == "at-risk":
        yield Need("promise", SOON, promise.told_due_at)
    else:
        yield Need("promise", LATER, promise.told_due_at)


def _house_needs(row: Row, now: int) -> Iterator[Need]:
    if row.disputed_since is not None:
        yield Need("disputed", OVERDUE, row.disputed_since)
    if not row.owner:
        yield Need("unowned", TODO, None)
    elif row.owner_away and row.view == "open":
        yield Need("owner-away", TODO, None)
    if row.offered_at is not None:
        yield Need("handover", _level(now, row.offered_due_at, None, TODO), row.offered_due_at)
    if row.conflicts:
        yield Need("conflict", TODO, None)
    if row.deadline is not None:
        before = TODO if row.chase_at is not None and now >= row.chase_at else LATER
        yield Need("deadline", _level(now, row.deadline.due_at, row.deadline.due_at - HOUR, before), row.deadline.due_at)
    if row.amends_due_at is not None:
        yield Need("amends", _level(now, row.amends_due_at, row.amends_due_at - 4 * HOUR, LATER), row.amends_due_at)
    if row.remedy_waits_since is not None:
        yield Need("remedy-answer", TODO, None)
    if row.untold_remedy_since is not None:
        yield Need("untold-remedy", SOON, row.untold_remedy_since)
    if row.below_since is not None:
        yield Need("remedy-below", SOON, row.below_since)
    if row.bare_since is not None:
        yield Need("no-remedy", LATER, None)
    if row.blocker is not None:
        yield Need("blocker", TODO if row.nudge_at is not None and now >= row.nudge_at else LATER, row.nudge_at)
    if row.must_tell_by is not None and now < row.must_tell_by:
        yield Need("must-tell", SOON if now >= row.must_tell_by - HOUR else LATER, row.must_tell_by)
    if row.prevention is not None:
        due_at = row.prevention.due_at
        yield Need("prevention", SOON if now >= due_at else TODO if now >= due_at - DAY else LATER, due_at)


def _weight(need: Need) -> tuple[int, int]:
    """Sorts needs: by score, then by the earlier due time."""
    score = NEXT_STEP if need.rule == "step" and need.level == LATER else SCORES[need.rule in HOUSE][need.level]
    return score, -(need.due_at if need.due_at is not None else 1 << 60)
