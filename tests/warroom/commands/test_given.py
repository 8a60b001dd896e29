"""What is given as nothing, and what contradicts itself: refused in one line, so that nothing else is done than was meant."""

from __future__ import annotations

import pytest

from tests.warroom.commands.conftest import Desk


@pytest.fixture
def id_(desk: Desk) -> str:
    """A break with a promise, a deadline and a blocker."""
    made = desk.open()
    desk.good("promise", made, "--what", "fix", "--by", "2h")
    desk.good("deadline", made, "--of", "supplier", "--what", "parts", "--by", "2h")
    desk.good("blocker", made, "--what", "red tape")
    return made


@pytest.mark.parametrize(
    "words",
    [
        ["undo", ""],
        ["contact", "ID", "--channel", "call", "--next", ""],
        ["contact", "ID", "--channel", "call", "--next="],
        ["contact", "ID", "--channel", "call", "--failure", ""],
        ["contact", "ID", "--channel", "call", "--at", ""],
        ["open", "--customer", "Elm", "--what", "x", "--at", ""],
        ["open", "--customer", "Elm", "--what", "x", "--failure", ""],
        ["open", "--customer", "Elm", "--what", "x", "--found-at", ""],
        ["show", "ID", "--at", ""],
        ["edit", "ID", "--severity", "1", "--at", ""],
        ["restitution", "ID", "--kind", "credit", "--amount", "5 EUR", "--due", ""],
        ["restitution", "ID", "", "--kind", "credit", "--amount", "5 EUR"],
        ["prevent", "ID", "--what", "x", "--owner", "ben", "--due", ""],
        ["promise", "ID", "--what", "x", "--sure", "none", "--next", ""],
        ["promise", "ID", "--what", "x", "--sure", "window", "--by", "4h", "--from", ""],
        ["ack", "ID", "--until", ""],
        ["deadline", "ID", "1", "slipped", "--to", ""],
        ["deadline", "ID", "", "", "--of", "supplier", "--what", "x", "--by", "2h"],
        ["blocker", "ID", "", "--what", "x"],
        ["handover", "", "--to", "ben"],
        ["note", "ID", "x", "--as", ""],
        ["note", "ID", "x", "--as="],
        ["note", "ID", "x", "--as", " "],
        ["--as", "", "note", "ID", "x"],
        ["note", "ID", "x", "--board", ""],
        ["--board=", "note", "ID", "x"],
    ],
    ids=" ".join,
)
def test_what_may_be_left_out_is_not_given_as_nothing(desk: Desk, id_: str, words: list[str]) -> None:
    refused = desk.bad(*(id_ if word == "ID" else word for word in words))
    assert "is empty" in refused
    assert "leave it out" in refused


def test_undo_of_nothing_takes_nothing_back(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("note", id_, "kept")
    assert desk.bad("undo", "") == "warroom: ID is empty: give it a value, or leave it out\n"
    desk.bad("undo", " ")
    assert [note["text"] for note in desk.show(id_)["notes"]] == ["kept"]


def test_nothing_clears_where_it_is_said_to(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("edit", id_, "--found-at", "1h", "--cause", "a cable")
    desk.good("edit", id_, "--found-at", "", "--cause", "")
    desk.good("set", id_, "must-tell-by", "")
    shown = desk.show(id_)
    assert (shown["found_at"], shown["cause"]) == (shown["opened_at"], None)
    desk.good("customer", "Acme Freight", "--silence-until", "2h", "--zone", "Europe/Berlin")
    assert desk.json("customer", "Acme Freight")["silence_until"] == "2026-11-24T14:00:00Z"
    assert "the silence ends" in desk.good("customer", "Acme Freight", "--silence-until", "", "--zone", "").err
    card = desk.json("customer", "Acme Freight")
    assert (card["silence_until"], card["zone"]) == (None, None)


@pytest.mark.parametrize(
    ("words", "pair"),
    [
        (["contact", "ID", "--channel", "call", "--attempt", "--reached"], "--reached and --attempt"),
        (["contact", "ID", "--reached", "--channel", "call", "--attempt"], "--reached and --attempt"),
        (["contact", "ID", "--channel", "call", "--in", "--out"], "--in and --out"),
        (["customer", "Acme Freight", "--voice-only", "--voice-and-text"], "--voice-only and --voice-and-text"),
        (["repromise", "ID", "1", "--by", "4h", "--reason", "r", "--told", "call", "--not-told"], "--not-told"),
        (["duty", "on", "off"], "off"),
        (["dispute", "ID", "withdrawn", "--what", "x"], "mixture"),
        (["prevent", "ID", "1", "done", "--what", "x"], "mixture"),
        (["amend", "EVENT", "text=a", "text=b"], "text is corrected twice"),
        (["amend", "EVENT", "at=11:00", "happened-at=11:30"], "at is corrected twice"),
    ],
    ids=str,
)
def test_what_contradicts_itself_is_refused(desk: Desk, id_: str, words: list[str], pair: str) -> None:
    desk.good("note", id_, "x")
    event = desk.show(id_)["timeline"][-1]["event"]
    assert pair in desk.bad(*({"ID": id_, "EVENT": event}.get(word, word) for word in words))


def test_a_flag_as_text_contradicts_nothing(desk: Desk, id_: str) -> None:
    desk.good("contact", id_, "--channel", "call", "--attempt", "--said", "--reached", "--with", "--in", "--out", "--attempt")
    contact = desk.show(id_)["contacts"][0]
    assert (contact["result"], contact["said"], contact["direction"]) == ("attempt", "--reached", "out")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["deadline", "ID", "--of", "mars", "--what", "x", "--by", "2h"],
            "“mars” is no source of a deadline: choose from supplier",
        ),
        (["wait", "ID", "--on", "mars"], "“mars” is no party that a fix waits for: choose from supplier"),
        (["repromise", "ID", "1", "--by", "4h", "--reason", "r", "--told", "fax"], "“fax” is no channel: choose from call"),
        (["edit", "ID", "--found-by", "me"], "“me” is no finder of a failure: choose from us"),
        (["promise", "ID", "--what", "x", "--by", "2h", "--sure", "very"], "“very” is no degree of sureness: choose from firm"),
        (["dispute", "ID", "--what", "x", "--by", "mars"], "“mars” is no party to a dispute: choose from us"),
        (["followup", "ID", "--channel", "call"], "the time (due) is missing"),
        (["repromise", "ID", "1", "--reason", "r", "--told", "call"], "the time (by) is missing"),
        (["followup", "ID", "--due", "2h"], "the channel is missing: choose from mail"),
        (["wait", "ID"], "the party that a fix waits for is missing"),
        (["affected", "ID", "--corrected", "-1"], "count is missing"),
        (["affected", "ID", "--count", "3", "--corrected", "-1"], "“-1” is no count"),
        (["restitution", "ID", "--kind", "credit"], "the amount is missing"),
        (["restitution", "ID", "--amount", "5 EUR"], "the kind is missing"),
        (["prevent", "ID", "--what", "x"], "owner is missing"),
        (["restitution", "ID", "--kind", "credit", "--amount", "1e9 EUR"], "“1e9 EUR” is no amount"),
        (["restitution", "ID", "--kind", "credit", "--amount", "[/foo][bold]"], "“[/foo][bold]” is no amount"),
        (["restitution", "ID", "--kind", "credit", "--amount", "5 euros"], "“5 euros” names no currency that we know"),
        (["restitution", "ID", "--kind", "credit", "--amount", "€5 USD"], "“€5 USD” names two currencies"),
        (["restitution", "ID", "--kind", "credit", "--amount", "5 XYZ"], "XYZ is no currency that we know"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_so_that_it_can_be_read(desk: Desk, id_: str, words: list[str], said: str) -> None:
    assert said in desk.bad(*(id_ if word == "ID" else word for word in words))


def test_one_customer_is_one(desk: Desk, id_: str) -> None:
    failure = desk.show(id_)["failure"]
    assert desk.good("failure", failure, "--cause", "a cable").err.startswith("Saved on 1 customer (")
    desk.open("Elm", "x", "--failure", failure)
    assert desk.good("failure", failure, "--cause", "a cable").err.startswith("Saved on 2 customers (")
