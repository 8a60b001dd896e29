"""One board file that holds the segments itself, as a carrier: for a team that can share one file only.

It is replaced as a whole, so sync engines make conflict copies of it. They are found by their content and read with it;
what the last writer overwrote is put back by whoever misses it. Noisier than a folder, and nothing is lost.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from store.errors import CannotRead, CannotWrite
from store.ids import blake2b
from store.sync.board_file import MOST_BYTES_SINGLE, SEALED, SINGLE, NotThere, board_bytes, board_content, gone, read_board_bytes
from store.sync.board_magic import first_bytes, is_board, is_of_others
from store.sync.carriers import MOST_FILES, Entry, Listing, what_to_do
from store.sync.names import is_plain, parsed, temporary_name
from store.sync.remembered import Looks

MOST_LOOKED_AT = 2_000
"""Most files beside the board file that are looked at for conflict copies."""
MOST_COPIES = 50
"""Most conflict copies that are read."""
LOOKS = 3
"""Times that a damaged board file must look the same before it is written anew: an engine may be writing it."""

Stamp = tuple[int, int, int, int]


class SingleFile:
    """The rows of a board file and of its conflict copies, as one set.

    `name` is the board's, for a file that says nothing any more; `notes` the replica's folder, where it is counted across
    processes how often the file was found damaged or gone.
    """

    kind = "single"

    def __init__(self, path: Path, board_id: str, lock: str = "", name: str = "", notes: str = "") -> None:
        self.path = path
        self._board = board_id
        self._lock = lock
        """The lock of an encrypted board: whatever else the file says by now, it is written with this one."""
        self._name = name or path.stem
        self._looks = Looks(notes, os.fspath(path))
        self._values: dict[str, str] = {}
        self._rows: dict[str, bytes] = {}
        self._main: frozenset[str] = frozenset()
        self._in_copies: frozenset[str] = frozenset()
        self._entries: tuple[Entry, ...] = ()
        self._read: dict[str, Stamp] = {}
        self._looked: dict[str, Stamp] = {}
        self._others: dict[str, Stamp] = {}
        """Files beside it that hold no board: they are not opened again until they change."""
        self._waiting: dict[str, bytes] = {}
        self._stays_damaged = False
        """Whether the file was damaged for so long that it may be written anew."""
        self.copies: tuple[str, ...] = ()
        """Names of the conflict copies that lie beside it."""

    def list(self) -> Listing:
        """The segments in it and in its conflict copies."""
        found = self._candidates()
        if self.path.name not in found:
            self._note_missing(found)
        elif found != self._read:
            self._take(found)
        return Listing(self._entries, len(self._rows) > MOST_FILES)

    def _note_missing(self, found: dict[str, Stamp]) -> None:
        """Waits until the file has been gone for a while though copies of it lie there: some sync programs rename both sides of a
        conflict. Then it is written anew from them. Raises CannotRead until then, and where there is no copy."""
        self._take(found)
        if not self.copies:
            raise gone(self.path)
        if self._looks.count("gone", LOOKS) < LOOKS:
            raise CannotRead(f"{self.path} is not there, only copies of it", "it is written anew if it stays so")
        self._write(self._own_rows())

    def get(self, name: str) -> bytes:
        """One segment."""
        try:
            return self._rows[name]
        except KeyError:
            raise CannotRead(f"{name} is not there any more") from None

    def put(self, name: str, content: bytes, replace: bool = False) -> None:
        """Takes a segment to be written by the next `flush`."""
        if parsed(name) is None or (not replace and name in self._rows):
            raise CannotWrite(f"{name} can't be written", "")
        self._waiting[name] = content

    def flush(self) -> None:
        """Writes the file anew, with all that is in it, in its copies, and what waits."""
        if not self._waiting:
            return
        self._take(self._candidates())
        self._write(self._own_rows() | self._waiting)

    def remove(self, names: Collection[str]) -> set[str]:
        """Writes the file anew without some segments. Those that a conflict copy has as well stay: they would come back."""
        self._take(self._candidates())
        gone = {name for name in names if name in self._main and name not in self._in_copies}
        if gone:
            self._write({name: content for name, content in self._own_rows().items() if name not in gone})
        return gone | {name for name in names if name not in self._rows}

    def take_in_copies(self) -> None:
        """Writes the file anew with what only its conflict copies have, if there is any."""
        self._take(self._candidates())
        if any(name not in self._main for name in self._own_rows()):
            self._write(self._own_rows())

    def rows(self, as_written_anew: bool = False) -> dict[str, bytes]:
        """The segments in the file itself, by name; with `as_written_anew` those that it will hold when it is written again."""
        return self._own_rows() if as_written_anew else {name: self._rows[name] for name in self._main}

    def _own_rows(self) -> dict[str, bytes]:
        return {name: content for name, content in self._rows.items() if parsed(name) is not None}

    def _write(self, rows: Mapping[str, bytes]) -> None:
        """Replaces the file."""
        content = board_bytes(self._identity(), rows)
        if len(content) > MOST_BYTES_SINGLE:
            raise CannotWrite(f"{self.path} is full", "make a board with a folder, and join the two")
        temporary = self.path.with_name(temporary_name())
        try:
            if self._stays_damaged and self.path.exists():
                os.replace(self.path, self.path.with_name(f"{self.path.stem}.damaged-{os.urandom(3).hex()}{self.path.suffix}"))
            with temporary.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, self.path)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise CannotWrite(f"{self.path} can't be written: {error.strerror or error}", what_to_do(error)) from error
        finally:
            self._waiting = {}
        self._take(self._candidates())

    def _identity(self) -> dict[str, str]:
        """What the file is to say of the board."""
        said = self._values or {"id": self._board, "name": self._name, "layout": SINGLE}
        if not self._lock:
            return said
        return {key: value for key, value in said.items() if key != "name"} | {SEALED: self._lock}

    def changed(self) -> bool:
        """Whether the file or a copy of it changed since this was last asked."""
        try:
            found = self._candidates()
        except CannotRead:
            found = {}
        was, self._looked = self._looked, found
        return was != found

    def _candidates(self) -> dict[str, Stamp]:
        """The files beside it that hold what a board file holds, each with what tells whether it changed."""
        found: dict[str, Stamp] = {}
        try:
            with os.scandir(self.path.parent) as items:
                for looked, item in enumerate(items):
                    if looked == MOST_LOOKED_AT or len(found) > MOST_COPIES:
                        break
                    if item.name != self.path.name and not is_plain(item.name):
                        continue
                    stamp = _stamp(item)
                    if stamp is None or self._others.get(item.name) == stamp:
                        continue
                    known = self._read.get(item.name) == stamp or item.name == self.path.name
                    head = b"" if known else first_bytes(Path(item.path))
                    if known or is_board(head):
                        found[item.name] = stamp
                    elif head and len(self._others) < MOST_LOOKED_AT:
                        self._others[item.name] = stamp
            if self.path.name not in found:
                self._add_main(found)
        except OSError as error:
            raise CannotRead(f"{self.path.parent} can't be reached: {error.strerror or error}", "connect to it again") from error
        return found

    def _add_main(self, found: dict[str, Stamp]) -> None:
        """The file itself, in a folder of so many that it was not reached."""
        with os.scandir(self.path.parent) as items:
            for item in items:
                if item.name == self.path.name:
                    stamp = _stamp(item)
                    if stamp is not None:
                        found[item.name] = stamp
                    return

    def _take(self, found: dict[str, Stamp]) -> None:
        """Reads what is in the files. The file itself counts before its copies; of what differs both are kept."""
        rows: dict[str, bytes] = {}
        copies = []
        main: frozenset[str] = frozenset()
        in_copies: set[str] = set()
        names = sorted(found, key=lambda name: (name != self.path.name, name))
        for name in names:
            is_main = name == self.path.name
            try:
                values, held = self.contents(name)
            except CannotRead as error:
                if is_main and isinstance(error, NotThere):
                    raise gone(self.path) from None
                if is_main and isinstance(error.__cause__, OSError):
                    raise  # it is not damaged
                if is_main:
                    self._note_damage(found[name])
                continue
            if values.get("id") != self._board:
                continue
            if is_main:
                main = frozenset(held)
                self._looks.forget()
                self._stays_damaged = False
            if is_main or not self._values:
                self._values = {str(key): str(value) for key, value in values.items()}
            if not is_main:
                copies.append(name)
                in_copies |= held.keys()
            _unite(rows, held)
        self._rows, self._read, self.copies = rows, found, tuple(copies)
        self._main, self._in_copies = main, frozenset(in_copies)
        self._entries = tuple(
            Entry(name, len(content), _content_stamp(content))
            for name, content in list(rows.items())[:MOST_FILES]
            if is_plain(name)
        )

    @property
    def values(self) -> dict[str, str]:
        """What the file says of the board."""
        return dict(self._values)

    def contents(self, name: str) -> tuple[dict[str, object], dict[str, bytes]]:
        """What the file or a copy of it says and holds. Raises CannotRead."""
        place = self.path.with_name(name)
        return read_board_bytes(board_content(place), str(place), segments=True)

    def _note_damage(self, stamp: Stamp) -> None:
        """Waits until a damaged file has looked the same for a while; only then may it be written anew. One that is whole,
        of a newer version or of another program, never is."""
        head = first_bytes(self.path, follow=True)
        if is_of_others(head):
            raise CannotRead(f"{self.path} is no board file of this version", "update warroom, or take it back from a backup")
        self._stays_damaged = self._looks.count(f"damaged {stamp}", LOOKS) >= LOOKS
        if not self._stays_damaged:
            raise CannotRead(f"{self.path} is damaged", "it is written anew if it stays so")


def second_name(name: str, content: bytes) -> str:
    """The name under which a second content of one name is listed."""
    return f"copy {blake2b(content, digest_size=6).hexdigest()} of {name}"


def copy_of(path: Path, board_id: str) -> Path | None:
    """A conflict copy of a board file beside the place where it is missing; None where there is none."""
    carrier = SingleFile(path, board_id)
    with suppress(CannotRead):
        carrier.list()
    return path.with_name(carrier.copies[0]) if carrier.copies else None


def _unite(rows: dict[str, bytes], held: dict[str, bytes]) -> None:
    """Adds what a file holds. A second content of one name gets a name that is none of ours: it is read, not passed on."""
    for name, content in held.items():
        known = rows.setdefault(name, content)
        if known != content:
            rows[second_name(name, content)] = content


def _stamp(item: os.DirEntry[str]) -> Stamp | None:
    try:
        found = item.stat(follow_symlinks=False)
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _content_stamp(content: bytes) -> int:
    return int.from_bytes(blake2b(content, digest_size=8).digest(), "big", signed=True)
