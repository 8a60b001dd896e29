"""Packs: what was packed comes back; anything else is refused whole, in bounded memory."""

from __future__ import annotations

import tracemalloc
import zlib
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.events import line_of
from store.sync import packs, segments
from store.sync.names import adopted_name, parsed, segment_name
from store.sync.packs import MAGIC, is_whole, portions, read_file, unpacked, write_pack
from store.sync.segments import BadSegment, Limits, read_segment, write_segment
from tests.store.sync.test_segments import BOARD, GOLDEN, run_of

LINES = [line_of(event) for event in run_of(50)]
PACK = write_pack(BOARD, "a" * 12, LINES)


def test_what_was_packed_comes_back_smaller() -> None:
    plain = write_segment(BOARD, "a" * 12, LINES, {})
    assert read_file(PACK, BOARD) == read_segment(plain, BOARD) == read_file(plain, BOARD)
    assert unpacked(PACK) == plain
    assert len(PACK) < len(plain) / 3
    assert is_whole(PACK)
    assert is_whole(plain)


def test_names_of_packs_are_names_of_ours() -> None:
    assert parsed(segment_name("0123456789ab", 1, 40, "pack")) == ("0123456789ab", 1, 40, "pack")
    assert parsed(adopted_name("0123456789ab", "pack")) == ("0123456789ab", 0, 0, "pack")


def refused(content: bytes, board: str = BOARD) -> BadSegment:
    with pytest.raises(BadSegment) as caught:
        read_file(content, board)
    return caught.value


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 1 << 32))
def test_a_pack_that_was_damaged_is_refused(seed: int) -> None:
    dice, content = Random(seed), bytearray(PACK)
    place = dice.randrange(len(content))
    if dice.random() < 0.5:
        content[place] ^= 1 << dice.randrange(8)
    else:
        del content[place:]
    assert refused(bytes(content)).kind in ("bad", "other", "newer")
    assert not is_whole(bytes(content))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (MAGIC + b"2\n" + PACK[len(MAGIC) + 2 :], "newer"),
        (PACK + b"x", "bad"),
        (PACK + PACK, "bad"),
        (MAGIC + b"1\n", "bad"),
        (MAGIC + b"1\n" + zlib.compress(PACK), "bad"),
        (MAGIC + b"1\n" + zlib.compress(b"something else"), "bad"),
        (MAGIC + b"x" * 5_000, "bad"),
    ],
)
def test_what_is_no_pack_of_ours_is_told_apart(content: bytes, kind: str) -> None:
    assert refused(content).kind == kind


def test_a_pack_of_another_board_is_told_apart() -> None:
    assert refused(PACK, "c" * 32).kind == "board"


def test_a_bomb_is_refused_in_bounded_memory() -> None:
    stream = zlib.compressobj()
    parts = [stream.compress(b"a" * 1_000_000) for _ in range(500)]
    bomb = MAGIC + b"1\n" + b"".join(parts) + stream.flush()
    assert len(bomb) < packs.MOST_BYTES
    tracemalloc.start()
    try:
        assert "unpacks to more" in refused(bomb).reason
        assert not is_whole(bomb)
        assert tracemalloc.get_traced_memory()[1] < 4 * packs.LIMITS.most_bytes
    finally:
        tracemalloc.stop()


def test_a_pack_holds_more_than_a_segment_and_not_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "MOST_EVENTS", 10)
    assert len(read_file(PACK, BOARD).lines) == 50
    monkeypatch.setattr(packs, "LIMITS", Limits(5_000, 1_000_000, 20))
    assert "count" in refused(PACK).reason
    cuts = list(portions(LINES))
    assert [line for portion in cuts for line in portion] == LINES
    assert max(map(len, cuts)) <= 20
    monkeypatch.setattr(packs, "MOST_BYTES", 100)
    assert "at most 100" in refused(PACK).reason


def test_packs_of_released_versions_are_read_for_ever() -> None:
    found = read_file((GOLDEN / "own.pack").read_bytes(), BOARD)
    assert found == read_file((GOLDEN / "own.seg").read_bytes(), BOARD)._replace(vector={})
