"""Typing into forms: fast, long, pasted, on small and large terminals."""

from __future__ import annotations

from functools import partial

import pytest
from textual.widgets import Static

from store.actions.opening import open_breaks
from store.clock import ManualClock
from store.replica import Replica
from tests.warroom.casting import act, opened, plain_break, rich_break
from tests.warroom.screens.conftest import LiveDesk, OpenDesk
from warroom.screens.confirm import ConfirmScreen
from warroom.screens.form import FormScreen
from warroom.screens.panel import Panel
from widgets.board_table import BoardTable
from widgets.form_field import FormField

SIZES = [(80, 24), (120, 40), (200, 50)]


async def test_keys_sent_in_one_go_land_in_the_right_fields(replica: Replica, open_desk: OpenDesk) -> None:
    id_ = plain_break(replica)
    async with open_desk() as desk:
        await desk.select("Harbor")
        desk.send(
            "c", *"mail", "tab", "tab", *"Jo Park", "tab", *"They wanx", "backspace", *"t", "enter", *"a date", "enter", "enter"
        )
        desk.send(*"apology", "tab", *"upset", "tab", *"45m", "ctrl+s")
        await desk.hears("Saved on Harbor Foods")
        (contact,) = desk.brk(id_).contacts
        assert (contact.channel, contact.with_, contact.said) == ("mail", "Jo Park", "They want\na date")
        assert (contact.kind, contact.mood) == ("apology", "upset")
        assert contact.next_at is not None


async def test_a_choice_that_hides_fields_is_followed_by_the_next_key(replica: Replica, open_desk: OpenDesk) -> None:
    id_ = plain_break(replica)
    async with open_desk() as desk:
        await desk.select("Harbor")
        desk.send("p", *"an answer", "tab", "right", "space", "tab", *"1h", "tab", *"other", "ctrl+s")
        await desk.hears("Saved on Harbor Foods: next word today 15:32")
        assert [(promise.what, promise.sure, promise.kind) for promise in desk.brk(id_).promises] == [
            ("an answer", "none", "other"),
            ("be in touch", "firm", "news"),
        ]


async def test_moving_and_acting_in_one_go_means_the_line_moved_to(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    for name in ("Alder", "Birch", "Cedar", "Dogwood"):
        opened(replica, name, "No power")
    async with open_desk() as desk:
        table = desk.screen.query_one(BoardTable)
        await desk.until(lambda: len(table.order) == 4)
        for moves in (["home"], ["down"], ["down", "down"], ["up"]):
            desk.send(*moves, "c")
            form = await desk.form("contact")
            line = table.selected_line
            assert line is not None
            assert form.subject.spoken == (line.spoken,)
            await desk.press("escape")
            await desk.board()


async def test_a_letter_typed_after_the_choice_of_a_verb_goes_into_its_form(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    id_ = rich_break(replica, clock)
    async with open_desk() as desk:
        await desk.select("Acme")
        desk.send("p", "w", "tab", *"called off", "ctrl+s")
        await desk.hears("Saved on Acme Freight: promise 2")
        assert (desk.brk(id_).promises[1].result, desk.brk(id_).promises[1].reason) == ("withdrawn", "called off")


async def test_two_forms_do_not_open_at_once(replica: Replica, open_desk: OpenDesk) -> None:
    plain_break(replica)
    async with open_desk() as desk:
        await desk.select("Harbor")
        desk.send("t", "c", "c", "p")
        await desk.form("note")
        await desk.until(lambda: desk.field("text").value == "ccp")
        assert sum(isinstance(screen, FormScreen) for screen in desk.app.screen_stack) == 1


async def test_an_answer_typed_before_its_question_is_none(replica: Replica, open_desk: OpenDesk) -> None:
    plain_break(replica)
    async with open_desk() as desk:
        before = replica.arrivals()
        desk.send("u", "y")
        await desk.on(ConfirmScreen)
        await desk.settle()
        assert isinstance(desk.screen, ConfirmScreen)
        assert replica.arrivals() == before


async def test_enter_alone_goes_through_a_form_and_saves_it(replica: Replica, open_desk: OpenDesk) -> None:
    id_ = plain_break(replica)
    async with open_desk() as desk:
        await desk.select("Harbor")
        await desk.press("c")
        form = await desk.form("contact")
        await desk.press(*["enter"] * len(form.body.to_fill()))
        await desk.hears("Saved on Harbor Foods")
        assert len(desk.brk(id_).contacts) == 1


async def test_a_line_takes_a_paste_of_several_lines_as_one(replica: Replica, open_desk: OpenDesk) -> None:
    plain_break(replica)
    async with open_desk() as desk:
        await desk.select("Harbor")
        await desk.press("p")
        await desk.form("promise")
        desk.paste("all orders\r\nthrough\tby\x1b[31m tonight\n")
        await desk.until(lambda: desk.field("what").value == "all orders through by[31m tonight")
        desk.paste("more")
        await desk.until(lambda: desk.field("what").value.endswith("tonightmore"))


@pytest.mark.parametrize("name", ["what", "said"])
async def test_a_paste_of_a_hundred_kilobytes_is_taken_or_refused_at_its_field(
    replica: Replica, open_desk: OpenDesk, name: str
) -> None:
    plain_break(replica)
    pasted = "word " * 20_000
    async with open_desk() as desk:
        await desk.select("Harbor")
        await desk.press("p" if name == "what" else "c")
        await desk.form()
        while desk.screen.focused is not desk.field(name).control:
            await desk.press("tab")
        desk.paste(pasted)
        await desk.until(lambda: len(desk.field(name).value) >= len(pasted) - 1)
        await desk.press("ctrl+s")
        await desk.until(lambda: desk.field(name).is_wrong)
        assert "characters long" in desk.note(name)
        assert len(desk.field(name).value) >= len(pasted) - 1


async def walk(desk: LiveDesk) -> None:
    """Goes through a form's fields; each must be in view with what it says, under a board that shows its selected line."""
    form = desk.screen
    assert isinstance(form, FormScreen)
    table = desk.app.screen_stack[0].query_one(BoardTable)
    panel, keys = form.query_one(Panel), form.query_one("#form-keys", Static)

    def in_view(index: int, field: FormField) -> bool:
        return form.body.focused() == index and form.body.region.contains_point(field.control.region.offset)

    for index, field in enumerate(form.body.to_fill()):
        await desk.until(partial(in_view, index, field))
        assert keys.region.bottom <= form.size.height
        assert table.region.y + 1 + table.cursor - table.top < panel.region.y
        await desk.press("tab")


@pytest.mark.parametrize("size", SIZES)
async def test_the_field_with_the_focus_and_the_selected_line_stay_in_view(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    act(replica, lambda tx: [open_breaks(tx, [f"Customer {number}"], "No power") for number in range(60)])
    rich_break(replica, clock)
    async with open_desk(size=size) as desk:
        table = desk.screen.query_one(BoardTable)
        await desk.until(lambda: len(table.order) == 61)
        await desk.press("pagedown", "i")
        form = await desk.form("edit")
        top = table.top
        await walk(desk)
        assert form.query_one(Panel).region.y >= size[1] * 0.35
        await desk.press("escape")
        await desk.board()
        assert abs(table.top - top) < table.height
        await desk.press("end", "i")
        await desk.form("edit")
        await walk(desk)


async def test_what_a_field_says_comes_into_view_with_it(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    rich_break(replica, clock)
    async with open_desk(size=(80, 24)) as desk:
        await desk.select("Acme")
        await desk.press("c")
        form = await desk.form("contact")
        await desk.press("shift+tab", *"20m")
        note = desk.field("at").query_one(".field--note")
        await desk.until(lambda: "20 m ago" in desk.note("at"))
        await desk.until(lambda: form.body.region.contains_region(note.region) and note.region.height > 0)


async def test_a_very_long_name_keeps_the_title_on_its_line(replica: Replica, open_desk: OpenDesk) -> None:
    opened(replica, "Ōkubo & Söhne " * 30, "No power")
    async with open_desk(size=(80, 24)) as desk:
        await desk.press("c")
        await desk.form("contact")
        assert desk.screen.query_one("#form-title").region.height == 1
        assert desk.screen.query_one("#form-id").region.right <= 80
        await walk(desk)
