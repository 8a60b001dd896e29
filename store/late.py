"""What came in late from somebody who was offline, as values; `store.replica.late` notes and reads it."""

from __future__ import annotations

from typing import NamedTuple

from store.attention import promise_state
from store.row import PromiseCell


class LateGroup(NamedTuple):
    """What one person wrote about one thing, and what came in late."""

    actor: str
    events: int
    written_at: int
    """When the first of them was written down, by its author's clock."""
    break_id: str
    """The break to look at; empty where there is none."""
    spoken: str
    """Spoken id of the break, or of the failure."""
    customer: str
    """Empty for a failure, and for the board itself."""
    what: str
    promise: PromiseCell | None
    """The nearest open promise among what came."""

    def is_loud(self, now: int) -> bool:
        """Whether a promise in it is due soon, or over."""
        return self.promise is not None and promise_state(self.promise, now) in ("at-risk", "late")


class Late(NamedTuple):
    """All that came in late and that nobody here has seen yet."""

    groups: tuple[LateGroup, ...] = ()
    """Those with an open promise first, the nearest at the top; then the latest first."""
    events: int = 0
    upto: int = 0
    """What `mark_seen` takes, once people have seen this."""
