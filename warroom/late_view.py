"""What came in late, in words: the line on the board, and the list."""

from __future__ import annotations

from collections.abc import Sequence

from store.late import Late, LateGroup
from store.spans import length
from store.text import one_line
from store.when import day_and_time
from store.zones import Zone
from warroom.detail.words import count
from widgets.panel_lines import PanelLine, Part, Parts

MOST_NAMED = 3
"""Most people that the line names."""


def late_line(late: Late, key: str, now: int, zone: Zone) -> Parts:
    """`came in late: 3 from ben, one a promise due 07:00   L lists them`."""
    people: dict[str, list[LateGroup]] = {}
    for group in late.groups:
        people.setdefault(group.actor, []).append(group)
    parts: list[Part] = [("came in late: ", "soon")]
    for place, (actor, groups) in enumerate(list(people.items())[:MOST_NAMED]):
        parts.append((("; " if place else "") + f"{sum(group.events for group in groups):,} from {one_line(actor, 20)}", "strong"))
        if due := _promise_due(groups, now, zone):
            parts.append(due)
    if len(people) > MOST_NAMED:
        parts.append((f"; and from {len(people) - MOST_NAMED} more", "strong"))
    return (*parts, ("   ", "plain"), (key, "key"), (" lists them", "dim"))


def _promise_due(groups: Sequence[LateGroup], now: int, zone: Zone) -> Part | None:
    """The promise among what one person wrote that is due first, loud when it is due soon or over."""
    first = next((group for group in groups if group.promise is not None), None)
    if first is None or first.promise is None:
        return None
    due_at, loud = first.promise.told_due_at, first.is_loud(now)
    when = "with no date" if due_at is None else f"due {day_and_time(due_at, now, zone)}"
    return (f", one a promise {when}{' ‼' if loud else ''}", "overdue" if loud else "plain")


def late_alarm(groups: Sequence[LateGroup], now: int, zone: Zone) -> str:
    """What is said aloud of promises that came in late and are due soon, or over."""
    first = groups[0]
    due_at = first.promise.told_due_at if first.promise is not None else None
    when = f" is due {day_and_time(due_at, now, zone)}" if due_at is not None else " has no date"
    more = f", and {len(groups) - 1} more" if len(groups) > 1 else ""
    return f"Came in late from {one_line(first.actor, 20)}: a promise to {one_line(first.customer, 40)}{when}{more}"


def late_lines(late: Late, now: int, zone: Zone) -> tuple[PanelLine, ...]:
    """A line for each person and thing."""
    return tuple(_line(place, group, now, zone) for place, group in enumerate(late.groups))


def _line(place: int, group: LateGroup, now: int, zone: Zone) -> PanelLine:
    about = " · ".join(one_line(part, 80) for part in (group.spoken, group.customer, group.what) if part)
    ago = f"written {day_and_time(group.written_at, now, zone)}"
    under: list[Parts] = []
    if group.promise is not None:
        due_at, loud = group.promise.told_due_at, group.is_loud(now)
        left = "" if due_at is None else f", late {length(now - due_at)} ‼" if now > due_at else f", in {length(due_at - now)}"
        when = "no date yet" if due_at is None else f"due {day_and_time(due_at, now, zone)}{left}"
        what = f"promise {group.promise.n}: {one_line(group.promise.what, 120)}, {when}{' !' if loud and '‼' not in when else ''}"
        under.append(((what, "overdue" if loud else "plain"),))
    return PanelLine(
        key=f"{place}:{group.break_id}",
        lead=((f"{one_line(group.actor, 12)}  ", "strong"),),
        body=((about, "plain"),),
        tail=((f"{count(group.events, 'entry', 'entries')}, {ago}", "dim"),),
        under=tuple(under),
    )
