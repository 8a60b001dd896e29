"""contact: one customer, several, or all of a failure; attempts; what it says back."""

from __future__ import annotations

import pytest

from tests.warroom.commands.conftest import Desk


def test_a_contact_resets_the_clock_and_keeps_what_was_said(desk: Desk) -> None:
    id_ = desk.open()
    desk.hours(1)
    assert desk.json(
        "contact", id_, "--channel", "call", "--with", "Mary Osei", "--kind", "apology", "--said", "sorry", "--mood", "upset"
    ) == {"id": id_, "n": 1}
    shown = desk.show(id_)
    (contact,) = shown["contacts"]
    assert {key: contact[key] for key in ("n", "at", "channel", "direction", "result", "kind", "with", "said", "mood")} == {
        "n": 1,
        "at": "2026-11-24T13:00:00Z",
        "channel": "call",
        "direction": "out",
        "result": "spoke",
        "kind": "apology",
        "with": "Mary Osei",
        "said": "sorry",
        "mood": "upset",
    }
    assert contact["gap_s"] == 3600
    assert (shown["told_at"], shown["owned_at"], shown["last_contact_at"]) == ("2026-11-24T13:00:00Z",) * 3
    assert shown["contact_state"] == "ok"


def test_an_attempt_is_no_contact(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("contact", id_, "--channel", "call", "--attempt")
    shown = desk.show(id_)
    assert (shown["contacts"][0]["result"], shown["contact_state"], shown["attempts"]) == ("attempt", "not-told", 1)


def test_their_word_waits_for_an_answer(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("contact", id_, "--channel", "mail", "--in", "--said", "where is it?")
    assert desk.show(id_)["waiting_since"] == "2026-11-24T12:00:00Z"
    desk.good("contact", id_, "--channel", "call", "--out", "--reached")
    assert desk.show(id_)["waiting_since"] is None


def test_the_next_news_is_a_promise(desk: Desk) -> None:
    id_ = desk.open()
    answer = desk.good("contact", id_, "--channel", "call", "--next", "45m")
    assert "next word today 12:45" in answer.err
    assert ", promise 1" in answer.err
    (news,) = desk.show(id_)["promises"]
    assert (news["kind"], news["due_at"], news["settled_at"]) == ("news", "2026-11-24T12:45:00Z", None)


def test_one_contact_with_several_or_all_of_a_failure(desk: Desk) -> None:
    made = desk.good("open", "--customers", "-", "--what", "Label API down", "--json", typed="Acme\nElm\nDune\n").json
    a, b, c = made["ids"]
    assert desk.json("contact", a, b, a, "--channel", "mail")["ids"] == [a, b]
    assert desk.json("contact", "--failure", made["failure"], "--channel", "call")["ids"] == [a, b, c]
    assert desk.json("contact", "--failure", c.lower(), "--channel", "call")["ids"] == [a, b, c]
    assert [len(desk.show(id_)["contacts"]) for id_ in (a, b, c)] == [3, 3, 2]
    desk.good("stage", b, "closed", "--reason", "a trial")
    assert desk.json("contact", "--failure", made["failure"], "--channel", "call")["ids"] == [a, c]


def test_several_are_logged_or_none(desk: Desk) -> None:
    desk.bad("contact", desk.open(), "ZZZZ", "--channel", "call")


def test_back_dated_and_in_any_zone(desk: Desk) -> None:
    id_ = desk.open("Acme", "x", "--at", "3h")
    answer = desk.good("contact", id_, "--channel", "call", "--at", "09:30")
    assert "at today 09:30" in answer.err
    desk.good("contact", id_, "--channel", "call", "--at", "2026-11-24T12:30:00+02:00")
    assert [contact["at"] for contact in desk.show(id_)["contacts"]] == ["2026-11-24T09:30:00Z", "2026-11-24T10:30:00Z"]


@pytest.mark.parametrize(
    "words",
    [
        ["--channel", "call", "--at", "in 2h"],
        ["--channel", "call", "--at", "whenever"],
        ["--channel", "pigeon"],
        [],
        ["--channel", "call", "--kind", "gossip"],
        ["--channel", "call", "--mood", "odd"],
        ["--channel", "call", "--next", "yesterday 9"],
        ["--channel", "call", "--attempt", "--next", "1h"],
        ["--channel", "call", "--failure", "F-0000"],
        ["--channel", "call", "--sayd", "x"],
        ["--channel", "call", "--said", "x" * 20_001],
    ],
)
def test_contacts_that_are_refused(desk: Desk, words: list[str]) -> None:
    desk.bad("contact", desk.open(), *words)


def test_contacts_without_a_break(desk: Desk) -> None:
    desk.bad("contact", "--channel", "call")
    desk.bad("contact", "--failure", "F-7777", "--channel", "call")
    id_ = desk.open()
    desk.good("stage", id_, "closed", "--reason", "a trial")
    assert "closed" in desk.bad("contact", "--failure", id_, "--channel", "call")


def test_ids_by_any_clear_prefix_in_any_case(desk: Desk) -> None:
    ids = [desk.open(f"Customer {number}") for number in range(40)]
    full = desk.show(ids[0])["full_id"]
    for typed in (ids[0].lower(), full, full[:10].lower(), f" {ids[0]} "):
        assert desk.json("note", typed, "x")["id"] == ids[0]
    first = next(id_[0] for id_ in ids if sum(other[0] == id_[0] for other in ids) > 1)
    refused = desk.bad("note", first, "x")
    assert sum(id_ in refused for id_ in ids if id_[0] == first) >= 2
    alone = [id_ for id_ in ids if sum(other[0] == id_[0] for other in ids) == 1]
    for id_ in alone[:1]:
        assert desk.json("note", id_[0].lower(), "x")["id"] == id_
    assert "no break has the id" in desk.bad("note", "Y0Y0Y0Y0", "x")
    assert "failure" in desk.bad("note", desk.show(ids[0])["failure"], "x")
    desk.bad("note", "", "x")
    desk.bad("note", "ñ", "x")
