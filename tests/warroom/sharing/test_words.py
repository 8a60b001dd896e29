"""The board's words for the exchange: each state, in a header of every width."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.clock import DAY, HOUR, MINUTE
from store.zones import find_zone
from tests.warroom.commands.conftest import NOON
from tests.widgets.test_small_widgets import SmallApp
from warroom.sharing.standing import (
    BEHIND,
    IN_STEP,
    READ_ONLY,
    UNREACHABLE,
    WAITING,
    Person,
    Standing,
    read_standing,
    write_standing,
)
from warroom.sharing.words import heard_of, more_notes, people_words, sync_words, team_words
from widgets.board_header import BoardHeader, HeaderValues

UTC = find_zone("UTC")
AT = NOON - HOUR
STATES: dict[str, tuple[Standing | None, bool, str, str]] = {
    "first": (None, False, "syncing", "dim"),
    "silent": (None, True, "no answer", "overdue"),
    "in step": (Standing(IN_STEP, AT), False, "in step", "dim"),
    "behind": (Standing(BEHIND, AT, arriving=3), False, "3 arriving", "dim"),
    "reading": (Standing(BEHIND, AT), False, "reading", "dim"),
    "reading many": (Standing(BEHIND, AT, arriving=3, unread=1_900), False, "reading 1,900", "dim"),
    "one waits": (Standing(WAITING, AT, 1), False, "1 event waiting", "dim"),
    "many wait": (Standing(WAITING, AT, 1_234), False, "1,234 events waiting", "dim"),
    "read-only": (Standing(READ_ONLY, AT, 2, trouble="it is"), False, "folder read-only · 2 waiting", "soon"),
    "gone": (Standing(UNREACHABLE, AT, 7, trouble="gone"), False, "unreachable since 11:00 · 7 waiting", "overdue"),
    "never": (Standing(UNREACHABLE, None, trouble="gone"), False, "unreachable", "overdue"),
    "full": (Standing(WAITING, AT, 7, trouble="disk full"), False, "not synced since 11:00 · 7 waiting", "overdue"),
    "full, cause known": (
        Standing(WAITING, AT, 7, trouble="no space", notes=("4 MB left on the shared disk",), cause="shared disk full"),
        False,
        "shared disk full since 11:00 · 7 waiting",
        "overdue",
    ),
    "hangs": (Standing(IN_STEP, AT - DAY), True, "not synced since yesterday 11:00", "overdue"),
    "clock": (Standing(IN_STEP, AT, notes=("ben's clock 12 m ahead",)), False, "in step · ben's clock 12 m ahead", "soon"),
    "newer": (Standing(IN_STEP, AT, notes=("newer version seen",)), False, "in step · newer version seen", "soon"),
    "newer, waiting": (
        Standing(WAITING, AT, 7, notes=("newer version seen",)),
        False,
        "7 events waiting · newer version seen",
        "soon",
    ),
}


@pytest.mark.parametrize("state", STATES)
def test_each_state_has_its_words(state: str) -> None:
    standing, hangs, words, tone = STATES[state]
    assert sync_words(standing, NOON, UTC, hangs) == (words, tone)


@pytest.mark.parametrize("width", [80, 120, 200])
@pytest.mark.parametrize("state", STATES)
async def test_the_header_has_room_for_it(state: str, width: int) -> None:
    _, _, words, tone = STATES[state]
    present = people_words(TEAM, NOON)
    values = HeaderValues(
        "ops · Northwind", "open", 7, 2, 1, 1, 0, ("€1,240", "$300"), "ana", None, words, tone, "order held, 2 new", present
    )
    header = BoardHeader(values, NOON, UTC)
    async with SmallApp(header).run_test(size=(width, 3)) as pilot:
        await pilot.pause()
        first = header.line(0).text
    assert len(first) == width
    assert first.rstrip().endswith(f"{words}  12:00:00")
    assert first.startswith(" ops · Northwind   7 open")
    if width == 200:
        assert present in first


TEAM = Standing(
    IN_STEP,
    NOON,
    people=(
        Person("ben", NOON - MINUTE, 0, 0, "0.1.0"),
        Person("dan", NOON - 2 * HOUR, 14, 12 * MINUTE, "0.2.0"),
        Person("eva", NOON - 9 * DAY, 1),
    ),
)


async def test_what_does_not_fit_is_left_out_part_by_part() -> None:
    words = "in step · another board's files here (12,345)"
    present = "ben's clock 12 m ahead · 40 files set aside · ben here · dan ⌁2 h"
    values = HeaderValues("ops", "open", 7, 0, 0, 0, 0, (), "ana", None, words, "soon", "order held, 2 new", present)
    said = {}
    for width in (50, 130, 200):
        header = BoardHeader(values, NOON, UTC)
        async with SmallApp(header).run_test(size=(width, 3)) as pilot:
            await pilot.pause()
            said[width] = header.line(0).text
    assert said[50].rstrip().endswith("in step  12:00:00")
    assert "ben's clock 12 m ahead  ana" in said[130]
    assert present in said[200]


def test_one_note_stands_in_the_words_and_the_others_behind_them() -> None:
    two = Standing(IN_STEP, AT, notes=("newer version seen", "40 files set aside"))
    assert more_notes(two) == ("40 files set aside",)
    assert more_notes(two._replace(state=WAITING, trouble="full")) == two.notes
    assert more_notes(None) == ()


def test_the_list_of_who_is_here_says_what_is_wrong_in_full() -> None:
    full = TEAM._replace(state=WAITING, trouble="/team/ops.warroom.d can't be written: No space left: make room")
    assert team_words(full, NOON, UTC)[0] == "sharing: /team/ops.warroom.d can't be written: No space left: make room"


def test_who_is_named() -> None:
    assert people_words(TEAM, NOON) == "ben here · dan ⌁2 h"
    assert people_words(None, NOON) == ""
    assert team_words(TEAM, NOON, UTC) == [
        "ben: here · had everything then · Warroom 0.1.0",
        "dan: not seen for 2 h, since 10:00 · lacked 14 entries then · clock 12 m ahead · Warroom 0.2.0",
        "eva: not seen for 9 d, since 15 Nov 12:00 · lacked 1 entry then",
    ]


def test_of_whom_it_is_not_known_is_neither_here_nor_away() -> None:
    """They joined before we looked, or our clock was ahead when they were heard of."""
    for at in (0, NOON + 5 * 365 * DAY):
        unknown = Standing(IN_STEP, NOON, people=(Person("ben", at),))
        assert people_words(unknown, NOON) == ""
        assert team_words(unknown, NOON, UTC) == ["ben: not seen yet · had everything then"]


def test_nobody_is_away_while_it_is_we_who_can_not_reach_the_folder() -> None:
    assert heard_of(TEAM)["dan"] == NOON - 2 * HOUR
    assert heard_of(TEAM._replace(state=UNREACHABLE)) == heard_of(None) == {}


def test_what_is_noted_is_read_again_and_what_an_older_version_noted_too(tmp_path: Path) -> None:
    write_standing(str(tmp_path), TEAM)
    assert read_standing(str(tmp_path)) == TEAM
    noted = (tmp_path / "sync.json").read_text("utf-8")
    (tmp_path / "sync.json").write_text(noted.replace(', 0, 0, "0.1.0"]', "]"), "utf-8")
    assert read_standing(str(tmp_path)).people[0] == Person("ben", NOON - MINUTE)
