"""The real audit log of 13,698 incidents, imported whole: the record agrees with counts that were made without our code."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from store.replica import Replica
from store.row import Row, unpack
from tests.warroom.importers.counting import Counts, count
from tests.warroom.importers.support import at, break_id, data_file, fresh
from tests.warroom.statistics import independent
from tests.warroom.statistics.comparing import ours
from warroom.importers import Report, import_servicenow

DATA = data_file()
pytestmark = pytest.mark.skipif(DATA is None, reason="the real log is not at hand: name its folder in WARROOM_DATA")


class Imported(NamedTuple):
    """The imported log and what it should have come to."""

    replica: Replica
    report: Report
    counts: Counts
    rows: dict[str, Row]
    steps: list[tuple[int, int, str]]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    assert DATA is not None
    replica = fresh(tmp_path_factory.mktemp("real"))
    steps: list[tuple[int, int, str]] = []
    report = import_servicenow(replica, DATA, "Importer", lambda done, total, text: steps.append((done, total, text)))
    rows = {id_: unpack(row) for id_, row in replica.db.execute("SELECT id, row FROM break_rows")}
    yield Imported(replica, report, count(DATA), rows, steps)
    replica.close()


def _kinds(imported: Imported, kind: str, path: str) -> Counter[str]:
    sql = "SELECT json_extract(body, ?), count(*) FROM events WHERE kind = ? GROUP BY 1"
    return Counter(dict(imported.replica.db.execute(sql, (path, kind)).fetchall()))


def test_every_incident_is_one_break_with_a_failure_of_its_own(imported: Imported) -> None:
    assert imported.report.read == imported.counts.rows
    assert imported.report.taken["breaks"] == imported.report.taken["failures"] == imported.counts.incidents
    assert set(imported.rows) == {break_id(number) for number in imported.counts.opened_at}
    assert len({row.failure for row in imported.rows.values()}) == imported.counts.incidents


def test_severities(imported: Imported) -> None:
    assert Counter(row.severity for row in imported.rows.values()) == imported.counts.severities
    assert _kinds(imported, "opened", "$.severity") == imported.counts.first_severities


def test_categories_and_causes(imported: Imported) -> None:
    categories = Counter(row.category for row in imported.rows.values())
    assert categories.most_common(10) == imported.counts.categories.most_common(10)
    assert categories == imported.counts.categories
    assert Counter(row.cause for row in imported.rows.values()) == imported.counts.caused


def test_stages_and_owners(imported: Imported) -> None:
    stages = Counter(row.stage for row in imported.rows.values())
    assert stages["closed"] == imported.counts.stages["Closed"] == sum(stages.values())
    assert Counter(row.owner or "?" for row in imported.rows.values()) == imported.counts.owners


def test_reopenings(imported: Imported) -> None:
    assert imported.report.taken["reopenings"] == imported.counts.reopenings
    sql = "SELECT count(DISTINCT sid) FROM events WHERE kind = 'staged' AND json_extract(body, '$.stage') = 'reopened'"
    assert imported.replica.db.execute(sql).fetchone()[0] == imported.counts.reopened


def test_contacts(imported: Imported) -> None:
    channels = _kinds(imported, "contacted", "$.channel")
    assert channels == {"call": imported.counts.channels["Phone"], "mail": imported.counts.channels["Email"]}
    assert _kinds(imported, "contacted", "$.direction") == {"in": imported.counts.incidents}


def test_waits(imported: Imported) -> None:
    waits = _kinds(imported, "waiting_set", "$.on")
    assert {on: waits[on] for on in ("customer", "supplier")} == {on: imported.counts.waits[on] for on in ("customer", "supplier")}
    assert imported.report.taken["blockers"] == imported.counts.problems
    assert not any(row.waiting_on or row.blockers for row in imported.rows.values())


def test_times_of_opening_resolution_and_closing(imported: Imported) -> None:
    for number, opened_at in imported.counts.opened_at.items():
        row = imported.rows[break_id(number)]
        assert (number, row.opened_at) == (number, opened_at)
        assert (number, row.closed_at) == (number, imported.counts.closed_at[number])
        assert (number, row.fixed_at) == (number, imported.counts.fixed_at[number])


def test_what_was_reopened_after_its_closing_has_the_times_of_its_rows(imported: Imported) -> None:
    """First resolved, first closed, reopened."""
    told = {
        "INC0001894": ("2016-03-22 15:05", "2016-03-27 15:59", "2016-04-28 11:12"),
        "INC0003300": ("2016-05-16 13:58", "2016-05-21 14:07", "2016-05-23 12:11"),
        "INC0006099": ("2016-03-24 12:15", "2016-03-29 12:59", "2016-03-29 13:32"),
        "INC0007432": ("2016-03-17 15:02", "2016-03-24 19:01", "2016-03-29 17:29"),
        "INC0010074": ("2016-06-08 10:01", "2016-06-13 10:07", "2016-07-11 17:19"),
        "INC0016656": ("2016-04-15 12:56", "2016-04-20 13:07", "2016-04-25 11:15"),
    }
    cases = imported.replica.cases()
    for number, times in told.items():
        stages = [change for change in cases.alone(break_id(number)).stages if change.stage in ("fixed", "closed", "reopened")]
        assert [change.stage for change in stages] == ["fixed", "closed", "reopened", "fixed", "closed"]
        assert (number, [change.at for change in stages[:3]]) == (number, [at(time) for time in times])
        assert [change.at for change in stages] == sorted(change.at for change in stages)


def test_nothing_is_left_without_a_word(imported: Imported) -> None:
    assert {reason: places.times for reason, places in imported.report.left.items()} == {
        "a state before the resolution, in a row that the log's own counter puts before it": 1
    }
    assert json.loads(json.dumps(imported.report.to_json()))["left"]


def test_no_fold_has_problems_or_conflicts(imported: Imported) -> None:
    cases = imported.replica.cases()
    for number in list(imported.counts.opened_at)[::20]:
        found = cases.alone(break_id(number))
        assert (number, found.problems, found.conflicts) == (number, (), ())


def test_transactions_are_short_and_progress_is_told(imported: Imported) -> None:
    longest = imported.replica.db.execute("SELECT max(n) FROM (SELECT count(*) n FROM events GROUP BY rid, action)").fetchone()[0]
    assert longest < 600
    texts = list(dict.fromkeys(text for _, _, text in imported.steps))
    assert texts == ["reading the file", "taking in incidents", "putting the board in order"]
    for text in texts:
        done = [(done, total) for done, total, told in imported.steps if told == text]
        assert done == sorted(done)
        assert done[-1][0] == done[-1][1]
    assert len(imported.steps) > 200


def test_statistics_agree_with_a_count_that_knows_nothing_of_the_program(imported: Imported) -> None:
    assert DATA is not None
    expected = independent.statistics(DATA)
    assert expected["incidents"] == imported.counts.incidents
    assert ours(imported.replica) == expected
