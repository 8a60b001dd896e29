"""Whose clock is off: where most others' clocks are off in the same direction, it is this machine's own."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from store.sync.presence import Peer

FEWEST = 2
"""Others whose clocks must be off alike before the own one is blamed: of two machines nobody can say which it is."""


def blamed(peers: Sequence[Peer]) -> tuple[int, tuple[Peer, ...]]:
    """How far this machine's clock is ahead of most others' (ms, below 0 when it is behind, 0 when it is not off), and the
    others, each with the skew that is their own fault."""
    compared = [peer for peer in peers if peer.is_timed]
    for sign in (1, -1):
        alike = [peer.skew for peer in compared if peer.skew * sign > 0]
        if len(alike) >= FEWEST and 2 * len(alike) > len(compared):
            rest = tuple(peer._replace(skew=0) if peer.skew * sign > 0 else peer for peer in peers)
            return -round(median(alike)), rest
    return 0, tuple(peers)
