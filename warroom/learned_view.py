"""What was learned, in words: the line on the board for what is overdue, and the list."""

from __future__ import annotations

from collections.abc import Sequence

from store.learned import Action, LearnedFailure
from store.spans import length
from store.text import one_line
from store.when import day_and_time
from store.zones import Zone
from warroom.detail.words import count
from widgets.panel_lines import PanelLine, Part, Parts


class Overdue:
    """What the board says of prevention actions whose date passed."""

    def __init__(self, found: Sequence[LearnedFailure], now: int) -> None:
        late = [action for item in found for action in item.learned.open if action.due_at is not None and action.due_at <= now]
        self.late = sorted(late, key=lambda action: action.due_at or 0)

    def parts(self, key: str, now: int) -> Parts:
        """`never again: 2 overdue, cem: an alarm on dates, 3 d over   P lists them`; empty when nothing is overdue."""
        if not self.late:
            return ()
        first = self.late[0]
        over = length(now - (first.due_at or now))
        who = one_line(first.owner, 20) or "nobody"
        return (
            ("never again: ", "soon"),
            (f"{len(self.late)} overdue, ", "overdue"),
            (f"{who}: {one_line(first.what, 60)}, {over} over", "strong"),
            ("   ", "plain"),
            (key, "key"),
            (" lists them", "dim"),
        )


def learned_lines(found: Sequence[LearnedFailure], now: int, zone: Zone) -> tuple[PanelLine, ...]:
    """First what is open, the nearest date first; then the lessons; then what is done."""
    opened = [(item, action) for item in found for action in item.learned.open]
    opened.sort(key=lambda pair: (pair[1].due_at is None, pair[1].due_at or 0))
    lines = [_action(item, action, now, zone) for item, action in opened]
    for item in found:
        for place, lesson in enumerate(item.learned.lessons):
            tail = f"{one_line(lesson.actor, 20)}, {day_and_time(lesson.at, now, zone)}"
            lines.append(_line(f"lesson {place}", item, "lesson", lesson.text, (tail, "dim")))
    lines += [
        _action(item, action, now, zone) for item in found for action in item.learned.prevention if action.done_at is not None
    ]
    return tuple(lines)


def _action(item: LearnedFailure, action: Action, now: int, zone: Zone) -> PanelLine:
    who = one_line(action.owner, 20) or "nobody"
    tail: Part
    if action.done_at is not None:
        tail = (f"{who}, done {day_and_time(action.done_at, now, zone)}", "fine")
    elif action.due_at is None:
        tail = (f"{who}, no date", "soon")
    elif now >= action.due_at:
        tail = (f"{who}, {length(now - action.due_at)} over ‼", "overdue")
    else:
        tail = (f"{who}, {day_and_time(action.due_at, now, zone)}, in {length(action.due_at - now)}", "plain")
    return _line(f"prevention {action.n}", item, f"prevent {action.n}", action.what, tail)


def _line(name: str, item: LearnedFailure, word: str, text: str, tail: Part) -> PanelLine:
    whose = count(item.customers, "customer") if item.customers > 1 else one_line(item.customer, 40)
    about = " · ".join(part for part in (item.spoken, whose, item.what) if part)
    return PanelLine(
        key=f"{item.failure} {name}:{item.break_id}",
        lead=((f"{word:<11}", "dim"),),
        body=((text, "strong" if word != "lesson" else "plain"),),
        tail=(tail,),
        under=(((about, "dim"),),),
        full=text,
    )
