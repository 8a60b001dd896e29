"""Files that nobody vouches for: what they hold can neither crash an import, nor drive a terminal, nor fill the memory."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import tracemalloc
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import BadInput
from store.events import to_json
from store.row import unpack
from store.validate import read_event
from tests.warroom.importers.support import COLUMNS, ROOT, all_breaks, all_events, brk, fresh, row, write_log
from warroom.importers import import_servicenow
from warroom.importers.grouping import Incidents
from warroom.importers.report import Tally
from warroom.importers.table import Table

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
EVIL = "[/foo][bold]\x1b[2J\x1b]0;owned\x07\u202egnp.exe\u2066 \x00\x9b31m"


def test_markup_escapes_and_overrides_are_taken_as_text(tmp_path: Path) -> None:
    replica = fresh(tmp_path / "replica")
    evil = row(caller_id=EVIL, category=EVIL, u_symptom="line\r\nbreak\u2028more", assigned_to=EVIL, location=EVIL, caused_by=EVIL)
    path = write_log(
        tmp_path / "log.csv",
        [
            evil,
            evil | {"incident_state": "Resolved", "sys_mod_count": "1", "sys_updated_at": "1/3/2016 10:00", "resolved_by": EVIL},
        ],
    )
    report = import_servicenow(replica, path, "Ada")
    found = brk(replica)
    assert found.customer == "[/foo][bold][2J]0;ownedgnp.exe 31m"
    assert found.what == found.customer + ": line break more"
    assert found.stage == "fixed"
    for event in all_events(replica):
        assert not CONTROL.search(str(event.body))
    assert report.left == {}


def test_huge_cells_are_cut_and_counted(tmp_path: Path) -> None:
    replica = fresh(tmp_path / "replica")
    path = write_log(tmp_path / "log.csv", [row(caller_id="C" * 100_000, u_symptom="S" * 100_000), row(number="A2")])
    report = import_servicenow(replica, path, "Ada")
    assert (len(brk(replica).customer), len(brk(replica).what)) == (500, 500)
    assert brk(replica).customer.endswith("…")
    assert report.mended["a text of more than 500 characters: cut"].lines == (2, 2, 2)
    assert report.taken["breaks"] == 2
    for event in all_events(replica):
        assert len(str(event.body)) < 2_000


def test_lines_that_are_no_table_are_left_and_the_rest_is_taken(tmp_path: Path) -> None:
    path = write_log(tmp_path / "log.csv", [row(number="A1")])
    with path.open("ab") as file:
        file.write(b"A2,New\r\n")
        file.write(b"\r\n")
        file.write(b"x" * 3_000_000 + b"\r\n")
        file.write(b'A3,"' + b"y" * 200_000 + b"\r\n")
        file.write(_line(row(number="A4")))
    replica = fresh(tmp_path / "replica")
    report = import_servicenow(replica, path, "Ada")
    assert {reason: places.lines for reason, places in report.left.items()} == {
        "another number of cells than the header has": (3,),
        "a line of more than 1,048,576 characters": (5,),
        "lines that are no table: a field without an end, or of more than 131,072 characters": (6,),
    }
    assert (report.read, report.taken["breaks"]) == (5, 2)
    assert brk(replica, "A4").stage == "open"


def test_another_encoding_is_mended_and_counted(tmp_path: Path) -> None:
    path = write_log(tmp_path / "log.csv", [row(number="A1")])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes() + _line(row(number="A2", caller_id="Müller"), "cp1252"))
    replica = fresh(tmp_path / "replica")
    report = import_servicenow(replica, path, "Ada")
    assert brk(replica, "A2").customer == "M\ufffdller"
    assert report.mended["characters that are not of the file's encoding: replaced"].lines == (3,)


def test_a_bomb_is_read_in_bounded_memory(tmp_path: Path) -> None:
    """60 MB of one line, packed into some kilobytes."""
    path = tmp_path / "bomb.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write((",".join(COLUMNS) + "\r\n").encode())
        for _ in range(60):
            file.write(b"z" * 1_000_000)
    replica = fresh(tmp_path / "replica")
    tracemalloc.start()
    report = import_servicenow(replica, path, "Ada")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30_000_000
    assert report.taken == {}


def test_incidents_are_handed_over_before_the_file_is_read(tmp_path: Path) -> None:
    path = write_log(tmp_path / "log.csv", [row(number=f"A{n // 10}", sys_mod_count=str(n % 10)) for n in range(5_000)])
    table, tally = Table(path), Tally()
    incidents = Incidents(table, 0, (0,), tally)
    assert incidents.total == 500
    read = []
    for _, rows in incidents:
        assert len(rows) == 10
        read.append(tally.read)
    assert read == [10 * n for n in range(1, 501)]


def test_what_it_writes_passes_the_validator(tmp_path: Path) -> None:
    replica = fresh(tmp_path / "replica")
    rows = [row(), row(incident_state="Awaiting Problem", sys_mod_count="1", sys_updated_at="2/3/2016 10:00", assigned_to="Ben")]
    rows.append(row(incident_state="Closed", sys_mod_count="2", sys_updated_at="3/3/2016 10:00", resolved_at="2/3/2016 12:00"))
    rows.append(row(incident_state="Closed", sys_mod_count="3", sys_updated_at="4/3/2016 10:00", resolved_at="2/3/2016 11:00"))
    import_servicenow(replica, write_log(tmp_path / "log.csv", rows), "Ada")
    events = all_events(replica)
    assert {event.kind for event in events} >= {"amended", "blocker_raised", "blocker_cleared", "staged", "edited"}
    for event in events:
        assert read_event(json.dumps(to_json(event))) == event
        assert event.origin is not None
        assert event.origin[0] == "servicenow"


_cells = st.dictionaries(
    st.sampled_from(COLUMNS),
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(["?", "", "New", "Closed", "1/3/2016 09:00", "99/99/9999 99:99", "1/1/0001 00:00", "9" * 5_000, "-1", "²"]),
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(_cells, max_size=6))
def test_nothing_crashes_it(tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]) -> None:
    folder = tmp_path_factory.mktemp("odd")
    path = folder / "log.csv"
    path.write_bytes((",".join(COLUMNS) + "\r\n").encode() + b"".join(_line(row(**cells)) for cells in rows))
    replica = fresh(folder / "replica")
    report = import_servicenow(replica, path, "Ada")
    assert report.read == len(rows)
    assert len(all_breaks(replica)) == report.taken.get("breaks", 0)
    for (packed,) in replica.db.execute("SELECT row FROM break_rows"):
        assert unpack(packed).customer
    assert import_servicenow(replica, path, "Ada").taken == {}


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_crash_it(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    path = folder / "log.csv"
    header = (",".join(COLUMNS) + "\r\n").encode()
    replica = fresh(folder / "replica")
    for written in (content, b"\x1f\x8b" + content, header + content):
        path.write_bytes(written)
        with suppress(BadInput):
            import_servicenow(replica, path, "Ada")
    assert import_servicenow(replica, write_log(path, [row()]), "Ada").taken["breaks"] == 1


def _line(cells: dict[str, str], encoding: str = "utf-8") -> bytes:
    """One row as bytes, whatever it holds."""
    quoted = ",".join('"' + cells[name].replace('"', '""') + '"' for name in COLUMNS)
    return quoted.encode(encoding, "replace") + b"\r\n"


def test_the_importers_load_neither_textual_nor_rich_nor_pydantic() -> None:
    script = "import sys, warroom.importers; print([m for m in ('textual', 'rich', 'pydantic') if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, check=True)
    assert told.stdout.decode().strip() == "[]"
