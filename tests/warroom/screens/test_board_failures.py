"""A failure's line on the live board: how its customers stand together, whom to call first, and what it costs to know."""

from __future__ import annotations

from store.actions import amends, contacts, fields, house, promises, stages
from store.actions.opening import open_breaks
from store.clock import HOUR, MINUTE, ManualClock
from store.replica import Replica
from tests.warroom.casting import ME, act, opened
from tests.warroom.screens.conftest import LiveDesk, OpenDesk
from warroom.screens.board import BoardScreen
from widgets.cells import BoardLine, GroupLine


def four_hit(replica: Replica) -> list[str]:
    """One failure that hit four customers; a break of its own stands beside it. The ids of the four."""
    names = ["Acme", "Birch", "Cedar", "Dogwood"]
    ids: tuple[str, ...] = act(replica, lambda tx: open_breaks(tx, names, "Label API down", severity=1, owner=ME)).ids
    opened(replica, "Beside", "Another thing", severity=4)
    return list(ids)


def all_told(replica: Replica, ids: list[str]) -> None:
    """They all heard of it, and hear again in three hours."""
    act(replica, lambda tx: contacts.log_contact(tx, ids, "call", kind="apology", next_="in 3h"))


def failure(desk: LiveDesk) -> GroupLine:
    """The line of the only failure on the board."""
    board = desk.app.screen_stack[0]
    assert isinstance(board, BoardScreen)
    (line,) = (line for line in board.content.lines.values() if isinstance(line, GroupLine))
    return line


def row_of(desk: LiveDesk) -> str:
    """The failure's line as it is shown."""
    (row,) = (row for row in desk.text.splitlines() if " customers " in row and row[2:].startswith(failure(desk).spoken))
    return row


def words_of(desk: LiveDesk) -> str:
    """The words of the failure's line, one space between them."""
    return " ".join(row_of(desk).split())


async def test_a_failures_line_says_how_its_customers_stand(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    ids = four_hit(replica)
    async with open_desk(size=(140, 30)) as desk:
        assert " open ana 4 not told " in " ".join(row_of(desk).split())
        all_told(replica, ids)
        act(replica, lambda tx: promises.make_promise(tx, ids[:3], "full fix", by="in 2h"))
        act(replica, lambda tx: promises.make_promise(tx, ids[3:], "full fix", by="in 90m"))
        act(replica, lambda tx: [stages.set_stage(tx, id_, "contained") for id_ in ids[:2]])
        act(replica, lambda tx: fields.take(tx, ids[0]), "ben")
        act(replica, lambda tx: [amends.owe(tx, id_, "credit", "150 USD") for id_ in ids[:2]])
        await desk.tick()
        assert "open +2 ana +1 all told 16:02, 1 h 30 $300 ?" in words_of(desk)
        act(replica, lambda tx: amends.owe(tx, ids[0], "credit", "20 EUR"))
        await desk.tick(91 * MINUTE)
        assert "open +2 ana +1 all told 1 late €20 +1 ?" in words_of(desk)
        await desk.tick(30 * MINUTE)
        assert " 4 late " in row_of(desk)


async def test_a_failure_counts_the_breaks_of_the_shown_view(replica: Replica, open_desk: OpenDesk) -> None:
    ids = four_hit(replica)
    act(replica, lambda tx: [stages.set_stage(tx, id_, "follow-up") for id_ in ids[:2]])
    async with open_desk(size=(140, 30)) as desk:
        assert "▸ 2 customers" in row_of(desk)
        assert " open " in row_of(desk)
        await desk.do("2")
        assert "▸ 2 customers" in row_of(desk)
        assert " follow-up " in row_of(desk)


async def test_the_selection_starts_on_the_first_line_that_is_a_failure(replica: Replica, open_desk: OpenDesk) -> None:
    four_hit(replica)
    for page in (True, False):
        async with open_desk(page=page) as desk:
            await desk.worked_off()
            assert desk.table.cursor == 0
            assert isinstance(desk.table.selected_line, GroupLine)
            assert row_of(desk).startswith("▌")
            await desk.do("down")
            assert isinstance(desk.table.selected_line, BoardLine)


async def test_the_first_page_has_the_lines_that_are_loaded_after_it(replica: Replica, open_desk: OpenDesk) -> None:
    ids = four_hit(replica)
    all_told(replica, ids[:2])
    act(replica, lambda tx: promises.make_promise(tx, ids, "full fix", by="in 2h"))
    async with open_desk(page=True) as desk:
        await desk.worked_off()
        board = desk.app.screen_stack[0]
        assert isinstance(board, BoardScreen)
        first = board._first_page
        assert list(first) == list(desk.table.order)
        assert [first[key] for key in first] == [board.content.lines[key] for key in first]


async def test_below_a_failure_stands_whom_to_call_first(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    ids = four_hit(replica)
    all_told(replica, ids)
    act(replica, lambda tx: contacts.log_contact(tx, [ids[1]], "call", next_="in 9m"))
    for size in ((80, 24), (120, 40), (200, 50)):
        async with open_desk(size=size) as desk:
            below = " ".join("\n".join(desk.text.splitlines()[-3:-1]).split())
            assert f"next for {failure(desk).spoken}: 1 of 4: ana: Call Birch: say how it stands, as we said we would" in below
            assert "Enter folds it out" in below
            assert "Label API down" in below
            assert size[0] < 200 or "1 of 4: Call Birch" in row_of(desk)
            await desk.do("enter")
            assert "Enter folds it in" in desk.text


async def test_another_customer_that_becomes_the_most_urgent_is_named(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    ids = four_hit(replica)
    all_told(replica, ids)
    act(replica, lambda tx: house.dispute(tx, ids[1], "the count"))
    act(replica, lambda tx: promises.make_promise(tx, [ids[2]], "full fix", by="in 50m"))
    async with open_desk() as desk:
        assert ": 1 of 4: Birch: ana: The claim" in desk.text
        await desk.tick(52 * MINUTE)
        assert ": 1 of 4: ana: Promise 2 (full fix) is late" in desk.text
        act(replica, lambda tx: promises.settle_promise(tx, ids[2], "2", "kept"))
        await desk.tick()
        assert ": 1 of 4: Birch: ana: The claim" in desk.text


async def test_a_failure_of_500_customers_is_known_without_its_rows(replica: Replica, open_desk: OpenDesk) -> None:
    names = [f"Customer {number:03}" for number in range(500)]
    ids = act(replica, lambda tx: open_breaks(tx, names, "Label API down", severity=1)).ids
    act(replica, lambda tx: [amends.owe(tx, id_, "credit", "0.10 EUR") for id_ in ids[:3]])
    async with open_desk(page=True) as desk:
        await desk.worked_off()
        assert "▸ 500 customers" in row_of(desk)
        assert " open " in row_of(desk)
        assert "€0.30 ?" in row_of(desk)
        board = await desk.board()
        assert len(board.content.lines) == 2, "the failure and its most urgent break"
        reader = board.live.reader
        before = reader.calls
        opened(replica, "Elm", "Another thing")
        await desk.tick()
        assert reader.calls - before <= 8, "five for the order and the totals, two for the lines, one for overdue prevention"
        before = reader.calls
        await desk.tick(1000)
        assert reader.calls == before


async def test_the_totals_follow_writes_and_the_time_under_an_open_form(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    ids = four_hit(replica)
    all_told(replica, ids)
    act(replica, lambda tx: contacts.log_contact(tx, [ids[1]], "call", next_="in 50m"))
    async with open_desk(size=(140, 50)) as desk:
        await desk.do("end", "t")
        await desk.form("note")
        held, chosen = list(desk.table.order), desk.table.selected
        before = desk.text.splitlines()[0]
        assert "5 open" in before
        assert "1 not told" in before
        assert "over" not in before
        await desk.tick(60 * MINUTE)
        after = desk.text.splitlines()[0]
        assert "1 overdue" in after
        assert failure(desk).overdue == 1
        reads = desk.app.live.reader.calls
        opened(replica, "Elm", "Everything", "ben", severity=1)
        act(replica, lambda tx: amends.owe(tx, ids[0], "credit", "150 USD"))
        await desk.tick()
        header = desk.text.splitlines()[0]
        assert "6 open  1 overdue  1 late  2 not told   owed $150" in header
        assert "order held, 1 new" in header
        assert desk.app.live.reader.calls - reads <= 6
        await desk.tick(4 * HOUR)
        assert "6 overdue" in desk.text.splitlines()[0] or "5 overdue" in desk.text.splitlines()[0]
        assert (list(desk.table.order), desk.table.selected) == (held, chosen)
        await desk.do("escape")
        assert len(desk.table.order) == 3
        assert desk.table.selected == chosen
        assert "6 open" in desk.text.splitlines()[0]
