"""Every wait of the exchange, in milliseconds, so that a test or a fast carrier can shorten it."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from typing import NamedTuple

from store.clock import DAY, HOUR, MINUTE, SECOND
from store.errors import BadInput

ENVIRONMENT = "WARROOM_WAITS"
"""Names the variable with waits of one's own, for trials and for unusual ways of sharing: `adopt=6000,head=10000`."""


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
    here: int = 7 * DAY
    """Who was not heard of for so long does not count among those here."""
    skew: int = 2 * MINUTE
    """How far ahead a clock may be before it is told."""
    slow: int = 10 * MINUTE
    """How far behind one may be: that can't be told from a slow way."""


SINGLE = Waits(gap=15 * SECOND, busy_gap=30 * SECOND, head=5 * MINUTE)
"""For a file that is replaced as a whole: each time may make a conflict copy."""


def adjusted(waits: Waits, text: str) -> Waits:
    """`waits` with those that `text` names set to other values: `name=milliseconds`, separated by commas. Raises BadInput."""
    changed = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = part.partition("=")
        if name not in Waits._fields or not (value.isascii() and value.isdigit()):
            raise BadInput("waits", f"{ENVIRONMENT}: “{part}” is no wait", "write it as adopt=600000: " + ", ".join(Waits._fields))
        changed[name] = int(value)
    return waits._replace(**changed)
