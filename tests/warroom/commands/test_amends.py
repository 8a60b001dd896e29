"""remedy, answer, restitution, affected."""

from __future__ import annotations

import pytest

from tests.warroom.commands.conftest import Desk


def test_a_remedy_and_the_customers_answer(desk: Desk) -> None:
    id_ = desk.open()
    answer = desk.good("remedy", id_, "--what", "a free month", "--effort", "they must call", "--cost", "20 EUR")
    assert answer.word == "1"
    assert "puts effort on the customer" in answer.err
    assert "costs the customer €20" in answer.err
    assert desk.json("answer", id_, "1", "below", "--said", "not enough") == {"id": id_, "n": 1}
    assert desk.json("remedy", id_, "--what", "two months") == {"id": id_, "n": 2}
    desk.good("answer", id_, "2", "exceeds")
    first, second = desk.show(id_)["remedies"]
    assert (first["what"], first["effort"], first["cost"], first["answer"]) == (
        "a free month",
        "they must call",
        {"amount": "20.00", "currency": "EUR"},
        "below",
    )
    assert (second["effort"], second["cost"], second["answer"]) == (None, None, "exceeds")


def test_remedies_that_are_refused(desk: Desk) -> None:
    id_ = desk.open()
    desk.bad("remedy", id_)
    desk.bad("remedy", id_, "--what", "x", "--cost", "a lot")
    desk.bad("answer", id_, "1", "meets")
    desk.good("remedy", id_, "--what", "x")
    desk.bad("answer", id_, "1", "perhaps")
    desk.bad("answer", id_, "1")


def test_restitution_moves_through_its_states(desk: Desk) -> None:
    id_ = desk.open("Acme", "x", "--severity", "1")
    answer = desk.good("restitution", id_, "--kind", "credit", "--amount", "750 EUR", "--why", "nine hours", "--due", "5d")
    assert answer.word == "1"
    assert "over the limit" in answer.err
    assert "approved" in desk.bad("restitution", id_, "1", "issued")
    assert desk.json("restitution", id_, "1", "approved", "--by", "Ben, by phone") == {"id": id_, "n": 1}
    (line,) = desk.show(id_)["restitution"]
    assert {key: line[key] for key in ("n", "kind", "amount", "state", "due_at", "by", "why")} == {
        "n": 1,
        "kind": "credit",
        "amount": {"amount": "750.00", "currency": "EUR"},
        "state": "approved",
        "due_at": "2026-11-29T12:00:00Z",
        "by": "Ben, by phone",
        "why": "nine hours",
    }
    assert desk.show(id_)["owed"] == [{"amount": "750.00", "currency": "EUR"}]
    desk.good("restitution", id_, "1", "issued")
    desk.good("restitution", id_, "1", "confirmed")
    assert desk.show(id_)["owed"] == []
    assert "can't follow" in desk.bad("restitution", id_, "1", "issued")


@pytest.mark.parametrize("amount", ["250 EUR", "EUR 250", "€250", "250", "250,00 EUR", "250.00"])
def test_amounts_as_people_write_them(desk: Desk, amount: str) -> None:
    id_ = desk.open()
    desk.good("restitution", id_, "--kind", "refund", "--amount", amount)
    assert desk.show(id_)["restitution"][0]["amount"] == {"amount": "250.00", "currency": "EUR"}


@pytest.mark.parametrize(
    "words",
    [
        ["--kind", "credit"],
        ["--amount", "250 EUR"],
        ["--kind", "credit", "--amount", "0 EUR"],
        ["--kind", "credit", "--amount", "-5 EUR"],
        ["--kind", "credit", "--amount", "5 XYZ"],
        ["--kind", "credit", "--amount", "5.001 EUR"],
        ["--kind", "credit", "--amount", "NaN EUR"],
        ["--kind", "hug", "--amount", "5 EUR"],
        ["1", "approved"],
    ],
)
def test_restitution_that_is_refused(desk: Desk, words: list[str]) -> None:
    desk.bad("restitution", desk.open(), *words)


def test_a_mixture_of_restitution_names_both_forms(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("restitution", id_, "--kind", "credit", "--amount", "5 EUR")
    for words in (["1", "approved", "--kind", "credit"], ["1"], [], ["1", "--amount", "6 EUR"], ["--by", "Ben"]):
        refused = desk.bad("restitution", id_, *words)
        assert "restitution ID --kind" in refused
        assert "restitution ID N approved" in refused
    desk.bad("restitution", id_, "1", "forgotten")


def test_how_many_are_hit(desk: Desk) -> None:
    id_ = desk.open()
    answer = desk.good("affected", id_, "--count", "65,000", "--corrected", "41200")
    assert "41,200 of 65,000" in answer.err
    shown = desk.show(id_)
    assert (shown["affected"], shown["corrected"]) == (65_000, 41_200)
    assert desk.json("affected", id_, "--count", "70000") == {"id": id_}
    desk.bad("affected", id_, "--count", "5", "--corrected", "6")
    desk.bad("affected", id_, "--count", "many")
    desk.bad("affected", id_)


def test_no_cost_and_no_effort_may_be_said_in_words(desk: Desk) -> None:
    id_ = desk.open()
    for cost in ("0", "0 EUR", "EUR 0.00", "€0", "none", "None"):
        assert "costs" not in desk.good("remedy", id_, "--what", "x", "--cost", cost, "--effort", "none").err
    assert {(item["cost"], item["effort"]) for item in desk.show(id_)["remedies"]} == {(None, None)}
    assert "leave it out where it costs them nothing" in desk.bad("remedy", id_, "--what", "x", "--cost", "-5 EUR")


def test_an_answer_to_a_round_that_is_over_is_refused(desk: Desk) -> None:
    """A slip of the number must not rewrite what they said to the first remedy."""
    id_ = desk.open()
    desk.good("remedy", id_, "--what", "a coupon")
    desk.good("answer", id_, "1", "below")
    desk.good("answer", id_, "1", "meets")
    desk.good("answer", id_, "1", "below")
    desk.good("remedy", id_, "--what", "a courier")
    assert "round 2 began with remedy 2" in desk.bad("answer", id_, "1", "meets")
    desk.good("answer", id_, "2", "meets")
    assert [item["answer"] for item in desk.show(id_)["remedies"]] == ["below", "meets"]
