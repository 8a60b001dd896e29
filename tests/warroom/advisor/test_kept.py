"""The prepared history is read once, and again only when something came that says of fixes."""

from __future__ import annotations

from pathlib import Path

from store.actions import contacts, house, promises, stages
from store.clock import HOUR, MINUTE, ManualClock
from store.replica import Replica
from store.words import KINDS
from tests.warroom.advisor.histories import fixed_before
from tests.warroom.casting import act, opened
from warroom.advisor.kept import MOST_AGE, SAY_NOTHING, KeptHistory
from warroom.advisor.prepared import prepared


def test_it_is_read_again_only_when_something_came_that_says_of_fixes(replica: Replica, clock: ManualClock) -> None:
    fixed_before(replica, clock.at - HOUR, 30, severity=3)
    id_ = opened(replica, "Acme", "down", severity=3)
    failure = replica.cases().case(id_).failure.id
    kept = KeptHistory(replica.path)

    def same() -> bool:
        fresh, found = prepared(replica.db, clock.now(), failure).of_failure(clock.now()), kept.ask(clock.now(), failure)
        advice = found.of_failure(clock.now())
        assert (fresh is None) == (advice is None)
        if fresh is None or advice is None:
            return True
        return (fresh.sure_at(0.8), fresh.basis) == (advice.sure_at(0.8), advice.basis)

    assert same()
    act(replica, lambda tx: contacts.log_contact(tx, [id_], "call"))
    act(replica, lambda tx: promises.make_promise(tx, [id_], "fix", by="2h"))
    act(replica, lambda tx: house.note(tx, id_, "x"))
    assert same()
    assert kept.reads == 1
    clock.advance(30 * MINUTE)
    other = opened(replica, "Elm", "down", severity=3)
    assert same()
    assert kept.reads == 2
    act(replica, lambda tx: stages.set_stage(tx, other, "fixed"))
    assert same()
    assert kept.reads == 3
    act(replica, lambda tx: stages.set_stage(tx, id_, "fixed"))
    assert kept.ask(clock.now(), failure).of_failure(clock.now()) is None
    assert kept.reads == 4
    clock.advance(MOST_AGE)
    kept.ask(clock.now())
    assert kept.reads == 5


def test_every_kind_that_may_say_of_fixes_is_heard() -> None:
    assert set(SAY_NOTHING) <= KINDS
    heard = {"opened", "failure_opened", "edited", "staged", "joined", "retracted", "amended", "moved_out", "moved_in", "redacted"}
    assert heard <= KINDS - set(SAY_NOTHING)


def test_what_is_not_folded_yet_is_not_kept(replica: Replica, clock: ManualClock, tmp_path: Path) -> None:
    opened(replica, "Acme", "down")
    kept = KeptHistory(replica.path)
    replica.db.execute("INSERT INTO dirty SELECT min(sid), 0 FROM subjects")
    kept.ask(clock.now())
    kept.ask(clock.now())
    assert kept.reads == 2
    replica.db.execute("DELETE FROM dirty")
    kept.ask(clock.now())
    kept.ask(clock.now())
    assert kept.reads == 3
