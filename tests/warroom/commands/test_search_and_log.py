"""search, and the log of events."""

from __future__ import annotations

import json

import pytest

from store.validate import read_event
from tests.warroom.commands.conftest import Desk


def test_search_finds_closed_breaks_by_their_lesson(desk: Desk) -> None:
    closed, other = desk.open("Acme Freight", "Label API down"), desk.open("Elm", "Late parcels")
    desk.good("lesson", closed, "keep two printers")
    desk.good("stage", closed, "closed", "--reason", "a trial")
    line = desk.good("search", "two", "printer").out
    assert line.split("\t")[:2] == [closed, "Acme Freight"]
    assert "«printers»" in line
    found = desk.json("search", "PARCELS")
    assert [{key: hit[key] for key in ("id", "customer", "stage")} for hit in found["hits"]] == [
        {"id": other, "customer": "Elm", "stage": "open"}
    ]


def test_search_finds_customers_by_their_card(desk: Desk) -> None:
    id_ = desk.open("Acme")
    desk.good("customer", "Acme", "--contact", "Mary Osei")
    desk.good("customer", "Nobody Yet", "--contact", "Zoe Lamb")
    assert [hit["id"] for hit in desk.json("search", "osei")["hits"]] == [id_]
    assert desk.json("search", "lamb")["hits"][0]["customer"] == "Nobody Yet"
    assert desk.good("search", "lamb").out.startswith("-\tNobody Yet\t")


def test_search_for_what_is_not_there(desk: Desk) -> None:
    desk.open()
    answer = desk.good("search", "unicorn")
    assert answer.out == ""
    assert "Nothing" in answer.err
    assert desk.json("search", "unicorn")["hits"] == []
    desk.bad("search")
    desk.bad("search", "  ")
    desk.bad("search", "--", "-")


@pytest.mark.parametrize("query", ['"', "a AND", "NEAR(", "*", "col:x", "'; DROP TABLE events", "-x", "(", "a" * 5000])
def test_search_never_fails_on_odd_queries(desk: Desk, query: str) -> None:
    desk.open("Acme", "a AND b")
    assert desk.run("search", "--", query).code in (0, 2)


def test_the_log_is_the_record_one_event_a_line(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("note", id_, "ünï→\u202ecode")
    lines = desk.good("log", "--json").out.splitlines()
    assert len(lines) == desk.events()
    events = [read_event(line) for line in lines]
    assert [event.number for event in events] == list(range(1, len(lines) + 1))
    assert [json.loads(line)["kind"] for line in lines] == ["board_named", "failure_opened", "opened", "noted"]
    assert desk.good("log", "--after", "3", "--json").out.splitlines() == lines[3:]
    assert desk.good("log", "--after", "99", "--json").out == ""


def test_the_log_for_people(desk: Desk) -> None:
    id_ = desk.open("Acme", "x")
    desk.good("promise", id_, "--what", "fix", "--by", "2h")
    desk.good("settle", id_, "1", "kept")
    desk.good("undo")
    lines = desk.good("log").out.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["1", "2", "3", "4", "5", "6"]
    assert lines[4].split("\t")[3:] == ["ana", id_, "promise 1 (fix) kept"]
    assert "took back: " in lines[5]
    desk.bad("log", "--after", "x")
    desk.bad("log", "--after", "-1")
    desk.bad("log", "--after", "9" * 30)
