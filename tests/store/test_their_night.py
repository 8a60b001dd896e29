"""At their night a call is flagged or waits: the next action, the due times, whose hours hold when the card is silent."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.attention import judge
from store.clock import DAY, HOUR, MINUTE
from store.entries import Followup, Restitution
from store.money import parse_money
from store.next_action import next_action
from store.policy import policy_of
from store.row import Row, StepCell, pack, unpack
from store.state import Break, Customer, Person
from store.their_hours import customer_hours, night_until
from store.worktime import next_open
from tests.store.attending import action, attempt, clock_time, contact, new, promise, row_of, seen, told
from tests.store.attention_cases import MOVED, UNTOLD
from tests.store.by_hand import NOW
from tests.store.conftest import UTC

MARY = Person("Mary Osei", phone="+1 212 555", night="+1 212 999")
NEW_YORK = Customer("acme", "Acme", zone="America/New_York", hours="mon-fri 8-18", people=(MARY,))
"""It is 5:00 on Monday there at NOW: they open at 13:00 UTC."""
WHEN = "At 08:00 their time, in 3 h: call Mary Osei +1 212 555 (05:00 there): "
MAIL = contact(NOW - 20 * HOUR, "mail", direction="in", n=2)
DEEP_NIGHT = contact(NOW - HOUR, "mail", direction="in", n=2)


def line() -> Restitution:
    """Amends that wait for approval."""
    return Restitution("1", "r1", "credit", parse_money("900 EUR", "amount", "EUR"), "", NOW, None, "proposed", NOW, "", "ana")


@pytest.mark.parametrize(
    ("brk", "what"),
    [
        (new(), WHEN + "tell Mary before they find it, and own it"),
        (told(stage="open", owned_at=None, contacts=(contact(NOW - 9 * HOUR),)), WHEN + "own it to Mary, outright"),
        (told(contacts=(contact(NOW - 21 * HOUR), MAIL)), WHEN + "Mary waits for an answer since yesterday 14:00"),
        (told(promises=(promise(NOW - HOUR),)), "At 08:00 their time, in 3 h: promise 1 (full fix) is late: call"),
    ],
)
def test_a_call_waits_for_their_morning(brk: Break, what: str) -> None:
    """Severity 2: it is 5 in the morning there, and nobody is called."""
    found = action(row_of(brk, NEW_YORK, amends_within="off"), 0)
    assert found.what.startswith(what)
    assert clock_time(found.due_at) == "13:00"


def test_an_attempt_does_not_make_us_try_again_at_night() -> None:
    """They were tried in the evening; the retry lies in their night."""
    found = action(row_of(new(contacts=(attempt(NOW - 20 * MINUTE),)), NEW_YORK), 0)
    assert (found.what[:30], clock_time(found.due_at)) == ("At 08:00 their time, in 3 h: c", "13:00")
    assert "again" not in found.what


def test_severity_1_is_called_at_night_and_it_is_said() -> None:
    row = row_of(new(severity=1), NEW_YORK)
    assert action(row, 0).what == (
        "Call Mary Osei night line +1 212 999 (05:00 there, outside their hours): tell Mary before they find it, and own it"
    )
    no_line = row_of(new(severity=1), NEW_YORK._replace(people=(MARY._replace(night=""),)))
    assert "call Mary Osei +1 212 555 (05:00 there, outside their hours): " in action(no_line, 0).what.replace("Call", "call")
    assert action(row, 4 * HOUR).what.startswith("Call Mary Osei +1 212 555 (09:00 there): ")


def test_the_team_says_whom_it_wakes() -> None:
    assert "outside their hours" in action(row_of(new(), NEW_YORK, night="yes"), 0).what
    assert action(row_of(new(severity=1), NEW_YORK, night="no"), 0).what.startswith("At 08:00")


def test_a_time_that_we_named_to_them_holds_at_night() -> None:
    row = row_of(told(promises=(promise(NOW + HOUR, "news"),)), NEW_YORK)
    assert action(row, 50 * MINUTE).what == (
        "Call Mary Osei night line +1 212 999 (05:50 there, outside their hours): say how it stands, as we said we would"
    )


def test_who_wrote_in_this_night_is_awake() -> None:
    found = action(row_of(told(contacts=(contact(NOW - 21 * HOUR), DEEP_NIGHT)), NEW_YORK), 0)
    assert found.what == (
        "Call Mary Osei night line +1 212 999 (05:00 there, outside their hours): Mary waits for an answer since 09:00"
    )


def test_what_can_be_done_now_comes_before_a_call_that_waits() -> None:
    """The promise that is late needs a call in the morning; until then amends are to be approved."""
    brk = told(promises=(promise(NOW - HOUR),), restitution=(line(),))
    assert action(row_of(brk, NEW_YORK), 0).rule == "approval"
    assert action(row_of(brk, NEW_YORK), 4 * HOUR).rule == "promise"


@pytest.mark.parametrize("severity", [1, 2, 3, 4])
def test_a_call_that_is_due_in_their_day_is_no_call_at_night(severity: int) -> None:
    """Also where the severity counts their night: nothing presses before they open."""
    row = row_of(told(severity=severity, contacts=(contact(NOW - HOUR),)), NEW_YORK, cadence="6h")
    assert action(row, 0).what == WHEN + "say how it stands"
    assert clock_time(action(row, 0).due_at) == "15:00"


def test_the_first_word_of_a_severity_4_waits_for_their_day() -> None:
    """It is due tomorrow only, so it does not press; still nobody is rung at 3 in the morning."""
    moscow = Customer("msk", "Msk", zone="Europe/Moscow", hours="8-18", people=(Person("Iv Pe", phone="+7 4"),))
    row = row_of(new(severity=4, opened_at=NOW + 14 * HOUR, severity_at=NOW + 14 * HOUR), moscow)
    found = action(row, 14 * HOUR + 3 * MINUTE)
    assert found.what == "At 08:00 their time, in 4 h 57: call Iv Pe +7 4 (03:03 there): tell Iv before they find it, and own it"
    assert found.due_at == row.contact_due_at


HISTORIES = (
    {"stage": "open", "told_at": None, "contacts": ()},
    {"stage": "open", "told_at": None, "contacts": (attempt(NOW),)},
    {"stage": "open", "told_at": None, "contacts": tuple(attempt(NOW + n, n) for n in (1, 2, 3))},
    {"stage": "open", "owned_at": None},
    {"fixed_at": NOW + HOUR, "stage": "fixed"},
    {"contacts": (contact(NOW), contact(NOW + 30 * MINUTE, "mail", direction="in", n=2))},
    {"promises": (promise(NOW + HOUR),)},
    {"promises": (promise(NOW + 40 * HOUR, "news"),)},
    {"promises": (promise(NOW + HOUR, slips=(MOVED,)),)},
    {"promises": (promise(NOW + HOUR, apart=("2",)), promise(NOW + 2 * HOUR, n="2", key="p2", apart=("1",)))},
    {"remedies": (UNTOLD,)},
    {"stage": "follow-up", "fixed_at": NOW, "followups": (Followup("1", "f1", "call", NOW + 8 * HOUR, None, ""),)},
    {"stage": "closed", "fixed_at": NOW, "closed_at": NOW, "outcome": "kept"},
)


@settings(max_examples=300)
@given(
    history=st.sampled_from(HISTORIES),
    severity=st.integers(1, 4),
    after=st.integers(0, 8 * 24 * 60).map(lambda minutes: minutes * MINUTE),
    hours=st.sampled_from(["mon-fri 8-18", "8-18", "", "22-23"]),
    night=st.sampled_from(["", "yes", "no"]),
    deed=st.sampled_from(["", "contact update", "answer", "contact apology"]),
    deputy=st.booleans(),
)
def test_no_call_is_named_outside_their_hours_without_a_word(
    history: dict[str, Any], severity: int, after: int, hours: str, night: str, deed: str, deputy: bool
) -> None:
    people = (MARY._replace(deputy="Tom Ode"), Person("Tom Ode", phone="+1 212 777")) if deputy else (MARY,)
    brk, customer = told(severity=severity, **history), NEW_YORK._replace(hours=hours, people=people)
    row = row_of(brk, customer, night=night) if night else row_of(brk, customer)
    if deed:
        row = row._replace(step=StepCell("talk", "communicate often", "ana", None, deed))
    found = next_action(row, judge(row, NOW + after), NOW + after, UTC)
    is_night = night_until(row, NOW + after) is not None
    if found is not None and "call " in found.what.lower():
        assert ("their time, in " in found.what or "outside their hours" in found.what) == is_night, found.what


def test_a_follow_up_call_waits_and_a_mail_does_not() -> None:
    done = told(stage="follow-up", fixed_at=NOW - DAY)
    call = done._replace(followups=(Followup("1", "f1", "call", NOW - HOUR, None, ""),))
    assert action(row_of(call, NEW_YORK), 0).what.startswith("At 08:00 their time, in 3 h: follow up by phone: ")
    mail = done._replace(followups=(Followup("1", "f1", "mail", NOW - HOUR, None, ""),))
    assert action(row_of(mail, NEW_YORK), 0).what == "Follow up by mail"


def test_an_agreed_silence_beats_every_severity_and_every_need() -> None:
    quiet = NEW_YORK._replace(silence_since=NOW - HOUR, silence_until=NOW + 5 * HOUR)
    for brk in (new(severity=1), told(severity=1, promises=(promise(NOW - HOUR),))):
        found = action(row_of(brk, quiet, amends_within="off"), 0)
        assert found.what.startswith("Mary asks for silence until 15:00: then ")
        assert clock_time(found.due_at) == "15:00"
    done = told(stage="follow-up", fixed_at=NOW - DAY, followups=(Followup("1", "f1", "call", NOW - HOUR, None, ""),))
    assert action(row_of(done, quiet), 0).what.startswith("Mary asks for silence until 15:00: then follow up")


def test_a_zone_without_hours_has_a_night_too() -> None:
    """The dead of night, by the policy: until 7:00."""
    zone_only = NEW_YORK._replace(hours="")
    assert action(row_of(new(), zone_only), 0).what.startswith("At 07:00 their time, in 2 h: call Mary Osei")
    assert seen(row_of(told(contacts=(contact(NOW - 3 * HOUR),)), zone_only), 0).contact_state == "asleep"
    assert action(row_of(new(), zone_only, their_hours="9-17"), 0).what.startswith("At 09:00 their time")
    assert action(row_of(new(), zone_only, their_hours="off"), 0).what.startswith("Call Mary")
    assert customer_hours(Customer("acme", "Acme"), policy_of()) is None


def test_their_holidays_are_no_days_to_call() -> None:
    """They are closed on Monday: the word that is due then waits for Tuesday morning."""
    closed = NEW_YORK._replace(holidays="2026-11-23")
    row = row_of(told(contacts=(contact(NOW + 4 * HOUR),)), closed)
    assert clock_time(row.contact_due_at) == "13:00+1"
    assert action(row, 6 * HOUR + MINUTE).what.startswith("Tomorrow 08:00 their time, in 20 h 59: call Mary Osei")
    assert clock_time(row_of(told(contacts=(contact(NOW + 4 * HOUR),)), NEW_YORK).contact_due_at) == "16:00"


def test_the_row_knows_their_night_as_the_card_does() -> None:
    closed = NEW_YORK._replace(holidays="2020-01-01, 2026-11-24, 2026-12-25")
    row: Row = unpack(pack(row_of(told(), closed)))
    assert row == row_of(told(), closed)
    assert row.days_off == "2026-11-24 2026-12-25"
    hours = customer_hours(closed, policy_of())
    assert hours is not None
    for minute in range(0, 4 * 1440, 17):
        now = NOW + minute * MINUTE
        opens = next_open(now, hours)
        assert night_until(row, now) == (opens if opens > now else None)


def test_levels_do_not_change_at_their_night() -> None:
    """What is late is late: only what to do about it waits."""
    brk = told(promises=(promise(NOW - HOUR),))
    there, nowhere = row_of(brk, NEW_YORK), row_of(brk, Customer("acme", "Acme"))
    assert [need for need in judge(there, NOW).needs if need.rule == "promise"] == [
        need for need in judge(nowhere, NOW).needs if need.rule == "promise"
    ]


def test_the_first_apology_is_said_once_also_at_night() -> None:
    """The playbook's own words for it do not replace those of the rule, whatever its level."""
    row = row_of(new(), NEW_YORK)._replace(step=StepCell("own-it", "own it", "ana", None, "contact apology"))
    assert [need.rule for need in judge(row, NOW).needs if need.rule in ("not-told", "own-it", "step")] == ["not-told"]
    assert action(row, 0).what == WHEN + "tell Mary before they find it, and own it"
    other = row._replace(step=StepCell("talk", "communicate often", "ana", None, "contact update"))
    assert action(other, 0).what == WHEN + "tell Mary before they find it, and own it", "who knows of nothing is told first"
    owned = row_of(told(), NEW_YORK)._replace(step=row.step)
    assert "step" in [need.rule for need in judge(owned, NOW).needs]


@pytest.mark.parametrize(("deed", "waits"), [("contact explanation", True), ("entry explanation", False), ("", False)])
def test_a_step_that_is_said_to_them_waits_too(deed: str, waits: bool) -> None:
    brk = told(stage="follow-up", fixed_at=NOW - DAY)
    row = row_of(brk, NEW_YORK, followups="none")._replace(step=StepCell("why", "explain why", "ana", None, deed))
    assert action(row, 0).what.startswith("At 08:00 their time") is waits


def test_a_promise_that_moved_is_not_to_be_kept_by_its_old_date() -> None:
    """While they can't be told, nobody is sent to keep what is moved already."""
    brk = told(promises=(promise(NOW + HOUR, slips=(MOVED,)),), owner="ana")
    found = action(row_of(brk, NEW_YORK), 0)
    assert (found.rule, found.what) == ("moved-not-told", WHEN + "tell Mary that promise 1 moved to 11:00")
