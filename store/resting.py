"""Which needs are met by speaking to the customer, and for which night or agreed silence of theirs such a need waits."""

from __future__ import annotations

from store.attention import LATER, OVERDUE, Attention, Need
from store.clock import HOUR
from store.row import Quiet, Row, to_settle
from store.their_hours import night_until

CALLS = frozenset(
    ("not-told", "contact", "unanswered", "own-it", "moved-not-told", "retry", "remedy-answer", "untold-remedy", "check-in")
)
"""Needs that are met by speaking to the customer, always."""

SPOKEN_DEEDS = frozenset(("contact", "field", "promise", "answer"))
"""What proves a step that is done in talking to them."""
AWAKE = 4 * HOUR
"""Who wrote or rang so long ago (ms) in their night is still up."""


def rest_of(row: Row, need: Need, now: int) -> Quiet | None:
    """The night or the agreed silence for which a need waits, as it is met by calling them; None for one that may be met now.

    What is due in their day is done in their day. What is due before is no reason to wait where the severity counts their
    night, where we named the time to them, nor just after they wrote or rang in it themselves.
    """
    if not is_call(row, need):
        return None
    for period in row.quiet:
        if period.kind == "silence" and period.begin <= now < period.until:
            return period
    opens = night_until(row, now)
    if opens is None:
        return None
    wrote_at = row.waiting_since if need.rule == "unanswered" else None
    if wrote_at is not None and now - wrote_at < AWAKE and night_until(row, wrote_at) == opens:
        return None
    presses = need.due_at is None or need.due_at < opens
    may_wake = row.night_counts or (need.rule == "contact" and row.contact_is_news)
    return None if presses and may_wake else Quiet(now, opens, "asleep")


def is_call(row: Row, need: Need) -> bool:
    """Whether a need is met by speaking to the customer."""
    if row.do_not_contact:
        return False
    if need.rule in ("promise", "moved-not-told") and to_settle(row):
        return False
    if need.rule == "promise":
        return need.level == OVERDUE or (row.promise is not None and row.promise.n == row.untold_n)
    if need.rule == "follow-up":
        return row.followup is not None and bool(row.followup.n) and row.followup.what == "call"
    if need.rule == "step":
        return row.step is not None and row.step.deed.partition(" ")[0] in SPOKEN_DEEDS
    return need.rule in CALLS


def doable(row: Row, attention: Attention, now: int) -> Need | None:
    """The need to meet next: the most urgent one; while that waits for their morning, the next one that does not and that
    is to be done now."""
    first = attention.next
    if first is None or rest_of(row, first, now) is None:
        return first
    return next((need for need in attention.needs if need.level != LATER and rest_of(row, need, now) is None), first)
