"""Tables of any shape, read by a map."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from store.errors import BadInput
from store.replica import Replica
from tests.warroom.importers.support import all_breaks, all_events, at, brk, exchange, fresh, plain, plain_breaks
from warroom.importers import Report, import_csv

ONE_ROW = """
source = "helpdesk"
zone = "Europe/Berlin"
date_format = "%d.%m.%Y %H:%M"
delimiter = ";"
empty = ["", "n/a"]
currency = "EUR"

[columns]
id = "Ticket"
customer = "Account"
what = ["Area", "Subject"]
opened = "Created"
severity = "Priority"
owner = "Agent"
fixer = "Team"
contact_name = "Person"
value = "Worth"
trouble = "Impact"
category = "Area"
stage = "Status"
waiting_on = "Status"
fixed = "Solved"
closed = "Closed"
channel = "Via"
said = "First words"
note = "Remark"

[values.severity]
Urgent = 1
Normal = 3

[values.stage]
"In progress" = "owned"
"Pending customer" = "owned"
Solved = "fixed"

[values.waiting_on]
"pending customer" = "customer"

[values.channel]
Phone = "call"
Web = "portal"

[values.customer]
"ACME Inc" = "Acme"

[defaults]
severity = 2
found_by = "customer"
"""
HEADER = (
    "Ticket;Account;Area;Subject;Created;Priority;Agent;Team;Person;Worth;Impact;Status;Solved;Closed;Via;First words;Remark;Unused"
)
FIRST = (
    'T/1;ACME Inc;Mail;"No mail; at all";01.03.2016 10:00;Urgent;Ben;Net;Mary Osei;"1.200,50";"We can\'t'
    '\nsell";Pending customer;n/a;;Phone;It is dead;Second time;x'
)


def write(folder: Path, table: str, mapping: str = ONE_ROW) -> tuple[Path, Path]:
    """A table and its map as files."""
    (folder / "table.csv").write_text(table, encoding="utf-8")
    (folder / "map.toml").write_text(mapping, encoding="utf-8")
    return folder / "table.csv", folder / "map.toml"


def taken(folder: Path, table: str, mapping: str = ONE_ROW, replica: Replica | None = None) -> tuple[Replica, Report]:
    """A replica with a table imported."""
    replica = replica or fresh(folder / "replica")
    return replica, import_csv(replica, *write(folder, table, mapping), "Ada")


def test_one_row_an_incident(tmp_path: Path) -> None:
    replica, report = taken(tmp_path, f"{HEADER}\n{FIRST}\n")
    found = brk(replica, "T%2F1", "helpdesk")
    assert (found.customer, found.what, found.severity, found.stage) == ("Acme", "Mail / No mail; at all", 1, "owned")
    assert (found.owner, found.fixer, found.contact_name, found.found_by) == ("Ben", "Net", "Mary Osei", "customer")
    assert (found.trouble, found.waiting_on, found.opened_at) == ("We can't\nsell", "customer", at("2016-03-01 09:00"))
    assert replica.cases().failure(found.failure).category == "Mail"
    contact = found.contacts[0]
    assert (contact.channel, contact.direction, contact.result, contact.with_, contact.said, contact.at) == (
        "call",
        "in",
        "spoke",
        "Mary Osei",
        "It is dead",
        found.opened_at,
    )
    assert {note.text for note in found.notes} == {"helpdesk T/1", "Second time"}
    assert (report.left["an amount that can't be read"].example, found.value) == ("1.200,50", None)
    assert list(report.mended) == ["a stage without a time: the time of the opening"]


def test_stages_at_their_own_times(tmp_path: Path) -> None:
    cells = "T2;Beta;Web;Down;01.03.2016 10:00;?;Ben;;;2000;;Closed;02.03.2016 10:00;03.03.2016 10:00;;;;"
    replica, report = taken(tmp_path, f"{HEADER}\n{cells}\n")
    found = brk(replica, "T2", "helpdesk")
    assert [(change.stage, change.at) for change in found.stages] == [
        ("fixed", at("2016-03-02 09:00")),
        ("closed", at("2016-03-03 09:00")),
    ]
    assert (str(found.value), found.severity, found.contacts) == ("€2,000", 2, ())
    assert report.left["a severity that the map does not know"].example == "?"


def test_twice_the_same_changes_nothing_and_a_later_table_adds_what_has_a_time(tmp_path: Path) -> None:
    replica, first = taken(tmp_path, f"{HEADER}\n{FIRST}\n")
    events = replica.arrivals()
    again = taken(tmp_path, f"{HEADER}\n{FIRST}\n", replica=replica)[1]
    assert (again.taken, again.unchanged, replica.arrivals()) == ({}, first.taken["events"], events)
    later = FIRST.replace("Pending customer;n/a", "Solved;05.03.2016 08:00").replace("Urgent", "Normal").replace("Second", "Third")
    report = taken(tmp_path, f"{HEADER}\n{later}\n", replica=replica)[1]
    found = brk(replica, "T%2F1", "helpdesk")
    assert (found.stage, found.fixed_at, found.severity, len(found.notes)) == ("fixed", at("2016-03-05 07:00"), 1, 2)
    assert report.taken == {"events": 2, "stages": 1, "waits ended": 1}
    left = report.left["changed since it was taken, and no column says when"]
    assert (left.times, left.example) == (2, "severity")
    assert taken(tmp_path, f"{HEADER}\n{later}\n", replica=replica)[1].taken == {}


def test_what_can_not_be_taken_is_counted(tmp_path: Path) -> None:
    rows = [
        "T1;Acme;A;W;01.03.2016 10:00;1;;;;;;open;;;;;;",
        "T1;Acme;A;W;01.03.2016 10:00;1;;;;;;open;;;;;;",
        "T2;;A;W;01.03.2016 10:00;1;;;;;;open;;;;;;",
        "T3;Acme;A;W;2016-03-01;1;;;;;;open;;;;;;",
        "T4;Acme;;;01.03.2016 10:00;1;;;;;;Odd;soon;;Pigeon;;;",
        ";Acme;A;W;01.03.2016 10:00;1;;;;;;open;;;;;;",
        "T5;Acme",
    ]
    replica, report = taken(tmp_path, "\n".join([HEADER, *rows]) + "\n")
    assert {reason: places.lines for reason, places in report.left.items()} == {
        "an id that came before in the file: map `updated` if each row is a change": (3,),
        "no customer": (4,),
        "a time that can't be read": (5, 6),
        "no time of opening that can be read": (5,),
        "a stage that the map does not know": (6,),
        "a channel that the map does not know": (6,),
        "no id, or one of more than 120 characters": (7,),
        "another number of cells than the header has": (8,),
    }
    assert (len(all_breaks(replica)), report.taken["breaks"], report.read) == (2, 2, 7)
    assert brk(replica, "T4", "helpdesk").what == "Incident T4"


CHANGES = """
source = "crm"

[columns]
id = "case"
customer = "account"
what = "subject"
updated = "at"
severity = "prio"
owner = "agent"
stage = "status"
waiting_on = "status"
channel = "via"
direction = "way"
said = "words"
note = "note"

[values.waiting_on]
parked = "supplier"

[values.stage]
parked = "contained"
"""
LOG = [
    "C1,Acme,Dead,2016-03-01T10:00:00Z,1,Ben,open,call,in,Help!,first",
    "C1,Acme,Dead,2016-03-01T11:00:00+01:00,1,Ben,owned,,,,first",
    "C1,Acme,Dead,2016-03-01T12:00:00,1,Cy,parked,mail,out,We are on it,second",
    "C2,Beta,Slow,2016-03-01T12:30:00,4,,open,,,,",
    "C1,Acme,Dead,2016-03-02T09:00:00,2,Cy,fixed,call,out,It works,second",
    "C1,Acme,Dead,2016-03-03T09:00:00,2,Cy,owned,call,in,It does not,second",
]
LOG_HEADER = "case,account,subject,at,prio,agent,status,via,way,words,note"


def _log(rows: list[str]) -> str:
    return "\n".join([LOG_HEADER, *rows]) + "\n"


def test_a_log_of_changes(tmp_path: Path) -> None:
    replica, report = taken(tmp_path, _log(LOG), CHANGES.replace("[columns]", 'contacts = "rows"\n\n[columns]'))
    found = brk(replica, "C1", "crm")
    assert (found.opened_at, found.owner, found.severity, found.waiting_on) == (at("2016-03-01 10:00"), "Cy", 2, "")
    assert [(change.stage, change.at) for change in found.stages] == [
        ("owned", at("2016-03-01 10:00")),
        ("contained", at("2016-03-01 12:00")),
        ("fixed", at("2016-03-02 09:00")),
        ("reopened", at("2016-03-03 09:00")),
        ("owned", at("2016-03-03 09:00")),
    ]
    assert [(c.channel, c.direction, c.said) for c in found.contacts] == [
        ("call", "in", "Help!"),
        ("mail", "out", "We are on it"),
        ("call", "out", "It works"),
        ("call", "in", "It does not"),
    ]
    assert [note.text for note in found.notes] == ["crm C1", "first", "second"]
    assert (report.taken["waits"], report.taken["waits ended"], report.taken["reopenings"]) == (1, 1, 1)
    assert (report.left, brk(replica, "C2", "crm").owner) == ({}, "")


def test_a_log_of_changes_that_grows(tmp_path: Path) -> None:
    whole = fresh(tmp_path / "whole")
    taken(tmp_path, _log(LOG), CHANGES, whole)
    for cut in range(1, len(LOG)):
        for rest in (LOG, LOG[cut:]):
            grown = fresh(tmp_path / f"grown{cut}{len(rest)}")
            taken(tmp_path, _log(LOG[:cut]), CHANGES, grown)
            taken(tmp_path, _log(rest), CHANGES, grown)
            assert plain_breaks(grown) == plain_breaks(whole)
            assert taken(tmp_path, _log(LOG), CHANGES, grown)[1].taken == {}
    exchange(grown, whole)
    assert all_breaks(grown) == all_breaks(whole)
    assert plain(brk(grown, "C1", "crm")) == plain(brk(whole, "C1", "crm"))


def test_sources_are_kept_apart_and_every_event_names_its_own(tmp_path: Path) -> None:
    replica, _ = taken(tmp_path, _log(LOG), CHANGES)
    taken(tmp_path, _log(LOG), CHANGES.replace('"crm"', '"crm-2"'), replica)
    assert len(all_breaks(replica)) == 4
    assert {event.origin[0] for event in all_events(replica) if event.origin} == {"crm", "crm-2"}


def test_packed_and_in_another_encoding(tmp_path: Path) -> None:
    table, mapping = write(tmp_path, "", CHANGES.replace('"crm"', '"crm"\nencoding = "utf-16"'))
    table.write_bytes(gzip.compress(_log(["C1,Müller,Tür,2016-03-01T10:00:00Z,1,,open,,,,"]).encode("utf-16")))
    replica = fresh(tmp_path / "replica")
    import_csv(replica, table, mapping, "Ada")
    assert (brk(replica, "C1", "crm").customer, brk(replica, "C1", "crm").what) == ("Müller", "Tür")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("source = ", "sauce = "), "sauce: no such key"),
        (('source = "helpdesk"', ""), "source: is missing"),
        (('source = "helpdesk"', 'source = "servicenow"'), "source: “servicenow” is the name"),
        (('source = "helpdesk"', 'source = "Help desk"'), "source: "),
        (('id = "Ticket"', ""), "columns.id: is missing"),
        (('id = "Ticket"', 'id = "Tocket"'), "columns.id: "),
        (('what = ["Area", "Subject"]', 'what = ["Area", "Object"]'), "columns.what: "),
        (('customer = "Account"', "customer = 7"), "columns.customer: "),
        (('owner = "Agent"', 'boss = "Agent"'), "columns.boss: no such key"),
        (("Urgent = 1", "Urgent = 9"), "values.severity.Urgent: “9” is not one of 1, 2, 3, 4"),
        (('Solved = "fixed"', 'Solved = "mended"'), "values.stage.Solved: "),
        (("[values.customer]", "[values.custumer]"), "values.custumer: "),
        (('found_by = "customer"', 'found_by = "chance"'), "defaults.found_by: “chance” is not one of us, customer"),
        (('zone = "Europe/Berlin"', 'zone = "Europe/Köln"'), "zone: “Europe/Köln”"),
        (('date_format = "%d.%m.%Y %H:%M"', 'date_format = "%H:%M"'), "date_format: "),
        (('date_format = "%d.%m.%Y %H:%M"', 'date_format = "%Q"'), "date_format: "),
        (('delimiter = ";"', 'delimiter = ";;"'), "delimiter: "),
        (('delimiter = ";"', "delimiter = '\"'"), "delimiter: "),
        (('currency = "EUR"', 'encoding = "klingon"'), "encoding: “klingon”"),
        (('currency = "EUR"', 'encoding = "base64"'), "encoding: “base64”"),
        (('opened = "Created"', ""), "columns: neither `opened` nor `updated`"),
        (("[columns]", "[columns"), "is no TOML"),
    ],
)
def test_an_error_in_the_map_names_file_and_key(tmp_path: Path, change: tuple[str, str], named: str) -> None:
    replica = fresh(tmp_path / "replica")
    assert change[0] in ONE_ROW
    with pytest.raises(BadInput) as caught:
        taken(tmp_path, f"{HEADER}\n{FIRST}\n", ONE_ROW.replace(*change), replica)
    assert str(tmp_path / "map.toml") in caught.value.title
    assert named in caught.value.title
    assert caught.value.next_step
    assert (caught.value.field, replica.arrivals()) == ("map", 0)


def test_a_map_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.toml"):
        import_csv(fresh(tmp_path / "replica"), write(tmp_path, HEADER)[0], tmp_path / "none.toml", "Ada")


def test_progress_is_told(tmp_path: Path) -> None:
    steps: list[Any] = []
    table, mapping = write(tmp_path, _log(LOG), CHANGES)
    import_csv(fresh(tmp_path / "replica"), table, mapping, "Ada", lambda *step: steps.append(step))
    assert [text for _, _, text in steps][-1] == "putting the board in order"
    assert all(0 <= done <= total for done, total, _ in steps)
