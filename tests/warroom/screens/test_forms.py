"""Forms as they are used: opened by a key, filled, saved, refused, left and found again."""

from __future__ import annotations

import pytest

from store.clock import MINUTE, ManualClock
from store.replica import Replica
from tests.warroom.casting import opened, plain_break, rich_break
from tests.warroom.screens.conftest import LiveDesk, OpenDesk
from warroom.places import Places
from warroom.screens.board import BoardScreen
from warroom.screens.confirm import ConfirmScreen
from warroom.screens.verbs import VerbsScreen


async def contact_with(desk: LiveDesk, customer: str, said: str) -> None:
    """Opens the contact form and types what was said."""
    await desk.select(customer)
    await desk.press("c")
    await desk.form("contact")
    await desk.press("tab", "tab", "tab")
    await desk.write(said)


async def test_a_contact_is_logged_on_the_selected_customer(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    plain_break(replica)
    id_ = rich_break(replica, clock)
    async with open_desk() as desk:
        await contact_with(desk, "Acme", "She wants a date")
        assert "Acme Freight" in desk.shown("#form-title")
        await desk.press("ctrl+s")
        await desk.hears("Saved on Acme Freight")
        await desk.board()
        assert desk.brk(id_).contacts[-1].said == "She wants a date"


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
async def test_a_pasted_list_opens_a_break_for_each_of_one_failure(replica: Replica, open_desk: OpenDesk, line_break: str) -> None:
    async with open_desk() as desk:
        await desk.press("n")
        await desk.form("open")
        desk.paste(line_break.join(("- Elm Couriers", "- Quay Parcel", "", "• Larch Logistics", "")))
        await desk.until(lambda: "3 customers" in desk.note("customer"))
        await desk.press("tab")
        await desk.write("Label API down")
        await desk.press("ctrl+s")
        await desk.hears("Saved on Elm Couriers, Quay Parcel, Larch Logistics")
        breaks = [replica.cases().brk(id_) for (id_,) in replica.db.execute("SELECT id FROM break_rows")]
        assert {brk.customer for brk in breaks} == {"Elm Couriers", "Quay Parcel", "Larch Logistics"}
        assert len({brk.failure for brk in breaks}) == 1


async def test_another_customer_of_a_failure_is_opened_from_its_line(replica: Replica, open_desk: OpenDesk) -> None:
    first = opened(replica, "Elm Couriers", "Label API down")
    opened(replica, "Quay Parcel", "Label API down", failure=first)
    async with open_desk() as desk:
        await desk.press("home", "n")
        await desk.form("open")
        assert desk.field("failure").value.startswith("F-")
        await desk.write("Acme Freight")
        await desk.press("ctrl+s")
        await desk.hears("Saved on Acme Freight")
        (third,) = replica.db.execute("SELECT id FROM break_rows WHERE customer_key = 'acme freight'").fetchone()
        assert (desk.brk(third).failure, desk.brk(third).what) == (desk.brk(first).failure, "Label API down")


async def test_a_promised_time_is_shown_as_understood_in_both_zones(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    id_ = rich_break(replica, clock)
    async with open_desk() as desk:
        await desk.select("Acme")
        await desk.press("p")
        await desk.on(VerbsScreen)
        await desk.press("n")
        await desk.form("promise")
        await desk.write("call her COO")
        await desk.press("tab", "tab")
        await desk.write("in 2h")
        await desk.until(lambda: "today 16:32 CET, in 2 h (theirs 15:32)" in desk.note("by"))
        clock.advance(10 * MINUTE)
        await desk.until(lambda: "today 16:42 CET" in desk.note("by"))
        await desk.press("ctrl+s")
        await desk.hears("Saved on Acme Freight: by today 16:42")
        assert desk.brk(id_).promises[-1].what == "call her COO"


async def test_an_error_stands_at_its_field_and_nothing_typed_is_lost(replica: Replica, open_desk: OpenDesk) -> None:
    id_ = plain_break(replica)
    async with open_desk(size=(80, 24)) as desk:
        await desk.select("Harbor")
        await desk.press("p")
        form = await desk.form("promise")
        await desk.write("orders through")
        await desk.press("tab", "tab")
        await desk.write("soonish")
        await desk.press("ctrl+s")
        await desk.until(lambda: desk.field("by").is_wrong)
        assert "soonish" in desk.note("by")
        assert form.focused is desk.field("by").control
        assert desk.field("what").value == "orders through"
        for _ in "soonish":
            await desk.press("backspace")
        await desk.write("45m")
        assert not desk.field("by").is_wrong
        await desk.press("enter", "enter", "enter")
        await desk.hears("Saved on Harbor Foods")
        assert [promise.what for promise in desk.brk(id_).promises] == ["orders through"]


async def test_back_dating_into_the_future_stands_at_its_field(replica: Replica, open_desk: OpenDesk) -> None:
    plain_break(replica)
    async with open_desk() as desk:
        await desk.select("Harbor")
        await desk.press("c")
        await desk.form("contact")
        desk.field("at").value = "tomorrow 9"
        await desk.press("ctrl+s")
        await desk.until(lambda: desk.field("at").is_wrong)
        assert "has not happened yet" in desk.note("at")


async def test_escape_leaves_an_untouched_form_at_once_and_asks_else(replica: Replica, open_desk: OpenDesk) -> None:
    id_ = plain_break(replica)
    async with open_desk() as desk:
        await contact_with(desk, "Harbor", "")
        await desk.press("escape")
        await desk.on(BoardScreen)
        await contact_with(desk, "Harbor", "half a sent")
        await desk.press("escape")
        await desk.on(ConfirmScreen)
        assert "Harbor Foods" in desk.shown("#confirm-question")
        await desk.press("enter", "n")
        await desk.form("contact")
        assert desk.field("said").value == "half a sent"
        await desk.press("escape")
        await desk.on(ConfirmScreen)
        await desk.press("y")
        await desk.on(BoardScreen)
        await desk.press("c")
        await desk.form("contact")
        assert desk.field("said").value == ""
        assert desk.brk(id_).contacts == ()


async def test_what_was_typed_survives_the_end_of_the_program(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    plain_break(replica)
    id_ = rich_break(replica, clock)
    async with open_desk() as desk:
        await contact_with(desk, "Acme", "She wants")
    clock.advance(3 * MINUTE)
    async with open_desk() as desk:
        await desk.select("Harbor")
        await desk.press("c")
        await desk.form("contact")
        assert desk.field("said").value == ""
        await desk.press("escape")
        await desk.select("Acme")
        await desk.press("c")
        await desk.form("contact")
        assert desk.field("said").value == "She wants"
        assert "typed 3 m ago and not saved" in desk.shown("#form-word")
        await desk.press("ctrl+s")
        await desk.hears("Saved on Acme Freight")
        assert desk.brk(id_).contacts[-1].said == "She wants"
        await desk.press("c")
        await desk.form("contact")
        assert desk.field("said").value == ""


async def test_a_draft_is_on_disk_while_the_form_is_open(replica: Replica, open_desk: OpenDesk, places: Places) -> None:
    plain_break(replica)
    async with open_desk() as desk:
        await contact_with(desk, "Harbor", "one two")
        await desk.until(lambda: any("one two" in path.read_text() for path in places.drafts.rglob("*.json")))
        await desk.press("ctrl+s")
        await desk.hears("Saved on Harbor Foods")
        assert list(places.drafts.rglob("*.json")) == []


async def test_fixed_asks_which_promises_it_keeps(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    id_ = rich_break(replica, clock)
    async with open_desk() as desk:
        await desk.select("Acme")
        await desk.press("f")
        await desk.form("fixed")
        assert desk.field("keeps").value == "2"
        await desk.press("space")
        await desk.until(lambda: "promise 2 stays open" in desk.note("keeps"))
        await desk.press("space", "ctrl+s")
        await desk.hears("Saved on Acme Freight: contained → fixed")
        assert (desk.brk(id_).stage, desk.brk(id_).promises[1].result) == ("fixed", "kept")
        await desk.press("f")
        await desk.on(VerbsScreen)
        await desk.press("c")
        await desk.form("confirm-fix")


async def test_still_on_it_says_what_is_new_and_flags_the_second_without_news(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    id_ = rich_break(replica, clock)
    async with open_desk() as desk:
        await desk.select("Acme")
        await desk.press("C")
        await desk.form("still-on-it")
        said = desk.field("said").value
        assert said.startswith("Hello Mary,")
        for fact in ("it is contained", "labels by hand: done", "full fix of the label API: by", "A certificate ran out."):
            assert fact in said
        for inner in ("supplier late", "1200", "ana", "claims desk"):
            assert inner not in said
        await desk.press("ctrl+s")
        await desk.hears("Saved on Acme Freight")
        clock.advance(MINUTE)
        await desk.press("C")
        await desk.form("still-on-it")
        assert "nothing new to tell" in desk.field("said").value
        assert "second “still on it” without news" in desk.shown("#form-word")
        await desk.press("ctrl+s")
        await desk.hears("the second “still on it” without anything new")
        assert [contact.kind for contact in desk.brk(id_).contacts[-2:]] == ["still-on-it", "still-on-it"]


async def test_a_key_that_does_not_apply_says_why(replica: Replica, open_desk: OpenDesk) -> None:
    plain_break(replica)
    async with open_desk() as desk:
        await desk.press("c")
        await desk.form("contact")
        await desk.press("escape")
        await desk.press("C")
        await desk.hears("Harbor Foods has not heard of it from us yet")
        await desk.press("full_stop")
        await desk.until(lambda: len([text for text in desk.told if "has not heard" in text]) == 2)
        assert isinstance(desk.screen, BoardScreen)


async def test_an_empty_board_says_that_nothing_is_selected(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.press("c")
        await desk.hears("Select a break first")
        await desk.press("p")
        await desk.until(lambda: len(desk.told) == 2)


async def test_a_read_only_replica_says_so(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    plain_break(replica)
    locked = Replica(str(replica.folder), replica.db, clock, replica.zone, read_only=True)
    async with open_desk(used=locked) as desk:
        for key in ("c", "p", "n"):
            desk.told.clear()
            await desk.press(key)
            await desk.hears("read-only")
            assert isinstance(desk.screen, BoardScreen)


async def test_duty_and_hand_over_need_no_break(replica: Replica, open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        await desk.press("h")
        await desk.on(VerbsScreen)
        await desk.press("d")
        await desk.form("duty")
        await desk.press("ctrl+s")
        await desk.hears("Saved: ana is on duty")
        assert replica.cases().board().on_duty == ("ana",)
