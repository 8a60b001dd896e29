"""Importing again: the same file, a longer one, after an interruption, on two installations that then exchange."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from store.actions.fields import set_fields
from store.actions.house import raise_blocker
from tests.warroom.importers.support import (
    NOW,
    ROOT,
    all_breaks,
    all_events,
    at,
    board_rows,
    break_id,
    brk,
    data_file,
    exchange,
    fresh,
    plain,
    plain_breaks,
    row,
    slice_of,
    write_log,
)
from warroom.importers import import_servicenow

DATA = data_file()
needs_data = pytest.mark.skipif(DATA is None, reason="the real log is not at hand: name its folder in WARROOM_DATA")


MANY, SOME = 500, 120
"""Incidents of the real log that a test imports."""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Some incidents of the real log."""
    assert DATA is not None
    return slice_of(DATA, tmp_path / "log.csv", SOME)


@needs_data
def test_a_second_run_changes_nothing(tmp_path: Path, log: Path) -> None:
    replica = fresh(tmp_path / "a")
    first = import_servicenow(replica, log, "Ada")
    before, rows = replica.arrivals(), board_rows(replica)
    second = import_servicenow(replica, log, "Ben")
    assert (replica.arrivals(), second.taken, second.unchanged) == (before, {}, first.taken["events"])
    assert board_rows(replica) == rows
    assert second.left == first.left


@needs_data
def test_two_installations_hold_each_incident_once(tmp_path: Path) -> None:
    assert DATA is not None
    log = slice_of(DATA, tmp_path / "log.csv", MANY)
    a, b = fresh(tmp_path / "a"), fresh(tmp_path / "b", NOW + 5_000)
    for replica, actor in ((a, "Ada"), (b, "Ben")):
        import_servicenow(replica, log, actor)
    exchange(a, b)
    assert all_breaks(a) == all_breaks(b)
    assert board_rows(a) == board_rows(b)
    assert len(board_rows(a)) == MANY
    alone = fresh(tmp_path / "c")
    import_servicenow(alone, log, "Ada")
    assert plain_breaks(a) == plain_breaks(alone)
    assert not any(found.conflicts or found.problems for found in all_breaks(a).values())
    assert import_servicenow(b, log, "Cy").taken == {}


@needs_data
def test_a_rebuild_gives_the_same_board(tmp_path: Path, log: Path) -> None:
    replica = fresh(tmp_path / "a")
    import_servicenow(replica, log, "Ada")
    rows = board_rows(replica)
    replica.catch_up(rebuild=True)
    assert board_rows(replica) == rows


@needs_data
@pytest.mark.parametrize("keep", [0.2, 0.5, 0.8])
def test_a_log_that_has_grown_adds_what_is_new(tmp_path: Path, log: Path, keep: float) -> None:
    assert DATA is not None
    part = slice_of(DATA, tmp_path / "part.csv", SOME, keep)
    whole, grown = fresh(tmp_path / "whole"), fresh(tmp_path / "grown")
    full = import_servicenow(whole, log, "Ada")
    first = import_servicenow(grown, part, "Ada")
    second = import_servicenow(grown, log, "Ada")
    assert plain_breaks(grown) == plain_breaks(whole)
    assert second.unchanged == first.taken["events"]
    corrections = second.taken.get("corrections", 0) - full.taken.get("corrections", 0)
    assert first.taken["events"] + second.taken["events"] == full.taken["events"] + corrections
    assert second.left == full.left


@needs_data
def test_one_has_the_longer_log(tmp_path: Path, log: Path) -> None:
    assert DATA is not None
    a, b = fresh(tmp_path / "a"), fresh(tmp_path / "b")
    import_servicenow(a, slice_of(DATA, tmp_path / "part.csv", SOME, 0.5), "Ada")
    import_servicenow(b, log, "Ben")
    exchange(a, b)
    assert all_breaks(a) == all_breaks(b)
    assert plain_breaks(a) == plain_breaks(b)
    assert not any(found.conflicts for found in all_breaks(a).values())
    assert import_servicenow(a, log, "Ada").taken == {}
    assert {found.stage for found in all_breaks(a).values()} == {"closed"}


@needs_data
def test_an_interrupted_import_goes_on_where_it_was(tmp_path: Path, log: Path) -> None:
    whole, cut = fresh(tmp_path / "whole"), fresh(tmp_path / "cut")
    import_servicenow(whole, log, "Ada")

    def interrupt(done: int, total: int, text: str) -> None:
        if text == "taking in incidents" and done > total / 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_servicenow(cut, log, "Ada", interrupt)
    assert 0 < cut.arrivals() < whole.arrivals()
    cut.close()
    cut = fresh(tmp_path / "cut")
    assert cut.behind > 0
    import_servicenow(cut, log, "Ada")
    assert plain_breaks(cut) == plain_breaks(whole)
    assert cut.arrivals() == whole.arrivals()
    assert cut.behind == 0


@needs_data
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_import_goes_on_where_it_was(tmp_path: Path, log: Path) -> None:
    script = textwrap.dedent(
        f"""
        import os, signal
        from pathlib import Path
        from tests.warroom.importers.support import fresh
        from warroom.importers import import_servicenow
        def die(done, total, text):
            if text == "taking in incidents" and done > total / 2:
                os.kill(os.getpid(), signal.SIGKILL)
        import_servicenow(fresh(Path({str(tmp_path / "cut")!r})), Path({str(log)!r}), "Ada", die)
        """
    )
    died = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert died.returncode == -signal.SIGKILL
    cut, whole = fresh(tmp_path / "cut"), fresh(tmp_path / "whole")
    assert cut.arrivals() > 300
    import_servicenow(cut, log, "Ada")
    import_servicenow(whole, log, "Ada")
    assert plain_breaks(cut) == plain_breaks(whole)


def test_a_huge_incident_is_written_in_several_transactions_and_resumed(tmp_path: Path) -> None:
    rows = [
        row(sys_mod_count=str(n), sys_updated_at=f"{1 + n // 1440}/3/2016 {n // 60 % 24:02}:{n % 60:02}", assigned_to=f"Res {n}")
        for n in range(540, 2_600)
    ]
    path = write_log(tmp_path / "log.csv", rows)
    calls = 0

    def interrupt(done: int, total: int, text: str) -> None:
        nonlocal calls
        calls += text == "taking in incidents"
        if calls == 2:
            raise KeyboardInterrupt

    replica = fresh(tmp_path / "a")
    with pytest.raises(KeyboardInterrupt):
        import_servicenow(replica, path, "Ada", interrupt)
    assert 500 <= replica.arrivals() < 1_500
    report = import_servicenow(replica, path, "Ada")
    assert (brk(replica).owner, report.left, len(all_events(replica))) == ("Res 2599", {}, 4 + 2_059)
    longest = replica.db.execute("SELECT max(n) FROM (SELECT count(*) n FROM events GROUP BY rid, action)").fetchone()[0]
    assert longest < 600


def test_a_file_of_new_rows_alone_goes_on_from_the_record(tmp_path: Path) -> None:
    """Exports of what changed since yesterday do not begin with the opening."""
    rows = [
        row(),
        row(incident_state="Active", sys_mod_count="1", sys_updated_at="1/3/2016 10:00", assigned_to="Ben"),
        row(incident_state="Awaiting Problem", sys_mod_count="2", sys_updated_at="1/3/2016 11:00", assigned_to="Ben"),
        row(incident_state="Resolved", sys_mod_count="3", sys_updated_at="1/3/2016 12:00", assigned_to="Ben"),
        row(incident_state="Active", sys_mod_count="4", sys_updated_at="1/3/2016 13:00", reopen_count="1", assigned_to="Ben"),
        row(incident_state="Resolved", sys_mod_count="5", sys_updated_at="1/3/2016 14:00", reopen_count="1", assigned_to="Cy"),
        row(incident_state="Closed", sys_mod_count="6", sys_updated_at="1/3/2016 15:00", reopen_count="1", assigned_to="Cy"),
    ]
    whole = fresh(tmp_path / "whole")
    import_servicenow(whole, write_log(tmp_path / "log.csv", rows), "Ada")
    for first in range(1, len(rows)):
        for overlap in (0, 1):
            parts = fresh(tmp_path / f"parts{first}{overlap}")
            import_servicenow(parts, write_log(tmp_path / "first.csv", rows[:first]), "Ada")
            import_servicenow(parts, write_log(tmp_path / "second.csv", rows[first - overlap :]), "Ada")
            assert plain(brk(parts)) == plain(brk(whole))
            assert import_servicenow(parts, tmp_path / "log.csv", "Ada").taken == {}


def test_rows_older_than_what_was_taken_are_left(tmp_path: Path) -> None:
    replica = fresh(tmp_path / "a")
    late = row(incident_state="Active", sys_mod_count="1", sys_updated_at="1/3/2016 10:00", assigned_to="Ben")
    rows = [row(), row(incident_state="Resolved", sys_mod_count="2", sys_updated_at="1/3/2016 12:00")]
    import_servicenow(replica, write_log(tmp_path / "log.csv", rows), "Ada")
    report = import_servicenow(replica, write_log(tmp_path / "log.csv", [*rows, late]), "Ada")
    assert (brk(replica).stage, brk(replica).owner) == ("fixed", "")
    assert report.left["older than what was taken of the incident before"].times == 2


def test_what_people_changed_stays_until_the_log_says_something_new(tmp_path: Path) -> None:
    replica = fresh(tmp_path / "a")
    rows = [row(), row(incident_state="Awaiting Problem", sys_mod_count="1", sys_updated_at="1/3/2016 10:00")]
    import_servicenow(replica, write_log(tmp_path / "log.csv", rows[:1]), "Ada")
    id_ = break_id("INC0000001")
    replica.act(lambda tx: set_fields(tx, id_, {"severity": "1", "what": "all telephones are dead"}), "Ben")
    replica.act(lambda tx: raise_blocker(tx, id_, "nobody may enter the server room"), "Ben")
    import_servicenow(replica, write_log(tmp_path / "log.csv", rows), "Ada")
    found = brk(replica)
    assert (found.severity, found.what, found.stage) == (1, "all telephones are dead", "owned")
    assert [(blocker.n, blocker.what) for blocker in found.blockers] == [
        ("1", "nobody may enter the server room"),
        ("2", "waits for the problem record behind it"),
    ]
    rows.append(row(sys_mod_count="2", sys_updated_at="1/3/2016 11:00", incident_state="Active", priority="2 - High"))
    import_servicenow(replica, write_log(tmp_path / "log.csv", rows), "Ada")
    assert (brk(replica).severity, brk(replica).what, brk(replica).blockers[1].cleared_at) == (
        2,
        "all telephones are dead",
        at("2016-03-01 11:00"),
    )
