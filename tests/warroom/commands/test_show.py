"""show, now and as it was known at a time."""

from __future__ import annotations

from tests.warroom.commands.conftest import Desk


def test_the_page_tells_promises_against_what_became_of_them(desk: Desk) -> None:
    id_ = desk.open("Acme Freight", "Label API down", "--severity", "1", "--owner", "ana")
    desk.good("customer", "Acme Freight", "--contact", "Mary Osei", "--phone", "+44 20", "--zone", "Europe/Berlin")
    desk.good("contact", id_, "--channel", "call", "--said", "sorry")
    desk.good("promise", id_, "--what", "manual labels", "--kind", "workaround", "--by", "2h")
    desk.good("restitution", id_, "--kind", "credit", "--amount", "700 EUR")
    desk.good("blocker", id_, "--what", "budget", "--who", "Ben")
    desk.good("deadline", id_, "--of", "supplier", "--who", "Kern", "--what", "parts", "--by", "3h")
    desk.hours(1)
    desk.good("settle", id_, "1", "kept")
    desk.good("contact", id_, "--channel", "call")
    page = desk.good("show", id_).out
    for text in (
        f"{id_}  Acme Freight · Label API down",
        "1  firm workaround: manual labels, by 14:00 — kept 13:00, 1 h early",
        "1  12:00  after 0 s  call out, spoke Mary Osei: sorry",
        "2  13:00  after 1 h  call out, spoke Mary Osei",
        "1  credit €700 — proposed 12:00 by ana, waits for approval",
        "1  budget (Ben can clear it) — stands for 1 h",
        "1  Kern (supplier): parts, due 15:00 — open, in 2 h",
        "14:00 there",
        "Timeline",
    ):
        assert text in page, text


def test_it_is_shown_as_it_was_known_then(desk: Desk) -> None:
    id_ = desk.open("Acme", "x", "--severity", "2")
    desk.good("promise", id_, "--what", "fix", "--by", "3h")
    desk.hours(1)
    desk.good("contact", id_, "--channel", "call", "--at", "90m")
    desk.good("repromise", id_, "1", "--by", "5h", "--reason", "parts", "--not-told")
    desk.good("edit", id_, "--severity", "1")
    desk.good("policy", "currency=USD")
    desk.hours(1)
    desk.good("settle", id_, "1", "broken")
    desk.good("undo")
    then = desk.json("show", id_, "--at", "12:30")
    assert then["as_of"] == "2026-11-24T12:30:00Z"
    assert (then["severity"], then["contacts"], then["contact_state"]) == (2, [], "not-told")
    assert (then["promises"][0]["due_at"], then["promises"][0]["slips"]) == ("2026-11-24T15:00:00Z", [])
    assert [entry["kind"] for entry in then["timeline"]] == ["failure_opened", "opened", "promised"]
    later = desk.json("show", id_, "--at", "30m")
    assert (later["severity"], len(later["contacts"]), later["promises"][0]["slips"][0]["reason"]) == (1, 1, "parts")
    now = desk.show(id_)
    assert now["as_of"] is None
    assert [bool(entry["taken_back_by"]) for entry in now["timeline"] if entry["kind"] == "promise_settled"] == [True]
    assert "promises" not in desk.good("show", id_, "--at", "12:30").err


def test_before_it_was_written_down_it_was_not_on_the_board(desk: Desk) -> None:
    id_ = desk.open("Acme", "x", "--at", "5h")
    refused = desk.bad("show", id_, "--at", "1h")
    assert "not on the board yet" in refused
    desk.bad("show", id_, "--at", "in 2h")
    desk.bad("show", id_, "--at", "some day")


def test_a_break_before_it_was_joined_into_another(desk: Desk) -> None:
    a, b = desk.open("Acme", "one"), desk.open("Elm", "two")
    desk.good("note", a, "on the first")
    failures = desk.show(a)["failure"], desk.show(b)["failure"]
    desk.hours(1)
    desk.good("merge", a, b)
    desk.good("merge", *failures)
    desk.good("customer-merge", "Acme", "Elm")
    desk.hours(1)
    assert desk.show(a)["full_id"] == desk.show(b)["full_id"]
    then = desk.json("show", a, "--at", "90m")
    assert (then["customer"], then["what"], [note["text"] for note in then["notes"]]) == ("Acme", "one", ["on the first"])
    assert then["failure"] == failures[0]
    assert desk.json("show", b, "--at", "90m")["notes"] == []
    after = desk.json("show", a, "--at", "30m")
    assert (after["customer"], after["what"], [note["text"] for note in after["notes"]]) == ("Elm", "two", ["on the first"])


def test_two_who_set_one_field_at_once_are_both_shown(desk: Desk) -> None:
    id_ = desk.open()
    assert desk.show(id_)["conflicts"] == []


def test_a_timeline_names_what_can_be_taken_back(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("note", id_, "one")
    lines = desk.good("show", id_, "--timeline").out.splitlines()
    assert lines[0] == "Timeline"
    event = lines[-1].split()[1]
    desk.good("retract", event)
    assert desk.show(id_)["notes"] == []


def test_shows_that_are_refused(desk: Desk) -> None:
    desk.bad("show")
    desk.bad("show", "ZZZZ")
    desk.bad("show", desk.open(), "--sideways")
