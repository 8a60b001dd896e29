"""A date that was entered without a clock time is the same date for every customer."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.actions import amends, dates
from store.when import parse_when
from store.zones import find_zone, wall
from tests.warroom.desk import NOW, Desk
from tests.warroom.summaries.breaks import NAMES, SIGNER, Told
from warroom.summaries.days import same_day
from warroom.summaries.making import make_summary
from warroom.summaries.phrasing import date_text

ZONES = (
    "Pacific/Auckland",
    "Asia/Tokyo",
    "Europe/Berlin",
    "America/New_York",
    "Pacific/Honolulu",
    "Asia/Kathmandu",
    "Asia/Beirut",
    "America/Havana",
)


@pytest.mark.parametrize("zone", ZONES)
def test_the_letter_says_the_day_that_was_entered(desk: Desk, zone: str) -> None:
    told = Told(desk, ago=300).person(zone=zone).sorry(290).stage(200, "fixed").why()
    told.owe(100, "credit", "300 EUR", "approved", due="2026-12-03").prevent(90, "a second alarm", "ben", "2026-12-10")
    told.owe(80, "gift-card", "20 EUR", "approved", due="2026-12-05").followups(80, ("call", "2026-12-07"))

    for name, days in (("letter", ("Thursday 3 December", "Thursday 10 December", "Monday 7 December")), ("gift", ("5 December",))):
        made = make_summary(name, desk.replica, told.id, SIGNER, ZoneInfo("UTC"), NOW, None, NAMES)
        for day in days:
            assert day in made.markdown, made.markdown


def test_what_was_done_on_a_day_stays_on_it(desk: Desk) -> None:
    told = Told(desk, ago=5 * 24 * 60).person(zone="America/New_York").sorry(5 * 24 * 60 - 9).stage(4 * 24 * 60, "fixed").why()
    owed = told.desk.do(lambda tx: amends.owe(tx, told.id, "credit", "300 EUR"), 4 * 24 * 60)
    at = parse_when("2026-11-20", NOW, ZoneInfo("UTC"), behind=True)
    ago = (NOW - at) / 60_000
    desk.do(lambda tx: amends.move_restitution(tx, told.id, owed.n, "approved"), ago + 60)
    desk.do(lambda tx: amends.move_restitution(tx, told.id, owed.n, "issued"), ago)
    desk.do(lambda tx: dates.plan_prevention(tx, told.id, "a second alarm", "ben", "2d"), ago + 60)
    desk.do(lambda tx: dates.do_prevention(tx, told.id, "1"), ago)

    text = make_summary("letter", desk.replica, told.id, SIGNER, ZoneInfo("UTC"), NOW, None, NAMES).markdown
    assert "on Friday 20 November" in text
    assert "Thursday 19 November" not in text


@given(
    day=st.dates(date(2000, 1, 2), date(2080, 1, 1)),
    ours=st.sampled_from(ZONES[:6]),
    theirs=st.sampled_from(ZONES),
    behind=st.booleans(),
)
def test_a_bare_date_is_the_same_date_everywhere(day: date, ours: str, theirs: str, behind: bool) -> None:
    at = parse_when(day.isoformat(), NOW, find_zone(ours), behind=behind)
    meant = same_day(at, 0 if behind else 17, find_zone(ours), find_zone(theirs))
    assert wall(meant, find_zone(theirs)).date() == day
    assert date_text(meant, theirs, meant).split()[1] == str(day.day)


def test_a_clock_time_is_an_instant() -> None:
    at = parse_when("2026-11-30 16:59", NOW, ZoneInfo("Europe/Berlin"))
    assert same_day(at, 17, ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Auckland")) == at
