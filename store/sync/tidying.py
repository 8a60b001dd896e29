"""`warroom tidy`: what lies in a shared place and is of no use any more is removed, once all that is in it is known to lie in
other files: copies that sync programs made, files of those who are gone for good, files that were never finished.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from store.clock import DAY
from store.errors import CannotRead
from store.replica import Replica
from store.sync import heads, packs
from store.sync.board_file import BoardFile, board_content, read_board_bytes
from store.sync.board_magic import has_magic
from store.sync.carriers import Carrier, Entry
from store.sync.folder import Folder
from store.sync.held import Held, united
from store.sync.ledger import BAD, BOARD, DONE, NEWER, OTHER, Known, Ledger
from store.sync.names import HEAD, is_plain, is_temporary, is_utf8, parsed, printable
from store.sync.noting import note_gone
from store.sync.rolling import SHARE, Roller
from store.sync.sealed import Sealed
from store.sync.segments import BadSegment
from store.sync.single import SingleFile, second_name
from store.sync.waits import Waits

MOST_BESIDE = 2_000
"""Most files beside the board file that are looked at."""
STALE = DAY
"""A file that was begun so long ago (ms) and has no name yet was never finished."""
COPY, GONE, DAMAGED, ROLLED = "a copy", "its author is gone", "damaged", "rolled into a pack"
UNFINISHED, COPY_OF_HEAD, COPY_OF_BOARD = "never finished", "a copy of a head", "a copy of the board file"
ONLY_HERE = "not all that is in it is known to lie in other whole files"
LATER = "a quarter of the files is removed at once at most: tidy again when your sync program has brought that to everybody"
RESILIO = "Resilio Sync may remove the file itself with it: remove it by hand"
OTHER_BOARD = "it belongs to another board"
NEWER_FORMAT = "it was written by a newer warroom"
UNREADABLE = "it is damaged, so that what is in it can't be checked"
CHANGED = "it changed a moment ago"
HELD = "it can't be removed"
NOT_UTF8 = "its name is not UTF-8, so that it is not read: give it another one"


class Item(NamedTuple):
    """A file, and why it went or stays."""

    name: str
    why: str


class Tidied(NamedTuple):
    """What was removed (or would be), and what was left though it should go."""

    removed: tuple[Item, ...]
    left: tuple[Item, ...]
    packed: int = 0
    """Own files that were rolled into packs (or would be)."""


class _Candidate(NamedTuple):
    path: Path
    why: str
    held: Held | None = None
    """What must be in other files; None when there is nothing in it."""


class Tidier:
    """Tidies one carrier. All that lies in it must have been read just before (`Exchange.step`, until there is no more)."""

    def __init__(self, replica: Replica, carrier: Carrier, board: BoardFile, waits: Waits) -> None:
        self._replica = replica
        self._carrier = carrier
        self._place = carrier.inner if isinstance(carrier, Sealed) else carrier
        """Where the files lie, as they are."""
        self._board = board
        self._waits = waits
        self._ledger = Ledger(replica.db, carrier.kind)
        self._now = replica.clock.now()
        self._left: list[Item] = []
        self._rows: dict[str, bytes] | None = None
        """What the file itself holds where everything lies in one."""

    def tidy(self, dry_run: bool = False) -> Tidied:
        """Rolls up own files and removes what may go (`dry_run`: only says what would). Raises CannotRead, CannotWrite."""
        roller, listing = Roller(self._replica, self._replica.db, self._carrier, self._ledger, self._waits), self._carrier.list()
        rolled = roller.would(listing) if dry_run else roller.step(listing, now_please=True)
        found = self._tidy(dry_run, len(rolled.removed))
        own = tuple(Item(name, ROLLED) for name in rolled.removed)
        return found._replace(removed=own + found.removed, packed=rolled.packed)

    def _tidy(self, dry_run: bool, removed: int = 0) -> Tidied:
        listing = self._carrier.list()
        if isinstance(self._place, SingleFile):
            if not dry_run:
                self._place.take_in_copies()
            self._rows = self._place.rows(as_written_anew=dry_run)
        candidates = [*self._in_folder(listing.entries), *self._beside()] if isinstance(self._place, Folder) else []
        if isinstance(self._place, SingleFile):
            candidates = [*self._copies_of_single(self._place), *self._beside()]
        cover = self._cover(candidates)
        safe = []
        for one in candidates:
            if one.path.name.casefold().endswith(".conflict"):
                self._left.append(Item(one.path.name, RESILIO))
            elif one.held is not None and not cover.covers(one.held):
                self._left.append(Item(one.path.name, ONLY_HERE))
            else:
                safe.append(one)
        quota = max(0 if removed else 1, (len(listing.entries) + len(candidates)) // SHARE - removed)
        self._left += [Item(one.path.name, LATER) for one in safe[quota:]]
        chosen = safe[:quota]
        gone = chosen if dry_run else [one for one in chosen if self._remove(one.path)]
        if gone and not dry_run:
            with self._replica.step():
                note_gone(self._replica.db, self._carrier.kind, [one.path.name for one in gone], self._replica.clock.now())
        return Tidied(tuple(Item(one.path.name, one.why) for one in gone), tuple(self._left))

    # -- what may go -----------------------------------------------------------------------------------------------

    def _in_folder(self, entries: tuple[Entry, ...]) -> Iterator[_Candidate]:
        """What lies in the folder and should not."""
        held, own, gone = self._ledger.held(), self._ledger.own_names(), self._gone()
        files = self._ledger.files()
        for entry in sorted(entries):
            known, says = files.get(entry.name), parsed(entry.name)
            path = self._board.folder / entry.name
            if known is None or (known.size, known.stamp) != (entry.size, entry.stamp):
                if says is None:
                    self._left.append(Item(entry.name, CHANGED))
            elif says is None:
                yield from self._foreign(path, entry, known, held)
            elif says.kind != HEAD and says.replica in gone and known.state == DONE:
                yield _Candidate(path, GONE, held[entry.name])
            elif says.replica in own and known.state == BAD and says.last:
                rid = self._rid(says.replica)
                if rid is not None:
                    yield _Candidate(path, DAMAGED, Held({rid: [(says.first, says.last)]}, frozenset()))
        yield from self._unfinished(self._board.folder)
        self._left += [Item(printable(item.name), NOT_UTF8) for item in _files_in(self._board.folder) if not is_utf8(item.name)]

    def _foreign(self, path: Path, entry: Entry, known: Known, held: dict[str, Held]) -> Iterator[_Candidate]:
        """A file under a name that is none of ours."""
        if known.state == DONE:
            yield _Candidate(path, COPY, held.get(entry.name, Held({}, frozenset())))
        elif known.state == OTHER and self._is_head(entry.name):
            yield _Candidate(path, COPY_OF_HEAD)
        elif known.state in (BOARD, NEWER):
            self._left.append(Item(entry.name, OTHER_BOARD if known.state == BOARD else NEWER_FORMAT))
        elif known.state == BAD and entry.size:
            self._left.append(Item(entry.name, UNREADABLE))

    def _is_head(self, name: str) -> bool:
        try:
            content = self._carrier.get(name)
            heads.read_head(content, self._board.id, heads.replica_of(content))
        except (BadSegment, CannotRead):
            return False
        return True

    def _gone(self) -> set[str]:
        """The ids of those who are gone for good, or go by another id."""
        db, own = self._replica.db, self._ledger.own_names()
        abandoned = {replica for (replica,) in db.execute("SELECT replica FROM peers WHERE gone")}
        return (abandoned | self._ledger.silent_since(self._now - self._waits.orphaned)).difference(own)

    def _rid(self, replica: str) -> int | None:
        found = self._replica.db.execute("SELECT rid FROM replicas WHERE replica = ?", (replica,)).fetchone()
        return None if found is None else int(found[0])

    def _unfinished(self, folder: Path) -> Iterator[_Candidate]:
        for item in _files_in(folder):
            if is_temporary(item.name) and not self._now - STALE < _written_at(item) <= self._now + STALE:
                yield _Candidate(Path(item.path), UNFINISHED)

    def _beside(self) -> Iterator[_Candidate]:
        """Copies of the board file, where it holds nothing but what the board is, and files that were never finished."""
        path = self._board.path
        yield from self._unfinished(path.parent)
        odd = [item for item in _files_in(path.parent) if not is_utf8(item.name) and has_magic(Path(item.path))]
        self._left += [Item(printable(item.name), NOT_UTF8) for item in odd]
        if isinstance(self._place, SingleFile):
            return
        ours, _ = read_board_bytes(board_content(path), str(path))
        for item in _files_in(path.parent):
            if item.name == path.name or not is_plain(item.name) or not has_magic(Path(item.path)):
                continue
            try:
                values, _ = read_board_bytes(board_content(item.path), item.path)
            except CannotRead:
                continue
            if values == ours:
                yield _Candidate(Path(item.path), COPY_OF_BOARD)
            elif values["id"] != ours["id"] and item.name.startswith(path.stem):
                self._left.append(Item(item.name, OTHER_BOARD))

    def _copies_of_single(self, carrier: SingleFile) -> Iterator[_Candidate]:
        """Copies of a board file that holds what happened. What was packed by hand has another time of making, and stays."""
        held, rows = self._ledger.held(), self._rows or {}
        for name in carrier.copies:
            try:
                values, found = carrier.contents(name)
            except CannotRead:
                continue
            if values != carrier.values:
                continue
            differ = [
                second_name(row, content) if row in rows else row
                for row, content in found.items()
                if rows.get(row) != content and not row.endswith(f".{HEAD}")
            ]
            if any(row not in held for row in differ):
                self._left.append(Item(name, UNREADABLE))
            else:
                yield _Candidate(carrier.path.with_name(name), COPY, united(held[row] for row in differ))

    # -- what is elsewhere -----------------------------------------------------------------------------------------

    def _cover(self, candidates: list[_Candidate]) -> Held:
        """What lies in files that stay, each of them read again: those of living authors, under names of ours."""
        rids = {rid for one in candidates if one.held is not None for rid in one.held.ranges}
        gone, held = self._gone(), self._ledger.held()
        trusted = []
        for name, holds in held.items():
            says = parsed(name)
            if says is None or says.replica in gone or rids.isdisjoint(holds.ranges):
                continue
            if (self._rows is None or name in self._rows) and packs.lies_whole(self._carrier, name):
                trusted.append(holds)
        return united(trusted)

    def _remove(self, path: Path) -> bool:
        """Removes a plain file, never what a link leads to."""
        try:
            if not stat.S_ISREG(os.lstat(path).st_mode):
                return False
            path.unlink()
        except FileNotFoundError:
            return True
        except OSError as error:
            self._left.append(Item(path.name, f"{HELD}: {error.strerror or error}"))
            return False
        return True


def _files_in(folder: Path) -> list[os.DirEntry[str]]:
    """The plain files in a folder, by name."""
    found = []
    try:
        with os.scandir(folder) as items:
            for looked, item in enumerate(items):
                if looked == MOST_BESIDE:
                    break
                if item.is_file(follow_symlinks=False):
                    found.append(item)
    except OSError as error:
        raise CannotRead(f"{folder} can't be reached: {error.strerror or error}", "connect to it again") from error
    return sorted(found, key=lambda item: item.name)


def _written_at(item: os.DirEntry[str]) -> int:
    return item.stat(follow_symlinks=False).st_mtime_ns // 1_000_000
