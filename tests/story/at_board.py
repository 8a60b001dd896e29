"""The story at the live board: each deed by keys, its forms filled by typing, as a person would."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from textual.screen import Screen

from store.replica import Replica
from store.zones import zone_of
from tests.story.agreement import Seen
from tests.story.command_line import Told
from tests.story.in_writing import CONFIG, ask_to_send, open_letter
from tests.story.showing import board_shows, sheet_shows
from tests.story.telling import ZONE, Chapter, Deed
from tests.warroom.screens.conftest import HeardApp, LiveDesk
from warroom.live import Live
from warroom.places import Places
from warroom.screens.board import BoardScreen
from warroom.screens.break_ import BreakScreen
from warroom.screens.call_sheet import CallSheetScreen
from warroom.screens.customer import CustomerScreen
from warroom.screens.form import FormScreen
from warroom.screens.line import LineScreen
from warroom.screens.verbs import VerbsScreen
from warroom.screens.who import WhoScreen
from widgets.cells import BoardLine
from widgets.form_field import FormField
from widgets.line_panel import LinePanel

SIZE = (120, 40)
VIEWS = {"open": "1", "follow-up": "2", "closed": "3"}


class Way(NamedTuple):
    """How a deed is begun: the key of the board, and the form that comes, at once or by a letter."""

    key: str
    form: str


WAYS = {
    "open": Way("n", "open"),
    "card": Way("v", "customer"),
    "person": Way("v", "person"),
    "silence": Way("v", "silence"),
    "contact": Way("k", "call"),
    "lesson": Way("y", "lesson"),
    "stage": Way("s", "stage"),
    "close": Way("s", "stage"),
    "edit": Way("i", "edit"),
    "dispute": Way("D", "dispute"),
    "withdraw": Way("D", "withdraw-dispute"),
    "promise": Way("p", "promise"),
    "repromise": Way("p", "repromise"),
    "deadline": Way("x", "deadline"),
    "slipped": Way("x", "deadline-slipped"),
    "met": Way("x", "deadline-met"),
    "note": Way("t", "note"),
    "blocker": Way("b", "blocker"),
    "nudge": Way("b", "nudge"),
    "clear": Way("b", "clear"),
    "fixed": Way("f", "fixed"),
    "confirm": Way("f", "confirm-fix"),
    "explain": Way("y", "explanation"),
    "remedy": Way("m", "remedy"),
    "answer": Way("m", "answer"),
    "owe": Way("r", "restitution"),
    "restitution": Way("r", "restitution-move"),
    "prevention": Way("y", "prevention"),
    "prevented": Way("y", "prevention-done"),
    "followed-up": Way("l", "follow-up-done"),
    "debrief": Way("y", "debrief"),
    "outcome": Way("y", "outcome"),
    "step": Way("d", "step"),
}
FIELDS = {"followup": "follow-up"}
"""Fields of deeds that the forms name otherwise."""
GIVEN = ("followups",)
"""What the policy wants is ticked in the form already."""


class Teller:
    """Somebody at the board, who tells the story as it goes on."""

    def __init__(self, told: Told, live: LiveDesk) -> None:
        self.told = told
        self.live = live

    # -- where one is -------------------------------------------------------------------------------------------------

    async def go_to(self, spoken: str) -> None:
        """Selects a break, in whichever view it stands."""
        if await self._selected(spoken):
            return
        for key in VIEWS.values():
            await self._view(key)
            if await self._found(spoken):
                return
        raise AssertionError(f"{spoken} is in no view")

    async def _view(self, key: str) -> None:
        """Goes to a view."""
        board = await self.live.board()
        await self.live.press(key)
        await self.live.until(lambda: VIEWS[board.content.view] == key)
        await self.live.worked_off()

    async def _selected(self, spoken: str) -> bool:
        await self.live.board()
        line = self.live.table.selected_line
        return isinstance(line, BoardLine) and line.spoken == spoken

    async def _found(self, spoken: str) -> bool:
        table = self.live.table
        await self.live.press("home")
        for _ in table.order:
            if await self._selected(spoken):
                return True
            await self.live.press("down")
        return False

    async def be(self, who: str) -> None:
        """Acts as somebody from now on."""
        if self.live.app.live.actor != who:
            await self.live.press("at")
            await self.live.on(WhoScreen)
            await self.live.press(*who, "enter")
            await self.live.until(lambda: self.live.app.live.actor == who)
            await self.live.board()

    # -- deeds --------------------------------------------------------------------------------------------------------

    async def tell(self, chapter: Chapter) -> None:
        """Does what a chapter says."""
        self.told.desk.clock.at = chapter.at
        await self.live.tick()
        await self.be(chapter.who)
        for deed in chapter.deeds:
            if deed.verb == "open":
                await self._view("1")
            else:
                await self.go_to(self.told.ids[chapter.before])
            typed = {FIELDS.get(name, name): text for name, text in deed.typed.items() if name not in GIVEN}
            if deed.verb == "sent":
                await ask_to_send(self.live, await open_letter(self.live, typed.pop("summary")))
            else:
                await self._begin(WAYS[deed.verb], typed)
            await self._fill_in(deed, typed, chapter)
            heard = len(self.live.told)
            await self.live.press("ctrl+s")
            await self.live.until(lambda heard=heard: len(self.live.told) > heard)  # type: ignore[misc]
            assert self.live.told[heard].startswith("Saved"), self.live.told[heard:]
            await self._home()
            if deed.verb == "open":
                self.told.ids[chapter.before] = await self._opened()

    async def _opened(self) -> str:
        """The spoken id of the break that was just opened: the board selects it."""
        known = set(self.told.ids.values())
        lines = self.live.table
        await self.live.until(lambda: isinstance(lines.selected_line, BoardLine) and lines.selected_line.spoken not in known)
        assert isinstance(lines.selected_line, BoardLine)
        return lines.selected_line.spoken

    async def _home(self) -> None:
        """Back to the board."""
        await self.live.until(lambda: not isinstance(self.live.screen, FormScreen))
        while not isinstance(self.live.screen, BoardScreen):
            below = self.live.screen
            await self.live.press("escape")
            await self.live.until(lambda below=below: self.live.screen is not below)  # type: ignore[misc]
        await self.live.worked_off()

    async def _begin(self, way: Way, typed: Mapping[str, str]) -> None:
        """Opens the form of a deed."""
        screen = await self._opens(way.key)
        if isinstance(screen, CustomerScreen):
            customer = screen
            await self.live.until(lambda: customer.view is not None)
            screen = await self._opens("v")
        if isinstance(screen, BreakScreen):
            shown = screen
            await self.live.until(lambda: shown.detail is not None)
            screen = await self._step_line(screen, typed["step"])
        if isinstance(screen, VerbsScreen | LineScreen):
            [letter] = [option.key for option in screen.options if option.form == way.form and _fits(option.presets, typed)]
            await self._opens(letter)
        await self.live.form(way.form)

    async def _opens(self, key: str) -> Screen[Any]:
        """Presses a key that opens a screen. The screen."""
        below = self.live.screen
        await self.live.press(key)
        kinds = (FormScreen, VerbsScreen, LineScreen, CustomerScreen, BreakScreen)
        await self.live.until(
            lambda: self.live.screen is not below and isinstance(self.live.screen, kinds) and self.live.screen.is_mounted
        )
        return self.live.screen

    async def _step_line(self, screen: BreakScreen, step: str) -> Screen[Any]:
        """Opens the line of a step of the playbook, on the break's screen."""
        panel = screen.query_one("#steps", LinePanel)
        await self.live.worked_off()
        while screen.current != "steps":
            await self.live.press("tab")
        await self.live.press("home")
        while panel.selected_key != f"step:{step}":
            await self.live.press("down")
        return await self._opens("enter")

    async def _fill_in(self, deed: Deed, typed: Mapping[str, str], chapter: Chapter) -> None:
        """Fills the form, from its first field on."""
        screen = self.live.screen
        assert isinstance(screen, FormScreen)
        left = dict(typed)
        if deed.verb == "close":
            left["stage"] = "closed"
        if chapter.asks:
            reason = left.pop("reason")
            await self._all_fields(screen, left)
            await self.live.until(lambda: "closing asks for a reason" in self.live.note("reason"))
            assert all(ask in self.live.note("reason") for ask in chapter.asks), self.live.note("reason")
            left = {"reason": reason}
        await self._all_fields(screen, left)

    async def _all_fields(self, screen: FormScreen, left: dict[str, str]) -> None:
        while left:
            field = next((field for field in screen.body.to_fill() if field.field_name in left), None)
            if field is None:
                values = screen.values
                assert left.items() <= values.items(), (left, values)
                return
            await self._fill(screen, field, left.pop(field.field_name))

    async def _fill(self, screen: FormScreen, field: FormField, text: str) -> None:
        """Goes to a field and types; of a choice goes on until it is the right one."""
        while screen.focused is not field.control:
            await self.live.press("tab")
        if field.kind == "choice":
            while field.value != text:
                await self.live.press("right")
        elif field.kind == "several":
            if field.value != text:
                await self.live.press("space")
        elif field.value != text:
            if field.value:
                await self.live.press("end", "ctrl+u")
            await self.live.press(*text)
        await self.live.until(lambda: field.value == text)

    # -- what is seen -------------------------------------------------------------------------------------------------

    async def shows(self, seen: Seen, view: str) -> None:
        """The board and the call sheet show what the record says."""
        await self.live.worked_off()
        if f" {view}" not in self.live.text.splitlines()[0]:
            await self._view(VIEWS[view])
        spoken = seen.record["id"]
        assert await self._selected(spoken) or await self._found(spoken)
        board_shows(self.live.text, seen)
        await self.live.press("k")
        await self.live.on(CallSheetScreen)
        await self.live.worked_off()
        sheet_shows(self.live, seen)
        await self.live.press("escape")
        await self.live.board()


def _fits(presets: Mapping[str, str], typed: Mapping[str, str]) -> bool:
    """Whether an option of verbs is the one that is meant."""
    return all(typed.get(name, text) == text for name, text in presets.items())


@asynccontextmanager
async def at_board(told: Told) -> AsyncIterator[Teller]:
    """The live board of an installation whose board was made."""
    home, clock = told.desk.home, told.desk.clock
    places = Places(home / "config.toml", home / "data", home / "state")
    board = told.desk.json("list")["board"]["id"]
    zone = zone_of(ZONE)
    replica = Replica.open(places.replica(board), board, clock, zone, told.desk.board)
    live = Live(replica, clock, zone, "ana", places, CONFIG)
    app = HeardApp(live, None)
    async with app.run_test(size=SIZE, notifications=False) as pilot:
        desk = LiveDesk(app, pilot, replica, clock)
        await desk.board()
        yield Teller(told, desk)
    await live.reader.close()
    replica.close()
