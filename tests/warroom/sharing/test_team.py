"""The team on the board: who calls whom, who has seen a decision, who was away, what came in late, what a teammate changes."""

from __future__ import annotations

import re

import pytest

from store.clock import HOUR, MINUTE
from store.sync import watching
from tests.warroom.commands.conftest import Desk
from tests.warroom.screens.conftest import LiveDesk
from tests.warroom.sharing.conftest import OpenBoard, shows
from warroom.screens.break_ import BreakScreen
from warroom.screens.late import LateScreen
from warroom.screens.who import WhoScreen


async def hears(board: LiveDesk, words: str) -> None:
    """Lets time pass until a message has those words."""
    for _ in range(300):
        if any(words in said for said in board.told):
            return
        await board.tick(1_000)
        await board.pilot.pause(0.01)
    raise AssertionError(f"never said {words}: {board.told}\n{board.text}")


async def exchanged(board: LiveDesk) -> None:
    """Waits until the board has looked at the shared folder since."""
    exchange = board.app.live.exchange
    assert exchange is not None
    for _ in range(2):
        before = exchange.presence
        await board.until(lambda known=before: exchange.presence is not known)  # type: ignore[misc]


def line_of(board: LiveDesk, customer: str) -> str:
    """The line of a customer on the screen."""
    return next(line for line in board.text.splitlines() if customer in line)


def offline(desk: Desk, *args: str, actor: str = "ben") -> str:
    """A command of somebody whose machine is off the network."""
    return desk.good(*args, "--offline", actor=actor).word


@pytest.mark.parametrize(("key", "form"), [("c", "contact"), ("k", "call")])
async def test_the_others_see_who_is_calling(ana: Desk, ben: Desk, open_board: OpenBoard, key: str, form: str) -> None:
    """While the contact form or the call sheet is open."""
    id_ = ana.open("Acme")
    ben.good("list", actor="ben")
    async with open_board(ana, "ana") as one, open_board(ben, "ben") as two:
        await shows(one, "ben here", step=MINUTE // 4)
        await shows(two, "Acme", "in step")
        await one.do(key)
        await one.form(form)
        await shows(two, "ana calling")
        assert ben.json("call", id_, actor="ben")["calling"]["who"] == "ana"
        assert ben.json("list", actor="ben")["breaks"][0]["calling"]["who"] == "ana"
        assert ben.show(id_)["calling"]["who"] == "ana"
        await two.do(key)
        await two.form(form)
        assert "ana is calling them since" in two.text
        await one.press("escape")
        await two.press("escape")
        await two.board()
        for _ in range(300):
            if "calling" not in two.text:
                break
            await two.tick(1_000)
            await two.pilot.pause(0.01)
        assert "calling" not in two.text
    assert [entry["kind"] for entry in ana.show(id_)["timeline"]] == ["failure_opened", "opened"]


async def test_a_mail_is_no_call(ana: Desk, ben: Desk, open_board: OpenBoard) -> None:
    ana.open("Acme")
    async with open_board(ana, "ana") as board:
        await shows(board, "in step")
        await board.do("c")
        await board.form("contact")
        await shows(board, "ana calling")
        await board.write("mail")
        for _ in range(200):
            if "ana calling" not in board.text:
                break
            await board.tick(1_000)
            await board.pilot.pause(0.01)
        assert "ana calling" not in board.text


async def test_a_decision_says_who_has_seen_it(ana: Desk, ben: Desk, open_board: OpenBoard) -> None:
    id_ = ana.open("Acme")
    ben.good("list", actor="ben")
    ana.good("list")
    ana.good("promise", id_, "--what", "fix", "--by", "3h")
    found = [entry for entry in ana.show(id_)["timeline"] if entry["seen_by"]]
    assert [(entry["kind"], entry["seen_by"]) for entry in found] == [("promised", [1, 2])]
    assert "seen by 1 of 2" in ana.good("show", id_, "--timeline").out
    async with open_board(ana, "ana", columns=200) as board:
        await board.select("Acme")
        await board.do("d")
        await board.on(BreakScreen)
        screen = board.app.screen
        assert isinstance(screen, BreakScreen)
        for _ in range(200):
            if "seen by 1 of 2" in board.text:
                break
            screen.tick(board.clock.now())
            await board.pilot.pause(0.01)
        assert "seen by 1 of 2" in board.text
        for _ in range(200):
            if "seen by all 2" in board.text:
                break
            ana.clock.advance(MINUTE)
            ben.good("list", actor="ben")
            screen.tick(board.clock.now())
            await board.pilot.pause(0.01)
        assert "seen by all 2" in board.text


async def test_an_owner_who_was_not_seen_for_an_hour(ana: Desk, ben: Desk, open_board: OpenBoard) -> None:
    id_ = ana.open("Acme")
    ben.good("take", id_, actor="ben")
    ana.open("Elm")
    async with open_board(ana, "ana", columns=190) as board:
        await shows(board, "Acme", "ben here")
        assert "⌁" not in line_of(board, "Acme")
        await board.tick(HOUR + MINUTE)
        assert "ben ⌁1 h" in line_of(board, "Acme")
        assert "⌁" not in line_of(board, "Elm")
        await board.select("Acme")
        await board.do("d")
        await board.on(BreakScreen)
        assert "ben owns it, ⌁ not seen for 1 h" in board.text
        await board.do("escape")
        ben.good("list", actor="ben")
        await shows(board, "ben here")
        await board.tick()
        assert "⌁" not in line_of(board, "Acme")


async def test_who_takes_part_is_told_where_one_says_who_one_is(ana: Desk, ben: Desk, open_board: OpenBoard) -> None:
    ana.open("Acme")
    ben.good("list", actor="ben")
    async with open_board(ana, "ana") as board:
        await shows(board, "ben here")
        ben.clock = type(ana.clock)(ana.clock.now() + 3 * HOUR)
        ben.good("list", actor="ben")
        await shows(board, "ben's clock")
        await board.do("at")
        await board.on(WhoScreen)
        assert re.search(r"ben: here · had everything then · clock (3 h|2 h 5\d) ahead · Warroom \d", board.text)
        await board.do("escape")
        await board.tick(2 * HOUR)
        await board.do("at")
        assert "ben: not seen for 2 h, since 12:0" in board.text


@pytest.mark.parametrize("columns", [80, 120, 200])
async def test_what_came_in_late_is_listed_until_it_is_seen(
    ana: Desk, ben: Desk, open_board: OpenBoard, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LONGEST", "LONGEST_NOTIFIED"):
        monkeypatch.setattr(watching, name, 0.05)
    id_ = ana.open("Acme")
    ben.good("list", actor="ben")
    offline(ben, "note", id_, "their switch is dead")
    offline(ben, "promise", id_, "--what", "a spare", "--by", "70m")
    async with open_board(ana, "ana", columns) as board:
        for _ in range(6):
            await board.tick(10 * MINUTE)
            await exchanged(board)
        assert "came in late" not in board.text
        ben.good("sync", actor="ben")
        await shows(board, "came in late: 2 from ben, one a promise due 13:10 ‼", "L lists them")
        assert board.told[-1] == "Came in late from ben: a promise to Acme is due 13:10"
        assert board.app.rang >= 1
        await board.do("L")
        await board.on(LateScreen)
        assert "Acme · Label API down" in board.text
        assert "a spare, due 13:10, in " in board.text
        assert "2 entries, written 12:00" in board.text
        await board.do("enter")
        await board.on(BreakScreen)
        await board.do("escape")
        await board.on(LateScreen)
        await board.do("L")
        await board.board()
        assert "came in late" in board.text
        await board.do("L", "escape")
        await board.board()
        assert "came in late" not in board.text
        for _ in range(5):
            await board.tick(1_000)
            await board.pilot.pause(0.05)
        assert "came in late" not in board.text
    async with open_board(ana, "ana", columns) as board:
        await shows(board, "in step")
        assert "came in late" not in board.text
        await board.do("L")
        await board.hears("Nothing came in late")


async def test_it_stays_until_it_is_seen_whoever_looks(ana: Desk, ben: Desk, open_board: OpenBoard) -> None:
    id_ = ana.open("Acme")
    ben.good("list", actor="ben")
    offline(ben, "note", id_, "their switch is dead")
    ana.clock.advance(HOUR)
    ana.good("sync")
    ben.good("sync", actor="ben")
    ana.good("sync")
    async with open_board(ana, "ana") as board:
        await shows(board, "came in late: 1 from ben")
    async with open_board(ana, "ana") as board:
        await shows(board, "came in late: 1 from ben")


async def test_a_teammate_who_changes_what_one_looks_at_is_named(ana: Desk, ben: Desk, open_board: OpenBoard) -> None:
    id_, other = ana.open("Acme"), ana.open("Elm")
    ben.good("list", actor="ben")
    async with open_board(ana, "ana") as board:
        await shows(board, "in step")
        ben.good("note", id_, "nobody looks", actor="ben")
        await board.select("Acme")
        for _ in range(3):
            await board.tick(2_000)
            await board.pilot.pause(0.05)
        await board.do("t")
        await board.form("note")
        await board.tick(2_000)
        ben.good("note", other, "of another", actor="ben")
        ana.good("note", id_, "of my own, elsewhere")
        ben.good("stage", id_, "contained", actor="ben")
        await hears(board, "ben on Acme: contained")
        assert not [said for said in board.told if "looks" in said or "another" in said or "my own" in said]


async def test_in_a_break_s_screen_several_changes_are_one_word(ana: Desk, ben: Desk, open_board: OpenBoard) -> None:
    id_ = ana.open("Acme")
    ben.good("list", actor="ben")
    async with open_board(ana, "ana") as board:
        await shows(board, "in step")
        await board.select("Acme")
        await board.do("d")
        await board.on(BreakScreen)
        screen = board.app.screen
        assert isinstance(screen, BreakScreen)
        screen.tick(board.clock.now())
        await board.worked_off()
        ben.good("note", id_, "first", "--offline", actor="ben")
        ben.good("note", id_, "second", actor="ben")
        for _ in range(300):
            if any("ben on" in said for said in board.told):
                break
            board.clock.advance(1_000)
            screen.tick(board.clock.now())
            await board.pilot.pause(0.02)
        assert [said for said in board.told if "ben on" in said] == ["ben on Acme: note: second, and 1 more"]


async def test_two_who_set_one_field_at_once_are_shown_and_settled_with_a_key(ana: Desk, ben: Desk, open_board: OpenBoard) -> None:
    id_, elm = ana.open("Acme"), ana.open("Elm")
    ben.good("list", actor="ben")
    for desk, actor, severity in ((ana, "ana", "1"), (ben, "ben", "2")):
        for one in (id_, elm):
            desk.good("edit", one, "--severity", severity, "--offline", actor=actor)
    for desk, actor in ((ana, "ana"), (ben, "ben"), (ana, "ana")):
        desk.good("sync", actor=actor)
    async with open_board(ana, "ana") as board:
        await shows(board, "Acme ⇄", "Elm ⇄", "in step")
        await board.select("Acme")
        await board.do("d")
        await board.on(BreakScreen)
        assert "severity: " in board.text
        assert "1 (ana) or 2 (ben)" in board.text or "2 (ben) or 1 (ana)" in board.text
        screen = board.app.screen
        assert isinstance(screen, BreakScreen)
        while screen.current != "facts":
            await board.do("tab")
        await board.do("home", "enter", "enter")
        await board.hears("severity is settled")
        await board.do("escape")
        await shows(board, "in step")
        assert "Acme ⇄" not in board.text
        assert "Elm ⇄" in board.text
        ana.good("edit", elm, "--severity", "3")
        await shows(board, "in step")
        await shows(board, "Elm")
    for desk in (ana, ben):
        assert [desk.show(one)["conflicts"] for one in (id_, elm)] == [[], []]
        assert desk.show(elm)["severity"] == 3
    assert ana.show(id_)["severity"] == ben.show(id_)["severity"]


async def test_two_promises_for_one_thing_are_an_alarm(ana: Desk, ben: Desk, open_board: OpenBoard) -> None:
    id_ = ana.open("Acme", "Label API down", "--severity", "1")
    ben.good("list", actor="ben")
    for desk, actor, by in ((ana, "ana", "5h"), (ben, "ben", "3h")):
        desk.good("promise", id_, "--what", "fix", "--by", by, "--offline", actor=actor)
    async with open_board(ana, "ana") as board:
        await shows(board, "in step")
        ben.good("sync", actor="ben")
        await shows(board, "Acme ‡", "15:00")
        await hears(board, "Overdue: Acme")
    first = ana.show(id_)["promises"][0]
    assert [(promise["n"], promise["apart"]) for promise in ana.show(id_)["promises"]] == [("1a", ["1b"]), ("1b", ["1a"])]
    ana.good("settle", id_, str(first["n"]), "withdrawn", "--reason", "ben's counts")
    assert [promise["apart"] for promise in ben.show(id_)["promises"]] == [[], []]


def test_what_came_in_late_by_command(ana: Desk, ben: Desk) -> None:
    id_ = ana.open("Acme")
    ben.good("list", actor="ben")
    offline(ben, "note", id_, "their switch is dead")
    offline(ben, "promise", id_, "--what", "a spare", "--by", "70m")
    ana.clock.advance(HOUR)
    ana.good("sync")
    ben.good("sync", actor="ben")
    found = ana.json("late")
    (group,) = found["late"]
    assert (found["events"], group["who"], group["events"], group["id"], group["customer"]) == (2, "ben", 2, id_, "Acme")
    assert group["promise"] == {"n": "1", "what": "a spare", "due_at": "2026-11-24T13:10:00Z", "loud": True}
    said = ana.good("late", "--seen").out
    assert said == f"{id_}\tben\t2\t12:00\tAcme · Label API down\tpromise 1: a spare, due 13:10 ‼\n"
    again = ana.good("late")
    assert (again.out, again.err) == ("", "Nothing came in late\n")
