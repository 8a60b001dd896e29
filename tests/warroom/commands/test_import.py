"""import csv, servicenow, events; and two installations that exchange their logs by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.warroom.commands.conftest import Desk
from tests.warroom.importers.support import row, write_log
from warroom.commands.imports import counted

MAP = """
source = "helpdesk"
zone = "UTC"
date_format = "%Y-%m-%d %H:%M"

[columns]
id = "Ticket"
customer = "Account"
what = "Subject"
opened = "Created"
"""


def beside(desk: Desk, folder: Path) -> Desk:
    """Another installation at the same board file. Both leave the folder beside it alone."""
    other = Desk(folder)
    other.board = desk.board
    desk.offline = other.offline = True
    return other


def alike(value: Any) -> Any:
    """A JSON answer without what differs from one installation to another by design."""
    if isinstance(value, dict):
        return {key: alike(inner) for key, inner in value.items() if key != "sync"}
    return [alike(inner) for inner in value] if isinstance(value, list) else value


def test_a_table_comes_in_once(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(MAP, "utf-8")
    table = tmp_path / "open.csv"
    table.write_text(
        "Ticket,Account,Subject,Created\n7,Acme,Label API down,2026-11-24 09:00\n8,,nobody,2026-11-24 09:00\n", "utf-8"
    )
    answer = desk.json("import", "csv", str(table), "--map", str(tmp_path / "map.toml"))
    assert (answer["read"], answer["taken"]["breaks"]) == (2, 1)
    assert sum(left["count"] for left in answer["left"].values()) == 1
    events = desk.events()
    again = desk.good("import", "csv", str(table), "--map", str(tmp_path / "map.toml"))
    assert "took 0 events" in again.out
    assert "already" in again.out
    assert "line 3" in again.out
    assert desk.events() == events
    (found,) = desk.json("list")["breaks"]
    assert (found["customer"], found["what"], found["opened_at"]) == ("Acme", "Label API down", "2026-11-24T09:00:00Z")


def test_a_servicenow_log_comes_in_once(desk: Desk, tmp_path: Path) -> None:
    path = write_log(tmp_path / "log.csv", [row(number="INC0000045"), row(number="INC0000046", caller_id="Caller 8")])
    answer = desk.good("import", "servicenow", str(path))
    assert answer.out.startswith("read 2\ntook ")
    assert "2 breaks" in answer.out
    events = desk.events()
    assert "took 0 events" in desk.good("import", "servicenow", str(path)).out
    assert desk.events() == events


def test_two_installations_say_the_same_after_an_exchange_of_their_logs(desk: Desk, tmp_path: Path) -> None:
    other = beside(desk, tmp_path / "other")
    a = desk.open("Acme", "Label API down", "--severity", "1")
    desk.good("promise", a, "--what", "fix", "--by", "2h")
    desk.good("note", a, "[/foo] \u202e漢字 😀")
    desk.good("customer", "Acme", "--contact", "Mary", "--zone", "Europe/Berlin")
    exchange(desk, other, tmp_path)
    assert alike(other.json("list")) == alike(desk.json("list"))
    assert alike(other.show(a)) == alike(desk.show(a))
    other.good("edit", a, "--severity", "2", actor="ben")
    other.good("settle", a, "1", "kept", actor="ben")
    other.good("restitution", a, "--kind", "credit", "--amount", "5 EUR", actor="ben")
    desk.good("edit", a, "--severity", "3")
    desk.good("contact", a, "--channel", "call")
    desk.good("restitution", a, "--kind", "refund", "--amount", "7 EUR")
    exchange(other, desk, tmp_path)
    exchange(desk, other, tmp_path)
    assert sorted(desk.good("log", "--json").out.splitlines()) == sorted(other.good("log", "--json").out.splitlines())
    for words in (["list", "--all"], ["show", a], ["customer", "Acme"], ["policy"]):
        assert alike(desk.json(*words)) == alike(other.json(*words)), words
    shown = desk.show(a)
    (conflict,) = shown["conflicts"]
    assert (conflict["field"], sorted(conflict["values"]), sorted(conflict["actors"])) == ("severity", [2, 3], ["ana", "ben"])
    assert [line["n"] for line in shown["restitution"]] == ["1a", "1b"]
    assert "severity: " in desk.good("show", a).out
    desk.good("restitution", a, "1b", "declined")
    desk.good("edit", a, "--severity", "1")
    assert desk.show(a)["conflicts"] == []
    assert desk.run("doctor").code == other.run("doctor").code == 0


def exchange(source: Desk, target: Desk, folder: Path) -> None:
    """Carries a log over; twice changes nothing."""
    path = folder / "carried.jsonl"
    path.write_text(source.good("log", "--json").out, "utf-8")
    target.good("import", "events", str(path))
    events = target.events()
    assert "took 0 events" in target.good("import", "events", str(path)).out
    assert target.events() == events


def test_a_part_of_the_log_is_enough_for_those_who_have_the_rest(desk: Desk, tmp_path: Path) -> None:
    other = beside(desk, tmp_path / "other")
    id_ = desk.open()
    exchange(desk, other, tmp_path)
    desk.good("note", id_, "later")
    path = tmp_path / "rest.jsonl"
    path.write_text(desk.good("log", "--after", "3", "--json").out, "utf-8")
    assert other.json("import", "events", str(path))["taken"]["events"] == 1
    assert other.show(id_)["notes"][0]["text"] == "later"


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["csv"],
        ["csv", "FILE"],
        ["events", "FILE", "--map", "FILE"],
        ["servicenow", "/nowhere"],
        ["events", "/nowhere"],
        ["csv", "FILE", "--map", "/nowhere"],
        ["csv", "/nowhere", "--map", "FILE"],
        ["carrier-pigeon", "FILE"],
        ["servicenow", "FOLDER"],
        ["events", "FOLDER"],
    ],
)
def test_imports_that_are_refused(desk: Desk, tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "file").write_text("rubbish", "utf-8")
    named = {"FILE": str(tmp_path / "file"), "FOLDER": str(tmp_path)}
    desk.bad("import", *(named.get(word, word) for word in words))


def test_a_log_with_rubbish_in_it_leaves_the_rubbish(desk: Desk, tmp_path: Path) -> None:
    other = beside(desk, tmp_path / "other")
    desk.open()
    lines = desk.good("log", "--json").out.splitlines()
    path = tmp_path / "log.jsonl"
    path.write_text(
        "\n".join([lines[0], "{", '{"v": 1}', "\x1b[31m", lines[1].replace("Label", "Lapel"), *lines[1:]]) + "\n", "utf-8"
    )
    answer = other.good("import", "events", str(path))
    assert "took 3 events" in answer.out
    assert "\x1b" not in answer.out + answer.err
    assert "left" in answer.out
    assert other.events() == 3


@pytest.mark.parametrize("content", [b"import os\n\nprint(os.sep)\n", bytes(range(256)) * 20, b'{"board": {}}', b"[]\n{}\n"])
def test_a_file_without_one_event_is_no_log(desk: Desk, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(content)
    assert "is no log of events" in desk.bad("import", "events", str(path))
    path.write_bytes(b"")
    assert desk.json("import", "events", str(path))["read"] == 0


def test_rows_from_the_future_stay_outside_and_are_counted(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(MAP + 'fixed = "Fixed"\n', "utf-8")
    table = tmp_path / "open.csv"
    table.write_text(
        "Ticket,Account,Subject,Created,Fixed\n"
        "7,Acme,now,2026-11-24 12:00,\n"
        "8,Elm,a typo,2030-11-24 09:00,\n"
        "9,Oak,planned,2026-11-24 09:00,2026-11-24 18:00\n",
        "utf-8",
    )
    answer = desk.json("import", "csv", str(table), "--map", str(tmp_path / "map.toml"))
    assert answer["left"] == {
        "a row from a time that has not come yet": {"count": 1, "lines": [3], "example": "2030-11-24T09:00:00.000Z"},
        "a stage at a time that has not come yet": {"count": 1, "lines": [4], "example": "fixed 2026-11-24T18:00:00.000Z"},
    }
    assert {(found["customer"], found["stage"]) for found in desk.json("list")["breaks"]} == {("Acme", "open"), ("Oak", "open")}
    ahead = {"opened_at": "1/3/2030 09:00", "sys_updated_at": "1/3/2030 09:05"}
    rows = [row(number="INC1"), row(number="INC2", **ahead), row(number="INC3", sys_updated_at="1/3/2030 09:00")]
    answer = desk.json("import", "servicenow", str(write_log(tmp_path / "log.csv", rows)))
    assert (answer["taken"]["breaks"], answer["left"]["a row from a time that has not come yet"]["lines"]) == (1, [3, 4])
    assert all(found["opened_at"] <= "2026-11-24T12:00:00Z" for found in desk.json("list", "--all")["breaks"])


def test_one_is_counted_as_one() -> None:
    counts = ((1, "failures"), (2, "failures"), (1, "remedies"), (1, "restitution"), (1_000, "events"))
    assert [counted(*pair) for pair in counts] == ["1 failure", "2 failures", "1 remedy", "1 restitution", "1,000 events"]
