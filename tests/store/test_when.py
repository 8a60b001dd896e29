"""Times as people type them: what we say is what we read, the clocks may go forward and back, and nothing else is bad input."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from store.clock import DAY, HOUR, MINUTE
from store.errors import BadInput
from store.spans import LONGEST
from store.when import day_and_time, distance, parse_when, short_time, understood
from store.zones import Zone, find_zone, iso, wall
from tests.store.by_hand import NOW
from tests.store.conftest import UTC

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC", "Asia/Kathmandu")
zones = st.sampled_from(ZONES).map(find_zone)
instants = st.integers(NOW // MINUTE - 400 * 24 * 60, NOW // MINUTE + 400 * 24 * 60).map(lambda minutes: minutes * MINUTE)
BERLIN, YORK, HOWE = (find_zone(name) for name in ZONES[:3])


def at(text: str, zone: Zone = UTC) -> int:
    """The instant of an ISO time in a zone."""
    return round(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp() * 1000)


def read(text: str, now: int, zone: Zone, behind: bool, theirs: Zone = None) -> int | BadInput:
    """The instant of a typed time, or the error that it was answered with."""
    try:
        return parse_when(text, now, zone, behind=behind, theirs=theirs, field="by")
    except BadInput as error:
        return error


def comes_once(instant: int, zone: Zone) -> bool:
    """Whether the wall clock shows a time only once that day."""
    local = wall(instant, zone)
    return local.fold == 0 and local.replace(fold=1).utcoffset() == local.utcoffset()


@settings(max_examples=400, deadline=None)
@given(instants, st.integers(-800 * 24 * 60, 800 * 24 * 60), zones)
def test_what_is_shown_is_read_back(now: int, minutes: int, zone: Zone) -> None:
    then = now + minutes * MINUTE
    text = day_and_time(then, now, zone)
    if not comes_once(then, zone) or not 1971 <= wall(then, zone).year <= 2200:
        return
    if text.startswith("tomorrow") and wall(now, zone).hour < 5:
        with pytest.raises(BadInput, match="could be"):
            parse_when(text, now, zone)
        return
    assert parse_when(text, now, zone, behind=then <= now) == then
    assert parse_when(text.upper(), now, zone, behind=then <= now) == then


@settings(max_examples=200, deadline=None)
@given(instants, st.integers(-800 * 24 * 60, 800 * 24 * 60), zones, st.booleans())
def test_iso_is_read_back_whatever_the_field_asks(now: int, minutes: int, zone: Zone, behind: bool) -> None:
    then = now + minutes * MINUTE
    local = wall(then, zone)
    for text in (iso(then), local.isoformat(), iso(then).replace("T", " "), iso(then)[:16] + "Z"):
        assert parse_when(text, now, zone, behind=behind) == then
    if comes_once(then, zone):
        assert parse_when(f"{local:%Y-%m-%d %H:%M}", now, zone, behind=behind) == then


@settings(max_examples=100, deadline=None)
@given(instants, st.integers(1, 10_000), st.sampled_from("smhdw"), zones)
def test_a_bare_length_lies_where_the_field_asks(now: int, count: int, unit: str, zone: Zone) -> None:
    length = count * {"s": 1_000, "m": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}[unit]
    if length > LONGEST:
        return
    assert parse_when(f"{count}{unit}", now, zone) == now + length
    assert parse_when(f"{count}{unit}", now, zone, behind=True) == now - length
    assert parse_when(f"in {count} {unit}", now, zone, behind=True) == now + length
    assert parse_when(f"{count}{unit} ago", now, zone) == now - length


@settings(max_examples=200, deadline=None)
@given(instants, st.integers(0, 23), st.integers(0, 59), zones, st.booleans())
def test_a_clock_time_is_the_next_one_or_the_last(now: int, hour: int, minute: int, zone: Zone, behind: bool) -> None:
    found = read(f"{hour}:{minute:02d}", now, zone, behind)
    if isinstance(found, BadInput):
        assert "does not exist" in found.title
        return
    local = wall(found, zone)
    assert (local.hour, local.minute) == (hour, minute)
    assert now - 25 * HOUR <= found <= now if behind else now < found <= now + 26 * HOUR


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=40), st.booleans(), zones)
@example("9999-12-31T23:59:59-23:59", False, UTC)
@example("0001-01-01T00:00:00+14:00", True, UTC)
@example("0001-01-01T00:00Z", True, UTC)
@example("31 feb", False, UTC)
@example("29 feb 9:00", False, UTC)
@example("99 jan", False, UTC)
@example("in 999999w", False, UTC)
@example("2026-02-30", False, UTC)
@example("2026-11-23T25:00Z", False, UTC)
@example("2026-11-23 16:30 theirs theirs", False, UTC)
@example("İ", False, UTC)
@example("٩", False, UTC)
@example("fri fri", False, UTC)
@example("\x00", False, UTC)
def test_any_text_is_a_time_or_bad_input_at_its_field(text: str, behind: bool, zone: Zone) -> None:
    found = read(text, NOW, zone, behind, YORK)
    if isinstance(found, BadInput):
        assert (found.field, bool(found.next_step)) == ("by", True)
    else:
        assert 1970 <= wall(found, UTC).year <= 2201


WORDS = st.lists(
    st.sampled_from(
        "in ago at now today tonight tomorrow tmr yesterday mon friday sun noon 9 4pm 16:30 9.15 24:00 23 nov 29 feb 2027 "
        "45m 2h 1h30 theirs ours utc 2026-11-23 2026-11-23t16:30z 0 99 -5 am pm".split()
    ),
    max_size=4,
).map(" ".join)


@settings(max_examples=500, deadline=None)
@given(WORDS, st.booleans(), zones, instants)
def test_any_sentence_of_our_words_is_a_time_or_bad_input(text: str, behind: bool, zone: Zone, now: int) -> None:
    found = read(text, now, zone, behind, HOWE)
    if not isinstance(found, BadInput):
        assert understood(found, now, zone, HOWE)


@pytest.mark.parametrize(
    ("text", "iso_time"),
    [
        ("16:30", "2026-11-23T16:30"),
        ("9", "2026-11-24T09:00"),
        ("5", "2026-11-24T05:00"),
        ("9.15", "2026-11-24T09:15"),
        ("4pm", "2026-11-23T16:00"),
        ("4 pm", "2026-11-23T16:00"),
        ("12am", "2026-11-24T00:00"),
        ("12pm", "2026-11-23T12:00"),
        ("noon", "2026-11-23T12:00"),
        ("at noon", "2026-11-23T12:00"),
        ("today", "2026-11-23T17:00"),
        ("today 11", "2026-11-23T11:00"),
        ("tonight 22:15", "2026-11-23T22:15"),
        ("tomorrow 9", "2026-11-24T09:00"),
        ("tomorrow at 9", "2026-11-24T09:00"),
        ("tomorrow", "2026-11-24T17:00"),
        ("fri 17:00", "2026-11-27T17:00"),
        ("Friday", "2026-11-27T17:00"),
        ("mon 11:00", "2026-11-23T11:00"),
        ("mon 9:00", "2026-11-30T09:00"),
        ("23 nov 12:00", "2026-11-23T12:00"),
        ("3. march 9:00", "2027-03-03T09:00"),
        ("29 feb 9:00", "2028-02-29T09:00"),
        ("1 jan 2030", "2030-01-01T17:00"),
        ("2026-12-24", "2026-12-24T17:00"),
        ("2026-12-24 08:05", "2026-12-24T08:05"),
        ("2026-12-24T08:05:30", "2026-12-24T08:05:30"),
        ("16:30 utc", "2026-11-23T16:30"),
        ("16:30 ours", "2026-11-23T16:30"),
        ("now", "2026-11-23T10:00"),
    ],
)
def test_times_ahead(text: str, iso_time: str) -> None:
    assert parse_when(text, NOW, UTC) == at(iso_time)


@pytest.mark.parametrize(
    ("text", "iso_time"),
    [
        ("9", "2026-11-23T09:00"),
        ("16:30", "2026-11-22T16:30"),
        ("yesterday", "2026-11-22T00:00"),
        ("yesterday 14:00", "2026-11-22T14:00"),
        ("fri", "2026-11-20T00:00"),
        ("mon 9:00", "2026-11-23T09:00"),
        ("mon 11:00", "2026-11-16T11:00"),
        ("24 nov 9:00", "2025-11-24T09:00"),
        ("29 feb", "2024-02-29T00:00"),
        ("90m ago", "2026-11-23T08:30"),
    ],
)
def test_times_behind(text: str, iso_time: str) -> None:
    assert parse_when(text, NOW, UTC, behind=True) == at(iso_time)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "soon", "25:00", "9:75", "13pm", "0pm", "tomorrow soon", "in", "in soon", "ago", "-5m", "1.5h", "32 nov",
        "31 feb", "2026-13-01", "1960-01-01", "2300-01-01", "monday tuesday", "monfri", "theirs", "9 mine", "\x1b[31m9",
        "9" * 100_000, "x" * 100_000,
        "9999-12-31T00:00:00Z", "0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z",
    ],
)  # fmt: skip
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_when(text, NOW, UTC, field="by")
    assert caught.value.field == "by"
    assert len(str(caught.value)) < 600
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize("hour", [0, 1, 4])
def test_tomorrow_after_midnight_asks_which_day(hour: int) -> None:
    night = at(f"2026-11-24T0{hour}:59")
    for text in ("tomorrow 9", "tomorrow", "tmr 9"):
        with pytest.raises(BadInput) as caught:
            parse_when(text, night, UTC)
        assert "Tuesday or Wednesday" in caught.value.title
        assert "tue or wed" in caught.value.next_step
    assert parse_when("tue 9", night, UTC) == at("2026-11-24T09:00")
    assert parse_when("wed 9", night, UTC) == at("2026-11-25T09:00")
    assert parse_when("tomorrow 9", at("2026-11-24T05:00"), UTC) == at("2026-11-25T09:00")


def test_their_nine_is_nine_where_they_are() -> None:
    assert parse_when("9 theirs", NOW, UTC, theirs=YORK) == at("2026-11-23T09:00", YORK)
    assert parse_when("tomorrow 9 theirs", NOW, BERLIN, theirs=HOWE) == at("2026-11-24T09:00", HOWE)
    with pytest.raises(BadInput, match="zone is not known"):
        parse_when("9 theirs", NOW, UTC)


@pytest.mark.parametrize(
    ("zone", "before", "skipped", "after"),
    [
        (BERLIN, "2027-03-28T01:59", "2:30", "2027-03-28T03:00"),
        (YORK, "2027-03-14T01:59", "2:59", "2027-03-14T03:00"),
        (HOWE, "2026-10-04T01:59", "2:15", "2026-10-04T02:30"),
    ],
)
def test_a_time_that_the_clocks_skip_asks_for_another(zone: Zone, before: str, skipped: str, after: str) -> None:
    now = at(before, zone)
    with pytest.raises(BadInput, match="does not exist"):
        parse_when(skipped, now, zone)
    assert wall(now + MINUTE, zone).replace(tzinfo=None) == datetime.fromisoformat(after)
    assert parse_when("1m", now, zone) == now + MINUTE


@pytest.mark.parametrize(
    ("zone", "day", "text", "apart"),
    [
        (BERLIN, "2026-10-25", "2:30", HOUR),
        (YORK, "2026-11-01", "1:30", HOUR),
        (HOWE, "2027-04-04", "1:45", HOUR // 2),
    ],
)
def test_a_time_that_comes_twice_is_the_next_of_the_two(zone: Zone, day: str, text: str, apart: int) -> None:
    midnight = at(f"{day}T00:00", zone)
    first = parse_when(text, midnight, zone)
    assert parse_when(text, first, zone) == first + apart
    assert parse_when(text, first + apart, zone) > first + 20 * HOUR
    assert parse_when(text, first + apart - 1, zone) == first + apart
    assert parse_when(text, first + apart - 1, zone, behind=True) == first
    assert parse_when(text, first + apart, zone, behind=True) == first + apart
    assert parse_when(text, first + 5 * HOUR, zone, behind=True) == first + apart
    assert parse_when(f"{day} {text}", first - 1, zone) == first
    assert parse_when(f"{day} {text}", first, zone) == first + apart


@pytest.mark.parametrize(
    ("then", "shown"),
    [
        (NOW + 34 * MINUTE, "10:34"),
        (NOW - HOUR, "09:00"),
        (NOW + DAY, "tomorrow 10:00"),
        (NOW - DAY, "yesterday 10:00"),
        (NOW + 4 * DAY, "Fri 10:00"),
        (NOW + 7 * DAY, "30 Nov 10:00"),
        (NOW - 2 * DAY, "21 Nov 10:00"),
        (NOW + 60 * DAY, "22 Jan 2027 10:00"),
    ],
)
def test_a_time_carries_its_day_when_that_is_not_today(then: int, shown: str) -> None:
    assert day_and_time(then, NOW, UTC) == shown
    assert len(short_time(then, NOW, UTC)) <= 10


def test_what_was_understood_names_the_zone_the_distance_and_their_time() -> None:
    assert understood(NOW + 2 * HOUR, NOW, BERLIN, YORK) == "today 13:00 CET, in 2 h (theirs 07:00)"
    assert understood(NOW + 15 * HOUR, NOW, BERLIN, YORK) == "tomorrow 02:00 CET, in 15 h (theirs 20:00 Mon)"
    assert understood(NOW, NOW, UTC, UTC) == "today 10:00 UTC, now"
    assert distance(NOW - 90 * MINUTE, NOW) == "1 h 30 ago"


@settings(max_examples=100, deadline=None)
@given(st.integers(-(1 << 62), 1 << 62), zones)
def test_any_instant_can_be_shown(then: int, zone: Zone) -> None:
    assert day_and_time(then, NOW, zone)
    assert understood(then, NOW, zone, HOWE)
    assert short_time(then, NOW, zone)
