"""The whole board as one file: for a backup, for handing it over, for somebody who has no way to the shared folder."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from store.errors import BadInput, CannotWrite
from store.events import Line
from store.replica.log import lines_of
from store.sync.board_file import MOST_BYTES_SINGLE, SINGLE, SUFFIX, board_bytes, board_values
from store.sync.names import adopted_name, temporary_name
from store.sync.sealing import TeamKey, seal
from store.sync.segments import cut, write_segment

_LAST = 1 << 53


def pack_board(
    db: sqlite3.Connection, board_id: str, own: str, name: str, path: Path, now: int, sealed: tuple[str, TeamKey] | None = None
) -> tuple[int, int]:
    """Writes every event that is here into a board file of the layout `single` at `path`. (Events, bytes). That of an
    encrypted board, whose lock and key are given as `sealed`, is encrypted too and opens with the same secret.

    Opening it joins the same board. Raises BadInput where something is there already, CannotWrite where it can't be written.
    """
    if path.suffix != SUFFIX:
        raise BadInput("file", f"{path} does not end in {SUFFIX}", f"name it {path.name}{SUFFIX}")
    if os.path.lexists(path):
        raise BadInput("file", f"{path} is there already", "name a new file")
    rows: dict[str, bytes] = {}
    events = 0
    for portion in cut(_all(db), adopted=True):
        segment = write_segment(board_id, own, portion, {}, adopted=True)
        rows[adopted_name(own)] = segment if sealed is None else seal(sealed[1], board_id, segment)
        events += len(portion)
    content = board_bytes(board_values(board_id, name, SINGLE, now, sealed[0] if sealed is not None else ""), rows)
    if len(content) > MOST_BYTES_SINGLE:
        raise CannotWrite(f"{path} would have {len(content):,} bytes: at most {MOST_BYTES_SINGLE:,}", "use `warroom log --json`")
    temporary = path.with_name(temporary_name())
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise CannotWrite(f"{path} can't be written: {error.strerror or error}", "choose a folder that you can write") from error
    return events, len(content)


def _all(db: sqlite3.Connection) -> Iterator[Line]:
    """Every event, in the order of an adopted segment."""
    for rid, _ in db.execute("SELECT rid, replica FROM replicas ORDER BY replica").fetchall():
        yield from lines_of(db, rid, [(1, _LAST)])
