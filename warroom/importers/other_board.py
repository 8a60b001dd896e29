"""Bringing another board's entries over, when two were made where one was meant: from its files, or from this installation's
own record of it. What belongs to the other board itself (policy, duty, playbooks) is left, as in a log of it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from store.errors import BadInput, CannotRead
from store.events import Event, Line, canonical_line, from_json
from store.replica import FILE, Replica
from store.replica.connection import connect_reader
from store.replica.log import events_since
from store.replica.preparing import check
from store.sync.board_file import NotThere, board_content, folder_of, read_board_bytes
from store.sync.bringing_over import note_brought_over, note_overdue
from store.sync.carriers import MOST_FILES
from store.sync.folder import Folder
from store.sync.packs import board_in, read_file
from store.sync.sealing import MAGIC as SEALED
from store.sync.segments import BadSegment
from warroom.importers.event_lines import BATCH, OTHER_BOARD, is_other_board, take
from warroom.importers.report import Progress, Report, Tally

DAMAGED = "a file that is damaged"
LOCKED = "a file that is sealed: who has opened that board can bring it over by its id"
_NO_BOARD = "name the other board's folder (….warroom.d), its file, or the id of one that was opened here"


def import_board(replica: Replica, named: str, replica_folder: Callable[[str], str], progress: Progress | None = None) -> Report:
    """Takes in the events of another board: of a folder or a file that holds them, or of the one with that id, which was
    opened on this installation (`replica_folder` tells where its record lies).

    Raises BadInput where there is none, CannotRead, CannotWrite.
    """
    tally = Tally()
    read: list[str] = []
    found = _from_record(replica, replica_folder(named)) if _is_id(named) else _from_files(replica, named, tally, read)
    writers: set[str] = set()
    while batch := list(islice(found, BATCH)):
        tally.read += len(batch)
        left = [event for event in batch if is_other_board(event, replica.board_id)]
        for event in left:
            tally.leave(OTHER_BOARD, event.number)
        take(replica, [event._replace(body=None, salt="") if event in left else event for event in batch], tally)
        writers |= {event.replica for event in batch}
        if progress is not None:
            progress(tally.read, 0, "taking in events")
    if not tally.read:
        sealed = ": what lies there is sealed" if LOCKED in tally.report().left else ""
        raise BadInput("file", f"{named} holds nothing of another board{sealed}", _NO_BOARD)
    with replica.step():
        note_overdue(replica.db, writers)
        note_brought_over(replica.db, read)
    replica.catch_up()
    return tally.report()


def _is_id(named: str) -> bool:
    return len(named) == 32 and all(char in "0123456789abcdef" for char in named)


def _from_record(replica: Replica, folder: str) -> Iterator[Event]:
    """The events in this installation's own record of another board."""
    path = Path(folder) / FILE
    if folder == os.fspath(replica.folder) or not path.is_file():
        raise BadInput("file", "no other board with that id was opened here", _NO_BOARD)
    db = connect_reader(path)
    try:
        check(db, str(path), "", "")
        yield from events_since(db, 0)
    finally:
        db.close()


def _from_files(replica: Replica, named: str, tally: Tally, read: list[str]) -> Iterator[Event]:
    """The events of other boards in a folder, or of the board of a file. The names of the files are added to `read`."""
    path, only = Path(named).expanduser(), ""
    contents: Iterator[tuple[str, bytes]]
    if path.is_dir():
        contents = _in_folder(path, tally)
    else:
        try:
            content = board_content(path)
        except NotThere as error:
            raise CannotRead(error.title, _NO_BOARD) from None
        values, rows = read_board_bytes(content, str(path), segments=True)
        only = str(values["id"])
        contents = iter(rows.items()) if rows or not folder_of(path).is_dir() else _in_folder(folder_of(path), tally)
    for name, content in contents:
        if content.startswith(SEALED):
            tally.leave(LOCKED, 0, name)
        board = board_in(content)
        if not board or board == replica.board_id or board != (only or board):
            continue
        try:
            lines = read_file(content, board).lines
        except BadSegment as error:
            tally.leave(DAMAGED, 0, error.reason)
            continue
        yield from map(_event_of, lines)
        read.append(name)


def _in_folder(path: Path, tally: Tally) -> Iterator[tuple[str, bytes]]:
    folder = Folder(path)
    for entry in sorted(folder.list().entries)[:MOST_FILES]:
        try:
            yield entry.name, folder.get(entry.name)
        except CannotRead as error:
            tally.leave(DAMAGED, 0, error.title)


def _event_of(line: Line) -> Event:
    return from_json(json.loads(canonical_line(line)))
