"""The hand-over at the live board: the line that says so, and accepting it break by break."""

from __future__ import annotations

from store.actions import board, contacts, fields
from store.clock import MINUTE, ManualClock
from store.replica import Replica
from tests.warroom.casting import ME, act, opened
from tests.warroom.screens.conftest import LiveDesk, OpenDesk
from warroom.screens.break_ import BreakScreen
from warroom.screens.take_over import TakeOverScreen
from widgets.filter_line import FilterLine
from widgets.line_panel import LinePanel


def offered_by_ben(replica: Replica, *severities: int) -> list[str]:
    """Breaks that ben owns and offers to whoever sits at the desk."""
    ids = [opened(replica, f"Customer {number}", "x", "ben", severity=number, owner="ben") for number in severities]
    act(replica, lambda tx: board.offer_handover(tx, ME, "mind the first one"), "ben")
    return ids


async def takes_over(desk: LiveDesk) -> TakeOverScreen:
    """Opens the hand-over from the board."""
    await desk.board()
    await desk.do("h", "t")
    await desk.on(TakeOverScreen)
    screen = desk.screen
    assert isinstance(screen, TakeOverScreen)
    await desk.until(lambda: screen.offered is not None)
    return screen


def owners(desk: LiveDesk, ids: list[str]) -> list[str]:
    return [desk.brk(id_).owner for id_ in ids]


async def test_one_enter_a_break_and_a_sentence_for_the_severe_ones(replica: Replica, open_desk: OpenDesk) -> None:
    ids = offered_by_ben(replica, 1, 3)
    async with open_desk(size=(80, 24)) as desk:
        screen = await takes_over(desk)
        assert "mind the first one" in desk.text
        assert screen.selected is not None
        assert screen.selected.row.id == ids[0]
        await desk.do("enter")
        assert "say in a sentence what you understood" in desk.text
        assert owners(desk, ids) == ["ben", "ben"]
        await desk.write("they wait for a call at noon")
        await desk.do("enter")
        assert owners(desk, ids) == [ME, "ben"]
        assert "Customer 1 is yours now" in desk.text
        assert desk.screen.query_one(FilterLine).text == ""
        await desk.do("enter")
        assert owners(desk, ids) == [ME, ME]
        assert "all of it is yours" in desk.text
        assert replica.cases().board().handovers == ()
        await desk.do("escape")
        await desk.board()
    said = [event.body for event in replica.cases().events(f"break:{ids[0]}") if event.kind == "owner_taken"]
    assert said == [{"said": "they wait for a call at noon"}]


async def test_what_was_accepted_stays_accepted_when_the_screen_is_left(replica: Replica, open_desk: OpenDesk) -> None:
    ids = offered_by_ben(replica, 2, 3, 4)
    async with open_desk() as desk:
        await takes_over(desk)
        await desk.press("down")
        await desk.do("enter")
        await desk.do("escape")
        await desk.board()
        assert owners(desk, ids) == ["ben", ME, "ben"]
        assert [desk.brk(id_).owner_offered for id_ in ids] == [ME, "", ME]
        screen = await takes_over(desk)
        assert screen.offered is not None
        assert {one.row.id for one in screen.offered.breaks} == {ids[0], ids[2]}


async def test_what_was_typed_and_not_saved_is_there_again(replica: Replica, open_desk: OpenDesk) -> None:
    offered_by_ben(replica, 1, 2)
    async with open_desk() as desk:
        await takes_over(desk)
        await desk.write("the COO calls")
        await desk.press("down")
        assert desk.screen.query_one(FilterLine).text == ""
        await desk.press("up")
        assert desk.screen.query_one(FilterLine).text == "the COO calls"
        await desk.do("escape")
    async with open_desk() as desk:
        await takes_over(desk)
        assert desk.screen.query_one(FilterLine).text == "the COO calls"


async def test_the_selection_stays_on_its_break_when_a_teammate_takes_another(replica: Replica, open_desk: OpenDesk) -> None:
    ids = offered_by_ben(replica, 1, 2, 3)
    async with open_desk() as desk:
        screen = await takes_over(desk)
        await desk.press("down")
        act(replica, lambda tx: fields.take(tx, ids[0]), "cem")
        screen.tick(desk.clock.now())
        await desk.until(lambda: screen.offered is not None and len(screen.offered.breaks) == 2)
        assert desk.screen.query_one("#offered", LinePanel).selected_key == ids[1]
        await desk.do("ctrl+d")
        await desk.on(BreakScreen)
        await desk.do("escape")
        await desk.on(TakeOverScreen)


async def test_the_board_says_it_and_is_loud_for_both_sides(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    """Judged from the record: a board that is started later says the same."""
    offered_by_ben(replica, 3, 4)
    async with open_desk() as desk:
        await desk.board()
        await desk.tick(MINUTE)
        assert "ben offered you 2 breaks 1 m ago" in desk.text
        assert desk.app.rang == 0
    async with open_desk(actor="ben") as desk:
        await desk.board()
        await desk.tick(14 * MINUTE)
        assert f"‼ {ME} has not accepted 2 breaks that you offered 15 m ago" in desk.text
        rang = desk.app.rang
        assert rang >= 1
        await desk.tick(MINUTE)
        assert desk.app.rang == rang
    async with open_desk(actor="cem") as desk:
        await desk.board()
        await desk.tick()
        assert "offered you" not in desk.text
        assert f"→{ME}?" in desk.text
    act(replica, board.accept_handover, ME)
    async with open_desk() as desk:
        await desk.board()
        await desk.tick()
        assert "offered you" not in desk.text


async def test_marked_breaks_alone_are_handed_over(replica: Replica, open_desk: OpenDesk) -> None:
    ids = [opened(replica, name, "x", severity=3, owner=ME) for name in ("Acme", "Elm")]
    async with open_desk() as desk:
        await desk.select("Elm")
        await desk.do("space", "h", "h")
        form = await desk.form("handover")
        assert form.values["which"] == "marked"
        await desk.do("tab")
        await desk.write("ben")
        assert "nobody said that ben is on duty" in desk.note("to")
        await desk.do("ctrl+s")
        await desk.board()
        assert [desk.brk(id_).owner_offered for id_ in ids] == ["", "ben"]


async def test_who_goes_off_duty_is_told_what_they_still_own(replica: Replica, open_desk: OpenDesk) -> None:
    id_ = opened(replica, "Acme", "x", severity=4, owner=ME)
    act(replica, lambda tx: contacts.log_contact(tx, [id_], "call", kind="apology", next_="in 9d"))
    act(replica, lambda tx: board.set_duty(tx, True))
    async with open_desk() as desk:
        await desk.board()
        await desk.do("h", "d", "ctrl+s")
        await desk.hears(f"{ME} still owns 1 break")
        await desk.board()
        await desk.tick()
        assert f"Owner off duty: take it ({ME} is)" in desk.text
        assert f"{ME} off" in desk.text
