"""What `doctor` says of the exchange."""

from __future__ import annotations

import os
import shutil
import sqlite3

from store.clock import DAY, HOUR, MINUTE, ManualClock
from tests.warroom.commands.conftest import Desk
from tests.warroom.sharing.conftest import DeskOf, folder_of
from tests.warroom.sharing.test_commands import customers
from warroom.commands.doctor import said_once


def test_a_board_in_step_has_no_problem(ana: Desk, ben: Desk) -> None:
    ana.open()
    ben.good("list", actor="ben")
    found = ana.good("doctor", "--json").json
    assert found["problems"] == []
    exchange = found["exchange"]
    assert (exchange["state"], exchange["waiting"], exchange["set_aside"], exchange["forks"]) == ("in-step", 0, [], [])
    (peer,) = exchange["peers"]
    assert (peer["who"], peer["lacks"], peer["has_more"], peer["differs"]) == ("ben", 0, 0, False)
    assert "ben (" in ana.good("doctor").out


def test_it_names_what_is_set_aside_and_why(ana: Desk) -> None:
    name = f"{'a' * 12}.1-1.abcdef.seg"
    (folder_of(ana) / name).write_bytes(os.urandom(100))
    answer = ana.run("doctor")
    assert answer.code == 1
    assert f"{name} is set aside: " in answer.out
    (folder_of(ana) / name).unlink()
    ana.good("doctor")


def test_a_missing_folder_is_one_problem(ana: Desk) -> None:
    ana.good("open", "--customer", "Acme", "--what", "x", "--offline")
    shutil.rmtree(folder_of(ana))
    found = ana.run("doctor", "--json").json
    assert len(found["problems"]) == 1
    assert "can't be reached" in found["problems"][0]
    assert found["exchange"]["waiting"] == 2
    assert not folder_of(ana).exists()


def test_a_clock_that_is_off_is_told(ana: Desk, ben: Desk) -> None:
    ben.clock = ManualClock(ana.clock.now() + HOUR)
    ben.good("list", actor="ben")
    answer = ana.run("doctor")
    assert answer.code == 1
    assert "the clock of ben is 1 h ahead" in answer.out


def test_a_clock_that_is_off_against_everybody_is_the_own_one(ana: Desk, ben: Desk, desk_of: DeskOf) -> None:
    cem = desk_of("cem")
    ben.clock = cem.clock = ManualClock(ana.clock.now() + HOUR)
    ben.good("list", actor="ben")
    cem.good("list", actor="cem")
    found = ana.run("doctor", "--json").json["problems"]
    assert found == ["this machine's clock is 1 h behind most others': this machine's own is wrong, most likely; set it"]
    sync = ana.run("sync").out
    assert "your clock 1 h behind" in sync
    assert "ben's clock" not in sync


def test_a_replica_that_was_tampered_with_says_what_to_do(ana: Desk) -> None:
    ana.open()
    (path,) = ana.home.rglob("replica.db")
    db = sqlite3.connect(path)
    db.execute("UPDATE events SET actor = 'eve' WHERE number = 2")
    db.commit()
    db.close()
    out = ana.run("doctor").out
    assert "event 2 does not match its hash" in out
    assert "what was published comes back" in out


def test_an_installation_that_was_copied_heals_and_is_told(ana: Desk, ben: Desk, desk_of: DeskOf) -> None:
    ana.open("Acme")
    twin = desk_of("twin")
    shutil.rmtree(twin.home)
    shutil.copytree(ana.home, twin.home)
    ana.open("Elm")
    twin.good("open", "--customer", "Fir", "--what", "x", actor="twin")
    for _ in range(2):
        for desk in (ana, twin, ben):
            desk.good("sync")
    assert customers(ana) == customers(twin) == customers(ben) == {"Acme", "Elm", "Fir"}
    ana.clock.advance(2 * MINUTE)
    for desk in (ana, twin):
        desk.good("list", actor=desk.home.name)
    late = desk_of("late")
    late.good("list")
    found = [desk.run("doctor", "--json").json for desk in (ana, twin, ben, late)]
    assert [one["problems"] for one in found] == [[], [], [], []]
    forks = [one["exchange"]["forks"] for one in found]
    assert forks[0] == forks[1] == forks[2] == forks[3]
    assert forks[0]


def test_the_first_look_counts_what_it_brought_in(ana: Desk, ben: Desk) -> None:
    ana.open("Acme")
    found = ben.run("doctor", "--json").json
    assert (found["exchange"]["state"], found["replica"]["breaks"]) == ("in-step", 1)


def test_what_two_sections_say_of_the_board_file_is_said_once(ana: Desk) -> None:
    ana.open()
    ana.board.rename(ana.board.with_name("away"))
    problems = ana.run("doctor", "--json").json["problems"]
    assert len([problem for problem in problems if str(ana.board) in problem and "is not there" in problem]) == 1
    ana.board.write_bytes(ana.board.with_name("away").read_bytes()[:600])
    problems = ana.run("doctor", "--json").json["problems"]
    assert len([problem for problem in problems if problem.startswith(f"{ana.board} is damaged")]) == 1


def test_other_problems_that_begin_alike_are_all_said() -> None:
    problems = ["72b1: event 2 is there twice", "72b1: event 3 is there twice", "x is off", "x is off"]
    assert said_once(problems, "/b.warroom") == problems[:3]
    assert said_once(["/b.warroom is damaged: a", "/b.warroom is damaged: b: c"], "/b.warroom") == ["/b.warroom is damaged: b: c"]


def test_nobody_is_promised_to_put_back_what_nobody_wrote(ana: Desk, ben: Desk) -> None:
    ana.open()
    ben.good("open", "--customer", "Bolt", "--what", "x", actor="ben")
    ana.good("list")
    folder = folder_of(ana)
    forged = next(folder.glob("*.head")).name[:12] + ".7-9.abcdef.seg"
    names = [f"{'a' * 12}.1-1.abcdef.seg", "-rf.seg", forged]
    for name in names:
        (folder / name).write_bytes(b"warroom-segment 1 {}\nrubbish")
    problems = {problem.partition(" is set aside")[0]: problem for problem in ana.run("doctor", "--json").json["problems"]}
    assert problems[names[0]].endswith("nobody who is known here wrote it: it may be deleted")
    assert problems["-rf.seg"].endswith("nobody who is known here wrote it: it may be deleted")
    assert problems[forged].endswith("puts back what they had in it, if they wrote it; then it may be deleted")


def test_two_who_write_under_one_id_are_a_problem_until_they_are_silent(ana: Desk, ben: Desk, desk_of: DeskOf) -> None:
    ana.open("Acme")
    twin = desk_of("twin")
    shutil.rmtree(twin.home)
    shutil.copytree(ana.home, twin.home)
    ana.open("Elm")
    kept = {path.name: path.read_bytes() for path in folder_of(ana).iterdir()}
    for path in folder_of(ana).glob("*.seg"):
        path.unlink()
    twin.good("open", "--customer", "Fir", "--what", "x", actor="twin")
    for name, content in kept.items():
        (folder_of(ana) / name).write_bytes(content)
    (problem,) = ben.run("doctor", "--json").json["problems"]
    assert "two installations write as" in problem
    ben.clock.advance(2 * DAY)
    assert ben.run("doctor", "--json").json["problems"] == []
