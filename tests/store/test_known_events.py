"""Taking in events that are here already costs no fold."""

from __future__ import annotations

from pathlib import Path

from store.actions.contacts import log_contact
from store.actions.opening import open_breaks
from store.clock import ManualClock
from store.replica import Replica
from store.replica.log import events_since

BOARD = "B0ARD000000000000000000000"


def test_only_the_subjects_of_new_events_are_behind(tmp_path: Path) -> None:
    a, b = (Replica.open(tmp_path / name, BOARD, ManualClock(5_000)) for name in "ab")
    opened = a.act(lambda tx: open_breaks(tx, ["Acme", "Beta"], "mail is dead"), "Ada")
    assert b.ingest(events_since(a.db, 0)) == 3
    assert b.behind == 3
    b.catch_up()
    assert b.ingest(events_since(a.db, 0)) == 0
    assert b.behind == 0
    a.act(lambda tx: log_contact(tx, [opened.ids[0]], "call"), "Ada")
    assert b.ingest(events_since(a.db, 0)) == 1
    assert b.behind == 1
    b.catch_up()
    assert b.cases().brk(opened.ids[0]) == a.cases().brk(opened.ids[0])
    assert [row for (row,) in b.db.execute("SELECT row FROM break_rows ORDER BY id")] == [
        row for (row,) in a.db.execute("SELECT row FROM break_rows ORDER BY id")
    ]
