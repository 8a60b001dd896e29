"""Our figures of an imported log beside those of the independent count."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from store.replica import Replica
from store.replica.measured import Measuring
from warroom.statistics.asked import Answer, Asked, asked_of
from warroom.statistics.figures import FIGURES
from warroom.statistics.summing import Summed


def ours(replica: Replica) -> dict[str, Any]:
    """What our figures say, in the form of the independent count."""
    measures = list(Measuring(replica.db, replica.board_id).all())
    now = replica.clock.now()

    def answered(by: str = "") -> dict[str, Answer]:
        return {one.figure.name: one for one in asked_of(FIGURES, measures, now, Asked(by=by), UTC, False)}

    whole, severity, category, month = answered(), answered("severity"), answered("category"), answered("month")
    silences = [one.value for one, _ in whole["longest-silence"].seen.observations]
    return {
        "incidents": whole["breaks"].made.n,
        "severity": {name: one.n for name, one in severity["breaks"].groups.items()},
        "category": {name: one.n for name, one in category["breaks"].groups.items()},
        "month": {name: one.n for name, one in month["breaks"].groups.items()},
        "fix": _times(whole["time-to-fix"].made),
        "fix_by_severity": {name: _times(one) for name, one in severity["time-to-fix"].groups.items() if one.n},
        "fix_by_category": {name: _times(one) for name, one in category["time-to-fix"].groups.items() if one.n},
        "never_fixed": whole["time-to-fix"].made.without,
        "reopenings": whole["reopenings"].made.total,
        "reopened": whole["reopened"].made.hits,
        "problem": _times(whole["blockers"].made),
        "found_by_us": whole["found-to-told"].made.n + whole["found-to-told"].made.open + whole["found-to-told"].made.without,
        "own": _times(whole["time-to-own"].made),
        "never_owned": whole["time-to-own"].made.without,
        "silences": {
            "n": whole["contact-gaps"].made.n,
            "longest": whole["longest-silence"].made.longest,
            "all": sum(silences),
        },
    }


def _times(made: Summed) -> dict[str, int | None]:
    found: dict[str, int | None] = {"n": made.n}
    if made.n:
        found |= dict(zip(("p50", "p80", "p90"), made.quantiles, strict=True))
        found |= {"mean": made.mean, "longest": made.longest}
    return found
