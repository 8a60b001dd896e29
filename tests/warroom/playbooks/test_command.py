"""`warroom playbooks`: what is here, what is in force, who follows it; use, drop, show, check; choosing one for a break."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from store.replica import Replica
from store.row import unpack
from tests.store.by_hand import Author
from tests.warroom.commands.conftest import Desk

OURS = """name = "ours"
title = "Our way"

[[step]]
id = "ring"
title = "ring them"
why = "they wait"
within = ["10m", "1 h", "off", "1wd"]
proof = { contact = "any", channel = "call" }

[[step]]
id = "send"
title = "send it"
why = "so that they have it"
after = "ring"
closing = true
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with a board, and a playbook's file beside it."""
    made = Desk(tmp_path / "home")
    made.good("init", str(made.board))
    (made.home / "ours.toml").write_text(OURS, "utf-8")
    return made


def ours(desk: Desk) -> str:
    """The path of the file."""
    return str(desk.home / "ours.toml")


def listed(desk: Desk) -> dict[str, Any]:
    """The playbooks of the board, by name."""
    return {one["name"]: one for one in desk.json("playbooks")["playbooks"]}


def test_the_list_says_what_is_here_what_is_in_force_and_who_follows_it(desk: Desk) -> None:
    desk.open("Acme", "x", "--severity", "1")
    closed = desk.open("Elm", "x", "--severity", "1")
    desk.good("stage", closed, "closed", "--reason", "over")
    desk.open("Quay", "x", "--severity", "1", "--playbook", "Five-Rules")
    desk.good("playbooks", "use", ours(desk), "--severity", "2,3", "--severity", "4")
    found = listed(desk)
    assert list(found) == ["recovery", "short", "three-steps", "five-rules", "own-and-fix", "seven-tips", "five-steps", "ours"]
    assert (found["recovery"]["severities"], found["recovery"]["breaks"], found["recovery"]["step_count"]) == ([1], 1, 14)
    assert (found["five-rules"]["severities"], found["five-rules"]["breaks"]) == ([], 1)
    assert (found["ours"]["severities"], found["ours"]["own"], found["ours"]["built_in"]) == ([2, 3, 4], True, False)
    lines = desk.good("playbooks").out.splitlines()
    assert lines[0].split() == ["name", "title", "steps", "from", "in", "force", "for", "open", "breaks"]
    assert lines[1].split() == "recovery Recovery 14 built in severity 1 1".split()
    assert lines[-1].split() == "ours Our way 2 the team severity 2, 3, 4 –".split()


def rows(desk: Desk) -> dict[str, tuple[str, int, int, str]]:
    """Playbook, steps done, steps, and what is missing of each break, as the replica has its rows."""
    (file,) = desk.home.glob("data/boards/*/replica.db")
    db = sqlite3.connect(file)
    try:
        found = [unpack(text) for (text,) in db.execute("SELECT row FROM break_rows")]
    finally:
        db.close()
    return {row.customer: (row.playbook, row.steps_done, row.steps, row.playbook_missing) for row in found}


def test_what_is_put_in_force_holds_for_open_breaks_at_once_and_for_closed_ones_later(desk: Desk) -> None:
    open_ = desk.open("Acme", "x", "--severity", "1")
    closed = desk.open("Elm", "x", "--severity", "1")
    for id_ in (open_, closed):
        desk.good("contact", id_, "--channel", "call")
    desk.good("stage", closed, "closed", "--reason", "over")
    before = rows(desk)
    assert before["Acme"][:3] == ("recovery", 0, 14)
    answer = desk.good("playbooks", "use", ours(desk))
    assert answer.err == "Saved; ours is one of this board from now on; ours is in force for all severities\n"
    assert rows(desk)["Acme"] == ("ours", 1, 2, "")
    desk.good("list", "--all")
    assert rows(desk)["Elm"] == ("ours", 1, 2, "")
    steps = desk.show(open_)["steps"]
    assert [(step["id"], bool(step["done_at"])) for step in steps] == [("ring", True), ("send", False)]


def test_one_that_is_only_added_can_be_chosen(desk: Desk) -> None:
    id_ = desk.open("Acme", "x", "--severity", "1")
    desk.good("playbooks", "use", ours(desk), "--add")
    assert rows(desk)["Acme"][0] == "recovery"
    desk.good("edit", id_, "--playbook", "OURS")
    assert rows(desk)["Acme"][0] == "ours"
    desk.good("edit", id_, "--playbook", "")
    assert rows(desk)["Acme"][0] == "recovery"
    other = desk.open("Elm", "x", "--playbook", "ours")
    assert desk.show(other)["playbook"] == "ours"


def test_a_dropped_one_is_said_to_be_missing_and_recovery_counts(desk: Desk) -> None:
    desk.good("playbooks", "use", ours(desk), "--severity", "3")
    id_ = desk.open("Acme", "x", "--severity", "3")
    assert "breaks that follow it follow recovery" in desk.good("playbooks", "drop", "Ours").err
    assert rows(desk)["Acme"] == ("recovery", 0, 14, "ours")
    found = desk.json("playbooks")
    assert found["missing"] == [{"name": "ours", "severities": [3], "breaks": 1}]
    assert "playbook “ours” is not here: recovery counts instead for 1 break and severity 3" in desk.good("playbooks").err
    assert desk.show(id_)["playbook_missing"] == "ours"
    assert "playbook “ours” is not here: recovery counts instead" in desk.good("show", id_).out
    assert "no playbook of this team's own" in desk.bad("playbooks", "drop", "ours")
    assert "no playbook of this team's own" in desk.bad("playbooks", "drop", "recovery")


def test_one_of_a_built_in_name_counts_until_it_is_dropped(desk: Desk) -> None:
    (desk.home / "ours.toml").write_text(OURS.replace('"ours"', '"recovery"'), "utf-8")
    desk.open("Acme", "x", "--severity", "1")
    desk.good("playbooks", "use", ours(desk), "--severity", "1")
    assert rows(desk)["Acme"][2] == 2
    assert "the team, instead of the built-in" in desk.good("playbooks").out
    assert "the built-in one counts again" in desk.good("playbooks", "drop", "recovery").err
    assert rows(desk)["Acme"][2] == 14


def test_one_playbook_in_words_and_as_text(desk: Desk) -> None:
    desk.good("playbooks", "use", ours(desk), "--severity", "1")
    page = desk.good("playbooks", "show", "ours").out
    for line in (
        "ours: Our way (the team; in force for severity 1)",
        " 1. ring them  [ring]",
        "    proof    a contact by call that reached them",
        "    due      10m / 1h / – / 1wd after we knew",
        "    proof    by hand",
        "    closing  asks for it",
    ):
        assert line in page.splitlines()
    assert desk.good("playbooks", "show", "ours", "--toml").out == OURS
    shown = desk.json("playbooks", "show", "ours")
    assert shown["steps"][0]["within"] == ["10m", "1h", None, "1wd"]
    assert desk.json("playbooks", "show", "recovery")["steps"][0]["setting"] == "first_word"
    for name in listed(desk):
        again = desk.home / f"{name}.toml"
        again.write_text(desk.good("playbooks", "show", name, "--toml").out, "utf-8")
        assert desk.good("playbooks", "check", str(again)).out.startswith(f"{again}: nothing is wrong: {name}, ")


def test_a_file_that_is_wrong_is_not_put_in_force(desk: Desk) -> None:
    (desk.home / "ours.toml").write_text(OURS.replace("contact =", "contakt ="), "utf-8")
    assert f"{ours(desk)}:9: step “ring”: proof “contakt” is none of contact" in desk.bad("playbooks", "use", ours(desk))
    answer = desk.run("playbooks", "check", ours(desk))
    assert (answer.code, answer.out.count("\n"), answer.err) == (1, 1, "")
    found = desk.run("playbooks", "check", ours(desk), "--json")
    assert (found.code, found.json["name"], found.json["findings"][0]["line"]) == (1, None, 9)
    assert "can't be read" in desk.bad("playbooks", "check", str(desk.home / "none.toml"))


def test_a_file_is_checked_without_a_board(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home")
    (desk.home / "ours.toml").write_text(OURS, "utf-8")
    assert "ours, 2 steps" in desk.good("playbooks", "check", ours(desk)).out
    assert not list(desk.home.glob("data/**/replica.db"))


def test_what_is_refused(desk: Desk) -> None:
    assert "there are recovery, short" in desk.bad("playbooks", "use", "no such")
    assert "there are recovery, short" in desk.bad("playbooks", "show", "no such")
    assert "is here already" in desk.bad("playbooks", "use", "short", "--add")
    assert "5" in desk.bad("playbooks", "use", "short", "--severity", "5")
    assert "contradict" in desk.bad("playbooks", "use", "short", "--severity", "1", "--add")
    for args in (
        ("use",),
        ("using", "short"),
        ("show", "short", "--add"),
        ("drop", "short", "--severity", "1"),
        ("use", "short", "--toml"),
    ):
        assert "playbooks use FILE|NAME" in desk.bad("playbooks", *args)
    assert "no playbook of this board" in desk.bad("open", "--customer", "Acme", "--what", "x", "--playbook", "ours")


def test_two_texts_under_one_name_at_once_are_said(desk: Desk) -> None:
    """Somebody else put another one in force, and neither had seen the other's."""
    desk.good("playbooks", "use", ours(desk), "--severity", "1")
    other = Author("b", "ben")
    (file,) = desk.home.glob("data/boards/*/replica.db")
    board_id = desk.json("list")["board"]["id"]
    replica = Replica.open(str(file.parent), board_id, desk.clock, None)
    at = desk.clock.now()
    events = [
        other.write(f"board:{board_id}", "playbook_set", {"name": "ours", "text": OURS + "# ben's\n"}, at=at),
        other.write(f"board:{board_id}", "policy_set", {"set": {"playbook.1": "short"}}, at=at),
    ]
    try:
        replica.ingest(events)
    finally:
        replica.close()
    first, second = sorted(desk.json("playbooks")["conflicts"], key=len, reverse=True)
    assert "“ours” in force, without having seen the other's; that of " in first
    assert "`warroom playbooks use FILE`" in first
    assert "for severity 1 ana “ours” and ben “short” were put in force at once" in second or "ben “short” and ana “ours”" in second
    assert "conflict: " in desk.good("playbooks").err
    desk.good("playbooks", "use", ours(desk), "--severity", "1")
    assert desk.json("playbooks")["conflicts"] == []
