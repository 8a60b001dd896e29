"""The board file: a small SQLite file with the board's identity, written once. It is the one thing that a user points at.
In the single layout it holds the segments as well, and is replaced as a whole.

Whoever can write the shared folder can write it, so it is read from a private copy in memory and trusted in nothing.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping
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
FORMAT = 2
"""Newest version that is read; what is not encrypted is written as the version before, which every warroom reads."""
_PLAIN = 1
SEALED = "sealed"
"""The key under which an encrypted board's file holds its lock (`store.sync.team_key`)."""
LAYOUT, SINGLE = "folder", "single"
MOST_BYTES = 1024 * 1024
MOST_BYTES_SINGLE = 128 * 1024 * 1024
"""Largest board file that holds what happened itself."""
SUFFIX = ".warroom"
FOLDER_SUFFIX = ".d"
_SCHEMA = ["CREATE TABLE board(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"]
_SCHEMA_SINGLE = [*_SCHEMA, "CREATE TABLE segment(name TEXT PRIMARY KEY, content BLOB NOT NULL)"]
_HEADER = b"SQLite format 3\0"
_MOST_WORK = 2_000
"""Most times 100,000 of SQLite's steps are waited for in a file from outside."""
_BACKUP = "take it back from a backup, or from a teammate"
_NOT_A_BOARD = "`warroom init FILE` makes a board"


class NotThere(CannotRead):
    """No board file lies at that path."""


class BoardFile(NamedTuple):
    """What a board file says."""

    path: Path
    id: str
    """32 hex digits."""
    name: str
    """Empty for an encrypted board: there it lies sealed in the lock."""
    layout: str
    lock: str = ""
    """What an encrypted board's file holds of its key; empty for any other."""

    @property
    def folder(self) -> Path:
        """The folder beside it that holds what happened."""
        return folder_of(self.path)


def folder_of(path: Path) -> Path:
    """The folder beside a board file: `ops.warroom` → `ops.warroom.d`."""
    return path.with_name(path.name + FOLDER_SUFFIX)


def create_board_file(
    path: Path, name: str, now: int, layout: str = LAYOUT, locked: Callable[[str, str], str] | None = None
) -> BoardFile:
    """Makes a board file, and its empty folder unless the layout is `single`. `locked` makes the lock of an encrypted board
    from its id and its name. Raises BadInput when something is there, CannotWrite when it can't be made, and what `locked`
    raises."""
    if path.suffix != SUFFIX:
        raise BadInput("board", f"{path} does not end in {SUFFIX}", f"name it {path.name}{SUFFIX}")
    folder = folder_of(path)
    if os.path.exists(path):
        raise BadInput("board", f"{path} is there already", f"open it: warroom {path}")
    if os.path.exists(folder):
        again = f"whoever had the board open writes its file again: warroom init {path} --restore"
        raise BadInput(
            "board", f"{folder} is there already, without its board file", f"wait for your sync program to bring it, or {again}"
        )
    made = BoardFile(path, os.urandom(16).hex(), one_line(name, 120) or path.stem, layout)
    if locked is not None:
        made = made._replace(lock=locked(made.id, made.name))
    values = board_values(made.id, made.name, layout, now, made.lock)
    content = board_bytes(values, {} if layout == SINGLE else None)
    made_folder = False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if layout != SINGLE:
            folder.mkdir()
            made_folder = True
        _put(path, content)
    except OSError as error:
        with suppress(OSError):
            if made_folder:
                folder.rmdir()
        raise CannotWrite(f"{path} can't be made: {error.strerror or error}", "choose a folder that you can write") from error
    return made


def gone(path: StrPath) -> NotThere:
    """What there is to say of a board that was opened here and whose file is not there: never that a new one be made."""
    again = f"if it is lost for good: warroom init {path} --restore"
    return NotThere(f"{path} is not there any more", f"connect its disk, or wait for your sync program to bring it; {again}")


def write_again(board: BoardFile) -> None:
    """Writes the file of a board that was lost, and its folder where that is missing too. Whoever does it writes the same bytes,
    so that no sync program has a conflict. Raises CannotWrite; the folder in which it lay is never made."""
    named = {SEALED: board.lock} if board.lock else {"name": board.name}
    content = board_bytes({"id": board.id, **named, "layout": board.layout}, {} if board.layout == SINGLE else None)
    try:
        if board.layout != SINGLE:
            board.folder.mkdir(exist_ok=True)
        if not os.path.exists(board.path):
            _put(board.path, content)
    except OSError as error:
        raise CannotWrite(f"{board.path} can't be written: {error.strerror or error}", "connect its disk") from error


def _put(path: Path, content: bytes) -> None:
    """Writes a whole new file, or none. Raises OSError."""
    temporary = path.with_name(f"~wr-{os.urandom(4).hex()}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise


def take_back_board_file(made: BoardFile) -> None:
    """Removes a board file that was just made, and its folder while that is empty."""
    with suppress(OSError):
        made.path.unlink()
    with suppress(OSError):
        made.folder.rmdir()


def read_board_file(path: Path) -> BoardFile:
    """What the board file at `path` says. Raises CannotRead when it is missing, damaged, no board, or of a newer version."""
    values = _read(path)
    name, layout, lock = one_line(str(values.get("name", "")), 120), str(values.get("layout", LAYOUT)), str(values.get(SEALED, ""))
    return BoardFile(path, values["id"], name, layout, lock)


def read_board_id(path: StrPath) -> str:
    """The id of the board at `path`. Raises CannotRead, as `read_board_file`."""
    return read_identity(path)[0]


def read_identity(path: StrPath) -> tuple[str, str]:
    """The id of the board at `path`, and its lock; that is empty unless it is encrypted. Raises CannotRead."""
    values = _read(path)
    return str(values["id"]), str(values.get(SEALED, ""))


def board_values(board_id: str, name: str, layout: str, now: int, lock: str = "") -> dict[str, str]:
    """What a new board file says. That of an encrypted board does not say its name."""
    named = {SEALED: lock} if lock else {"name": name}
    return {"id": board_id, **named, "layout": layout, "created_at": iso(now)}


def board_bytes(values: Mapping[str, str], segments: Mapping[str, bytes] | None) -> bytes:
    """The content of a board file: what it says, and in the single layout the segments, by name."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    try:
        db.execute(f"PRAGMA application_id={MAGIC}")
        db.execute(f"PRAGMA user_version={FORMAT if SEALED in values else _PLAIN}")
        db.execute(f"PRAGMA page_size={512 if segments is None else 4096}")
        for statement in _SCHEMA if segments is None else _SCHEMA_SINGLE:
            db.execute(statement)
        db.executemany("INSERT INTO board VALUES (?, ?)", sorted(values.items()))
        db.execute("BEGIN")
        db.executemany("INSERT INTO segment VALUES (?, ?)", sorted(segments.items())) if segments else None
        db.execute("COMMIT")
        return db.serialize()
    finally:
        db.close()


def _read(path: StrPath) -> dict[str, Any]:
    """The values of a board file, with an id that is one."""
    return read_board_bytes(board_content(path), os.fspath(path))[0]


def board_content(path: StrPath) -> bytes:
    """The bytes of a board file. Raises CannotRead when it is missing or can't be one."""
    try:
        with open(path, "rb") as file:
            content = file.read(MOST_BYTES_SINGLE + 1)
    except FileNotFoundError:
        if os.path.isdir(f"{os.fspath(path)}{FOLDER_SUFFIX}"):
            again = f"or whoever had the board open writes it again: warroom init {path} --restore"
            raise NotThere(
                f"{path} is not there, though its folder is", f"wait for your sync program to bring it, {again}"
            ) from None
        raise NotThere(f"{path} is not there", f"check the path, or make it: warroom init {path}") from None
    except OSError as error:
        raise CannotRead(f"{path} can't be read: {error.strerror or error}", "check its folder and permissions") from error
    if len(content) > MOST_BYTES_SINGLE or not content.startswith(_HEADER):
        raise CannotRead(f"{path} is no board file", _NOT_A_BOARD)
    return content


def read_board_bytes(content: bytes, path: str, segments: bool = False) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What the bytes of a board file say, and (with `segments`) what they hold, by name. Raises CannotRead; `path` is for
    its words."""
    if not content.startswith(_HEADER):
        raise CannotRead(f"{path} is no board file", _NOT_A_BOARD)
    db = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0"):
            db.execute(f"PRAGMA {pragma}")
        work = iter(range(_MOST_WORK))
        db.set_progress_handler(lambda: next(work, None) is None, 100_000)
        db.deserialize(content)
        if db.execute("PRAGMA application_id").fetchone()[0] != MAGIC:
            raise CannotRead(f"{path} is no board file", _NOT_A_BOARD)
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
        if version > FORMAT:
            raise CannotRead(f"{path} was made by a newer warroom", "update this one")
        schema = _schema(db)
        if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok" or schema not in (_SCHEMA, _SCHEMA_SINGLE):
            raise CannotRead(f"{path} is damaged", _BACKUP)
        if schema == _SCHEMA and len(content) > MOST_BYTES:
            raise CannotRead(f"{path} is no board file", _NOT_A_BOARD)
        values = dict(db.execute("SELECT key, value FROM board").fetchall())
        held: dict[str, bytes] = {}
        if segments and schema == _SCHEMA_SINGLE:
            sql = "SELECT name, content FROM segment WHERE typeof(name) = 'text' AND typeof(content) = 'blob'"
            held = dict(db.execute(sql).fetchall())
    except (sqlite3.Error, ValueError, TypeError) as error:
        raise CannotRead(f"{path} is damaged: {error}", _BACKUP) from error
    finally:
        db.close()
    id_ = values.get("id", "")
    if not isinstance(id_, str) or len(id_) != 32 or not all(char in "0123456789abcdef" for char in id_):
        raise CannotRead(f"{path} names no board", _BACKUP)
    if not isinstance(values.get(SEALED, ""), str) or (SEALED in values) is not (version > _PLAIN):
        raise CannotRead(f"{path} is damaged: it does not say well whether it is encrypted", _BACKUP)
    return values, held


def _schema(db: sqlite3.Connection) -> list[str]:
    """The statements of a schema; what SQLite makes by itself for a primary key has none."""
    return [sql for (sql,) in db.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")]
