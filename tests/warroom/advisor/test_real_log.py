"""What the advisor is held to: calibrated, and better than one curve for all, forward through a real log, of which it knows at
each moment only what was past."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bench.advisor import AGES, CHANCES, NAMES, report, saved, walk
from tests.bench.incident_log import read_log
from tests.warroom.importers.support import data_file

DATA = data_file()
pytestmark = pytest.mark.skipif(DATA is None, reason="the real log is not at hand: name its folder in WARROOM_DATA")

OVERALL, EACH_SEVERITY, ENOUGH = 0.03, 0.07, 200
"""How far a share may be off, over all and in each severity with more than so many cases."""


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    assert DATA is not None
    log = read_log(DATA)
    assert (len(log.cases), log.came_fixed) == (12_661, 1_037)
    return report(list(walk(log.cases)))


@pytest.mark.parametrize("age", AGES)
def test_what_is_said_holds_as_often_as_it_says(found: dict[str, Any], age: int) -> None:
    part = found if age == 0 else found["by_age"][str(age)]
    severities = [one for one in part["by_severity"].values() if one["cases"] > ENOUGH]
    assert len(severities) == 2
    for name, chance in zip(NAMES, CHANCES, strict=True):
        assert abs(part["coverage"][name] - chance) <= OVERALL
        for one in severities:
            assert abs(one["coverage"][name] - chance) <= EACH_SEVERITY


def test_it_loses_a_tenth_less_than_one_curve_for_all(found: dict[str, Any]) -> None:
    assert saved(found) >= 0.10
    assert found["answers"]["p50"] > 0.9 * found["cases"], "and not by keeping silent"
