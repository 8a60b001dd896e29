"""Taking back what `log --json` prints."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from store.actions.board import name_board, set_policy
from store.actions.contacts import log_contact
from store.actions.opening import open_breaks
from store.clock import ManualClock
from store.errors import BadInput
from store.events import Event, to_json
from store.replica import Replica
from store.replica.log import events_since
from tests.warroom.importers.support import NOW, all_breaks, all_events, board_rows, fresh
from warroom.importers import import_events

OTHER = "CTHERB0ARD0000000000000000"


def filled(folder: Path, board: str | None = None) -> Replica:
    """A replica on which people worked."""
    replica = fresh(folder) if board is None else Replica.open(folder, board, ManualClock(NOW))
    replica.act(lambda tx: name_board(tx, "Ops"), "Ada")
    replica.act(lambda tx: set_policy(tx, ["cadence.1=20m"]), "Ada")
    opened = replica.act(lambda tx: open_breaks(tx, ["Acme", "Beta"], "mail is dead", severity=1), "Ada")
    for id_ in opened.ids:
        replica.act(lambda tx, id_=id_: log_contact(tx, [id_], "call", said="it [/b] is dead"), "Ben")  # type: ignore[misc]
    return replica


def write(path: Path, events: Iterable[Event | str]) -> Path:
    """The lines of a log."""
    lines = [event if isinstance(event, str) else json.dumps(to_json(event), ensure_ascii=False) for event in events]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_log_comes_back_as_it_was(tmp_path: Path) -> None:
    source, target = filled(tmp_path / "a"), fresh(tmp_path / "b")
    path = write(tmp_path / "log.jsonl", all_events(source))
    steps: list[Any] = []
    report = import_events(target, path, lambda *step: steps.append(step))
    assert all_events(target) == all_events(source)
    assert all_breaks(target) == all_breaks(source)
    assert board_rows(target) == board_rows(source)
    assert target.cases().board() == source.cases().board()
    assert report.taken == {"events": 7, "breaks": 2, "failures": 1, "contacts": 2}
    assert (report.read, report.left, report.unchanged, target.behind) == (7, {}, 0, 0)
    assert [text for _, _, text in steps] == ["taking in events", "putting the board in order"]


def test_twice_changes_nothing(tmp_path: Path) -> None:
    source, target = filled(tmp_path / "a"), fresh(tmp_path / "b")
    path = write(tmp_path / "log.jsonl", all_events(source))
    import_events(target, path)
    for replica in (source, target):
        before = replica.arrivals()
        report = import_events(replica, path)
        assert (report.taken, report.unchanged, replica.arrivals()) == ({}, 7, before)


def test_packed_with_a_mark_at_its_begin_and_windows_line_ends(tmp_path: Path) -> None:
    source, target = filled(tmp_path / "a"), fresh(tmp_path / "b")
    content = write(tmp_path / "log.jsonl", all_events(source)).read_bytes().replace(b"\n", b"\r\n\r\n")
    (tmp_path / "log.gz").write_bytes(gzip.compress(b"\xef\xbb\xbf" + content))
    assert import_events(target, tmp_path / "log.gz").taken["events"] == 7


def test_bad_lines_are_counted_by_reason_with_their_numbers(tmp_path: Path) -> None:
    source, target = filled(tmp_path / "a"), fresh(tmp_path / "b")
    good = [json.dumps(to_json(event)) for event in all_events(source)]
    forged = json.loads(good[-1])
    lines = [
        good[0],
        "{",
        "",
        "[1, 2]",
        json.dumps(forged | {"actor": "Mallory"}),
        json.dumps(forged | {"body": {**forged["body"], "said": "something else"}}),
        json.dumps(forged | {"kind": 7}),
        json.dumps(forged | {"action": "first"}),
        "x" * 300_000,
        "[" * 100_000,
        *good[1:],
        "\x1b[2J",
    ]
    report = import_events(target, write(tmp_path / "log.jsonl", lines))
    assert {reason: places.lines for reason, places in report.left.items() if reason != "not in the form of an event"} == {
        "no JSON": (2, 10, 17),
        "the event does not match its hash": (5,),
        "the body does not match its hash": (6,),
        "a line of more than 256 KiB": (9,),
    }
    assert report.left["not in the form of an event"].lines == (4, 7, 8)
    assert (report.taken["events"], report.read) == (7, 16)
    assert all_breaks(target) == all_breaks(source)


def test_gaps_are_accepted_and_filled_later(tmp_path: Path) -> None:
    source, target = filled(tmp_path / "a"), fresh(tmp_path / "b")
    events = all_events(source)
    assert import_events(target, write(tmp_path / "part.jsonl", events[:1] + events[3:])).taken["events"] == 5
    assert import_events(target, write(tmp_path / "rest.jsonl", reversed(events))).taken["events"] == 2
    assert all_breaks(target) == all_breaks(source)
    assert target.db.execute("SELECT contiguous FROM replicas WHERE replica = ?", (source.id,)).fetchone()[0] == 7


def test_another_boards_breaks_are_taken_and_its_policy_is_not(tmp_path: Path) -> None:
    source, target = filled(tmp_path / "a", OTHER), fresh(tmp_path / "b")
    report = import_events(target, write(tmp_path / "log.jsonl", all_events(source)))
    left = report.left["about another board itself: its policy, its duty, its playbooks"]
    assert (left.times, left.lines) == (2, (1, 2))
    assert (target.cases().board().name, target.cases().policy()) == ("", fresh(tmp_path / "c").cases().policy())
    assert {row.customer for row in all_breaks(target).values()} == {"Acme", "Beta"}
    assert (report.taken["events"], report.unchanged, import_events(target, tmp_path / "log.jsonl").unchanged) == (5, 0, 5)
    others = [event for event in all_events(target) if event.subject == f"board:{OTHER}"]
    assert [(event.number, event.body, event.salt) for event in others] == [(1, None, ""), (2, None, "")]
    assert target.db.execute("SELECT contiguous FROM replicas WHERE replica = ?", (source.id,)).fetchone()[0] == 7
    target.act(lambda tx: log_contact(tx, [next(iter(all_breaks(target)))], "call"), "Cy")
    again = fresh(tmp_path / "d")
    import_events(again, write(tmp_path / "both.jsonl", all_events(target)))
    assert all_breaks(again) == all_breaks(target)


def test_large_logs_go_in_by_batches(tmp_path: Path) -> None:
    source, target = fresh(tmp_path / "a"), fresh(tmp_path / "b")
    source.act(lambda tx: open_breaks(tx, [f"Customer {n}" for n in range(1_300)], "mail is dead"), "Ada")
    steps: list[tuple[int, int, str]] = []
    path = write(tmp_path / "log.jsonl", all_events(source))
    report = import_events(target, path, lambda *step: steps.append(step))
    assert report.taken["events"] == 1_301
    taking = [done for done, _, text in steps if text == "taking in events"]
    assert len(taking) == 3
    assert taking == sorted(taking)
    assert taking[-1] == path.stat().st_size
    assert len(board_rows(target)) == 1_300


def test_events_of_a_newer_version_are_kept(tmp_path: Path) -> None:
    from store.events import sealed

    source, target = filled(tmp_path / "a"), fresh(tmp_path / "b")
    event = sealed(all_events(source)[-1]._replace(kind="hugged", version=9, extra={"warmth": 3}, number=99))
    assert import_events(target, write(tmp_path / "log.jsonl", [event])).taken == {"events": 1}
    assert list(events_since(target.db, 0)) == [event]


def test_files_that_can_not_be_read(tmp_path: Path) -> None:
    source, target = filled(tmp_path / "a"), fresh(tmp_path / "b")
    content = gzip.compress(write(tmp_path / "log.jsonl", all_events(source)).read_bytes())
    (tmp_path / "cut.gz").write_bytes(content[:-20])
    for path in (tmp_path / "missing", tmp_path, tmp_path / "cut.gz"):
        with pytest.raises(BadInput, match=path.name):
            import_events(target, path)
