"""What the forms say against an entry before it is saved: effort and cost, apologies, the same person, later dates, rounds."""

from __future__ import annotations

import pytest

from store.actions import amends, contacts, dates, promises, stages
from store.actions.fields import set_fields
from store.replica import Replica
from store.replica.around import around
from tests.warroom.casting import BOARD, about, act, opened
from warroom.forms import Form, Subject
from warroom.forms.amends import REMEDY
from warroom.forms.contact import CONTACT, kinds_for
from warroom.forms.dates import DEADLINE, SLIPPED
from warroom.forms.promises import PROMISE
from warroom.forms.stages import CONFIRM_FIX, FIXED


def notes(form: Form, subject: Subject, **typed: str) -> dict[str, str]:
    """What a form remarks on values that were typed into it."""
    values = {spec.name: spec.value for spec in form.fields(subject, {})} | typed
    return dict(form.notes(subject, values))


def test_effort_and_cost_put_on_the_customer_are_warned_of(replica: Replica) -> None:
    subject = about(replica, opened(replica, "Acme", "x"))
    for nothing in ("0", "0 EUR", "€0.00", "none", " No "):
        assert notes(REMEDY, subject, what="a courier", cost=nothing) == {}
    assert notes(REMEDY, subject, what="a courier", effort="none") == {}
    found = notes(REMEDY, subject, what="a courier", effort="a visit", cost="20 EUR", told="")
    assert set(found) == {"effort", "cost", "told"}
    assert all(text.startswith("! it ") for name, text in found.items() if name != "told")


def test_a_further_round_quotes_why_the_last_was_not_enough(replica: Replica) -> None:
    id_ = opened(replica, "Acme", "x")
    act(replica, lambda tx: amends.propose_remedy(tx, id_, "a coupon"))
    act(replica, lambda tx: amends.answer_remedy(tx, id_, "1", "below", "that is nothing"))
    found = notes(REMEDY, about(replica, id_))
    assert found["what"] == "round 2; remedy 1 was below what they expect: “that is nothing”"


@pytest.mark.parametrize(("fault", "words"), [("ours", ""), ("not-ours", "fault is not ours"), ("unknown", "not known yet")])
def test_an_apology_follows_whose_fault_it_is(replica: Replica, fault: str, words: str) -> None:
    subject = about(replica, opened(replica, "Acme", "x", fault=fault))
    assert words in notes(CONTACT, subject, kind="apology").get("kind", "")
    kinds = dict(kinds_for(subject))
    assert (list(kinds)[-1], kinds["apology"]) == (
        ("apology", "apology for their trouble") if fault == "not-ours" else ("check-in", "apology")
    )


def test_an_apology_too_many_is_warned_of_only_without_a_step_forward(replica: Replica) -> None:
    first, second = opened(replica, "Acme", "x", fault="ours"), opened(replica, "Acme", "y", fault="ours")
    act(replica, lambda tx: contacts.log_contact(tx, [first], "call", kind="apology"))

    def said() -> str:
        beside = around(replica.db, BOARD, second)
        return notes(CONTACT, about(replica, second)._replace(around=beside), kind="apology").get("kind", "")

    assert said().startswith("! apology 2 to them (1 on other breaks)")
    replica.clock.advance(1000)  # type: ignore[attr-defined]
    act(replica, lambda tx: stages.set_stage(tx, first, "contained"))
    assert said() == ""


def test_the_one_who_mends_it_or_said_so_does_not_confirm_it(replica: Replica) -> None:
    id_ = opened(replica, "Acme", "x")
    act(replica, lambda tx: set_fields(tx, id_, {"fixer": "cem"}))
    for name, warned in (("ana", True), ("Cem", True), ("dana", False), ("", False)):
        assert ("by" in notes(FIXED, about(replica, id_), by=name)) is warned
    act(replica, lambda tx: stages.set_stage(tx, id_, "fixed"))
    for name, warned in (("ana", True), ("Cem", True), ("dana", False), ("", True)):
        assert ("by" in notes(CONFIRM_FIX, about(replica, id_), by=name)) is warned


def test_a_suppliers_date_after_what_we_promised_is_said_as_it_is_typed(replica: Replica) -> None:
    id_ = opened(replica, "Acme", "x")
    act(replica, lambda tx: promises.make_promise(tx, [id_], "full fix", by="3h"))
    subject = about(replica, id_)
    assert "by" not in notes(DEADLINE, subject, by="2h", who="PostNet")
    assert notes(DEADLINE, subject, by="4h", who="PostNet")["by"].startswith("! later than we promised: 1 full fix")
    assert "by" not in notes(DEADLINE, subject, by="4h", of="customer")
    act(replica, lambda tx: dates.set_deadline(tx, id_, "supplier", "a part", "2h", "PostNet"))
    assert "later than we promised" in notes(SLIPPED, about(replica, id_), to="5h")["to"]
    assert "to" not in notes(SLIPPED, about(replica, id_), to="150m")
    assert "That is before it" in notes(PROMISE, about(replica, id_), by="1h")[""]
    assert "That is before it" not in notes(PROMISE, about(replica, id_), by="3h")[""]
