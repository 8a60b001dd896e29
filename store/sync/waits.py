"""Every wait of the exchange, in milliseconds, so that a test or a fast carrier can shorten it."""

# No `from __future__ import annotations`: a NamedTuple compiles each annotation that is text, at every start.

from typing import NamedTuple

from store.clock import DAY, HOUR, MINUTE, SECOND
from store.errors import BadInput
from store.sync.ledger import BUSY_WINDOW
from store.text import quoted

ENVIRONMENT = "WARROOM_WAITS"
"""Names the variable with waits of one's own, for trials and for unusual ways of sharing: `adopt=6000,head=10000`."""

LONGEST = 366 * DAY


class Waits(NamedTuple):
    """How long the exchange waits for what."""

    settle: int = 250
    """From the first pending event to its publication: what is done in one go travels in one segment."""
    gap: int = 2 * SECOND
    """Between two publications."""
    busy_gap: int = 10 * SECOND
    """The same when there were more than `busy_after` of them in `busy_window`."""
    busy_after: int = 40
    busy_window: int = BUSY_WINDOW
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
    failing: int = SECOND
    """After the first publication that failed (a full disk); twice as long after each further one, `failing_most` at most."""
    failing_most: int = MINUTE
    look_over: int = 10 * SECOND
    """Between two looks whether own files are to be rolled up, replaced or removed."""
    quiet: int = 2 * MINUTE
    """How long nothing must have been published before more than `roll_above` own segments are rolled into a pack;
    `roll_at` of them are at any time."""
    roll_above: int = 32
    roll_at: int = 128
    packs_above: int = 16
    """More own packs than this, each under `pack_bytes`, are rolled into one."""
    pack_bytes: int = 256 * 1024
    remove: int = DAY
    """How long a pack must have lain there, whole, before what was rolled into it is removed."""
    remove_gap: int = HOUR
    """Between two such removals, each of a quarter of the files at most."""
    remove_above: int = 500
    """Nothing is removed from a folder of fewer files."""
    lagging: int = 7 * DAY
    """Nothing is removed that somebody who was heard of within this time is not known to have; 0: whatever they have."""
    blank_gap: int = 10 * SECOND
    """Between two replacements of own files that hold what was blanked."""
    orphaned: int = 30 * DAY
    """Whose author was not heard of for so long, their files are rolled up by somebody else, and removed by `tidy`."""
    here: int = 7 * DAY
    """Who was not heard of for so long does not count among those here."""
    skew: int = 2 * MINUTE
    """How far ahead a clock may be before it is told."""
    slow: int = 10 * MINUTE
    """How far behind one may be: that can't be told from a slow way."""


SINGLE = Waits(
    gap=15 * SECOND,
    busy_gap=30 * SECOND,
    head=5 * MINUTE,
    urgent=15 * SECOND,
    remove=0,
    remove_gap=15 * MINUTE,
    remove_above=0,
    lagging=0,
)
"""For a file that is replaced as a whole: each time may make a conflict copy. A pack and what it replaces lie in that one
file, so the latter goes when the former was read back."""


def adjusted(waits: Waits, text: str) -> Waits:
    """`waits` with those that `text` names set to other values: `name=milliseconds`, separated by commas. Raises BadInput."""
    changed = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = part.partition("=")
        if name not in Waits._fields or not (value.isascii() and value.isdigit()):
            raise BadInput("waits", f"{ENVIRONMENT}: {quoted(part)} is no wait", "write it as adopt=600000, in milliseconds")
        if len(value) > 15 or int(value) > LONGEST:
            raise BadInput("waits", f"{ENVIRONMENT}: {quoted(part)} is no wait", f"at most a year: {LONGEST}")
        changed[name] = int(value)
    return waits._replace(**changed)
