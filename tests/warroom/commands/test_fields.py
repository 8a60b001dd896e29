"""edit, set, failure; customer, customer-merge."""

from __future__ import annotations

import pytest

from tests.warroom.commands.conftest import Desk


def test_edit_changes_fields_of_the_break_and_of_its_failure(desk: Desk) -> None:
    id_ = desk.open()
    assert desk.json("edit", id_, "--severity", "1", "--cause", "cable", "--value", "50000 EUR", "--must-tell-by", "16:00") == {
        "id": id_
    }
    shown = desk.show(id_)
    assert (shown["severity"], shown["cause"], shown["value"], shown["must_tell_by"]) == (
        1,
        "cable",
        {"amount": "50000.00", "currency": "EUR"},
        "2026-11-24T16:00:00Z",
    )
    desk.good("edit", id_, "--cause", "", "--value", "")
    shown = desk.show(id_)
    assert (shown["cause"], shown["value"]) == (None, None)


def test_set_takes_any_field(desk: Desk) -> None:
    id_ = desk.open()
    for field, value in (("trouble", "third time"), ("must-tell", "her COO"), ("expectation", "a call"), ("EXPOSURE", "twitter")):
        assert desk.json("set", id_, field, value) == {"id": id_}
    shown = desk.show(id_)
    assert (shown["trouble"], shown["must_tell"], shown["expectation"], shown["exposure"]) == (
        "third time",
        "her COO",
        "a call",
        "twitter",
    )
    desk.good("set", id_, "trouble", "")
    assert desk.show(id_)["trouble"] is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("mood", "x"),
        ("severity", "5"),
        ("severity", ""),
        ("customer", ""),
        ("what", " "),
        ("failure", ""),
        ("failure", "F-0000"),
        ("value", "much"),
        ("cadence", "often"),
        ("fault", "theirs"),
        ("fixed-by", "3h ago"),
        ("found-at", "in 3h"),
        ("what", "x" * 501),
    ],
)
def test_fields_that_are_refused(desk: Desk, field: str, value: str) -> None:
    id_ = desk.open()
    desk.bad("set", id_, field, value)
    if field != "mood":
        desk.bad("edit", id_, f"--{field}", value)


def test_an_edit_of_nothing(desk: Desk) -> None:
    id_ = desk.open()
    desk.bad("edit", id_)
    desk.bad("edit", id_, "--at", "2h")
    desk.bad("set", id_, "what")


def test_an_owner_changes_when_the_new_one_accepts(desk: Desk) -> None:
    id_ = desk.open("Acme", "x", "--owner", "ana")
    answer = desk.good("edit", id_, "--owner", "ben")
    assert "offered to ben" in answer.err
    assert desk.show(id_)["owner"] == "ana"
    assert desk.json("take", id_, "--as", "ben") == {"id": id_}
    assert desk.show(id_)["owner"] == "ben"
    desk.bad("take", id_, actor="ben")


def test_a_failure_is_changed_once_for_all_its_customers(desk: Desk) -> None:
    made = desk.good("open", "--customers", "-", "--what", "Label API down", "--json", typed="Acme\nElm\n").json
    failure, (a, b) = made["failure"], made["ids"]
    assert failure.startswith("F-")
    answer = desk.good("failure", failure.lower(), "--fixed-by", "3h", "--category", "api", "--severity", "1", "--what", "API down")
    assert "2 customers" in answer.err
    for id_ in (a, b):
        shown = desk.show(id_)
        assert (shown["what"], shown["severity"], shown["category"], shown["fixed_by"]) == (
            "API down",
            1,
            "api",
            "2026-11-24T15:00:00Z",
        )
    desk.good("failure", a, "--fault", "ours")
    found = desk.json("failure", failure)
    assert (found["id"], found["fault"], sorted(found["breaks"])) == (failure, "ours", sorted((a, b)))
    assert "API down" in desk.good("failure", failure).out
    desk.good("set", failure, "cause", "cable")
    assert [desk.show(id_)["cause"] for id_ in (a, b)] == ["cable", "cable"]
    desk.bad("failure", failure, "--customer", "Dune")
    desk.bad("failure", "F-0000", "--cause", "x")
    desk.bad("failure", failure, "--at", "2h")


def test_a_break_moves_to_another_failure(desk: Desk) -> None:
    a, b = desk.open("Acme", "one"), desk.open("Elm", "two")
    desk.good("edit", b, "--failure", a)
    assert desk.show(b)["failure"] == desk.show(a)["failure"]


def test_a_customers_card(desk: Desk) -> None:
    id_ = desk.open("Acme Freight", "x", "--contact-name", "Mary Osei")
    answer = desk.json(
        "customer", "acme  FREIGHT", "--contact", "Mary Osei", "--phone", "+44 20", "--role", "logistics", "--zone", "europe/london"
    )
    assert answer == {"id": "Acme Freight"}
    desk.good("customer", "Acme Freight", "--hours", "8-18", "--voice-only", "--silence-until", "20:00", "--why", "asked")
    card = desk.json("customer", "Acme Freight")
    assert {key: card[key] for key in ("zone", "hours", "voice_only", "silence_until", "silence_why", "breaks")} == {
        "zone": "Europe/London",
        "hours": "08:00-18:00",
        "voice_only": True,
        "silence_until": "2026-11-24T20:00:00Z",
        "silence_why": "asked",
        "breaks": [id_],
    }
    assert (card["people"][0]["name"], card["people"][0]["phone"]) == ("Mary Osei", "+44 20")
    assert desk.show(id_)["customer"] == "Acme Freight"
    assert "+44 20" in desk.good("show", id_).out
    desk.good("customer", "Acme Freight", "--voice-and-text", "--hours", "", "--silence-until", "none")
    card = desk.json("customer", "Acme Freight")
    assert (card["voice_only"], card["hours"], card["silence_until"]) == (False, None, None)
    desk.good("customer", "Acme Freight", "--contact", "Mary Osei", "--remove")
    assert desk.json("customer", "Acme Freight")["people"] == []


@pytest.mark.parametrize(
    "words",
    [
        ["--zone", "Atlantis"],
        ["--hours", "18-8"],
        ["--phone", "+44"],
        ["--silence-until", "yesterday 9"],
        ["--why", "x"],
        ["--channel", "pigeon"],
        ["--value", "much"],
        ["--contact", "Nobody", "--remove"],
        ["--remove"],
        ["--at", "2h"],
    ],
)
def test_cards_that_are_refused(desk: Desk, words: list[str]) -> None:
    desk.open("Acme")
    desk.bad("customer", "Acme", *words)


def test_customers_that_nobody_knows(desk: Desk) -> None:
    desk.bad("customer", "Nobody")
    desk.bad("customer", " ", "--zone", "UTC")
    desk.bad("customer")


def test_two_customers_that_are_one(desk: Desk) -> None:
    a, b = desk.open("Acme"), desk.open("Acme Freight")
    answer = desk.good("customer-merge", "Acme", "Acme Freight")
    assert "counts as Acme Freight" in answer.err
    assert sorted(desk.json("customer", "acme")["breaks"]) == sorted((a, b))
    desk.bad("customer-merge", "Acme", "Acme Freight")
    desk.bad("customer-merge", "Acme")


def test_a_customer_that_nobody_knows_is_joined_with_none(desk: Desk) -> None:
    desk.open("Acme")
    assert "no customer Acne is here" in desk.bad("customer-merge", "Acme", "Acne")
    assert "no customer Acne is here" in desk.bad("customer-merge", "Acne", "Acme")
    assert [row["customer"] for row in desk.json("list")["breaks"]] == ["Acme"]
    desk.good("customer", "Elm", "--zone", "UTC")
    assert "Acme counts as Elm" in desk.good("customer-merge", "ACME", "elm").err
    a, b = desk.open("Acme Freight"), desk.open("Oak")
    desk.good("merge", a, b)
    assert "Acme Freight counts as Oak" in desk.good("customer-merge", "acme freight", "OAK").err


def test_a_customer_is_shown_with_all_that_it_comes_to(desk: Desk) -> None:
    id_ = desk.open("Acme", "Label API down", "--severity", "1", "--cause", "cable", "--value", "1000 EUR", "--owner", "ana")
    desk.good("contact", id_, "--channel", "call", "--kind", "apology", "--mood", "upset", "--said", "Third time")
    desk.good("promise", id_, "--what", "the fix", "--by", "1h")
    desk.good("settle", id_, "1", "kept")
    desk.good("restitution", id_, "--kind", "credit", "--amount", "25 EUR")
    desk.good("restitution", id_, "1", "issued")
    desk.good("edit", id_, "--exposure", "speaks to the press")
    assert "exposure: speaks to the press" in desk.good("customer", "acme").out, "while a break is open"
    desk.good("stage", id_, "closed")
    desk.good("outcome", id_, "stronger")
    shown = desk.good("customer", "acme").out
    for text in (
        "Label API down",
        "cable",
        "stronger",
        "1 of 1 kept",
        "given €25",
        "2.50 % of €1,000",
        "“Third time”",
        "1 apology",
    ):
        assert text in shown, text
    found = desk.json("customer", "acme")
    assert found["promises"] == {"over": 1, "kept": 1, "kept_by_first_date": 1, "open": 0}
    assert found["amends"] == [{"kind": "credit", "given": [{"amount": "25.00", "currency": "EUR"}], "pending": []}]
    assert (found["history"][0]["outcome"], found["moods"][0]["said"], len(found["apologies"])) == ("stronger", "Third time", 1)
