"""Holidays: dates and countries as they are written, with the dates of a country kept beside its name in the record."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.actions.board import set_policy
from store.actions.customers import edit_customer
from store.clock import ManualClock
from store.errors import BadInput
from store.holiday_dates import Region, closed_days, known_until, parse_holidays, readable_days, run_out, without_dates
from store.replica import Replica
from tests.store.by_hand import Author
from tests.store.desk import Desk

BAVARIA = "2026-12-24, DE-BY [2026-01-06 2026-12-25]"


@pytest.fixture
def desk(replica: Replica, clock: ManualClock) -> Desk:
    return Desk(replica, clock)


@pytest.mark.parametrize(
    ("text", "dates", "regions"),
    [
        ("none", (), ()),
        ("", (), ()),
        ("2027-01-01, 2026-12-25", ("2026-12-25", "2027-01-01"), ()),
        ("de-by", (), (Region("DE-BY"),)),
        ("2026-12-24, DE-BY", ("2026-12-24",), (Region("DE-BY"),)),
        (BAVARIA, ("2026-12-24",), (Region("DE-BY", ("2026-01-06", "2026-12-25")),)),
        ("US, GB-ENG[]", (), (Region("US"), Region("GB-ENG"))),
    ],
)
def test_dates_and_countries_are_read(text: str, dates: tuple[str, ...], regions: tuple[Region, ...]) -> None:
    assert parse_holidays(text) == (dates, regions)


@pytest.mark.parametrize(
    "text", ["Bavaria", "2026-02-30", "DE-BY [2026-13-01]", "DE-", "DE BY", "2026-12-24,", "D", "[2026-01-01]"]
)
def test_what_is_neither_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse_holidays(text)
    assert readable_days(text) == ()
    assert run_out(text, "2030-01-01") == ()
    assert known_until(text) == ""


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    readable_days(text)
    without_dates(text)


def test_what_is_closed_and_how_far_it_is_known() -> None:
    assert closed_days(BAVARIA) == ("2026-01-06", "2026-12-24", "2026-12-25")
    assert without_dates(BAVARIA) == "2026-12-24, DE-BY"
    assert known_until(BAVARIA) == " (known until 2026)"
    assert run_out(BAVARIA, "2026-12-25") == ()
    assert [region.name for region in run_out(BAVARIA, "2026-12-26")] == ["DE-BY"]
    assert [region.name for region in run_out("AT", "2026-01-01")] == ["AT"]


def test_a_country_is_written_down_with_its_dates(desk: Desk) -> None:
    """Epiphany is kept in Bavaria, not in Berlin; what was set reads back as it was typed, with the dates in the record."""
    pytest.importorskip("holidays")
    said = desk.do(lambda tx: set_policy(tx, ["holidays=2026-12-24, de-by"])).said
    assert said == ("holidays = 2026-12-24, DE-BY (known until 2031)",)
    policy = desk.replica.cases().policy()
    assert {"2026-12-24", "2026-12-25", "2027-01-06", "2031-12-26", "2021-01-01"} <= set(policy.hours.holidays)
    desk.do(lambda tx: set_policy(tx, ["holidays=DE-BE"]))
    berlin = set(desk.replica.cases().policy().hours.holidays)
    assert "2027-03-08" in berlin
    assert not berlin & {"2026-12-24", "2027-01-06"}


def test_it_is_worked_out_anew_when_it_is_set_again(desk: Desk) -> None:
    pytest.importorskip("holidays")
    desk.do(lambda tx: set_policy(tx, ["holidays=DE-BY [2026-07-07]"]))
    assert "2026-07-07" not in desk.replica.cases().policy().hours.holidays


def test_a_customer_has_holidays_of_their_own(desk: Desk) -> None:
    pytest.importorskip("holidays")
    desk.do(lambda tx: edit_customer(tx, "Acme", card={"hours": "8-18", "holidays": "US"}))
    card = desk.case().customer
    assert without_dates(card.holidays) == "US"
    assert {"2026-11-26", "2027-07-05"} <= set(readable_days(card.holidays))
    assert "2026-11-26" in desk.case().row.days_off.split()
    desk.do(lambda tx: edit_customer(tx, "Acme", card={"holidays": ""}))
    assert (desk.case().customer.holidays, desk.case().row.days_off) == ("", "")


@pytest.mark.parametrize("name", ["ZZ", "DE-XX"])
def test_an_unknown_country_is_refused(desk: Desk, name: str) -> None:
    pytest.importorskip("holidays")
    error = desk.refuses("holidays", lambda tx: set_policy(tx, [f"holidays={name}"]))
    assert name in str(error)
    desk.refuses("holidays", lambda tx: edit_customer(tx, "Acme", card={"holidays": name}))


def test_without_the_package_the_extra_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    error = desk.refuses("holidays", lambda tx: set_policy(tx, ["holidays=DE-BY"]))
    assert "warroom[holidays]" in str(error)
    desk.do(lambda tx: set_policy(tx, ["holidays=2026-12-24"]))
    assert desk.replica.cases().policy().hours.holidays == ("2026-12-24",)


def test_what_others_wrote_down_is_read_without_the_package(replica: Replica, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two installations with other versions of the package, or none, read the same days."""
    monkeypatch.setitem(sys.modules, "holidays", None)
    replica.ingest([Author("b").write(f"board:{replica.board_id}", "policy_set", {"set": {"holidays": BAVARIA}})])
    assert replica.cases().policy().hours.holidays == ("2026-01-06", "2026-12-24", "2026-12-25")
