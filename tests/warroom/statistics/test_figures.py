"""Each figure on breaks written by hand, worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from decimal import Decimal
from itertools import permutations
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from store.clock import DAY, HOUR
from store.errors import BadInput
from store.measures.model import (
    AmendsMeasure,
    DatedMeasure,
    DeadlineMeasure,
    Gap,
    Measures,
    Move,
    PromiseMeasure,
    RemedyMeasure,
    SpanMeasure,
)
from tests.warroom.statistics.by_hand import NOW, T0, hour, measures
from warroom.statistics.asked import Answer, Asked, asked_of
from warroom.statistics.figures import BY_NAME, FIGURES, figure_named
from warroom.statistics.rests_on import cases_of
from warroom.statistics.summing import Part, Summed, bucket, nearest_rank
from warroom.statistics.wording import basis_text, percent, value_text


def answer(name: str, *breaks: Measures, asked: Asked = Asked(), with_owner: bool = False) -> Answer:
    """One figure over some breaks at NOW, in UTC."""
    return asked_of([BY_NAME[name]], breaks, NOW, asked, UTC, with_owner)[0]


def made(name: str, *breaks: Measures) -> Summed:
    return answer(name, *breaks).made


def share(name: str, *breaks: Measures) -> tuple[int, int, int]:
    """Hits, of how much, open."""
    found = made(name, *breaks)
    return found.hits, found.weight, found.open


def promise(**said: object) -> PromiseMeasure:
    """A fix promised at once for two hours later, still open."""
    plain = PromiseMeasure("1", "fix", T0, hour(2), hour(2), "", None, ())
    return plain._replace(**said)  # type: ignore[arg-type]


KEPT = promise(result="kept", settled_at=hour(1))
LATE = promise(result="kept", settled_at=hour(3))
MOVED = promise(told_due=hour(4), result="kept", settled_at=hour(3), moves=(Move(hour(1), hour(2), hour(1)),))
"""Moved to the fourth hour, told in the first, kept in the third: late by the first date, kept by the last."""
BROKEN = promise(result="broken", settled_at=hour(1))
WITHDRAWN = promise(result="withdrawn", settled_at=hour(1))
AHEAD = promise(first_due=NOW + HOUR, told_due=NOW + HOUR)
NO_DATE = promise(first_due=None, told_due=None)
NEWS = promise(kind="news", result="kept", settled_at=hour(1))


@pytest.mark.parametrize(
    ("promises", "first", "last"),
    [
        ((KEPT,), (1, 1, 0), (1, 1, 0)),
        ((LATE,), (0, 1, 0), (0, 1, 0)),
        ((MOVED,), (0, 1, 0), (1, 1, 0)),
        ((BROKEN,), (0, 1, 0), (0, 1, 0)),
        ((WITHDRAWN, NO_DATE, NEWS), (0, 0, 0), (0, 0, 0)),
        ((AHEAD,), (0, 0, 1), (0, 0, 1)),
        ((promise(),), (0, 1, 0), (0, 1, 0)),
        ((KEPT, LATE, MOVED, BROKEN, AHEAD), (1, 4, 1), (2, 4, 1)),
    ],
)
def test_promises_kept(promises: tuple[PromiseMeasure, ...], first: tuple[int, ...], last: tuple[int, ...]) -> None:
    assert share("promises-first", measures(promises=promises)) == first
    assert share("promises-last", measures(promises=promises)) == last


def test_a_date_to_the_moment_is_kept() -> None:
    assert share("promises-last", measures(promises=(promise(result="kept", settled_at=hour(2)),))) == (1, 1, 0)


def test_promise_against_what_happened() -> None:
    found = made("promise-delay", measures(promises=(KEPT, LATE, MOVED, BROKEN, AHEAD)))
    assert (found.n, found.open, found.quantiles, found.longest) == (3, 1, (-HOUR, HOUR, HOUR), HOUR)
    assert found.mean == round(-HOUR / 3)


@pytest.mark.parametrize(
    ("move", "settled_at", "expected"),
    [
        (Move(hour(1), hour(2), hour(1.5)), None, (1, 1, 0)),
        (Move(hour(1), hour(2), hour(2)), None, (1, 1, 0)),
        (Move(hour(1), hour(2), hour(2.5)), None, (0, 1, 0)),
        (Move(hour(1), hour(2), None), None, (0, 1, 0)),
        (Move(hour(1), NOW + HOUR, None), None, (0, 0, 1)),
        (Move(hour(1), hour(2), None), hour(1.5), (0, 0, 0)),
        (Move(hour(1), hour(2), None), hour(3), (0, 1, 0)),
        (Move(hour(1), None, hour(9)), None, (1, 1, 0)),
    ],
    ids=[
        "told", "told to the moment", "told after", "never told", "still to be told", "kept by the old date",
        "kept after it", "from no date",
    ],
)  # fmt: skip
def test_moves_told_in_time(move: Move, settled_at: int | None, expected: tuple[int, int, int]) -> None:
    result = "kept" if settled_at else ""
    assert share("moves-told", measures(promises=(promise(result=result, settled_at=settled_at, moves=(move,)),))) == expected


def test_slips_are_counted_by_what_was_promised() -> None:
    twice = promise(moves=(Move(hour(1), hour(2), None), Move(hour(1), hour(2), None)))
    found = made("slips", measures(promises=(twice, MOVED._replace(kind="workaround"))))
    assert (found.total, found.parts) == (3, (Part("fix", 2), Part("workaround", 1)))


def test_news_has_a_figure_of_its_own() -> None:
    assert share("news-kept", measures(promises=(NEWS, KEPT, NEWS._replace(settled_at=hour(3))))) == (1, 2, 0)


def test_times_from_when_we_knew() -> None:
    breaks = [measures(f"A{count}", known_at=T0 - HOUR, fixed_at=hour(count)) for count in (1, 2, 3, 9)]
    breaks += [measures("B1"), measures("B2", stage="closed", closed_at=hour(5))]
    found = made("time-to-fix", *breaks)
    assert (found.n, found.open, found.without) == (4, 1, 1)
    assert found.quantiles == (3 * HOUR, 10 * HOUR, 10 * HOUR)
    assert (found.mean, found.longest) == (4.75 * HOUR, 10 * HOUR)


@pytest.mark.parametrize(
    ("values", "quantile", "expected"),
    [
        ((5,), 50, 5),
        ((1, 2), 50, 1),
        ((1, 2, 3), 50, 2),
        (tuple(range(1, 11)), 80, 8),
        (tuple(range(1, 12)), 80, 9),
        ((), 50, None),
    ],
)
def test_nearest_rank(values: Sequence[int], quantile: int, expected: int | None) -> None:
    assert nearest_rank(values, quantile) == expected


def test_contact() -> None:
    good, bad = Gap(T0, hour(1), ((T0, hour(2)),)), Gap(hour(1), hour(5), ((hour(1), hour(2)),))
    changed = Gap(hour(5), hour(9), ((hour(5), hour(6)), (hour(7), hour(20))))
    """An hour in time, an hour over, then a longer cadence: two hours in time."""
    one = measures(gaps=(good, bad, changed))
    assert share("contact-time", one) == (5 * HOUR, 9 * HOUR, 0)
    assert share("contact-gaps", one) == (1, 3, 0)
    assert made("longest-silence", one).longest == 4 * HOUR


def test_contact_that_is_running() -> None:
    fine, over = Gap(hour(90), None, ((hour(90), NOW + HOUR),)), Gap(hour(90), None, ((hour(90), hour(95)),))
    assert share("contact-gaps", measures(gaps=(fine,)), measures("A2", gaps=(over,))) == (0, 1, 1)
    assert share("contact-time", measures(gaps=(fine,)), measures("A2", gaps=(over,))) == (15 * HOUR, 20 * HOUR, 0)
    assert made("longest-silence", measures(gaps=(fine,))).longest == 10 * HOUR


def test_a_gap_without_a_rule_is_no_gap() -> None:
    assert share("contact-gaps", measures(gaps=(Gap(T0, hour(9), ((T0, None),)),))) == (0, 0, 0)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"first_out_at": hour(1)}, (1, 1, 0)),
        ({"first_out_at": hour(1), "first_in_at": hour(2)}, (1, 1, 0)),
        ({"first_out_at": hour(2), "first_in_at": hour(1)}, (0, 1, 0)),
        ({"first_in_at": hour(1)}, (0, 1, 0)),
        ({"found_by": "customer", "first_out_at": hour(1)}, (0, 1, 0)),
        ({}, (0, 0, 1)),
        ({"stage": "closed", "closed_at": hour(3)}, (0, 1, 0)),
    ],
)
def test_self_disclosure(said: dict[str, Any], expected: tuple[int, int, int]) -> None:
    assert share("self-disclosure", measures(**said)) == expected


def test_found_to_told_is_of_what_we_found() -> None:
    ours, theirs = measures(told_at=hour(2)), measures("A2", found_by="customer", told_at=hour(0))
    found = made("found-to-told", ours, theirs, measures("A3"))
    assert (found.n, found.open, found.longest) == (1, 1, 2 * HOUR)


def deadline(key: str, who: str, state: str, slips: int = 0, due_at: int = NOW + DAY) -> DeadlineMeasure:
    return DeadlineMeasure(key, "1", "supplier", who, T0, due_at, state, slips)


def test_suppliers() -> None:
    shared = deadline("k1", "Norlux", "met", slips=2)
    breaks = (
        measures("A1", deadlines=(shared,)),
        measures("A2", severity=1, deadlines=(shared, deadline("k2", "Norlux", "met"), deadline("k3", "Ace", "open"))),
        measures("A3", deadlines=(deadline("k4", "Ace", "open", due_at=hour(1)), deadline("k5", "Law", "met")._replace(of="law"))),
    )
    assert share("supplier-dates", *breaks) == (1, 3, 1), "a date that two breaks share counts once"
    assert made("supplier-slips", *breaks).parts == (Part("Norlux", 2),)
    groups = answer("supplier-dates", *breaks, asked=Asked(by="supplier")).groups
    assert {name: (one.hits, one.weight) for name, one in groups.items()} == {"Norlux": (1, 2), "Ace": (0, 1)}
    by_severity = answer("supplier-dates", *breaks, asked=Asked(by="severity")).groups
    assert {name: one.weight for name, one in by_severity.items()} == {"1": 2, "2": 2}


def test_other_figures_by_supplier_count_with_each_that_a_break_waits_for() -> None:
    two = measures(promises=(KEPT,), deadlines=(deadline("k1", "Norlux", "met"), deadline("k2", "Ace", "met")))
    groups = answer("promises-first", two, measures("A2", promises=(LATE,)), asked=Asked(by="supplier")).groups
    assert {name: (one.hits, one.weight) for name, one in groups.items()} == {
        "Norlux": (1, 1),
        "Ace": (1, 1),
        "no supplier": (0, 1),
    }


def test_reopened() -> None:
    breaks = (measures("A1", fixed_at=hour(1)), measures("A2", reopened_at=(hour(2), hour(3))), measures("A3"))
    assert share("reopened", *breaks) == (1, 2, 0)
    assert made("reopenings", *breaks).total == 2


def test_what_begins_and_ends() -> None:
    spans = (SpanMeasure("1", T0, hour(4)), SpanMeasure("2", T0, None))
    for name, field in (("blockers", "blockers"), ("time-to-accept", "disputes"), ("public-answered", "public")):
        found = made(name, measures()._replace(**{field: spans}))  # type: ignore[arg-type]
        assert (found.n, found.open, found.longest) == (1, 1, 4 * HOUR)


def test_remedies_and_outcomes() -> None:
    remedies = tuple(RemedyMeasure(str(n), T0, word) for n, word in enumerate(("below", "exceeds", "below", "")))
    assert made("remedies", measures(remedies=remedies)).parts == (Part("below", 2), Part("exceeds", 1), Part("no answer", 1))
    breaks = (measures("A1", closed_at=hour(1), outcome="lost"), measures("A2", closed_at=hour(1)), measures("A3"))
    assert made("outcomes", *breaks).parts == (Part("lost", 1), Part("not said", 1))


def amends(n: str, kind: str, amount: str, currency: str = "EUR", state: str = "proposed") -> AmendsMeasure:
    return AmendsMeasure(n, kind, amount, currency, state, T0)


def test_money_of_two_currencies_is_never_added_and_a_correction_is_no_amends() -> None:
    one = measures(
        amends=(
            amends("1", "credit", "250.10"),
            amends("2", "credit", "0.20"),
            amends("3", "credit", "5", "USD"),
            amends("4", "refund", "7", state="declined"),
            amends("5", "correction", "99", state="issued"),
        )
    )
    assert made("amends", one).parts == (Part("credit", 2, Decimal("250.30"), "EUR"), Part("credit", 1, Decimal("5"), "USD"))
    assert made("corrections", one).parts == (Part("correction", 1, Decimal("99"), "EUR"),)
    assert {part.name for part in made("amends-states", one).parts} == {"proposed", "declined"}


def test_value_kept_counts_a_customer_once_by_their_latest_outcome() -> None:
    worth = {"value": "1000", "value_currency": "EUR"}
    breaks = (
        measures("A1", outcome="kept", closed_at=hour(1), **worth),
        measures("A2", outcome="lost", closed_at=hour(2), **worth),
        measures("B1", customer_key="blue", outcome="advocate", closed_at=hour(1), value="30", value_currency="USD"),
        measures("C1", customer_key="cobalt", **worth),
    )
    assert made("value-kept", *breaks).parts == (Part("kept", 1, Decimal(30), "USD"), Part("lost", 1, Decimal(1000), "EUR"))


def test_repeats_here_and_elsewhere() -> None:
    breaks = (
        measures("A1", cause="cert", failure="F1"),
        measures("A2", cause="cert", failure="F2", opened_at=hour(1)),
        measures("B1", cause="cert", failure="F2", opened_at=hour(2), customer_key="blue"),
        measures("B2", cause="disk", failure="F3", opened_at=hour(3), customer_key="blue"),
        measures("C1", failure="F4", opened_at=hour(4)),
    )
    assert share("repeats", *breaks) == (1, 4, 0)
    assert share("repeats-elsewhere", *breaks) == (1, 4, 0), "A2 and B1 are of one failure; A1's is another"


def test_a_cause_is_the_same_in_every_spelling_as_on_the_board() -> None:
    breaks = (
        measures("A1", cause="TLS cert", category="Billing", failure="F1"),
        measures("A2", cause="tls  CERT", category="billing ", failure="F2", opened_at=hour(1)),
        measures("B1", cause="TLS cert", category="Billing", failure="F3", opened_at=hour(2), customer_key="blue"),
        measures("C1", cause="  ", category=" ", failure="F4", opened_at=hour(3)),
    )
    for some in permutations(breaks):
        assert share("repeats", *some) == (1, 3, 0)
        assert share("repeats-elsewhere", *some) == (1, 3, 0)
        for by, spelled in (("cause", "TLS cert"), ("category", "Billing")):
            groups = answer("breaks", *some, asked=Asked(by=by)).groups
            assert {name: one.n for name, one in groups.items()} == {spelled: 3, "not said": 1}


def test_what_is_to_be_done_by_a_date() -> None:
    dated = (
        DatedMeasure("k1", "1", hour(2), hour(1)),
        DatedMeasure("k2", "2", hour(2), hour(3)),
        DatedMeasure("k3", "3", hour(2), None),
        DatedMeasure("k4", "4", NOW + DAY, None),
    )
    assert share("followups", measures(followups=dated)) == (1, 3, 1)
    assert share("prevention", measures("A1", prevention=dated), measures("A2", prevention=dated)) == (1, 3, 1)


# -- periods and groups -----------------------------------------------------------------------------------------------


def test_a_period_takes_its_begin_and_leaves_its_end() -> None:
    breaks = tuple(measures(f"A{count}", opened_at=hour(count)) for count in range(4))
    assert answer("breaks", *breaks, asked=Asked(hour(1), hour(3))).made.n == 2


def test_a_repeat_looks_back_beyond_the_period() -> None:
    breaks = (measures("A1", cause="cert"), measures("A2", cause="cert", failure="F2", opened_at=hour(5)))
    assert answer("repeats", *breaks, asked=Asked(since=hour(4))).made.hits == 1


@pytest.mark.parametrize(
    ("by", "zone", "expected"),
    [
        ("day", "UTC", "2026-12-31"),
        ("day", "Asia/Tokyo", "2027-01-01"),
        ("week", "UTC", "2026-W53"),
        ("month", "Asia/Tokyo", "2027-01"),
    ],
)
def test_buckets_are_those_of_the_zone(by: str, zone: str, expected: str) -> None:
    new_year = 1_798_761_600_000
    assert bucket(new_year - HOUR, by, ZoneInfo(zone)) == expected


def test_groups() -> None:
    breaks = (measures("A1", severity=1), measures("A2", severity=3), measures("A3", severity=3, category="net", customer="ACME"))
    assert {name: one.n for name, one in answer("breaks", *breaks, asked=Asked(by="severity")).groups.items()} == {"1": 1, "3": 2}
    assert {name: one.n for name, one in answer("breaks", *breaks, asked=Asked(by="category")).groups.items()} == {
        "not said": 2,
        "net": 1,
    }
    assert list(answer("breaks", *breaks, asked=Asked(by="customer")).groups) == ["ACME"], "one customer, however it is spelled"


def test_by_owner_only_where_the_team_turned_it_on() -> None:
    with pytest.raises(BadInput, match="owner_statistics=on"):
        answer("breaks", measures(), asked=Asked(by="owner"))
    assert list(answer("breaks", measures(), asked=Asked(by="owner"), with_owner=True).groups) == ["ana"]


def test_an_unknown_group_says_what_there_is() -> None:
    with pytest.raises(BadInput, match="severity, customer"):
        answer("breaks", measures(), asked=Asked(by="weather"))


def test_the_order_of_the_breaks_makes_no_difference() -> None:
    dice = Random(7)
    breaks = [
        measures(
            f"A{n}",
            customer_key=f"c{n % 7}",
            customer=f"C{n % 7}",
            severity=1 + n % 4,
            cause=("", "cert", "disk")[n % 3],
            failure=f"F{n % 11}",
            opened_at=hour(n % 13),
            fixed_at=hour(n % 5 + 14),
            outcome=("", "kept", "lost")[n % 3],
            value="100.07",
            value_currency="EUR",
            promises=(KEPT, MOVED),
            amends=(amends("1", "credit", f"{n}.01"),),
            deadlines=(deadline(f"k{n % 4}", "Norlux", "met", n % 4),),
        )
        for n in range(60)
    ]
    asked = Asked(by="customer")
    expected = asked_of(FIGURES, breaks, NOW, asked, UTC, False)
    for _ in range(3):
        dice.shuffle(breaks)
        found = asked_of(FIGURES, breaks, NOW, asked, UTC, False)
        assert [(one.made, one.groups) for one in found] == [(one.made, one.groups) for one in expected]
        assert [cases_of(one.seen) for one in found] == [cases_of(one.seen) for one in expected]


# -- in words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hits", "weight", "said"),
    [(1, 2, "50"), (999, 1000, "99.9"), (9999, 10_000, ">99.9"), (1, 300, "0.1"), (1, 3000, "<0.1"), (0, 5, "0"), (5, 5, "100")],
)
def test_a_share_is_never_rounded_to_all_or_nothing(hits: int, weight: int, said: str) -> None:
    assert percent(hits, weight) == said


def test_few_are_counted_and_not_shared() -> None:
    figure = BY_NAME["promises-first"]
    few, many = made("promises-first", measures(promises=(KEPT, LATE))), made("promises-first", measures(promises=(KEPT,) * 5))
    assert (value_text(figure, few), basis_text(figure, few)) == ("1 of 2", "n 2")
    assert (value_text(figure, many), basis_text(figure, many)) == ("100 %", "5 of 5")
    times = made("time-to-fix", measures(fixed_at=hour(2)), measures("A2"))
    assert value_text(BY_NAME["time-to-fix"], times) == "mean 2 h, longest 2 h"
    assert basis_text(BY_NAME["time-to-fix"], times) == "n 1, 1 open"


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_nothing_is_said_of_nothing(figure: object) -> None:
    one = figure_named(figure.name)  # type: ignore[attr-defined]
    assert value_text(one, answer(one.name).made) in ("–", "0")
    assert one.definition
    assert one.dated


def test_a_figure_is_named_by_its_beginning() -> None:
    assert figure_named("time-to-f").name == "time-to-fix"
    assert figure_named("reopened").name == "reopened"
    for typed, words in (("time", "several figures"), ("weather", "no figure"), ("", "no figure")):
        with pytest.raises(BadInput, match=words):
            figure_named(typed)


def test_the_cases_behind_a_figure_come_worst_first() -> None:
    breaks = (measures("A1", fixed_at=hour(1)), measures("A2", fixed_at=hour(9)), measures("A3"), measures("A4", stage="closed"))
    found = cases_of(answer("time-to-fix", *breaks).seen)
    assert [(case.id, case.says) for case in found] == [
        ("A3", "4 d 4 h so far"),
        ("A2", "9 h"),
        ("A1", "1 h"),
        ("A4", "closed without"),
    ]
    shares = cases_of(answer("promises-last", measures("A1", promises=(KEPT,)), measures("A2", promises=(LATE,))).seen)
    assert [(case.id, case.says, case.entry) for case in shares] == [("A2", "no", "1"), ("A1", "yes", "1")]
