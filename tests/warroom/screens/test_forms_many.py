"""Forms on several breaks, undo, what others write meanwhile, entries on the wrong customer, hostile texts."""

from __future__ import annotations

import pytest

from store.actions.fields import set_fields
from store.actions.house import note
from store.actions.promises import settle_promise
from store.clock import ManualClock
from store.replica import Replica
from tests.warroom.casting import BOARD, HOSTILE, act, hostile_break, opened, plain_break, rich_break
from tests.warroom.screens.conftest import LiveDesk, OpenDesk
from warroom.forms.registry import FORMS, VERBS
from warroom.screens.board import BoardScreen
from warroom.screens.confirm import ConfirmScreen
from warroom.screens.form import FormScreen
from warroom.screens.verbs import VerbsScreen


def three(replica: Replica) -> list[str]:
    """Three breaks."""
    return [opened(replica, name, "No power") for name in ("Alder", "Birch", "Cedar")]


async def mark(desk: LiveDesk, *customers: str) -> None:
    """Marks the breaks of some customers."""
    for customer in customers:
        await desk.select(customer)
        await desk.press("space")


@pytest.mark.parametrize(
    ("keys", "name", "typed"),
    [
        (["c"], "contact", ["tab", "tab", "tab", *"told all"]),
        (["p"], "promise", [*"power back", "tab", "tab", *"2h"]),
        (["s"], "stage", [*"contained"]),
        (["t"], "note", [*"all alike"]),
    ],
)
async def test_an_action_on_marked_breaks_asks_once_and_is_one_undo(
    replica: Replica, open_desk: OpenDesk, keys: list[str], name: str, typed: list[str]
) -> None:
    alder, birch, cedar = three(replica)

    def touched() -> list[bool]:
        breaks = [replica.cases().brk(id_) for id_ in (alder, birch, cedar)]
        return [bool(brk.contacts or brk.promises or brk.stages or brk.notes) for brk in breaks]

    async with open_desk() as desk:
        await mark(desk, "Alder", "Cedar")
        await desk.press(*keys)
        await desk.on(ConfirmScreen)
        lines = desk.shown("#confirm-lines Static")
        assert ("Alder" in lines, "Birch" in lines, "Cedar" in lines) == (True, False, True)
        await desk.press("y")
        await desk.form(name)
        await desk.press(*typed, "ctrl+s")
        await desk.hears("Saved on ")
        await desk.until(lambda: touched() == [True, False, True])
        await desk.board()
        await desk.press("u")
        await desk.on(ConfirmScreen)
        assert "Alder" in desk.shown("#confirm-question")
        assert "Cedar" in desk.shown("#confirm-question")
        await desk.press("y")
        await desk.until(lambda: touched() == [False, False, False])


async def test_a_list_that_is_not_confirmed_opens_no_form(replica: Replica, open_desk: OpenDesk) -> None:
    three(replica)
    async with open_desk() as desk:
        await mark(desk, "Alder", "Birch")
        await desk.press("c")
        await desk.on(ConfirmScreen)
        await desk.press("n")
        await desk.on(BoardScreen)
        await desk.press("i")
        await desk.hears("is about one break at a time")


async def test_what_belongs_to_a_failure_is_entered_once_on_its_line(replica: Replica, open_desk: OpenDesk) -> None:
    first = opened(replica, "Alder", "No power")
    second = opened(replica, "Birch", "No power", failure=first)
    async with open_desk() as desk:
        await desk.press("home", "y")
        await desk.on(ConfirmScreen)
        await desk.press("y")
        await desk.form("explanation")
        await desk.press(*"A fuse blew.", "ctrl+s")
        await desk.hears("for all 2 customers")
        assert replica.cases().case(second).failure.explanation == "A fuse blew."


async def test_one_stage_that_can_not_follow_refuses_all(replica: Replica, open_desk: OpenDesk) -> None:
    alder, birch, _ = three(replica)
    async with open_desk() as desk:
        await desk.select("Alder")
        await desk.press("s")
        await desk.form("stage")
        await desk.press(*"contained", "ctrl+s")
        await desk.hears("Saved on Alder")
        await mark(desk, "Alder", "Birch")
        await desk.press("s")
        await desk.on(ConfirmScreen)
        await desk.press("y")
        await desk.form("stage")
        await desk.press(*"owned", "ctrl+s")
        await desk.until(lambda: desk.field("stage").is_wrong)
        assert "is contained: owned can't follow" in desk.note("stage")
        assert (desk.brk(alder).stage, desk.brk(birch).stage) == ("contained", "open")


async def test_undo_takes_back_only_what_it_named(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    id_ = plain_break(replica)
    act(replica, lambda tx: note(tx, id_, "first"))
    elsewhere = Replica.open(replica.folder, BOARD, clock, replica.zone)
    async with open_desk() as desk:
        await desk.press("u")
        await desk.on(ConfirmScreen)
        assert "Harbor Foods" in desk.shown("#confirm-question")
        assert "note: first" in desk.shown("#confirm-lines Static")
        act(elsewhere, lambda tx: note(tx, id_, "second"))
        await desk.press("y")
        await desk.hears("did something else since")
        assert [one.text for one in desk.brk(id_).notes] == ["first", "second"]
    elsewhere.close()


async def test_another_process_changes_the_break_under_an_open_form(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    id_ = rich_break(replica, clock)
    elsewhere = Replica.open(replica.folder, BOARD, clock, replica.zone)
    async with open_desk() as desk:
        await desk.select("Acme")
        await desk.press("i")
        await desk.form("edit")
        act(elsewhere, lambda tx: set_fields(tx, id_, {"severity": "3", "cause": "found it"}), "ben")
        await desk.press("tab", "tab", *"Nine trucks wait", "ctrl+s")
        await desk.hears("Saved on Acme Freight")
        brk, failure = desk.brk(id_), replica.cases().case(id_).failure
        assert (brk.severity, brk.trouble, failure.cause) == (3, "Nine trucks wait", "found it")
        await desk.press("p")
        await desk.on(VerbsScreen)
        await desk.press("b")
        await desk.form("settle")
        act(elsewhere, lambda tx: settle_promise(tx, id_, "2", "kept"), "ben")
        await desk.press("tab", *"no part", "ctrl+s")
        await desk.until(lambda: "is settled: kept" in desk.shown("#form-trouble"))
        assert desk.field("reason").value == "no part"
        assert desk.brk(id_).promises[1].result == "kept"
    elsewhere.close()


async def test_an_entry_is_corrected_and_moved_to_the_right_customer(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    wrong, right = rich_break(replica, clock), plain_break(replica)
    event = next(event for event in replica.cases().events(f"break:{wrong}") if event.kind == "contacted")
    entry = {"event": f"{event.replica}-{event.number}"}
    async with open_desk() as desk:
        await desk.select("Acme")
        board = await desk.board()
        board.open_form("amend-entry", entry)
        await desk.form("amend-entry")
        assert desk.field("said").value == "Third time this month."
        desk.field("said").value = "Second time this month."
        await desk.press("ctrl+s")
        await desk.hears("Saved on Acme Freight: corrected said")
        board.open_form("move-entry", entry)
        await desk.form("move-entry")
        assert "Second time" in str(desk.field("event").query_one(".field--fact").render())
        await desk.press(*"nobody")
        await desk.until(lambda: "no customer is called so" in desk.note("id"))
        await desk.press("enter")
        await desk.until(lambda: desk.field("id").is_wrong)
        await desk.press(*["backspace"] * 6, *"harb")
        await desk.until(lambda: "→ Harbor Foods · Orders stuck" in desk.note("id"))
        await desk.press("enter")
        await desk.hears("Saved on Harbor Foods: moved")
        assert desk.brk(wrong).contacts == ()
        assert [contact.said for contact in desk.brk(right).contacts] == ["Second time this month."]
        await desk.board()
        board.open_form("amend-entry", entry)
        await desk.hears("taken back or moved away already")


async def open_everything(desk: LiveDesk) -> list[str]:
    """Opens every form and every key's verbs on the selected break, and leaves them. The names of those that opened."""
    board, opened_forms = await desk.board(), []
    for name in FORMS:
        board.open_form(name, {})
        said = len(desk.told)
        await desk.until(lambda said=said: isinstance(desk.screen, FormScreen) or len(desk.told) > said)  # type: ignore[misc]
        if isinstance(desk.screen, FormScreen):
            await desk.form(name)
            opened_forms.append(name)
            desk.send("tab", "shift+tab", "escape")
            await desk.on(BoardScreen)
    for name in VERBS:
        board.action_verbs(name)
        await desk.until(lambda: isinstance(desk.screen, VerbsScreen | FormScreen))
        await desk.press("escape")
        await desk.on(BoardScreen)
    return opened_forms


async def test_hostile_texts_leave_every_form_alive(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    hostile_break(replica, clock, "".join(HOSTILE[:5]))
    async with open_desk(size=(80, 24)) as desk:
        found = await open_everything(desk)
        assert len(found) >= 40
        await desk.select("Evil")
        await desk.press("t")
        await desk.form("note")
        for text in HOSTILE:
            desk.paste(text)
        await desk.press("ctrl+s")
        await desk.hears("Saved on Evil")
