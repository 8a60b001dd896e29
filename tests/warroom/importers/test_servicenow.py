"""What the rows of a ServiceNow log become, and what happens to rows that no sane log would hold."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from store.errors import BadInput, CannotWrite
from store.replica import Replica
from store.timeline import timeline
from tests.warroom.importers.support import all_breaks, at, brk, fresh, row, write_log
from warroom.importers import Report, import_servicenow


def taken(folder: Path, *rows: Mapping[str, str]) -> tuple[Replica, Report]:
    """A replica with a log imported."""
    replica = fresh(folder / "replica")
    return replica, import_servicenow(replica, write_log(folder / "log.csv", rows), "Ada")


def test_a_plain_incident(tmp_path: Path) -> None:
    replica, report = taken(
        tmp_path,
        row(priority="2 - High", subcategory="Sub 4", u_symptom="No dial tone", assignment_group="Group 5", location="Kiel"),
        row(
            incident_state="Active",
            sys_mod_count="1",
            sys_updated_at="1/3/2016 10:00",
            priority="1 - Critical",
            assignment_group="Group 5",
            assigned_to="Ben",
            caused_by="CHG12",
            category="Category 2",
        ),
        row(incident_state="Awaiting User Info", sys_mod_count="2", sys_updated_at="1/3/2016 11:00", assigned_to="Ben"),
        row(incident_state="Awaiting Vendor", sys_mod_count="3", sys_updated_at="1/3/2016 12:00", assigned_to="Ben"),
        row(incident_state="Awaiting Problem", sys_mod_count="4", sys_updated_at="1/3/2016 13:00", assigned_to="Ben"),
        row(
            incident_state="Resolved",
            sys_mod_count="5",
            sys_updated_at="1/3/2016 14:00",
            resolved_at="1/3/2016 13:50",
            resolved_by="Ben",
            closed_code="code 6",
        ),
        row(incident_state="Closed", sys_mod_count="6", sys_updated_at="4/3/2016 14:00", closed_at="4/3/2016 13:59"),
    )
    found = brk(replica)
    assert (found.customer, found.what, found.severity, found.stage) == ("Caller 7", "Category 1", 3, "closed")
    assert (found.owner, found.fixer, found.found_by, found.opened_by) == ("", "", "customer", "Ada")
    assert (found.opened_at, found.owned_at) == (at("2016-03-01 09:00"), at("2016-03-01 10:00"))
    assert (found.fixed_at, found.closed_at) == (at("2016-03-01 13:50"), at("2016-03-04 13:59"))
    assert [(c.channel, c.direction, c.result, c.at) for c in found.contacts] == [("call", "in", "spoke", at("2016-03-01 09:00"))]
    assert [(b.what, b.since, b.cleared_at) for b in found.blockers] == [
        ("waits for the problem record behind it", at("2016-03-01 13:00"), at("2016-03-01 14:00"))
    ]
    assert (found.imported, found.problems, found.conflicts, found.waiting_on) == (True, (), (), "")
    failure = replica.cases().failure(found.failure)
    assert (failure.category, failure.cause, failure.what) == ("Category 1", "CHG12", "Category 1")
    told = [entry.text for entry in timeline(replica.cases().events(f"break:{found.id}"), ZoneInfo("UTC"), found.opened_at)]
    assert "opened for Caller 7: Category 1 / Sub 4: No dial tone, severity 2" in told
    assert "note: ServiceNow INC0000001: Kiel" in told
    assert "fixed: Ben, code 6" in told
    assert [line for line in told if "waits" in line] == [
        "waits on customer",
        "waits on supplier",
        "waits on nobody",
        "blocker 1: waits for the problem record behind it",
        "blocker 1 (waits for the problem record behind it) cleared",
    ]
    assert report.taken["waits"] == 2
    assert report.left == {}


@pytest.mark.parametrize(
    ("way", "contact", "found_by"),
    [
        ("Phone", ("call", "in", "spoke"), "customer"),
        ("email", ("mail", "in", "wrote"), "customer"),
        ("Self service", ("portal", "in", "wrote"), "customer"),
        ("IVR", ("call", "in", "attempt"), "customer"),
        ("Direct opening", None, "us"),
        ("Carrier pigeon", None, "us"),
        ("?", None, "us"),
    ],
)
def test_the_way_of_reporting_is_the_first_contact(
    tmp_path: Path, way: str, contact: tuple[str, str, str] | None, found_by: str
) -> None:
    replica, report = taken(tmp_path, row(contact_type=way))
    found = brk(replica)
    assert [(c.channel, c.direction, c.result) for c in found.contacts] == ([contact] if contact else [])
    assert found.found_by == found_by
    assert report.left.keys() == ({"a way of reporting that is not known: no contact"} if way == "Carrier pigeon" else set())


def test_reopened_and_resolved_again(tmp_path: Path) -> None:
    """The log fills the last time of resolution into every row: the first resolution keeps the time of its own row."""
    last = {"resolved_at": "3/3/2016 09:00", "closed_at": "8/3/2016 09:00"}
    replica, report = taken(
        tmp_path,
        row(**last),
        row(incident_state="Resolved", sys_mod_count="1", sys_updated_at="1/3/2016 15:00", **last),
        row(incident_state="Active", sys_mod_count="2", sys_updated_at="2/3/2016 08:00", reopen_count="1", **last),
        row(incident_state="Resolved", sys_mod_count="3", sys_updated_at="3/3/2016 09:00", reopen_count="1", **last),
        row(incident_state="Closed", sys_mod_count="4", sys_updated_at="8/3/2016 09:01", reopen_count="1", **last),
    )
    found = brk(replica)
    assert [(change.stage, change.at) for change in found.stages] == [
        ("fixed", at("2016-03-01 15:00")),
        ("reopened", at("2016-03-02 08:00")),
        ("owned", at("2016-03-02 08:00")),
        ("fixed", at("2016-03-03 09:00")),
        ("closed", at("2016-03-08 09:00")),
    ]
    assert found.reopened == report.taken["reopenings"] == 1
    assert list(report.mended) == ["a resolution or closing after the next reopening or closing: the time of its row"]


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
    replica, _ = taken(
        tmp_path,
        row(**last),
        *(
            row(incident_state=state, sys_mod_count=str(place + 1), sys_updated_at=when, reopen_count=str(counts[place]), **last)
            for place, (state, when) in enumerate(told)
        ),
    )
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


def test_a_rising_count_is_a_reopening_that_no_row_shows(tmp_path: Path) -> None:
    replica, _ = taken(
        tmp_path,
        row(incident_state="Resolved", sys_updated_at="1/3/2016 15:00"),
        row(incident_state="Resolved", sys_mod_count="5", sys_updated_at="2/3/2016 15:00", reopen_count="1"),
    )
    found = brk(replica)
    assert (found.stage, found.reopened, found.fixed_at) == ("fixed", 1, at("2016-03-02 15:00"))


def test_a_resolution_after_its_row_is_taken_where_nothing_speaks_against_it(tmp_path: Path) -> None:
    replica, _ = taken(tmp_path, row(incident_state="Resolved", sys_updated_at="1/3/2016 10:00", resolved_at="1/3/2016 11:00"))
    assert brk(replica).fixed_at == at("2016-03-01 11:00")


def test_a_later_row_corrects_the_time_of_resolution(tmp_path: Path) -> None:
    replica, report = taken(
        tmp_path,
        row(incident_state="Resolved", sys_updated_at="1/3/2016 10:00", resolved_at="1/3/2016 09:55"),
        row(incident_state="Resolved", sys_mod_count="1", sys_updated_at="1/3/2016 12:00", resolved_at="1/3/2016 09:40"),
    )
    assert brk(replica).fixed_at == at("2016-03-01 09:40")
    assert report.taken["corrections"] == 1


@pytest.mark.parametrize(
    ("cells", "fixed_at", "reason"),
    [
        ({"resolved_at": "1/2/2016 11:00"}, "2016-03-01 12:00", "before the opening"),
        ({"resolved_at": "yesterday"}, "2016-03-01 12:00", "without a time of its own"),
        ({}, "2016-03-01 12:00", "without a time of its own"),
    ],
)
def test_a_time_of_resolution_that_can_not_be_true(tmp_path: Path, cells: dict[str, str], fixed_at: str, reason: str) -> None:
    replica, report = taken(tmp_path, row(), row(incident_state="Resolved", sys_updated_at="1/3/2016 12:00", **cells))
    assert brk(replica).fixed_at == at(fixed_at)
    assert any(reason in mended for mended in report.mended)


def test_rows_out_of_order(tmp_path: Path) -> None:
    log = [
        row(sys_mod_count="0"),
        row(incident_state="Active", sys_mod_count="1", sys_updated_at="1/3/2016 10:00", assigned_to="Ben"),
        row(incident_state="Awaiting Vendor", sys_mod_count="2", sys_updated_at="1/3/2016 10:00", assigned_to="Cy"),
        row(number="INC2", caller_id="Caller 8"),
        row(incident_state="Resolved", sys_mod_count="3", sys_updated_at="1/3/2016 15:00", assigned_to="Cy"),
    ]
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    straight, _ = taken(tmp_path / "a", *log)
    backwards, report = taken(tmp_path / "b", *reversed(log))
    for replica in (straight, backwards):
        assert (brk(replica).stage, brk(replica).owner, brk(replica).owned_at) == ("fixed", "Cy", at("2016-03-01 10:00"))
        assert len(all_breaks(replica)) == 2
    assert report.left == {}


def test_a_row_that_its_own_counter_puts_before_the_resolution_reopens_nothing(tmp_path: Path) -> None:
    replica, report = taken(
        tmp_path,
        row(incident_state="Resolved", sys_mod_count="2", sys_updated_at="1/3/2016 11:03"),
        row(incident_state="New", sys_mod_count="1", sys_updated_at="1/3/2016 11:10"),
        row(incident_state="Closed", sys_mod_count="3", sys_updated_at="5/3/2016 12:00"),
    )
    assert (brk(replica).stage, brk(replica).reopened, brk(replica).fixed_at) == ("closed", 0, at("2016-03-01 11:03"))
    assert sum(places.times for places in report.left.values()) == 1


def test_opening_times_that_are_missing_or_wrong(tmp_path: Path) -> None:
    replica, report = taken(
        tmp_path,
        row(number="A1", opened_at="?", sys_created_at="1/3/2016 09:02"),
        row(number="A2", opened_at="?"),
        row(number="A3", opened_at="31/2/2016 09:00"),
        row(number="A4", opened_at="1/3/2061 09:00"),
        row(number="A5", opened_at="1/3/2016 10:00", incident_state="Active"),
    )
    found = {number: brk(replica, number) for number in ("A1", "A2", "A3", "A4", "A5")}
    assert [found[number].opened_at for number in found] == [
        at("2016-03-01 09:02"),
        at("2016-03-01 09:05"),
        at("2016-03-01 09:05"),
        at("2016-03-01 09:05"),
        at("2016-03-01 10:00"),
    ]
    assert found["A5"].owned_at == at("2016-03-01 10:00")
    assert report.mended["no time of opening, or one long after the first row: the time of that row"].lines == (3, 4, 5)
    assert report.left["a time of opening, resolution or closing that can't be read"].lines == (4,)


def test_what_can_not_be_taken_is_counted(tmp_path: Path) -> None:
    replica, report = taken(
        tmp_path,
        row(),
        row(incident_state="Teleported", sys_mod_count="1", sys_updated_at="1/3/2016 10:00", priority="1 - Critical"),
        row(sys_updated_at="soon", incident_state="Closed"),
        row(sys_updated_at="1/3/1816 10:00", incident_state="Closed"),
        row(number="?"),
        row(number="N" * 200),
        row(incident_state="Active", sys_mod_count="2", sys_updated_at="1/3/2016 11:00", priority="1 - Critical"),
        row(incident_state="New", sys_mod_count="3", sys_updated_at="1/3/2016 12:00", priority="0 - Odd"),
    )
    assert {reason: (places.times, places.lines) for reason, places in report.left.items()} == {
        "a state that is not known": (1, (3,)),
        "a row whose time can't be read": (2, (4, 5)),
        "no id, or one of more than 120 characters": (2, (6, 7)),
        "a state that went back without a resolution": (1, (9,)),
    }
    assert report.left["a state that is not known"].example == "Teleported"
    assert (brk(replica).stage, brk(replica).severity) == ("owned", 1)
    assert (report.read, report.taken["breaks"]) == (8, 1)


def test_an_incident_without_a_caller_is_kept(tmp_path: Path) -> None:
    replica, report = taken(
        tmp_path,
        row(number="A1", caller_id="?"),
        row(number="A2", caller_id="?"),
        row(number="A2", caller_id="Caller 9", sys_mod_count="1", sys_updated_at="1/3/2016 10:00"),
    )
    assert (brk(replica, "A1").customer, brk(replica, "A2").customer) == ("Caller not known", "Caller 9")
    assert len(report.mended) == 2


def test_the_zone_is_the_logs(tmp_path: Path) -> None:
    path = write_log(tmp_path / "log.csv", [row(opened_at="27/3/2016 02:30", sys_updated_at="1/7/2016 09:00")])
    for name, zone, opened in (("utc", None, "2016-03-27 02:30"), ("berlin", ZoneInfo("Europe/Berlin"), "2016-03-27 01:30")):
        replica = fresh(tmp_path / name)
        if zone is None:
            import_servicenow(replica, path, "Ada")
        else:
            import_servicenow(replica, path, "Ada", zone=zone)
        assert brk(replica).opened_at == at(opened)


def test_other_files_are_refused_with_what_to_do(tmp_path: Path) -> None:
    replica = fresh(tmp_path / "replica")
    other = tmp_path / "other.csv"
    other.write_text("id,name\n1,x\n", encoding="utf-8")
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    cut = tmp_path / "cut.csv.gz"
    whole = gzip.compress(write_log(tmp_path / "log.csv", [row(number=f"INC{n}") for n in range(5_000)]).read_bytes())
    cut.write_bytes(whole[: len(whole) // 2])
    wide = tmp_path / "wide.csv"
    wide.write_bytes("number,incident_state\n".encode("utf-16"))
    for path in (other, empty, cut, wide, tmp_path / "missing.csv", tmp_path):
        with pytest.raises(BadInput) as caught:
            import_servicenow(replica, path, "Ada")
        assert str(path) in caught.value.title
        assert caught.value.next_step
    assert replica.arrivals() == 0


def test_a_read_only_replica_says_so(tmp_path: Path) -> None:
    replica = fresh(tmp_path / "replica")
    replica.read_only = True
    with pytest.raises(CannotWrite):
        import_servicenow(replica, write_log(tmp_path / "log.csv", [row()]), "Ada")
