"""Whose clock is off."""

from __future__ import annotations

import pytest

from store.clock import MINUTE
from store.sync.presence import Peer
from warroom.sharing.clocks import blamed


def peer(skew: int, is_timed: bool = True) -> Peer:
    """Somebody whose clock is so much ahead."""
    return Peer("a" * 12, "ben", 0, 0, 0, skew, False, "", is_timed)


@pytest.mark.parametrize(
    ("skews", "own", "left"),
    [
        ((-12, -15, -13), 13, (0, 0, 0)),
        ((12, 12, 0), -12, (0, 0, 0)),
        ((12,), 0, (12,)),
        ((12, 0, 0), 0, (12, 0, 0)),
        ((12, -12), 0, (12, -12)),
        ((-12, -12, 60), 12, (0, 0, 60)),
        ((), 0, ()),
    ],
)
def test_who_differs_from_most_is_off(skews: tuple[int, ...], own: int, left: tuple[int, ...]) -> None:
    ahead, others = blamed([peer(skew * MINUTE) for skew in skews])
    assert (ahead, tuple(one.skew for one in others)) == (own * MINUTE, tuple(skew * MINUTE for skew in left))


def test_a_clock_that_was_not_compared_has_no_say() -> None:
    peers = [peer(-12 * MINUTE), peer(-12 * MINUTE), *[peer(0, is_timed=False)] * 5]
    assert blamed(peers)[0] == 12 * MINUTE
