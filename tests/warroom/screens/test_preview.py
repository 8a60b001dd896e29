"""The preview of a text: read, edited, its findings beside it, on small and large terminals."""

from __future__ import annotations

import pytest
from rich.text import Text
from textual import events

from tests.warroom.desk import Desk
from tests.warroom.screens.opened import Opener, press, screen_text, settled
from tests.warroom.screens.previewing import GAP, LETTER, Values, open_preview, preview, until, write
from warroom.app import WarroomApp
from warroom.screens.preview_layout import WIDE

SIZES = [(80, 24), (120, 40), (200, 50)]
LONG = "\n\n".join(f"Paragraph {number} says something of what happened that day." for number in range(60))


@pytest.mark.parametrize("size", SIZES)
async def test_text_and_findings_are_seen(desk: Desk, opened: Opener, size: tuple[int, int]) -> None:
    id_ = desk.open()
    async with opened(size) as pilot:
        screen = await open_preview(pilot, desk, id_)
        text = screen_text(pilot)
        for words in ("The letter to Acme Freight", "Mary Osei <mary@acme.example>", "I am sorry for any inconvenience."):
            assert words in text
        for words in ("‼ error", "missing.fix is missing", "→ say what was done", "why: they ask for it", "_ to fill", "2 errors"):
            assert words in text
        beside = screen.panel.region.y == screen.area.region.y
        assert beside is (size[0] >= WIDE)
        assert screen.area.region.width <= 86


async def test_what_is_typed_while_editing_is_no_command(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    async with opened((120, 40)) as pilot:
        screen = await open_preview(pilot, desk, id_)
        await write(pilot, "iSqeYA? uh ")
        assert screen.area.text == f"SqeYA? uh {LETTER}"
        await press(pilot, "escape")
        assert preview(pilot) is screen
        assert not screen.area.editing
        await write(pilot, "zz")
        assert screen.area.text == f"SqeYA? uh {LETTER}"


async def test_keys_after_esc_are_for_the_screen(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    async with opened((120, 40)) as pilot:
        screen = await open_preview(pilot, desk, id_)
        for key, char in (("i", "i"), ("X", "X"), ("escape", None), ("tab", None), ("down", None)):
            pilot.app.post_message(events.Key(key, char))
        await settled(pilot)
        assert screen.area.text == f"X{LETTER}"
        one = screen.selected()
        assert one is not None
        assert one.is_gap


async def test_moving_in_the_findings_shows_their_place(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    values = Values(desk, f"{LONG}\n\nI am sorry for any inconvenience.\n")
    async with opened((80, 24)) as pilot:
        screen = await open_preview(pilot, desk, id_, values=values)
        assert "any inconvenience" not in screen_text(pilot)
        await press(pilot, "tab", "end")
        one = screen.selected()
        assert one is not None
        assert one.finding.rule == "hedge.any"
        text = screen_text(pilot)
        assert "I am sorry for any inconvenience" in text
        row = screen.area.document.line_count - 2
        assert [tone for _, _, tone in screen.area.marks_in(row)] == ["here-error"]


async def test_enter_on_a_gap_fills_it(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    async with opened((120, 40)) as pilot:
        screen = await open_preview(pilot, desk, id_)
        await press(pilot, "tab", "down", "enter")
        assert screen.area.editing
        await write(pilot, "From 1 December two of us look at it.")
        assert GAP not in screen.area.text
        assert "\n\nFrom 1 December two of us look at it.\n\n" in screen.area.text
        await until(pilot, lambda: not any(one.is_gap for one in screen.found))


async def test_findings_follow_the_text(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    async with opened((120, 40)) as pilot:
        screen = await open_preview(pilot, desk, id_)
        await write(pilot, "i")
        await press(pilot, "ctrl+home")
        await write(pilot, "One more line. ")
        (hedge,) = [one for one in screen.found if one.finding.rule == "hedge.any"]
        assert screen.area.text[hedge.start : hedge.end] == "any inconvenience"
        await until(pilot, lambda: screen._checked_text == screen.area.text)
        screen.area.put_text("Dear Mary,\n\nIt is fixed.\n")
        await until(pilot, lambda: [one.finding.rule for one in screen.found] == ["missing.fix"])


async def test_the_selected_finding_stays_selected_after_a_check(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    async with opened((120, 40)) as pilot:
        screen = await open_preview(pilot, desk, id_)
        await press(pilot, "tab", "end")
        before = screen.selected()
        await write(pilot, "i")
        await press(pilot, "ctrl+home")
        await write(pilot, "Hello. ")
        await until(pilot, lambda: screen._checked_text == screen.area.text)
        after = screen.selected()
        assert before is not None
        assert after is not None
        assert after.finding.rule == before.finding.rule == "hedge.any"


async def test_a_language_without_rules_is_not_called_clean(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    values = Values(desk, "Sehr geehrte Frau Osei,\n\nes tut uns leid.\n")
    values.language = "de"
    async with opened((120, 40)) as pilot:
        await open_preview(pilot, desk, id_, values=values)
        text = " ".join(screen_text(pilot).split())
        assert "not checked: taken for German" in text
        assert "nothing found" not in text


async def test_a_clean_text_says_so(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    values = Values(desk)
    values.words, values.missing = {}, ()
    async with opened((80, 24)) as pilot:
        await open_preview(pilot, desk, id_, values=values)
        assert "nothing found" in screen_text(pilot)


async def test_an_empty_text(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    async with opened((120, 40)) as pilot:
        screen = await open_preview(pilot, desk, id_, values=Values(desk, ""))
        assert "Nothing is in it: i writes" in screen_text(pilot)
        await press(pilot, "S")
        assert preview(pilot) is screen


async def test_a_failing_template_stays_said_and_the_built_in_one_is_offered(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    values = Values(desk)
    values.failure = "templates/letter.md.j2:12: there is no field “custommer”"
    async with opened((120, 40)) as pilot:
        screen = await open_preview(pilot, desk, id_, values=values)
        assert "templates/letter.md.j2:12" in screen_text(pilot)
        assert "A makes it with the built-in template" in screen_text(pilot)
        await press(pilot, "S", "e", "Y")
        assert preview(pilot) is screen
        await press(pilot, "A")
        assert "I am sorry for any inconvenience" in screen_text(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_wide_and_hostile_texts(desk: Desk, opened: Opener, size: tuple[int, int]) -> None:
    id_ = desk.open("[/foo] \x1b[31mAcme")
    text = f"{'尊敬的李小龙先生' * 20} [/foo] [bold]\x1b[31m\u202e\n\n<!-- x --> {'あ' * 300}\n\nI am sorry for any inconvenience."
    async with opened(size) as pilot:
        screen = await open_preview(pilot, desk, id_, values=Values(desk, text))
        assert "\x1b" not in screen.area.text
        assert "\u202e" not in screen.area.text
        shown = screen_text(pilot)
        assert "[/foo]" in shown
        assert "尊敬的李小龙先生" in shown.replace(" ", "")
        await press(pilot, "tab", "end", "enter", "escape", "down")


async def test_a_paste_is_cleaned_and_goes_into_no_text_that_is_only_read(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    async with opened((120, 40)) as pilot:
        screen = await open_preview(pilot, desk, id_)
        pilot.app.post_message(events.Paste("pasted"))
        await settled(pilot)
        assert screen.area.text == LETTER
        await press(pilot, "i")
        pilot.app.post_message(events.Paste("one\r\ntwo\rthree\x1b[31m\u202e "))
        await settled(pilot)
        assert screen.area.text.startswith("one\ntwo\nthree[31m Dear Mary")


async def test_help_and_palette_know_its_keys(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    async with opened((120, 40)) as pilot:
        await open_preview(pilot, desk, id_)
        assert isinstance(pilot.app, WarroomApp)
        titles = [command.title for command in pilot.app.get_system_commands(pilot.app.screen)]
        assert any("note that it went out" in title for title in titles)
        await press(pilot, "question_mark")
        assert "In writing" in screen_text(pilot)


async def test_esc_leaves(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    async with opened((120, 40)) as pilot:
        screen = await open_preview(pilot, desk, id_)
        await press(pilot, "escape")
        assert pilot.app.screen is not screen


async def test_a_key_in_a_long_text_draws_the_line_that_it_changes(
    desk: Desk, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = desk.open()
    paragraph = "We are sorry for any inconvenience, and one of us was asked about it on that day. " * 12
    async with opened((120, 40)) as pilot:
        screen = await open_preview(pilot, desk, id_, values=Values(desk, "\n\n".join([paragraph] * 20)))
        await press(pilot, "i")
        screen.area.move_cursor((4, 30))
        await write(pilot, "a")
        drawn: list[int] = []
        get_line = screen.area.get_line

        def noted(row: int) -> Text:
            drawn.append(row)
            return get_line(row)

        monkeypatch.setattr(screen.area, "get_line", noted)
        await write(pilot, "b")
        assert 1 <= len(drawn) <= 4
        assert set(drawn) == {4}
        assert "ab" in screen.area.document[4]
        await until(pilot, lambda: screen._checked_text == screen.area.text)
        drawn.clear()
        await press(pilot, "ctrl+home")
        assert set(drawn) <= {0, 4}


async def test_marks_are_drawn_anew_where_they_change(desk: Desk, opened: Opener) -> None:
    id_ = desk.open()
    async with opened((120, 40)) as pilot:
        screen = await open_preview(pilot, desk, id_)

        def underlined() -> str:
            row = screen._compositor.render_strips()[screen.area.region.y + 2]
            return "".join(text for text, style, _ in row if style is not None and style.underline)

        assert underlined() == "any inconvenience"
        await press(pilot, "i", "ctrl+home", "down", "down", "X")
        assert underlined() == "any inconvenience"
        screen.area.put_text(LETTER.replace("any inconvenience", "the delay"))
        await until(pilot, lambda: screen._checked_text == screen.area.text)
        await settled(pilot)
        assert underlined() == ""
