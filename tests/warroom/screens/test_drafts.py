"""Drafts: what was typed survives a crash, comes back once on the form that it was typed into, and is gone when it was saved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.clock import HOUR, MINUTE, ManualClock
from store.replica import Replica
from tests.warroom.casting import BOARD, ZONE, opened, plain_break, rich_break
from tests.warroom.hostile import FORBIDDEN, HOSTILE
from tests.warroom.screens.conftest import HeardApp, LiveDesk, OpenDesk
from warroom.drafts import Drafts
from warroom.live import Live
from warroom.places import Places
from warroom.screens.board import BoardScreen
from warroom.screens.confirm import ConfirmScreen


def files(places: Places) -> list[Path]:
    """The drafts on disk."""
    return sorted(places.drafts.rglob("*.json"))


async def crash(replica: Replica, clock: ManualClock, places: Places, *keys: str) -> None:
    """Types into a form, and then the program is gone without closing anything: the disk stands as it stood then."""
    app = HeardApp(Live(replica, clock, ZONE, "ana", places, {}))
    kept: dict[Path, bytes] = {}
    async with app.run_test(size=(120, 40)) as pilot:
        desk = LiveDesk(app, pilot, replica, clock)
        await desk.select("Harbor")
        desk.send(*keys)
        await desk.form()
        await desk.until(lambda: bool(files(places)))
        await desk.until(lambda: json.loads(files(places)[0].read_text())["values"]["text"] == "".join(keys[1:]))
        kept = {path: path.read_bytes() for path in files(places)}
    for path in files(places):
        path.unlink()
    for path, content in kept.items():
        path.write_bytes(content)


async def test_a_form_left_by_a_crash_comes_back_and_is_saved_once(
    replica: Replica, clock: ManualClock, places: Places, open_desk: OpenDesk
) -> None:
    id_ = plain_break(replica)
    await crash(replica, clock, places, "t", *"typed before")
    clock.advance(2 * HOUR)
    async with open_desk() as desk:
        await desk.do("t")
        await desk.form("note")
        assert desk.field("text").value == "typed before"
        assert "This was typed 2 h ago and not saved" in desk.shown("#form-word")
        await desk.do(*"hand", "ctrl+s")
        await desk.hears("Saved on Harbor Foods")
        assert files(places) == []
        await desk.do("t")
        await desk.form("note")
        assert desk.field("text").value == ""
        assert desk.shown("#form-word") == ""
        assert [entry.text for entry in desk.brk(id_).notes] == ["typed beforehand"]


async def test_a_draft_that_is_thrown_away_is_gone(
    replica: Replica, clock: ManualClock, places: Places, open_desk: OpenDesk
) -> None:
    plain_break(replica)
    await crash(replica, clock, places, "t", *"nonsense")
    async with open_desk() as desk:
        await desk.do("t", "escape")
        await desk.on(ConfirmScreen)
        assert len(files(places)) == 1
        await desk.do("y")
        await desk.on(BoardScreen)
        assert files(places) == []
        await desk.do("t")
        await desk.form("note")
        assert desk.field("text").value == ""


async def test_each_break_and_each_set_of_breaks_has_a_draft_of_its_own(
    replica: Replica, places: Places, open_desk: OpenDesk
) -> None:
    opened(replica, "Alder", "No power")
    opened(replica, "Birch", "No power")
    async with open_desk() as desk:
        for customer, text in (("Alder", "of alder"), ("Birch", "of birch")):
            await desk.select(customer)
            await desk.do("t", *text)
            await desk.until(lambda text=text: any(text in path.read_text() for path in files(places)))  # type: ignore[misc]
            await desk.app.pop_screen()
        await desk.do("home", "space", "space", "t")
        await desk.on(ConfirmScreen)
        await desk.do("y")
        await desk.form("note")
        assert desk.field("text").value == ""
        await desk.do("escape", "escape")
        for customer, text in (("Birch", "of birch"), ("Alder", "of alder")):
            await desk.select(customer)
            await desk.do("t")
            await desk.form("note")
            assert desk.field("text").value == text
            await desk.do("ctrl+s")
            await desk.board()
        assert files(places) == []


async def test_a_draft_is_of_its_board(replica: Replica, clock: ManualClock, places: Places) -> None:
    drafts, others = Drafts(places.drafts, BOARD), Drafts(places.drafts, "another")
    drafts.keep("note", ("K7",), {"text": "ours"}, clock.now())
    assert others.find("note", ("K7",)) is None
    assert drafts.find("contact", ("K7",)) is None
    found = drafts.find("note", ("K7",))
    assert found is not None
    assert found.values == {"text": "ours"}


async def test_two_programs_with_one_form_open_keep_a_draft_each(
    replica: Replica, clock: ManualClock, places: Places, open_desk: OpenDesk
) -> None:
    """What one types neither appears in the other's form nor goes when the other throws theirs away."""
    plain_break(replica)
    async with open_desk() as ana, open_desk(actor="ben") as ben:
        await ana.do("t", *"by ana")
        await ana.until(lambda: len(files(places)) == 1)
        await ben.do("t")
        await ben.form("note")
        assert ben.field("text").value == ""
        await ben.do(*"by ben")
        await ben.until(lambda: len(files(places)) == 2)
        await ben.do("escape", "y")
        await ben.on(BoardScreen)
        assert [json.loads(path.read_text())["values"] for path in files(places)] == [{"text": "by ana"}]
        await ana.do("ctrl+s")
        await ana.hears("Saved on Harbor Foods")
        assert files(places) == []
    assert list(places.drafts.rglob("*.open")) == []


def test_drafts_that_two_programs_left_behind_come_back_one_after_the_other(places: Places) -> None:
    drafts = Drafts(places.drafts, BOARD)
    for place in (0, 3):
        drafts.keep("note", ("K7",), {"text": f"left in {place}"}, 5, place)
    first = drafts.hold("note", ("K7",))
    second, third = drafts.hold("note", ("K7",)), drafts.hold("note", ("K7",))
    assert (first.place, second.place, third.place) == (0, 3, 1)
    first.give()
    assert drafts.hold("note", ("K7",)).place == 0
    second.give()
    third.give()


def test_a_draft_of_any_length_comes_back_whole(places: Places) -> None:
    drafts, text = Drafts(places.drafts, BOARD), "wörd\n" * 20_000
    drafts.keep("note", ("K7",), {"text": text}, 5)
    found = drafts.find("note", ("K7",))
    assert found is not None
    assert (found.at, found.values) == (5, {"text": text})


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"at": 1}',
        '{"at": "x", "values": {}}',
        '{"at": 1, "values": [1]}',
        '{"at": 1, "values": {"gone": "x", "text": 5}}',
    ],
)
async def test_a_damaged_draft_is_none(
    replica: Replica, clock: ManualClock, places: Places, open_desk: OpenDesk, content: str
) -> None:
    id_ = plain_break(replica)
    drafts = Drafts(places.drafts, BOARD)
    drafts.keep("note", (id_,), {"text": "x"}, clock.now())
    files(places)[0].write_text(content)
    async with open_desk() as desk:
        await desk.do("t")
        await desk.form("note")
        assert desk.field("text").value == ""
        await desk.do(*"new", "ctrl+s")
        await desk.hears("Saved on Harbor Foods")


async def test_a_hostile_draft_is_shown_clean(replica: Replica, clock: ManualClock, places: Places, open_desk: OpenDesk) -> None:
    id_ = plain_break(replica)
    Drafts(places.drafts, BOARD).keep("contact", (id_,), {"said": HOSTILE, "with": HOSTILE, "channel": HOSTILE, "at": HOSTILE}, -5)
    async with open_desk(size=(80, 24)) as desk:
        await desk.do("c")
        await desk.form("contact")
        assert not FORBIDDEN.search(desk.text)
        for _ in range(9):
            await desk.do("tab")
            assert not FORBIDDEN.search(desk.text)
        await desk.do("ctrl+s")
        assert not FORBIDDEN.search(desk.text)
        assert desk.field("said").value


async def test_a_folder_that_takes_no_drafts_is_said_and_stops_nobody(
    replica: Replica, places: Places, open_desk: OpenDesk
) -> None:
    id_ = plain_break(replica)
    places.state.mkdir(parents=True, exist_ok=True)
    places.drafts.write_text("in the way")
    async with open_desk() as desk:
        await desk.do("t", *"all the same")
        await desk.until(lambda: "The draft can't be kept" in desk.shown("#form-trouble"))
        await desk.do("ctrl+s")
        await desk.hears("Saved on Harbor Foods")
        assert [entry.text for entry in desk.brk(id_).notes] == ["all the same"]


async def test_a_refused_save_keeps_its_draft_until_it_is_saved(
    replica: Replica, clock: ManualClock, places: Places, open_desk: OpenDesk
) -> None:
    rich_break(replica, clock)
    async with open_desk() as desk:
        await desk.do("p", "n")
        await desk.form("promise")
        await desk.do(*"a part", "tab", "tab", *"soonish", "ctrl+s")
        await desk.until(lambda: desk.field("by").is_wrong)
        await desk.until(lambda: any("soonish" in path.read_text() for path in files(places)))
        clock.advance(MINUTE)
        await desk.app.pop_screen()
        await desk.board()
        await desk.do("p", "n")
        await desk.form("promise")
        assert (desk.field("what").value, desk.field("by").value) == ("a part", "soonish")
