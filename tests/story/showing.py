"""What must be on the screen: the board and the call sheet show what the record says, and nothing else."""

from __future__ import annotations

from tests.story.agreement import Seen
from tests.warroom.screens.conftest import LiveDesk
from widgets.line_panel import LinePanel

LABEL = 14
"""Cells before the text of a line of the sheet."""


def board_shows(text: str, seen: Seen) -> None:
    """The line of the break, and below the table what is next."""
    record, lines = seen.record, text.splitlines()
    [row] = [line for line in lines if line.startswith(f"▌ {record['id']}")]
    assert record["customer"] in row
    assert ("↻" in row, "≠" in row) == (record["repeat"], record["disputed"])
    assert (record["disputed"] and record["view"] == "open") or record["stage"] in row
    promise = record["promise"]
    assert ("moved, not told" in row) is (promise is not None and not promise["told"])
    amends = [line for line in record["restitution"] if line["kind"] not in ("gift-card", "correction")]
    owed = sum(float(line["amount"]["amount"]) for line in amends if line["state"] in ("proposed", "approved", "issued"))
    assert (f"€{owed:,.0f}" in row) or not owed
    below = words("\n".join(lines[-3:]))
    action = record["next"]
    assert (f"next for {record['id']}" in below) is (action is not None)
    if action is not None:
        assert f"{action['who'] + ': ' if action['who'] else ''}{action['what']}" in below
        assert f"{record['playbook']} {record['steps_done']}/{record['step_count']}" in below


def sheet_shows(live: LiveDesk, seen: Seen) -> None:
    """The number, what is loud, what to know, to say and not to say: all of it, and nothing else."""
    sheet, lines = seen.sheet, live.text.splitlines()
    assert lines[0].strip().startswith(sheet["number"])
    head = words("\n".join(lines[: len(sheet["alarms"]) + 3]))
    assert all(alarm["text"] in head for alarm in sheet["alarms"])
    assert ("follow-up call" in head) is (sheet["kind"] == "follow-up")
    for name, told in (("call-say", (*sheet["say"], *sheet["avoid"])), ("call-facts", sheet["facts"])):
        panel = live.screen.query_one(f"#{name}", LinePanel)
        area = panel.region
        text = words("\n".join(line[area.x + LABEL : area.right] for line in lines[area.y + 1 : area.bottom]))
        assert text == " ".join(words(line["text"]) for line in told), name


def words(text: str) -> str:
    """A text on one line, without the signs that the sheet puts before its lines."""
    return " ".join(text.replace("✗ ", " ").split())
