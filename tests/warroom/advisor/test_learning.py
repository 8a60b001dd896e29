"""The method on histories whose law is known: calibrated with censoring, honest where there is little, never upside down."""

from __future__ import annotations

from math import exp, log
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.clock import HOUR, MINUTE
from tests.warroom.advisor.histories import BEGIN, DAY, history, memoryless, taught
from warroom.advisor.kinds import FEWEST, Case, Kind
from warroom.advisor.learning import Learning

CHANCES = (0.5, 0.8, 0.9)


def within(cases: list[Case], since: int, age: int = 0) -> list[float]:
    """Forward through time, the shares of fixes that came within what was said at an age (ms)."""
    learning, hits, asked = Learning(), [0, 0, 0], 0
    happenings = []
    for place, case in enumerate(cases):
        end = case.left_at if case.fixed_at is None else case.fixed_at
        assert end is not None
        happenings += [(case.opened_at, 2, place), (end, 0, place)]
        if place >= since and case.fixed_at is not None and case.opened_at + age < case.fixed_at:
            happenings.append((case.opened_at + age, 1, place))
    for at, what, place in sorted(happenings):
        case = cases[place]
        if what == 2:
            learning.opened(place, case.kind, at)
        elif what == 0:
            (learning.left if case.fixed_at is None else learning.fixed)(place, at)
        else:
            said = [learning.ask(case.kind, case.opened_at, at).sure_at(chance) for chance in CHANCES]
            asked += 1
            for number, sure in enumerate(said):
                assert sure is not None
                assert case.fixed_at is not None
                hits[number] += case.fixed_at <= sure
    return [hit / asked for hit in hits]


@pytest.mark.parametrize("age", [0, 3 * HOUR])
def test_what_is_said_holds_as_often_as_it_says(age: int) -> None:
    for part, chance in zip(within(history(memoryless(8), 2500, 1), 500, age), CHANCES, strict=True):
        assert abs(part - chance) < 0.04


def test_it_stays_calibrated_while_the_team_gets_faster() -> None:
    def law(random: Random, number: int) -> tuple[Kind, float]:
        return Kind(3), random.expovariate(1 / (40 * exp(-number / 1200)))

    for part, chance in zip(within(history(law, 3000, 2, each=0.7), 600), CHANCES, strict=True):
        assert abs(part - chance) < 0.05


def test_open_and_unexplained_ends_do_not_make_fixes_look_faster() -> None:
    """A third ends without a fix that we know of, the slow ones sooner than they are fixed: leaving them out, or taking
    their end for a fix, would halve the median."""
    learning, now = taught(history(memoryless(24), 2500, 3, closed=0.6))
    half = learning.ask(Kind(3), now, now).sure_at(0.5)
    assert half is not None
    assert abs((half - now) / HOUR / (24 * log(2)) - 1) < 0.35


def test_only_the_time_that_is_left_is_asked_about() -> None:
    """Half are fixed within the hour, the others take three days: one that is two hours old is of the others."""
    learning, now = taught(history(lambda random, number: (Kind(3), random.choice((0.3, 72.0))), 1500, 4))
    fresh, old = (learning.ask(Kind(3), now - age, now) for age in (0, 2 * HOUR))
    assert (fresh.chance(now + HOUR) or 0) > 0.4
    assert (old.chance(now + HOUR) or 0) < 0.05
    most = old.sure_at(0.8)
    assert most is not None
    assert 48 * HOUR < most - now < 96 * HOUR


def test_groups_that_differ_are_told_apart_and_others_are_not() -> None:
    def law(random: Random, number: int) -> tuple[Kind, float]:
        category = random.choice(("printing", "network"))
        return Kind(3, category, random.choice(("ana", "ben"))), random.expovariate(1 / (2 if category == "printing" else 30))

    learning, now = taught(history(law, 2000, 5))
    half = {}
    for category in ("printing", "Network"):
        for fixer in ("ana", "ben"):
            at = learning.ask(Kind(3, category, fixer), now, now).sure_at(0.5)
            assert at is not None
            half[category, fixer] = at - now
    assert half["printing", "ana"] * 5 < half["Network", "ana"]
    assert 0.6 < half["printing", "ana"] / half["printing", "ben"] < 1.6


def test_a_weekend_in_which_nobody_works_is_worth_less() -> None:
    """All is fixed at ten, one to three workdays later."""
    cases = []
    monday = BEGIN - BEGIN % DAY + 4 * DAY
    while (monday // DAY + 3) % 7:
        monday += DAY
    for day in range(7 * 30):
        opened_at = monday + day * DAY + 15 * HOUR
        for number in range(3):
            fixed = day + 1 + number
            while fixed % 7 >= 5:
                fixed += 1
            if day % 7 < 5:
                cases.append(Case(Kind(3), opened_at + number * MINUTE, monday + fixed * DAY + 10 * HOUR))
    friday = monday + (7 * 29 + 4) * DAY + 15 * HOUR
    learning, now = taught([case for case in cases if case.opened_at < friday], friday)
    on_friday = learning.ask(Kind(3), now, now).chance(now + 48 * HOUR)
    now = friday + 3 * DAY
    on_monday = learning.ask(Kind(3), now, now).chance(now + 48 * HOUR)
    assert on_friday is not None
    assert on_monday is not None
    assert on_friday < 0.6 * on_monday


# -- little ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, FEWEST - 1])
def test_no_number_under_twenty_cases(count: int) -> None:
    cases = [Case(Kind(1, "x"), BEGIN + number * HOUR, BEGIN + (number + 1) * HOUR) for number in range(count)]
    learning, now = taught(cases, BEGIN + 100 * DAY)
    advice = learning.ask(Kind(1, "x"), now, now)
    assert advice.is_empty
    assert [advice.sure_at(chance) for chance in CHANCES] == [None, None, None]
    assert advice.chance(now + DAY) is None
    assert advice.basis.sample == count


def test_twenty_cases_are_enough_for_what_they_reach() -> None:
    cases = [Case(Kind(1), BEGIN + number * DAY, BEGIN + number * DAY + 2 * HOUR + number * MINUTE) for number in range(40)]
    learning, now = taught(cases, BEGIN + 100 * DAY)
    half = learning.ask(Kind(1), now, now).sure_at(0.5)
    assert half is not None
    assert HOUR < half - now < 12 * HOUR
    assert learning.ask(Kind(1), now - 30 * DAY, now).is_empty, "none of them was ever so old"


def test_what_no_case_reached_has_no_number() -> None:
    """Most are still open: by the age that they have a fifth are fixed, so there is no median."""
    cases = [
        Case(Kind(3), BEGIN + number * MINUTE, BEGIN + number * MINUTE + HOUR if number % 5 == 0 else None) for number in range(200)
    ]
    learning, now = taught(cases, BEGIN + DAY)
    advice = learning.ask(Kind(3), now, now)
    assert [advice.sure_at(chance) for chance in (0.1, 0.5, 0.9)][1:] == [None, None]
    chance = advice.chance(now + 365 * DAY)
    assert chance is not None
    assert 0.1 < chance < 0.35, "no less than what was seen, and no more is known"


def test_a_small_group_is_not_looked_at_apart_and_says_so() -> None:
    def law(random: Random, number: int) -> tuple[Kind, float]:
        return Kind(2, "rare" if number % 40 == 0 else "usual"), random.expovariate(1 / 5)

    learning, now = taught(history(law, 400, 6))
    rare, usual = (learning.ask(Kind(2, category), now, now).basis for category in ("rare", "usual"))
    assert (rare.scope, rare.widened) == ((("severity", "2"),), ("category",))
    assert (usual.scope, usual.widened) == ((("severity", "2"), ("category", "usual")), ())
    assert rare.sample > usual.sample >= FEWEST
    assert learning.ask(Kind(1, "never seen"), now, now).basis.widened == ("severity", "category")


# -- whatever the history -------------------------------------------------------------------------------------------------

hours = st.floats(0.02, 2000)
histories = st.lists(
    st.tuples(st.floats(0, 3000), hours, st.integers(1, 4), st.sampled_from(("", "a", "b")), st.integers(0, 3)), max_size=120
)


@given(histories, st.floats(0, 4000), st.floats(0, 500))
@settings(max_examples=60, deadline=None)
def test_chances_and_quantiles_only_grow(made: list[tuple[float, float, int, str, int]], now_after: float, age: float) -> None:
    cases = []
    for opened, took, severity, category, end in made:
        at = BEGIN + round(opened * HOUR)
        until = at + round(took * HOUR)
        cases.append(Case(Kind(severity, category), at, until if end > 1 else None, until if end == 1 else None))
    learning, now = taught(cases, BEGIN + round(now_after * HOUR))
    advice = learning.ask(Kind(2, "a"), now - round(age * HOUR), now)
    fixed = sum(case.fixed_at is not None and case.fixed_at <= now for case in cases)
    assert advice.basis.sample <= fixed
    assert advice.is_empty or advice.basis.sample >= FEWEST
    chances = [advice.chance(now + round(span * HOUR)) for span in (0, 0.1, 1, 5, 24, 100, 1000, 10_000)]
    if advice.is_empty:
        assert set(chances) == {None}
    else:
        known = [chance for chance in chances if chance is not None]
        assert known == sorted(known)
        assert known[0] == 0
        assert known[-1] <= 1
    sure = [advice.sure_at(chance) for chance in (0.05, 0.3, 0.5, 0.8, 0.9, 0.99)]
    reached = [at for at in sure if at is not None]
    assert sure[: len(reached)] == reached == sorted(reached), "what is not known lies after what is"
    for wanted, held in zip((0.05, 0.3, 0.5, 0.8, 0.9, 0.99), sure, strict=True):
        if held is not None:
            assert held >= now
            assert (advice.chance(held + 1) or 0) == pytest.approx(wanted, abs=0.01)


def test_nothing_that_came_later_is_known_before() -> None:
    cases = history(memoryless(10), 600, 7)
    now = cases[400].opened_at
    later = [case for case in cases if case.opened_at <= now]
    unknown = [case if (case.fixed_at or 0) <= now else case._replace(fixed_at=None) for case in later]
    one, other = (taught(known, now)[0].ask(Kind(3), now, now) for known in (cases, unknown))
    assert [one.sure_at(chance) for chance in CHANCES] == [other.sure_at(chance) for chance in CHANCES]
