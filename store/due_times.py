"""By when a break needs what the policy asks for: amends, owning it, an answer in public, asking again. Pure."""

# No `from __future__ import annotations`: this is on the way of every write.

from store.clock import HOUR, MINUTE
from store.entries import Blocker, Deadline, PublicMark, Remedy
from store.policy import Policy
from store.state import Break, Failure
from store.worktime import add_span

CHASED_BEFORE = (HOUR, 15 * MINUTE)  # before a supplier's date, after the first time at half of it


def amends_due(brk: Break, failure: Failure, policy: Policy) -> int | None:
    """When amends or a remedy should have been proposed: never for a fault that is not ours, nor twice."""
    within = policy.amends_within[brk.severity - 1]
    proposed = brk.remedies or any(line.kind != "correction" for line in brk.restitution)
    if within is None or proposed or failure.fault == "not-ours" or brk.is_closed or brk.imported:
        return None
    return add_span(brk.known_at, within, policy.hours)


def bare_since(brk: Break, failure: Failure) -> int | None:
    """Since when a break is owned to the customer with nothing proposed to put it right."""
    proposed = brk.remedies or any(line.kind != "correction" for line in brk.restitution)
    return None if proposed or failure.fault == "not-ours" or brk.is_closed or brk.imported else brk.owned_at


def below_since(remedies: tuple[Remedy, ...]) -> int | None:
    """When the last remedy was called not enough; None while another one is proposed since, or none was."""
    answered = [remedy for remedy in remedies if remedy.answer]
    if not answered or len(answered) < len(remedies):
        return None
    last = max(answered, key=lambda remedy: remedy.proposed_at)
    return last.answered_at if last.answer == "below" else None


def waiting_blocker(brk: Break) -> Blocker | None:
    """The standing blocker that nobody asked about for longest."""
    standing = [blocker for blocker in brk.blockers if blocker.cleared_at is None]
    return min(standing, key=asked_last, default=None)


def asked_last(blocker: Blocker) -> int:
    """When a blocker was last asked about: when it was raised, or asked about again."""
    return blocker.since if blocker.nudged_at is None else max(blocker.since, blocker.nudged_at)


def public_due(mark: PublicMark, severity: int, policy: Policy) -> int | None:
    """By when we should have answered where it is public."""
    within = policy.unanswered[severity - 1]
    return None if within is None else add_span(mark.since, within, policy.hours)


def nudge_at(blocker: Blocker, brk: Break, policy: Policy) -> int | None:
    """When a blocker is to be asked about again; None where the policy names no time."""
    within = policy.nudge[brk.severity - 1]
    return None if within is None else add_span(asked_last(blocker), within, policy.hours)


def own_due(brk: Break, failure: Failure, policy: Policy) -> int | None:
    """When a break of which the customer knows should have been owned to them: within the time for the first word."""
    within = policy.first_word[brk.severity - 1]
    if within is None or brk.owned_at is not None or brk.told_at is None or failure.fault == "not-ours" or brk.is_closed:
        return None
    return add_span(brk.known_at, within, policy.hours)


def chase_at(deadline: Deadline) -> int | None:
    """When a supplier is to be asked about their date next: at half of their time, then an hour and a quarter before it."""
    begin, due_at = max(deadline.set_at, deadline.dated_at), deadline.due_at
    if deadline.of != "supplier" or due_at <= begin:
        return None
    half = (begin + due_at) // 2
    points = (half, *(due_at - before for before in CHASED_BEFORE if due_at - before > half))
    asked_at = deadline.chased_at if deadline.chased_at is not None else begin
    return next((at for at in points if at > asked_at), None)


def untouched_due(brk: Break, policy: Policy) -> int | None:
    within = policy.untouched[brk.severity - 1]
    if within is None or brk.touched_at is not None or brk.is_closed or not brk.opened_at:
        return None
    return add_span(brk.opened_at, within, policy.hours)
