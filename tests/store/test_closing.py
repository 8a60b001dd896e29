"""Closing: what it asks for, that a reason goes without, and what is recorded of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from store.actions import amends, corrections, dates, house, promises
from store.actions.closing import close
from store.actions.contacts import log_contact
from store.actions.fields import set_fields
from store.actions.stages import mark_fixed, set_stage
from store.afterwards import not_debriefed, took_part
from store.clock import DAY, ManualClock
from store.closing import asks_of
from store.replica import Replica
from store.replica.transaction import Transaction
from tests.store.desk import Desk


@pytest.fixture
def desk(replica: Replica, clock: ManualClock) -> Desk:
    """A fresh desk."""
    return Desk(replica, clock)


OPEN_ENDS: tuple[tuple[str, Callable[[Transaction, str], Any]], ...] = (
    ("promises", lambda tx, id_: promises.make_promise(tx, [id_], "fix", by="2h")),
    ("owed", lambda tx, id_: amends.owe(tx, id_, "credit", "90 EUR")),
    ("follow-ups", lambda tx, id_: dates.plan_followup(tx, id_, "call", "2d")),
    ("remedy-answer", lambda tx, id_: amends.propose_remedy(tx, id_, "courier")),
    ("disputed", lambda tx, id_: house.dispute(tx, id_, "the count")),
    ("public", lambda tx, id_: house.mark_public(tx, id_, "a forum")),
    ("blockers", lambda tx, id_: house.raise_blocker(tx, id_, "a signature")),
    ("unanswered", lambda tx, id_: log_contact(tx, [id_], "mail", incoming=True)),
)


def asked(desk: Desk, note: str = "", outcome: str = "") -> list[str]:
    """The names of what closing asks for."""
    return [ask.name for ask in asks_of(desk.case(), note, outcome)]


def severity(desk: Desk, number: int) -> None:
    """The severity, by which the policy asks for more or less."""
    desk.do(lambda tx: set_fields(tx, desk.acme, {"severity": str(number)}))


def in_good_order(desk: Desk) -> None:
    """A small break that was fixed, and of which they know that it is."""
    severity(desk, 4)
    desk.do(lambda tx: mark_fixed(tx, desk.acme))
    desk.do(lambda tx: log_contact(tx, [desk.acme], "call"))


def test_an_untouched_break_of_each_severity(desk: Desk) -> None:
    wanted = {
        1: ["told", "letter", "debrief", "note", "outcome", "step own-it", "step put-right", "step follow-up"],
        2: ["told", "letter", "debrief", "note", "outcome", "step own-it", "step put-right", "step follow-up"],
        3: ["told", "mail", "step fix", "step say-fixed"],
        4: ["told", "step fix", "step say-fixed"],
    }
    for number, names in wanted.items():
        severity(desk, number)
        assert asked(desk) == names


@pytest.mark.parametrize(("name", "action"), OPEN_ENDS, ids=[name for name, _ in OPEN_ENDS])
def test_everything_that_the_record_holds_open_is_asked_for(
    desk: Desk, name: str, action: Callable[[Transaction, str], Any]
) -> None:
    in_good_order(desk)
    assert asked(desk) == []
    desk.do(lambda tx: action(tx, desk.acme))
    assert asked(desk) == [name]
    desk.do(partial(corrections.undo, typed_id=desk.acme))
    assert asked(desk) == []


def test_follow_ups_of_the_policy_are_asked_for_until_they_are_done(desk: Desk) -> None:
    severity(desk, 1)
    desk.do(lambda tx: mark_fixed(tx, desk.acme))
    assert "follow-ups-planned" in asked(desk)
    [text] = [ask.text for ask in asks_of(desk.case()) if ask.name == "follow-ups-planned"]
    assert text == "no follow-up by mail and by phone was planned"
    desk.do(lambda tx: dates.plan_followups(tx, desk.acme, [("mail", 2 * DAY), ("call", 5 * DAY)]))
    assert [item.due_at - (desk.brk().fixed_at or 0) for item in desk.brk().followups] == [2 * DAY, 5 * DAY]
    assert ("follow-ups" in asked(desk), "follow-ups-planned" in asked(desk)) == (True, False)
    desk.do(lambda tx: dates.do_followup(tx, desk.acme, "1"))
    assert "follow-ups" in asked(desk)
    desk.do(lambda tx: dates.do_followup(tx, desk.acme, "2"))
    assert not {"follow-ups", "follow-ups-planned"} & set(asked(desk))


def test_fixing_plans_the_follow_ups_in_the_same_action(desk: Desk) -> None:
    receipt = desk.do(lambda tx: mark_fixed(tx, desk.acme, followups=[("mail", 2 * DAY)]))
    assert "follow-up by mail" in receipt.said[-1]
    [item] = desk.brk().followups
    assert (item.channel, item.due_at) == ("mail", (desk.brk().fixed_at or 0) + 2 * DAY)
    desk.do(partial(corrections.undo, typed_id=desk.acme))
    assert (desk.brk().followups, desk.brk().fixed_at) == ((), None)


def test_a_debrief_is_asked_of_each_who_took_part(desk: Desk) -> None:
    severity(desk, 2)
    desk.do(lambda tx: set_fields(tx, desk.acme, {"owner": "ana", "fixer": "cem"}))
    desk.do(lambda tx: log_contact(tx, [desk.acme], "call"), "Ben")
    desk.do(lambda tx: log_contact(tx, [desk.acme], "call"), "ANA")
    assert took_part(desk.brk()) == ("ana", "cem", "Ben")
    assert "nobody was debriefed" in [ask.text for ask in asks_of(desk.case())]
    desk.do(lambda tx: house.debrief(tx, desk.acme, "ben", "saw it late"))
    assert not_debriefed(desk.brk(), desk.case().failure) == ("ana", "cem")
    assert "not debriefed: ana, cem" in [ask.text for ask in asks_of(desk.case())]
    desk.do(lambda tx: house.debrief(tx, desk.acme, "Ana", "the alarm went to nobody"))
    assert "not done" in desk.do(lambda tx: house.debrief(tx, desk.acme, "cem")).warnings[-1]
    assert not_debriefed(desk.brk(), desk.case().failure) == ("cem",), "nothing was said in it"
    desk.do(lambda tx: house.debrief(tx, desk.acme, "cem", "he had no mailbox"))
    assert "debrief" not in asked(desk)


def test_debriefs_in_which_nothing_was_said_are_none(desk: Desk) -> None:
    severity(desk, 2)
    for who in ("ana", "ben"):
        desk.do(partial(house.debrief, typed_id=desk.acme, who=who, said="  "))
    assert "nobody was debriefed" in [ask.text for ask in asks_of(desk.case())]


def test_what_is_issued_is_not_called_owed(desk: Desk) -> None:
    for amount in ("90 EUR", "10 EUR", "5 EUR"):
        desk.do(partial(amends.owe, typed_id=desk.acme, kind="credit", amount=amount))
    assert "€105 is still owed" in [ask.text for ask in asks_of(desk.case())]
    for n in ("1", "2"):
        desk.do(partial(amends.move_restitution, typed_id=desk.acme, n=n, state="issued"))
    assert "€5 is still owed, €100 is issued, not confirmed" in [ask.text for ask in asks_of(desk.case())]
    desk.do(lambda tx: amends.move_restitution(tx, desk.acme, "3", "issued"))
    assert "€105 is issued, not confirmed" in [ask.text for ask in asks_of(desk.case())]
    for n in ("1", "2", "3"):
        desk.do(partial(amends.move_restitution, typed_id=desk.acme, n=n, state="confirmed"))
    assert "owed" not in asked(desk)


def test_closing_refuses_until_there_is_a_reason_and_records_what_it_went_without(desk: Desk) -> None:
    severity(desk, 3)
    for step in ("fix", "say-fixed"):
        desk.do(partial(house.mark_step, typed_id=desk.acme, step=step, done=True, reason="nothing was broken"))
    assert "never told; no mail went out" in str(desk.refuses("reason", lambda tx: close(tx, desk.acme)))
    assert desk.brk().stage == "open"
    receipt = desk.do(lambda tx: close(tx, desk.acme, reason="opened by mistake", note="Nobody noticed.", outcome="kept"))
    assert receipt.warnings == ("closed without: the customer was never told; no mail went out",)
    brk = desk.brk()
    assert (brk.stage, brk.outcome, brk.closing_note, brk.stages[-1].overrides) == (
        "closed",
        "kept",
        "Nobody noticed.",
        ("told", "mail"),
    )
    assert [mark.outcome for mark in brk.outcomes] == ["kept"]
    desk.do(lambda tx: set_stage(tx, desk.acme, "reopened"))
    assert desk.brk().closing_note == ""


def test_what_comes_with_the_closing_is_not_asked_for(desk: Desk) -> None:
    severity(desk, 1)
    assert {"note", "outcome"} <= set(asked(desk))
    assert not {"note", "outcome"} & set(asked(desk, "They stay.", "kept"))


def test_a_break_in_good_order_closes_without_a_reason(desk: Desk) -> None:
    in_good_order(desk)
    assert desk.do(lambda tx: close(tx, desk.acme)).warnings == ()
    assert (desk.brk().stage, desk.brk().stages[-1].overrides) == ("closed", ())


def test_what_is_closed_already_says_so(desk: Desk) -> None:
    desk.do(lambda tx: close(tx, desk.acme, reason="over"))
    assert "closed already" in str(desk.refuses("stage", lambda tx: close(tx, desk.acme)))
