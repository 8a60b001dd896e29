"""What actions mean beyond being written: numbers, warnings, states that follow, who owns, who is meant."""

from __future__ import annotations

from functools import partial

import pytest

from store.actions import amends, contacts, corrections, customers, dates, fields, house, opening, promises, stages
from store.actions.stages import following
from store.clock import DAY, HOUR, MINUTE, ManualClock
from store.errors import BadInput, Refused
from store.replica import Replica
from store.state import Customer, Person
from store.words import RESTITUTION_STATES, SETTABLE_STAGES, STAGES
from tests.store.desk import Desk


@pytest.fixture
def desk(replica: Replica, clock: ManualClock) -> Desk:
    """A fresh desk."""
    return Desk(replica, clock)


# opening


def test_one_failure_for_a_list_of_customers(desk: Desk) -> None:
    names = opening.customer_list("• Elm\n- Fir, Inc.\n\n  ELM \n* Oak\n")
    assert names == ["Elm", "Fir, Inc.", "Oak"]
    found = desk.do(lambda tx: opening.open_breaks(tx, names, "Labels down", severity=1, owner="ben", cause="cert", value="5 EUR"))
    cases = [desk.case(id_) for id_ in found.ids]
    assert {case.failure.id for case in cases} == {found.failure}
    assert [case.brk.customer for case in cases] == names
    assert {(case.brk.severity, case.brk.owner, case.failure.cause, str(case.brk.value)) for case in cases} == {
        (1, "ben", "cert", "€5")
    }
    assert not found.joined


@pytest.mark.parametrize("text", ["", "\n \n", "-\n*\n"])
def test_a_list_without_a_customer(text: str) -> None:
    with pytest.raises(BadInput):
        opening.customer_list(text)


def test_a_list_too_long() -> None:
    with pytest.raises(BadInput, match="too many"):
        opening.customer_list("\n".join(f"c{n}" for n in range(opening.MOST_CUSTOMERS + 1)))


def test_opening_on_a_failure_by_its_id_or_by_a_break_of_it(desk: Desk) -> None:
    failure = desk.case().failure.id
    for named in (desk.acme, "F-" + failure):
        found = desk.do(lambda tx, named=named: opening.open_breaks(tx, ["Elm"], "", failure=named, cause="cert"))  # type: ignore[misc]
        assert (found.failure, found.joined) == (failure, True)
        assert desk.case(found.ids[0]).row.what == "API"
    assert desk.case().failure.cause == "cert"


def test_a_customer_with_an_open_break_draws_a_warning(desk: Desk) -> None:
    found = desk.do(lambda tx: opening.open_breaks(tx, ["ACME"], "again"))
    assert "ACME already has" in found.warnings[0]


# contacts


def test_a_contact_tells_its_number_as_the_break_counts_it(desk: Desk) -> None:
    first = desk.do(lambda tx: contacts.log_contact(tx, [desk.acme], "call"))[0]
    second = desk.do(lambda tx: contacts.log_contact(tx, [desk.acme], "mail"))[0]
    back = desk.do(lambda tx: contacts.log_contact(tx, [desk.acme], "chat", said="before"), at=desk.clock.now() - HOUR)[0]
    assert [first.n, second.n, back.n] == ["1", "2", "1"]
    assert [(contact.n, contact.channel) for contact in desk.brk().contacts] == [(1, "chat"), (2, "call"), (3, "mail")]


def test_what_a_channel_and_an_attempt_mean(desk: Desk) -> None:
    for channel, attempt, result in (
        ("call", False, "spoke"),
        ("mail", False, "wrote"),
        ("call", True, "attempt"),
        ("sms", True, "attempt"),
    ):
        desk.do(partial(contacts.log_contact, typed_ids=[desk.acme], channel=channel.upper(), attempt=attempt))
        assert desk.brk().contacts[-1].result == result


def test_in_touch_by_is_a_promise_of_news(desk: Desk) -> None:
    receipt = desk.do(lambda tx: contacts.log_contact(tx, [desk.acme], "call", next_="2h"))[0]
    [promise] = desk.brk().promises
    assert (promise.kind, promise.due_at, promise.is_open) == ("news", desk.clock.now() + 2 * HOUR, True)
    assert receipt.said[0].startswith("next word today 12:0")
    desk.do(lambda tx: contacts.log_contact(tx, [desk.acme], "call"))
    assert desk.brk().promises[0].result == "kept"


def test_apologies_without_a_step_forward_and_news_without_news_draw_warnings(desk: Desk) -> None:
    def warned(kind: str) -> tuple[str, ...]:
        return desk.do(lambda tx: contacts.log_contact(tx, [desk.acme], "call", kind=kind))[0].warnings

    assert warned("apology") == ()
    assert "without a step forward" in warned("apology")[0]
    desk.do(lambda tx: stages.set_stage(tx, desk.acme, "contained"))
    assert warned("apology") == ()
    assert [bool(warned("still-on-it")) for _ in range(3)] == [False, True, True]
    desk.do(lambda tx: fields.set_fields(tx, desk.acme, {"fault": "not-ours"}))
    assert "not ours" in warned("apology")[0]


def test_one_calls_at_a_time(desk: Desk) -> None:
    desk.do(lambda tx: contacts.begin_call(tx, desk.acme))
    error = desk.refuses("id", lambda tx: contacts.begin_call(tx, desk.acme), "ben")
    assert "ana is calling Acme already" in error.title
    desk.refuses("id", lambda tx: contacts.end_call(tx, desk.acme), "ben")
    desk.clock.advance(HOUR)
    desk.do(lambda tx: contacts.begin_call(tx, desk.acme), "ben")
    desk.do(lambda tx: contacts.log_contact(tx, [desk.acme], "call"))
    desk.refuses("id", lambda tx: contacts.end_call(tx, desk.acme))
    desk.do(lambda tx: contacts.end_call(tx, desk.acme), "ben")
    assert desk.brk().calling == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mary osei", "Mary Osei"),
        ("Mary", "Mary Osei"),
        ("MARY", "Mary Osei"),
        ("Ann", "Ann"),
        ("Anna", "Anna Bell"),
        ("Mar", "Mar"),
        ("Osei", "Osei"),
    ],
)
def test_a_first_name_means_the_person_and_a_part_of_a_name_means_nobody(typed: str, meant: str, desk: Desk) -> None:
    """Ann is not Anna: a call logged with the wrong person is as bad as one on the wrong customer."""
    for person in ("Mary Osei", "Anna Bell"):
        desk.do(partial(customers.edit_customer, name="Acme", person=person, about_person={"phone": "1"}))
    desk.do(lambda tx: contacts.log_contact(tx, [desk.acme], "call", with_=typed))
    assert desk.brk().contacts[0].with_ == meant


def test_a_new_person_is_added_beside_one_whose_name_begins_alike(desk: Desk) -> None:
    desk.do(lambda tx: customers.edit_customer(tx, "Acme", person="Anna Bell", about_person={"phone": "1"}))
    desk.do(lambda tx: customers.edit_customer(tx, "Acme", person="Ann", about_person={"phone": "2"}))
    assert [(person.name, person.phone) for person in desk.case().customer.people] == [("Anna Bell", "1"), ("Ann", "2")]
    desk.refuses("person", lambda tx: customers.remove_person(tx, "Acme", "An"))
    desk.do(lambda tx: customers.remove_person(tx, "Acme", "ann"))
    assert [person.name for person in desk.case().customer.people] == ["Anna Bell"]


def test_a_person_by_exact_name_before_one_by_first_name() -> None:
    customer = Customer("c", people=(Person("Mary Osei"), Person("Mary")))
    assert customer.person("mary") == Person("Mary")
    assert customer.person("") is None


# promises, amends


def test_a_window_and_no_date(desk: Desk) -> None:
    desk.do(lambda tx: promises.make_promise(tx, [desk.acme], "fix", by="4h", from_="2h", sure="window"))
    desk.do(lambda tx: promises.make_promise(tx, [desk.acme], "fix", sure="none", next_="1h"))
    window, none, news = desk.brk().promises
    assert (window.sure, (window.due_at or 0) - (window.from_at or 0)) == ("window", 2 * HOUR)
    assert (none.sure, none.due_at, news.kind, news.n) == ("none", None, "news", "3")
    desk.refuses("from", lambda tx: promises.make_promise(tx, [desk.acme], "fix", by="2h", from_="3h", sure="window"))


def test_a_settled_promise_is_settled(desk: Desk) -> None:
    desk.do(lambda tx: promises.make_promise(tx, [desk.acme], "fix", by="2h"))
    receipt = desk.do(lambda tx: promises.settle_promise(tx, desk.acme, "#1", "KEPT"))
    assert receipt.said == ("promise 1, fix: kept, 1 h 59 early",)
    for action in (
        lambda tx: promises.settle_promise(tx, desk.acme, "1", "broken"),
        lambda tx: promises.move_promise(tx, desk.acme, "1", "3h", "x"),
        lambda tx: promises.tell_promise(tx, desk.acme, "1", "call"),
    ):
        assert isinstance(desk.refuses("n", action), Refused)


def test_a_supplier_s_later_date_draws_a_warning_both_ways(desk: Desk) -> None:
    desk.do(lambda tx: promises.make_promise(tx, [desk.acme], "fix", by="2h"))
    receipt = desk.do(lambda tx: dates.set_deadline(tx, desk.acme, "supplier", "part", "3h", "Parts Ltd"))
    assert "later than promise 1" in receipt.warnings[0]
    assert "Parts Ltd is due later" in desk.do(lambda tx: promises.make_promise(tx, [desk.acme], "fix", by="1h"))[0].warnings[0]
    assert desk.do(lambda tx: promises.make_promise(tx, [desk.acme], "fix", by="5h"))[0].warnings == ()


@pytest.mark.parametrize("state", RESTITUTION_STATES)
def test_which_state_of_amends_can_follow(state: str, desk: Desk) -> None:
    path = {
        "proposed": (),
        "approved": ("approved",),
        "issued": ("approved", "issued"),
        "confirmed": ("issued", "confirmed"),
        "declined": ("declined",),
    }
    follows = {
        "proposed": {"approved", "issued", "declined"},
        "approved": {"issued", "declined"},
        "issued": {"confirmed", "declined"},
    }
    desk.do(lambda tx: amends.owe(tx, desk.acme, "credit", "90 EUR"))
    for step in path[state]:
        desk.do(partial(amends.move_restitution, typed_id=desk.acme, n="1", state=step))
    for other in RESTITUTION_STATES[1:]:
        action = partial(amends.move_restitution, typed_id=desk.acme, n="1", state=other)
        if other in follows.get(state, set()):
            desk.do(action)
            desk.do(partial(corrections.undo, typed_id=desk.acme))
        else:
            desk.refuses("state", action)
    assert desk.brk().restitution[0].state == state


def test_over_the_limit_somebody_approves_first(desk: Desk) -> None:
    receipt = desk.do(lambda tx: amends.owe(tx, desk.acme, "credit", "100.01 EUR"))
    assert "over the limit of 100 EUR" in receipt.warnings[0]
    desk.refuses("state", lambda tx: amends.move_restitution(tx, desk.acme, "1", "issued"))
    assert "somebody else should" in desk.do(lambda tx: amends.move_restitution(tx, desk.acme, "1", "approved")).warnings[0]
    desk.do(lambda tx: amends.move_restitution(tx, desk.acme, "1", "issued"))
    for kind, amount, said in (("credit", "100 EUR", ""), ("correction", "9000 EUR", ""), ("refund", "1 USD", "another currency")):
        warnings = desk.do(partial(amends.owe, typed_id=desk.acme, kind=kind, amount=amount)).warnings
        assert [said in warning for warning in warnings] == ([True] if said else [])
    refused = desk.refuses("state", lambda tx: amends.move_restitution(tx, desk.acme, "4", "issued"))
    assert "$1 is not in EUR, and another currency always needs approval" in str(refused)


def test_lines_that_pass_the_limit_together_are_summed_up(desk: Desk) -> None:
    def owe(kind: str, amount: str) -> tuple[str, ...]:
        return desk.do(lambda tx: amends.owe(tx, desk.acme, kind, amount)).warnings

    assert owe("credit", "90 EUR") == owe("correction", "500 EUR") == ()
    assert owe("credit", "10 EUR") == (), "at the limit"
    assert owe("credit", "50 EUR") == ("three credits together €150, over what one may decide",)
    assert owe("gift-card", "1 EUR") == ("four lines together €151, over what one may decide",)
    for n in ("1", "4"):
        desk.do(partial(amends.move_restitution, typed_id=desk.acme, n=n, state="declined"))
    assert owe("gift-card", "80 EUR") == ()
    assert owe("waiver", "101 EUR")[0].startswith("over the limit")
    desk.do(lambda tx: amends.move_restitution(tx, desk.acme, "7", "approved"))
    assert owe("waiver", "9 EUR") == (), "what somebody approved is not decided by one"


def test_effort_and_cost_for_the_customer_draw_warnings(desk: Desk) -> None:
    assert desk.do(lambda tx: amends.propose_remedy(tx, desk.acme, "x", cost="0")).warnings == ()
    assert len(desk.do(lambda tx: amends.propose_remedy(tx, desk.acme, "x", effort="re-print", cost="3 EUR")).warnings) == 2
    assert "another remedy" in desk.do(lambda tx: amends.answer_remedy(tx, desk.acme, "2", "below")).warnings[0]


def test_a_count_as_large_as_can_be_typed_is_the_count_that_is_shown(desk: Desk) -> None:
    desk.do(lambda tx: amends.count_affected(tx, desk.acme, "99,999,999,999"))
    assert desk.brk().affected == 99_999_999_999


# dates


def test_numbers_of_deadlines_are_clear_on_every_break_of_the_failure(desk: Desk) -> None:
    other = desk.do(lambda tx: opening.open_breaks(tx, ["Elm"], "", failure=desk.acme)).ids[0]
    for id_, of in ((other, "contract"), (other, "customer"), (desk.acme, "customer"), (desk.acme, "supplier"), (other, "law")):
        desk.do(partial(dates.set_deadline, typed_id=id_, of=of, what=of, by="3h"))
    for id_ in (desk.acme, other):
        case = desk.case(id_)
        numbers = [deadline.n for deadline in (*case.brk.deadlines, *case.failure.deadlines)]
        assert len(set(numbers)) == len(numbers)


def test_a_deadline_and_a_follow_up_end_once(desk: Desk) -> None:
    desk.do(lambda tx: dates.set_deadline(tx, desk.acme, "contract", "SLA", "3h"))
    desk.do(lambda tx: dates.end_deadline(tx, desk.acme, "1", met=True))
    desk.refuses("n", lambda tx: dates.end_deadline(tx, desk.acme, "1", met=False))
    desk.do(lambda tx: dates.plan_followup(tx, desk.acme, "call", "2d"))
    desk.do(lambda tx: dates.do_followup(tx, desk.acme, "1"))
    desk.refuses("n", lambda tx: dates.do_followup(tx, desk.acme, "1"))
    desk.do(lambda tx: dates.plan_prevention(tx, desk.acme, "alarm", "ben"))
    desk.do(lambda tx: dates.do_prevention(tx, desk.acme, "1"))
    desk.refuses("n", lambda tx: dates.do_prevention(tx, desk.acme, "1"))


def test_working_days_are_taken_where_a_time_lies_ahead(desk: Desk) -> None:
    desk.do(lambda tx: dates.plan_followup(tx, desk.acme, "call", "2wd"))
    assert desk.brk().followups[0].due_at == desk.clock.now() + 2 * DAY


# stages


@pytest.mark.parametrize("stage", STAGES)
def test_stages_follow_forwards_and_reopening_leads_back(stage: str, desk: Desk) -> None:
    later = STAGES[STAGES.index(stage) + 1 :]
    assert following(stage) == (later if stage in ("open", "owned", "contained") else (*later, "reopened"))
    if stage != "open":
        desk.do(lambda tx: stages.set_stage(tx, desk.acme, stage))
    for other in SETTABLE_STAGES:
        action = partial(stages.set_stage, typed_id=desk.acme, stage=other)
        if other in following(stage):
            desk.do(action)
            assert desk.brk().stage == ("open" if other == "reopened" else other)
            desk.do(partial(corrections.undo, typed_id=desk.acme))
            assert desk.brk().stage == stage
        else:
            desk.refuses("stage", action)


def test_closing_names_what_is_loose(desk: Desk) -> None:
    desk.do(lambda tx: promises.make_promise(tx, [desk.acme], "fix", by="2h"))
    desk.do(lambda tx: amends.owe(tx, desk.acme, "credit", "90 EUR"))
    desk.do(lambda tx: amends.propose_remedy(tx, desk.acme, "courier"))
    desk.do(lambda tx: dates.plan_followup(tx, desk.acme, "call", "2d"))
    assert "settle it" in desk.do(lambda tx: stages.set_stage(tx, desk.acme, "fixed")).warnings[0]
    found = " · ".join(desk.do(lambda tx: stages.set_stage(tx, desk.acme, "closed")).warnings)
    for part in ("promise 1 is open", "€90 is still owed", "1 follow-up is not done", "whether the remedy is enough", "never told"):
        assert part in found


# fields and owners


def test_an_owner_changes_when_the_new_one_accepts(desk: Desk) -> None:
    desk.do(lambda tx: fields.set_fields(tx, desk.acme, {"owner": "ben"}))
    assert desk.brk().owner == "ben"
    receipt = desk.do(lambda tx: fields.set_fields(tx, desk.acme, {"owner": "cem"}))
    assert receipt.said == ("offered to cem; ben owns Acme until they take it",)
    assert (desk.brk().owner, desk.brk().owner_offered) == ("ben", "cem")
    assert desk.do(lambda tx: fields.take(tx, desk.acme), "cem").said == ("cem took Acme from ben",)
    assert (desk.brk().owner, desk.brk().owner_offered) == ("cem", "")
    desk.refuses("id", lambda tx: fields.take(tx, desk.acme), "CEM")
    desk.do(lambda tx: fields.set_fields(tx, desk.acme, {"owner": ""}))
    assert desk.brk().owner == ""


def test_fields_of_the_failure_change_for_all_its_customers(desk: Desk) -> None:
    other = desk.do(lambda tx: opening.open_breaks(tx, ["Elm"], "", failure=desk.acme)).ids[0]
    receipt = desk.do(lambda tx: fields.set_fields(tx, other, {"cause": "disk"}))
    assert "all 2 customers" in receipt.said[0]
    assert desk.case().failure.cause == "disk"


def test_a_cause_given_together_with_the_failure_belongs_to_that_failure(desk: Desk) -> None:
    desk.do(lambda tx: fields.set_fields(tx, desk.acme, {"cause": "disk", "failure": desk.blue}))
    assert (desk.case().failure.id, desk.case().failure.cause) == (desk.case(desk.blue).failure.id, "disk")


def test_fields_of_all_breaks_of_a_failure(desk: Desk) -> None:
    other = desk.do(lambda tx: opening.open_breaks(tx, ["Elm"], "", failure=desk.acme)).ids[0]
    desk.do(lambda tx: stages.set_stage(tx, other, "closed"))
    failure = "F-" + desk.case().failure.id
    desk.do(lambda tx: fields.set_failure_fields(tx, failure, {"severity": "1", "cause": "disk", "what": "Labels"}))
    assert (desk.brk().severity, desk.brk(other).severity, desk.brk().what) == (1, 3, "Labels")
    desk.refuses("customer", lambda tx: fields.set_failure_fields(tx, failure, {"customer": "x"}))
    desk.refuses("field", lambda tx: fields.set_failure_fields(tx, failure, {}))
    desk.refuses("failure", lambda tx: fields.set_failure_fields(tx, "F-ZZZZ", {"cause": "x"}))


def test_every_field_can_be_set_and_cleared(desk: Desk) -> None:
    values = {
        "severity": "1",
        "found_by": "customer",
        "found_at": "2h",
        "value": "5 EUR",
        "cadence": "1h",
        "must_tell_by": "3h",
        "fault": "ours",
    }
    values |= {"failure": desk.blue, "fixed_by": "4h", "playbook": "Seven-Tips"}
    for field in fields.FIELDS:
        desk.do(partial(fields.set_fields, typed_id=desk.acme, changes={field.name: values.get(field.name, "words")}))
        case = desk.case()
        assert getattr(case.brk if field.on == "break" else case.failure, field.name)
        if field.required:
            desk.refuses(field.name, partial(fields.set_fields, typed_id=desk.acme, changes={field.name: " "}))
        else:
            desk.do(partial(fields.set_fields, typed_id=desk.acme, changes={field.name: ""}))
            case = desk.case()
            assert not getattr(case.brk if field.on == "break" else case.failure, field.name)


# inside the house


def test_what_can_be_done_once_is_refused_twice(desk: Desk) -> None:
    desk.do(lambda tx: house.raise_blocker(tx, desk.acme, "no budget", "cem"))
    desk.do(lambda tx: house.nudge_blocker(tx, desk.acme, "1"))
    desk.do(lambda tx: house.clear_blocker(tx, desk.acme, "1"))
    desk.refuses("n", lambda tx: house.clear_blocker(tx, desk.acme, "1"))
    desk.do(lambda tx: house.mark_public(tx, desk.acme, "forum"))
    desk.do(lambda tx: house.answer_public(tx, desk.acme, "1"))
    desk.refuses("n", lambda tx: house.answer_public(tx, desk.acme, "1"))
    desk.refuses("id", lambda tx: house.withdraw_dispute(tx, desk.acme))
    desk.refuses("id", lambda tx: house.confirm_fix(tx, desk.acme, "ben"))
    desk.do(lambda tx: house.mark_step(tx, desk.acme, "Own-It", True))
    desk.do(lambda tx: house.mark_step(tx, desk.acme, "own-it", False))
    desk.refuses("step", lambda tx: house.mark_step(tx, desk.acme, "own-it", False))
    desk.do(lambda tx: house.wait_on(tx, desk.acme, "supplier"))
    since = desk.brk().waiting_on_since
    desk.refuses("on", lambda tx: house.wait_on(tx, desk.acme, "supplier"))
    assert since == desk.clock.now() - MINUTE


# customers


def test_a_card(desk: Desk) -> None:
    card = {
        "zone": "america/new_york",
        "hours": "Mon-Fri 8-18",
        "cadence": "45 min",
        "value": "5000 usd",
        "voice_only": "yes",
        "channel": "CALL",
    }
    desk.do(lambda tx: customers.edit_customer(tx, "acme", card=card))
    found = desk.case().customer
    assert (found.name, found.zone, found.hours, found.cadence, found.voice_only, found.channel) == (
        "Acme",
        "America/New_York",
        "mon,tue,wed,thu,fri 08:00-18:00",
        "45m",
        True,
        "call",
    )
    desk.do(lambda tx: customers.edit_customer(tx, "ACME", card=dict.fromkeys(card, "")))
    found = desk.case().customer
    assert (found.zone, found.hours, found.cadence, found.value, found.voice_only) == ("", "", "", None, False)


def test_a_silence_is_agreed_and_ended(desk: Desk) -> None:
    desk.do(lambda tx: customers.edit_customer(tx, "Acme", silence_until="8h", why="asleep"))
    found = desk.case().customer
    assert (found.silence_until, found.silence_since, found.silence_why) == (
        desk.clock.now() + 8 * HOUR,
        desk.clock.now(),
        "asleep",
    )
    desk.do(lambda tx: customers.edit_customer(tx, "Acme", silence_until="none"))
    assert desk.case().customer.silence_until is None


def test_joined_customers_count_as_one(desk: Desk) -> None:
    desk.refuses("b", lambda tx: customers.join_customers(tx, "Acme", "Acme Freight"))
    desk.do(lambda tx: customers.edit_customer(tx, "Acme Freight", card={"zone": "UTC"}))
    desk.do(lambda tx: customers.join_customers(tx, "Acme", "Acme Freight"))
    assert (desk.case().customer.name, desk.case().row.customer) == ("Acme Freight", "Acme Freight")
    desk.refuses("b", lambda tx: customers.join_customers(tx, "acme freight", "ACME"))
    desk.do(lambda tx: corrections.undo(tx))
    assert desk.case().row.customer == "Acme"
