"""How the exchange stands, in the few words that a header has room for."""

from __future__ import annotations

from store.clock import HOUR, MINUTE, SECOND
from store.spans import length
from store.when import day_and_time
from store.zones import Zone
from warroom.sharing.standing import BEHIND, READ_ONLY, UNREACHABLE, Standing

HERE = 3 * MINUTE
"""Who was heard of within this time (ms) is here: a running board says so every minute."""
TOLD_FROM = 2 * SECOND
"""A shorter delay of the folder is not worth a word."""
_MOST_NAMED = 3


def sync_words(standing: Standing | None, now: int, zone: Zone, hangs: bool = False) -> tuple[str, str]:
    """The words and their tone. `standing` is None before the first exchange; `hangs` says that the place does not answer."""
    if standing is None:
        return ("no answer", "overdue") if hangs else ("syncing", "dim")
    since = "" if standing.last_at is None else f" since {day_and_time(standing.last_at, now, zone)}"
    waiting = f" · {standing.waiting:,} waiting" if standing.waiting else ""
    if standing.state == UNREACHABLE:
        return f"unreachable{since}{waiting}", "overdue"
    if hangs or (standing.trouble and standing.state != READ_ONLY):
        return f"not synced{since}{waiting}", "overdue"
    note = f" · {standing.notes[0]}" if standing.notes else ""
    if standing.state == READ_ONLY:
        return f"folder read-only{waiting}{note}", "soon"
    if standing.waiting:
        return f"{standing.waiting:,} event{'s' if standing.waiting > 1 else ''} waiting{note}", "soon" if note else "dim"
    if standing.state == BEHIND:
        return (f"{standing.arriving:,} arriving" if standing.arriving else "reading") + note, "soon" if note else "dim"
    return f"in step{note}", "soon" if note else "dim"


def delay_words(standing: Standing | None, now: int) -> str:
    """How long the place takes, where both sides are in step and it was measured lately; empty otherwise."""
    if standing is None or not standing.is_well or standing.delay is None or standing.delay_at is None:
        return ""
    if standing.delay < TOLD_FROM or not 0 <= now - standing.delay_at <= HOUR:
        return ""
    return f"this folder takes ~{length(standing.delay)}"


def people_words(standing: Standing | None, now: int) -> str:
    """Which teammates are here, and since when others were not seen; empty when nobody else takes part."""
    if standing is None:
        return ""
    here = [person.name for person in standing.people if now - person.heard_at < HERE]
    more = f" +{len(here) - _MOST_NAMED}" if len(here) > _MOST_NAMED else ""
    away = [f"{person.name} ⌁{length(now - person.heard_at)}" for person in standing.people if now - person.heard_at >= HERE]
    found = [f"{', '.join(here[:_MOST_NAMED])}{more} here"] if here else []
    return " · ".join([*found, *away[: max(0, _MOST_NAMED - len(here))]])
