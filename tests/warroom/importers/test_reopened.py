"""An incident that was reopened after its closing, in a log that fills the last times into every row."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warroom.importers.support import at, brk, fresh, row, write_log
from warroom.importers import import_servicenow


@pytest.mark.parametrize(
    "counts", [(0, 0, 1, 1, 1), (0, 0, 0, 0, 0)], ids=["the log counts the reopening", "the log counts no reopening"]
)
@pytest.mark.parametrize("returned", ["Active", "Resolved"])
def test_reopened_after_it_was_closed(tmp_path: Path, counts: tuple[int, ...], returned: str) -> None:
    """Neither the first resolution nor the first closing takes the last times, which lie after the reopening."""
    last = {"resolved_at": "29/3/2016 17:52", "closed_at": "3/4/2016 17:59"}
    told = [
        ("Resolved", "17/3/2016 15:02"),
        ("Closed", "24/3/2016 19:01"),
        (returned, "29/3/2016 17:29"),
        ("Resolved", "29/3/2016 17:52"),
        ("Closed", "3/4/2016 17:59"),
    ]
    rows = [
        row(**last),
        *(
            row(incident_state=state, sys_mod_count=str(place + 1), sys_updated_at=when, reopen_count=str(counts[place]), **last)
            for place, (state, when) in enumerate(told)
        ),
    ]
    replica = fresh(tmp_path / "replica")
    import_servicenow(replica, write_log(tmp_path / "log.csv", rows), "Ada")
    again = [("owned", at("2016-03-29 17:29"))] if returned == "Active" else []
    assert [(change.stage, change.at) for change in brk(replica).stages] == [
        ("fixed", at("2016-03-17 15:02")),
        ("closed", at("2016-03-24 19:01")),
        ("reopened", at("2016-03-29 17:29")),
        *again,
        ("fixed", at("2016-03-29 17:52")),
        ("closed", at("2016-04-03 17:59")),
    ]
    assert replica.cases().alone(brk(replica).id).problems == ()
