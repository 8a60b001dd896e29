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
    return NextValues(about, f"next for {line.spoken}  {_said(action)}", _tone(line, now), starts, row.what)


def _of_failure(line: GroupLine, now: int, zone: Zone, off_duty: Collection[str]) -> NextValues:
    done = put_right(line)
    about = f"{line.what} · {line.customers} customers" + (f" · {done}" if done else "")
    fold = f"Enter folds it {'in' if line.folded_out else 'out'}"
    found = lead_action(line, now, zone, off_duty)
    if found is None or line.lead is None:
        return NextValues(about, fold, "dim", "")
    action, leading = found
    return NextValues(
        about, f"next for {line.spoken}: {leading}{_said(action)}", _tone(line.lead, now), fold, f"{fold} · {line.what}"
    )


def _said(action: NextAction) -> str:
    return f"{action.who}: {action.what}" if action.who else action.what


def _tone(line: BoardLine, now: int) -> str:
    need = judge(line.row, now).next
    return {"overdue": "overdue", "soon": "soon"}.get(need.level if need else "", "plain")
