"""undo, retract, amend, move-entry, redact, merge."""

from __future__ import annotations

from tests.warroom.commands.conftest import Desk


def last_entry(desk: Desk, id_: str, kind: str) -> str:
    """The name of the last entry of a kind in a break's timeline."""
    found: list[str] = [entry["event"] for entry in desk.show(id_)["timeline"] if entry["kind"] == kind]
    return found[-1]


def test_undo_takes_back_the_whole_last_action(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("contact", id_, "--channel", "call", "--next", "45m")
    answer = desk.good("undo")
    assert "took back: call to them" in answer.err
    assert "Acme Freight" in answer.err
    shown = desk.show(id_)
    assert (shown["contacts"], shown["promises"]) == ([], [])
    taken = [entry for entry in shown["timeline"] if entry["taken_back_by"]]
    assert [entry["kind"] for entry in taken] == ["contacted", "promised"]
    assert "(taken back by" in desk.good("show", id_, "--timeline").out


def test_undo_on_one_break_and_of_one_actor(desk: Desk) -> None:
    a, b = desk.open("Acme"), desk.open("Elm")
    desk.good("note", a, "one")
    desk.good("note", b, "two", actor="ben")
    desk.good("note", b, "three")
    assert desk.json("undo", a) == {"id": a}
    assert desk.show(a)["notes"] == []
    desk.good("undo", b)
    assert [note["text"] for note in desk.show(b)["notes"]] == ["two"]
    assert "cem has nothing to take back" in desk.bad("undo", actor="cem")
    desk.bad("undo", "ZZZZ")
    desk.bad("undo", a, b)


def test_undo_is_refused_where_others_rest_on_it(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("promise", id_, "--what", "fix", "--by", "2h")
    desk.good("settle", id_, "1", "kept", actor="ben")
    refused = desk.bad("undo", id_)
    assert "promise 1 kept" in refused or "kept" in refused


def test_an_entry_is_taken_back_corrected_and_moved(desk: Desk) -> None:
    a, b = desk.open("Acme"), desk.open("Elm")
    desk.good("contact", a, "--channel", "call", "--said", "wrong customer")
    event = last_entry(desk, a, "contacted")
    desk.good("amend", event, "said=they were calm", "mood=calm", "at=11:30")
    contact = desk.show(a)["contacts"][0]
    assert (contact["said"], contact["mood"], contact["at"]) == ("they were calm", "calm", "2026-11-24T11:30:00Z")
    assert desk.json("move-entry", event, b) == {"id": b}
    assert desk.show(a)["contacts"] == []
    moved = desk.show(b)["contacts"][0]
    assert moved["by"] == "ana"
    note = desk.json("note", b, "x")
    assert note == {"id": b}
    desk.good("retract", last_entry(desk, b, "noted"), "--reason", "typo")
    assert desk.show(b)["notes"] == []


def test_corrections_that_are_refused(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("contact", id_, "--channel", "call", "--mood", "upset")
    event = last_entry(desk, id_, "contacted")
    desk.bad("amend", event, "colour=blue")
    desk.bad("amend", event, "mood=odd")
    desk.bad("amend", event, "channel=")
    desk.bad("amend", event, "at=in 2h")
    desk.bad("amend", event, "nonsense")
    desk.bad("amend", event, "=x")
    desk.bad("amend", event)
    desk.bad("retract", "ffff-99")
    desk.bad("retract", "nonsense")
    desk.bad("retract", event[:1] + "-999999")
    desk.bad("move-entry", event, id_)
    desk.bad("move-entry", event, "ZZZZ")
    desk.bad("move-entry", last_entry(desk, id_, "opened"), id_)
    desk.good("retract", event)
    assert "taken back already" in desk.bad("retract", event)
    desk.bad("amend", event, "mood=calm")


def test_a_secret_is_blanked_everywhere(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("note", id_, "the password is hunter2")
    assert "hunter2" in desk.good("search", "hunter2").out
    event = last_entry(desk, id_, "noted")
    assert desk.json("redact", event) == {"id": id_}
    for answer in (
        desk.good("show", id_),
        desk.good("show", id_, "--json"),
        desk.good("log", "--json"),
        desk.good("log"),
        desk.good("search", "hunter2"),
    ):
        assert "hunter2" not in answer.out
    assert b"hunter2" not in b"".join(path.read_bytes() for path in desk.home.glob("data/boards/*/replica.db"))
    desk.bad("redact", event)
    desk.bad("redact", "ffff-1")


def test_two_breaks_that_are_one(desk: Desk) -> None:
    a, b = desk.open("Acme", "one"), desk.open("Acme", "two")
    desk.good("promise", a, "--what", "fix of one", "--by", "2h")
    desk.good("promise", b, "--what", "fix of two", "--by", "2h")
    desk.good("dispute", a, "--what", "the bill")
    answer = desk.good("merge", a, b)
    assert f"goes on as {b}" in answer.err
    assert desk.show(a)["id"] == b
    assert [row["id"] for row in desk.json("list")["breaks"]] == [b]
    first, second = desk.show(b)["promises"]
    assert (first["what"], second["what"]) == ("fix of two", "fix of one")
    desk.good("settle", b, str(second["n"]), "kept")
    desk.good("dispute", b, "withdrawn")
    shown = desk.show(b)
    assert [promise["state"] for promise in shown["promises"]] == ["at-risk", "kept"]
    assert (shown["disputed"], shown["problems"]) == (False, [])
    assert desk.json("promise", b, "--what", "another", "--by", "4h")["n"] == 2
    assert "one already" in desk.bad("merge", a, b)
    assert "one already" in desk.bad("merge", b, a)


def test_two_failures_that_are_one(desk: Desk) -> None:
    a, b = desk.open("Acme", "one"), desk.open("Elm", "two")
    first, second = desk.show(a)["failure"], desk.show(b)["failure"]
    desk.good("explain", a, "a cable was cut")
    desk.good("prevent", a, "--what", "two cables", "--owner", "cem")
    assert desk.json("merge", first, second) == {"id": second}
    shown = desk.show(b)
    assert (shown["explanation"], shown["failure"]) == ("a cable was cut", second)
    assert desk.show(a)["failure"] == second
    desk.good("prevent", b, "1", "done")
    assert desk.show(a)["prevention"][0]["done_at"] is not None
    desk.bad("merge", first, second)
    desk.bad("merge", first, b)
    desk.bad("merge", a)
    desk.bad("merge", a, "ZZZZ")


def test_what_is_due_before_it_was_made_is_no_correction(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("promise", id_, "--what", "fix", "--by", "2h", "--at", "1h")
    desk.good("promise", id_, "--what", "part", "--sure", "window", "--from", "2h", "--by", "4h")
    desk.good("repromise", id_, "1", "--by", "6h", "--reason", "r", "--told", "call")
    desk.good("deadline", id_, "--of", "customer", "--what", "their launch", "--by", "5h")
    desk.good("deadline", id_, "1", "slipped", "--to", "9h")
    desk.good("followup", id_, "--channel", "mail", "--due", "9h")
    entries = {entry["kind"]: entry["event"] for entry in reversed(desk.show(id_)["timeline"])}
    for kind in ("promised", "promise_moved", "deadline_set", "deadline_slipped", "followup_planned"):
        for time in ("2020-01-01", "2h ago", "90m ago"):
            assert "before it was made" in desk.bad("amend", entries[kind], f"due_at={time}"), kind
    window = last_entry(desk, id_, "promised")
    assert "window ends" in desk.bad("amend", window, "from_at=5h", "due=4h30m")
    assert "window ends" in desk.bad("amend", window, "due=1h30m")
    desk.good("amend", window, "from_at=1h", "due_at=1h30m")
    desk.good("retract", entries["promise_moved"])
    desk.good("amend", entries["promised"], "by=20m ago")
    assert desk.show(id_)["promises"][0]["due_at"] == "2026-11-24T11:40:00Z"
    assert "was due before that" in desk.bad("amend", entries["promised"], "at=10m ago")
    desk.good("amend", entries["promised"], "at=10m ago", "by=5m ago")
    desk.bad("amend", entries["promised"], "by=15m ago")
    promise = desk.show(id_)["promises"][0]
    assert (promise["made_at"], promise["due_at"]) == ("2026-11-24T11:50:00Z", "2026-11-24T11:55:00Z")
