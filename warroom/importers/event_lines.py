"""Taking back what `warroom log --json` prints: events, one JSON object a line, of this board or of another one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from store.errors import BadInput
from store.events import Event
from store.replica import Replica
from store.replica.log import events_since
from store.validate import MOST_BYTES, read_event
from warroom.importers.report import Progress, Report, Tally
from warroom.importers.table import DAMAGE, Opened, opened, unreadable

BATCH = 500
"""Events that one transaction takes in."""
_BATCH_BYTES = 2 << 20
"""Most bytes of lines that are held before they are taken in."""

_REASONS = (
    ("no JSON", "no JSON"),
    ("the line has", "a line of more than 256 KiB"),
    ("the body does not match", "the body does not match its hash"),
    ("the event does not match", "the event does not match its hash"),
    ("the id does not belong", "the id does not belong to its opening event"),
)
"""How an error of the validator begins → the reason that is counted."""
_FOREIGN = frozenset((_REASONS[0][1], _REASONS[1][1]))
"""Reasons that say nothing about an event: a file of such lines alone is another kind of file."""
OTHER_BOARD = "about another board itself: its policy, its duty, its playbooks"
_OTHER = "not in the form of an event"


def import_events(replica: Replica, path: Path, progress: Progress | None = None) -> Report:
    """Takes in a log of events, plain or gzipped, line by line; each keeps its author and its times. Gaps are accepted.

    Of a log of another board its breaks, failures and customers are taken; what was set of that board itself (policy, duty,
    playbooks) is left: only a blank keeps its place, so that the chain has no gap. Raises BadInput when the file can't be
    read or holds lines but no event, CannotWrite. What was taken before damage in the file stays.
    """
    tally = Tally()
    with opened(path) as file:
        for batch in _batches(_events(path, file, replica.board_id, tally)):
            take(replica, batch, tally)
            if progress is not None:
                progress(file.raw.tell(), file.size, "taking in events")
    report = tally.report()
    foreign = sum(places.times for reason, places in report.left.items() if reason in (*_FOREIGN, _OTHER))
    if report.read and foreign == report.read:
        raise BadInput("file", f"{path} is no log of events", "`warroom log --json` prints one")
    if progress is None:
        replica.catch_up()
    else:
        replica.catch_up(lambda done, total: progress(done, total, "putting the board in order"))
    return report


def _events(path: Path, file: Opened, board_id: str, tally: Tally) -> Iterator[tuple[int, Event]]:
    """The events that may be taken, with the length of their lines; the others are left, and counted."""
    for number, line in _lines(path, file):
        tally.read += 1
        try:
            event = read_event(line)
        except BadInput as error:
            reason = next((reason for begin, reason in _REASONS if error.title.startswith(begin)), _OTHER)
            tally.leave(reason, number, error.title if reason == _OTHER else "")
            continue
        if is_other_board(event, board_id):
            tally.leave(OTHER_BOARD, number)
            event = event._replace(body=None, salt="")
        yield len(line), event


def _lines(path: Path, file: Opened) -> Iterator[tuple[int, bytes]]:
    """The lines that are not empty, with their numbers. Of one that is too long only so much as shows it."""
    number = 0
    while True:
        try:
            line = file.stream.readline(MOST_BYTES + 2)
            rest = line
            while len(rest) > MOST_BYTES and not rest.endswith(b"\n"):
                rest = file.stream.readline(MOST_BYTES + 2)
        except DAMAGE as error:
            raise unreadable(path, error) from error
        if not line:
            return
        number += 1
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if stripped := line.rstrip(b"\r\n"):
            yield number, stripped


def _batches(events: Iterator[tuple[int, Event]]) -> Iterator[list[Event]]:
    """The events in batches of bounded size."""
    batch: list[Event] = []
    held = 0
    for length, event in events:
        batch.append(event)
        held += length
        if len(batch) >= BATCH or held >= _BATCH_BYTES:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def take(replica: Replica, batch: list[Event], tally: Tally) -> None:
    """Takes in one batch and counts what of it was new."""
    before = replica.arrivals()
    replica.ingest(batch)
    ours = {event.hash for event in batch if not is_other_board(event, replica.board_id)}
    new = [event for event in events_since(replica.db, before) if event.hash in ours]
    for event in new:
        tally.take(event.kind, event.body)
    tally.unchanged += sum(1 for event in batch if event.hash in ours) - len(new)


def is_other_board(event: Event, board_id: str) -> bool:
    """Whether an event is about another board itself."""
    return event.subject_kind == "board" and event.subject != f"board:{board_id}"
