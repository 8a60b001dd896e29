"""The contact clock: from when it runs, how long, what moves it and what does not."""

from __future__ import annotations

import pytest

from store.clock import DAY, HOUR, MINUTE
from store.entries import Followup
from store.state import Break, Customer
from tests.store.attending import ACME, NAMELESS_FAILURE, attempt, clock_time, contact, level, new, promise, row_of, seen, told
from tests.store.by_hand import NOW

M = MINUTE


def due(brk: Break, customer: Customer = ACME, **settings: str) -> str:
    """When the next word is due (NOW is 10:00 on a Monday)."""
    return clock_time(row_of(brk, customer, NAMELESS_FAILURE, **settings).contact_due_at)


@pytest.mark.parametrize(("severity", "first"), [(1, "10:10"), (2, "10:20"), (3, "12:00"), (4, "10:00+1")])
def test_the_first_word_is_due_by_severity(severity: int, first: str) -> None:
    assert due(new(severity=severity)) == first


@pytest.mark.parametrize(("severity", "next_"), [(1, "10:30"), (2, "12:00"), (3, "10:00+1"), (4, "10:00+2")])
def test_the_cadence_is_by_severity(severity: int, next_: str) -> None:
    assert due(told(severity=severity)) == next_


def test_the_first_word_counts_from_when_we_knew_not_from_when_it_was_written_down() -> None:
    assert due(new(severity=1, found_at=NOW - HOUR)) == "09:10"
    late = told(severity=1, found_at=NOW - HOUR, contacts=(contact(NOW - 50 * M),))
    assert due(late) == "09:40", "the cadence counts from the contact, though the break was opened later"
    assert due(late._replace(contacts=(contact(NOW + 61 * M),))) == "12:01", "the first two hours are counted from when we knew"


def test_the_first_interval_holds_for_contacts_in_its_time() -> None:
    assert due(told(severity=1, contacts=(contact(NOW + 2 * HOUR - 1),))) == "12:29"
    assert due(told(severity=1, contacts=(contact(NOW + 2 * HOUR),))) == "13:00"


def test_a_new_severity_starts_the_new_clock_at_the_change() -> None:
    assert due(new(severity=1, severity_at=NOW + HOUR)) == "11:10"
    assert due(told(severity=1, severity_at=NOW + HOUR)) == "11:30"
    assert due(told(contact(NOW + 2 * HOUR), severity=1, severity_at=NOW + HOUR)) == "12:30", "the first two hours begin anew"


def test_the_breaks_cadence_beats_the_customers_and_that_the_policys() -> None:
    slow = ACME._replace(cadence="4h")
    assert due(told()) == "12:00"
    assert due(told(), cadence_2="3h") == "13:00"
    assert due(told(), slow, cadence_2="3h") == "14:00"
    assert due(told(cadence="45m"), slow, cadence_2="3h") == "10:45"
    assert due(told(cadence="now and then"), slow) == "14:00", "what can't be read counts as not set"


def test_an_attempt_resets_nothing_but_its_own_retry() -> None:
    row = row_of(told(attempt(NOW + 5 * M), attempt(NOW + 30 * M)))
    assert (clock_time(row.contact_due_at), row.attempts, clock_time(row.retry_at)) == ("12:00", 2, "10:50")
    row = row_of(told(attempt(NOW + 30 * M), contact(NOW + 40 * M)))
    assert (clock_time(row.contact_due_at), row.attempts, row.retry_at) == ("12:40", 0, None)
    row = row_of(told(attempt(NOW + 30 * M)), attempt_resets="yes")
    assert (clock_time(row.contact_due_at), row.attempts) == ("12:30", 0)


def test_after_enough_attempts_the_deputy_is_tried() -> None:
    tries = [attempt(NOW + n * M, n) for n in (1, 2, 3)]
    assert [row_of(told(*tries[:n])).try_deputy for n in (1, 2, 3)] == [False, False, True]
    assert not row_of(told(*tries, severity=4)).try_deputy, "0 switches it off"


def test_work_in_the_house_never_pauses_it() -> None:
    busy = told(waiting_on="supplier", waiting_on_since=NOW, acknowledged_until=NOW + DAY, fixer="ben")
    assert due(busy) == due(told()) == due(told(stage="fixed", fixed_at=NOW)) == due(told(stage="made-right")) == "12:00"


def test_it_ends_with_the_follow_up_and_where_contact_is_barred() -> None:
    assert due(told(stage="follow-up")) == due(told(stage="closed", closed_at=NOW)) == ""
    assert due(told(), ACME._replace(do_not_contact="lawyers only")) == ""


def test_in_touch_by_said_to_the_customer_counts() -> None:
    assert due(told(promises=(promise(NOW + 25 * M, "news"),))) == "10:25"
    assert due(told(promises=(promise(NOW + 5 * HOUR, "news"),))) == "15:00", "also when it is later than the cadence"
    two = (promise(NOW + 50 * M, "news"), promise(NOW + 40 * M, "news", n="2"))
    assert due(told(promises=two)) == "10:40"
    assert due(told(promises=(promise(NOW + 25 * M, "news", result="kept"),))) == "12:00"
    assert due(told(promises=(promise(NOW + 25 * M),))) == "12:00", "a promise of a fix is none of news"


def test_in_touch_by_counts_before_the_first_word_is_logged() -> None:
    assert due(new(promises=(promise(NOW + 5 * M, "news"),))) == "10:05"
    assert due(new(promises=(promise(NOW + HOUR, "news"),))) == "10:20"
    assert due(new(promises=(promise(NOW + HOUR, "news"),)), first_word="off") == "11:00"
    assert due(new(), first_word="off") == ""


def test_their_night_moves_the_due_time_to_their_morning() -> None:
    berlin = ACME._replace(zone="Europe/Berlin", hours="8-18")
    evening = told(contacts=(contact(NOW + 6 * HOUR + 30 * M),))
    assert due(evening) == "18:30"
    assert due(evening, berlin) == "07:00+1", "18:30 UTC is 19:30 there; they are back at 8:00, 7:00 UTC"
    assert due(evening._replace(severity=1), berlin) == "17:30", "severity 1 counts at night"
    assert due(evening, berlin, night_2="yes") == "18:30"
    named = evening._replace(promises=(promise(NOW + 9 * HOUR, "news"),))
    assert due(named, berlin) == "19:00", "a time that we named to them holds at night too"


def test_an_agreed_silence_beats_the_cadence_and_the_night_in_which_it_ends() -> None:
    quiet = ACME._replace(silence_since=NOW + M, silence_until=NOW + 10 * HOUR)
    assert due(told(), quiet) == due(told(severity=1), quiet) == "20:00"
    assert due(told(), quiet._replace(zone="Europe/Berlin", hours="8-18")) == "07:00+1"
    assert due(told(contact(NOW + 11 * HOUR)), quiet) == "23:00", "it is over"


def test_still_on_it_without_news_counts_twice() -> None:
    def after(times: int, **changes: object) -> str:
        calls = tuple(contact(NOW + n * 10 * M, kind="still-on-it", n=n + 1) for n in range(1, times + 1))
        return due(told(*calls, **changes))

    assert [after(1), after(2), after(3), after(4)] == ["12:10", "12:20", "12:20", "12:20"]
    asked = contact(NOW + 25 * M, "mail", direction="in", n=9)
    calls = [contact(NOW + n * 10 * M, kind="still-on-it", n=n + 1) for n in (1, 2, 3)]
    waits = [row_of(told(*calls[:2], asked, last)).waiting_since for last in (calls[2]._replace(kind="update"), calls[2])]
    assert waits == [None, asked.at], "a third one is no answer either"
    assert after(3, promises=(promise(None, made_at=NOW + 25 * M),)) == "12:30", "something moved before the third"


def test_it_ends_by_itself_after_the_agreed_follow_ups_whatever_the_stage() -> None:
    """By the policy of severity 2 a mail and a call; nobody moves the break to the stage follow-up."""
    mail, call = Followup("1", "f", "mail", NOW + DAY, NOW + DAY, ""), Followup("2", "g", "call", NOW + 3 * DAY, NOW + 3 * DAY, "")
    fixed = told(contact(NOW + 3 * DAY, n=2), stage="made-right", fixed_at=NOW)
    running = "12:00+3"
    assert due(fixed) == running, "nothing was agreed and nothing is done"
    assert due(fixed._replace(followups=(mail, call._replace(done_at=None)))) == running, "one is left"
    assert due(fixed._replace(followups=(mail,))) == running, "the policy wants a call too"
    assert due(fixed._replace(followups=(mail, call))) == "", "then move on"
    assert seen(fixed._replace(followups=(mail, call)), 30 * DAY).contact_state == "none"
    assert level("contact", fixed._replace(followups=(mail, call)), 30 * DAY) == ""
    again = fixed._replace(followups=(mail, call), fixed_at=NOW + 4 * DAY)
    assert due(again) == running, "they followed a fix that did not hold"
    named = fixed._replace(followups=(mail, call), promises=(promise(NOW + 4 * DAY, "news"),))
    assert due(named) == "10:00+4", "a time that we named is kept all the same"
    assert due(told(followups=(mail, call))) == "12:00", "it is not fixed"
