"""The call sheet on the screen: read it, ring, type what they say, log it with one key; the others see who is calling."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.actions import amends, closing, contacts, customers, dates, fields, stages
from store.clock import DAY, HOUR, MINUTE, SECOND, ManualClock
from store.replica import Replica
from tests.warroom.advisor.histories import fixed_before
from tests.warroom.casting import HOSTILE, act, hostile_break, opened, rich_break
from tests.warroom.hostile import FORBIDDEN
from tests.warroom.screens.conftest import LiveDesk, OpenDesk
from warroom.screens.board import BoardScreen
from warroom.screens.break_ import BreakScreen
from warroom.screens.call_sheet import CallSheetScreen
from warroom.screens.confirm import ConfirmScreen
from widgets.line_panel import LinePanel

NUMBER = "+44 20 7946 0018"


async def sheet_of(desk: LiveDesk, customer: str = "Acme") -> CallSheetScreen:
    """Opens the call sheet of a customer, and waits until it has read all around it."""
    await desk.select(customer)
    await desk.press("k")
    await desk.on(CallSheetScreen)
    await desk.worked_off()
    await desk.until(lambda: isinstance(desk.screen.focused, LinePanel))
    assert isinstance(desk.screen, CallSheetScreen)
    return desk.screen


async def logged(desk: LiveDesk) -> None:
    await desk.press("ctrl+s")
    await desk.hears("Saved on Acme Freight")
    await desk.board()


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_the_number_and_what_to_say_are_there_without_scrolling(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    rich_break(replica, clock)
    async with open_desk(size=size) as desk:
        await sheet_of(desk)
        lines = desk.text.splitlines()
        assert lines[0].startswith(f" {NUMBER}  Mary Osei")
        assert lines[0].endswith("13:32:07 there · 14:32:07 here")
        for words in ("“Mary, this is ana. It is about", "A part comes later.", "What does it do to you?", "You hear from me by"):
            assert words in desk.text
        assert "disputed claim" in desk.text or "Don't argue the claim" in desk.text
        assert "type what they say" in desk.text
        assert "Acme Freight" in desk.text
        assert " note " in desk.text
        assert len(lines) <= size[1]
        assert all(len(line) <= size[0] for line in lines)


async def test_it_opens_from_a_break_and_esc_goes_back(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    rich_break(replica, clock)
    async with open_desk() as desk:
        await desk.select("Acme")
        await desk.press("d")
        await desk.on(BreakScreen)
        await desk.worked_off()
        await desk.press("k")
        await desk.on(CallSheetScreen)
        await desk.worked_off()
        await desk.press("escape")
        await desk.on(BreakScreen)


async def test_y_copies_the_number_and_any_other_letter_begins_the_note(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    id_ = rich_break(replica, clock)
    async with open_desk() as desk:
        await sheet_of(desk)
        await desk.press("Y")
        assert desk.app.clipboard == NUMBER
        assert desk.field("said").value == ""
        desk.send(*"She says: Yes, today.")
        await desk.settle()
        assert desk.field("said").value == "She says: Yes, today."
        await logged(desk)
        last = desk.brk(id_).contacts[-1]
        assert (last.said, last.channel, last.result, last.with_) == ("She says: Yes, today.", "call", "spoke", "Mary Osei")


async def test_a_sentence_may_begin_with_you(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    """`Y` copies the number; a small letter that follows at once makes it the first of a word, and one that comes later not."""
    rich_break(replica, clock)
    async with open_desk() as desk:
        await sheet_of(desk)
        desk.send(*"You said so, again.")
        await desk.settle()
        assert desk.field("said").value == "You said so, again."
        assert desk.app.clipboard == NUMBER


async def test_a_note_that_is_begun_after_the_number_was_copied_has_no_y(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    rich_break(replica, clock)
    async with open_desk() as desk:
        await sheet_of(desk)
        await desk.press("Y")
        clock.advance(4 * SECOND)
        desk.send(*"one truck waits")
        await desk.settle()
        assert desk.field("said").value == "one truck waits"
        assert desk.app.clipboard == NUMBER


async def test_a_call_that_reached_them_wants_a_sentence_and_an_attempt_none(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    id_ = rich_break(replica, clock)
    before = len(replica.cases().case(id_).brk.contacts)
    async with open_desk() as desk:
        screen = await sheet_of(desk)
        screen.body.fields["mood"].value = "upset"
        await desk.press("ctrl+s")
        await desk.until(lambda: "is logged with a sentence" in desk.note("said"))
        assert isinstance(desk.screen, CallSheetScreen)
        assert desk.field("mood").value == "upset"
        assert len(desk.brk(id_).contacts) == before
        await desk.press("ctrl+n")
        await logged(desk)
        assert desk.brk(id_).contacts[-1].result == "attempt"


async def test_the_sheet_says_that_it_hit_them_before(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    first = opened(replica, "Acme Freight", "Certificate ran out", cause="cert")
    act(replica, lambda tx: stages.set_stage(tx, first, "closed"))
    clock.advance(HOUR)
    opened(replica, "Acme Freight", "Certificate again", severity=1, cause="cert")
    async with open_desk() as desk:
        await sheet_of(desk)
        await desk.until(lambda: "nothing was learned from it" in " ".join(desk.text.split()))
        assert "“The second time”" in desk.text


async def test_a_paste_on_the_sheet_goes_into_the_note(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    rich_break(replica, clock)
    async with open_desk() as desk:
        await sheet_of(desk)
        desk.paste("ticket 4711\x1b[2J")
        await desk.until(lambda: desk.field("said").value == "ticket 4711[2J")


async def test_without_a_number_there_is_nothing_to_copy(replica: Replica, open_desk: OpenDesk) -> None:
    opened(replica, "Acme Freight", "Label API down", severity=1)
    async with open_desk((80, 24)) as desk:
        await sheet_of(desk)
        assert "no number and nobody to ring" in desk.text
        await desk.press("Y")
        await desk.hears("There is no number to copy")


async def test_mood_and_next_word_are_logged_with_it(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    id_ = rich_break(replica, clock)
    async with open_desk((80, 24)) as desk:
        await sheet_of(desk)
        await desk.press("tab")
        await desk.write("Trucks wait.")
        await desk.press("tab", "tab", "tab", "tab")
        await desk.write("furious")
        await desk.press("tab")
        await desk.write("45m")
        await logged(desk)
        last = desk.brk(id_).contacts[-1]
        assert (last.said, last.mood, last.next_at) == ("Trucks wait.", "furious", clock.now() + 45 * MINUTE)


async def test_a_moved_date_that_they_were_told_on_the_phone_is_ticked_there(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    id_ = rich_break(replica, clock)
    async with open_desk((80, 24)) as desk:
        await sheet_of(desk)
        assert "I wanted you to know at once" in " ".join(desk.text.split())
        await desk.write("They know.")
        await desk.press("tab", "tab", "space")
        await logged(desk)
        assert desk.brk(id_).promises[1].told


async def test_nobody_answered_is_an_attempt_that_says_when_to_try_again(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    id_ = rich_break(replica, clock)
    before = replica.cases().case(id_).row.last_contact_at
    async with open_desk() as desk:
        await sheet_of(desk)
        await desk.press("ctrl+n")
        await desk.until(lambda: "again 14:42; it does not count as a contact" in desk.note("result"))
        await desk.write("voicemail")
        await logged(desk)
        assert any("again 14:42" in said for said in desk.told)
        row = replica.cases().case(id_).row
        assert (row.attempts, row.retry_at, row.last_contact_at) == (1, clock.now() + 10 * MINUTE, before)
        await sheet_of(desk)
        await desk.press("ctrl+n", "ctrl+n")
        assert desk.field("result").value == "reached"


async def test_the_second_attempt_names_the_deputy(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    id_ = rich_break(replica, clock)
    act(replica, lambda tx: customers.edit_customer(tx, "Acme Freight", person="Mary Osei", about_person={"deputy": "Tom Hall"}))
    act(replica, lambda tx: contacts.log_contact(tx, [id_], "call", attempt=True))
    async with open_desk() as desk:
        await sheet_of(desk)
        await desk.press("ctrl+n")
        await desk.until(lambda: "then the deputy: Tom Hall" in desk.note("result"))


async def test_esc_asks_when_something_was_typed_and_a_draft_survives(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    rich_break(replica, clock)
    async with open_desk() as desk:
        await sheet_of(desk)
        await desk.write("half a sente")
        await desk.press("escape")
        await desk.on(ConfirmScreen)
        await desk.press("n")
        await desk.on(CallSheetScreen)
        await desk.write("nce")
    async with open_desk() as desk:
        await desk.select("Acme")
        await desk.press("k")
        await desk.on(CallSheetScreen)
        await desk.until(lambda: "not saved" in desk.shown("#form-word"))
        assert desk.field("said").value == "half a sentence"
        await desk.press("escape")
        await desk.on(ConfirmScreen)
        await desk.press("y")
        await desk.on(BoardScreen)
        await sheet_of(desk)
        assert desk.field("said").value == ""


async def test_tab_goes_round_from_the_sheet_through_the_fields(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    rich_break(replica, clock)
    async with open_desk() as desk:
        screen = await sheet_of(desk)
        await desk.press("enter")
        assert desk.screen.focused is desk.field("said").control
        await desk.press("shift+tab")
        assert isinstance(desk.screen.focused, LinePanel)
        for _ in range(len(screen.body.to_fill()) + 1):
            await desk.press("tab")
        assert isinstance(desk.screen.focused, LinePanel)


async def test_arrows_go_from_half_to_half_where_there_are_two(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    rich_break(replica, clock)
    async with open_desk() as desk:
        screen = await sheet_of(desk)
        say, facts = screen.query_one("#call-say", LinePanel), screen.query_one("#call-facts", LinePanel)
        assert (say.active, facts.active) == (True, False)
        await desk.press("right", "down")
        await desk.until(lambda: facts.active)
        assert (say.active, facts.cursor) == (False, 1)
        await desk.press("left")
        await desk.until(lambda: say.active)
        await desk.write("so")
        assert (desk.field("said").value, say.active) == ("so", False)


async def test_what_comes_in_meanwhile_and_the_clocks_are_followed(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    id_ = rich_break(replica, clock)
    async with open_desk() as desk:
        screen = await sheet_of(desk)
        act(replica, lambda tx: fields.set_fields(tx, id_, {"trouble": "nine trucks wait"}), "ben")
        clock.advance(65_000)
        screen.tick(clock.now())
        await desk.until(lambda: "nine trucks wait" in desk.text)
        assert "14:33:12 here" in desk.text
        assert "open 1 m" in desk.text
        assert "What does it do to you?" not in desk.text


async def test_other_open_breaks_of_the_customer_count(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    rich_break(replica, clock)
    other = opened(replica, "Acme Freight", "Invoices wrong", severity=3)
    act(replica, lambda tx: contacts.log_contact(tx, [other], "call", kind="apology"))
    closed = opened(replica, "Acme Freight", "Old story", severity=3)
    act(replica, lambda tx: stages.set_stage(tx, closed, "closed"))
    async with open_desk() as desk:
        await desk.select("Acme Freight")
        while "Label API" not in desk.shown("NextLine") and "Label" not in desk.text.splitlines()[-3]:
            await desk.press("down")
        await desk.press("k")
        await desk.on(CallSheetScreen)
        await desk.until(lambda: "Invoices wrong" in desk.text)
        assert "Old story" not in desk.text
        assert "they heard 2, and nothing has moved" in " ".join(desk.text.split())


async def test_a_night_is_loud_in_the_first_lines(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    rich_break(replica, clock)
    about = {"night": "+81 3 99"}
    act(
        replica,
        lambda tx: customers.edit_customer(
            tx, "Acme Freight", card={"zone": "Asia/Tokyo", "hours": "8-18"}, person="Mary Osei", about_person=about
        ),
    )
    async with open_desk((80, 24)) as desk:
        await sheet_of(desk)
        lines = desk.text.splitlines()
        assert lines[0].startswith(" +81 3 99 (night line)")
        assert lines[1].startswith(" ‼ THEIR NIGHT: it is 22:32 there")
        assert "08:00 theirs" in f"{lines[1]} {lines[2]}"


async def test_a_follow_up_call_has_its_own_sheet_and_is_done_with_it(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    id_ = opened(replica, "Acme Freight", "Label API down", severity=1, fault="ours", owner="ana")
    act(replica, lambda tx: [stages.set_stage(tx, id_, stage) for stage in ("owned", "fixed", "follow-up")])
    act(replica, lambda tx: dates.plan_followup(tx, id_, "call", "in 1h"))
    act(replica, lambda tx: amends.owe(tx, id_, "gift-card", "77 EUR"))
    clock.advance(2 * HOUR)
    async with open_desk() as desk:
        await desk.press("2")
        await desk.worked_off()
        await sheet_of(desk)
        for words in ("follow-up call", "Once more: that was our mistake", "before you ring", "Thank you for your patience"):
            assert words in desk.text
        assert "€77" not in desk.text
        await desk.write("All well since.")
        await logged(desk)
        assert any("follow-up 1 is done" in said for said in desk.told)
        brk = desk.brk(id_)
        assert brk.followups[0].done_at is not None
        assert brk.contacts[-1].said == "All well since."


async def test_a_call_right_after_the_fix_is_not_the_follow_up_of_some_days_later(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    id_ = opened(replica, "Acme Freight", "Label API down", severity=1, fault="ours", owner="ana")
    act(replica, lambda tx: stages.set_stage(tx, id_, "fixed"))
    act(replica, lambda tx: dates.plan_followup(tx, id_, "call", "in 5d"))
    async with open_desk() as desk:
        await sheet_of(desk)
        await desk.write("It runs again.")
        await logged(desk)
        assert desk.brk(id_).followups[0].done_at is None
        clock.advance(4 * DAY)
        await sheet_of(desk)
        assert desk.field("follow-up").value == "1"


async def test_a_call_in_the_watch_period_is_a_check_in(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    id_ = opened(replica, "Acme Freight", "Label API down", severity=1, fault="ours", owner="ana")
    act(replica, lambda tx: contacts.log_contact(tx, [id_], "call", kind="apology"))
    act(replica, lambda tx: closing.close(tx, id_, reason="over", outcome="kept"))
    clock.advance(14 * DAY)
    async with open_desk() as desk:
        await desk.press("2")
        await desk.worked_off()
        await sheet_of(desk)
        await desk.write("All well.")
        await logged(desk)
        assert desk.brk(id_).contacts[-1].kind == "check-in"


async def test_our_history_is_read_late_and_shown(replica: Replica, clock: ManualClock, open_desk: OpenDesk) -> None:
    fixed_before(replica, clock.at - HOUR, 60, minutes=60, severity=3, category="api")
    opened(replica, "Acme Freight", "API down", severity=3, category="api")
    async with open_desk() as desk:
        await sheet_of(desk)
        await desk.until(lambda: "80 % sure by" in desk.text)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (30, 8)])
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
async def test_hostile_texts_are_only_text(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk, text: str, size: tuple[int, int]
) -> None:
    hostile_break(replica, clock, text)
    async with open_desk(size=size) as desk:
        await sheet_of(desk, "Evil")
        assert not FORBIDDEN.search(desk.text)
        await desk.press("down", "down", "end", "Y")
        assert not FORBIDDEN.search(desk.text)
        assert not FORBIDDEN.search(desk.app.clipboard)


async def test_one_break_at_a_time(replica: Replica, open_desk: OpenDesk) -> None:
    first = opened(replica, "Acme Freight", "Label API down", severity=1)
    opened(replica, "Elm", "Label API down", failure=first, severity=1)
    async with open_desk() as desk:
        await desk.press("home", "k")
        await desk.hears("about one break at a time")


async def test_a_reader_that_fails_leaves_the_sheet_as_it_was(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk, tmp_path: Path
) -> None:
    rich_break(replica, clock)
    async with open_desk() as desk:
        screen = await sheet_of(desk)
        await screen.live.reader.close()
        screen.live.reader._path = tmp_path / "gone" / "replica.db"
        screen._read()
        await desk.worked_off()
        assert NUMBER in desk.text


async def test_on_a_read_only_board_it_can_be_read_and_what_was_typed_stays(
    replica: Replica, clock: ManualClock, open_desk: OpenDesk
) -> None:
    rich_break(replica, clock)
    locked = Replica(str(replica.folder), replica.db, clock, replica.zone, read_only=True)
    before = replica.arrivals()
    async with open_desk(used=locked) as desk:
        await sheet_of(desk)
        assert NUMBER in desk.text
        await desk.write("words")
        await desk.press("ctrl+s")
        await desk.until(lambda: "read-only" in desk.shown("#form-trouble"))
        assert desk.field("said").value == "words"
    assert replica.arrivals() == before
