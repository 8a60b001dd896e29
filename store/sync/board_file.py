"""The board file: a small SQLite file with the board's identity, written once. It is the one thing that a user points at.

Whoever can write the shared folder can write it, so it is read from a private copy in memory and trusted in nothing.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from store.errors import BadInput, CannotRead, CannotWrite
from store.text import one_line
from store.zones import iso

if TYPE_CHECKING:
    from pathlib import Path

    from store.paths import StrPath

MAGIC = 0x57617252
"""SQLite's application_id of a board file ("WarR")."""
FORMAT = 1
LAYOUT = "folder"
MOST_BYTES = 1024 * 1024
SUFFIX = ".warroom"
_SCHEMA = "CREATE TABLE board(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
_NOT_A_BOARD = "`warroom init FILE` makes a board"


class BoardFile(NamedTuple):
    """What a board file says."""

    path: Path
    id: str
    """32 hex digits."""
    name: str
    layout: str

    @property
    def folder(self) -> Path:
        """The folder beside it that holds what happened."""
        return folder_of(self.path)


def folder_of(path: Path) -> Path:
    """The folder beside a board file: `ops.warroom` → `ops.warroom.d`."""
    return path.with_name(path.name + ".d")


def create_board_file(path: Path, name: str, now: int) -> BoardFile:
    """Makes a board file and its empty folder. Raises BadInput when something is there, CannotWrite when it can't be made."""
    if path.suffix != SUFFIX:
        raise BadInput("board", f"{path} does not end in {SUFFIX}", f"name it {path.name}{SUFFIX}")
    folder = folder_of(path)
    if os.path.exists(path) or os.path.exists(folder):
        raise BadInput("board", f"{path if os.path.exists(path) else folder} is there already", f"open it: warroom {path}")
    made = BoardFile(path, os.urandom(16).hex(), one_line(name, 120) or path.stem, LAYOUT)
    db = sqlite3.connect(":memory:", isolation_level=None)
    try:
        db.execute(f"PRAGMA application_id={MAGIC}")
        db.execute(f"PRAGMA user_version={FORMAT}")
        db.execute("PRAGMA page_size=512")
        db.execute(_SCHEMA)
        values = {"id": made.id, "name": made.name, "layout": made.layout, "created_at": iso(now)}
        db.executemany("INSERT INTO board VALUES (?, ?)", values.items())
        content = db.serialize()
    finally:
        db.close()
    temporary = path.with_name(f"~wr-{os.urandom(4).hex()}.tmp")
    made_folder = False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir()
        made_folder = True
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        with suppress(OSError):
            if made_folder:
                folder.rmdir()
        raise CannotWrite(f"{path} can't be made: {error.strerror or error}", "choose a folder that you can write") from error
    return made


def read_board_file(path: Path) -> BoardFile:
    """What the board file at `path` says. Raises CannotRead when it is missing, damaged, no board, or of a newer version."""
    values = _read(path)
    return BoardFile(path, values["id"], one_line(str(values.get("name", "")), 120), str(values.get("layout", LAYOUT)))


def read_board_id(path: StrPath) -> str:
    """The id of the board at `path`. Raises CannotRead, as `read_board_file`."""
    return str(_read(path)["id"])


def _read(path: StrPath) -> dict[str, Any]:
    """The values of a board file, with an id that is one."""
    try:
        with open(path, "rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise CannotRead(f"{path} is not there", f"check the path, or make it: warroom init {path}") from None
    except OSError as error:
        raise CannotRead(f"{path} can't be read: {error.strerror or error}", "check its folder and permissions") from error
    if len(content) > MOST_BYTES or not content.startswith(b"SQLite format 3\0"):
        raise CannotRead(f"{path} is no board file", _NOT_A_BOARD)
    db = sqlite3.connect(":memory:", isolation_level=None)
    try:
        db.execute("PRAGMA trusted_schema=OFF")
        db.deserialize(content)
        if db.execute("PRAGMA application_id").fetchone()[0] != MAGIC:
            raise CannotRead(f"{path} is no board file", _NOT_A_BOARD)
        if int(db.execute("PRAGMA user_version").fetchone()[0]) > FORMAT:
            raise CannotRead(f"{path} was made by a newer warroom", "update this one")
        if db.execute("PRAGMA quick_check").fetchone()[0] != "ok" or _schema(db) != [_SCHEMA]:
            raise CannotRead(f"{path} is damaged", "take it back from a backup: it never changes")
        values = dict(db.execute("SELECT key, value FROM board").fetchall())
    except (sqlite3.Error, ValueError, TypeError) as error:
        raise CannotRead(f"{path} is damaged: {error}", "take it back from a backup: it never changes") from error
    finally:
        db.close()
    id_ = values.get("id", "")
    if not isinstance(id_, str) or len(id_) != 32 or not all(char in "0123456789abcdef" for char in id_):
        raise CannotRead(f"{path} names no board", "take it back from a backup: it never changes")
    return values


def _schema(db: sqlite3.Connection) -> list[str]:
    return [sql for (sql,) in db.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")]
