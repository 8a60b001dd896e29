"""The board through its keyboard: the selection belongs to a break, the order is held under a form, views, filter, scrolling."""

from __future__ import annotations

import pytest

from store.actions.contacts import log_contact
from store.actions.opening import open_breaks
from store.actions.stages import set_stage
from store.clock import MINUTE, ManualClock
from store.replica import Replica, queries
from tests.warroom.casting import BOARD, ZONE, act, opened
from tests.warroom.screens.conftest import LiveDesk, OpenDesk
from warroom.screens.board import BoardScreen
from widgets.cells import BoardLine


def customers(desk: LiveDesk) -> list[str]:
    """The customers on the board, in the order shown, as far as they are loaded."""
    board = desk.app.screen_stack[0]
    assert isinstance(board, BoardScreen)
    lines = (board.content.lines.get(key) for key in desk.table.order)
    return [line.row.customer for line in lines if isinstance(line, BoardLine)]


def selected(desk: LiveDesk) -> str:
    """The customer of the selected line."""
    line = desk.table.selected_line
    assert isinstance(line, BoardLine)
    return line.row.customer


def four(replica: Replica) -> list[str]:
    """Four breaks, of severity 2 and less, and their ids."""
    names = ("Alder", "Birch", "Cedar", "Dogwood")
    return [opened(replica, name, "No power", severity=2 + index // 2) for index, name in enumerate(names)]


async def test_the_selection_stays_on_its_break_when_another_process_writes(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    four(replica)
    async with open_desk() as desk:
        await desk.select("Cedar")
        other = Replica.open(replica.folder, BOARD, clock, ZONE)
        try:
            opened(other, "Elm", "Everything", "ben", severity=1)
            opened(other, "Fir", "Everything too", "ben", severity=1)
        finally:
            other.close()
        await desk.tick()
        assert sorted(customers(desk)[:2]) == ["Elm", "Fir"]
        assert selected(desk) == "Cedar"
        marked = next(line for line in desk.text.splitlines() if line.startswith("▌"))
        assert "Cedar" in marked


async def test_the_selection_stays_on_its_break_when_time_reorders_the_board(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    alder, *_, dogwood = four(replica)
    act(replica, lambda tx: log_contact(tx, [alder], "call", kind="apology"))
    act(replica, lambda tx: log_contact(tx, [dogwood], "call", kind="apology", next_="90m"))
    async with open_desk() as desk:
        await desk.select("Alder")
        before = customers(desk)
        await desk.tick(95 * MINUTE)
        assert customers(desk) != before
        assert selected(desk) == "Alder"


async def test_a_selected_break_that_leaves_the_view_gives_its_line_to_the_next(replica: Replica, open_desk: OpenDesk) -> None:
    four(replica)
    async with open_desk() as desk:
        await desk.select("Birch")
        place = desk.table.cursor
        after = customers(desk)[place + 1]
        gone = desk.table.selected_line
        assert isinstance(gone, BoardLine)
        act(replica, lambda tx: set_stage(tx, gone.key, "follow-up"))
        await desk.tick()
        assert "Birch" not in customers(desk)
        assert (desk.table.cursor, selected(desk)) == (place, after)


async def test_the_order_is_held_under_an_open_form_and_shown_after_it(replica: Replica, open_desk: OpenDesk) -> None:
    four(replica)
    async with open_desk(size=(80, 24)) as desk:
        await desk.select("Cedar")
        await desk.press("t")
        await desk.form("note")
        held = list(desk.table.order)
        opened(replica, "Elm", "Everything", "ben", severity=1)
        opened(replica, "Fir", "Everything", "ben", severity=1)
        await desk.tick()
        assert "order held, 2 new" in desk.text.splitlines()[0]
        assert list(desk.table.order) == held
        assert "Elm" not in desk.text
        await desk.do("escape")
        assert sorted(customers(desk)[:2]) == ["Elm", "Fir"]
        assert selected(desk) == "Cedar"
        assert "order held" not in desk.text


async def test_time_moves_nothing_under_an_open_form(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    alder, *_, dogwood = four(replica)
    act(replica, lambda tx: log_contact(tx, [alder], "call", kind="apology"))
    act(replica, lambda tx: log_contact(tx, [dogwood], "call", kind="apology", next_="90m"))
    async with open_desk() as desk:
        await desk.select("Alder")
        await desk.press("t")
        await desk.form("note")
        held = list(desk.table.order)
        await desk.tick(95 * MINUTE)
        assert list(desk.table.order) == held
        await desk.do("escape")
        assert list(desk.table.order) != held
        assert selected(desk) == "Alder"


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_scrolling_in_a_board_of_500_lines_shows_the_right_rows(
    replica: Replica, open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    act(replica, lambda tx: [open_breaks(tx, [f"Customer {number:03}"], f"Fault {number:03}") for number in range(500)])
    async with open_desk(size=size) as desk:
        page = desk.table.height
        loaded = queries.loaded(queries.rows([int(key) for key in desk.table.order]).run(replica.db))
        names = {sid: one.row.customer for sid, one in loaded.items()}
        for keys in (["end"], ["home"], ["pagedown"] * 3, ["down"] * 5, ["pageup"], ["end", "pageup", "up"], ["home", "up"]):
            desk.send(*keys)
            await desk.settle()
            await desk.worked_off()
            table = desk.table
            shown = [names[int(key)] for key in table.order[table.top : table.top + page]]
            lines = desk.text.splitlines()[3 : 3 + page]
            assert [name in line for name, line in zip(shown, lines, strict=True)] == [True] * page, keys
            assert table.top <= table.cursor < table.top + page
            assert selected(desk) in lines[table.cursor - table.top]
            assert lines[table.cursor - table.top].startswith("▌")
        assert (desk.table.cursor, desk.table.top) == (0, 0)
        desk.send(*["down"] * 250)
        await desk.settle()
        await desk.worked_off()
        name = selected(desk)
        opened(replica, "Late Comer", "Everything", "ben", severity=1)
        await desk.tick()
        assert (desk.table.cursor, selected(desk)) == (251, name)
        assert name in desk.text


async def test_the_views_show_what_is_open_in_follow_up_and_closed(replica: Replica, open_desk: OpenDesk) -> None:
    _, birch, cedar, _ = four(replica)
    act(replica, lambda tx: set_stage(tx, birch, "follow-up"))
    act(replica, lambda tx: set_stage(tx, cedar, "closed"))
    async with open_desk() as desk:
        assert sorted(customers(desk)) == ["Alder", "Dogwood"]
        assert "2 open" in desk.text
        await desk.do("2")
        assert customers(desk) == ["Birch"]
        assert "1 follow-up" in desk.text
        await desk.do("3")
        assert customers(desk) == ["Cedar"]
        assert "1 closed" in desk.text
        await desk.do("1")
        assert sorted(customers(desk)) == ["Alder", "Dogwood"]


async def test_the_filter_is_typed_kept_and_cleared(replica: Replica, open_desk: OpenDesk) -> None:
    four(replica)
    opened(replica, "Elm Power Works", "No water")
    async with open_desk() as desk:
        await desk.select("Elm")
        await desk.do("slash", *"powe")
        assert "/ powe" in desk.text
        assert "5 of 5" in desk.text
        await desk.do(*"r", "space", *"elm")
        assert customers(desk) == ["Elm Power Works"]
        await desk.do("enter")
        assert customers(desk) == ["Elm Power Works"]
        assert "/ power elm" in desk.text
        assert desk.screen.focused is desk.table
        await desk.do("c")
        assert (await desk.form("contact")).subject.customers == ("Elm Power Works",)
        await desk.do("escape", "escape")
        assert len(customers(desk)) == 5
        assert selected(desk) == "Elm Power Works"
        assert "/ power elm" not in desk.text


async def test_a_filter_that_is_left_with_esc_is_none(replica: Replica, open_desk: OpenDesk) -> None:
    four(replica)
    async with open_desk() as desk:
        await desk.select("Cedar")
        before = replica.arrivals()
        await desk.do("slash", *"qcpux")
        assert customers(desk) == []
        assert "Nothing here." in desk.text
        await desk.do("escape")
        assert len(customers(desk)) == 4
        assert isinstance(desk.screen, BoardScreen)
        assert replica.arrivals() == before


async def test_a_kept_filter_holds_what_comes_in_later(replica: Replica, open_desk: OpenDesk) -> None:
    four(replica)
    async with open_desk() as desk:
        await desk.do("slash", *"water", "enter")
        assert customers(desk) == []
        opened(replica, "Elm", "No water", "ben")
        opened(replica, "Fir", "No heat", "ben")
        await desk.tick()
        assert customers(desk) == ["Elm"]


async def test_keys_typed_after_a_filter_mean_what_it_left(replica: Replica, open_desk: OpenDesk) -> None:
    four(replica)
    async with open_desk() as desk:
        for name in ("Cedar", "Birch", "Dogwood"):
            desk.send("home", "slash", *name.lower(), "enter", "t")
            assert (await desk.form("note")).subject.customers == (name,)
            await desk.do("escape", "escape")
            await desk.worked_off()
