"""How the threads of this program share the time."""

from __future__ import annotations

import sys

TURN = 0.0005
"""Seconds after which a thread that computes lets another one go on, when that one asks: a key passes through several threads,
and is not to wait for an exchange or a check at each (Python's own five milliseconds)."""


def give_way() -> None:
    """From now on whatever computes beside the screen gives way to a key soon."""
    sys.setswitchinterval(TURN)
