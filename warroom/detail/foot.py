"""The foot of a break's screen: what is next, when, and whose it is."""

from __future__ import annotations

from store.attention import judge
from store.next_action import next_action
from store.zones import Zone
from warroom.detail.content import Detail
from widgets.panel_lines import Parts


def next_parts(detail: Detail, now: int, zone: Zone) -> Parts:
    """What is next; its time stands first, as the sentence may be longer than the line."""
    attention = judge(detail.row, now)
    action = next_action(detail.row, attention, now, zone, detail.case.board.off_duty)
    if action is None:
        return (("nothing is left to do", "dim"),)
    level = attention.next.level if attention.next else ""
    tone = level if level in ("overdue", "soon") else "strong"
    due = action.due(now, zone)
    when: Parts = ((due, tone), (" · ", "dim")) if due else ()
    return (("next  ", "dim"), *when, (f"{action.who}: " if action.who else "", "plain"), (action.what, tone))
