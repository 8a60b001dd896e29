"""How the exchange stands, in the few words that a header has room for."""

from __future__ import annotations

from store.clock import DAY, HOUR, MINUTE, SECOND
from store.spans import length
from store.when import day_and_time
from store.zones import Zone
from warroom.sharing.standing import BEHIND, READ_ONLY, UNREACHABLE, Person, Standing

HERE = 3 * MINUTE
"""Who was heard of within this time (ms) is here: a running board says so every minute."""
TOLD_FROM = 2 * SECOND
"""A shorter delay of the folder is not worth a word."""
LATELY = 7 * DAY
"""Who was not heard of for so long (ms) is not named in the header."""
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
        return f"{standing.cause or 'not synced'}{since}{waiting}", "overdue"
    note = f" · {standing.notes[0]}" if standing.notes else ""
    if standing.state == READ_ONLY:
        return f"folder read-only{waiting}{note}", "soon"
    if standing.waiting:
        return f"{standing.waiting:,} event{'s' if standing.waiting > 1 else ''} waiting{note}", "soon" if note else "dim"
    if standing.state == BEHIND:
        return _behind(standing) + note, "soon" if note else "dim"
    return f"in step{note}", "soon" if note else "dim"


def _behind(standing: Standing) -> str:
    """What is read now, else what is on its way."""
    if standing.unread:
        return f"reading {standing.unread:,}"
    return f"{standing.arriving:,} arriving" if standing.arriving else "reading"


def more_notes(standing: Standing | None) -> tuple[str, ...]:
    """The notes that `sync_words` leaves out."""
    if standing is None:
        return ()
    says_one = standing.state == READ_ONLY or not (standing.trouble or standing.state == UNREACHABLE)
    return standing.notes[1:] if says_one else standing.notes


def delay_words(standing: Standing | None, now: int) -> str:
    """How long the place takes, where both sides are in step and it was measured lately; empty otherwise."""
    if standing is None or not standing.is_well or standing.delay is None or standing.delay_at is None:
        return ""
    if standing.delay < TOLD_FROM or not 0 <= now - standing.delay_at <= HOUR:
        return ""
    return f"this folder takes ~{length(standing.delay)}"


def people_words(standing: Standing | None, now: int) -> str:
    """Which teammates are here, and since when others of the last days were not seen; empty when nobody else takes part."""
    if standing is None:
        return ""
    lately = [person for person in standing.people if _is_known(person, now) and now - person.heard_at < LATELY]
    here = [person.name for person in lately if now - person.heard_at < HERE]
    more = f" +{len(here) - _MOST_NAMED}" if len(here) > _MOST_NAMED else ""
    away = [f"{person.name} ⌁{length(now - person.heard_at)}" for person in lately if now - person.heard_at >= HERE]
    found = [f"{', '.join(here[:_MOST_NAMED])}{more} here"] if here else []
    return " · ".join([*found, *away[: max(0, _MOST_NAMED - len(here))]])


def team_words(standing: Standing | None, now: int, zone: Zone) -> list[str]:
    """What is wrong with the sharing, in full; then a line for each teammate: whether they are here, what they lack, whether
    their clock is off, their version."""
    if standing is None:
        return []
    wrong = [f"sharing: {standing.trouble}"] if standing.trouble else []
    return [*wrong, *(_of_person(person, now, zone) for person in standing.people)]


def _of_person(person: Person, now: int, zone: Zone) -> str:
    away = now - person.heard_at
    seen = "here" if away < HERE else f"not seen for {length(away)}, since {day_and_time(person.heard_at, now, zone)}"
    seen = seen if _is_known(person, now) else "not seen yet"
    lacks = f"lacked {person.lacks:,} entr{'ies' if person.lacks > 1 else 'y'} then" if person.lacks else "had everything then"
    clock = f"clock {length(abs(person.skew))} {'ahead' if person.skew > 0 else 'behind'}" if person.skew else ""
    program = f"Warroom {person.program}" if person.program else ""
    return f"{person.name}: " + " · ".join(part for part in (seen, lacks, clock, program) if part)


def _is_known(person: Person, now: int) -> bool:
    """Whether it is known when somebody was heard of: not in the future, which a clock says that was ahead."""
    return 0 < person.heard_at <= now + HERE


def heard_of(standing: Standing | None) -> dict[str, int]:
    """When each teammate was last heard of, by their name's small letters. Empty while the place can't be reached: then it is
    not they who are away."""
    if standing is None or standing.state == UNREACHABLE:
        return {}
    return {person.name.casefold(): person.heard_at for person in standing.people if person.heard_at}
