"""What stands under the table for the selected line, and what Enter opens for it."""

from __future__ import annotations

from collections.abc import Collection

from store.attention import judge
from store.next_action import next_action
from store.zones import Zone
from warroom.board_content import Line
from widgets.cells import BoardLine
from widgets.next_line import NOTHING, NextValues

ACTION_OF = {
    "not-told": "form('contact')",
    "contact": "form('contact')",
    "unanswered": "form('contact')",
    "own-it": "form('contact')",
    "retry": "form('contact')",
    "moved-not-told": "verbs('promise')",
    "promise": "verbs('promise')",
    "untouched": "form('owner')",
    "unowned": "form('owner')",
    "disputed": "verbs('dispute')",
    "public": "verbs('dispute')",
    "must-tell": "form('contact')",
    "deadline": "verbs('deadline')",
    "approval": "verbs('restitution')",
    "issue": "verbs('restitution')",
    "amends": "verbs('remedy')",
    "remedy-answer": "verbs('remedy')",
    "follow-up": "verbs('follow-up')",
    "stage": "form('stage')",
}
"""Rule of the next action → what Enter opens; anything else opens the detail."""


def next_values(line: Line | None, now: int, zone: Zone, off_duty: Collection[str]) -> NextValues:
    """What broke for the selected break and the one thing to do next; of a failure how to fold it."""
    if line is None:
        return NOTHING
    if not isinstance(line, BoardLine):
        return NextValues(
            f"{line.what} · {line.customers} customers", f"Enter folds it {'in' if line.folded_out else 'out'}", "dim", ""
        )
    row = line.row
    attention = judge(row, now)
    action = next_action(row, attention, now, zone, off_duty)
    about = f"{row.customer} · {row.what}" + (f" · {row.trouble}" if row.trouble else "")
    if action is None:
        return NextValues(about, "", "plain", "")
    who = f"{action.who}: " if action.who else ""
    need = attention.next
    tone = {"overdue": "overdue", "soon": "soon"}.get(need.level if need else "", "plain")
    return NextValues(about, f"next for {line.spoken}  {who}{action.what}", tone, "Enter starts it")
