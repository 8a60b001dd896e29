"""A board file that was lost or damaged, as this installation remembers it, and writing it again when somebody asks for it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import BadInput, CannotRead
from store.replica import Replica
from store.sync.board_file import LAYOUT, SINGLE, BoardFile, NotThere, folder_of, gone, read_board_file, write_again
from store.sync.remembered import note_board, read_remembered
from store.sync.single import copy_of
from warroom.known_boards import ANSWER, id_of_known, is_known
from warroom.sharing.patience import within

if TYPE_CHECKING:
    from warroom.session import Session


def board_at(path: Path, replica: Replica, lock: str) -> BoardFile:
    """What the board file at `path` says; of a single file that is gone, what a copy of it says, and of a damaged one, what is
    remembered of it. Raises CannotRead."""
    try:
        board = read_board_file(path)
    except NotThere:
        copy = None if folder_of(path).exists() else copy_of(path, replica.board_id)
        if copy is None:
            raise gone(path) from None
        return read_board_file(copy)._replace(path=path)
    except CannotRead as error:
        known = as_remembered(replica, path, lock)
        if known.layout != SINGLE or isinstance(error.__cause__, OSError):
            raise
        return known
    if board.id == replica.board_id and not replica.read_only:
        note_board(replica.folder, str(path), board.layout, board.name)
    return board


def as_remembered(replica: Replica, path: Path, lock: str) -> BoardFile:
    """What the board file at `path` said when it was last whole; `lock` is the lock that was noted of an encrypted board."""
    noted = read_remembered(replica.folder, str(path))
    layout = noted.layout or (SINGLE if _was_single(replica, path) else LAYOUT)
    return BoardFile(path, replica.board_id, "" if lock else noted.name or _name(replica) or path.stem, layout, lock)


def restore(session: Session, path: Path) -> BoardFile:
    """Writes the file of a board again that was opened here, and its folder where that is missing too: the same board, with what
    is remembered of it. Raises BadInput where nothing is lost or nothing is known, CannotRead, CannotWrite."""
    if not is_known(session.places, str(path)):
        raise BadInput("restore", f"no board was opened here at {path}", "ask a teammate who had it open to write it again")
    there: BoardFile | None = None
    with suppress(NotThere):
        there = within(ANSWER, lambda: read_board_file(path))
        if there is None:
            raise CannotRead(f"{path.parent} does not answer", "connect its disk first")
    if there is not None and there.id != id_of_known(session.places, str(path)):
        raise BadInput("restore", f"{path} is another board by now", f"move it away first, or open it: warroom {path}")
    session.board = str(path)
    replica = session.replica
    if there is not None and (there.layout == SINGLE or os.path.isdir(there.folder)):
        raise BadInput("restore", f"{path} is there", f"nothing is lost: open it: warroom {path}")
    if not replica.arrivals():
        raise BadInput("restore", f"nothing of {path} is here yet", "ask a teammate who had it open to write it again")
    if not path.parent.is_dir():
        raise BadInput("restore", f"{path.parent} is not there", "connect its disk first")
    if session.is_shared:
        session.unlock()
    board = as_remembered(replica, path, session.lock) if there is None else there
    write_again(board)
    return board


def _was_single(replica: Replica, path: Path) -> bool:
    """Whether a board whose file was never noted was shared by a single file only, by what was exchanged."""
    kinds = {kind for (kind,) in replica.db.execute("SELECT DISTINCT carrier FROM carried_files")}
    return kinds == {SINGLE} and not folder_of(path).exists()


def _name(replica: Replica) -> str:
    return replica.cases().board().name
