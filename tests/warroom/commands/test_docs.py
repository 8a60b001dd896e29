"""docs/cli.md says what the commands are: their words and options, the fields of their JSON, the exit codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.warroom.commands.conftest import Desk
from warroom.cli import COMMANDS

PAGE = (Path(__file__).parents[3] / "docs" / "cli.md").read_text("utf-8")

CONTRACT = {
    "list": "board now sync totals breaks",
    "board": "id name",
    "sync": "state last_at behind",
    "totals": "open contact_overdue promise_late promise_at_risk owed",
    "row": "id customer contact_name what severity stage owner opened_at owned_at failure told_at last_contact_at contact_due_at"
    " contact_state attempts calling waiting_since promise owed next repeat disputed urgency",
    "calling": "who since",
    "row.promise": "n what due_at sure state settled_at slips told",
    "next": "what who due_at",
    "show": "contacts promises remedies restitution blockers deadlines prevention followups debriefs conflicts steps explanation"
    " timeline",
    "contact": "n at channel direction result kind with said",
    "promise": "n kind what made_at due_at sure state settled_at late_s slips",
    "slip": "from to reason told_at",
    "remedy": "n what effort cost answer",
    "restitution": "n kind amount state due_at",
    "blocker": "n what who since cleared_at",
    "deadline": "n of who what due_at state slips",
    "prevention": "n what owner due_at done_at",
    "followup": "n channel due_at done_at",
    "debrief": "who said at",
    "conflict": "field values",
    "step": "id title done_at by",
    "timeline": "event kind happened_at recorded_at actor text",
}
"""Fields on which scripts depend: none of them may go."""


def rows(heading: str) -> Iterator[list[str]]:
    """The rows of the table under a heading of the page, without its head."""
    section = re.split(r"^## ", PAGE, flags=re.M)
    table = next(part for part in section if part.startswith(heading + "\n"))
    lines = [line for line in table.splitlines() if line.startswith("| ")][2:]
    for line in lines:
        yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def test_every_command_stands_on_the_page_and_no_other() -> None:
    """With its words and options: tests/test_docs.py holds the table equal to the code."""
    assert {row[0].split()[1].strip("`") for row in rows("Commands")} == set(COMMANDS)


def fields(name: str) -> set[str]:
    """The fields of an object, as the page lists them."""
    found = {row[0].strip("`"): set(re.findall(r"`([a-z_]+)`", row[1])) for row in rows("JSON")}
    return found[name]


@pytest.mark.parametrize("name", sorted(CONTRACT))
def test_no_field_of_the_interface_is_gone(name: str) -> None:
    assert set(CONTRACT[name].split()) <= fields(name)


@pytest.fixture
def shown(desk: Desk) -> dict[str, Any]:
    """JSON answers that have one of everything, by the names of the page."""
    id_ = desk.open("Acme", "Label API down", "--owner", "ana", "--failure", desk.open("Elm", "x"))
    desk.good("customer", "Acme", "--contact", "Mary")
    desk.good("contact", id_, "--channel", "call")
    desk.good("promise", id_, "--what", "fix", "--by", "2h")
    desk.good("repromise", id_, "1", "--by", "4h", "--reason", "r", "--not-told")
    desk.good("remedy", id_, "--what", "w")
    desk.good("restitution", id_, "--kind", "credit", "--amount", "5 EUR")
    desk.good("blocker", id_, "--what", "w")
    desk.good("deadline", id_, "--of", "supplier", "--who", "Voltis", "--what", "w", "--by", "9h")
    desk.good("prevent", id_, "--what", "w", "--owner", "cem")
    desk.good("followup", id_, "--channel", "mail", "--due", "2d")
    desk.good("debrief", id_, "--who", "cem")
    desk.good("dispute", id_, "--what", "w")
    desk.good("public", id_, "--where", "w")
    desk.good("note", id_, "w")
    desk.good("lesson", id_, "w")
    desk.good("wait", id_, "--on", "supplier")
    desk.good("step", id_, "own-it", "done")
    desk.good("edit", id_, "--severity", "1")
    board, brk = desk.json("list"), desk.show(id_)
    row = next(row for row in board["breaks"] if row["id"] == id_)
    row_fields = set(row)
    return {
        "list": board,
        "board": board["board"],
        "sync": board["sync"],
        "totals": board["totals"],
        "money": row["owed"][0],
        "row": row,
        "row.promise": row["promise"],
        "next": row["next"],
        "show": {key: value for key, value in brk.items() if key not in row_fields},
        "fix_clock": brk["fix_clock"],
        "wait": brk["waits"][0],
        "contact": brk["contacts"][0],
        "promise": brk["promises"][0],
        "slip": brk["promises"][0]["slips"][0],
        "remedy": brk["remedies"][0],
        "restitution": brk["restitution"][0],
        "blocker": brk["blockers"][0],
        "deadline": brk["deadlines"][0],
        "supplier": brk["suppliers"][0],
        "apologies": brk["apologies"],
        "told": brk["told"],
        "owned": brk["owned"],
        "prevention": brk["prevention"][0],
        "followup": brk["followups"][0],
        "debrief": brk["debriefs"][0],
        "dispute": brk["disputes"][0],
        "public": brk["public"][0],
        "note": brk["notes"][0],
        "lesson": brk["lessons"][0],
        "step": brk["steps"][0],
        "timeline": brk["timeline"][0],
        "search": desk.json("search", "label"),
        "hit": desk.json("search", "label")["hits"][0],
        "customer": desk.json("customer", "Acme"),
        "person": desk.json("customer", "Acme")["people"][0],
        "call": desk.json("call", id_),
        "call.line": desk.json("call", id_)["say"][0],
        "call.promise": desk.json("call", id_)["promises"][0],
        "call.may_promise": desk.json("call", id_)["may_promise"],
        "failure": desk.json("failure", brk["failure"]),
        "stats": desk.json("stats"),
        "export": desk.json("export", "letter", id_),
        "policy": desk.json("policy")["policy"][0],
        "playbooks": desk.json("playbooks"),
        "playbook": desk.json("playbooks")["playbooks"][0],
        "playbook.step": desk.json("playbooks", "show", "short")["steps"][0],
        "playbooks check": desk.run("playbooks", "check", str(desk.home / "config.toml"), "--json").json,
        "config": desk.json("config")["settings"][0],
        "key": desk.json("keys")["keys"][0],
        "doctor": desk.json("doctor"),
        "doctor.exchange": desk.json("doctor")["exchange"],
        "doctor.place": desk.json("doctor")["place"],
        "warroom tidy": desk.json("tidy"),
        "warroom sync": {**desk.json("sync"), "now": ""},
    }


def test_the_page_lists_the_fields_that_the_commands_answer(shown: dict[str, Any]) -> None:
    for name, found in shown.items():
        assert set(found) == fields(name), name
    told_apart = {"calling", "conflict"}
    assert {row[0].strip("`") for row in rows("JSON")} == set(shown) | told_apart


def test_the_page_lists_the_exit_codes() -> None:
    assert [row[0] for row in rows("Exit codes")] == ["0", "1", "2", "3", "130"]
