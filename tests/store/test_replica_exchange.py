"""Replicas that act, exchange parts of what they have in any order, and in the end all of it: every one shows the same,
and what they kept up event by event is what a rebuild makes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random
from unittest.mock import patch

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from store.clock import DAY, MINUTE, ManualClock
from store.events import to_json
from store.replica import Replica
from store.replica.log import events_since
from store.validate import checked_event
from tests.store.by_hand import NOW
from tests.store.conftest import BOARD, UTC, Opener
from tests.store.doing import do_something, folded

dice = st.integers(0, 1 << 32).map(Random)


class Exchange(RuleBasedStateMachine):
    """Two or three installations whose clocks are days apart."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clocks = [ManualClock(NOW), ManualClock(NOW - 3 * DAY), ManualClock(NOW + 400 * DAY)]
        self.replicas: list[Replica] = []
        self.urandom = patch("os.urandom", Random(1).randbytes)
        self.urandom.start()

    @initialize(count=st.integers(2, 3))
    def begin(self, count: int) -> None:
        for index in range(count):
            self.replicas.append(Replica.open(Path(self.folder.name) / str(index), BOARD, self.clocks[index], UTC))
        for _ in range(2):
            do_something(Random(count), self.replicas[0], "open")
        send(self.replicas[0], self.replicas[1])

    @rule(dice=dice, index=st.integers(0, 2), minutes=st.integers(0, 200))
    def act(self, dice: Random, index: int, minutes: int) -> None:
        self.clocks[index].advance(minutes * MINUTE)
        for _ in range(3):
            do_something(dice, self.replicas[index % len(self.replicas)])

    @rule(dice=dice, a=st.integers(0, 2), b=st.integers(0, 2))
    def exchange_some(self, dice: Random, a: int, b: int) -> None:
        send(self.replicas[a % len(self.replicas)], self.replicas[b % len(self.replicas)], dice)

    def teardown(self) -> None:
        try:
            for source in self.replicas:
                for target in self.replicas:
                    send(source, target)
            check_all_show_the_same(self.replicas)
        finally:
            self.urandom.stop()
            for replica in self.replicas:
                replica.close()
            self.folder.cleanup()


def send(source: Replica, target: Replica, dice: Random | None = None) -> None:
    """Sends all events, or a part of them in any order and some of them twice."""
    events = list(events_since(source.db, 0))
    if dice is not None:
        events = dice.choices(events, k=dice.randint(0, len(events)))
    target.ingest([checked_event(to_json(event)) for event in events])
    target.catch_up()


def check_all_show_the_same(replicas: list[Replica]) -> None:
    """Every replica has the same events and folded tables, and a rebuild changes nothing."""
    tables = [folded(replica) for replica in replicas]
    for replica, kept in zip(replicas, tables, strict=True):
        assert {event.hash: event for event in events_since(replica.db, 0)} == {
            event.hash: event for event in events_since(replicas[0].db, 0)
        }
        assert kept == tables[0]
        assert replica.behind == 0
        replica.catch_up(rebuild=True)
        assert folded(replica) == kept


@pytest.mark.parametrize("seed", range(12))
def test_a_long_shift_of_three_who_meet_now_and_then(seed: int, open_replica: Opener, clock: ManualClock) -> None:
    dice = Random(seed)
    replicas = [open_replica(name) for name in "abc"]
    for _ in range(60):
        clock.advance(dice.randint(0, 40) * MINUTE)
        do_something(dice, dice.choice(replicas))
        if dice.random() < 0.3:
            source, target = dice.sample(replicas, 2)
            send(source, target, dice if dice.random() < 0.7 else None)
    for source in replicas:
        for target in replicas:
            send(source, target)
    check_all_show_the_same(replicas)


Exchange.TestCase.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)
TestExchange = Exchange.TestCase
