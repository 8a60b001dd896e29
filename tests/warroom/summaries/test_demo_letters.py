"""The letters of the demo: what somebody reads who looks at the program for the first time."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from store.clock import DAY, ManualClock
from store.replica import Replica
from tests.warroom.desk import NOW
from warroom.demo import make_demo
from warroom.summaries.making import summary_of, why_not
from warroom.summaries.model import TO_CUSTOMER, Signer
from warroom.tone.checking import check
from warroom.tone.from_case import against_case
from warroom.tone.model import Finding

SIGNER = Signer("Ana Kovač", "Head of Operations", "+49 30 5550 100", "ana.kovac@northwind.example", "Northwind")
NAMES = {"ana": "Ana Kovač", "ben": "Ben Carter"}
OWN_RULES = ("missing.gap", "missing.length")
"""What is to be filled in, and a letter that is short for it."""


@pytest.mark.parametrize("days", [0, 263])
def test_every_text_of_the_demo_passes_its_check(days: int, tmp_path: Path) -> None:
    """On its first day, and when somebody kept the board until the year is nearly over."""
    zone, clock = ZoneInfo("Europe/Berlin"), ManualClock(NOW - 263 * DAY)
    path, places = make_demo(tmp_path, clock, zone)
    (folder,) = (places.data / "boards").iterdir()
    clock.at += days * DAY
    replica = Replica.open(folder, folder.name, clock, zone, path)
    said: list[tuple[str, str, Finding]] = []
    made = 0
    try:
        cases = replica.cases()
        for (id_,) in replica.db.execute("SELECT id FROM break_rows").fetchall():
            case = cases.case(id_)
            against = against_case(case, clock.at, zone, (SIGNER.name, SIGNER.company), NAMES)
            for name in TO_CUSTOMER:
                if why_not(name, case, id_[:4]):
                    continue
                summary = summary_of(name, case, id_[:4], SIGNER, zone, clock.at, None, NAMES)
                found = check(summary.markdown, against=against, summary=name).findings
                said += [(name, case.row.customer, one) for one in found if one.rule not in OWN_RULES]
                made += 1
    finally:
        replica.close()
    assert made > 30
    assert said == []
