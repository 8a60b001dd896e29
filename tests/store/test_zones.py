"""Zones by name, wall clocks, and the one text form of an instant."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import BadInput
from store.zones import find_zone, from_iso, instant, iso, iso_seconds, wall, zone_of
from tests.store.by_hand import NOW

SOME_ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Havana", "UTC")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Narnia",
        "../etc/passwd",
        "/etc/passwd",
        "Europe",
        "Europe/",
        "a" * 100_000,
        "Europe/Berlin\0",
        "Zürich",
        "tzdata.zi",
        ".",
    ],
)
def test_what_is_no_zone_is_none_and_bad_input(name: str) -> None:
    assert find_zone(name) is None
    with pytest.raises(BadInput) as caught:
        zone_of(name, "zone")
    assert caught.value.field == "zone"


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_may_stand_where_a_zone_is_named(name: str) -> None:
    find_zone(name)


@pytest.mark.parametrize("typed", ["europe/berlin", "EUROPE/BERLIN", "Europe/Berlin"])
def test_a_zone_is_found_in_any_case(typed: str) -> None:
    assert zone_of(typed).key == "Europe/Berlin"


@settings(max_examples=200)
@given(st.integers(0, 253_402_214_400_000))
def test_the_text_form_of_an_instant_is_read_back(at: int) -> None:
    assert from_iso(iso(at)) == at


@given(st.integers(0, 4_000_000_000).map(lambda minutes: minutes * 60_000 % 253_402_214_400_000), st.sampled_from(SOME_ZONES))
def test_a_wall_clock_names_its_instant(at: int, name: str) -> None:
    zone = zone_of(name)
    local = wall(max(at, 86_400_000), zone)
    found = instant(local, zone)
    assert wall(found, zone).replace(fold=0) == local.replace(fold=0)
    assert found == max(at, 86_400_000) or local.fold == 1, "of a time that comes twice it is the first"


@pytest.mark.parametrize(
    "value", [None, 7, "", "soon", "2026-11-23", "2026-11-23T10:00:00", "2026-13-01T10:00:00Z", "x" * 50, [], {}]
)
def test_what_is_no_instant_is_none(value: object) -> None:
    assert from_iso(value) is None


@pytest.mark.parametrize("at", [-(1 << 62), -1, 1 << 62])
def test_instants_beyond_the_calendar_are_clamped(at: int) -> None:
    for name in SOME_ZONES:
        wall(at, zone_of(name))
    assert iso(at).endswith("Z")
    assert iso_seconds(at) is not None


def test_json_has_whole_seconds_or_nothing() -> None:
    assert iso_seconds(NOW + 999) == "2026-11-23T10:00:00Z"
    assert iso_seconds(None) is None


def test_a_time_that_comes_twice_is_the_first_unless_that_is_past() -> None:
    berlin = zone_of("Europe/Berlin")
    twice = datetime(2026, 10, 25, 2, 30)
    first = instant(twice, berlin)
    assert iso(first) == "2026-10-25T00:30:00.000Z"
    assert iso(instant(twice, berlin, not_before=first)) == "2026-10-25T00:30:00.000Z"
    assert iso(instant(twice, berlin, not_before=first + 1)) == "2026-10-25T01:30:00.000Z"


@pytest.mark.parametrize(
    ("name", "skipped"),
    [
        ("Europe/Berlin", datetime(2027, 3, 28, 2, 30)),
        ("America/New_York", datetime(2027, 3, 14, 2, 0)),
        ("Australia/Lord_Howe", datetime(2026, 10, 4, 2, 15)),
    ],
)
def test_a_time_that_the_clocks_skip_is_refused(name: str, skipped: datetime) -> None:
    with pytest.raises(BadInput, match="does not exist"):
        instant(skipped, zone_of(name))
