"""The screen of a customer, and the list of all of them, through the keyboard."""

from __future__ import annotations

from functools import partial

import pytest

from store.actions import amends, contacts, customers, fields, house, stages
from store.clock import DAY, ManualClock
from store.replica import Replica
from store.replica.transaction import Transaction
from tests.warroom.casting import HOSTILE, act, hostile_break, opened
from tests.warroom.screens.conftest import LiveDesk, OpenDesk
from warroom.screens.break_ import BreakScreen
from warroom.screens.customer import CustomerScreen
from warroom.screens.customers import CustomersScreen
from warroom.screens.verbs import VerbsScreen

SIZES = [(80, 24), (120, 40), (200, 50)]


async def visit(desk: LiveDesk, customer: str) -> CustomerScreen:
    """Opens the screen of a customer from their line of the board."""
    await desk.select(customer)
    await desk.do("v")
    return await shown(desk)


async def shown(desk: LiveDesk) -> CustomerScreen:
    """Waits for a customer's screen that has been read."""
    await desk.on(CustomerScreen)
    screen = desk.screen
    assert isinstance(screen, CustomerScreen)
    await desk.until(lambda: screen.view is not None)
    return screen


def issue(id_: str, number: str, tx: Transaction) -> None:
    amends.move_restitution(tx, id_, number, "issued", "Dana")


def told(replica: Replica, clock: ManualClock) -> tuple[str, str]:
    """A customer with a closed break and an open one of the same cause: (closed, open)."""
    old = opened(replica, "Acme Freight", "Labels late", severity=3, cause="cable", value="100000 EUR")
    act(replica, lambda tx: contacts.log_contact(tx, [old], "call", kind="apology", mood="furious", said="Never again."))
    act(replica, lambda tx: amends.owe(tx, old, "credit", "250 EUR"))
    act(replica, lambda tx: amends.owe(tx, old, "correction", "80 USD"))
    act(replica, lambda tx: amends.move_restitution(tx, old, "1", "approved", "Dana"))
    for number in ("1", "2"):
        act(replica, partial(issue, old, number))
    act(replica, lambda tx: house.set_outcome(tx, old, "kept"))
    act(replica, lambda tx: stages.set_stage(tx, old, "closed", "over"))
    clock.advance(DAY)
    new = opened(replica, "Acme Freight", "Label API down", severity=1, cause="cable")
    act(replica, lambda tx: contacts.log_contact(tx, [new], "call", mood="calm"))
    card = {"zone": "Europe/London", "hours": "8-18", "value": "100000 EUR"}
    about = {"phone": "+44 20 7946 0018", "deputy": "Tom Ode"}
    act(replica, lambda tx: customers.edit_customer(tx, "Acme Freight", card=card, person="Mary Osei", about_person=about))
    act(replica, lambda tx: house.note(tx, new, "likes to be called early"))
    return old, new


@pytest.mark.parametrize("size", SIZES)
async def test_everything_about_a_customer_is_there_at_every_size(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    told(replica, clock)
    async with open_desk(size=size) as desk:
        screen = await visit(desk, "Acme")
        seen = desk.text
        assert "Mary Osei · +44 20 7946 0018" in seen
        assert "1 open break · worth €100,000" in seen
        for _ in range(6):
            await desk.do("tab")
            seen += desk.text
        for text in (
            "Label API down ↻ repeat",
            "1 open of 2, 1 repeat",
            "kept",
            "deputy Tom Ode",
            "1 of 2 had hit them before",
            "1 apology",
            "given €250",
            "0.25 % of €100,000",
            "given $80",
            "no amends",
            "furious",
            "“Never again.”",
            "likes to be called early",
        ):
            assert text in seen, text
        assert "330" not in seen
        assert screen.current == "breaks"


@pytest.mark.parametrize(("hours", "flagged"), [("8-18", False), ("16-18", True), ("", False)])
async def test_the_head_says_that_it_is_outside_their_hours(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk, hours: str, flagged: bool
) -> None:
    told(replica, clock)
    act(replica, lambda tx: customers.edit_customer(tx, "Acme Freight", card={"hours": hours}))
    async with open_desk() as desk:
        await visit(desk, "Acme")
        (head,) = (line for line in desk.text.splitlines() if "Mary Osei · +44" in line)
        assert ("☾ 13:32 there, outside their hours" in head) == flagged
        assert "13:32 there" in head


async def test_enter_opens_a_break_and_escape_comes_back(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    old, _ = told(replica, clock)
    async with open_desk() as desk:
        await visit(desk, "Acme")
        await desk.do("down", "enter")
        await desk.on(BreakScreen)
        assert isinstance(desk.screen, BreakScreen)
        assert desk.screen.break_id == old
        await desk.do("v")
        await shown(desk)
        await desk.do("escape", "escape")
        await shown(desk)
        await desk.do("escape")
        await desk.board()


async def test_the_cards_forms_are_one_key_away(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    told(replica, clock)
    async with open_desk() as desk:
        screen = await visit(desk, "Acme")
        await desk.do("v")
        await desk.on(VerbsScreen)
        await desk.press("n")
        form = await desk.form("person")
        assert form.subject.customers == ("Acme Freight",)
        await desk.write("Tom Ode")
        await desk.do("ctrl+s")
        await shown(desk)
        await desk.until(lambda: screen.view is not None and len(screen.view.card.people) == 2)
        await desk.do("n")
        form = await desk.form("open")
        assert form.values["customer"] == "Acme Freight"


async def test_one_with_a_card_and_no_break_has_a_screen(replica: Replica, open_desk: OpenDesk) -> None:
    opened(replica, "Bluebird", "x")
    act(replica, lambda tx: customers.edit_customer(tx, "Elm Couriers", card={"zone": "UTC"}))
    async with open_desk() as desk:
        await desk.board()
        await desk.do("V")
        await desk.on(CustomersScreen)
        assert desk.text.index("Bluebird · 1 open") < desk.text.index("Elm Couriers · no break yet")
        await desk.write("couriers")
        assert "Bluebird" not in desk.text
        await desk.do("enter")
        await shown(desk)
        assert "n opens a break" in desk.text
        await desk.do("v", "c")
        form = await desk.form("customer")
        assert form.subject.customers == ("Elm Couriers",)
        await desk.press("tab")
        await desk.write("9-17")
        await desk.do("ctrl+s")
        await shown(desk)
    assert replica.cases().customer("Elm Couriers").hours == "09:00-17:00"


async def test_the_selection_stays_on_its_break(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    old, _ = told(replica, clock)
    async with open_desk() as desk:
        screen = await visit(desk, "Acme")
        await desk.press("down")
        newest = opened(replica, "Acme Freight", "Doors stuck")
        act(replica, lambda tx: fields.take(tx, newest))
        screen.tick(clock.now())
        await desk.until(lambda: screen.view is not None and len(screen.view.breaks) == 3)
        assert screen.selected is not None
        assert screen.selected.key == f"break:{old}"


async def test_without_a_break_it_says_what_to_do(replica: Replica, open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.board()
        await desk.do("v")
        await desk.hears("V lists all customers")
        await desk.do("V")
        await desk.on(CustomersScreen)
        assert "No customer is known yet" in desk.text
        await desk.do("enter", "escape")
        await desk.board()


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_texts_crash_nothing(replica: Replica, clock: ManualClock, open_desk: OpenDesk, text: str) -> None:
    id_ = hostile_break(replica, clock, text)
    act(replica, lambda tx: contacts.log_contact(tx, [id_], "call", said=text, mood="upset"))
    async with open_desk(size=(80, 24)) as desk:
        await visit(desk, "Evil")
        for _ in range(6):
            await desk.do("tab", "enter")
            if not isinstance(desk.screen, CustomerScreen):
                await desk.do("escape")
        await desk.do("V")
        await desk.on(CustomersScreen)
        assert "\x1b" not in desk.text
        await desk.do("escape")
        await shown(desk)
