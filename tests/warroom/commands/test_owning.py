"""Owning it: the clocks from found to told and from known to owned, disputes, apologies over all of a customer's breaks."""

from __future__ import annotations

from tests.warroom.commands.conftest import Desk


def test_from_found_to_told_and_from_known_to_owned(desk: Desk) -> None:
    id_ = desk.open("Acme", "x", "--contact-name", "Mary Osei")
    desk.hours(0.5)
    shown = desk.show(id_)
    assert (shown["told"]["at"], shown["owned"]["at"], shown["owned"]["by"]) == (None, None, None)
    assert "NOT OWNED for 30 m" in desk.good("show", id_).out
    desk.good("contact", id_, "--channel", "call", "--said", "we saw it first", actor="ben")
    desk.hours(0.5)
    desk.good("contact", id_, "--channel", "call", "--kind", "apology", "--said", "The mistake is ours.")
    shown = desk.show(id_)
    assert shown["told"] == {
        "at": "2026-11-24T12:30:00Z",
        "after_s": 1800,
        "by": "ben",
        "channel": "call",
        "self_disclosed": True,
    }
    assert shown["owned"] == {
        "at": "2026-11-24T13:00:00Z",
        "after_s": 3600,
        "by": "ana",
        "with": "Mary Osei",
        "channel": "call",
        "said": "The mistake is ours.",
    }
    page = desk.good("show", id_).out
    assert "owned after 1 h by ana, call to Mary Osei: “The mistake is ours.”" in page
    assert "found by us, told after 30 m" in page


def test_a_customer_who_found_it_was_not_told_by_us_first(desk: Desk) -> None:
    id_ = desk.open("Acme", "x", "--found-by", "customer", "--fault", "not-ours")
    assert "NOT OWNED" not in desk.good("show", id_).out
    desk.good("contact", id_, "--channel", "call")
    assert desk.show(id_)["told"]["self_disclosed"] is False


def test_an_owning_stage_names_who_said_so(desk: Desk) -> None:
    id_ = desk.open()
    desk.hours(1)
    desk.good("stage", id_, "owned", actor="ben")
    owned = desk.show(id_)["owned"]
    assert (owned["after_s"], owned["by"], owned["said"]) == (3600, "ben", None)


def test_a_dispute_has_its_age_and_the_time_from_claim_to_acceptance(desk: Desk) -> None:
    id_ = desk.open()
    desk.hours(1)
    desk.good("dispute", id_, "--what", "the count")
    desk.hours(2)
    assert desk.show(id_)["disputes"][0]["disputed_s"] == 2 * 3600
    assert desk.show(id_)["next"]["what"].startswith("The claim is disputed since 13:00") or desk.show(id_)["urgency"] > 0
    assert "DISPUTED for 2 h" in desk.good("show", id_).out
    desk.good("dispute", id_, "withdrawn", "--said", "they are right")
    desk.hours(5)
    (dispute,) = desk.show(id_)["disputes"]
    assert (dispute["disputed_s"], dispute["claim_to_acceptance_s"]) == (2 * 3600, 3 * 3600)
    assert "was disputed for 2 h: the count, accepted 3 h after the claim" in desk.good("show", id_).out


def apologise(desk: Desk, id_: str) -> str:
    return desk.good("contact", id_, "--channel", "call", "--kind", "apology").err


def test_apologies_are_counted_over_all_breaks_of_the_customer(desk: Desk) -> None:
    first, second, other = desk.open("Acme", "labels"), desk.open("ACME", "invoices"), desk.open("Elm", "labels")
    assert "without a step forward" not in apologise(desk, first)
    desk.hours(1)
    assert "without a step forward" not in apologise(desk, other)
    assert "apology 2 to ACME (1 on other breaks) without a step forward since the last one" in apologise(desk, second)
    assert desk.show(second)["apologies"] == {
        "count": 2,
        "elsewhere": 1,
        "last_at": "2026-11-24T13:00:00Z",
        "step_since": False,
    }
    desk.hours(1)
    desk.good("stage", first, "contained")
    desk.hours(1)
    assert "without a step forward" not in apologise(desk, second)
    assert "apology 4 to" in apologise(desk, first)


def test_an_apology_that_was_taken_back_or_reached_nobody_is_not_counted(desk: Desk) -> None:
    id_ = desk.open()
    apologise(desk, id_)
    desk.good("undo")
    desk.good("contact", id_, "--channel", "call", "--kind", "apology", "--attempt")
    assert desk.show(id_)["apologies"]["count"] == 0
    assert "without a step forward" not in apologise(desk, id_)


def test_no_apology_for_a_fault_that_is_not_ours(desk: Desk) -> None:
    id_ = desk.open("Acme", "x", "--fault", "not-ours")
    assert "own only what is ours" in apologise(desk, id_)
    assert "own it" not in desk.show(id_)["next"]["what"]
