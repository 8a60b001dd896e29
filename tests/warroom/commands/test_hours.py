"""Working hours from the command line: the fix clock, waits, holidays of ours and theirs, a call at their night."""

from __future__ import annotations

import pytest

from tests.warroom.commands.conftest import Desk


def test_show_has_the_fix_clock_and_the_waits(desk: Desk) -> None:
    """Opened on Tuesday at noon; an hour of waiting is left out, and after the fix it stands."""
    id_ = desk.open("Acme", "x", "--severity", "2")
    desk.hours(1)
    desk.good("wait", id_, "--on", "supplier")
    desk.hours(1)
    found = desk.show(id_)
    assert (found["fix_clock_s"], found["fix_clock"]) == (3600, {"state": "paused", "counts": "elapsed", "paused_s": 3600})
    assert found["waits"] == [{"on": "supplier", "since": "2026-11-24T13:00:00Z", "until": None}]
    desk.good("wait", id_, "--on", "none")
    desk.hours(1)
    desk.good("stage", id_, "fixed")
    desk.hours(5)
    found = desk.show(id_)
    assert (found["fix_clock_s"], found["fix_clock"]["state"]) == (7200, "stopped")
    assert found["waits"][0]["until"] == "2026-11-24T14:00:00Z"


def test_a_low_severity_counts_working_time(desk: Desk) -> None:
    """Until 17:00, and from 9:00 on the next day; a holiday of ours counts nothing."""
    id_ = desk.open("Acme", "x", "--severity", "3")
    desk.hours(22)
    assert desk.show(id_)["fix_clock_s"] == 6 * 3600
    desk.good("policy", "holidays=2026-11-25")
    assert desk.show(id_)["fix_clock_s"] == 5 * 3600
    desk.good("policy", "fix_hours.3=elapsed")
    assert desk.show(id_)["fix_clock_s"] == 22 * 3600


def test_a_wait_leaves_the_contact_clock_alone(desk: Desk) -> None:
    id_ = desk.open("Acme", "x", "--severity", "2")
    before = desk.show(id_)["contact_due_at"]
    desk.good("wait", id_, "--on", "customer")
    assert desk.show(id_)["contact_due_at"] == before


def test_nobody_is_called_at_three_in_the_morning(desk: Desk) -> None:
    """It is noon in UTC, and 3 at night in Anchorage."""
    id_ = desk.open("Acme", "x", "--severity", "2", "--owner", "ana")
    desk.good("customer", "Acme", "--contact", "Mary Osei", "--phone", "+1 907 555", "--night", "+1 907 999")
    desk.good("customer", "Acme", "--zone", "America/Anchorage", "--hours", "8-18")
    found = desk.show(id_)
    assert found["next"]["what"].startswith("At 08:00 their time, in 5 h: call Mary Osei +1 907 555 (03:00 there): ")
    assert (found["next"]["due_at"], found["contact_due_at"]) == ("2026-11-24T17:00:00Z", "2026-11-24T17:00:00Z")
    desk.good("edit", id_, "--severity", "1")
    assert desk.show(id_)["next"]["what"].startswith("Call Mary Osei night line +1 907 999 (03:00 there, outside their hours): ")


def test_holidays_of_a_country(desk: Desk) -> None:
    pytest.importorskip("holidays")
    assert "DE-BY (known until 2031)" in desk.good("policy", "holidays=DE-BY").err
    [shown] = [line for line in desk.good("policy").out.splitlines() if line.startswith("holidays ")]
    assert "DE-BY (known until 2031)" in shown
    assert "[" not in shown
    [setting] = [item for item in desk.json("policy")["policy"] if item["key"] == "holidays"]
    assert (setting["value"], setting["set"]) == ("DE-BY", True)
    assert "holidays DE-BY" in desk.good("log").out


def test_holidays_of_a_customer(desk: Desk) -> None:
    """Thanksgiving is on Thursday: what is due then is due on Friday morning."""
    pytest.importorskip("holidays")
    id_ = desk.open("Acme", "x", "--severity", "2", "--cadence", "48h")
    desk.good("customer", "Acme", "--hours", "8-18", "--holidays", "US")
    desk.good("contact", id_, "--channel", "call")
    assert desk.show(id_)["contact_due_at"] == "2026-11-27T08:00:00Z"
    assert desk.json("customer", "Acme")["holidays"] == "US"
    assert "holidays: US (known until 2031)" in desk.good("customer", "Acme").out


def test_doctor_says_when_holidays_run_out(desk: Desk) -> None:
    pytest.importorskip("holidays")
    desk.good("policy", "holidays=DE-BY")
    desk.good("customer", "Acme", "--holidays", "US")
    desk.open("Acme")
    assert not [problem for problem in desk.run("doctor", "--json").json["problems"] if "holidays" in problem]
    desk.hours(24 * 365 * 5)
    found = desk.run("doctor", "--json")
    assert found.json["holidays"] == {"ours": "DE-BY (known until 2031)"}
    assert [problem for problem in found.json["problems"] if "holidays" in problem] == [
        "our holidays run out (known until 2031): warroom policy holidays=DE-BY renews them",
        "the holidays of Acme run out (known until 2031): warroom customer Acme --holidays US renews them",
    ]
