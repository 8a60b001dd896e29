"""The one next action: what, who and when, for each situation that a board knows."""

from __future__ import annotations

from typing import Any

import pytest

from store.attention import Need, judge
from store.clock import DAY, HOUR, MINUTE
from store.entries import Followup
from store.next_action import next_action
from store.row import StepCell
from store.rules import RULES
from store.state import Break, Person
from tests.store.attending import (
    ACME,
    NAMELESS_FAILURE,
    action,
    attempt,
    clock_time,
    contact,
    deadline,
    line,
    new,
    promise,
    row_of,
    told,
)
from tests.store.attention_cases import (
    BARRED,
    BELOW,
    CLOSED,
    DISPUTE,
    FIRINGS,
    FORUM,
    MAIL_IN,
    MOVED,
    NOT_OURS,
    OFFERED,
    RED_TAPE,
    REMEDY,
    UNOWNED,
    UNTOLD,
    away,
)
from tests.store.by_hand import NOW
from tests.store.conftest import UTC

M, H = MINUTE, HOUR
MARY = Person("Mary Osei", phone="+49 30 555", deputy="Tom Ode")
TOM = Person("Tom Ode", phone="+49 30 777")
CARD = ACME._replace(people=(MARY, TOM), zone="Europe/Berlin")
CALL = "Call Mary Osei +49 30 555 ({} there): "
QUIET: dict[str, Any] = {"remedies": (REMEDY._replace(answer="meets"),)}
"""Nothing is to be proposed any more."""


@pytest.mark.parametrize(
    ("brk", "after", "what", "who", "due"),
    [
        (new(), 0, CALL.format("11:00") + "tell Mary before they find it, and own it", "ana", "10:20"),
        (new(found_by="customer"), 0, CALL.format("11:00") + "own it, thank Mary for telling us", "ana", "10:20"),
        (
            new(contacts=(attempt(NOW + 5 * M),)),
            6 * M,
            CALL.format("11:06") + "tell Mary before they find it, and own it (tried 1×, again 10:25)",
            "ana",
            "10:25",
        ),
        (told(**UNOWNED), 0, CALL.format("11:00") + "own it to Mary, outright", "ana", "10:20"),
        (told(), 0, CALL.format("11:00") + "say how it stands", "ana", "12:00"),
        (
            told(promises=(promise(NOW + H, "news"),)),
            50 * M,
            CALL.format("11:50") + "say how it stands, as we said we would",
            "ana",
            "11:00",
        ),
        (told(stage="fixed", fixed_at=NOW + M), 2 * M, CALL.format("11:02") + "say that it is fixed", "ana", "12:00"),
        (told(attempt(NOW + 100 * M)), 2 * H, CALL.format("13:00") + "say how it stands", "ana", "12:00"),
        (told(attempt(NOW + 30 * M)), 50 * M, CALL.format("11:50") + "tried 1× since the last contact", "ana", "10:50"),
        (
            told(*(attempt(NOW + n * M) for n in (1, 2, 3))),
            30 * M,
            "Call the deputy of Mary Osei, Tom Ode +49 30 777: tried 3× since the last contact",
            "ana",
            "10:23",
        ),
        (told(MAIL_IN), 10 * M, CALL.format("11:10") + "Mary waits for an answer since 10:10", "ana", "10:30"),
        (
            told(promises=(promise(NOW + 9 * H, slips=(MOVED,)),)),
            0,
            CALL.format("11:00") + "tell Mary that promise 1 moved to 19:00",
            "ana",
            "10:00",
        ),
        (told(promises=(promise(NOW + H),)), 20 * M, "Keep promise 1: full fix", "ana", "11:00"),
        (
            told(promises=(promise(NOW + H),), deadlines=(deadline(NOW + 2 * H, chased=1),)),
            0,
            "Promise 1 (full fix) rests on a later date: move it, and tell Mary",
            "ana",
            "11:00",
        ),
        (
            told(promises=(promise(NOW + H),)),
            H + M,
            "Promise 1 (full fix) is late: call Mary Osei +49 30 555 (12:01 there) with a date that holds",
            "ana",
            "11:00",
        ),
        (
            new(touched_at=None, told_at=NOW, contacts=(contact(NOW),)),
            45 * M,
            "Nobody has touched it since it was opened: look at it, say how it stands",
            "ana",
            "10:45",
        ),
        (told(public=(FORUM,)), 0, "Answer where it is public", "ana", "10:20"),
        (told(disputes=(DISPUTE,)), 0, "The claim is disputed since 10:00: withdraw it", "ana", "10:00"),
        (told(owner=""), 0, "Take it: nobody owns it", "", ""),
        (told(**OFFERED), 0, "Accept it: ana offered it to ben at 10:00", "ben", "10:15"),
        (
            told(owner="ben"),
            0,
            CALL.format("11:00") + "say how it stands; introduce yourself, they know ana",
            "ben",
            "12:00",
        ),
        (told(deadlines=(deadline(NOW + 4 * H),)), 2 * H - 20 * M - 1, CALL.format("12:39") + "say how it stands", "ana", "12:00"),
        (told(deadlines=(deadline(NOW + H),)), 0, "Chase Voltis: spare part, due 11:00", "ana", "11:00"),
        (told(restitution=(line("300 EUR"),)), 0, "Have credit €300 approved", "", ""),
        (told(restitution=(line("90 EUR", due_at=NOW + H),)), 0, "Issue credit €90", "ana", "11:00"),
        (told(stage="made-right", cadence="9d"), 45 * H, "Propose a remedy, or amends for their trouble", "ana", "10:00+2"),
        (told(remedies=(REMEDY,)), 0, "Ask Mary whether the remedy is enough", "ana", ""),
        (told(remedies=(UNTOLD,)), 0, CALL.format("11:00") + "propose remedy 1 to Mary, who does not know of it", "ana", "10:00"),
        (told(remedies=(BELOW,)), 0, "Remedy was below what Mary expects: propose another one", "ana", "10:00"),
        (
            told(blockers=(RED_TAPE,), cadence="9d"),
            2 * H,
            "Ask Dana again: a change freeze, in the way since 10:00",
            "ana",
            "12:00",
        ),
        (
            told(stage="follow-up", followups=(Followup("1", "f", "call", NOW, None, ""),)),
            0,
            "Follow up by phone: call Mary Osei +49 30 555 (11:00 there)",
            "ana",
            "10:00",
        ),
        (CLOSED._replace(followups=(Followup("1", "f", "mail", NOW, None, ""),)), 0, "Follow up by mail", "ana", "10:00"),
        (
            told(must_tell="the board", must_tell_by=NOW + H),
            0,
            "Mary must tell the board by 11:00: give them what they need",
            "ana",
            "11:00",
        ),
    ],
)
def test_what_who_and_when(brk: Break, after: int, what: str, who: str, due: str) -> None:
    found = action(row_of(brk, CARD), after)
    assert (found.what, found.who, clock_time(found.due_at)) == (what, who, due)


@pytest.mark.parametrize(
    ("stage", "owned_at", "what"),
    [
        ("open", None, "Own it"),
        ("open", NOW, "Contain it: limit what they are exposed to"),
        ("owned", NOW, "Contain it: limit what they are exposed to"),
        ("contained", NOW, "Fix it"),
        ("fixed", NOW, "Make it right: remedy and amends"),
        ("made-right", NOW, "Plan the follow-ups"),
    ],
)
def test_when_nothing_presses_it_is_the_next_stage(stage: str, owned_at: int | None, what: str) -> None:
    row = row_of(told(stage=stage, owned_at=owned_at, **QUIET))
    attention = judge(row, NOW)._replace(needs=(Need("stage", "later", None),))
    found = next_action(row, attention, NOW, UTC)
    assert found is not None
    assert (found.what, found.who, found.due_at) == (what, "ana", None)


def test_every_rule_has_a_sentence() -> None:
    for case in FIRINGS:
        attention = judge(case.row, NOW + DAY)._replace(needs=(Need(case.rule, "overdue", NOW),))
        found = next_action(case.row, attention, NOW + DAY, UTC)
        assert found is not None
        assert found.rule == case.rule
        assert found.what[0].isupper()
        assert "None" not in found.what
    assert {case.rule for case in FIRINGS} == {rule.name for rule in RULES}


def test_it_is_never_given_to_somebody_who_is_off_duty() -> None:
    assert action(told(), 0).who == "ana"
    assert action(told(), 0, off_duty=("ANA",)).who == ""
    assert action(told(), 0, off_duty=("ben",)).who == "ana"
    assert action(told(**OFFERED), 0, off_duty=("Ben",)).who == ""
    assert [action(away(told()), 0, ("Ana",)).what, action(away(told()), 0, ("Ana",)).who] == [
        "Owner off duty: take it (ana is)",
        "",
    ]


def test_who_spoke_to_them_already_introduces_nobody() -> None:
    """A new face is the owner to whom nobody there has spoken; ben who rang once is none, nor one who never reached them."""
    rang = contact(NOW + M, n=2)._replace(actor="Ben")
    assert "introduce" not in action(told(rang, owner="ben"), 2 * M).what
    assert "introduce" in action(told(attempt(NOW + M, 2)._replace(actor="ben"), owner="ben"), 2 * M).what
    assert "introduce" not in action(told(owner=""), 0).what
    assert row_of(told(owner="ben", imported=True)).known_face == ""


def test_quiet_is_said_with_its_end() -> None:
    asleep = row_of(told(), CARD._replace(zone="", hours="14-18"))
    assert action(asleep, 0).what == "At 14:00, in 4 h: call Mary Osei +49 30 555: say how it stands"
    silent = row_of(told(), CARD._replace(zone="", silence_since=NOW, silence_until=NOW + 3 * H))
    assert action(silent, 0).what == "Mary asks for silence until 13:00: then call Mary Osei +49 30 555: say how it stands"


def test_who_must_not_be_contacted_is_not_called() -> None:
    found = action(row_of(told(MAIL_IN), BARRED), 10 * M)
    assert found.what == "Do not contact Acme (lawyers only): Acme waits for an answer since 10:10"


def test_what_is_not_ours_is_told_but_not_owned() -> None:
    assert action(row_of(new(), CARD, NOT_OURS), 0).what == CALL.format("11:00") + "tell Mary before they find it"
    assert action(row_of(new(found_by="customer"), CARD, NOT_OURS), 0).what == CALL.format("11:00") + "thank Mary for telling us"


def test_nothing_is_left_to_do_on_a_closed_break() -> None:
    row = row_of(CLOSED, ACME, NAMELESS_FAILURE)
    assert next_action(row, judge(row, NOW + DAY), NOW + DAY, UTC) is None


def test_the_deputy_is_the_one_who_hears_it() -> None:
    tried = (attempt(NOW + M), attempt(NOW + 2 * M), attempt(NOW + 3 * M))
    call = "Call the deputy of Mary Osei, Tom Ode +49 30 777: "
    assert action(row_of(new(contacts=tried), CARD), 30 * M).what.startswith(f"{call}tell Tom before they find it")
    theirs = action(row_of(new(contacts=tried, found_by="customer"), CARD), 30 * M).what
    assert theirs.startswith(f"{call}own it, thank them for telling us"), "it was Mary who told us"
    moved = told(*tried, promises=(promise(NOW + 9 * H, slips=(MOVED,)),))
    assert action(row_of(moved, CARD), 30 * M).what == f"{call}tell Tom that promise 1 moved to 19:00"


def test_a_promise_of_a_fix_that_is_there_is_settled() -> None:
    """Neither a supplier's date nor one that they don't know is of any matter then, nor is it a reason to call."""
    fixed: dict[str, Any] = {"stage": "fixed", "fixed_at": NOW + M}
    due = promise(NOW + H)
    kept = "Settle promise 1 (full fix): it is fixed, so it is kept"
    later = told(contact(NOW + 2 * M), promises=(due,), deadlines=(deadline(NOW + 2 * H, chased=1),), **fixed)
    assert action(row_of(later, CARD), 20 * M).what == kept
    assert action(row_of(later, CARD), 3 * H).what == kept
    missed = told(contact(NOW + 2 * H), promises=(due,), stage="fixed", fixed_at=NOW + 90 * M)
    assert action(row_of(missed, CARD), 121 * M).what == f"{kept}, late"
    untold = told(contact(NOW + 2 * M), promises=(promise(NOW + 9 * H, slips=(MOVED,)),), **fixed)
    assert action(row_of(untold, CARD), 20 * M).what == kept


def test_what_is_not_our_fault_is_not_to_be_owned() -> None:
    row = row_of(new(told_at=NOW, contacts=(contact(NOW),)), CARD, NOT_OURS)
    alone = judge(row, NOW)._replace(needs=(Need("stage", "later", None),))
    found = next_action(row, alone, NOW, UTC)
    assert found is not None
    assert found.what == "Contain it: limit what they are exposed to"


def test_the_contact_of_the_break_comes_before_the_customers_card() -> None:
    assert action(row_of(told(contact_name="Tom Ode"), CARD), 0).what == "Call Tom Ode +49 30 777 (11:00 there): say how it stands"
    assert action(row_of(told(contact_name="Ida Berg"), CARD), 0).what == "Call Ida Berg (11:00 there): say how it stands"
    assert action(told(), 0).what == "Call Acme: say how it stands"


def test_a_step_says_what_it_lacks_and_a_planned_follow_up_its_own_day() -> None:
    """The sentence of a step is no other than what the record holds of it."""

    def said(brk: Break, deed: str, title: str) -> tuple[str, int | None]:
        row = row_of(brk, cadence="9d")._replace(step=StepCell("x", title, "ana", NOW, deed))
        found = action(row, 0)
        assert found.rule in ("step", "follow-up")
        return found.what, found.due_at

    done: dict[str, Any] = {"stage": "fixed", "fixed_at": NOW - M, **QUIET}
    spoken = contact(NOW - M // 2)
    assert said(told(spoken), "remedy any", "ask if it is enough")[0] == "Ask if it is enough: propose a remedy first"
    approved = line("300 EUR")._replace(state="approved")
    made = told(spoken, restitution=(approved,), **done)
    assert said(made, "restitution issued", "make amends")[0] == "Make amends: credit €300 is approved"
    assert said(told(spoken, **done), "restitution issued", "make amends")[0] == "Make amends"
    planned = Followup("1", "f1", "mail", NOW + 2 * DAY, None, "")
    assert said(told(spoken, followups=(planned,), **done), "follow-up mail", "follow up") == ("Follow up by mail", NOW + 2 * DAY)
