"""The cases behind a figure, worst first, by what is shown."""

from __future__ import annotations

from decimal import Decimal

from store.clock import HOUR
from tests.warroom.statistics.by_hand import T0, measures
from warroom.statistics.figure import OPEN, WITHOUT, Figure, Observation
from warroom.statistics.figures import FIGURES
from warroom.statistics.rests_on import cases_of
from warroom.statistics.summing import Seen


def shown(name: str, *observations: Observation) -> list[str]:
    """What is said of some cases of a figure, in their order."""
    figure: Figure = next(one for one in FIGURES if one.name == name)
    return [case.says for case in cases_of(Seen(figure, tuple((one, measures(one.id)) for one in observations)))]


def test_the_longest_time_over_comes_first_however_long_the_gap_was() -> None:
    short = Observation("A1", T0, 1 * HOUR, 2 * HOUR)
    long = Observation("A2", T0, 90 * HOUR, 100 * HOUR)
    fine = Observation("A3", T0, 5 * HOUR, 5 * HOUR)
    assert shown("contact-time", fine, short, long) == ["10 h over", "1 h over", "yes"]


def test_what_runs_comes_before_the_longest_and_what_never_came_to_it_last() -> None:
    ended = (Observation("A1", T0, 2 * HOUR), Observation("A2", T0, 3 * HOUR))
    others = (Observation("A3", T0, 0, state=WITHOUT), Observation("A4", T0, HOUR, state=OPEN))
    assert shown("time-to-fix", *ended, *others) == ["1 h so far", "3 h", "2 h", "closed without"]


def test_the_largest_amount_of_each_currency_comes_first() -> None:
    amounts = [
        Observation(f"A{place}", T0, part="credit", amount=Decimal(amount), currency=currency)
        for place, (amount, currency) in enumerate((("5", "EUR"), ("70", "EUR"), ("900", "USD")))
    ]
    assert shown("amends", *amounts) == ["credit €70", "credit €5", "credit $900"]
