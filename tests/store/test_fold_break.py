"""What one break, failure and customer are after some events: the cases that the properties can't name."""

from __future__ import annotations

from typing import Any

import pytest

from store.clock import HOUR
from store.events import Body, Event
from store.fold import fold_break, fold_failure
from store.state import Break
from tests.store.by_hand import MISSING, NOW, Author, in_hours

OPENED: Body = {"customer": "Acme", "what": "label API", "failure": "F", "severity": 2}


class Story:
    """A break as one replica tells it."""

    def __init__(self, **opened: Any) -> None:
        self.ana = Author("a")
        self.events: list[Event] = [self.ana.write("break:B", "opened", {**OPENED, **opened}, at=NOW)]

    def add(self, kind: str, hours: float = 1, /, **body: Any) -> str:
        """Adds an event so many hours after NOW. Returns its hash."""
        body = {key.rstrip("_"): value for key, value in body.items()}
        self.events.append(self.ana.write("break:B", kind, body, at=NOW + round(hours * HOUR)))
        return self.events[-1].hash

    def contact(self, hours: float, channel: str = "call", result: str = "spoke", direction: str = "out", **more: Any) -> str:
        """A contact so many hours after NOW."""
        return self.add("contacted", hours, channel=channel, result=result, direction=direction, **more)

    @property
    def now(self) -> Break:
        """What the break is."""
        return fold_break("B", self.events)


def at(hours: float) -> int:
    """The instant so many hours after NOW."""
    return NOW + round(hours * HOUR)


def test_an_opened_break() -> None:
    brk = Story(owner="ana", found_at=in_hours(-1), value={"amount": "50000", "currency": "EUR"}).now
    assert (brk.customer, brk.what, brk.failure, brk.severity, brk.stage) == ("Acme", "label API", "F", 2, "open")
    assert (brk.opened_at, brk.opened_by, brk.known_at, brk.owner) == (NOW, "ana", at(-1), "ana")
    assert str(brk.value) == "€50,000"
    assert (brk.problems, brk.conflicts) == ((), ())


def test_without_its_opening_there_is_no_customer_yet() -> None:
    """An edit that came before the opening, or outlived it, makes no line of the board."""
    story = Story()
    story.add("edited", set={"customer": "Acme Freight", "severity": 1})
    assert fold_break("B", story.events[1:]).customer == ""
    assert story.now.customer == "Acme Freight"
    story.add("retracted", event=story.events[0].hash)
    assert story.now.customer == ""


@pytest.mark.parametrize("cleared", [None, "", "\u200b"])
def test_a_break_whose_customer_was_cleared_does_not_vanish(cleared: str | None) -> None:
    story = Story()
    story.add("edited", set={"customer": cleared})
    assert story.now.customer == "Acme"
    assert Story(customer=cleared or "").now.customer == "?"


def test_a_new_severity_starts_at_its_change_and_the_same_one_does_not() -> None:
    story = Story()
    assert story.now.severity_at == NOW
    story.add("edited", 1, set={"severity": 1})
    assert story.now.severity_at == at(1)
    story.add("edited", 2, set={"severity": 1, "owner": "ben"})
    assert story.now.severity_at == at(1), "writing the same severity again is no new one"
    story.add("edited", 3, set={"severity": 2})
    assert story.now.severity_at == at(3)


def test_stages_keep_the_first_time_and_reopening_clears_the_later_ones() -> None:
    story = Story()
    story.add("staged", 1, stage="contained")
    assert (story.now.owned_at, story.now.contained_at, story.now.fixed_at) == (at(1), at(1), None)
    story.add("staged", 2, stage="fixed")
    story.add("staged", 3, stage="closed")
    assert (story.now.fixed_at, story.now.closed_at, story.now.is_closed) == (at(2), at(3), True)
    story.add("staged", 4, stage="reopened")
    brk = story.now
    assert (brk.stage, brk.reopened, brk.fixed_at, brk.closed_at, brk.contained_at) == ("open", 1, None, None, at(1))
    story.add("staged", 5, stage="fixed")
    assert (story.now.stage, story.now.fixed_at, story.now.reopened) == ("fixed", at(5), 1)


@pytest.mark.parametrize(
    ("contact", "owned_hours"),
    [
        ({"kind": "apology"}, 0.5),
        ({"kind": "apology", "result": "attempt"}, 1),
        ({"kind": "apology", "direction": "in"}, 1),
        ({"kind": "update"}, 1),
    ],
)
def test_owned_is_the_earlier_of_the_stage_and_the_first_apology_that_reached_them(
    contact: dict[str, str], owned_hours: float
) -> None:
    story = Story()
    story.contact(0.5, **contact)
    story.add("staged", 1, stage="owned")
    assert story.now.owned_at == at(owned_hours)


def test_a_moved_promise_counts_by_the_last_told_date() -> None:
    story = Story()
    promise = story.add("promised", 0, n=1, kind="fix", what="full fix", sure="firm", due_at=in_hours(4))
    story.add("promise_moved", 1, promise=promise, due_at=in_hours(6), reason="parts late")
    [entry] = story.now.promises
    assert (entry.due_at, entry.told_due_at, entry.told, len(entry.slips)) == (at(6), at(4), False, 1)
    story.add("promise_told", 2, promise=promise, channel="call")
    [entry] = story.now.promises
    assert (entry.due_at, entry.told_due_at, entry.told, entry.slips[0].told_at) == (at(6), at(6), True, at(2))
    story.add("promise_moved", 3, promise=promise, due_at=in_hours(8), reason="again", say="we are sorry", told="mail")
    [entry] = story.now.promises
    assert (entry.told_due_at, entry.told, entry.slips[1].told_at, entry.slips[1].from_at) == (at(8), True, at(3), at(6))


def test_telling_of_a_move_does_not_tell_of_one_that_the_teller_had_not_seen() -> None:
    story, ben = Story(), Author("b", "ben")
    promise = story.add("promised", 0, n=1, kind="fix", what="full fix", sure="firm", due_at=in_hours(4))
    story.add("promise_moved", 1, promise=promise, due_at=in_hours(6), reason="parts late")
    seen = list(story.events)
    story.add("promise_moved", 2, promise=promise, due_at=in_hours(9), reason="worse")
    told = ben.write("break:B", "promise_told", {"promise": promise, "channel": "call"}, seen=seen, at=at(3))
    [entry] = fold_break("B", [*story.events, told]).promises
    assert (entry.told, entry.told_due_at) == (False, at(6))


@pytest.mark.parametrize(("hours", "late"), [(3.0, -HOUR), (4.0, 0), (5.0, HOUR)])
def test_kept_is_early_or_late_by_the_told_date(hours: float, late: int) -> None:
    story = Story()
    promise = story.add("promised", 0, n=1, kind="fix", what="x", sure="firm", due_at=in_hours(4))
    story.add("promise_settled", hours, promise=promise, result="kept")
    [entry] = story.now.promises
    assert (entry.result, entry.late_by, entry.is_open) == ("kept", late, False)


def test_news_is_kept_by_the_next_real_contact_only() -> None:
    story = Story()
    story.add("promised", 0, n=1, kind="news", what="be in touch", sure="firm", due_at=in_hours(2))
    story.contact(1, result="attempt")
    story.contact(1.5, channel="mail", result="wrote", direction="in")
    assert story.now.promises[0].is_open
    story.contact(3)
    assert (story.now.promises[0].result, story.now.promises[0].late_by) == ("kept", HOUR)


def test_numbers_made_apart_get_letters_and_what_refers_to_them_stays() -> None:
    story, ben = Story(), Author("b", "ben")
    body = {"n": 1, "kind": "fix", "what": "ours", "sure": "none"}
    one = story.add("promised", **body)
    two = ben.write("break:B", "promised", {**body, "what": "theirs"}, seen=story.events[:1])
    settled = ben.write("break:B", "promise_settled", {"promise": two.hash, "result": "kept"}, seen=[story.events[0], two])
    found = {entry.key: entry for entry in fold_break("B", [*story.events, two, settled]).promises}
    assert {entry.n for entry in found.values()} == {"1a", "1b"}
    assert (found[one].result, found[two.hash].result) == ("", "kept")


def test_what_is_about_something_that_is_not_here_is_recorded_as_a_problem() -> None:
    story = Story()
    story.add("promise_settled", promise=MISSING, result="kept")
    story.add("amended", event=MISSING, set={"said": "x"})
    assert len(story.now.problems) == 2


def test_amending_corrects_a_field_and_the_time() -> None:
    story = Story()
    contact = story.contact(1, said="third tme", **{"with": "Mary"})
    story.add("amended", 2, event=contact, set={"said": "third time", "happened_at": in_hours(0.5), "with": None})
    [entry] = story.now.contacts
    assert (entry.said, entry.at, entry.with_) == ("third time", at(0.5), "")


def test_two_corrections_made_apart_are_a_conflict() -> None:
    story, ben = Story(), Author("b", "ben")
    contact = story.contact(1, said="a")
    seen = list(story.events)
    story.add("amended", event=contact, set={"said": "b"})
    other = ben.write("break:B", "amended", {"event": contact, "set": {"said": "c"}}, seen=seen)
    brk = fold_break("B", [*story.events, other])
    assert [(conflict.entry, set(conflict.values)) for conflict in brk.conflicts] == [(contact, {"b", "c"})]


def test_a_redacted_contact_stays_a_contact_without_its_words() -> None:
    story = Story()
    contact = story.contact(1, said="card number", mood="upset")
    keep = {"channel": "call", "direction": "out", "result": "spoke", "mood": "upset"}
    redaction = story.add("redacted", event=contact, keep=keep)
    story.add("retracted", event=redaction)
    [entry] = story.now.contacts
    assert (entry.said, entry.mood, entry.result) == ("", "upset", "spoke")
    assert story.now.problems == ()


def test_a_contact_ends_the_call_of_its_author_only() -> None:
    story, ben = Story(), Author("b", "ben")
    call = story.add("call_begun", 1, channel="call")
    assert (story.now.calling, story.now.calling_since) == ("ana", at(1))
    other = ben.write("break:B", "contacted", {"channel": "mail", "direction": "out", "result": "wrote"}, seen=story.events)
    assert fold_break("B", [*story.events, other]).calling == "ana"
    story.contact(1.2, result="attempt")
    assert story.now.calling == ""
    call = story.add("call_begun", 2, channel="call")
    story.add("call_ended", 2.1, call=call)
    assert story.now.calling_since is None


def test_contacts_are_numbered_by_when_they_happened() -> None:
    story = Story()
    later = story.contact(3)
    earlier = story.contact(1)
    assert [(entry.n, entry.key) for entry in story.now.contacts] == [(1, earlier), (2, later)]
    assert story.now.told_at == at(1)


def test_a_dispute_lasts_until_a_withdrawal_that_had_seen_it() -> None:
    story, ben = Story(), Author("b", "ben")
    story.add("disputed", 1, what="the count")
    blind = ben.write("break:B", "dispute_withdrawn", {}, seen=story.events[:1], at=at(2))
    assert fold_break("B", [*story.events, blind]).disputed_since == at(1)
    story.add("dispute_withdrawn", 3)
    assert story.now.disputed_since is None
    assert story.now.disputes[0].withdrawn_at == at(3)


def test_deadlines_slip_to_a_new_date_or_stay_slipped() -> None:
    story = Story()
    deadline = story.add("deadline_set", n=1, of="supplier", who="Acme Parts", what="part", due_at=in_hours(4))
    story.add("deadline_slipped", 2, deadline=deadline, due_at=in_hours(6))
    [entry] = story.now.deadlines
    assert (entry.state, entry.due_at, entry.slips) == ("open", at(6), 1)
    story.add("deadline_slipped", 7, deadline=deadline)
    story.add("deadline_chased", 7, deadline=deadline)
    [entry] = story.now.deadlines
    assert (entry.state, entry.due_at, entry.slips, entry.chased) == ("slipped", at(6), 2, 1)
    story.add("deadline_met", 8, deadline=deadline)
    assert story.now.deadlines[0].state == "met"


def test_the_opening_itself_touches_nothing_and_a_hand_that_helps_does() -> None:
    story = Story()
    assert story.now.touched_at is None
    story.events.append(story.ana.write("break:B", "noted", {"text": "with the opening"}, action=1))
    assert story.now.touched_at is None
    story.add("noted", 2, text="looked at it")
    assert story.now.touched_at == at(2)


def test_money_that_cannot_be_read_is_a_problem_not_a_line() -> None:
    story = Story()
    story.add("restitution_proposed", n=1, kind="credit", amount={"amount": "much", "currency": "EUR"})
    assert story.now.restitution == ()
    assert len(story.now.problems) == 1


def test_a_failure_keeps_what_was_said_of_it() -> None:
    ana = Author("a")
    opened = ana.write("failure:F", "failure_opened", {"what": "label API", "fault": "ours"})
    plan = ana.write("failure:F", "prevention_planned", {"n": 1, "what": "alarm", "owner": "ben"})
    events = [
        opened,
        plan,
        ana.write("failure:F", "explained", {"text": "a certificate ran out"}),
        ana.write("failure:F", "explained", {"text": "two of them"}),
        ana.write("failure:F", "prevention_done", {"prevention": plan.hash}, at=at(1)),
        ana.write("failure:F", "edited", {"set": {"cause": "certificate", "fault": "mine"}}),
    ]
    failure = fold_failure("F", events)
    assert (failure.what, failure.cause, failure.fault, failure.explanation) == (
        "label API",
        "certificate",
        "unknown",
        "two of them",
    )
    assert (failure.prevention[0].done_at, failure.prevention[0].owner) == (at(1), "ben")
