"""init, open, list, policy, config, doctor."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from store.actions.contacts import begin_call, end_call
from store.clock import DAY, MINUTE, ManualClock
from store.replica import Replica
from tests.warroom.commands.conftest import Desk
from warroom.reader import BoardReader


def test_init_makes_a_board_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    made = desk.json("init", str(desk.board), "--name", "Night desk")
    assert made["board"]["name"] == "Night desk"
    assert made["path"] == str(desk.board)
    assert Path(str(desk.board) + ".d").is_dir()
    assert desk.json("list")["board"] == made["board"]
    assert "there already" in desk.bad("init", str(desk.board))
    assert "does not end in .warroom" in desk.bad("init", str(tmp_path / "other.db"))
    desk.bad("init")


@pytest.mark.parametrize("words", [["--at", "in 2h"], ["--at", "never"], ["--as", " "]])
def test_an_init_that_is_refused_makes_nothing(tmp_path: Path, words: list[str]) -> None:
    desk = Desk(tmp_path)
    desk.bad("init", str(desk.board), *words)
    assert not desk.board.exists()
    assert not Path(str(desk.board) + ".d").exists()


def test_an_init_without_a_place_for_its_replica_takes_the_board_file_back(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    (desk.home / "data").mkdir(parents=True)
    (desk.home / "data" / "boards").write_text("no folder")
    answer = desk.run("init", str(desk.board))
    assert (answer.code, answer.out) == (3, "")
    assert not desk.board.exists()
    assert not Path(str(desk.board) + ".d").exists()


def test_a_contact_in_the_future_counts_as_just_now(desk: Desk) -> None:
    """It was logged by a machine whose clock was ahead."""
    id_ = desk.open("Acme")
    now = desk.clock.now()
    desk.clock = ManualClock(now + 5 * 365 * DAY)
    desk.good("contact", id_, "--channel", "call", "--said", "x")
    desk.clock = ManualClock(now)
    assert "just now · clock off!" in desk.good("list").out


def test_open_with_everything(desk: Desk) -> None:
    answer = desk.json(
        *("open", "--customer", "Acme", "--what", "Label API down", "--severity", "1", "--owner", "ana"),
        *("--contact-name", "Mary Osei", "--found-by", "customer", "--found-at", "40m", "--category", "api", "--cause", "cable"),
        *("--fault", "ours", "--value", "50000 EUR", "--cadence", "1h", "--trouble", "third time", "--expectation", "a call"),
    )
    assert set(answer) == {"id", "failure"}
    shown = desk.show(answer["id"])
    assert {key: shown[key] for key in ("customer", "what", "severity", "owner", "contact_name", "found_by", "found_at")} == {
        "customer": "Acme",
        "what": "Label API down",
        "severity": 1,
        "owner": "ana",
        "contact_name": "Mary Osei",
        "found_by": "customer",
        "found_at": "2026-11-24T11:20:00Z",
    }
    assert (shown["category"], shown["cause"], shown["fault"], shown["cadence"]) == ("api", "cable", "ours", "1h")
    assert shown["value"] == {"amount": "50000.00", "currency": "EUR"}
    assert (shown["trouble"], shown["expectation"], shown["failure"]) == ("third time", "a call", answer["failure"])


def test_open_for_a_list_of_customers(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "hit.txt").write_text("- Acme\n\n* Elm\nacme\nDune\n", "utf-8")
    answer = desk.good("open", "--customers", str(tmp_path / "hit.txt"), "--what", "x", "--json").json
    assert len(answer["ids"]) == 3
    rows = desk.json("list")["breaks"]
    assert {row["customer"] for row in rows} == {"Acme", "Elm", "Dune"}
    assert {row["failure"] for row in rows} == {answer["failure"]}
    another = desk.json("open", "--customer", "Fern", "--failure", answer["failure"])
    assert another["failure"] == answer["failure"]
    assert desk.show(another["id"])["what"] == "x"


def test_a_customer_with_a_break_draws_a_warning(desk: Desk) -> None:
    id_ = desk.open("Acme")
    answer = desk.good("open", "--customer", "acme", "--what", "again")
    assert f"already has {id_} open" in answer.err


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--customer", "Acme"],
        ["--what", "x"],
        ["--customer", "Acme", "--customers", "-", "--what", "x"],
        ["--customers", "/nowhere/at/all", "--what", "x"],
        ["--customers", "-", "--what", "x"],
        ["--customer", "Acme", "--what", "x", "--severity", "9"],
        ["--customer", "Acme", "--what", "x", "--found-by", "luck"],
        ["--customer", "Acme", "--what", "x", "--found-at", "in 2h"],
        ["--customer", "Acme", "--what", "x", "--value", "much"],
        ["--customer", "Acme", "--what", "x", "--cadence", "often"],
        ["--customer", "Acme", "--what", "x", "--failure", "F-0000"],
        ["--customer", "Acme", "--what", "x", "--fault", "theirs"],
        ["--customer", "A" * 501, "--what", "x"],
        ["--customer", "Acme", "--what", "x", "Elm"],
    ],
)
def test_openings_that_are_refused(desk: Desk, words: list[str]) -> None:
    desk.bad("open", *words)


def test_list_has_the_boards_order_and_totals(desk: Desk) -> None:
    quiet = desk.open("Quiet", "small", "--severity", "4")
    loud = desk.open("Loud", "large", "--severity", "1")
    desk.good("restitution", quiet, "--kind", "credit", "--amount", "5 EUR")
    desk.good("restitution", loud, "--kind", "credit", "--amount", "7 USD")
    desk.hours(1)
    found = desk.json("list")
    assert [row["id"] for row in found["breaks"]] == [loud, quiet]
    assert found["now"] == "2026-11-24T13:00:00Z"
    assert found["totals"] == {
        "open": 2,
        "contact_overdue": 1,
        "promise_late": 0,
        "promise_at_risk": 0,
        "owed": [{"amount": "5.00", "currency": "EUR"}, {"amount": "7.00", "currency": "USD"}],
        "gift_cards": [],
        "corrections": [],
    }
    assert desk.run("list", "--check").code == 1
    assert [row["id"] for row in desk.json("list", "--query", "QUIET sm")["breaks"]] == [quiet]
    lines = desk.good("list").out.splitlines()
    assert [line.split("\t")[0] for line in lines] == [loud, quiet]


def test_list_all_has_closed_breaks_too(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("stage", id_, "closed", "--reason", "a trial")
    assert desk.json("list")["breaks"] == []
    assert [row["id"] for row in desk.json("list", "--all")["breaks"]] == [id_]
    assert desk.run("list", "--check").code == 0
    assert desk.good("list").out == ""


def test_the_policy_is_listed_and_set(desk: Desk) -> None:
    desk.good("policy", "cadence.1=1h", "currency=usd", "--at", "2h")
    found = {item["key"]: item for item in desk.json("policy")["policy"]}
    assert found["cadence.1"] == {
        "key": "cadence.1",
        "value": "1h",
        "default": "30m for 2h, then 1h",
        "set": True,
        "about": "longest time without a real contact",
    }
    assert found["cadence.2"]["set"] is False
    listed = desk.good("policy").out
    assert "cadence.1" in listed
    assert "set by the team; default: 30m for 2h, then 1h" in listed
    desk.good("policy", "cadence.1=")
    assert {item["key"]: item for item in desk.json("policy")["policy"]}["cadence.1"]["set"] is False


@pytest.mark.parametrize(
    "words", [["cadence.1"], ["cadence.9=1h"], ["colour=blue"], ["cadence.1=often"], ["currency=XYZ"], ["--at", "2h"], [""]]
)
def test_policies_that_are_refused(desk: Desk, words: list[str]) -> None:
    desk.bad("policy", *words)


def test_config_says_where_each_value_comes_from(desk: Desk) -> None:
    found = {item["key"]: (item["value"], item["from"]) for item in desk.json("config")["settings"]}
    assert found["board"] == (str(desk.board), "WARROOM_BOARD")
    assert found["me"] == ("ana", "WARROOM_ACTOR")
    assert found["zone"] == ("UTC", str(desk.home / "config.toml"))
    assert desk.json("config", "--as", "ben")["settings"][4] == {"key": "me", "value": "ben", "from": "--as"}
    assert found["moving"] == ("arrows", "the default")
    assert "WARROOM_ACTOR" in desk.good("config").out
    (desk.home / "config.toml").write_text('moving = "vim"\n[keys]\ncontact = "k"\n', "utf-8")
    found = {item["key"]: (item["value"], item["from"]) for item in desk.json("config")["settings"]}
    assert found["moving"] == ("vim", str(desk.home / "config.toml"))
    assert found["keys"][0] == {"contact": "k"}
    assert found["zone"][1] == "the machine's"
    (desk.home / "config.toml").write_text("colour = 'blue'", "utf-8")
    assert "colour" in desk.bad("config")
    assert desk.run("doctor").code == 1
    (desk.home / "config.toml").write_text("zone = [", "utf-8")
    desk.bad("config")


def test_keys_are_listed_with_their_ids(desk: Desk) -> None:
    found = {item["id"]: item["key"] for item in desk.json("keys")["keys"]}
    assert (found["contact"], found["down"]) == ("c", "down")
    assert "c\tcontact\t" in desk.good("keys").out
    (desk.home / "config.toml").write_text('[keys]\ncontact = "K"\nnothing = "x"\n', "utf-8")
    answer = desk.good("keys", "--json")
    assert {item["id"]: item["key"] for item in answer.json["keys"]}["contact"] == "K"
    assert "keys.nothing" in answer.json["problems"][0]
    assert "keys.nothing" in answer.err
    desk.bad("keys", "x")


def test_doctor_finds_nothing_wrong_with_a_sound_board(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("contact", id_, "--channel", "call", "--said", "x")
    found = desk.json("doctor")
    assert found["problems"] == []
    assert found["replica"]["events"] == desk.events()
    assert (found["replica"]["breaks"], found["replica"]["behind"]) == (1, 0)
    assert {"python", "sqlite", "textual", "warroom"} <= set(found["versions"])
    assert found["board"]["folder"] == f"{desk.board}.d"
    assert "nothing is wrong" in desk.good("doctor").out


def test_doctor_rebuilds_to_the_same(desk: Desk) -> None:
    id_ = desk.open()
    desk.good("promise", id_, "--what", "fix", "--by", "2h")
    before = desk.json("list")["breaks"]
    db = sqlite3.connect(next(desk.home.glob("data/boards/*/replica.db")))
    db.executescript("DELETE FROM break_rows; DELETE FROM steps")
    db.commit()
    db.close()
    assert desk.json("list")["breaks"] == []
    desk.good("doctor", "--rebuild")
    assert desk.json("list")["breaks"] == before


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE events SET body = replace(body, 'Acme', 'Elm') WHERE kind = 'opened'", "another body"),
        ("UPDATE events SET actor = 'mallory' WHERE number = 3", "does not match its hash"),
        ("DELETE FROM events WHERE number = 2", "are missing"),
        ("UPDATE events SET body = '{' WHERE number = 3", "can't be read"),
    ],
)
def test_doctor_sees_a_record_that_was_tampered_with(desk: Desk, sql: str, says: str) -> None:
    desk.open()
    db = sqlite3.connect(next(desk.home.glob("data/boards/*/replica.db")))
    db.execute(sql)
    db.commit()
    db.close()
    answer = desk.run("doctor")
    assert answer.code == 1
    assert says in answer.out


def test_doctor_without_a_board(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    answer = desk.run("doctor")
    assert answer.code == 1
    assert "is not there" in answer.out


async def test_a_second_installation_calls_the_board_as_its_file_does(tmp_path: Path) -> None:
    first, second = Desk(tmp_path / "one"), Desk(tmp_path / "two")
    first.good("init", str(first.board), "--name", "Night shift")
    second.board, second.offline = first.board, True  # it has none of the board's events
    assert second.json("list")["board"]["name"] == "Night shift"
    replica = next(second.home.glob("data/boards/*/replica.db"))
    reader = BoardReader(replica, first.json("list")["board"]["id"], board_file=str(first.board))
    try:
        assert (await reader.board()).name == "Night shift"
        first.board.unlink()
        assert (await reader.board()).name == "Night shift"
    finally:
        await reader.close()
    assert second.json("list")["board"]["name"] == ""
    assert first.json("list")["board"]["name"] == "Night shift"


def test_the_text_says_who_calls_who_is_asked_to_take_it_and_when_it_is_due(desk: Desk) -> None:
    id_ = desk.open("Acme", "x", "--severity", "4", "--owner", "ana")
    desk.good("duty", "on", "--who", "ben")
    assert desk.good("list").out.rstrip().endswith(" · due tomorrow 12:00")
    assert " · due tomorrow 12:00\n" in desk.good("call", id_).out
    replica = Replica.open(next(desk.home.glob("data/boards/*")), desk.json("list")["board"]["id"], desk.clock)
    replica.act(lambda tx: begin_call(tx, id_), "ana")
    desk.clock.advance(2 * MINUTE)
    assert "\tana calling 2 m; not told 2 m\t" in desk.good("list").out
    replica.act(lambda tx: end_call(tx, id_), "ana")
    replica.close()
    desk.good("contact", id_, "--channel", "call", "--attempt")
    assert "; tried 1×, again " in desk.good("list").out
    desk.hours(25)
    assert re.search(r"; tried 1×, .* over\t", desk.good("list").out)
    desk.good("handover", "--to", "ben")
    assert "\tana →ben?\t" in desk.good("list").out
    desk.hours(50)
    assert desk.good("list").out.rstrip().endswith(" late")


def test_who_does_a_managers_and_a_second_persons_step(desk: Desk) -> None:
    file = desk.home / "ours.toml"
    file.write_text(
        'name = "ours"\ntitle = "Ours"\n'
        + "".join(
            f'[[step]]\nid = "{who}"\ntitle = "do it"\nwhy = "It helps."\nwho = "{who}"\nwithin = "1h"\n'
            for who in ("second", "manager")
        ),
        "utf-8",
    )
    desk.good("playbooks", "use", str(file))
    id_ = desk.open("Acme", "x", "--severity", "4", "--owner", "ana")
    desk.good("contact", id_, "--channel", "call", "--kind", "apology")
    desk.good("edit", id_, "--fixer", "cem")
    assert desk.show(id_)["next"]["who"] == "somebody else than cem"
    desk.good("step", id_, "second", "done", "--reason", "ben looked")
    assert desk.show(id_)["next"]["who"] == "a manager"
