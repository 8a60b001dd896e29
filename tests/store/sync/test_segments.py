"""Segments: what was written comes back; anything else is refused whole, with a reason."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import BadInput
from store.events import Event, canonical_line, line_of, to_json
from store.ids import canonical, canonical_text
from store.sync import segments
from store.sync.segments import BadSegment, checksum, cut, is_whole, read_segment, write_segment
from store.sync.vector import Reach
from store.validate import MOST_BYTES, read_event, read_lines
from tests.store.by_hand import Author
from tests.store.strategies import histories

BOARD = "b0a4d" * 6 + "00"
GOLDEN = Path(__file__).parent / "golden"


def run_of(count: int, letter: str = "a") -> list[Event]:
    """That many notes of one author."""
    author = Author(letter)
    return [author.write("break:B", "noted", {"text": f"note {index} „ünï“"}) for index in range(count)]


def written(events: list[Event], adopted: bool = False) -> bytes:
    """A segment of those events, by the author of the first."""
    return write_segment(BOARD, events[0].replica, [line_of(event) for event in events], {"f" * 12: Reach(3, "0" * 32)}, adopted)


def resealed(content: bytes) -> bytes:
    """Bytes with the checksum that they should have: what somebody would make on purpose."""
    return content[:-33] + checksum(content[:-34]).encode() + b"\n"


def test_what_was_written_comes_back() -> None:
    events = run_of(5)
    found = read_segment(written(events), BOARD)
    assert found.lines == [line_of(event) for event in events]
    assert (found.writer, found.adopted, found.board) == ("a" * 12, False, BOARD)
    assert found.vector == {"f" * 12: Reach(3, "0" * 32)}
    assert is_whole(written(events))


@pytest.mark.parametrize("subject", ["break", "customer"])
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_lines_are_read_fast_as_they_are_read_one_by_one(subject: str, data: st.DataObject) -> None:
    events = [event for event in data.draw(histories(subject)) if event.kind not in ("opened", "failure_opened")]
    texts = [canonical(to_json(event)).decode() for event in events]
    assert [canonical_line(line_of(event)) for event in events] == texts
    assert read_lines(texts) == [line_of(event) for event in events]


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 1 << 32))
def test_the_fast_door_takes_nothing_that_the_other_refuses(seed: int) -> None:
    """Mutated in any way, hashes mended or not: what passes is canonical and passes the long way as well."""
    dice = Random(seed)
    event = run_of(1)[0]._replace(
        seen={"b" * 12: [7, [2, 3]]}, body={"text": "x", "n": dice.choice([1, 1.5, True, [], {"b": [None]}])}
    )
    line = json.loads(canonical(to_json(event)))
    field = dice.choice([*sorted(line), "extra"])
    line[field] = dice.choice(["", "x", "2026-13-01T00:00:00.000Z", "a" * 12, 0, -1, 2**70, None, {}, {"text": 'say "hi"\n'}, []])
    if dice.random() < 0.7:
        line["body_hash"] = segments.checksum(canonical([line["salt"], line["body"]]))
        line["hash"] = checksum(canonical({key: line[key] for key in line if key not in ("hash", "salt", "body")}))
    text = canonical_text(line)
    if dice.random() < 0.2:
        place = dice.randrange(len(text))
        text = text[:place] + dice.choice([" ", "\\", '"', "}", "{"]) + text[place:]
    try:
        found = read_lines([text])
    except BadInput:
        return
    assert found == [line_of(read_event(text))]
    assert canonical_line(found[0]) == text


@given(st.integers(0, 1 << 32))
@settings(max_examples=300, deadline=None)
def test_a_segment_damaged_anywhere_is_refused(seed: int) -> None:
    dice = Random(seed)
    content = bytearray(written(run_of(3)))
    place = dice.randrange(len(content))
    match dice.randrange(4):
        case 0:
            content[place] ^= 1 << dice.randrange(8)
        case 1:
            del content[place:]
        case 2:
            del content[place : place + dice.randint(1, 40)]
        case _:
            content[place:place] = dice.randbytes(dice.randint(1, 40))
    with pytest.raises(BadSegment):
        read_segment(bytes(content), BOARD)


@given(st.integers(0, 1 << 32))
@settings(max_examples=300, deadline=None)
def test_a_mended_checksum_lets_no_changed_event_in(seed: int) -> None:
    dice = Random(seed)
    events = run_of(3)
    content = bytearray(written(events))
    content[dice.randrange(len(content) - 40)] = dice.randrange(256)
    try:
        found = read_segment(resealed(bytes(content)), BOARD)
    except BadSegment:
        return
    assert {line.hash for line in found.lines} <= {event.hash for event in events}


def wrong(name: str) -> bytes:
    """A segment that is wrong in a named way, with a right checksum."""
    events = run_of(4)
    a, b = run_of(2), run_of(2, "b")
    made = {
        "gap": [events[0], events[2]],
        "order": [events[1], events[0]],
        "twice": [events[0], events[0]],
        "two authors": [a[0], b[1]],
        "none": events[:1],
        "chain": [a[0], Author("a").write("break:B", "noted", {"text": "other"}, skip=1)],
    }
    content = written(made.get(name, events))
    changes = {
        "none": (canonical(to_json(events[0])) + b"\n", b""),
        "count": (b'"count":4', b'"count":3'),
        "last": (f'"last":"{events[3].hash}"'.encode(), f'"last":"{events[2].hash}"'.encode()),
        "first": (b'"first":1', b'"first":2'),
        "writer": (b'"replica":"aaaaaaaaaaaa"}\n{', b'"replica":"bbbbbbbbbbbb"}\n{'),
        "no writer": (b'"replica":"aaaaaaaaaaaa"}\n{', b'"replica":"../../../etc"}\n{'),
        "vector": (b'"vector":{', b'"vector":{"x":1,'),
        "header": (b'{"board"', b'{ "board"'),
        "blank line": (b"\nwarroom-end", b"\n\nwarroom-end"),
        "no end": (b"\nwarroom-end", b"\nwarroom-fin"),
    }
    before, after = changes.get(name, (b"", b""))
    return resealed(content.replace(before, after, 1) if before else content)


@pytest.mark.parametrize(
    "name",
    "gap order twice chain none count last first writer vector header".split()
    + ["two authors", "no writer", "blank line", "no end"],
)
def test_a_segment_whose_parts_do_not_fit_is_refused(name: str) -> None:
    with pytest.raises(BadSegment) as caught:
        read_segment(wrong(name), BOARD)
    assert caught.value.kind == "bad"
    assert caught.value.reason


def test_other_boards_newer_versions_and_other_files_are_told_apart() -> None:
    content = written(run_of(1))
    newer = resealed(content.replace(b"warroom-segment 1 ", b"warroom-segment 2 "))
    for given_, board, kind in (
        (content, "c" * 32, "board"),
        (newer, BOARD, "newer"),
        (b"PK\x03\x04", BOARD, "other"),
        (b"", BOARD, "bad"),
    ):
        with pytest.raises(BadSegment) as caught:
            read_segment(given_, board)
        assert caught.value.kind == kind


def test_what_is_too_large_is_refused_before_it_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadSegment, match="at most"):
        read_segment(b"warroom-segment 1 " + b"x" * segments.MOST_BYTES, BOARD)
    long = run_of(1)[0]._replace(body={"text": "x" * MOST_BYTES})
    with pytest.raises(BadSegment):
        read_segment(written([long]), BOARD)
    monkeypatch.setattr(segments, "MOST_EVENTS", 3)
    with pytest.raises(BadSegment, match="count"):
        read_segment(written(run_of(4)), BOARD)


def test_events_of_others_travel_as_they_were() -> None:
    events = sorted([*run_of(3), *run_of(2, "b")[1:]], key=lambda event: (event.replica, event.number, event.hash))
    blank = events[0]._replace(body=None, salt="")
    fork = Author("a").write("break:B", "noted", {"text": "another first"})
    both = sorted([blank, fork], key=lambda event: event.hash)
    content = write_segment(BOARD, "c" * 12, [line_of(event) for event in [*both, *events[1:]]], {}, adopted=True)
    found = read_segment(content, BOARD)
    assert found.adopted
    assert found.writer == "c" * 12
    assert {line.hash for line in found.lines} == {event.hash for event in [*events, fork]}


def test_events_are_cut_into_runs_within_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [line_of(event) for event in run_of(10)]
    assert [len(portion) for portion in cut(lines)] == [10]
    assert [len(portion) for portion in cut([*lines[:3], *lines[5:]])] == [3, 5]
    assert [len(portion) for portion in cut([*lines[:3], *lines[5:]], adopted=True)] == [8]
    monkeypatch.setattr(segments, "MOST_EVENTS", 4)
    assert [len(portion) for portion in cut(lines)] == [4, 4, 2]
    monkeypatch.setattr(segments, "TARGET_BYTES", 1_000)
    portions = list(cut(lines))
    assert [line for portion in portions for line in portion] == lines
    assert all(sum(len(canonical_line(line).encode()) + 1 for line in portion) <= 1_000 for portion in portions)


@pytest.mark.parametrize("name", ["own", "adopted"])
def test_segments_of_released_versions_are_read_for_ever(name: str) -> None:
    content = (GOLDEN / f"{name}.seg").read_bytes()
    found = read_segment(content, BOARD)
    assert write_segment(BOARD, found.writer, found.lines, found.vector, found.adopted) == content
