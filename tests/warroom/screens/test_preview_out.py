"""Texts that leave the preview: copied, saved, noted as sent; one for each of several customers; from the next action."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.actions.contacts import log_contact
from store.actions.customers import edit_customer
from store.actions.opening import open_breaks
from store.actions.stages import mark_fixed
from store.clock import MINUTE
from store.replica.log import events_since
from tests.warroom.desk import Desk
from tests.warroom.screens.opened import Opener, press, screen_text, settled
from tests.warroom.screens.previewing import GAP, Values, open_preview, preview, until, write
from warroom.screens.board import BoardScreen
from warroom.screens.confirm import ConfirmScreen
from warroom.screens.form import FormScreen
from warroom.screens.line import LineScreen
from warroom.screens.preview import PreviewScreen
from warroom.screens.writing_all import SavingAllScreen

FULL = """Dear Mary,

I am sorry: we sent your labels to the wrong printer. The mistake was ours. The migration script used the old list.

We fixed it at 14:20. From 1 December two of us look at each list before it is used. We credit you 300 EUR.

Thank you for telling us at once. I will call you tomorrow.

Ana
"""


def known(desk: Desk, customer: str = "Acme Freight") -> str:
    """A break of a customer who was told."""
    id_ = desk.open(customer, contact_name="Mary Osei")
    desk.do(lambda tx: log_contact(tx, [id_], "call", kind="apology"), 60)
    return id_


def on_board(pilot: Pilot[None]) -> bool:
    """Whether the board is shown again."""
    return isinstance(pilot.app.screen, BoardScreen)


def written(desk: Desk, id_: str) -> list[str]:
    """The summaries that went out."""
    return [item.summary for item in desk.replica.cases().brk(id_).written]


async def test_a_letter_goes_out(desk: Desk, opened: Opener) -> None:
    id_ = known(desk)
    async with opened((120, 40)) as pilot:
        await press(pilot, "e", "l")
        screen = preview(pilot)
        assert "Dear Mary" in screen.area.text
        await press(pilot, "S")
        assert isinstance(pilot.app.screen, ConfirmScreen)
        assert "to fill" in screen_text(pilot)
        await press(pilot, "enter", "n")
        assert written(desk, id_) == []
        await press(pilot, "S", "y")
        assert isinstance(pilot.app.screen, FormScreen)
        assert "Acme Freight" in screen_text(pilot)
        assert written(desk, id_) == []
        text = screen.area.text
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: written(desk, id_) == ["letter"])
        (sent,) = desk.replica.cases().brk(id_).written
        assert sent.text == text
        assert sent.to == "Mary Osei"
        (event,) = [event for event in events_since(desk.replica.db, 0) if event.kind == "written"]
        assert event.body is not None
        assert "missing.gap" in event.body["overrides"]
        await settled(pilot)
        await until(pilot, lambda: "read only" in screen_text(pilot))
        bar = screen_text(pilot).rstrip().splitlines()[-1]
        assert "S sent" not in bar
        assert "i edit" not in bar
        assert "A anew" in bar
        assert desk.replica.cases().brk(id_).contacts[-1].channel == "mail"
        await press(pilot, "i")
        assert not screen.area.editing
        await press(pilot, "escape")
        assert on_board(pilot)


async def test_what_was_sent_is_shown_and_another_one_says_so(desk: Desk, opened: Opener) -> None:
    id_ = known(desk)
    async with opened((120, 40)) as pilot:
        await press(pilot, "e", "l", "S", "y", "ctrl+s")
        await until(pilot, lambda: written(desk, id_) == ["letter"])
        await press(pilot, "escape", "e")
        assert "the letter · sent" in screen_text(pilot)
        await press(pilot, "l")
        assert "read only" in screen_text(pilot)
        await press(pilot, "A")
        assert "another one: the last was sent" in screen_text(pilot)
        await press(pilot, "i")
        assert preview(pilot).area.editing


async def test_an_edited_letter_goes_out_as_it_was_edited(desk: Desk, opened: Opener) -> None:
    id_ = known(desk)
    async with opened((120, 40)) as pilot:
        screen = await open_preview(pilot, desk, id_, values=None, real=True)
        screen.area.put_text(FULL)
        await settled(pilot)
        await press(pilot, "S")
        if isinstance(pilot.app.screen, ConfirmScreen):
            await press(pilot, "y")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: written(desk, id_) == ["letter"])
        assert desk.replica.cases().brk(id_).written[0].text == FULL
        assert not list((desk.folder / "state" / "drafts").rglob("*.json"))


async def test_a_letter_that_nobody_signs_is_asked_about(desk: Desk, opened: Opener) -> None:
    id_ = known(desk)
    async with opened((120, 40)) as pilot:
        screen = await open_preview(pilot, desk, id_, real=True)
        screen.area.put_text(FULL.replace("\nAna\n", "\nYours sincerely,\n\n[to fill: signer: your name]\n"))
        await settled(pilot)
        await press(pilot, "S")
        assert isinstance(pilot.app.screen, ConfirmScreen)
        assert "to fill: signer: your name" in screen_text(pilot)


async def test_a_letter_to_somebody_else_is_refused(desk: Desk, opened: Opener) -> None:
    id_ = known(desk)
    async with opened((120, 40)) as pilot:
        screen = await open_preview(pilot, desk, id_, real=True)
        screen.area.put_text("Dear Ben,\n\nI am sorry for what happened at Bluebird Hotels.\n")
        await settled(pilot)
        await press(pilot, "S")
        assert pilot.app.screen is screen
        assert "is it theirs?" in " ".join(screen_text(pilot).split())
        assert written(desk, id_) == []


async def test_it_is_copied_as_plain_text(desk: Desk, opened: Opener) -> None:
    known(desk)
    async with opened((120, 40)) as pilot:
        await press(pilot, "e", "l", "Y")
        assert "Dear Mary" in pilot.app.clipboard
        assert "the letter as plain text" in " ".join(screen_text(pilot).split())


async def save_as(pilot: Pilot[None], name: str, folder: Path) -> None:
    """Fills the form of a file."""
    form = pilot.app.screen
    assert isinstance(form, FormScreen)
    form.body.fields["name"].value = name
    form.body.fields["folder"].value = str(folder)
    await settled(pilot)
    await pilot.press("ctrl+s")  # saving may ask, and wait for the answer


@pytest.mark.parametrize("steps", range(7))
async def test_it_is_saved_in_every_format(desk: Desk, opened: Opener, tmp_path: Path, steps: int) -> None:
    known(desk)
    async with opened((120, 40)) as pilot:
        await press(pilot, "e", "l", "e", "y", *["right"] * steps)
        form = pilot.app.screen
        assert isinstance(form, FormScreen)
        ending = form.values["format"]
        await save_as(pilot, "mine", tmp_path)
        await until(pilot, lambda: (tmp_path / f"mine.{ending}").exists())
        await settled(pilot)
        assert isinstance(pilot.app.screen, PreviewScreen)
        assert (tmp_path / f"mine.{ending}").stat().st_size > 100


async def test_a_file_that_is_there_is_replaced_only_after_a_question(desk: Desk, opened: Opener, tmp_path: Path) -> None:
    known(desk)
    (tmp_path / "mine.md").write_text("old")
    async with opened((120, 40)) as pilot:
        await press(pilot, "e", "l", "e", "y")
        await save_as(pilot, "mine", tmp_path)
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmScreen))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, FormScreen))
        assert (tmp_path / "mine.md").read_text() == "old"
        await settled(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmScreen))
        await pilot.press("y")
        await until(pilot, lambda: "Dear Mary" in (tmp_path / "mine.md").read_text())


def notes(desk: Desk, id_: str) -> list[str]:
    """The notes on a break."""
    return [note.text for note in desk.replica.cases().brk(id_).notes]


async def test_saving_with_errors_asks_once_and_is_noted(desk: Desk, opened: Opener, tmp_path: Path) -> None:
    id_ = known(desk)
    async with opened((120, 40)) as pilot:
        screen = await open_preview(pilot, desk, id_)
        await press(pilot, "e")
        assert isinstance(pilot.app.screen, ConfirmScreen)
        assert all(words in screen_text(pilot) for words in ("hedge.any here", "missing.fix is missing", "to fill: prevention"))
        await press(pilot, "n")
        assert preview(pilot) == screen
        await press(pilot, "e", "y")
        await save_as(pilot, "mine", tmp_path)
        await until(pilot, lambda: bool(notes(desk, id_)))
        assert notes(desk, id_) == ["exported the letter to mine.md in spite of: missing.fix, hedge.any"]
        assert (tmp_path / "mine.md").exists()


async def test_saving_with_gaps_alone_asks_and_notes_nothing(desk: Desk, opened: Opener, tmp_path: Path) -> None:
    id_ = known(desk)
    values = Values(desk)
    values.words, values.missing = {GAP: "missing.gap"}, ()
    async with opened((120, 40)) as pilot:
        screen = await open_preview(pilot, desk, id_, values=values)
        await press(pilot, "e", "y")
        await save_as(pilot, "mine", tmp_path)
        await until(pilot, lambda: pilot.app.screen is screen)
        assert (tmp_path / "mine.md").exists()
        assert notes(desk, id_) == []


async def test_a_clean_text_is_saved_without_a_question(desk: Desk, opened: Opener) -> None:
    id_ = known(desk)
    values = Values(desk, "Dear Mary,\n\nall is well.\n")
    values.missing = ()
    async with opened((120, 40)) as pilot:
        await open_preview(pilot, desk, id_, values=values)
        await press(pilot, "e")
        assert isinstance(pilot.app.screen, FormScreen)


@pytest.mark.parametrize("name", ["../out", "", "a/b", "..."])
async def test_a_name_that_is_none_stands_at_its_field(desk: Desk, opened: Opener, tmp_path: Path, name: str) -> None:
    known(desk)
    async with opened((120, 40)) as pilot:
        await press(pilot, "e", "l", "e", "y")
        await save_as(pilot, name, tmp_path)
        await settled(pilot)
        form = pilot.app.screen
        assert isinstance(form, FormScreen)
        assert form.body.fields["name"].is_wrong
        assert not list(tmp_path.glob("*.md"))


async def test_a_board_that_can_not_be_written(desk: Desk, opened: Opener, tmp_path: Path) -> None:
    id_ = known(desk)
    desk.replica.read_only = True
    async with opened((120, 40)) as pilot:
        await press(pilot, "e", "l")
        assert "Dear Mary" in preview(pilot).area.text
        await press(pilot, "S")
        assert "read-only" in screen_text(pilot)
        await press(pilot, "Y", "e", "y")
        await save_as(pilot, "mine", tmp_path)
        await until(pilot, lambda: (tmp_path / "mine.md").exists())
    desk.replica.read_only = False
    assert written(desk, id_) == []


async def test_one_for_each_customer_of_a_failure(desk: Desk, opened: Opener, tmp_path: Path) -> None:
    customers = ["Acme Freight", "Elm Couriers", "../../etc", "acme freight."]
    desk.do(lambda tx: open_breaks(tx, customers, "Label API down", severity=1), 60)
    async with opened((120, 40)) as pilot:
        await press(pilot, "home", "e", "l")
        assert isinstance(pilot.app.screen, ConfirmScreen)
        assert "Elm Couriers" in screen_text(pilot)
        await press(pilot, "y")
        form = pilot.app.screen
        assert isinstance(form, SavingAllScreen)
        form.body.fields["folder"].value = str(tmp_path / "letters")
        (tmp_path / "letters").mkdir()
        await settled(pilot)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, LineScreen))
        assert "4 of 4 written" in screen_text(pilot)
        files = sorted((tmp_path / "letters").iterdir())
        assert len(files) == 4
        assert sum("Dear" in path.read_text("utf-8") for path in files) == 4
        await press(pilot, "escape")
        assert on_board(pilot)


async def test_errors_in_one_of_several_are_asked_about_and_noted(desk: Desk, opened: Opener, tmp_path: Path) -> None:
    ids = desk.do(lambda tx: open_breaks(tx, ["Acme Freight", "Elm Couriers"], "Label API down", severity=1), 60).ids
    templates = desk.live.places.templates
    templates.mkdir(parents=True)
    (templates / "letter.md.j2").write_text("Dear {{ customer }},\n\nWe apologise for any inconvenience.\n", "utf-8")
    async with opened((120, 40)) as pilot:
        await press(pilot, "home", "e", "l", "y")
        form = pilot.app.screen
        assert isinstance(form, SavingAllScreen)
        form.body.fields["folder"].value = str(tmp_path)
        await settled(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "finds errors in 2" in screen_text(pilot))
        await pilot.press("y")
        await until(pilot, lambda: isinstance(pilot.app.screen, LineScreen))
        assert "2 of 2 written" in screen_text(pilot)
    assert [len(notes(desk, id_)) for id_ in ids] == [1, 1]
    assert "in spite of: " in notes(desk, ids[0])[0]


async def test_what_does_not_apply_says_why(desk: Desk, opened: Opener) -> None:
    known(desk)
    async with opened((120, 40)) as pilot:
        await press(pilot, "e")
        assert "no gift card is on the record" in screen_text(pilot)
        await press(pilot, "g")
        assert isinstance(pilot.app.screen, BoardScreen)
        assert "No gift card" in screen_text(pilot) or "no gift card" in screen_text(pilot)
        await press(pilot, "e", "f")
        assert isinstance(pilot.app.screen, BoardScreen)


async def test_the_follow_up_mail_is_what_enter_starts(desk: Desk, opened: Opener) -> None:
    id_ = known(desk)
    desk.do(lambda tx: mark_fixed(tx, id_, followups=[("mail", 2 * 24 * 60 * MINUTE)]), 3 * 24 * 60)
    desk.do(lambda tx: log_contact(tx, [id_], "call"), 1)
    async with opened((120, 40)) as pilot:
        await press(pilot, "home", "enter")
        screen = preview(pilot)
        assert screen.summary_name == "followup"
        await press(pilot, "S")
        if isinstance(pilot.app.screen, ConfirmScreen):
            await press(pilot, "y")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: written(desk, id_) == ["followup"])
        assert all(item.done_at is not None for item in desk.replica.cases().brk(id_).followups if item.channel == "mail")


async def test_the_hand_over_of_the_board_from_h(desk: Desk, opened: Opener) -> None:
    known(desk)
    async with opened((80, 24)) as pilot:
        await press(pilot, "h", "w")
        screen = preview(pilot)
        assert screen.summary_name == "handover"
        assert "Acme Freight" in screen.area.text
        await press(pilot, "S")
        assert "accepted, not sent" in " ".join(screen_text(pilot).split())


@pytest.mark.parametrize("key", ["r", "h", "b"])
async def test_the_others_open_too(desk: Desk, opened: Opener, key: str) -> None:
    known(desk)
    async with opened((120, 40)) as pilot:
        await press(pilot, "d", "e", key)
        assert preview(pilot).area.text.strip()
        await press(pilot, "escape")


async def test_a_team_s_own_template_that_fails(desk: Desk, opened: Opener) -> None:
    known(desk)
    folder = desk.live.places.templates
    folder.mkdir(parents=True)
    (folder / "letter.md.j2").write_text("Dear {{ first_name }}\n{{ nothing_like_it }}\n", "utf-8")
    async with opened((120, 40)) as pilot:
        await press(pilot, "e", "l")
        assert "templates/letter.md.j2:2" in screen_text(pilot)
        await press(pilot, "A")
        assert "Dear Mary" in preview(pilot).area.text


async def test_typed_ahead_keys_reach_the_preview(desk: Desk, opened: Opener) -> None:
    known(desk)
    async with opened((120, 40)) as pilot:
        await write(pilot, "eli")
        await until(pilot, lambda: isinstance(pilot.app.screen, PreviewScreen))


async def test_closing_without_a_letter_goes_to_the_letter_and_nothing_typed_is_lost(desk: Desk, opened: Opener) -> None:
    id_ = known(desk)
    desk.do(lambda tx: mark_fixed(tx, id_), 30)
    async with opened((120, 40)) as pilot:
        await press(pilot, "s")
        form = pilot.app.screen
        assert isinstance(form, FormScreen)
        form.body.fields["stage"].value = "closed"
        await settled(pilot)
        form.set_focus(form.body.fields["reason"].control)
        await write(pilot, "they wanted none")
        assert "no letter went out" in screen_text(pilot)
        assert "Ctrl+L writes it now" in " ".join(screen_text(pilot).split())
        await press(pilot, "ctrl+l")
        screen = preview(pilot)
        screen.area.put_text(FULL)
        await until(pilot, lambda: screen._checked_text == screen.area.text)
        await press(pilot, "S")
        await until(pilot, lambda: pilot.app.screen is not screen)
        if isinstance(pilot.app.screen, ConfirmScreen):
            await press(pilot, "y")
        assert isinstance(pilot.app.screen, FormScreen)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: written(desk, id_) == ["letter"])
        await press(pilot, "escape")
        assert pilot.app.screen is form
        assert form.values["reason"] == "they wanted none"
        assert "no letter went out" not in screen_text(pilot)


async def test_ctrl_l_writes_nothing_where_no_letter_is_asked_for(desk: Desk, opened: Opener) -> None:
    desk.open()
    async with opened((120, 40)) as pilot:
        await press(pilot, "s")
        form = pilot.app.screen
        await press(pilot, "ctrl+l")
        assert pilot.app.screen is form


async def test_a_text_that_no_entry_holds_says_so_before_it_is_sent(desk: Desk, opened: Opener) -> None:
    id_ = known(desk)
    async with opened((120, 40)) as pilot:
        screen = await open_preview(pilot, desk, id_, values=Values(desk, "Dear Mary,\n\n" + "It broke. " * 5_998))
        assert "at most 60,000 can be noted as sent" not in screen_text(pilot)
        screen.area.put_text("Dear Mary,\n\n" + "It broke. " * 6_000)
        await settled(pilot)
        assert "It has 60,012 characters, and at most 60,000 can be noted as sent" in screen_text(pilot)
        await press(pilot, "S")
        assert pilot.app.screen is screen
        assert written(desk, id_) == []


async def test_an_extra_that_is_not_there_is_named_and_nothing_typed_is_lost(
    desk: Desk, opened: Opener, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    id_ = known(desk)
    monkeypatch.setitem(sys.modules, "docx", None)
    async with opened((120, 40)) as pilot:
        await open_preview(pilot, desk, id_)
        await press(pilot, "e", "y")
        form = pilot.app.screen
        assert isinstance(form, FormScreen)
        form.body.fields["format"].value = "docx"
        form.body.fields["folder"].value = str(tmp_path)
        await settled(pilot)
        await press(pilot, "ctrl+s")
        assert form.is_current
        assert "warroom[docx]" in " ".join(screen_text(pilot).split())
        assert form.values["folder"] == str(tmp_path)
        assert list(tmp_path.glob("*.docx")) == []
        form.body.fields["format"].value = "md"
        await press(pilot, "ctrl+s")
        assert len(list(tmp_path.glob("*.md"))) == 1


async def test_who_must_not_be_contacted_is_asked_about_before_it_is_noted(desk: Desk, opened: Opener) -> None:
    id_ = known(desk)
    desk.do(lambda tx: edit_customer(tx, "Acme Freight", card={"do_not_contact": "lawyers talk"}), 50)
    async with opened((120, 40)) as pilot:
        await press(pilot, "e", "l")
        assert "must not be contacted" in screen_text(pilot)
        await press(pilot, "S")
        assert isinstance(pilot.app.screen, ConfirmScreen)
        assert "they must not be contacted: lawyers talk" in screen_text(pilot)
        await press(pilot, "n")
        assert written(desk, id_) == []
