"""What a replica keeps up about how far each author's events are here: always what the log itself says."""

from __future__ import annotations

import sqlite3
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from store.ids import digest
from store.replica.vector import Range, beyond, merged, note_new, runs_of, without

ranges = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 6)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=8)
batches = st.lists(st.lists(st.tuples(st.integers(1, 2), st.integers(1, 25), st.sampled_from("xy")), max_size=12), max_size=8)


def numbers(found: list[Range]) -> set[int]:
    """Every number in some ranges."""
    return {number for first, last in found for number in range(first, last + 1)}


def apart(found: list[Range]) -> bool:
    """Whether ranges are in order with a gap between each two."""
    return all(first <= last for first, last in found) and all(a[1] + 1 < b[0] for a, b in pairwise(found))


@given(ranges, ranges)
def test_ranges_are_sets_of_numbers(one: list[Range], other: list[Range]) -> None:
    assert numbers(merged(one)) == numbers(one)
    assert apart(merged(one))
    assert numbers(without(one, other)) == numbers(one) - numbers(other)
    assert apart(without(one, other))
    assert list(runs_of(sorted(numbers(one)))) == merged(one)


@settings(max_examples=150, deadline=None)
@given(batches)
def test_prefix_ranges_and_forks_are_those_of_the_log(arriving: list[list[tuple[int, int, str]]]) -> None:
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.execute("CREATE TABLE replicas(rid INTEGER PRIMARY KEY, contiguous INTEGER DEFAULT 0, top TEXT DEFAULT '')")
    db.execute("CREATE TABLE beyond(rid, first, last, PRIMARY KEY(rid, first))")
    db.execute("CREATE TABLE forks(rid, number, PRIMARY KEY(rid, number))")
    db.execute("CREATE TABLE events(rid, number, hash, UNIQUE(rid, number, hash))")
    db.execute("INSERT INTO replicas(rid) VALUES (1), (2)")
    held: set[tuple[int, int, str]] = set()
    for batch in arriving:
        new = {(rid, number, digest([rid, number, branch])) for rid, number, branch in batch} - held
        held |= new
        db.executemany("INSERT INTO events VALUES (?, ?, ?)", new)
        note_new(db, new)
    for rid in (1, 2):
        hashes: dict[int, list[str]] = {}
        for _, number, hash_ in (event for event in held if event[0] == rid):
            hashes.setdefault(number, []).append(hash_)
        expected = merged([(0, 0), *runs_of(sorted(hashes))])
        reached, top = db.execute("SELECT contiguous, top FROM replicas WHERE rid = ?", (rid,)).fetchone()
        assert [(0, reached), *beyond(db, rid)] == expected
        assert top == (min(hashes[reached]) if reached else "")
        forks = {number for (number,) in db.execute("SELECT number FROM forks WHERE rid = ?", (rid,))}
        assert forks == {number for number, found in hashes.items() if len(found) > 1}
    db.close()
