"""An entry that stood on the wrong break: it moves as it stands, and an undo takes back only what it named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from store.actions.contacts import log_contact
from store.actions.corrections import amend, movable, move_entry, undo_as_named, what_undo_takes_back
from store.actions.house import note
from store.actions.opening import open_breaks
from store.clock import ManualClock
from store.errors import Refused
from store.replica import Replica
from store.replica.transaction import Transaction
from store.timeline import timeline

NOW = 1_772_717_527_000
UTC = ZoneInfo("UTC")
Do = Callable[[Callable[[Transaction], Any]], Any]


@pytest.fixture
def do(tmp_path: Path) -> Iterator[Do]:
    """Does something on a fresh board, on which Alder and Birch have a break each."""
    replica = Replica.open(tmp_path / "replica", "testboard", ManualClock(NOW), UTC)
    for name in ("Alder", "Birch"):
        replica.act(lambda tx, name=name: open_breaks(tx, [name], "No power"), "ana")  # type: ignore[misc]
    yield lambda write: replica.act(write, "ana")
    replica.close()


def test_a_corrected_entry_moves_with_its_corrections(do: Do) -> None:
    alder, birch = do(lambda tx: tx.find_named("alder")), do(lambda tx: tx.find_named("birch"))
    do(lambda tx: log_contact(tx, [alder], "call", said="Third time."))
    contact = next(event for event in do(lambda tx: tx.events(f"break:{alder}")) if event.kind == "contacted")
    do(lambda tx: amend(tx, tx.spoken_event(contact), {"said": "Second time.", "at": "20m"}))
    receipt = do(lambda tx: move_entry(tx, tx.spoken_event(contact), birch))
    assert receipt.said[0].endswith("Second time.")
    assert do(lambda tx: tx.cases.brk(alder).contacts) == ()
    (moved,) = do(lambda tx: tx.cases.brk(birch).contacts)
    assert (moved.said, moved.at) == ("Second time.", NOW - 20 * 60_000)


def test_a_moved_entry_that_is_corrected_reads_as_corrected(do: Do) -> None:
    alder, birch = do(lambda tx: tx.find_named("alder")), do(lambda tx: tx.find_named("birch"))
    do(lambda tx: log_contact(tx, [alder], "call", said="Third time."))
    contact = next(event for event in do(lambda tx: tx.events(f"break:{alder}")) if event.kind == "contacted")
    do(lambda tx: move_entry(tx, tx.spoken_event(contact), birch))
    there = do(lambda tx: tx.events(f"break:{birch}"))
    moved = next(event for event in there if event.kind == "moved_in")
    assert movable(moved)
    do(lambda tx: amend(tx, tx.spoken_event(moved), {"said": "They rang twice."}))
    texts = [entry.text for entry in timeline(do(lambda tx: tx.events(f"break:{birch}")), UTC, NOW)]
    assert "call to them, reached: They rang twice. (moved here)" in texts


def test_an_undo_takes_back_only_what_it_named(do: Do) -> None:
    alder = do(lambda tx: tx.find_named("alder"))
    do(lambda tx: note(tx, alder, "first"))
    asked = do(lambda tx: what_undo_takes_back(tx, alder))
    do(lambda tx: note(tx, alder, "second"))
    with pytest.raises(Refused, match="something else since"):
        do(lambda tx: undo_as_named(tx, alder, asked))
    asked = do(lambda tx: what_undo_takes_back(tx, alder))
    assert do(lambda tx: undo_as_named(tx, alder, asked)).customer == "Alder"
    assert [one.text for one in do(lambda tx: tx.cases.brk(alder).notes)] == ["first"]
