"""`warroom stats`: the figures, their groups, definitions and cases, on a small story worked out by hand."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from tests.warroom.commands.conftest import Desk
from warroom.statistics.export import COLUMNS
from warroom.statistics.figures import FIGURES


@pytest.fixture
def told(desk: Desk) -> Desk:
    """Acme (severity 1): owned after half an hour, a promise moved and told in time, a supplier's slip, amends, a repeat.
    Bluebird (severity 3) found it, and is still open."""
    first = desk.open(
        "Acme Freight", "Label API", "--severity", "1", "--cause", "cert", "--value", "50000 EUR", "--category", "api"
    )
    desk.hours(0.5)
    desk.good("contact", first, "--channel", "call", "--kind", "apology")
    desk.good("promise", first, "--what", "full fix", "--kind", "fix", "--by", "2h")
    desk.good("deadline", first, "--of", "supplier", "--who", "Norlux", "--what", "part", "--by", "1h")
    desk.hours(1)
    desk.good("deadline", first, "1", "slipped", "--to", "1h")
    desk.good("repromise", first, "1", "--by", "3h", "--reason", "part is late", "--told", "call")
    desk.hours(2)
    desk.good("stage", first, "fixed")
    desk.good("settle", first, "1", "kept")
    desk.good("restitution", first, "--kind", "credit", "--amount", "250 EUR")
    desk.good("restitution", first, "--kind", "correction", "--amount", "19.99 EUR")
    desk.good("outcome", first, "stronger")
    desk.open("Acme Freight", "Label API again", "--cause", "cert")
    desk.open("Bluebird", "Double charge", "--found-by", "customer")
    return desk


def figures(desk: Desk, *args: str) -> dict[str, Any]:
    """Figure → what JSON says of it."""
    return {one["name"]: one for one in desk.json("stats", *args)["figures"]}


def test_all_figures_of_a_small_story(told: Desk) -> None:
    found = figures(told)
    assert list(found) == [figure.name for figure in FIGURES]
    assert (found["promises-first"]["hits"], found["promises-first"]["of"]) == (0, 1)
    assert (found["promises-last"]["hits"], found["promises-last"]["share"]) == (1, 1.0)
    assert (found["moves-told"]["hits"], found["moves-told"]["of"]) == (1, 1)
    assert found["slips"]["parts"] == {"fix": 1}
    assert found["supplier-slips"]["parts"] == {"Norlux": 1}
    assert (found["supplier-dates"]["hits"], found["supplier-dates"]["of"]) == (0, 1)
    assert (found["time-to-own"]["p50_s"], found["time-to-own"]["n"], found["time-to-own"]["open"]) == (1800, 1, 2)
    assert (found["time-to-fix"]["mean_s"], found["time-to-fix"]["open"]) == (3.5 * 3600, 2)
    assert (found["self-disclosure"]["hits"], found["self-disclosure"]["of"], found["self-disclosure"]["open"]) == (1, 2, 1)
    assert found["found-to-told"]["p50_s"] == 1800
    assert found["amends"]["sums"] == [{"kind": "credit", "n": 1, "amount": {"amount": "250.00", "currency": "EUR"}}]
    assert found["corrections"]["sums"][0]["amount"] == {"amount": "19.99", "currency": "EUR"}
    assert found["value-kept"]["sums"] == [{"kind": "kept", "n": 1, "amount": {"amount": "50000.00", "currency": "EUR"}}]
    assert (found["repeats"]["hits"], found["repeats"]["of"]) == (1, 2)
    assert found["longest-silence"]["longest_s"] == 3 * 3600
    assert (found["contact-gaps"]["hits"], found["contact-gaps"]["of"], found["contact-gaps"]["open"]) == (0, 2, 0)
    assert (found["contact-time"]["hits_s"], found["contact-time"]["of_s"]) == (10 * 60 + 30 * 60, 3.5 * 3600)


def test_groups(told: Desk) -> None:
    by_severity = {one["group"]: one for one in figures(told, "--by", "severity", "breaks")["breaks"]["groups"]}
    assert {name: one["n"] for name, one in by_severity.items()} == {"1": 1, "3": 2}
    for by, group in (
        ("customer", "Acme Freight"),
        ("category", "api"),
        ("supplier", "Norlux"),
        ("month", "2026-11"),
        ("cause", "cert"),
    ):
        assert group in {one["group"] for one in figures(told, "--by", by)["breaks"]["groups"]}, by


def test_a_period(told: Desk) -> None:
    assert figures(told, "--since", "1h")["breaks"]["n"] == 2
    assert figures(told, "--since", "9h", "--until", "1h")["breaks"]["n"] == 1
    assert "ends before it begins" in told.bad("stats", "--since", "1h", "--until", "2h")


def test_by_owner_names_the_setting_until_it_is_on(told: Desk) -> None:
    assert "owner_statistics=on" in told.bad("stats", "--by", "owner")
    told.good("policy", "owner_statistics=on")
    assert figures(told, "--by", "owner")["breaks"]["groups"]


def test_wrong_words_are_refused(told: Desk) -> None:
    assert "nothing to group by" in told.bad("stats", "--by", "weather")
    assert "no figure" in told.bad("stats", "weather")
    assert "stands alone" in told.bad("stats", "--csv", "--explain")


def test_csv_says_what_json_says(told: Desk) -> None:
    rows = list(csv.DictReader(io.StringIO(told.good("stats", "--by", "severity", "--csv").out)))
    assert tuple(rows[0]) == COLUMNS
    whole = {row["figure"]: row for row in rows if not row["group"] and not row["part"]}
    found = figures(told)
    assert set(whole) == set(found)
    for name, row in whole.items():
        assert row["n"] == str(found[name]["n"])
        if found[name].get("p50_s") is not None:
            assert row["p50_s"] == str(found[name]["p50_s"])
        if found[name].get("share") is not None:
            assert float(row["share"]) == found[name]["share"]
    credit = next(row for row in rows if row["figure"] == "amends" and row["part"] == "credit" and not row["group"])
    assert (credit["amount"], credit["currency"]) == ("250.00", "EUR")


def test_a_spreadsheet_takes_no_name_for_a_formula(desk: Desk) -> None:
    desk.open("=cmd|' /C calc'!A0", "x")
    groups = {row["group"] for row in csv.DictReader(io.StringIO(desk.good("stats", "--by", "customer", "--csv").out))}
    assert not any(group.startswith("=") for group in groups)


def test_definitions_and_the_cases_behind_them(told: Desk) -> None:
    everything = told.good("stats", "--explain").out
    assert all(figure.title in everything for figure in FIGURES)
    text = told.good("stats", "time-to-fix", "--explain").out
    assert "From when we knew" in text
    assert "3 h 30" in text
    (one,) = told.json("stats", "time-to-fix", "--explain")["figures"]
    assert {case["seconds"] for case in one["cases"] if case["state"] == "counted"} == {one["p50_s"]} == {round(3.5 * 3600)}
    assert [(case["customer"], case["state"]) for case in one["cases"]].count(("Acme Freight", "counted")) == 1
    assert {case["state"] for case in one["cases"]} == {"open", "counted"}
    definitions = told.json("stats", "--explain")["figures"]
    assert {entry["name"] for entry in definitions} == {one.name for one in FIGURES}


def test_what_the_cases_say_in_figures_comes_to_the_figure(told: Desk) -> None:
    found = told.json("stats", *(figure.name for figure in FIGURES), "--by", "severity", "--explain")
    assert (found["by"], found["breaks"]) == ("severity", 3)
    for one in found["figures"]:
        assert one["definition"]
        assert one["groups"] or not one["n"]
        counted = [case for case in one["cases"] if case["state"] == "counted"]
        assert (one["name"], len(counted)) == (one["name"], one["n"])
        if one["kind"] == "share":
            assert (sum(case["hits"] for case in counted), len(counted)) == (one["hits"], one["of"])
        elif one["kind"] == "time-share":
            assert (sum(case["hits_s"] for case in counted), sum(case["of_s"] for case in counted)) == (one["hits_s"], one["of_s"])
        elif one["kind"] in ("time", "longest"):
            assert max((case["seconds"] for case in counted), default=None) == one["longest_s"]
        elif one["kind"] == "money":
            assert [case["amount"] for case in counted] == [line["amount"] for line in one["sums"]]
        else:
            assert sum(case["count"] for case in counted) == one["count"]
        if one["kind"] == "tally":
            assert {case["part"] for case in counted} == set(one["parts"])


def test_text_for_people(told: Desk) -> None:
    text = told.good("stats", "--by", "severity").out
    assert "Promises kept, by the last date told" in text
    assert "1 of 1" in text
    assert "Nothing to count yet: " in text
    assert "reopenings" in text


def test_an_empty_board(desk: Desk) -> None:
    assert desk.good("stats").out.startswith("Nothing to count yet: ")
    assert desk.json("stats")["breaks"] == 0


def test_it_writes_nothing_to_the_record_and_follows_it(told: Desk) -> None:
    before = told.events()
    first = figures(told)
    assert figures(told) == first
    assert told.events() == before
    told.open("Cobalt", "x")
    assert figures(told)["breaks"]["n"] == first["breaks"]["n"] + 1
    told.good("undo")
    assert figures(told)["breaks"]["n"] == first["breaks"]["n"]


def test_the_past_is_judged_by_the_policy_that_held_then(told: Desk) -> None:
    before = figures(told)["contact-time"]
    told.good("policy", "cadence=1m", "first_word=1m")
    assert figures(told)["contact-time"] == before
