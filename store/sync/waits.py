"""Every wait of the exchange, in milliseconds, so that a test or a fast carrier can shorten it."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from typing import NamedTuple

from store.clock import DAY, HOUR, MINUTE, SECOND


class Waits(NamedTuple):
    """How long the exchange waits for what."""

    settle: int = 250
    """From the first pending event to its publication: what is done in one go travels in one segment."""
    gap: int = 2 * SECOND
    """Between two publications."""
    busy_gap: int = 10 * SECOND
    """The same when there were more than `busy_after` of them in `busy_window`."""
    busy_after: int = 40
    busy_window: int = 5 * MINUTE
    retry: int = 2 * SECOND
    """Before a bad file is read again, `quick_retries` times: it may be half-written."""
    quick_retries: int = 3
    retry_later: int = 10 * MINUTE
    adopt: int = 10 * MINUTE
    """How long another's events must be missing, and the other silent, before they are published in its place; up to half
    as long again, so that not everybody does it at once."""
    check_again: int = HOUR
    """After which a file that was read is looked at again, whether it is still whole."""
    head: int = MINUTE
    """Between two heads."""
    urgent: int = 250
    """Between two heads, when it is to be told that somebody is calling a customer, or no longer."""
    late: int = 10 * MINUTE
    """What was written down so long before this replica last looked, and was not there, came in late."""
    here: int = 7 * DAY
    """Who was not heard of for so long does not count among those here."""
    skew: int = 2 * MINUTE
    """How far ahead a clock may be before it is told; one that is behind can't be told from a slow way, and has `adopt`."""


SINGLE = Waits(gap=15 * SECOND, busy_gap=30 * SECOND, head=5 * MINUTE, urgent=15 * SECOND)
"""For a file that is replaced as a whole: each time may make a conflict copy."""
