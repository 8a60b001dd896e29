"""What is still to come once it is fixed, and once it is closed: the follow-ups of the policy, light check-ins in the watch
period, the outcome looked at again at its end, what we change so that it can't happen again.

Functions of the record and the policy: they give instants, which `store.attention` judges at a time.
"""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from collections import Counter
from typing import NamedTuple

from store.clock import DAY
from store.policy import Policy
from store.row import DueCell
from store.state import Break, Customer, Failure
from store.text import name_key, one_line

EARLY = 7 * DAY
"""A check-in counts for the next one when it comes so long before it at most (and after half of the time to it); an outcome that
is set so long before the end of the watch counts as looked at again."""


class Watch(NamedTuple):
    """What the watch period of a closed break still asks for."""

    ends_at: int
    check_in: DueCell | None
    """The first check-in that was not made: `what` says which of how many."""


def next_followup(brk: Break, policy: Policy) -> DueCell | None:
    """The follow-up that is due next: one that was planned, or one that the policy wants and nobody planned (without a number)."""
    planned = [DueCell(item.n, item.channel, "", item.due_at) for item in brk.followups if item.done_at is None]
    return min((*planned, *wanted_followups(brk, policy)), key=lambda cell: cell.due_at, default=None)


def wanted_followups(brk: Break, policy: Policy) -> tuple[DueCell, ...]:
    """The follow-ups that the policy wants after the fix and that nobody planned: none for what is closed, or imported."""
    if brk.fixed_at is None or brk.is_closed or brk.imported:
        return ()
    return tuple(DueCell("", channel, "", brk.fixed_at + after) for channel, after in left_by_policy(brk, policy))


def left_by_policy(brk: Break, policy: Policy) -> tuple[tuple[str, int], ...]:
    """The follow-ups of the policy, (channel, ms after the fix), that were not planned since the fix: all of them before it."""
    since = brk.fixed_at
    there = Counter(item.channel for item in brk.followups if since is not None and (item.done_at or item.due_at) >= since)
    found = []
    for channel, after in policy.followups[brk.severity - 1]:
        if there[channel]:
            there[channel] -= 1
        else:
            found.append((channel, after))
    return tuple(found)


def followed_up_at(brk: Break, policy: Policy) -> int | None:
    """When the last follow-up after the fix was done, if none is left, planned or wanted by the policy: the cadence ends then.
    Those before a fix that did not hold don't count."""
    if brk.fixed_at is None or next_followup(brk, policy) is not None:
        return None
    return max((item.done_at for item in brk.followups if item.done_at is not None and item.done_at >= brk.fixed_at), default=None)


def watch_of(brk: Break, customer: Customer, policy: Policy) -> Watch | None:
    """What is left of the watch period; None where there is none, or it is over because the outcome was looked at again.

    Only a closing that was done here is watched: imported history stays quiet. A check-in answers all that were due by then,
    and the next one when it is near. Who must not be contacted, or was lost, gets none.
    """
    length = policy.watch[brk.severity - 1]
    closing = next((change for change in reversed(brk.stages) if change.stage == "closed"), None)
    if not brk.is_closed or brk.closed_at is None or closing is None or closing.imported or not length:
        return None
    closed_at, ends_at = brk.closed_at, brk.closed_at + length
    again_from = ends_at - min(EARLY, length // 2)
    if any(mark.at >= again_from for mark in brk.outcomes):
        return None
    after = [] if customer.do_not_contact or brk.outcome == "lost" else sorted(policy.check_ins[brk.severity - 1])
    made = [contact.at for contact in brk.contacts if contact.kind == "check-in" and contact.reached and contact.at >= closed_at]
    due = [closed_at + span for span in after if span <= length]
    for number, (before, at) in enumerate(zip((closed_at, *due), due, strict=False), 1):
        early = min(EARLY, (at - before) // 2)
        if not any(contact_at >= at - early for contact_at in made):
            return Watch(ends_at, DueCell(str(number), f"{number} of {len(due)}", "", at))
    return Watch(ends_at, None)


def took_part(brk: Break) -> tuple[str, ...]:
    """Who of us took part: the owner, who mended it, who spoke or wrote to the customer. Each once, as first written."""
    named = (brk.owner, brk.fixer, brk.first_fixer, *(contact.actor for contact in brk.contacts))
    found: dict[str, str] = {}
    for name in named:
        if name:
            found.setdefault(name_key(name), name)
    return tuple(found.values())


def not_debriefed(brk: Break, failure: Failure) -> tuple[str, ...]:
    """Who took part and was not debriefed yet: a debrief in which nothing was said is none."""
    done = {name_key(told.who) for told in failure.debriefs if told.is_done}
    return tuple(name for name in took_part(brk) if name_key(name) not in done)


def next_prevention(failure: Failure) -> DueCell | None:
    """The prevention action with the nearest date that is not done; it is its owner's, and outlives the break."""
    dated = [(item.due_at, item) for item in failure.prevention if item.done_at is None and item.due_at is not None]
    found = min(dated, key=lambda pair: pair[0], default=None)
    return DueCell(found[1].n, one_line(found[1].what), found[1].owner, found[0]) if found else None
