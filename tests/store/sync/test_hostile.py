"""What anyone who can write the shared folder may put there: no crash, nothing of an invalid segment, and the rest goes on."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.events import Event, line_of
from store.sync import folder as folder_module
from store.sync import reading
from store.sync.carriers import MOST_FOREIGN
from store.sync.folder import Folder
from store.sync.heads import Head, read_head, write_head
from store.sync.names import adopted_name, head_name, segment_name
from store.sync.segments import BadSegment, read_segment, write_segment
from store.sync.vector import Reach, from_json
from tests.store.by_hand import NOW, Author
from tests.store.conftest import BOARD
from tests.store.sync.conftest import Joiner, Member, segments
from tests.store.sync.test_segments import resealed, run_of

OPENED = {"customer": "Acme", "what": "API", "failure": "F", "severity": 3}
ODD = ["-rf", "$(reboot)", "%s%n", "a b", "ü\u202exe", "CON", "x" * 200, "e" * 12 + ".seg", "e" * 12 + ".1-2.ABCDEF.seg", "\ufeff"]
Put = Callable[[Path], object]


def segment(events: list[Event], board: str = BOARD, adopted: bool = False) -> bytes:
    """A segment of events by the first one's author."""
    return write_segment(board, events[0].replica, [line_of(event) for event in events], {}, adopted)


def put(folder: Path, content: bytes, name: str = "") -> None:
    """Puts a file into the folder."""
    (folder / (name or segment_name("e" * 12, 1, 3))).write_bytes(content)


def forged(event: Event) -> Event:
    """An event whose text was changed, with its old hashes."""
    return event._replace(body={"text": "pay them double"})


ATTACKS: dict[str, Put] = {
    "nothing in it": lambda folder: put(folder, b""),
    "zeros": lambda folder: put(folder, b"\0" * 5_000),
    "magic only": lambda folder: put(folder, b"warroom-segment 1 "),
    "one endless line": lambda folder: put(folder, b"warroom-segment 1 {" + b"[" * 1_500_000),
    "deep header": lambda folder: put(folder, b"warroom-segment 1 {" + b'"a":{' * 150 + b"\n"),
    "many empty lines": lambda folder: put(folder, resealed(segment(run_of(1)).replace(b"\n", b"\n" * 300_000, 1))),
    "huge": lambda folder: put(folder, b"warroom-segment 1 " + b"x" * 17 * 1024 * 1024),
    "sparse": lambda folder: sparse(folder / segment_name("e" * 12, 1, 9)),
    "another board": lambda folder: put(folder, segment(run_of(3, "e"), "c" * 32)),
    "a newer format": lambda folder: put(folder, resealed(segment(run_of(3, "e")).replace(b"segment 1", b"segment 9"))),
    "a changed event": lambda folder: put(folder, segment([run_of(3, "e")[0], forged(run_of(3, "e")[1]), run_of(3, "e")[2]])),
    "a long body": lambda folder: put(folder, segment([Author("e").write("break:B", "noted", {"text": "x" * 300_000})])),
    "a wrong kind of body": lambda folder: put(folder, segment([Author("e").write("break:B", "noted", {"txt": 1})])),
    "a deep body": lambda folder: put(folder, segment([Author("e").write("break:B", "new", deep(40))])),
    "a fraction": lambda folder: put(folder, segment([Author("e").write("break:B", "new", {"n": 0.5})])),
    "a stolen opening": lambda folder: put(folder, segment([Author("e").write("break:MINE", "opened", OPENED)])),
    "a link to a secret": lambda folder: (folder / segment_name("e" * 12, 1, 1)).symlink_to("/etc/passwd"),
    "a link to itself": lambda folder: (folder / segment_name("e" * 12, 1, 1)).symlink_to(folder / segment_name("e" * 12, 1, 1)),
    "a folder": lambda folder: (folder / segment_name("e" * 12, 1, 1)).mkdir(),
    "a pipe": lambda folder: os.mkfifo(folder / segment_name("e" * 12, 1, 1)),
    "a head of somebody else": lambda folder: put(folder, head("a" * 12), head_name("e" * 12)),
    "a head that says too much": lambda folder: put(folder, b"warroom-head 1 {" + b"x" * 2_000_000, head_name("e" * 12)),
    "a head under a segment's name": lambda folder: put(folder, head("e" * 12)),
    "a segment under a head's name": lambda folder: put(folder, segment(run_of(3, "e")), head_name("e" * 12)),
    "odd names": lambda folder: [(folder / name).write_bytes(b"x") for name in ODD],
    "unreadable": lambda folder: (folder / segment_name("e" * 12, 1, 3)).touch(0),
}


def sparse(path: Path) -> None:
    """A file of a terabyte of nothing."""
    path.touch()
    os.truncate(path, 1 << 40)


def deep(levels: int) -> dict[str, object]:
    """A value of so many levels."""
    made: dict[str, object] = {}
    for _ in range(levels):
        made = {"a": made}
    return made


def head(replica: str) -> bytes:
    """A sound head."""
    return write_head(BOARD, Head(replica, "eve", "1.0", 1, NOW, {}, 1, ""))


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_rest_goes_on(attack: str, ana: Member, ben: Member, shared: Path) -> None:
    id_ = ana.open_break()
    ana.sync()
    ATTACKS[attack](shared)
    report = ben.sync()
    assert report.taken_in == 2
    assert ben.hashes == ana.hashes
    assert all("\x1b" not in bad.reason for bad in report.bad)
    ben.note(id_)
    assert ben.sync().published == 1
    assert ana.sync().taken_in == 1
    assert ana.hashes == ben.hashes
    assert len(ben.sync().bad) <= 1


def test_what_is_set_aside_is_told_with_its_reason(ana: Member, shared: Path) -> None:
    put(shared, segment(run_of(3, "e"), "c" * 32), segment_name("e" * 12, 1, 3))
    put(shared, resealed(segment(run_of(3, "e")).replace(b"segment 1", b"segment 9")), segment_name("f" * 12, 1, 3))
    put(shared, b"nonsense", adopted_name("d" * 12))
    told = {(bad.kind, bad.reason) for bad in ana.sync().bad}
    assert told == {
        ("board", "it belongs to another board"),
        ("newer", "it was written by a newer warroom"),
        ("bad", "it is no segment"),
    }
    assert {bad.since for bad in ana.sync().bad} == {NOW}
    for path in segments(shared):
        path.unlink()
    assert ana.sync().bad == ()


def test_an_event_under_a_stolen_number_takes_nobody_s_place(ana: Member, ben: Member, shared: Path) -> None:
    """Somebody writes events under Ana's id: she goes on under a new one, and all of hers stay."""
    id_ = ana.open_break()
    ana.sync()
    was, held = ana.replica.id, ana.hashes
    thief = Author("a", "ana")
    thief.replica = was
    put(shared, segment([thief.write(f"break:{id_}", "noted", {"text": "not me"})]))
    assert ana.sync().new_id
    ana.note(id_)
    ana.sync()
    ben.sync()
    assert ben.hashes > held
    assert len(ben.hashes) == len(held) + 2
    assert ana.replica.id != was


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 1 << 32))
def test_a_head_damaged_anywhere_is_refused(seed: int) -> None:
    dice = Random(seed)
    content = bytearray(
        write_head(BOARD, Head("e" * 12, "eve", "1.0", 3, NOW, {"a" * 12: Reach(3, "0" * 32, ((5, 6),))}, 1, "0" * 16, ("b" * 12,)))
    )
    assert read_head(bytes(content), BOARD, "e" * 12).vector == {"a" * 12: Reach(3, "0" * 32, ((5, 6),))}
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    with pytest.raises(BadSegment):
        read_head(bytes(content), BOARD, "e" * 12)


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {"x": [1, ""]},
        {"a" * 12: [1]},
        {"a" * 12: [-1, ""]},
        {"a" * 12: [True, ""]},
        {"a" * 12: [1.5, ""]},
        {"a" * 12: [1 << 60, ""]},
        {"a" * 12: [1, "x"]},
        {"a" * 12: [3, "", [3, 4]]},
        {"a" * 12: [3, "", [4, 9]]},
        {"a" * 12: [3, "", [9, 5]]},
        {"a" * 12: [3, "", [5, 9], [10, 12]]},
        {"a" * 12: [3, "", [5]]},
        {"a" * 12: [3, "", *([5 + 2 * index, 5 + 2 * index] for index in range(500))]},
        {f"{index:012x}": [1, ""] for index in range(6_000)},
    ],
)
def test_a_vector_that_says_nonsense_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="version vector"):
        from_json(value)


def test_very_many_tiny_files_are_read_in_bounded_steps(
    ana: Member, join: Joiner, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_FILES", 50)
    monkeypatch.setattr(folder_module, "MOST_FILES", 150)
    ana.open_break()
    ana.sync()
    for index in range(200):
        put(shared, b"x", segment_name("e" * 12, index + 1, index + 1))
        put(shared, b"x", f"junk{index}")
    ben = join("ben")
    steps = 0
    while (report := ben.exchange.step(hurry=True)).more:
        steps += 1
        assert steps < 20
        assert report.trouble is None
    assert steps >= 4
    assert ben.hashes == ana.hashes
    assert (len(report.bad), report.bad_files, report.crowded) == (50, 147, True)


def test_a_listing_of_a_hundred_thousand_names_is_bounded(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are looked at up to a limit, and none of the files is opened for it."""
    monkeypatch.setattr(folder_module, "MOST_LOOKED_AT", 2_000)
    for index in range(2_500):
        (shared / f"junk{index}").touch()
    listing = Folder(shared).list()
    assert listing.crowded
    assert len(listing.entries) == MOST_FOREIGN


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 3))
def test_any_bytes_are_a_segment_or_refused(content: bytes, form: int) -> None:
    whole = segment(run_of(2, "e"))
    place = len(content) % len(whole)
    given_ = [content, b"warroom-segment 1 " + content, resealed(whole[:place] + content + whole[place:]), whole[:place] + content][
        form
    ]
    try:
        found = read_segment(given_, BOARD)
    except BadSegment:
        return
    assert {line.hash for line in found.lines} <= {event.hash for event in run_of(2, "e")}
