"""Acting on the board: failures that fold out, marks, the same form again, quiet, undo, copying, who you are, what Enter starts."""

from __future__ import annotations

import pytest

from store.actions import house
from store.clock import MINUTE, ManualClock
from store.replica import Replica
from tests.warroom.casting import NOW, act, opened, plain_break
from tests.warroom.screens.conftest import LiveDesk, OpenDesk
from warroom.screens.board import BoardScreen
from warroom.screens.confirm import ConfirmScreen
from warroom.screens.who import WhoScreen
from widgets.cells import BoardLine, GroupLine


def a_failure(replica: Replica, count: int = 5) -> list[str]:
    """One failure that hit so many customers; another break stands beside it. The ids of the failure's breaks."""
    first = opened(replica, "Customer 0", "Label API down", severity=1)
    rest = [opened(replica, f"Customer {number}", "Label API down", failure=first, severity=1) for number in range(1, count)]
    opened(replica, "Beside", "Another thing", severity=4)
    return [first, *rest]


async def test_a_failure_folds_out_and_in(replica: Replica, open_desk: OpenDesk) -> None:
    a_failure(replica)
    async with open_desk() as desk:
        assert len(desk.table.order) == 2
        assert "▸ 5 customers" in desk.text
        for out, back in (("right", "left"), ("enter", "enter"), ("d", "left")):
            await desk.do("home", out)
            assert len(desk.table.order) == 7
            assert "▾ 5 customers" in desk.text
            assert "Customer 3" in desk.text
            assert isinstance(desk.table.selected_line, GroupLine)
            await desk.do(back)
            assert len(desk.table.order) == 2
            assert "Customer 3" not in "".join(desk.text.splitlines()[:-4])
            assert isinstance(desk.table.selected_line, GroupLine)


async def test_the_filter_counts_breaks_also_beside_a_failure_that_is_folded_out(replica: Replica, open_desk: OpenDesk) -> None:
    a_failure(replica)
    async with open_desk() as desk:
        for keys, count in (
            (("slash", "c", "backspace"), "6 of 6"),
            (("escape", "home", "right", "slash", "c", "backspace"), "6 of 6"),
        ):
            await desk.do(*keys)
            assert f" {count} " in desk.text.replace("\n", "  ")
        await desk.do(*"customer")
        assert " 5 of 6 " in desk.text.replace("\n", "  ")


async def test_left_on_a_customer_folds_its_failure_in_and_selects_it(replica: Replica, open_desk: OpenDesk) -> None:
    a_failure(replica)
    async with open_desk() as desk:
        await desk.do("home", "right", "down", "down", "left")
        assert len(desk.table.order) == 2
        assert desk.table.cursor == 0
        await desk.do("end", "left")
        assert isinstance(desk.table.selected_line, BoardLine)


async def test_a_failure_that_is_folded_out_stays_so_when_others_write(replica: Replica, open_desk: OpenDesk) -> None:
    first, *_ = a_failure(replica)
    async with open_desk() as desk:
        await desk.do("home", "right")
        await desk.select("Customer 2")
        opened(replica, "Customer 9", "Label API down", "ben", failure=first, severity=1)
        await desk.tick()
        assert "▾ 6 customers" in desk.text
        line = desk.table.selected_line
        assert isinstance(line, BoardLine)
        assert line.row.customer == "Customer 2"


async def test_an_action_on_a_failures_line_means_all_its_breaks(replica: Replica, open_desk: OpenDesk) -> None:
    ids = a_failure(replica)
    async with open_desk() as desk:
        await desk.do("home", "c")
        await desk.on(ConfirmScreen)
        lines = desk.shown("#confirm-lines Static").splitlines()
        assert [any(f"Customer {number}" in line for line in lines) for number in range(5)] == [True] * 5
        assert "these 5 customers" in desk.shown("#confirm-question")
        assert "Beside" not in "".join(lines)
        await desk.press("y")
        await desk.form("contact")
        await desk.press("tab", "tab", "tab", *"told all", "ctrl+s")
        await desk.hears("Saved on ")
        assert [desk.brk(id_).contacts[-1].said for id_ in ids] == ["told all"] * 5


async def mark_two(desk: LiveDesk) -> None:
    """Marks the first two of the board."""
    await desk.do("home", "space", "space")


async def test_marks_are_shown_and_taken_away(replica: Replica, open_desk: OpenDesk) -> None:
    for name in ("Alder", "Birch", "Cedar"):
        opened(replica, name, "No power")
    async with open_desk() as desk:
        await mark_two(desk)
        assert [line[1] for line in desk.text.splitlines()[3:6]] == ["●", "●", " "]
        assert desk.table.cursor == 2
        await desk.do("home", "space")
        assert [line[1] for line in desk.text.splitlines()[3:6]] == [" ", "●", " "]
        await desk.do("escape")
        assert "●" not in desk.text


async def test_space_on_a_failure_marks_all_of_its_breaks_where_they_are_seen(replica: Replica, open_desk: OpenDesk) -> None:
    a_failure(replica)
    async with open_desk() as desk:
        await desk.do("home", "space")
        await desk.worked_off()
        assert desk.text.count("●") == 5
        assert len(desk.table.order) == 7
        await desk.do("down", "space", "home", "space")
        await desk.worked_off()
        assert desk.text.count("●") == 5, "one was not: now all are"
        await desk.do("t")
        await desk.on(ConfirmScreen)
        await desk.do("escape", "space")
        await desk.worked_off()
        assert "●" not in desk.text


@pytest.mark.parametrize("key", ["c", "p", "s"])
async def test_esc_from_the_list_or_the_form_writes_nothing(replica: Replica, open_desk: OpenDesk, key: str) -> None:
    for name in ("Alder", "Birch", "Cedar"):
        opened(replica, name, "No power")
    async with open_desk() as desk:
        before = replica.arrivals()
        await mark_two(desk)
        await desk.do(key)
        await desk.on(ConfirmScreen)
        await desk.do("escape")
        await desk.on(BoardScreen)
        assert desk.text.count("●") == 2
        await desk.do(key)
        await desk.on(ConfirmScreen)
        await desk.do("y")
        await desk.form()
        await desk.do("escape")
        if isinstance(desk.screen, ConfirmScreen):
            await desk.do("y")
        await desk.on(BoardScreen)
        assert replica.arrivals() == before


async def test_marks_outlive_a_new_order_and_mean_the_same_breaks(replica: Replica, open_desk: OpenDesk) -> None:
    for name in ("Alder", "Birch", "Cedar"):
        opened(replica, name, "No power")
    async with open_desk() as desk:
        await desk.select("Cedar")
        await desk.do("space")
        opened(replica, "Elm", "Everything", "ben", severity=1)
        await desk.tick()
        await desk.do("home", "t")
        assert (await desk.form("note")).subject.customers == ("Cedar",)


async def test_quiet_is_kept_until_the_time_that_is_named(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    id_ = plain_break(replica)
    async with open_desk() as desk:
        await desk.do("a")
        await desk.form("acknowledge")
        await desk.do(*"in 20m", "enter")
        await desk.hears("Saved on Harbor Foods")
        assert 19 * MINUTE < (replica.cases().case(id_).row.acknowledged_until or 0) - NOW <= 20 * MINUTE


async def test_the_last_form_opens_again_on_another_break(replica: Replica, open_desk: OpenDesk) -> None:
    for name in ("Alder", "Birch"):
        opened(replica, name, "No power")
    async with open_desk() as desk:
        await desk.do("full_stop")
        await desk.hears("Nothing to repeat yet")
        await desk.select("Alder")
        await desk.do("t", "escape")
        await desk.select("Birch")
        await desk.do("full_stop")
        assert (await desk.form("note")).subject.customers == ("Birch",)


async def test_undo_names_what_it_takes_back_and_esc_leaves_it(replica: Replica, open_desk: OpenDesk) -> None:
    id_ = plain_break(replica)
    act(replica, lambda tx: house.note(tx, id_, "a word too much"))
    async with open_desk() as desk:
        await desk.do("u")
        await desk.on(ConfirmScreen)
        assert "Harbor Foods" in desk.shown("#confirm-question")
        assert "a word too much" in desk.shown("#confirm-lines Static")
        await desk.do("escape")
        assert len(desk.brk(id_).notes) == 1
        await desk.do("u")
        await desk.on(ConfirmScreen)
        await desk.do("y")
        await desk.until(lambda: desk.brk(id_).notes == ())


async def test_undo_takes_back_nothing_of_others(replica: Replica, open_desk: OpenDesk) -> None:
    opened(replica, "Alder", "No power", "ben")
    async with open_desk() as desk:
        await desk.do("u")
        await desk.hears("ana has nothing to take back here")
        assert isinstance(desk.screen, BoardScreen)


async def test_y_copies_the_break_and_what_is_next(replica: Replica, open_desk: OpenDesk) -> None:
    plain_break(replica)
    async with open_desk() as desk:
        await desk.do("Y")
        await desk.hears("Copied")
        first, second = desk.app.clipboard.splitlines()
        assert "Harbor Foods · Orders stuck" in first
        assert second.startswith("next for ")


async def test_at_switches_who_you_are_and_esc_does_not(replica: Replica, open_desk: OpenDesk) -> None:
    id_ = plain_break(replica)
    async with open_desk() as desk:
        await desk.do("at")
        await desk.on(WhoScreen)
        await desk.do(*"zoe", "escape")
        assert desk.app.live.actor == "ana"
        await desk.do("at")
        await desk.on(WhoScreen)
        await desk.do(*"ben", "enter")
        assert " ben " in desk.text.splitlines()[0]
        await desk.do("t")
        await desk.form("note")
        await desk.do(*"mine", "ctrl+s")
        await desk.hears("Saved on Harbor Foods")
        assert [event.actor for event in replica.cases().events(f"break:{id_}") if event.kind == "noted"] == ["ben"]
