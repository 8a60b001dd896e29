"""A panel of lines: the selection belongs to a key and keeps its place on the screen; keys and mouse move it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from widgets.line_panel import LinePanel
from widgets.panel_lines import PanelLine


def lines(*names: str) -> tuple[PanelLine, ...]:
    return tuple(PanelLine(name, ((f"line {name}", "plain"),)) for name in names)


class WatchedPanel(LinePanel):
    """Remembers which rows it painted."""

    DEFAULT_CSS = ""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.painted: list[int] = []

    def repaint(self, lines: Iterable[int]) -> None:
        wanted = list(lines)
        self.painted += wanted
        super().repaint(wanted)


class PanelApp(App[None]):
    """One panel, ten rows high."""

    CSS = "LinePanel { height: 10; width: 40; }"

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.highlighted: list[str] = []

    def compose(self) -> ComposeResult:
        yield WatchedPanel("Things")

    def on_mount(self) -> None:
        self.query_one(LinePanel).activate(True)
        self.query_one(LinePanel).focus()

    def on_line_panel_opened(self, message: LinePanel.Opened) -> None:
        self.opened.append(message.key)

    def on_line_panel_highlighted(self, message: LinePanel.Highlighted) -> None:
        self.highlighted.append(message.key)


@pytest.fixture
async def pilot() -> AsyncIterator[Pilot[None]]:
    app = PanelApp()
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        yield pilot


def panel_of(pilot: Pilot[None]) -> LinePanel:
    return pilot.app.query_one(LinePanel)


def rows(pilot: Pilot[None]) -> list[str]:
    panel = panel_of(pilot)
    return [panel.line(y).text.rstrip() for y in range(panel.size.height)]


async def test_the_selected_line_keeps_its_row_when_lines_come_in_above(pilot: Pilot[None]) -> None:
    panel = panel_of(pilot)
    panel.show(lines(*"abcdefghijklmnop"))
    await pilot.press(*["down"] * 10)
    row = rows(pilot).index("▌ line k")
    panel.show(lines("new", "newer", *"abcdefghijklmnop"))
    assert panel.selected_key == "k"
    assert rows(pilot).index("▌ line k") == row


async def test_when_the_selected_line_goes_the_one_at_its_place_is_selected(pilot: Pilot[None]) -> None:
    panel = panel_of(pilot)
    panel.show(lines(*"abcd"))
    await pilot.press("down", "down")
    panel.show(lines(*"abd"))
    assert panel.selected_key == "d"
    panel.show(lines("a"))
    assert panel.selected_key == "a"
    panel.show(())
    assert panel.selected_key == ""


async def test_lines_that_cannot_be_selected_are_passed_over(pilot: Pilot[None]) -> None:
    panel = panel_of(pilot)
    first, head, last = lines("a", "head", "b")
    panel.show((head._replace(selectable=False), first, head._replace(key="other", selectable=False), last))
    assert panel.selected_key == "a"
    await pilot.press("down")
    assert panel.selected_key == "b"
    await pilot.press("down")
    assert panel.selected_key == "b"
    await pilot.press("home")
    assert panel.selected_key == "a"
    assert rows(pilot)[1] == "  line head"


@pytest.mark.parametrize(
    ("keys", "selected"),
    [
        (["end"], "z"),
        (["end", "home"], "a"),
        (["pagedown"], "j"),
        (["pagedown", "pageup"], "a"),
        (["pagedown", "pagedown", "pagedown"], "z"),
        (["up"], "a"),
    ],
)
async def test_keys_that_move(pilot: Pilot[None], keys: list[str], selected: str) -> None:
    panel = panel_of(pilot)
    panel.show(lines(*"abcdefghijklmnopqrstuvwxyz"))
    await pilot.press(*keys)
    assert panel.selected_key == selected
    assert f"▌ line {selected}" in rows(pilot)


async def test_the_title_says_what_is_out_of_sight(pilot: Pilot[None]) -> None:
    panel = panel_of(pilot)
    panel.show(lines(*"abcdefghijkl"), (("12 things", "dim"),))
    assert rows(pilot)[0] == "─ Things ─ 12 things ───────────── ↓ 3 ─"
    await pilot.press("end")
    assert rows(pilot)[0] == "─ Things ─ 12 things ───────────── ↑ 3 ─"


async def test_an_empty_panel_says_so(pilot: Pilot[None]) -> None:
    panel_of(pilot).show((), (), (("Nothing yet: ", "dim"), ("p", "key")))
    assert rows(pilot)[1] == "  Nothing yet: p"
    await pilot.press("down", "end", "pagedown")
    assert panel_of(pilot).selected is None


async def test_a_click_selects_and_a_second_one_opens(pilot: Pilot[None]) -> None:
    app = pilot.app
    assert isinstance(app, PanelApp)
    panel_of(pilot).show(lines(*"abc"))
    await pilot.click(LinePanel, offset=(5, 2))
    assert (panel_of(pilot).selected_key, app.opened) == ("b", [])
    await pilot.click(LinePanel, offset=(5, 2))
    assert app.opened == ["b"]
    await pilot.click(LinePanel, offset=(5, 8))
    assert panel_of(pilot).selected_key == "b"


async def test_the_wheel_scrolls_and_leaves_the_selection(pilot: Pilot[None]) -> None:
    panel = panel_of(pilot)
    panel.show(lines(*"abcdefghijklmnop"))
    panel.post_message(events.MouseScrollDown(panel, 5, 5, 0, 0, 0, False, False, False))
    await pilot.pause()
    assert panel.top == 3
    assert panel.selected_key == "a"
    await pilot.press("down")
    assert panel.selected_key == "b"
    assert "▌ line b" in rows(pilot)


async def test_the_mark_of_the_selection_is_there_only_while_keys_act_on_it(pilot: Pilot[None]) -> None:
    panel = panel_of(pilot)
    panel.show(lines(*"abc"))
    assert "▌ line a" in rows(pilot)
    panel.activate(False)
    assert "▌ line a" not in rows(pilot)


async def test_only_rows_that_differ_are_painted(pilot: Pilot[None]) -> None:
    panel = pilot.app.query_one(WatchedPanel)
    panel.show(lines(*"abcd"))
    panel.painted.clear()
    first, second, *rest = lines(*"abcd")
    panel.show((first, second._replace(body=(("line B", "plain"),)), *rest))
    assert panel.painted == [2]
    await pilot.press("down")
    assert panel.painted == [2, 1, 2]
