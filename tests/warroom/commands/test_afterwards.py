"""After closing, on the command line: the watch and its check-ins, the outcome again, what outlives the break."""

from __future__ import annotations

from typing import Any

from tests.warroom.commands.conftest import Desk

ACME = ("Acme Freight", "Label API down")
DAY = 24


def closed(desk: Desk, severity: str = "2") -> str:
    """A break that was told, mended and closed."""
    id_ = desk.open(*ACME, "--severity", severity, "--owner", "ana")
    desk.good("contact", id_, "--channel", "call", "--kind", "apology")
    desk.good("stage", id_, "closed", "--reason", "a trial", "--outcome", "kept")
    return id_


def listed(desk: Desk) -> list[Any]:
    """The breaks that the board shows."""
    found: list[Any] = desk.json("list")["breaks"]
    return found


def test_a_closed_break_comes_up_when_a_check_in_is_due_and_goes_when_it_is_made(desk: Desk) -> None:
    id_ = closed(desk)
    desk.hours(14 * DAY - 1)
    assert listed(desk) == []
    assert desk.show(id_)["view"] == "closed"
    desk.hours(1)
    [row] = listed(desk)
    assert (row["id"], row["view"], row["stage"]) == (id_, "follow-up", "closed")
    assert "check in 1 of 2" in row["next"]["what"]
    assert [row["id"] for row in desk.json("list", "--query", "acme")["breaks"]] == [id_]
    desk.good("contact", id_, "--channel", "call", "--attempt", "--kind", "check-in")
    assert listed(desk), "an attempt is no check-in"
    desk.good("contact", id_, "--channel", "call", "--kind", "check-in", "--said", "All runs.")
    assert listed(desk) == []
    assert desk.show(id_)["watch"] == {"ends_at": "2027-01-08T12:00:00Z", "check_in_due_at": "2027-01-08T12:00:00Z"}


def test_the_outcome_is_looked_at_again_when_the_watch_ends(desk: Desk) -> None:
    id_ = closed(desk, "3")
    desk.hours(14 * DAY)
    [row] = listed(desk)
    assert row["next"]["what"] == "Look again at how it ended with Acme Freight, kept so far"
    desk.good("outcome", id_, "advocate")
    assert listed(desk) == []
    assert [mark["outcome"] for mark in desk.show(id_)["outcomes"]] == ["kept", "advocate"]
    assert desk.show(id_)["watch"] is None


def test_open_prevention_is_listed_without_an_id_closed_breaks_included(desk: Desk) -> None:
    id_ = closed(desk)
    desk.good("prevent", id_, "--what", "second supplier", "--owner", "cem", "--due", "10d")
    assert "due" in desk.good("prevent").out
    desk.hours(11 * DAY)
    assert "second supplier (cem) — OVERDUE 1 d" in desk.good("prevent").out
    [found] = desk.json("prevent")["failures"]
    assert (found["customer"], found["prevention"][0]["overdue"]) == ("Acme Freight", True)
    desk.good("prevent", id_, "1", "done")
    assert desk.json("prevent")["failures"] == []
    assert "ID is missing" in desk.bad("prevent", "--what", "x", "--owner", "y")


def test_lessons_of_closed_breaks_are_listed_and_found(desk: Desk) -> None:
    id_ = closed(desk)
    desk.good("lesson", id_, "Renew certificates a month early")
    assert "Renew certificates a month early" in desk.good("lessons").out
    assert len(desk.json("lessons", "renew", "acme")["failures"]) == 1
    assert desk.json("lessons", "xylophone")["failures"] == []
    assert desk.json("search", "certificates")["hits"][0]["id"] == id_


def test_a_repeat_says_what_was_learned_then_and_links_both_ways(desk: Desk) -> None:
    first = closed(desk)
    desk.good("edit", first, "--cause", "certificate")
    desk.good("lesson", first, "Renew early")
    desk.hours(1)
    made = desk.good("open", "--customer", "Acme Freight", "--what", "API down", "--cause", "Certificate")
    assert f"↻ repeat of {first}, same cause, the same customer: learned: Renew early" in made.err
    shown, back = desk.show(made.word), desk.show(first)
    assert (shown["repeat"], back["repeat"]) == (True, False)
    assert [(link["id"], link["later"], link["lessons"]) for link in shown["repeats"]] == [(first, False, ["Renew early"])]
    assert [(link["id"], link["later"]) for link in back["repeats"]] == [(made.word, True)]
    assert "A REPEAT" in desk.good("show", made.word).out


def test_corrections_and_gift_cards_stand_apart_from_amends(desk: Desk) -> None:
    id_ = desk.open(*ACME, "--value", "50000 EUR")
    for kind, amount in (("credit", "90"), ("correction", "5000"), ("gift-card", "40")):
        desk.good("restitution", id_, "--kind", kind, "--amount", f"{amount} EUR")
    totals = desk.json("list")["totals"]
    assert [totals[name][0]["amount"] for name in ("owed", "corrections", "gift_cards")] == ["5130.00", "5000.00", "40.00"]
    assert [line["needs_approval"] for line in desk.show(id_)["restitution"]] == [False, False, False]
    page = desk.good("show", id_).out
    assert "amends: nothing given yet, pending €90 · gift cards: nothing given yet, pending €40 · they are worth €50,000" in page
    desk.good("restitution", id_, "1", "issued")
    assert "amends: given €90 · gift cards: nothing given yet, pending €40 · they are" in desk.good("show", id_).out
    assert "nothing given yet, pending €40" in desk.good("customer", "Acme Freight").out
    assert desk.good("list").out.split("\t")[8] == "€90 +gift €40 +corr. €5,000"
    assert desk.json("list")["breaks"][0]["owed"] == [{"amount": "5130.00", "currency": "EUR"}]
    assert "told apart, never in the letter" in page
