"""What a command costs, in counts that do not drift: SQL statements for an entry, and none that reads the whole record."""

from __future__ import annotations

import sqlite3

import pytest

from tests.warroom.commands.conftest import Desk

LONG = ("events", "subjects", "steps", "break_rows", "failures", "customers")
"""Tables that grow with the board's history."""


def statements(desk: Desk, monkeypatch: pytest.MonkeyPatch, *args: str) -> list[str]:
    """The SQL statements that a command runs by itself, with their values."""
    found: list[str] = []
    connect = sqlite3.connect

    def traced(*given: object, **named: object) -> sqlite3.Connection:
        db: sqlite3.Connection = connect(*given, **named)  # type: ignore[call-overload]
        db.set_trace_callback(found.append)
        return db

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", traced)
        desk.good(*args, "--offline")
    return [text for text in found if not text.startswith("--")]


def test_an_entry_takes_few_statements_whatever_the_board_holds(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = desk.open()
    first = len(statements(desk, monkeypatch, "contact", id_, "--channel", "call"))
    assert first <= 64
    for number in range(25):
        other = desk.open(f"Customer {number}")
        desk.good("promise", other, "--what", "fix", "--by", "2h")
    assert len(statements(desk, monkeypatch, "contact", id_, "--channel", "call")) <= first + 2


def test_who_is_on_duty_reaches_into_the_rows_of_what_they_own_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        desk.open(f"Customer {number}")
    for args in (["duty", "on"], ["handover", "--to", "ben"], ["duty", "off"]):
        assert len(statements(desk, monkeypatch, *args)) <= 64, args
    assert len(statements(desk, monkeypatch, "policy", "cadence.3=1h")) > 200
    assert {row["contact_due_at"] for row in desk.json("list")["breaks"]} == {"2026-11-24T14:00:00Z"}
    desk.good("policy", "first_word.3=1h")
    assert {row["contact_due_at"] for row in desk.json("list")["breaks"]} == {"2026-11-24T13:00:00Z"}
    desk.good("undo")
    assert {row["contact_due_at"] for row in desk.json("list")["breaks"]} == {"2026-11-24T14:00:00Z"}


BLANKED = "USING INDEX events_redacted"
"""An index of the few redactions alone."""

WRITES = [
    ["contact", "ID", "--channel", "call", "--next", "1h"],
    ["contact", "--failure", "ID", "--channel", "call"],
    ["note", "ID", "x"],
    ["promise", "ID", "--what", "fix", "--by", "2h"],
    ["settle", "ID", "1", "kept"],
    ["repromise", "ID", "1", "--by", "9h", "--reason", "r", "--not-told"],
    ["stage", "ID", "owned"],
    ["restitution", "ID", "--kind", "credit", "--amount", "5 EUR"],
    ["edit", "ID", "--severity", "1"],
    ["explain", "ID", "x"],
    ["open", "--customer", "Acme", "--what", "x"],
    ["open", "--customer", "New", "--what", "x"],
    ["take", "ID"],
    ["undo", "ID"],
    ["undo"],
    ["retract", "EVENT"],
    ["amend", "EVENT", "text=y"],
    ["redact", "EVENT"],
    ["merge", "ID", "OTHER"],
    ["show", "ID"],
]


@pytest.mark.parametrize("args", WRITES, ids=" ".join)
def test_no_statement_reads_all_that_ever_happened(desk: Desk, monkeypatch: pytest.MonkeyPatch, args: list[str]) -> None:
    """The query plans do not depend on how much there is: what searches a small board searches a large one."""
    names = {"ID": desk.open(), "OTHER": desk.open("Elm")}
    desk.good("promise", names["ID"], "--what", "fix", "--by", "2h")
    desk.good("note", names["ID"], "x")
    names["EVENT"] = desk.show(names["ID"])["timeline"][-1]["event"]
    found = statements(desk, monkeypatch, *(names.get(word, word) for word in args))
    db = sqlite3.connect(next(desk.home.glob("data/boards/*/replica.db")))
    for text in found:
        if text.lstrip().startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")) and " board" not in text[:40]:
            steps = [step for *_, step in db.execute("EXPLAIN QUERY PLAN " + text)]
            scans = [step for step in steps if any(step.startswith(f"SCAN {table}") for table in LONG) and BLANKED not in step]
            assert not scans, (text, steps)
    db.close()
