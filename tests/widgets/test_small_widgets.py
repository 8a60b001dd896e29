"""The head, the tabs, the foot and the help: what they show at a width, and what a click says."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from store.zones import find_zone
from widgets.board_header import BoardHeader, HeaderValues
from widgets.break_header import BreakHeader, HeaderRow
from widgets.foot_line import FootLine
from widgets.help_text import HelpText, Section
from widgets.lines import LineWidget
from widgets.next_line import NextLine, NextValues
from widgets.panel_tabs import PanelTabs


class SmallApp(App[None]):
    """One widget."""

    def __init__(self, widget: LineWidget) -> None:
        super().__init__()
        self.widget = widget
        self.chosen: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_panel_tabs_chosen(self, message: PanelTabs.Chosen) -> None:
        self.chosen.append(message.name)


def rows(widget: LineWidget) -> list[str]:
    return [widget.line(y).text.rstrip() for y in range(widget.size.height)]


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (50, [" Acme · no labels", " Call Mary: say how it stands     Enter starts it"]),
        (36, [" Acme · no labels   Enter starts it", " Call Mary: say how it stands"]),
        (26, [" Call Mary: say how it", " stands       │ no labels"]),
        (20, [" Call Mary: say how", " it stands"]),
        (12, [" Call Mary:", " say how i…"]),
    ],
)
async def test_the_next_action_takes_the_place_of_the_hint_and_then_both_lines(width: int, expected: list[str]) -> None:
    line = NextLine(NextValues("Acme · no labels", "Call Mary: say how it stands", "plain", "Enter starts it", "no labels"))
    async with SmallApp(line).run_test(size=(width, 5)) as pilot:
        await pilot.pause()
        assert rows(line)[1:] == expected


async def test_an_action_that_does_not_fit_says_its_time_first() -> None:
    what = "call Mary: say how it stands"
    values = NextValues("", f"{what} · 2 d late", "plain", "", "", f"2 d late · {what}")
    for width, expected in ((26, ["call Mary: say how it", "stands · 2 d late"]), (18, ["2 d late · call", "Mary: say how i…"])):
        line = NextLine(values)
        async with SmallApp(line).run_test(size=(width, 5)) as pilot:
            await pilot.pause()
            assert [row.strip() for row in rows(line)[1:]] == expected


@pytest.mark.parametrize(
    ("width", "sums"),
    [(120, "owed €1,240 · $300 · 99 CHF   "), (72, "owed €1,240 · $300 +1  "), (66, "owed €1,240 +2  "), (58, "3 overdue   ")],
)
async def test_the_head_of_the_board_shows_as_many_sums_as_fit(width: int, sums: str) -> None:
    owed = ("€1,240", "$300", "99 CHF")
    values = HeaderValues("ops", "open", 7, 3, 0, 0, 0, owed, "ana", None, "local", "dim", "")
    header = BoardHeader(values, 0, find_zone("UTC"))
    async with SmallApp(header).run_test(size=(width, 3)) as pilot:
        await pilot.pause()
        first = header.line(0).text
        assert sums in first
        assert len(first) == width
        assert first.startswith(" ops   7 open  3 overdue ")
        assert first.rstrip().endswith("ana  local  00:00:00")


@pytest.mark.parametrize(
    ("width", "expected"),
    [(50, [" K7Q2 Acme                      sev 1 · contained"]), (22, [" K7Q2 Acme · sev 1", " contained"])],
)
async def test_the_head_flows_on_a_narrow_screen(width: int, expected: list[str]) -> None:
    head = BreakHeader()
    head.styles.height = 3
    async with SmallApp(head).run_test(size=(width, 5)) as pilot:
        row = HeaderRow(((("K7Q2 ", "key"), ("Acme", "strong")),), ((("sev 1", "overdue"),), (("contained", "plain"),)))
        head.show((row,))
        await pilot.pause()
        assert [text for text in rows(head) if text] == expected
        assert head.rows_wanted(width) == len(expected)


async def test_the_shown_tab_stands_in_brackets_and_a_click_chooses() -> None:
    tabs = PanelTabs()
    app = SmallApp(tabs)
    async with app.run_test(size=(60, 3)) as pilot:
        tabs.show([("promises", (("Promises 2", "dim"), ("‼", "overdue"))), ("owed", (("Owed", "dim"),))], "promises")
        await pilot.pause()
        assert rows(tabs) == ["[Promises 2‼] Owed"]
        await pilot.click(PanelTabs, offset=(15, 0))
        await pilot.click(PanelTabs, offset=(50, 0))
        assert app.chosen == ["owed"]


async def test_the_left_of_the_foot_gives_way_to_the_right() -> None:
    foot = FootLine()
    async with SmallApp(foot).run_test(size=(30, 3)) as pilot:
        foot.show((("call Mary Osei and tell her", "plain"),), (("ana 14:00", "strong"),))
        await pilot.pause()
        assert rows(foot) == [" call Mary Osei…    ana 14:00"]


SECTIONS = [Section(title, (("k", f"what {title} does"), ("", "a sentence"))) for title in "abcd"]


@pytest.mark.parametrize(("width", "height"), [(50, 16), (110, 8)])
async def test_the_help_takes_as_many_columns_as_fit(width: int, height: int) -> None:
    text = HelpText(SECTIONS)
    async with SmallApp(text).run_test(size=(width, 30)) as pilot:
        await pilot.pause()
        assert text.size.height == height
        shown = "\n".join(rows(text))
        assert all(f"what {title} does" in shown for title in "abcd")
