"""Threads of one process share a replica: a form saves while the search indexes, and neither disturbs the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from store.actions.house import note
from store.actions.opening import open_breaks
from store.clock import ManualClock
from store.replica import Replica


def test_writers_of_one_process_take_turns(tmp_path: Path) -> None:
    replica = Replica.open(tmp_path, "board", ManualClock(1_795_358_000_000))
    id_ = replica.act(lambda tx: open_breaks(tx, ["Acme"], "API down"), "ana").ids[0]

    def write(number: int) -> None:
        replica.act(lambda tx: note(tx, id_, f"note {number}"), "ana")
        replica.index_step()

    try:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(write, range(40)))
        assert sorted(entry.text for entry in replica.cases().brk(id_).notes) == sorted(f"note {n}" for n in range(40))
        assert [hit.subject for hit in replica.search("note 39")] == [f"break:{id_}"]
    finally:
        replica.close()


def test_indexing_goes_step_by_step_and_ends(tmp_path: Path) -> None:
    replica = Replica.open(tmp_path, "board", ManualClock(1_795_358_000_000))
    try:
        assert replica.index_step() == 0
        names = [f"Customer {number}" for number in range(600)]
        replica.act(lambda tx: open_breaks(tx, names, "API down"), "ana")
        replica.catch_up()
        left = []
        while step := replica.index_step():
            left.append(step)
        assert left == sorted(left, reverse=True)
        assert len(left) >= 1
        assert len(replica.search("customer 599")) == 1
    finally:
        replica.close()
