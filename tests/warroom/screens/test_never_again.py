"""Prevention that is overdue is said on the board, of closed breaks too; P lists it with the lessons. Closed ones that wake."""

from __future__ import annotations

from store.actions.dates import plan_prevention
from store.actions.house import learn
from store.actions.stages import set_stage
from store.clock import DAY, MINUTE
from tests.warroom.desk import Desk
from tests.warroom.screens.opened import Opener, board_screen, break_screen, press, screen_text, settled
from warroom.screens.learned import LearnedScreen


async def test_overdue_prevention_of_a_closed_break_is_on_the_board_and_p_lists_it(desk: Desk, opened: Opener) -> None:
    id_ = desk.open("Zebra Foods", minutes_ago=20 * DAY / MINUTE)
    desk.do(lambda tx: plan_prevention(tx, id_, "an alarm [/foo] on dates", "cem", "10d"), 13 * DAY / MINUTE)
    desk.do(lambda tx: learn(tx, id_, "Renew early"))
    desk.do(lambda tx: set_stage(tx, id_, "closed"), 12 * DAY / MINUTE)
    async with opened() as pilot:
        board_screen(pilot).tick(desk.clock.now())
        await settled(pilot)
        assert "never again: 1 overdue, cem: an alarm [/foo] on dates, 3 d over" in screen_text(pilot)
        await press(pilot, "P")
        assert isinstance(pilot.app.screen, LearnedScreen)
        assert "Renew early" in screen_text(pilot)
        await press(pilot, "enter")
        assert break_screen(pilot).break_id == id_


async def test_nothing_learned_yet_says_how(desk: Desk, opened: Opener) -> None:
    desk.open()
    async with opened((80, 24)) as pilot:
        await press(pilot, "P")
        assert "Nothing was learned yet" in screen_text(pilot)
        await press(pilot, "escape")
        board_screen(pilot)


async def test_a_closed_break_comes_into_the_follow_ups_by_time_alone(desk: Desk, opened: Opener) -> None:
    id_ = desk.open("Zebra Foods", minutes_ago=30 * DAY / MINUTE)
    desk.do(lambda tx: set_stage(tx, id_, "closed"), 14 * DAY / MINUTE - 10)
    async with opened() as pilot:
        await press(pilot, "2")
        assert "Zebra Foods" not in screen_text(pilot)
        desk.clock.advance(11 * MINUTE)
        board_screen(pilot).tick(desk.clock.now())
        await settled(pilot)
        assert "Zebra Foods" in screen_text(pilot)
