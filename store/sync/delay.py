"""How long a shared place takes from one machine to another, measured by heads that are echoed; no two clocks are compared.

Each head says of every other replica which head of it came last, and how long ago. Who finds its own head echoed takes the
time since it wrote that one, less the time that the other had it: what remains is the way there and the way back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from statistics import median

from store.clock import HOUR, MINUTE

Echo = Mapping[str, tuple[int, int]]
"""By replica: the number of its head that came last, and for how long (ms) it had been here."""
ATTENTIVE = MINUTE
"""Between two looks (ms), at most, for what came in between to be timed."""
KEPT = HOUR
"""How long (ms) a measurement counts; a way that takes longer is none."""
MOST_SAMPLES = 15
FEWEST_SAMPLES = 3
"""Measurements without which nothing is said."""
MOST_ECHOES = 50
"""Replicas that a head echoes, the ones last heard of."""
_MOST_WRITTEN = 100


class Delay:
    """What one running exchange has measured; nothing of it is kept when it ends."""

    def __init__(self) -> None:
        self._written: dict[int, int] = {}
        self._came: dict[str, tuple[int, int]] = {}
        self._counted: set[tuple[str, int]] = set()
        self._samples: deque[tuple[int, int]] = deque(maxlen=MOST_SAMPLES)

    def wrote(self, number: int, at: int) -> None:
        """Notes when an own head was put there."""
        self._written[number] = at
        if len(self._written) > _MOST_WRITTEN:
            del self._written[next(iter(self._written))]

    def came(self, replica: str, number: int, echoed: tuple[int, int] | None, now: int) -> None:
        """Notes another's head that came just now, seen by somebody who was looking. `echoed` is what it says of this replica."""
        if number <= self._came.get(replica, (0, 0))[0]:
            return  # an older state came back
        self._came.pop(replica, None)
        self._came[replica] = number, now
        if echoed is None or (replica, echoed[0]) in self._counted or echoed[0] not in self._written:
            return
        both_ways = now - self._written[echoed[0]] - echoed[1]
        if 0 <= both_ways <= 2 * KEPT and echoed[1] >= 0:
            self._counted = {pair for pair in self._counted if pair[1] in self._written} | {(replica, echoed[0])}
            self._samples.append((now, both_ways))

    def missed(self, replica: str) -> None:
        """Notes that a head of another was read, and nobody can say when it came: it is not echoed."""
        self._came.pop(replica, None)

    def echo(self, now: int) -> dict[str, tuple[int, int]]:
        """What an own head says of others'."""
        known = [(replica, (number, now - at)) for replica, (number, at) in self._came.items() if 0 <= now - at <= KEPT]
        return dict(known[-MOST_ECHOES:])

    def one_way(self, now: int) -> int | None:
        """How long (ms) the way takes, in the middle of the last hour's measurements; None where that can't be known."""
        recent = [both_ways for at, both_ways in self._samples if 0 <= now - at <= KEPT]
        return round(median(recent) / 2) if len(recent) >= FEWEST_SAMPLES else None
