"""What stands under the table for the selected line."""

from __future__ import annotations

from collections.abc import Collection

from store.attention import judge
from store.next_action import NextAction, next_action
from store.zones import Zone
from warroom.board_content import Line
from warroom.next_deed import deed_of
from widgets.cells import BoardLine, GroupLine
from widgets.group_cells import lead_action, put_right
from widgets.next_line import NOTHING, NextValues


def next_values(line: Line | None, now: int, zone: Zone, off_duty: Collection[str]) -> NextValues:
    """What broke for the selected break and the one thing to do next; of a failure the same for its most urgent customer."""
    if line is None:
        return NOTHING
    if not isinstance(line, BoardLine):
        return _of_failure(line, now, zone, off_duty)
    row = line.row
    action = next_action(row, judge(row, now), now, zone, off_duty)
    about = f"{row.customer} · {row.what}" + (f" · {row.trouble}" if row.trouble else "")
    if action is None:
        return NextValues(about, "", "plain", "")
    deed = deed_of(row, action.rule, now)
    starts = f"Enter or {deed.key} starts it" if deed is not None and deed.key else "Enter starts it"
    starts = f"{row.playbook} {row.steps_done}/{row.steps} · {starts}" if row.steps else starts
    named = f"next for {line.spoken}  "
    return NextValues(
        about, named + _said(action, now, zone), _tone(line, now), starts, row.what, named + _said(action, now, zone, True)
    )


def _of_failure(line: GroupLine, now: int, zone: Zone, off_duty: Collection[str]) -> NextValues:
    done = put_right(line)
    about = f"{line.what} · {line.customers} customers" + (f" · {done}" if done else "")
    fold = f"Enter folds it {'in' if line.folded_out else 'out'}"
    found = lead_action(line, now, zone, off_duty)
    if found is None or line.lead is None:
        return NextValues(about, fold, "dim", "")
    action, leading = found
    named = f"next for {line.spoken}: {leading}"
    said, cut = _said(action, now, zone), _said(action, now, zone, True)
    return NextValues(about, named + said, _tone(line.lead, now), fold, f"{fold} · {line.what}", named + cut)


def _said(action: NextAction, now: int, zone: Zone, time_first: bool = False) -> str:
    what, due = f"{action.who}: {action.what}" if action.who else action.what, action.due(now, zone)
    return " · ".join(part for part in ((due, what) if time_first else (what, due)) if part)


def _tone(line: BoardLine, now: int) -> str:
    need = judge(line.row, now).next
    return {"overdue": "overdue", "soon": "soon"}.get(need.level if need else "", "plain")
