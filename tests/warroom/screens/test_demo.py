"""The demo's board, as it is opened: everything that a board can show is on it, and it lives."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from store.attention import judge
from store.clock import HOUR, MINUTE, ManualClock
from store.replica import Replica, queries
from store.replica.queries import Loaded
from store.sync.board_file import read_board_id
from store.words import STAGES
from tests.warroom.casting import NOW, ZONE
from tests.warroom.screens.conftest import HeardApp, LiveDesk
from warroom.demo import ACTOR, BOARD_NAME, make_demo
from warroom.live import Live
from warroom.places import Places

VIEWS = ("open", "follow-up", "closed")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Places]:
    """The demo's board file and its installation, at NOW."""
    return make_demo(tmp_path_factory.mktemp("demo"), ManualClock(NOW), ZONE)


@pytest.fixture
def demo(made: tuple[Path, Places], clock: ManualClock) -> Iterator[Replica]:
    """The demo's replica."""
    board_id = read_board_id(made[0])
    opened = Replica.open(made[1].replica(board_id), board_id, clock, ZONE, made[0])
    yield opened
    opened.close()


def shown(replica: Replica) -> dict[str, list[Loaded]]:
    """The breaks of each view."""
    found = {}
    for view in VIEWS:
        sids = [sid for sid, *_ in queries.order(view, NOW).run(replica.db)]
        found[view] = list(queries.loaded(queries.rows(sids).run(replica.db)).values())
    return found


def test_the_demo_shows_everything_that_a_board_can_show(demo: Replica) -> None:
    views = shown(demo)
    every = [one for view in VIEWS for one in views[view]]
    rows = [one.row for one in every]
    judged = [(one.row, judge(one.row, NOW)) for one in views["open"]]
    assert len(every) >= 12
    assert all(views[view] for view in VIEWS)
    stages = {row.stage for row in rows}
    assert {"open", "owned", "contained", "fixed", "follow-up", "closed"} <= stages <= set(STAGES)
    assert len({cell.currency for row in rows for cell in row.owed}) >= 3
    assert any(attention.promise_state == "late" for _, attention in judged)
    assert any(attention.contact_state == "overdue" for _, attention in judged)
    assert any(attention.contact_state == "not-told" for _, attention in judged)
    assert any(attention.contact_state == "asleep" for _, attention in judged)
    assert any(attention.calling for _, attention in judged)
    assert any(one.repeat for one in every)
    assert any(row.untold_since for row in rows)
    assert any(row.waiting_since for row in rows)
    assert any(row.disputed_since for row in rows)
    assert any(row.public_since for row in rows)
    assert {row.severity for row in rows} >= {1, 2, 3}
    groups = queries.groups("open").run(demo.db)
    assert len(groups) >= 4


async def test_the_demos_names_are_on_its_board_and_time_moves_it(
    demo: Replica, made: tuple[Path, Places], clock: ManualClock
) -> None:
    app = HeardApp(Live(demo, clock, ZONE, ACTOR, made[1], {}))
    async with app.run_test(size=(200, 50), notifications=True) as pilot:
        desk = LiveDesk(app, pilot, demo, clock)
        await desk.board()
        await desk.worked_off()
        assert BOARD_NAME in desk.text.splitlines()[0]
        await desk.do("home", "right")
        while "4 customers" not in desk.text:
            await desk.do("down", "right")
        for view, key in (("open", "1"), ("follow-up", "2"), ("closed", "3")):
            await desk.do(key)
            for one in shown(demo)[view]:
                if view != "open" or one.row.failure not in dict(queries.groups("open").run(demo.db)).values():
                    assert one.row.customer in desk.text
        await desk.do("1")
        before = desk.text.splitlines()
        await desk.tick(MINUTE)
        after = desk.text.splitlines()
        assert before[0] != after[0]
        assert sum(one != other for one, other in zip(before[3:-4], after[3:-4], strict=True)) >= 5
        order = list(desk.table.order)
        await desk.tick(3 * HOUR)
        assert list(desk.table.order) != order
        assert app.rang == 1
        assert any(text.startswith("Overdue: ") for text in desk.told)


def test_every_scene_of_the_story_is_about_an_invented_name() -> None:
    scenes = tomllib.loads(resources.files("warroom.demo").joinpath("story.toml").read_text("utf-8"))["scenes"]
    cards = {about for _, _, what, about, _ in scenes if what == "card"}
    mails = [details.get("mail", "") for *_, details in scenes]
    phones = [details["phone"] for _, _, what, _, details in scenes if what == "card"]
    assert len(cards) >= 8
    assert all(mail.endswith(".example") for mail in mails if mail)
    assert all("555" in phone or "79460" in phone for phone in (text.replace(" ", "") for text in phones))


def test_a_larger_demo_is_as_large_as_asked(tmp_path: Path, clock: ManualClock) -> None:
    path, places = make_demo(tmp_path / "a", clock, ZONE, 60)
    board_id = read_board_id(path)
    opened = Replica.open(places.replica(board_id), board_id, clock, ZONE, path)
    try:
        assert opened.db.execute("SELECT count(*) FROM break_rows").fetchone()[0] >= 60
    finally:
        opened.close()
