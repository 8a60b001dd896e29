"""What a command costs, in counts that do not drift: SQL statements for an entry, whatever is on the board."""

from __future__ import annotations

import sqlite3

import pytest

from tests.warroom.commands.conftest import Desk


def statements(desk: Desk, monkeypatch: pytest.MonkeyPatch, *args: str) -> int:
    """How many SQL statements a command runs (those inside a trigger or a virtual table not counted)."""
    count = 0
    connect = sqlite3.connect

    def counted(*given: object, **named: object) -> sqlite3.Connection:
        db: sqlite3.Connection = connect(*given, **named)  # type: ignore[call-overload]

        def count_one(text: str) -> None:
            nonlocal count
            count += not text.startswith("--")

        db.set_trace_callback(count_one)
        return db

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", counted)
        desk.good(*args)
    return count


def test_an_entry_takes_few_statements_whatever_the_board_holds(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = desk.open()
    first = statements(desk, monkeypatch, "contact", id_, "--channel", "call")
    assert first <= 60
    for number in range(25):
        other = desk.open(f"Customer {number}")
        desk.good("promise", other, "--what", "fix", "--by", "2h")
    assert statements(desk, monkeypatch, "contact", id_, "--channel", "call") <= first + 2
    for args in (("note", id_, "x"), ("promise", id_, "--what", "fix", "--by", "2h"), ("stage", id_, "owned"), ("undo", id_)):
        assert statements(desk, monkeypatch, *args) <= 80, args
