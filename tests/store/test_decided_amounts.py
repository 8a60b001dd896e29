"""An amount that was decided stays decided: what is changed after it was approved or issued, here or elsewhere, waits again."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from store.actions import amends, corrections
from store.attention import judge
from store.clock import ManualClock
from store.entries import Restitution
from store.events import Event
from store.fold import fold_break
from store.replica import Replica
from store.replica.transaction import Transaction
from tests.store.by_hand import Author
from tests.store.desk import Desk

OPENED = {"customer": "Acme", "what": "label API", "failure": "F", "severity": 2}
MUCH = {"amount": {"amount": "90000.00", "currency": "EUR"}}


@pytest.fixture
def desk(replica: Replica, clock: ManualClock) -> Desk:
    """A fresh desk: up to €100 anybody decides."""
    return Desk(replica, clock)


def decided(desk: Desk, kind: str, amount: str, *states: str) -> str:
    """Owes something and moves it on; the name of the entry."""
    n = desk.do(lambda tx: amends.owe(tx, desk.acme, kind, amount)).n
    name = desk.name_of_last("restitution_proposed")
    for state in states:
        desk.do(partial(amends.move_restitution, typed_id=desk.acme, n=n, state=state))
    return name


@pytest.mark.parametrize(
    ("kind", "amount", "states", "field", "value"),
    [
        ("credit", "600 EUR", ("approved",), "amount", "90000 EUR"),
        ("credit", "90 EUR", ("issued",), "amount", "90000 EUR"),
        ("credit", "90 EUR", ("issued",), "amount", "90 USD"),
        ("correction", "5000 EUR", ("issued",), "kind", "credit"),
        ("credit", "90 EUR", ("issued", "confirmed"), "amount", "80 EUR"),
        ("credit", "90 EUR", ("declined",), "amount", "80 EUR"),
    ],
)
def test_what_was_decided_is_not_corrected(
    desk: Desk, kind: str, amount: str, states: tuple[str, ...], field: str, value: str
) -> None:
    name = decided(desk, kind, amount, *states)
    refused = desk.refuses(field, lambda tx: corrections.amend(tx, name, {field: value}))
    assert "owe a new one" in refused.next_step
    assert ("decline it" in refused.next_step) is (states[-1] in ("approved", "issued"))
    desk.do(lambda tx: corrections.amend(tx, name, {"why": "nine hours", field: kind if field == "kind" else amount}))
    assert desk.brk().restitution[0].why == "nine hours"


def test_what_is_only_proposed_is_corrected_and_judged_anew(desk: Desk) -> None:
    name = decided(desk, "credit", "90 EUR")
    desk.do(lambda tx: corrections.amend(tx, name, {"amount": "90000 EUR"}))
    assert "over the limit" in str(desk.refuses("state", lambda tx: amends.move_restitution(tx, desk.acme, "1", "issued")))


def elsewhere(desk: Desk, name: str, changes: dict[str, Any]) -> None:
    """A correction that no check of ours has seen."""

    def write(tx: Transaction) -> None:
        event = tx.event(name)
        tx.add(event.subject, "amended", {"event": event.hash, "set": changes})

    desk.do(write)


def rules(desk: Desk) -> set[str]:
    """The rules that fire for the break."""
    return {need.rule for need in judge(desk.case().row, desk.clock.now()).needs}


@pytest.mark.parametrize(
    ("kind", "amount", "states", "changes"),
    [
        ("credit", "600 EUR", ("approved",), MUCH),
        ("credit", "90 EUR", ("issued",), MUCH),
        ("credit", "90 EUR", ("issued",), {"amount": {"amount": "90.00", "currency": "USD"}}),
        ("correction", "5000 EUR", ("issued",), {"kind": "credit"}),
    ],
)
def test_what_was_changed_elsewhere_waits_for_approval_again(
    desk: Desk, kind: str, amount: str, states: tuple[str, ...], changes: dict[str, Any]
) -> None:
    name = decided(desk, kind, amount, *states)
    assert "approval" not in rules(desk)
    elsewhere(desk, name, changes)
    [line] = desk.brk().restitution
    assert (line.state, line.changed) == (states[-1], True), "the record stands"
    assert "approval" in rules(desk)
    [cell] = desk.case().row.owed
    assert cell.needs_approval
    assert amends.following_states(desk.case(), line) == ("approved", "declined")
    onwards = "confirmed" if states[-1] == "issued" else "issued"
    refused = desk.refuses("state", lambda tx: amends.move_restitution(tx, desk.acme, "1", onwards))
    assert "approves it again, as it was changed since" in str(refused)
    for state in ("approved", "issued", "confirmed"):
        desk.do(partial(amends.move_restitution, typed_id=desk.acme, n="1", state=state), actor="Dana")
        assert "approval" not in rules(desk)
        assert not desk.brk().restitution[0].changed


def test_a_correction_that_is_taken_back_after_the_approval_is_a_change_too(desk: Desk) -> None:
    name = decided(desk, "credit", "600 EUR")
    desk.do(lambda tx: corrections.amend(tx, name, {"amount": "90 EUR"}))
    amended = desk.name_of_last("amended")
    desk.do(lambda tx: amends.move_restitution(tx, desk.acme, "1", "issued"))
    assert not desk.brk().restitution[0].changed
    desk.do(lambda tx: corrections.retract(tx, amended))
    [line] = desk.brk().restitution
    assert (str(line.amount), line.changed) == ("€600", True)
    assert "approval" in rules(desk)


def test_a_small_change_elsewhere_and_other_fields_need_nobody(desk: Desk) -> None:
    name = decided(desk, "credit", "90 EUR", "issued")
    elsewhere(desk, name, {"why": "nine hours"})
    assert not desk.brk().restitution[0].changed
    elsewhere(desk, name, {"amount": {"amount": "80.00", "currency": "EUR"}})
    assert desk.brk().restitution[0].changed
    assert "approval" not in rules(desk), "€80 is for anybody to decide"


def ledger(*states: str) -> tuple[Author, Author, Event, list[Event]]:
    """Two people, a line of €600, and what the first one decided of it."""
    ana, ben = Author("a"), Author("b", "ben")
    owed = {"n": 1, "kind": "credit", "amount": {"amount": "600.00", "currency": "EUR"}}
    opened = ana.write("break:B", "opened", OPENED)
    line = ana.write("break:B", "restitution_proposed", owed)
    moves = [ana.write("break:B", "restitution_moved", {"restitution": line.hash, "state": state}) for state in states]
    return ana, ben, line, [opened, line, *moves]


def folded(*events: Event) -> Restitution:
    """The one line of the ledger."""
    [line] = fold_break("B", events).restitution
    return line


@pytest.mark.parametrize("hlc", [0, None, 1 << 62], ids=["first by the clock", "between", "last by the clock"])
def test_who_approves_without_having_seen_the_change_approves_the_former_amount(hlc: int | None) -> None:
    ana, ben, line, events = ledger("approved", "issued")
    apart = ben.write("break:B", "amended", {"event": line.hash, "set": MUCH}, seen=events[:2], hlc=hlc)
    found = folded(*events, apart)
    assert (found.state, str(found.amount), found.changed) == ("issued", "€90,000", True)
    issued = ana.write("break:B", "restitution_moved", {"restitution": line.hash, "state": "issued"}, seen=[apart])
    assert folded(*events, apart, issued).changed, "issuing is no approval"
    body = {"restitution": line.hash, "state": "approved"}
    again = ana.write("break:B", "restitution_moved", body, seen=[apart], hlc=1 << 62)
    assert not folded(*events, apart, again).changed


def test_a_change_that_is_undone_by_another_leaves_the_approval_in_force() -> None:
    _, ben, line, events = ledger("approved")
    much = ben.write("break:B", "amended", {"event": line.hash, "set": MUCH}, seen=events)
    assert folded(*events, much).changed
    back = ben.write("break:B", "amended", {"event": line.hash, "set": {"amount": (line.body or {})["amount"]}}, seen=events)
    assert not folded(*events, much, back).changed
