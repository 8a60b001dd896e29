"""Dates that were entered without a clock time: they stay that day for the customer, wherever they are. Pure.

A day without a clock time is kept as the end of our working day (17:00) ahead, and as its beginning behind (`store.when`). Of an
instant like that only the day was meant: it is given to the templates as the noon of that day with the customer, which no change
of clocks skips. Promises are left as they are: they are said with their clock time and its zone.
"""

from __future__ import annotations

from typing import Any

from store.errors import BadInput
from store.when import END_OF_DAY
from store.zones import Zone, find_zone, instant, wall

Plain = dict[str, Any]

_AHEAD = ("due_at",)
_BEHIND = ("issued_at", "done_at")
_LISTS = ("amends", "corrections", "gifts", "changes", "followups")


def days_kept(fields: Plain, ours: Zone) -> Plain:
    """The same fields, for the lists whose dates are said as days. Changes their entries, which are nobody else's."""
    theirs = find_zone(fields["zone"])
    for entry in (entry for name in _LISTS for entry in fields[name]):
        for keys, hour in ((_AHEAD, END_OF_DAY), (_BEHIND, 0)):
            for key in keys:
                if entry.get(key) is not None:
                    entry[key] = same_day(entry[key], hour, ours, theirs)
    return fields


def same_day(at: int, hour: int, ours: Zone, theirs: Zone) -> int:
    """`at` itself, unless it is `hour` o'clock with us, which stands for a day, and another day with them: then the noon of
    the same day there (ms)."""
    here = wall(at, ours).replace(tzinfo=None)
    if (here.hour, here.minute, here.second, here.microsecond) != (hour, 0, 0, 0) or wall(at, theirs).date() == here.date():
        return at
    try:
        return instant(here.replace(hour=12), theirs)
    except BadInput:  # a day that a country left out
        return at
