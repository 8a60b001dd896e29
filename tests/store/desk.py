"""One person at one replica, with two breaks of two failures: what the tests of actions act on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from store.actions import opening
from store.clock import MINUTE, ManualClock
from store.errors import BadInput
from store.replica import Replica
from store.replica.cases import Case
from store.replica.finding import spoken_event
from store.replica.log import events_since
from store.replica.transaction import Transaction
from store.state import Break

T = TypeVar("T")


class Desk:
    """Acts a minute after the last action."""

    def __init__(self, replica: Replica, clock: ManualClock) -> None:
        self.replica, self.clock = replica, clock
        self.acme = self.do(lambda tx: opening.open_breaks(tx, ["Acme"], "API")).ids[0]
        self.blue = self.do(lambda tx: opening.open_breaks(tx, ["Bluebird"], "Billing")).ids[0]

    def do(self, action: Callable[[Transaction], T], actor: str = "ana", at: int | None = None) -> T:
        """Runs an action, a minute after the one before."""
        self.clock.advance(MINUTE)
        return self.replica.act(action, actor, at)

    def case(self, id_: str = "") -> Case:
        """A break (the first when none is named) with all that belongs to it."""
        return self.replica.cases().case(id_ or self.acme)

    def brk(self, id_: str = "") -> Break:
        """What a break is."""
        return self.case(id_).brk

    def name_of_last(self, kind: str = "") -> str:
        """The spoken name of the newest event (of a kind)."""
        events = [event for event in events_since(self.replica.db, 0) if kind in ("", event.kind)]
        return spoken_event(self.replica.db, events[-1].replica, events[-1].number)

    @property
    def size(self) -> int:
        """How many events there are."""
        return self.replica.arrivals()

    def refuses(self, field: str, action: Callable[[Transaction], Any], actor: str = "ana", at: int | None = None) -> BadInput:
        """The BadInput that an action raises, at the right field, having written nothing."""
        before = self.size
        with pytest.raises(BadInput) as caught:
            self.do(action, actor, at)
        assert self.size == before
        assert caught.value.field == field, f"{caught.value.field}: {caught.value}"
        assert caught.value.title
        assert len(str(caught.value)) < 1_100
        assert "\x1b" not in str(caught.value)
        return caught.value
