"""Search over everything: what was ever written is found, closed breaks too, and Enter goes there."""

from __future__ import annotations

from store.actions.house import learn, note
from store.actions.stages import set_stage
from tests.warroom.desk import Desk
from tests.warroom.screens.opened import Opener, board_screen, break_screen, press, screen_text, settled
from warroom.screens.search import SearchScreen
from widgets.line_panel import LinePanel


async def test_the_words_of_a_closed_break_are_found_and_enter_opens_it(desk: Desk, opened: Opener) -> None:
    closed = desk.open("Zebra Foods", "Cold chain broke")
    desk.do(lambda tx: learn(tx, closed, "Watch the compressor of hall seven"))
    desk.do(lambda tx: set_stage(tx, closed, "closed"))
    desk.open("Acme")
    async with opened() as pilot:
        await press(pilot, "g", *"compressor")
        assert "Zebra Foods · Cold chain broke" in screen_text(pilot)
        assert "Watch the compressor of hall" in screen_text(pilot)
        await press(pilot, "enter")
        assert break_screen(pilot).break_id == closed


async def test_a_break_of_the_view_is_selected_on_the_board(desk: Desk, opened: Opener) -> None:
    desk.open("Acme", minutes_ago=500)
    wanted = desk.open("Bluebird")
    async with opened() as pilot:
        await press(pilot, "g", *"blue", "enter")
        selected = board_screen(pilot).selected
        assert desk.replica.db.execute("SELECT id FROM break_rows WHERE sid = ?", (selected,)).fetchone()[0] == wanted


async def test_the_beginning_of_an_id_finds_its_break_first(desk: Desk, opened: Opener) -> None:
    wanted = desk.open("Acme")
    other = desk.open("Bluebird")
    desk.do(lambda tx: note(tx, other, f"same as {wanted}"))
    async with opened() as pilot:
        await press(pilot, "g", *wanted[:5].lower())
        panel = pilot.app.screen.query_one(LinePanel)
        assert [line.key for line in panel.lines] == [wanted, other]


async def test_nothing_found_says_so_and_esc_goes_back(desk: Desk, opened: Opener) -> None:
    desk.open()
    async with opened() as pilot:
        await press(pilot, "g", *"xylophone")
        assert "Nothing has these words" in screen_text(pilot)
        await press(pilot, "escape")
        board_screen(pilot)


async def test_from_a_break_search_goes_to_another_one(desk: Desk, opened: Opener) -> None:
    desk.open("Acme", minutes_ago=500)
    wanted = desk.open("Bluebird")
    async with opened() as pilot:
        await press(pilot, "d", "g", *"bluebird", "enter")
        assert break_screen(pilot).break_id == wanted
        await press(pilot, "escape", "escape")
        board_screen(pilot)


async def test_what_is_not_indexed_yet_is_found_once_it_is(desk: Desk, opened: Opener) -> None:
    for number in range(30):
        desk.open(f"Customer {number}", "Nothing works", severity=4)
    async with opened() as pilot:
        await press(pilot, "g")
        assert isinstance(pilot.app.screen, SearchScreen)
        await pilot.press(*"customer 17")
        await settled(pilot)
        assert "Customer 17 · Nothing works" in screen_text(pilot)
        assert not desk.replica.index_step()


async def test_other_words_select_the_best_hit_again(desk: Desk, opened: Opener) -> None:
    for name in ("Acme Foods", "Acme Freight", "Acme Bank"):
        desk.open(name)
    async with opened() as pilot:
        await press(pilot, "g", *"acme", "down", "down")
        panel = pilot.app.screen.query_one(LinePanel)
        assert panel.cursor == 2
        await press(pilot, "space", "f")
        assert panel.cursor == 0
        assert len(panel.lines) == 2
