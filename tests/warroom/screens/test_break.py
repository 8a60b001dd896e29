"""The screen of one break: the selection belongs to a line, Enter offers its verbs, Esc goes back to the same break."""

from __future__ import annotations

import re

import pytest
from textual.pilot import Pilot

from store.actions.amends import owe
from store.actions.contacts import log_contact
from store.actions.corrections import join, undo
from store.actions.fields import set_fields
from store.actions.house import note
from store.actions.promises import make_promise
from tests.warroom.conftest import Desks
from tests.warroom.desk import Desk
from tests.warroom.screens.opened import Opener, board_screen, break_screen, press, screen_text, settled
from warroom.detail.panels import NAMES
from warroom.screens.board import BoardScreen
from warroom.screens.line import LineScreen
from widgets.line_panel import LinePanel


def panel(pilot: Pilot[None], name: str) -> LinePanel:
    return break_screen(pilot).query_one(f"#{name}", LinePanel)


def add_note(desk: Desk, id_: str, text: str, minutes_ago: float = 0) -> None:
    desk.do(lambda tx: note(tx, id_, text), minutes_ago)


async def go_to_part(pilot: Pilot[None], name: str) -> None:
    """Presses Tab until that part is the current one."""
    while break_screen(pilot).current != name:
        await press(pilot, "tab")


async def test_a_break_opens_from_the_board_with_everything_about_it(desk: Desk, opened: Opener) -> None:
    id_ = desk.open(contact_name="Mary Osei")
    desk.do(lambda tx: make_promise(tx, [id_], "full fix", by="2h"), 30)
    desk.do(lambda tx: owe(tx, id_, "credit", "300 EUR", why="late parcels"), 20)
    async with opened((120, 40)) as pilot:
        await press(pilot, "d")
        shown = screen_text(pilot)
    for text in ("Acme Freight", "Label API down", "Mary Osei", "full fix by 15:30", "€300", "In the way, and due", "Timeline"):
        assert text in shown


async def test_the_selection_stays_on_its_line_when_entries_come_in_above(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    for number in range(6):
        add_note(desk, id_, f"note {number}", 60 - number)
    async with opened((120, 40)) as pilot:
        await press(pilot, "d")
        await go_to_part(pilot, "notes")
        await press(pilot, "down", "down")
        selected = panel(pilot, "notes").selected
        assert selected is not None
        assert "note 3" in selected.text
        for number in range(6, 9):
            add_note(desk, id_, f"note {number}")
        break_screen(pilot).tick(desk.clock.now())
        await settled(pilot)
        assert panel(pilot, "notes").selected == selected
        assert len(panel(pilot, "notes").lines) == 9


async def test_what_another_process_writes_appears(desk: Desk, opened: Opener, desks: Desks) -> None:
    id_ = desk.open()
    async with opened() as pilot:
        await press(pilot, "d")
        other = type(desk.replica).open(desk.replica.folder, desk.replica.board_id, desk.clock)
        try:
            other.act(lambda tx: make_promise(tx, [id_], "written by a command", by="3h"), "ben")
        finally:
            other.close()
        break_screen(pilot).tick(desk.clock.now())
        await settled(pilot)
        assert "written by a command by 17:00" in screen_text(pilot)


async def test_nothing_is_reordered_while_a_line_is_open_and_it_shows_afterwards(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    desk.do(lambda tx: note(tx, id_, "the first note"), 5)
    async with opened() as pilot:
        await press(pilot, "d")
        await go_to_part(pilot, "notes")
        screen = break_screen(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, LineScreen)
        desk.do(lambda tx: note(tx, id_, "came in meanwhile"))
        screen.tick(desk.clock.now())
        await settled(pilot)
        assert len(screen.query_one("#notes", LinePanel).lines) == 1
        await press(pilot, "escape")
        assert len(panel(pilot, "notes").lines) == 2


async def test_enter_on_a_line_reads_it_in_full_and_offers_its_verbs(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    words = "They said: " + "it goes on and on, " * 60 + "and that is all."
    desk.do(lambda tx: log_contact(tx, [id_], "call", said=words, with_="Mary"), 10)
    async with opened() as pilot:
        await press(pilot, "d")
        await go_to_part(pilot, "contact")
        await press(pilot, "enter")
        opened_line = pilot.app.screen
        assert isinstance(opened_line, LineScreen)
        assert opened_line.text.endswith("and that is all.")
        assert [option.form for option in opened_line.options] == ["amend-entry", "take-back", "move-entry", ":copy"]
        await press(pilot, "Y")
        assert pilot.app.clipboard.endswith("and that is all.")
        assert break_screen(pilot).current == "contact"


async def test_y_copies_the_selected_line(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    desk.do(lambda tx: make_promise(tx, [id_], "full fix", by="2h"))
    async with opened() as pilot:
        await press(pilot, "d", "Y")
        assert pilot.app.clipboard.startswith("promise 1 (firm fix) by ana: full fix by 16:00")


async def test_esc_goes_back_to_the_board_with_the_same_break_selected(desk: Desk, opened: Opener) -> None:
    for customer in ("Acme", "Bluebird", "Cobalt"):
        desk.open(customer)
    async with opened() as pilot:
        await press(pilot, "down")
        selected = board_screen(pilot).selected
        await press(pilot, "d")
        shown = break_screen(pilot).break_id
        desk.open("Dune", minutes_ago=600)
        await press(pilot, "escape")
        assert board_screen(pilot).selected == selected
        assert desk.replica.db.execute("SELECT id FROM break_rows WHERE sid = ?", (selected,)).fetchone()[0] == shown


async def test_two_peoples_values_are_both_shown_and_enter_settles_them(desk: Desk, desks: Desks, opened: Opener) -> None:
    id_, other = desk.open(), desks("b")
    desk.meets(other)
    desk.do(lambda tx: set_fields(tx, id_, {"fixer": "ben"}))
    other.do(lambda tx: set_fields(tx, id_, {"fixer": "cem"}), who="cem")
    desk.meets(other)
    async with opened() as pilot:
        await press(pilot, "d")
        await go_to_part(pilot, "facts")
        line = panel(pilot, "facts").selected
        assert line is not None
        assert "ben (ana)" in line.text
        assert "cem (cem)" in line.text
        await press(pilot, "enter")
        opened_line = pilot.app.screen
        assert isinstance(opened_line, LineScreen)
        key = next(option.key for option in opened_line.options if option.label.startswith("cem"))
        await press(pilot, key)
        detail = break_screen(pilot).detail
        assert detail is not None
        assert (detail.case.brk.fixer, detail.case.brk.conflicts) == ("cem", ())


async def test_a_break_that_was_joined_into_another_says_so_and_goes_back(desk: Desk, opened: Opener) -> None:
    id_, other = desk.open("Acme"), desk.open("Acme again", minutes_ago=60)
    async with opened() as pilot:
        await press(pilot, "d")
        assert break_screen(pilot).break_id == id_
        desk.do(lambda tx: join(tx, id_, other))
        break_screen(pilot).tick(desk.clock.now())
        await settled(pilot)
        assert isinstance(pilot.app.screen, BoardScreen)
        assert "goes on as" in screen_text(pilot)


async def test_a_break_whose_opening_is_taken_back_waits_for_an_open_line_then_goes_back(desk: Desk, opened: Opener) -> None:
    desk.open()
    async with opened() as pilot:
        await press(pilot, "d", "tab", "tab", "tab", "tab")
        screen = break_screen(pilot)
        await go_to_part(pilot, "facts")
        await press(pilot, "enter")
        desk.do(undo)
        screen.tick(desk.clock.now())
        screen.reload()
        await settled(pilot)
        assert isinstance(pilot.app.screen, LineScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, BoardScreen)
        assert "taken back" in screen_text(pilot)


async def test_a_link_opens_the_earlier_break_and_esc_comes_back(desk: Desk, opened: Opener) -> None:
    first = desk.open(what="Labels misprinted", cause="label-service", minutes_ago=100_000)
    second = desk.open(cause="label-service")
    async with opened() as pilot:
        await press(pilot, "d")
        screen = break_screen(pilot)
        if screen.break_id == first:
            await press(pilot, "escape", "down", "d")
            screen = break_screen(pilot)
        assert screen.break_id == second
        await go_to_part(pilot, "facts")
        await press(pilot, "end")
        await press(pilot, "enter", "g")
        assert screen.break_id == first
        assert "Labels misprinted" in screen_text(pilot)
        await press(pilot, "escape")
        assert screen.break_id == second


async def test_one_part_at_a_time_on_a_small_screen(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    desk.do(lambda tx: note(tx, id_, "only in the notes"))
    async with opened((80, 24)) as pilot:
        await press(pilot, "d")
        assert " Promises [Steps 0/14] Contact‼  Owed" in screen_text(pilot), "the first part that has lines"
        assert "only in the notes" not in screen_text(pilot)
        await press(pilot, "left")
        assert "[Promises] Steps 0/14  Contact‼  Owed" in screen_text(pilot)
        break_screen(pilot).tick(desk.clock.now())
        assert break_screen(pilot).current == "promises", "an empty part can be looked at"
        await press(pilot, "left")
        assert "[Notes 1]" in screen_text(pilot)
        assert "only in the notes" in screen_text(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
@pytest.mark.parametrize("key", ["tab", "right"])
async def test_the_playbooks_steps_are_reached_and_offer_their_verbs(
    desk: Desk, opened: Opener, size: tuple[int, int], key: str
) -> None:
    bare = desk.open()
    async with opened(size) as pilot:
        await press(pilot, "d")
        assert break_screen(pilot).current == "steps", "the first part that has lines, where nothing is promised"
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, LineScreen)
        assert {option.form for option in pilot.app.screen.options} > {":copy"}
    desk.do(lambda tx: make_promise(tx, [bare], "full fix", by="2h"))
    async with opened(size) as pilot:
        await press(pilot, "d")
        assert break_screen(pilot).current == "promises"
        for _ in NAMES:
            if break_screen(pilot).current != "steps":
                await press(pilot, key)
        assert break_screen(pilot).current == "steps"
        first = panel(pilot, "steps").selected_key
        await press(pilot, "down")
        assert panel(pilot, "steps").selected_key != first
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, LineScreen)
        assert {option.form for option in pilot.app.screen.options} > {":copy"}


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_the_next_thing_says_when(desk: Desk, opened: Opener, size: tuple[int, int]) -> None:
    desk.open(severity=4, minutes_ago=10)
    async with opened(size) as pilot:
        await press(pilot, "d")
        assert re.search(r"next  due [^·]*\d\d:\d\d · ", screen_text(pilot))


async def test_the_ages_move_with_the_clock(desk: Desk, opened: Opener) -> None:
    desk.open(minutes_ago=59)
    async with opened() as pilot:
        await press(pilot, "d")
        assert "59 m old" in screen_text(pilot)
        desk.clock.advance(60_000)
        break_screen(pilot).tick(desk.clock.now())
        await settled(pilot)
        assert "1 h old" in screen_text(pilot)
