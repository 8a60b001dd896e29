"""The bell: once, for what time made overdue on a break of a loud severity; said in words, and in the window's title."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import pytest

from store.actions.board import set_policy
from store.actions.contacts import log_contact
from store.actions.fields import acknowledge
from store.actions.house import note
from store.actions.promises import make_promise
from store.clock import HOUR, MINUTE, ManualClock
from store.replica import Replica
from tests.warroom.casting import act, opened
from tests.warroom.screens.conftest import OpenDesk
from warroom.alarms import Alarms, window_title
from warroom.demo import make_demo

FOLDER = Path(__file__).parents[3]


def due_soon(replica: Replica, severity: int, customer: str = "Harbor Foods") -> str:
    """A break whose next contact is due in an hour. Its id."""
    id_ = opened(replica, customer, "Orders stuck", severity=severity)
    act(replica, lambda tx: log_contact(tx, [id_], "call", next_="in 1h"))
    return id_


@pytest.mark.parametrize("severity", [1, 2, 3, 4])
async def test_the_bell_rings_once_for_what_becomes_overdue(replica: Replica, open_desk: OpenDesk, severity: int) -> None:
    due_soon(replica, severity)
    async with open_desk() as desk:
        await desk.tick(50 * MINUTE)
        assert desk.app.rang == 0
        await desk.tick(11 * MINUTE)
        assert desk.app.rang == (1 if severity <= 2 else 0)
        assert desk.told == (["Overdue: Harbor Foods"] if severity <= 2 else [])
        for _ in range(3):
            await desk.tick(MINUTE)
        desk.screen.reload()  # type: ignore[attr-defined]
        await desk.worked_off()
        await desk.do("2", "1", "t", "escape")
        assert desk.app.rang == (1 if severity <= 2 else 0)


async def test_what_is_overdue_at_the_start_rings_for_nothing(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    due_soon(replica, 1)
    clock.advance(3 * HOUR)
    async with open_desk() as desk:
        await desk.worked_off()
        await desk.tick(MINUTE)
        assert (desk.app.rang, desk.told) == (0, [])


async def test_what_somebody_put_off_is_silent_until_then(replica: Replica, open_desk: OpenDesk) -> None:
    id_ = due_soon(replica, 1)
    act(replica, lambda tx: acknowledge(tx, id_, "in 3h"))
    async with open_desk() as desk:
        await desk.tick(61 * MINUTE)
        assert (desk.app.rang, desk.told) == (0, [])
        await desk.tick(120 * MINUTE)
        assert desk.app.rang == 1


async def test_it_rings_again_for_the_next_thing_after_a_word_with_them(replica: Replica, open_desk: OpenDesk) -> None:
    id_ = due_soon(replica, 2)
    async with open_desk() as desk:
        await desk.tick(61 * MINUTE)
        assert desk.app.rang == 1
        act(replica, lambda tx: log_contact(tx, [id_], "call", next_="in 30m"))
        await desk.tick()
        assert desk.app.rang == 1
        await desk.tick(31 * MINUTE)
        assert desk.app.rang == 2


async def test_a_late_promise_rings_and_a_date_of_ours_alone_does_not(replica: Replica, open_desk: OpenDesk) -> None:
    id_ = opened(replica, "Harbor Foods", "Orders stuck", severity=2)
    act(replica, lambda tx: log_contact(tx, [id_], "call", next_="in 9h"))
    act(replica, lambda tx: make_promise(tx, [id_], "a fix", by="in 1h"))
    async with open_desk() as desk:
        await desk.tick(61 * MINUTE)
        assert desk.app.rang == 1


async def test_one_bell_for_several_at_once_names_three(replica: Replica, open_desk: OpenDesk) -> None:
    for number in range(5):
        due_soon(replica, 1, f"Customer {number}")
    async with open_desk() as desk:
        await desk.tick(61 * MINUTE)
        assert desk.app.rang == 1
        assert len(desk.told) == 1
        assert desk.told[0].endswith("and 2 more")


@pytest.mark.parametrize("keys", [["t"], ["2"], ["3"], ["question_mark"], ["slash"], ["n"]])
async def test_the_bell_rings_under_a_form_and_in_every_view(replica: Replica, open_desk: OpenDesk, keys: list[str]) -> None:
    due_soon(replica, 1)
    async with open_desk() as desk:
        await desk.do(*keys)
        await desk.tick(61 * MINUTE)
        assert desk.app.rang == 1
        await desk.tick(MINUTE)
        await desk.do("escape", "1")
        await desk.tick(MINUTE)
        assert desk.app.rang == 1


@pytest.mark.parametrize("keys", [["t"], ["3"]])
async def test_it_rings_for_what_others_write_under_a_form_and_in_every_view(
    replica: Replica, open_desk: OpenDesk, keys: list[str]
) -> None:
    due_soon(replica, 4)
    late = due_soon(replica, 1, "Late Comer")
    async with open_desk() as desk:
        await desk.do(*keys)
        desk.clock.advance(61 * MINUTE)
        act(replica, lambda tx: note(tx, late, "a word"))
        await desk.tick()
        assert (desk.app.rang, desk.told) == (1, ["Overdue: Late Comer"])


async def test_the_policy_says_up_to_which_severity_it_rings(replica: Replica, open_desk: OpenDesk) -> None:
    act(replica, lambda tx: set_policy(tx, ["bell=1"]))
    due_soon(replica, 2)
    async with open_desk() as desk:
        await desk.tick(61 * MINUTE)
        assert desk.app.rang == 0


async def test_the_bell_can_be_switched_off_and_the_word_stays(replica: Replica, open_desk: OpenDesk) -> None:
    due_soon(replica, 1)
    async with open_desk(config={"bell": False}) as desk:
        await desk.tick(61 * MINUTE)
        assert (desk.app.rang, desk.told) == (0, ["Overdue: Harbor Foods"])


def test_what_is_loud_is_counted_up_to_a_severity() -> None:
    alarms = Alarms()
    assert alarms.all({1: 1, 2: 3}) == set()
    assert (alarms.count(2), alarms.count(4)) == (1, 2)
    assert alarms.some({1, 3}, {3: 2}) == {3}
    assert (alarms.count(2), alarms.count(4)) == (1, 2)
    assert alarms.all({1: 1, 3: 2}) == {1}


def test_the_title_says_what_is_overdue_first() -> None:
    assert window_title("ops", 3) == "‼ 3 overdue · ops"
    assert window_title("ops", 0) == "ops"
    assert window_title("", 0) == "warroom"


@pytest.mark.skipif(sys.platform != "linux", reason="it needs a pty")
@pytest.mark.parametrize("config", ["", "title = false"])
def test_the_title_of_a_real_terminal_is_set(tmp_path: Path, config: str) -> None:
    from store.clock import SystemClock
    from tests.bench.terminal import Terminal

    path, places = make_demo(tmp_path / "demo", SystemClock(), None)
    places.config.write_text(config, "utf-8")
    env = {"WARROOM_HOME": str(places.config.parent), "WARROOM_ACTOR": "ana", "PYTHONPATH": str(FOLDER), "WARROOM_BOARD": str(path)}
    with Terminal([sys.executable, "-m", "warroom"], env, 120, 40) as terminal:
        terminal.wait_for("Bluebird Hotels", 60)
        terminal.settle(0.5, 10)
        painted = b"".join(burst.content for burst in terminal.bursts)
    assert ("\x1b]2;‼ ".encode() in painted) == (not config)
    assert ("overdue · ops · Northwind\x07".encode() in painted) == (not config)


async def test_a_bad_minute_is_told_in_one_message_at_a_time(replica: Replica, open_desk: OpenDesk) -> None:
    for number in range(8):
        id_ = opened(replica, f"Customer {number}", "No power", severity=1)
        act(replica, partial(log_contact, typed_ids=[id_], channel="call", next_=f"{10 + number}m"))
    async with open_desk() as desk:
        for _ in range(16):
            await desk.tick(MINUTE // 2)
        assert desk.told == []
        await desk.tick(2 * MINUTE)
        assert desk.told == ["Overdue: Customer 0"]
        for _ in range(6):
            await desk.tick(2 * 1000)
        assert len(desk.told) == 1
        for _ in range(2):
            await desk.tick(9 * 60_000)
        assert desk.told[1] == "Overdue: Customer 1, Customer 2, Customer 3 and 4 more"
