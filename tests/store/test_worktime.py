"""Working time against a count by the minute: weekends, holidays, clocks going forward and back, the calendar's end."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.clock import DAY, HOUR, MINUTE
from store.errors import BadInput
from store.spans import Span, length, parse_length, parse_span, read_length, span_text
from store.worktime import (
    DAY_NAMES,
    Hours,
    add_span,
    days_text,
    next_open,
    open_periods,
    parse_days,
    parse_slots,
    slots_text,
    working_between,
)
from store.zones import find_zone, instant, wall
from tests.store.by_hand import NOW

CHANGES = {
    "Europe/Berlin": "2027-03-28 2026-10-25",
    "America/New_York": "2027-03-14 2026-11-01",
    "Australia/Lord_Howe": "2026-10-04 2027-04-04",
    "Pacific/Apia": "2011-12-30 2012-04-01",
    "Pacific/Kwajalein": "1993-08-21",
    "America/St_Johns": "2010-03-14 2010-11-07",
    "Africa/Casablanca": "2026-02-15 2026-03-22",
    "Asia/Kathmandu": "1985-12-31 2026-06-01",
}
"""The days on which the clocks go forward and back: by an hour, by half of one (Lord Howe), over a whole day that never was
(Apia, Kwajalein), a minute after midnight into the day before (St John's), for a month (Casablanca), by 15 minutes (Kathmandu)."""
END = 253_402_214_400_000


@st.composite
def hours(draw: st.DrawFn) -> tuple[Hours, int]:
    """Opening hours in a zone, and an instant within three days of one of its changes; also hours that begin or end in a time
    that comes twice, or never."""
    zone = draw(st.sampled_from(sorted(CHANGES)))
    day = date.fromisoformat(draw(st.sampled_from(CHANGES[zone].split())))
    usual = [0, 60, 4 * 60, 9 * 60, 12 * 60 + 30, 13 * 60, 17 * 60 + 45, 24 * 60]
    edges = st.sampled_from([*usual, 1, 75, 105, 2 * 60 + 15, 2 * 60 + 40, 3 * 60, 23 * 60 + 30])
    found = sorted(draw(st.lists(edges, min_size=2, max_size=6, unique=True)))
    slots = tuple((found[i], found[i + 1]) for i in range(0, len(found) - 1, 2))
    days = tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1))))
    holidays = tuple(draw(st.lists(st.integers(-3, 3).map(lambda offset: (day + timedelta(offset)).isoformat()), max_size=2)))
    noon = (day - date(1970, 1, 1)).days * DAY + DAY // 2
    start = noon + draw(st.integers(-3 * 24 * 60, 3 * 24 * 60)) * MINUTE
    return Hours(slots, days, zone, holidays), start


def is_open(at: int, opening: Hours) -> bool:
    """Whether a minute is working time, read off the wall clock."""
    local = wall(at, find_zone(opening.zone))
    minute = local.hour * 60 + local.minute
    on = local.weekday() in opening.days and local.date().isoformat() not in opening.holidays
    return on and any(begin <= minute < end for begin, end in opening.slots)


@settings(max_examples=60, deadline=None)
@given(hours(), st.integers(0, 5 * 24 * 60))
def test_working_time_between_is_the_count_of_its_minutes(given_hours: tuple[Hours, int], minutes: int) -> None:
    opening, start = given_hours
    counted = sum(is_open(start + minute * MINUTE, opening) for minute in range(minutes))
    assert working_between(start, start + minutes * MINUTE, opening) == counted * MINUTE


@settings(max_examples=60, deadline=None)
@given(hours(), st.integers(1, 30 * 60))
def test_adding_working_time_passes_exactly_that_much(given_hours: tuple[Hours, int], minutes: int) -> None:
    opening, start = given_hours
    end = add_span(start, Span(minutes * MINUTE, "working"), opening)
    assert end > start
    assert working_between(start, end, opening) == minutes * MINUTE
    assert is_open(end - MINUTE, opening)


@settings(max_examples=60, deadline=None)
@given(hours(), st.integers(0, 4 * 24 * 60), st.integers(0, 59_999))
def test_adding_and_counting_undo_each_other(given_hours: tuple[Hours, int], minutes: int, odd: int) -> None:
    """To the millisecond: the end is the first instant by which so much time has passed, and no later."""
    opening, start = given_hours
    end = start + minutes * MINUTE + odd
    passed = working_between(start, end, opening)
    if passed:
        again = add_span(start, Span(passed, "working"), opening)
        assert again <= end
        assert working_between(start, again, opening) == passed
        assert working_between(start, again - 1, opening) == passed - 1
    middle = start + minutes * MINUTE // 3
    assert working_between(start, middle, opening) + working_between(middle, end, opening) == passed


@settings(max_examples=60, deadline=None)
@given(hours())
def test_the_next_opening_is_the_first_open_minute(given_hours: tuple[Hours, int]) -> None:
    opening, start = given_hours
    found = next_open(start, opening)
    assert is_open(found, opening)
    assert working_between(start, found, opening) == 0


@settings(max_examples=60, deadline=None)
@given(hours())
def test_open_periods_are_in_order_and_apart(given_hours: tuple[Hours, int]) -> None:
    opening, start = given_hours
    periods = list(open_periods(opening, start, 6))
    assert all(begin < end for begin, end in periods)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(periods))
    assert all(end > start for _, end in periods)


@given(st.integers(0, 1 << 45), st.integers(1, 1 << 40))
def test_elapsed_time_is_just_added(start: int, amount: int) -> None:
    assert add_span(start, Span(amount), Hours()) == start + amount


@pytest.mark.parametrize("days", [1, 4, 300, 571, 572, 1_000, 9_999])
def test_many_working_days_are_many(days: int) -> None:
    """Five in a week, however many: 9,999 of them are 38 years."""
    end = add_span(NOW, Span(days, "days"), Hours())
    assert end - NOW == pytest.approx(days * 7 / 5 * DAY, abs=4 * DAY)
    assert working_between(NOW, end, Hours()) == days * 8 * HOUR


@pytest.mark.parametrize("hours_", [1, 8, 5_000, 9_999])
def test_many_working_hours_are_many(hours_: int) -> None:
    end = add_span(NOW, Span(hours_ * HOUR, "working"), Hours())
    assert working_between(NOW, end, Hours()) == hours_ * HOUR


def test_a_calendar_without_an_open_day_falls_back_to_days() -> None:
    never = Hours(days=())
    assert add_span(NOW, Span(2, "days"), never) >= NOW + DAY
    assert add_span(NOW, Span(HOUR, "working"), never) == NOW + DAY
    assert next_open(NOW, never) == NOW
    assert working_between(NOW, NOW + 9 * DAY, never) == 0


@pytest.mark.parametrize("start", [END, END - DAY, END - 800 * DAY, 0, -(1 << 50), 1 << 60])
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("span", [Span(3, "days"), Span(HOUR, "working"), Span(9_999, "days")])
def test_the_ends_of_the_calendar_stop_nothing(start: int, zone: str, span: Span) -> None:
    opening = Hours(((0, 1440),), tuple(range(7)), zone)
    assert add_span(start, span, opening) >= start
    assert next_open(start, opening) >= start
    assert working_between(start, start + 3 * DAY, opening) >= 0


def at(text: str, zone: str) -> int:
    """The instant of a time on the wall clock of a zone."""
    return instant(datetime.fromisoformat(text), find_zone(zone))


@pytest.mark.parametrize(
    ("zone", "start", "span", "end"),
    [
        ("Europe/Berlin", "2026-11-20 15:00", "8wh", "2026-11-23 15:00"),  # over a weekend
        ("Europe/Berlin", "2026-10-23 13:00", "8wh", "2026-10-26 13:00"),  # the clocks go back on Sunday
        ("Europe/Berlin", "2027-03-26 13:00", "8wh", "2027-03-29 13:00"),  # and forward
        ("Europe/Berlin", "2026-12-23 12:00", "2wd", "2026-12-29 12:00"),  # Christmas on Thursday and Friday
        ("Europe/Berlin", "2026-11-21 11:00", "1wh", "2026-11-23 10:00"),  # begun on a Saturday
        ("America/New_York", "2026-10-30 16:00", "2wh", "2026-11-02 10:00"),
        ("Australia/Lord_Howe", "2026-10-02 16:30", "1wh", "2026-10-05 09:30"),
        ("Pacific/Apia", "2011-12-29 16:00", "2wh", "2012-01-02 10:00"),  # there was no Friday
    ],
)
def test_a_cadence_in_working_time_crosses_borders(zone: str, start: str, span: str, end: str) -> None:
    opening = Hours(zone=zone, holidays=("2026-12-24", "2026-12-25"))
    assert add_span(at(start, zone), parse_span(span), opening) == at(end, zone)
    hours_of = {"1wh": 1, "2wh": 2, "8wh": 8, "2wd": 16}
    assert working_between(at(start, zone), at(end, zone), opening) == hours_of[span] * HOUR


def test_an_unknown_zone_counts_as_utc() -> None:
    assert add_span(NOW, Span(HOUR, "working"), Hours(zone="Narnia")) == add_span(NOW, Span(HOUR, "working"), Hours())


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("8-18", ((480, 1080),)),
        ("08:30-17:00", ((510, 1020),)),
        ("9–12, 13-17:15", ((540, 720), (780, 1035))),
        ("0-24", ((0, 1440),)),
    ],
)
def test_hours_as_typed(text: str, slots: tuple[tuple[int, int], ...]) -> None:
    assert parse_slots(text) == slots
    assert parse_slots(slots_text(slots)) == slots


@pytest.mark.parametrize(
    "text", ["", "8", "18-8", "8-8", "8-25", "8:70-9", "8-12, 11-13", "a-b", "٨-١٨", "8-18-20", "8-18,", "-", "x" * 9_999]
)
def test_what_are_no_hours_is_bad_input(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_slots(text)
    assert caught.value.field == "hours"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("Mon, wed,SAT", (0, 2, 5)),
        ("sat-mon", (0, 5, 6)),
        ("monday-tuesday", (0, 1)),
        ("sun", (6,)),
        ("mon-sun", (0, 1, 2, 3, 4, 5, 6)),
    ],
)
def test_days_as_typed(text: str, days: tuple[int, ...]) -> None:
    assert parse_days(text) == days
    assert parse_days(days_text(days)) == days


@pytest.mark.parametrize("text", ["", "moon", "mon-", "-", "mon-x", "1", "mon tue", "monfri", "thunder"])
def test_what_are_no_days_is_bad_input(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_days(text)
    assert caught.value.field == "days"
    assert len(DAY_NAMES) == 7


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("45m", 45 * MINUTE),
        ("2h", 2 * HOUR),
        ("1h30", 90 * MINUTE),
        ("1 h 30 min", 90 * MINUTE),
        ("3d", 3 * DAY),
        ("2 weeks", 14 * DAY),
        ("90 SECS", 90_000),
        ("1d 2h 3m 4s", DAY + 2 * HOUR + 3 * MINUTE + 4_000),
    ],
)
def test_lengths_as_typed(text: str, milliseconds: int) -> None:
    assert parse_length(text) == milliseconds


@pytest.mark.parametrize(
    "text", ["", "0m", "5", "h", "30m 1h", "1h 1h", "1h90", "4000d", "1.5h", "-3m", "٣m", "2 fortnights", "9" * 400]
)
def test_what_is_no_length_is_bad_input(text: str) -> None:
    assert read_length(text) is None
    with pytest.raises(BadInput):
        parse_length(text)


elapsed = st.integers(1, 3660 * 24 * 3600).map(lambda seconds: Span(seconds * 1000))
working = st.integers(1, 9_999).flatmap(lambda n: st.sampled_from([Span(n, "days"), Span(n * HOUR, "working")]))


@given(st.one_of(elapsed, working))
def test_a_span_as_text_is_read_back(span: Span) -> None:
    text = span_text(span)
    if len(text) <= 7:
        assert parse_span(text) == span
    assert str(span)
    assert length(span.amount)


@settings(max_examples=200)
@given(st.text(max_size=20))
def test_any_text_is_a_span_or_bad_input(text: str) -> None:
    for parse in (parse_span, parse_length, parse_slots, parse_days):
        try:
            parse(text)
        except BadInput:
            continue
