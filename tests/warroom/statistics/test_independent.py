"""Our figures of an imported log agree with a count from its CSV that knows nothing of the program.

The whole real log is held to the same in tests/warroom/importers/test_real_log.py, which imports it anyway.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.warroom.importers.support import data_file, fresh, row, slice_of, write_log
from tests.warroom.statistics import independent
from tests.warroom.statistics.comparing import ours
from warroom.importers import import_servicenow


def small_log(path: Path, seed: int) -> Path:
    """Sixty incidents with waits, reopenings before and after the closing, and some that were closed without a resolution."""
    dice = Random(seed)
    rows: list[dict[str, str]] = []
    for number in range(60):
        at = datetime(2016, 3, 1, 8, tzinfo=UTC) + timedelta(hours=dice.randint(0, 1200))
        shared = {
            "number": f"INC{number:07d}",
            "caller_id": f"Caller {dice.randint(1, 9)}",
            "category": dice.choice(["Category 1", "Category 2", "?"]),
            "priority": dice.choice(["1 - Critical", "2 - High", "3 - Moderate", "4 - Low"]),
            "contact_type": dice.choice(["Phone", "Email", "Direct opening"]),
            "opened_at": at.strftime("%d/%m/%Y %H:%M"),
        }
        states = ["New", "Active", *dice.choice([[], ["Awaiting Problem", "Active"]])]
        again = dice.random() < 0.2
        states += ["Resolved", *(["Active", "Resolved"] if again else [])] if dice.random() < 0.9 else []
        states += ["Closed", *dice.choice([[], [], ["Active", "Resolved", "Closed"]])]
        reopenings, resolved_at = 0, "?"
        told: list[dict[str, str]] = []
        for change, state in enumerate(states):
            at += timedelta(minutes=dice.randint(1, 600))
            if told and told[-1]["incident_state"] in ("Resolved", "Closed") and state == "Active":
                reopenings += 1
            if state == "Resolved":
                resolved_at = at.strftime("%d/%m/%Y %H:%M")
            when = at.strftime("%d/%m/%Y %H:%M")
            told.append(
                row(**shared, incident_state=state, sys_mod_count=str(change), sys_updated_at=when, reopen_count=str(reopenings))
            )
        for one in told:
            one["resolved_at"] = resolved_at if dice.random() < 0.95 else one["resolved_at"]
            one["closed_at"] = when
        rows += told
    return write_log(path, rows)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_small_log(tmp_path: Path, seed: int) -> None:
    path = small_log(tmp_path / "log.csv", seed)
    replica = fresh(tmp_path / "replica")
    try:
        import_servicenow(replica, path, "Importer")
        expected = independent.statistics(path)
        assert expected["reopenings"]
        assert expected["never_fixed"]
        assert expected["problem"]["n"]
        assert ours(replica) == expected
    finally:
        replica.close()


@pytest.mark.skipif(data_file() is None, reason="the real log is not at hand: name its folder in WARROOM_DATA")
def test_the_beginning_of_the_real_log(tmp_path: Path) -> None:
    source = data_file()
    assert source is not None
    path = slice_of(source, tmp_path / "log.csv", 300)
    replica = fresh(tmp_path / "replica")
    try:
        import_servicenow(replica, path, "Importer")
        assert ours(replica) == independent.statistics(path)
    finally:
        replica.close()


def test_the_independent_count_loads_nothing_of_ours() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(Path(independent.__file__).parent)!r}); import independent;"
        "print([name for name in sys.modules if name.partition('.')[0] in ('store', 'warroom', 'widgets')])"
    )
    found = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True, cwd="/")
    assert found.stdout.strip() == "[]"
